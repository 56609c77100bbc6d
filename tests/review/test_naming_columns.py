"""Columns named in `Fichiers lus`: the form, what is read back, and what is told."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from reconcile.decisions.ledger import lettered
from reconcile.decisions.naming import columns_said
from reconcile.results import Memory
from reconcile.review import read_report, report_workbook
from reconcile.tables import conform, empty
from reconcile.words import words
from tests import nights
from tests.night_rows import T42
from tests.review.test_coming_back import OFFICE, STORE, convert, write

FILES = "Fichiers lus"


def night(ledger: pd.DataFrame | None = None) -> Any:
    """The night of tests/nights.py, whose sheet has four columns that are shown."""
    known = Memory(run=12, store_id=STORE, ledger=empty("ledger") if ledger is None else ledger)
    return replace(nights.night(), memory=known)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "match_report.xlsx"
    report_workbook(night(), words("fr"), path)
    return path


def row_of(path: Path, heading: str) -> int:
    """The row of a column, by its heading."""
    sheet = load_workbook(path)[FILES]
    return next(cell.row for cell in sheet["F"] if cell.value == heading)


def name(path: Path, heading: str, answer: str) -> Path:
    return write(path, FILES, **{f"E{row_of(path, heading)}": answer})


def said(path: Path, known: Memory | None = None) -> list[tuple[str, str]]:
    """subject and answer of what a report says of columns."""
    read = read_report(path, "match_report.xlsx", known or Memory(run=13, store_id=STORE))
    own = read.acts[read.acts["kind"] == "column"]
    return list(zip(own["subject"], own["answer"], strict=True))


def told(path: Path) -> list[tuple[str, str]]:
    issues = read_report(path, "match_report.xlsx", Memory(run=13, store_id=STORE)).issues
    return list(zip(issues["problem"], issues["cell"].fillna(""), strict=True))


DIVERS = f"{T42}␟Liste 2026␟divers␟"


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("Enseigne", "trade_name"),
        ("enseigne ", "trade_name"),
        ("Trade name", "trade_name"),
        ("droit à l'image", "photo"),
        ("Ne pas lire", "ignored"),
    ],
)
def test_what_is_written_and_what_it_means(report: Path, written: str, answer: str) -> None:
    assert said(name(report, "Divers", written)) == [(DIVERS, answer)]
    assert told(report) == []


def test_the_drop_down_offers_every_field_and_refuses_nothing(report: Path) -> None:
    book = load_workbook(report)
    choices = {one.formula1: one for one in book[FILES].data_validations.dataValidation}
    offered = choices[f"'Champs'!$A$1:$A${book['Champs'].max_row}"]
    assert not offered.showErrorMessage
    assert f"E{row_of(report, 'Divers')}" in offered.sqref
    words_of = [cell.value for cell in book["Champs"]["A"]]
    assert words_of[:4] == ["automatique", "ne pas lire", "N° adhérent", "Raison sociale"]
    assert book["Champs"].sheet_state == "hidden"


def test_a_row_sorted_takes_its_hidden_keys_along(report: Path) -> None:
    sheet = load_workbook(report)[FILES]
    first, last = sheet.auto_filter.ref.split(":")
    assert sheet[first].value == "Club"
    keys = {cell.value: cell.column for cell in sheet[3] if cell.value}
    assert {"titles", "kind", "subject", "shown"} <= set(keys)
    assert sheet[last].column == max(at for key, at in keys.items() if "report:" not in key)


def test_nothing_chosen_and_automatic_say_nothing(report: Path) -> None:
    assert said(report) == []
    assert said(name(report, "Divers", "automatique")) == []


def test_an_unknown_name_is_told_with_the_nearest(report: Path) -> None:
    name(report, "Divers", "Enseinge")
    at = f"E{row_of(report, 'Divers')}"
    assert (said(report), told(report)) == ([], [("answer_unclear_near", at)])
    name(report, "Divers", "couleur préférée")
    assert (said(report), told(report)) == ([], [("answer_unclear", at)])


def given(path: Path, reviewer: str = "Odile", **more: Any) -> pd.DataFrame:
    """LEDGER of what a report says, as the store would keep it."""
    found = read_report(path, "match_report.xlsx", Memory(run=12, store_id=STORE)).acts
    return found.assign(decision_id=lettered("D", 1), reviewer=reviewer, **more)


def test_an_answer_is_shown_as_given_and_taken_back(report: Path, tmp_path: Path) -> None:
    ledger = given(name(report, "Divers", "Enseigne"))
    made = night(ledger)
    columns = made.reading.columns.assign(
        label=[*made.reading.columns["label"][:3], "trade_name"], confidence=1.0
    )
    made = replace(made, reading=replace(made.reading, columns=columns))
    issued = report_workbook(made, words("fr"), path := tmp_path / "next.xlsx")
    row = load_workbook(path)[FILES][row_of(path, "Divers")]
    assert [cell.value for cell in row[4:9]] == [
        *("Enseigne", "Divers", "Enseigne", "sûr", "Vous l'avez dit (D-0001-B).")
    ]
    answers = load_workbook(path)["Réponses données"]
    assert answers["D5"].value == f"{T42} › Liste 2026 › colonne « Divers »"
    assert answers["C5"].value == "Enseigne"
    known = Memory(run=13, store_id=STORE, ledger=ledger, issued=conform(issued, "issued"))
    assert said(path, known) == []
    assert said(name(path, "Divers", "Observations"), known) == [(DIVERS, "notes")]
    assert said(name(path, "Divers", "automatique"), known) == [(DIVERS, "auto")]
    name(path, "Divers", "Enseigne")
    assert said(write(path, "Réponses données", B5="annuler"), known) == [(DIVERS, "withdrawn")]


def test_people_who_disagree_are_named_and_none_is_obeyed(report: Path, tmp_path: Path) -> None:
    both = [given(name(report, "Divers", one), who) for one, who in
            (("Enseigne", "Odile"), ("Observations", "Camille"))]  # fmt: skip
    ledger = pd.concat(both, ignore_index=True)
    ledger["decision_id"] = [lettered("D", 1), lettered("D", 2)]
    assert [one.field for one in columns_said(ledger)] == ["disputed"]
    report_workbook(night(ledger), words("fr"), path := tmp_path / "next.xlsx")
    row = load_workbook(path)[FILES][row_of(path, "Divers")]
    assert row[4].value is None
    for part in ("Odile : Enseigne (D-0001-B)", "Camille : Observations (D-0002-C)"):
        assert part in row[8].value


def test_before_the_clubs_are_one_no_hidden_cell_tells_a_heading_of_a_person(
    tmp_path: Path,
) -> None:
    made = nights.apart()
    heading = "contact@atelier.example"
    columns = made.reading.columns.assign(heading=["Nom", "Tél", heading, "Divers"])
    made = replace(made, reading=replace(made.reading, columns=columns))
    report_workbook(made, words("fr"), path := tmp_path / "report.xlsx")
    cells = [str(cell.value) for row in load_workbook(path)[FILES].iter_rows() for cell in row]
    assert not [text for text in cells if "atelier" in text]


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not here")
def test_saved_by_libreoffice(report: Path, tmp_path: Path) -> None:
    name(report, "Divers", "Enseigne")
    name(report, "Tél. 2", "ne pas lire")
    for kind in ("ods", "xlsx"):
        (tmp_path / kind).mkdir()
        path = convert(report, kind, tmp_path / kind)
        expected = [(DIVERS.replace("divers", "tél. 2"), "ignored"), (DIVERS, "trade_name")]
        assert said(path) == expected
        assert told(path) == []
        read = read_report(path, "x", Memory(run=13, store_id=STORE)).acts
        titles = columns_said(read.assign(decision_id="D"))
        assert all(len(one.titles) == 4 for one in titles)
    shutil.rmtree(tmp_path / "ods")
