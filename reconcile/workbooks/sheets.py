"""How the workbooks look: cell styles, safe text, tables, pages. Shared by outputs and review.

Text is written as text whatever it begins with, so a cell never becomes a formula. The style of a
cell is a shared object (`Look`), because giving each cell its own costs more than writing it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from .looks import DATED, INK, LINE, LOOKS, dress, quoted, tidy
from .saving import save

_LINE_POINTS = 13.2
FILLED_IN = frozenset(("answer", "typed", "remark"))


class Shown(NamedTuple):
    """A value with its own look, and where it leads (a file and a place in it)."""

    value: object
    look: str | None = None
    link: tuple[str, str] | None = None


@dataclass(frozen=True)
class Column:
    """A column of a table: its hidden key, its heading, how wide it may become (characters), and
    the number format of its numbers ("" for that of its look)."""

    key: str
    heading: str
    narrowest: float = 8
    widest: float = 34
    look: str = "text"
    hidden: bool = False
    form: str = ""


class Book:
    """A workbook being written: its looks are made once and shared by all cells."""

    def __init__(self, title: str, footer: str) -> None:
        self.workbook = Workbook()
        self.workbook.remove(self.workbook.active)
        self.workbook.properties.creator = "reconcile"
        self.workbook.properties.title = tidy(title)
        self.title, self.footer = title, footer
        self._styles: dict[tuple[str, bool, str], Any] = {}

    def sheet(self, name: str, tab: str = INK, gridlines: bool = False) -> Any:
        """A new sheet, ready to be printed on A4 landscape, one page wide."""
        sheet = self.workbook.create_sheet(name[:31])
        sheet.sheet_properties.tabColor = tab
        sheet.sheet_view.showGridLines = gridlines
        sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = 16, True
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        margins = sheet.page_margins
        margins.left = margins.right = 0.4
        margins.top, margins.bottom, margins.header, margins.footer = 0.7, 0.8, 0.35, 0.35
        sheet.oddHeader.left.text = _printed(self.title)
        sheet.oddHeader.right.text = _printed(name)
        sheet.oddFooter.left.text = _printed(self.footer)
        sheet.oddFooter.right.text = "&P / &N"
        return sheet

    def put(
        self, sheet: Any, row: int, column: int, value: object, look: str = "text", form: str = ""
    ) -> Any:
        """Write a cell. Text stays text; None makes an empty cell of that look; a number has the
        number format `form`, if any."""
        cell = sheet._cells[row, column] = Cell(sheet, row=row, column=column)
        if isinstance(value, str):
            text = tidy(value)
            cell._value, cell.data_type = text, "s"
            cell._style = self._style(sheet, look, quoted(text))
        else:
            cell.value = value
            if isinstance(value, timedelta):
                look = "duration"
            elif isinstance(value, datetime | time):
                look = "time" if isinstance(value, time) else "moment"
            elif isinstance(value, date):
                look = DATED.get(look, look)
            number = isinstance(value, int | float) and not isinstance(value, bool)
            cell._style = self._style(sheet, look, False, form if number else "")
        return cell

    def wide(
        self, sheet: Any, row: int, value: object, look: str, columns: tuple[int, int]
    ) -> None:
        """Write one value over several columns, the row high enough for it."""
        first, last = columns
        for column in range(first, last + 1):
            self.put(sheet, row, column, None, look)
        self.put(sheet, row, first, value, look)
        sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
        width = sum(
            sheet.column_dimensions[get_column_letter(column)].width
            for column in range(first, last + 1)
        )
        size = LOOKS[look].size
        points = lines_of(str(value), width * 11.5 / size) * size * 1.35 + 5
        sheet.row_dimensions[row].height = max(points, sheet.row_dimensions[row].height or 0)

    def save(self, path: Path) -> None:
        """Write the workbook to `path` (.xlsx)."""
        save(self.workbook, path)

    @staticmethod
    def link(cell: Any, link: tuple[str, str]) -> None:
        """Make `cell` lead to (a file or "", a place in it); the look stays as it is."""
        target, place = link
        style = cell._style
        cell.hyperlink = Hyperlink(
            ref=cell.coordinate, target=target or None, location=place or None
        )
        cell._style = style

    def _style(self, sheet: Any, name: str, quote: bool, form: str = "") -> Any:
        key = (name, quote, form)
        if key not in self._styles:
            look = replace(LOOKS[name], number_format=form) if form else LOOKS[name]
            self._styles[key] = dress(Cell(sheet), look, quote)
        return self._styles[key]


def write_table(
    book: Book,
    sheet: Any,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    top: int = 1,
    keys: bool = False,
) -> int:
    """Write headings and rows from row `top`; return the last row written.

    A value is text, a number, a date, None (no cell) or a Shown. With `keys`, a hidden row above
    the headings holds the columns' keys, by which a report is read back whatever its language.
    Widths follow the content, between each column's bounds; heights follow the wrapped text.
    """
    body = [[value if isinstance(value, Shown) else Shown(value) for value in row] for row in rows]
    widths = _fit(sheet, columns, body)
    heading = top + 1 if keys else top
    for index, column in enumerate(columns, start=1):
        if keys:
            # A blank before the keys of what people fill in: a spreadsheet that completes what is
            # typed from the cells above would make "answer" of "a". Reading takes it off.
            blank = " " if column.look in FILLED_IN else ""
            book.put(sheet, top, index, blank + column.key, "quiet")
        book.put(sheet, heading, index, column.heading, "head")
    sheet.row_dimensions[top].hidden = keys
    most = max(lines_of(c.heading, w - 3) for c, w in zip(columns, widths, strict=True))
    sheet.row_dimensions[heading].height = most * _LINE_POINTS + 8
    for number, shown in enumerate(body, start=heading + 1):
        _write_row(book, sheet, number, columns, shown, widths)
    last = heading + len(body)
    if body:
        _rule_lines(sheet, heading + 1, last, len(columns))
    return last


def _fit(sheet: Any, columns: Sequence[Column], body: list[list[Shown]]) -> list[float]:
    """Make each column as wide as what it holds, between its bounds."""
    widths: list[float] = []
    for index, column in enumerate(columns):
        values = (row[index].value for row in body)
        longest = max((_width(value) for value in values if value is not None), default=0)
        wanted = max(column.narrowest, _longest_word(column.heading) + 3, longest)
        widths.append(min(wanted, column.widest))
        dimension = sheet.column_dimensions[get_column_letter(index + 1)]
        dimension.width, dimension.hidden = widths[-1], column.hidden
    return widths


def _write_row(
    book: Book,
    sheet: Any,
    number: int,
    columns: Sequence[Column],
    shown: Sequence[Shown],
    widths: Sequence[float],
) -> None:
    lines = 1
    for index, (value, look, link) in enumerate(shown):
        if value is None and look is None:
            continue
        style = look or columns[index].look
        cell = book.put(sheet, number, index + 1, value, style, columns[index].form)
        if link is not None:
            book.link(cell, link)
        if isinstance(value, str) and not columns[index].hidden and LOOKS[style].wrap:
            lines = max(lines, lines_of(value, widths[index]))
    if lines > 1:
        sheet.row_dimensions[number].height = min(lines * _LINE_POINTS + 4, 400)


def finish_table(sheet: Any, heading: int, last: int, n_columns: int, freeze: str) -> None:
    """Filters on the heading row, panes frozen at `freeze`, the heading repeated in print."""
    sheet.auto_filter.ref = f"A{heading}:{get_column_letter(n_columns)}{max(last, heading)}"
    if sheet.freeze_panes != freeze:  # to freeze them again would move the cursor
        sheet.freeze_panes = freeze
    sheet.print_title_rows = f"{heading}:{heading}"


def link_to(sheet_name: str) -> tuple[str, str]:
    """Where a cell leads that opens another sheet of the same workbook."""
    return "", f"'{sheet_name.replace(chr(39), chr(39) * 2)}'!A1"


def lines_of(text: str, width: float) -> int:
    """How many lines `text` takes in a column of `width` characters."""
    if len(text) <= width and "\n" not in text:
        return 1
    # Widths are counted in digits: small letters are narrower, capitals wider.
    room = max(width, 1) * 1.1
    lengths = [len(line) + 0.25 * sum(map(str.isupper, line)) for line in text.split("\n")]
    return sum(max(1, ceil(length / room)) for length in lengths)


def _rule_lines(sheet: Any, first: int, last: int, n_columns: int) -> None:
    """A thin line under every row: one rule for the table, so that empty cells need no style."""
    edge = Border(bottom=Side("thin", color=LINE))
    area = f"A{first}:{get_column_letter(n_columns)}{last}"
    sheet.conditional_formatting.add(area, FormulaRule(formula=["TRUE"], border=edge))


def _width(value: object) -> float:
    if isinstance(value, str):
        return (
            max(map(len, value.split("\n"))) * 1.02 + 2 if "\n" in value else len(value) * 1.02 + 2
        )
    if isinstance(value, datetime):
        return 18
    return 12 if isinstance(value, date) else len(str(value)) + 2


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)


def _printed(text: str) -> str:
    """`text` for a printed header, where & begins a code."""
    return tidy(text).replace("&", "&&")
