"""A sheet without headings beside one that is read: told where it may hold members."""

from __future__ import annotations

from pathlib import Path

import pytest

from .lists import Rows, book, fill, keep, read, rows_of

LIST: Rows = (
    ("Société", "Ville", "Téléphone"),
    ("Velinore", "Sorbiers", "04 65 71 00 01"),
)
NEXT_PAGE: Rows = [(f"Orvanne {n}", "Firminy", f"04 65 71 00 1{n}") for n in range(5)]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (NEXT_PAGE, [("sheet_no_headings", "Suite", "C1", {"column": "C"})]),
        ([("Étiquettes", "Nombre"), ("Sorbiers", 2), ("Firminy", 5), ("Total", 7)], []),
        ([("Actif",), ("Radié",), ("Prospect",)], []),
        ([("Contact : 04 65 71 00 01",)], []),
    ],
    ids=["next page", "counts", "choices", "cover"],
)
def test_a_sheet_that_may_be_the_next_page(
    tmp_path: Path, rows: Rows, told: list[tuple[object, ...]]
) -> None:
    made, _ = book(LIST)
    fill(made.create_sheet("Suite"), rows)
    keep(tmp_path, made)
    reading = read(tmp_path)
    assert list(reading.raw["name"]) == ["Velinore"]
    assert rows_of(reading.issues, "problem", "sheet", "cell", "details") == told
