"""What a person says in reconcile.toml goes before what reading finds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reconcile.config import Config, ConfigError, SheetRule, load
from reconcile.ingest import read_clubs
from reconcile.results import Reading

from .lists import config, rows_of, save

ROWS = [
    ["Société", "Ville", "Remarques", "Divers 2", "Tél"],
    ["Velinore", "Sorbiers", "Mme Arnaud", "7", "04 65 71 00 01"],
    ["Ostrelle", "Firminy", "M. Brun", "31", "04 65 71 00 02"],
]


def taken(tmp_path: Path, rows: list[list[str]], *rules: dict[str, Any]) -> Reading:
    save(tmp_path, rows)
    made = [SheetRule(**{"file": "est/liste.xlsx", **rule}) for rule in rules]
    settings: Config = config(tmp_path).model_copy(update={"sheets": tuple(made)})
    return read_clubs(settings)


def test_columns_are_what_a_person_says(tmp_path: Path) -> None:
    wanted = {"c": "contact", "D": "member_no", "E": ""}
    reading = taken(tmp_path, ROWS, {"columns": wanted})
    assert rows_of(reading.columns, "column", "label", "confidence") == [
        *(("A", "name", 1.0), ("B", "city", 1.0), ("C", "contact", 1.0)),
        *(("D", "member_no", 1.0), ("E", None, 0.0)),
    ]
    assert rows_of(reading.raw, "name", "contact", "member_no") == [
        *(("Velinore", "Mme Arnaud", "7"), ("Ostrelle", "M. Brun", "31"))
    ]
    assert reading.issues.empty


def test_a_column_that_says_more_than_its_field_keeps_that_when_named(tmp_path: Path) -> None:
    """The rule that a report prints, pasted, changes nothing."""
    headings = ["Société", "Tél / Fax", "Mail / Site", "Impayé 2025", "Refus newsletter"]
    rows = [[*headings, "Commission RSE"], ["Velinore", "04 65 71 00 01", "a@b.example", *"xxx"]]
    named = {"B": "phone", "C": "email", "D": "dues", "E": "newsletter", "F": "commissions"}
    meant = [
        *("name", "phone#/fax", "email#/website"),
        *("dues#owed2025", "newsletter#refused", "commissions#=RSE"),
    ]
    for rule in ({}, {"columns": named}):
        assert taken(tmp_path, rows, rule).columns["label"].tolist() == meant
    other = taken(tmp_path, rows, {"columns": {"B": "", "C": "notes"}}).columns["label"]
    assert other.isna().tolist()[:3] == [False, True, False]
    assert other[2] == "notes"


def test_a_named_column_goes_before_headings_and_cells(tmp_path: Path) -> None:
    reading = taken(tmp_path, ROWS, {"columns": {"D": "name"}})
    assert list(reading.raw["name"]) == ["7", "31"]
    (issue,) = reading.issues.to_dict("records")
    assert (issue["problem"], issue["cell"]) == ("two_columns", "A1")


def test_the_row_of_headings_is_what_a_person_says(tmp_path: Path) -> None:
    rows = [["Société", "Ville", "Tél"], ["Nom", "Lieu dit", "N°"], ["Velinore", "Sorbiers", "7"]]
    assert rows_of(taken(tmp_path, rows).sheets, "header_row") == [(1,)]
    reading = taken(tmp_path, rows, {"header_row": 2, "columns": {"A": "name", "B": "city"}})
    assert rows_of(reading.sheets, "header_row", "n_rows") == [(2, 1)]
    assert rows_of(reading.raw, "row", "name", "city") == [(3, "Velinore", "Sorbiers")]


def test_a_sheet_in_which_no_table_was_found_is_read_as_said(tmp_path: Path) -> None:
    rows = [["Qui", "Où"], ["Velinore", "Sorbiers"], ["Ostrelle", "Firminy"]]
    assert taken(tmp_path, rows).raw.empty
    reading = taken(tmp_path, rows, {"header_row": 1, "columns": {"A": "name", "B": "city"}})
    assert list(reading.raw["name"]) == ["Velinore", "Ostrelle"]


def test_a_rule_on_one_sheet_goes_before_one_on_all(tmp_path: Path) -> None:
    every, one = {"columns": {"C": "contact", "D": ""}}, {"sheet": "liste", "columns": {"C": ""}}
    for rules in ((every, one), (one, every)):
        labels = [label for (label,) in rows_of(taken(tmp_path, ROWS, *rules).columns, "label")]
        assert labels == ["name", "city", None, None, "phone"]


@pytest.mark.parametrize(
    ("rule", "problem", "details"),
    [
        (
            {"file": "est/autre.xlsx"},
            "rule_no_file",
            {"rule_file": "est/autre.xlsx", "rule_sheet": ""},
        ),
        (
            {"file": "liste.xlsx"},
            "rule_near_file",
            {"rule_file": "liste.xlsx", "rule_sheet": "", "near": "est/liste.xlsx"},
        ),
        (
            {"sheet": "2024"},
            "rule_no_sheet",
            {"rule_file": "est/liste.xlsx", "rule_sheet": "2024", "sheets": "Liste"},
        ),
        ({"header_row": 99}, "rule_no_row", {"header": 99, "rows": 3}),
        ({"columns": {"ZZ": "name"}}, "rule_no_column", {"column": "ZZ", "last": "E"}),
    ],
)
def test_a_rule_that_fits_nothing_is_told(
    tmp_path: Path, rule: dict[str, Any], problem: str, details: dict[str, Any]
) -> None:
    reading = taken(tmp_path, ROWS, rule)
    (issue,) = reading.issues.to_dict("records")
    assert (issue["problem"], issue["details"]) == (problem, details)
    assert list(reading.raw["name"]) == ["Velinore", "Ostrelle"]  # read as before


def test_letters_and_fields_that_do_not_exist_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "reconcile.toml"
    path.write_text(
        '[clubs.est]\nname = "Est"\n[[sheets]]\nfile = "est/a.xlsx"\nheader_row = -1\n'
        'columns = { A1 = "name", B = "nom" }\n'
    )
    with pytest.raises(ConfigError) as caught:
        load(path)
    told = str(caught.value)
    assert "« A1 » n'est pas une colonne" in told
    assert "« nom » n'est pas un champ connu. Champs possibles : member_no, name," in told
    assert "« -1 » est trop petit : le plus petit possible est 0" in told


def test_a_list_without_headings(tmp_path: Path) -> None:
    """Its first row is a member; columns that nobody named are known by their cells, or not."""
    rows = [[*row, f"a{nth}@b.example"] for nth, row in enumerate([*ROWS[1:], ROWS[1], ROWS[2]])]
    rule = {"header_row": 0, "columns": {"A": "name", "B": "city"}}
    reading = taken(tmp_path, rows, rule)
    assert list(reading.raw["name"]) == ["Velinore", "Ostrelle"] * 2
    assert list(reading.raw["row"]) == [1, 2, 3, 4]
    found = dict(rows_of(reading.columns, "column", "label"))
    assert (found["A"], found["B"], found["F"]) == ("name", "city", "email")
    assert {issue["cell"] for issue in reading.issues.to_dict("records")} <= {
        f"{letter}{row}" for letter in "ABCDEF" for row in range(1, 5)
    }
