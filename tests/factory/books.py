"""Grids as files: .xlsx, .xls and .csv, the same bytes each time where the format allows it."""

from __future__ import annotations

import csv
import re
import zipfile
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import xlwt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from .grid import Formula, Grid, Value

MADE = datetime(2026, 10, 1, 9, 0)
MADE_XML = f"{MADE.isoformat()}Z".encode()
STAMP = (2026, 10, 1, 9, 0, 0)
HEAD = PatternFill("solid", fgColor="DDE7F0")


def xlsx(grids: list[Grid], path: Path, mac: bool = False) -> None:
    """Write the sheets of a workbook; `mac` counts its dates from 1904."""
    book = Workbook()
    book.remove(book.active)
    if mac:
        book.epoch = CALENDAR_MAC_1904
    for grid in grids:
        _sheet(book.create_sheet(grid.sheet), grid)
    book.active = min(1, len(grids) - 1) if grids[0].code == "L" else 0
    book.properties.creator, book.properties.created = "exemple", MADE
    buffer = BytesIO()
    book.save(buffer)
    path.write_bytes(_lasting(buffer, [_sums(grid) for grid in grids]))


def _sheet(sheet: Worksheet, grid: Grid) -> None:
    for (row, column), value in grid.cells.items():
        cell = sheet.cell(row, column)
        if isinstance(value, Formula):
            cell.value = value.text
        elif isinstance(value, str):
            # openpyxl would take text with "=" for a formula and #N/A for an error: only the second
            cell.value = value
            cell.data_type = "e" if value in ("#N/A", "#REF!") else "s"
        else:
            cell.value = value
        if isinstance(value, date):
            cell.number_format = "DD/MM/YYYY"
        elif isinstance(value, float):
            cell.number_format = "0"
    _looks(sheet, grid)
    for span in grid.merged:
        sheet.merge_cells(span)
    sheet.auto_filter.ref = grid.autofilter or None


def _looks(sheet: Worksheet, grid: Grid) -> None:
    for row in grid.heads:
        for cell in sheet[row]:
            cell.font, cell.fill = Font(bold=True), HEAD
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for row in grid.bold:
        for cell in sheet[row]:
            cell.font = Font(bold=True, size=14 if row <= 2 else 11)
    for row in grid.struck:
        for cell in sheet[row]:
            cell.font = Font(strike=True, color="888888")
    for row in grid.hidden_rows:
        sheet.row_dimensions[row].hidden = True
    for column, width in grid.widths.items():
        dimension = sheet.column_dimensions[sheet.cell(1, column).column_letter]
        dimension.width, dimension.hidden = width, column in grid.hidden_columns
    if grid.heads and grid.rows:
        sheet.freeze_panes = f"A{max(grid.heads) + 1}"


def _sums(grid: Grid) -> dict[str, float]:
    """What Excel would have stored beside each formula: the sum of the row's dues."""
    shown = {}
    for (row, column), value in grid.cells.items():
        if isinstance(value, Formula):
            dues = [grid.cells.get((row, n)) for name, n in grid.columns.items() if "dues" in name]
            shown[f"{chr(64 + column)}{row}"] = sum(n for n in dues if isinstance(n, int))
    return shown


def _lasting(buffer: BytesIO, sums: list[dict[str, float]]) -> bytes:
    """The workbook without the time of day in it, and with values beside its formulas."""
    out = BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "docProps/core.xml":
                text = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", MADE_XML, text)
            if match := re.search(r"worksheets/sheet(\d+)\.xml$", name):
                for cell, value in sums[int(match[1]) - 1].items():
                    pattern = rf'(<c r="{cell}"[^>]*>\s*<f>[^<]*</f>)\s*<v\s*/?>(?:</v>)?'
                    text = re.sub(pattern.encode(), rf"\g<1><v>{value}</v>".encode(), text)
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, text)
    return out.getvalue()


def xls(grid: Grid, path: Path) -> None:
    """Write one sheet as an old Excel file."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(grid.sheet)
    bold = xlwt.easyxf("font: bold on")
    for (row, column), value in sorted(grid.cells.items(), key=lambda item: item[0]):
        style = bold if row in grid.heads + grid.bold else xlwt.Style.default_style
        sheet.write(row - 1, column - 1, value, style)
    for column, width in grid.widths.items():
        sheet.col(column - 1).width = int(width * 256)
    book.save(str(path))


def semicolons(grid: Grid, path: Path) -> None:
    """Write one sheet as Excel's "CSV (séparateur : point-virgule)" in the Windows encoding."""
    n_rows, n_columns = max(row for row, _ in grid.cells), len(grid.columns)
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        for row in range(1, n_rows + 1):
            writer.writerow([_text(grid.cells.get((row, n))) for n in range(1, n_columns + 1)])


def _text(value: Value) -> str:
    return "" if value is None else str(value)
