"""Rows that hold too little: signs alone, a count, no name, nothing but a name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .lists import Rows, read, rows_of, save

LIST: Rows = (
    ("Raison sociale", "Ville", "CP", "Tél"),
    ("Velinore", "Sorbiers", "42290", "04 65 71 00 10"),
    ("Orvanne", "Firminy", "42700", "04 65 71 00 11"),
    ("Kelvaro", "Firminy", "42700", "04 65 71 00 12"),
)


def left_out(raw: Path) -> list[tuple[Any, ...]]:
    return [(one["row"], one["why"]) for one in read(raw).sheets.loc[0, "left_out"]]


def told(raw: Path) -> list[tuple[Any, ...]]:
    return rows_of(read(raw).issues, "problem", "severity", "row", "cell", "details")


@pytest.mark.parametrize(
    ("under", "why"),
    [
        (("----", "----", "----", "----"), "signs"),
        (("____",), "signs"),
        (("…", None, "***"), "signs"),
        (("Nb entreprises", 3), "total"),
        (("Nombre d'adhérents", None, None, 3), "total"),
        (("À jour", 3), "total"),  # towns are no numbers
        (("----", "Roanne", "42300"), "no_identity"),
        (("Nb Conseil", None, "42300"), None),
        (("Brocatel", None, 42300), None),
        (("42", "Firminy"), None),
        (("3M", 42300), None),
    ],
)
def test_what_stands_under_a_list(tmp_path: Path, under: tuple[Any, ...], why: str | None) -> None:
    save(tmp_path, [*LIST, under])
    assert left_out(tmp_path) == ([(5, why)] if why else [])
    names = ["Velinore", "Orvanne", "Kelvaro", *([] if why else [str(under[0])])]
    assert list(read(tmp_path).raw["name"]) == names


def test_a_count_between_two_parts_of_a_list(tmp_path: Path) -> None:
    save(tmp_path, [*LIST, ("Nbre de membres", None, 3), *LIST[1:]])
    assert left_out(tmp_path) == [(5, "total")]


def test_a_number_is_a_value_where_the_column_holds_numbers(tmp_path: Path) -> None:
    rows = [(*row, n) for n, row in zip(("Effectif", 7, 9, 12), LIST, strict=True)]
    save(tmp_path, [*rows, ("Brocatel", None, None, None, 34)])
    assert left_out(tmp_path) == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ((None, "Roanne", "42300", "04 65 71 33 33"), "Roanne | 42300 | 04 65 71 33 33"),
        ((None, None, "42300"), "42300"),
        (("-", "Roanne", "42300"), "- | Roanne | 42300"),
        ((None, "Roanne"), None),  # nobody is lost
    ],
)
def test_a_row_without_a_name_is_told(
    tmp_path: Path, row: tuple[str | None, ...], expected: str | None
) -> None:
    save(tmp_path, [*LIST[:2], row, *LIST[2:]])
    assert left_out(tmp_path) == [(3, "no_identity")]
    said = [("row_no_name", "warning", 3, "A3", {"text": expected})] if expected else []
    assert told(tmp_path) == said


@pytest.mark.parametrize("at", [2, 4])
def test_a_name_alone_among_full_rows_is_a_member_and_told(tmp_path: Path, at: int) -> None:
    save(tmp_path, [*LIST[:at], ("Brocatel",), *LIST[at:]])
    assert "Brocatel" in list(read(tmp_path).raw["name"])
    details = {"name": "Brocatel"}
    assert told(tmp_path) == [("row_lone", "warning", at + 1, f"A{at + 1}", details)]


def test_names_alone_are_not_told_where_rows_hold_little(tmp_path: Path) -> None:
    save(tmp_path, [row[:2] for row in LIST] + [("Brocatel",)])
    assert told(tmp_path) == []
