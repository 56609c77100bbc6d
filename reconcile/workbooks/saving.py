"""Saving a workbook of openpyxl, its cells written as text straight away.

openpyxl makes an XML element of every cell, which takes most of the time of a night's outputs.
All the rest of the file is openpyxl's own work; its version is pinned.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

_EMPTY: Final = re.compile(rb"<sheetData\s*/>|<sheetData></sheetData>")


def save(workbook: Any, path: Path) -> None:
    """Write `workbook` to `path` (.xlsx).

    Its cells hold text, numbers, dates, yes or no, or nothing: a formula raises TypeError,
    because none of our cells may be one.
    """
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=3) as archive:
        _Book(workbook, archive).write_data()


class _Sheet(WorksheetWriter):  # type: ignore[misc]
    """Everything of a sheet but its rows."""

    def write_rows(self) -> None:
        xf = self.xf.send(True)
        with xf.element("sheetData"):
            pass
        self.xf.send(None)


class _Book(ExcelWriter):  # type: ignore[misc]
    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        sheet = _Sheet(ws)  # forgets the links of a former save, so it comes before the rows
        rows = "".join(_rows(ws)).encode()
        sheet.write()
        frame = Path(sheet.out).read_bytes()
        whole, n = _EMPTY.subn(lambda _: b"<sheetData>%b</sheetData>" % rows, frame, count=1)
        if n != 1:
            raise RuntimeError("this version of openpyxl writes sheets in a way unknown to us")
        self._archive.writestr(ws.path[1:], whole)
        ws._rels = sheet._rels
        self.manifest.append(ws)
        sheet.cleanup()


def _rows(ws: Any) -> Iterator[str]:
    """The rows of a sheet as XML; the links of its cells go to the sheet's own list."""
    cells: dict[int, list[Any]] = defaultdict(list)
    for (row, _), cell in sorted(ws._cells.items()):
        cells[row].append(cell)
    styles: dict[int, int] = {}
    for row in sorted(cells.keys() | ws.row_dimensions.keys()):
        about = dict(ws.row_dimensions[row]) if row in ws.row_dimensions else {}
        attributes = "".join(f" {name}={quoteattr(str(value))}" for name, value in about.items())
        inside = "".join([_cell(ws, cell, styles) for cell in cells.get(row, ())])
        yield f'<row r="{row}"{attributes}>{inside}</row>'


def _cell(ws: Any, cell: Any, styles: dict[int, int]) -> str:
    look = id(cell._style)  # looks are shared objects, so each is looked up once a sheet
    if look not in styles:
        styles[look] = cell.style_id
    if cell.hyperlink is not None:
        ws._hyperlinks.append(cell.hyperlink)
    start = f'<c r="{get_column_letter(cell.column)}{cell.row}" s="{styles[look]}"'
    value, kind = cell.value, cell.data_type
    if value is None:
        return start + "/>"
    if kind == "s":
        text = escape(value)
        return f'{start} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if kind == "d":
        value = to_excel(value, ws.parent.epoch)
    elif kind == "b":
        return f'{start} t="b"><v>{int(value)}</v></c>'
    elif kind != "n":
        raise TypeError(f"{ws.title}!{cell.coordinate}: a cell of kind {kind!r}")
    return f"{start}><v>{value}</v></c>"
