"""Columns that people named in the report: what they are read as, and what is told."""

from __future__ import annotations

from pathlib import Path

from reconcile.config import SheetRule
from reconcile.decisions.naming import Key, Said, titles_of
from reconcile.ingest import read_clubs
from reconcile.results import Reading

from .lists import config, rows_of, save

ROWS = [
    ["Société", "Ville", "Remarques", "Divers 2", None, "Tél"],
    ["Velinore", "Sorbiers", "Mme Arnaud", "Le Vel", "x7", "04 65 71 00 01"],
    ["Ostrelle", "Firminy", "M. Brun", "Ost'", "x31", "04 65 71 00 02"],
]
FILE = "est/liste.xlsx"


def said(heading: str, field: str, place: str = "", file: str = FILE) -> Said:
    key = Key(heading, place)
    return Said(f"D-{heading}{place}", file, "Liste", key, field, titles_of(ROWS[0]))


def taken(raw: Path, *answers: Said, rules: tuple[SheetRule, ...] = ()) -> Reading:
    save(raw, ROWS)
    return read_clubs(config(raw).model_copy(update={"sheets": rules}), answers)


def read_as(reading: Reading) -> list[object]:
    return [label for (label,) in rows_of(reading.columns, "label")]


def told(reading: Reading) -> list[tuple[object, ...]]:
    return rows_of(reading.issues, "problem", "cell", "field")


def test_columns_are_what_people_said(tmp_path: Path) -> None:
    answers = [said("remarques", "contact"), said("divers 2", "trade_name"), said("tél", "ignored")]
    reading = taken(tmp_path, *answers, said("divers 2", "member_no", "+1"))
    assert read_as(reading) == ["name", "city", "contact", "trade_name", "member_no", None]
    assert rows_of(reading.raw, "contact", "trade_name", "member_no") == [
        *(("Mme Arnaud", "Le Vel", "x7"), ("M. Brun", "Ost'", "x31"))
    ]
    assert told(reading) == []


def test_an_answer_does_as_a_rule_of_the_settings_and_goes_before_it(tmp_path: Path) -> None:
    rules = (SheetRule(file=FILE, columns={"D": "activity", "F": ""}),)
    assert read_as(taken(tmp_path, rules=rules))[3:] == ["activity", None, None]
    said_so = taken(tmp_path, said("divers 2", "trade_name"), rules=rules)
    assert read_as(said_so)[3:] == ["trade_name", None, None]
    by_rule = (SheetRule(file=FILE, columns={"D": "trade_name"}),)
    ruled = taken(tmp_path, rules=by_rule)
    answered = taken(tmp_path, said("divers 2", "trade_name"))
    assert ruled.columns.equals(answered.columns) and ruled.issues.equals(answered.issues)


def test_a_field_given_to_two_columns_is_given_to_neither_and_told(tmp_path: Path) -> None:
    plain = read_as(taken(tmp_path))
    both = [said("remarques", "trade_name"), said("divers 2", "trade_name")]
    reading = taken(tmp_path, *both, said("tél", "contact"), said("ville", "contact"))
    assert read_as(reading) == ["name", "contact", *plain[2:5], "contact#2"]
    twice = reading.issues[reading.issues["problem"] == "column_named_twice"].iloc[0]
    assert (twice["cell"], twice["field"]) == ("D1", "trade_name")
    assert twice["details"] == {"columns": "Remarques (C), Divers 2 (D)"}


def test_a_field_that_another_column_has_by_its_heading_is_taken_from_it(tmp_path: Path) -> None:
    reading = taken(tmp_path, said("divers 2", "city"))
    assert read_as(reading)[1:4:2] == [None, "city"]
    assert ("two_columns", "B1", "city") in told(reading)


def test_a_column_that_is_gone_is_told_while_its_file_is_there(tmp_path: Path) -> None:
    gone = taken(tmp_path, said("enseignes", "trade_name"), said("x", "auto"))
    assert told(gone)[-1] == ("column_answer_idle", None, None)
    assert gone.issues["details"].iloc[-1] == {"heading": "enseignes", "decision": "D-enseignes"}
    assert ("column_answer_idle", None, None) not in told(
        taken(tmp_path, said("enseignes", "trade_name", file="est/2024.xlsx"))
    )


def test_the_next_file_of_the_club_is_read_by_the_answer(tmp_path: Path) -> None:
    answer = said("divers 2", "trade_name")
    save(tmp_path, ROWS, "est/liste 2026.xlsx")
    reading = read_clubs(config(tmp_path), (answer,))
    assert read_as(reading)[3] == "trade_name"
    assert told(reading) == told(read_clubs(config(tmp_path)))
