"""Rows that only name a further contact of the company above, and rows without a name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reconcile.members.cells import Cells
from reconcile.standardise import standardise

from .lists import Rows, problems, read, rows_of, save

HEADS = ("Raison sociale", "Ville", "Contact", "Fonction", "Portable", "Courriel")
ONE = ("Velinore", "Sorbiers", "Mme Anne MARTIN", "gérante", "06 39 98 00 01", "anne@v.example")
OTHER = (None, None, "M. Paul PETIT", "comptable", "06 39 98 00 02", "paul@v.example")
LAST = ("Tarandel", "Firminy", None, None, None, None)


def people(tmp_path: Path) -> list[tuple[Any, ...]]:
    reading = read(tmp_path)
    found = standardise(reading.raw, reading.columns)
    return rows_of(found.people, "pos", "title", "first", "last", "role", "phones", "emails")


def test_a_further_contact_belongs_to_the_company_above(tmp_path: Path) -> None:
    save(tmp_path, [HEADS, ONE, OTHER, LAST])
    reading = read(tmp_path)
    assert rows_of(reading.raw, "row", "name", "contact", "contact#+1", "email#+1") == [
        (2, "Velinore", "Mme Anne MARTIN", "M. Paul PETIT", "paul@v.example"),
        (4, "Tarandel", None, None, None),
    ]
    assert problems(reading) == [("row_contact", "A3", None)]
    assert rows_of(reading.issues, "row", "details") == [
        (3, {"owner": "Velinore", "owner_row": "2"})
    ]
    assert rows_of(reading.sheets, "n_rows", "n_left_out") == [(2, 0)]
    assert people(tmp_path) == [
        (0, "Mme", "Anne", "Martin", "gérante", ["+33639980001"], ["anne@v.example"]),
        (0, "M.", "Paul", "Petit", "comptable", ["+33639980002"], ["paul@v.example"]),
    ]


def test_its_values_stand_in_their_own_cells(tmp_path: Path) -> None:
    save(tmp_path, [HEADS, ONE, (*OTHER[:2], "PETIT Jean", None, "06 39 98", "x"), LAST])
    reading = read(tmp_path)
    found = standardise(reading.raw, reading.columns)
    records = found.records.assign(pos=range(len(found.records)))
    values = found.origins[found.origins["field"] == "phones"]
    cells = Cells(records, found.origins, reading.columns).locate(values)
    assert rows_of(cells, "pos", "nth", "cell") == [(0, 0, "E2"), (0, 1, "E3")]


@pytest.mark.parametrize("merge", [["A2:A3"], ["A2:A3", "B2:B3"]])
def test_a_name_merged_over_two_contacts(tmp_path: Path, merge: list[str]) -> None:
    save(tmp_path, [HEADS, ONE, OTHER, LAST], merge=merge)
    reading = read(tmp_path)
    assert rows_of(reading.raw, "row", "name", "city", "contact#+1") == [
        (2, "Velinore", "Sorbiers", "M. Paul PETIT"),
        (4, "Tarandel", "Firminy", None),
    ]
    assert problems(reading) == [("row_contact", "A3", None)]


def test_a_name_merged_over_two_sites_makes_two_rows(tmp_path: Path) -> None:
    site = (None, "Firminy", "M. Paul PETIT", None, None, None)
    save(tmp_path, [HEADS, ONE, site, LAST], merge=["A2:A3"])
    reading = read(tmp_path)
    assert rows_of(reading.raw, "row", "name", "city") == [
        *((2, "Velinore", "Sorbiers"), (3, "Velinore", "Firminy"), (4, "Tarandel", "Firminy"))
    ]


def test_a_row_that_is_blank_but_for_merged_cells_is_none(tmp_path: Path) -> None:
    save(tmp_path, [HEADS, ONE, (), LAST], merge=["A2:A3"])
    reading = read(tmp_path)
    assert rows_of(reading.raw, "row", "name") == [(2, "Velinore"), (4, "Tarandel")]
    assert problems(reading) == []


@pytest.mark.parametrize(
    ("rows", "names", "told"),
    [
        ([OTHER, ONE, LAST, LAST, LAST], [None, "Velinore", *["Tarandel"] * 3], ["A2"]),  # first
        (
            [ONE, (None, "Firminy", "M. Paul PETIT", None, None, None), LAST, LAST, LAST],
            ["Velinore", None, *["Tarandel"] * 3],
            ["A3"],  # a town of its own
        ),
        ([ONE, (), OTHER, LAST, LAST, LAST], ["Velinore", None, *["Tarandel"] * 3], ["A4"]),
    ],
)
def test_what_cannot_be_a_contact_is_told(
    tmp_path: Path, rows: Rows, names: list[str | None], told: list[str]
) -> None:
    save(tmp_path, [HEADS, *rows])
    reading = read(tmp_path)
    assert [name for (name,) in rows_of(reading.raw, "name")] == names
    assert [cell for problem, cell, _ in problems(reading) if problem == "row_nameless"] == told


def test_persons_of_a_list_of_persons_stay_members(tmp_path: Path) -> None:
    heads, firm = ("Entreprise", "Contact", "Courriel"), ("Velinore", "Anne MARTIN", "a@v.example")
    alone = [(None, f"Paul PETIT{n}", f"p{n}@x.example") for n in "abc"]
    save(tmp_path, [heads, firm, *alone])
    reading = read(tmp_path)
    assert rows_of(reading.raw, "row", "name") == [
        *((2, "Velinore"), (3, None), (4, None), (5, None))
    ]


def test_a_telephone_alone_is_the_companys(tmp_path: Path) -> None:
    save(tmp_path, [HEADS, ONE, (None, None, None, None, "04 65 71 00 00", None), LAST])
    reading = read(tmp_path)
    found = standardise(reading.raw, reading.columns)
    assert found.records.loc[0, "phones"] == ["+33639980001", "+33465710000"]
    assert rows_of(reading.sheets, "n_rows", "n_left_out") == [(2, 0)]


def test_a_contact_struck_out_is_left_out(tmp_path: Path) -> None:
    from openpyxl.styles import Font

    from .lists import book, keep

    made, sheet = book([HEADS, ONE, OTHER, LAST])
    for cell in sheet[3]:
        cell.font = Font(strike=True)
    keep(tmp_path, made)
    reading = read(tmp_path)
    assert list(reading.raw["row"]) == [2, 4]
    left_out = reading.sheets.loc[0, "left_out"]
    assert [(one["row"], one["why"]) for one in left_out] == [(3, "contact_struck")]
