"""Text stays text in every workbook, and tables look as promised."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from reconcile.workbooks.looks import CELL_LIMIT, neutral, quoted, tidy
from reconcile.workbooks.plain import plain
from reconcile.workbooks.sheets import (
    Book,
    Column,
    Shown,
    finish_table,
    lines_of,
    link_to,
    write_table,
)

DANGEROUS = ["=1+1", "+33 4", "-12", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "#N/A", "=", "-", "1e5"]


def written(tmp_path: Path, *texts: str) -> list[Any]:
    """The cells of a column of texts, read back."""
    book = Book("Titre", "Pied")
    sheet = book.sheet("Feuille")
    for row, text in enumerate(texts, start=1):
        book.put(sheet, row, 1, text)
    book.save(tmp_path / "t.xlsx")
    return [row[0] for row in load_workbook(tmp_path / "t.xlsx").active.iter_rows(max_col=1)]


def test_dangerous_text_stays_text(tmp_path: Path) -> None:
    cells = written(tmp_path, *DANGEROUS)
    assert [cell.data_type for cell in cells] == ["s"] * len(DANGEROUS)
    assert [cell.value for cell in cells] == [tidy(text) for text in DANGEROUS]
    assert [bool(cell.quotePrefix) for cell in cells] == [quoted(tidy(t)) for t in DANGEROUS]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(min_size=1), min_size=1, max_size=20))
def test_any_text_comes_back_and_is_no_formula(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    cells = written(tmp_path_factory.mktemp("any"), *texts)
    assert [cell.value or "" for cell in cells] == [tidy(text) for text in texts]
    assert not [cell for cell in cells if cell.data_type == "f"]


@settings(max_examples=100)
@given(st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn"]), max_size=200))
def test_text_without_control_characters_is_not_changed(text: str) -> None:
    assert tidy(text) == text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\x00b\x0bc\x1f", "abc"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\ud800b\ufffe", "ab"),
        ("x" * (CELL_LIMIT + 5), "x" * (CELL_LIMIT - 1) + "…"),
        ("x" * CELL_LIMIT, "x" * CELL_LIMIT),
    ],
)
def test_what_a_cell_cannot_hold_is_taken_out(text: str, clean: str) -> None:
    assert tidy(text) == clean


@pytest.mark.parametrize(
    ("text", "csv"),
    [
        ("=1+1", "'=1+1"),
        ("-16", "'-16"),
        ("\t=1", "'\t=1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("\uff0b33", "'\uff0b33"),
        ("\uff0d16", "'\uff0d16"),
        ("\uff20SUM(1)", "'\uff20SUM(1)"),
        ("04 65", "04 65"),
        ("", ""),
        ("a=1", "a=1"),
    ],
)
def test_csv_text_is_neutral(text: str, csv: str) -> None:
    assert neutral(text) == csv
    assert plain(csv) == plain(text), "read back, it is the text"


def test_a_table_has_keys_widths_filters_and_links(tmp_path: Path) -> None:
    book = Book("Titre", "Registre n° 3 & autres")
    sheet = book.sheet("L'essai")
    columns = [Column("id", "N°"), Column("text", "Texte", 8, 20), Column("at", "Date")]
    rows = [
        ["M-0001", "un texte bien plus long que la colonne ne peut être large", date(2026, 1, 2)],
        [Shown("M-0002", "id", link_to("L'essai")), "a\nb\nc", None],
    ]
    last = write_table(book, sheet, columns, rows, top=3, keys=True)
    finish_table(sheet, 4, last, 3, "B5")
    book.save(tmp_path / "t.xlsx")
    read = load_workbook(tmp_path / "t.xlsx")["L'essai"]
    assert last == 6
    assert [cell.value for cell in read[3]] == ["id", "text", "at"]
    assert read.row_dimensions[3].hidden
    assert [cell.value for cell in read[4]] == ["N°", "Texte", "Date"]
    assert read.column_dimensions["B"].width == 20
    assert (read.row_dimensions[5].height or 0) > 3 * 13
    assert read["C5"].value.date() == date(2026, 1, 2)
    assert read["C5"].number_format == "dd/mm/yyyy"
    assert read["A6"].hyperlink.location == "'L''essai'!A1"
    assert (read.auto_filter.ref, read.freeze_panes) == ("A4:C6", "B5")
    assert read.print_title_rows == "$4:$4"
    assert (read.page_setup.orientation, read.page_setup.fitToWidth) == ("landscape", 1)
    assert read.oddFooter.left.text == "Registre n° 3 && autres"


def test_a_table_below_another_leaves_the_cursor_where_it_is() -> None:
    sheet = Book("Titre", "Pied").sheet("Feuille")
    finish_table(sheet, 4, 6, 3, "B5")
    for selection in sheet.sheet_view.selection:
        selection.activeCell = "C5"
    finish_table(sheet, 9, 12, 3, "B5")
    assert {one.activeCell for one in sheet.sheet_view.selection} == {"C5"}


def test_a_formula_cannot_be_saved(tmp_path: Path) -> None:
    book = Book("Titre", "Pied")
    book.sheet("Feuille")["A1"] = "=1+1"
    with pytest.raises(TypeError, match="Feuille!A1"):
        book.save(tmp_path / "t.xlsx")


def test_lines_of_counts_breaks_and_wraps() -> None:
    assert [lines_of(text, 10) for text in ("court", "a\nb", "x" * 25, "")] == [1, 2, 3, 1]
