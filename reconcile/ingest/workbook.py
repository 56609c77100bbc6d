"""Any file that people save -> its sheets, every cell as the text that a person sees in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from . import textfile
from .cells import address, grid
from .kinds import UnreadableError, kind_of
from .limits import MOST_BYTES, MOST_CELLS, TooLargeError, check_ods, check_xlsx_sheet
from .marks import Marks, xlsx_marks
from .marks_ods import ods_marks
from .marks_xls import is_endless, is_sealed, xls_marks

__all__ = ["READABLE", "Merge", "Notice", "Sheet", "UnreadableError", "open_file"]

TEXT_TYPES = frozenset({".csv", ".tsv", ".txt"})
READABLE = TEXT_TYPES | {".xlsx", ".xlsm", ".xls", ".ods"}
_KIND_OF = {".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls", ".ods": "ods"}
_KIND_OF |= dict.fromkeys(TEXT_TYPES, "text")
_SHOWN = {"xlsx": ".xlsx", "xls": ".xls", "ods": ".ods", "text": ".csv", "html": "html"}
_SHOWN |= {"pdf": "pdf", "other": "?"}
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")

Merge = tuple[int, int, int, int]


@dataclass(frozen=True)
class Notice:
    """What is told of a file or sheet as a whole: a words key of [problems], and its values."""

    problem: str
    details: dict[str, Any]
    cell: str | None = None


@dataclass(frozen=True)
class Sheet:
    """A sheet: `text` is an object array (rows x columns) of str, None where a cell is blank.

    merged: (top, left, bottom, right) of merged cells, counted from 0, ends included.
    name: None for a text file, which has no sheets. notices: what is to be told of the sheet, or
    of the file (on its first sheet).
    """

    name: str | None
    text: np.ndarray
    merged: tuple[Merge, ...] = ()
    marks: Marks = field(default_factory=Marks)
    notices: tuple[Notice, ...] = ()


def open_file(path: Path) -> list[Sheet]:
    """The sheets of a file, read as what it is even where its name says otherwise.

    Raises UnreadableError, and OSError where it may not be opened.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise UnreadableError("file_too_large", size=f"{size >> 20}", most=f"{MOST_BYTES >> 20}")
    data = path.read_bytes()
    if not data:
        raise UnreadableError("file_empty")
    if not any(data[:4096]) and not any(data):
        raise UnreadableError("file_damaged")  # a copy that was never finished is all zeros
    extension = path.suffix.lower()
    kind, parts = kind_of(data)
    wanted = _KIND_OF[extension]
    shown = {"extension": extension, "kind": _SHOWN[kind]}
    # A text may begin as a web page does; a web page named as a workbook is none.
    if wanted == "text" and kind == "html":
        kind = "text"
    if kind in ("html", "pdf", "other"):
        raise UnreadableError("file_wrong_type", **shown)
    try:
        sheets = _text(data, wanted) if kind == "text" else _sheets(data, kind, parts)
    except TooLargeError as error:
        raise UnreadableError("file_far_cell", cell=error.cell or "?") from error
    if not sheets:  # charts alone, or all of them lost
        raise UnreadableError("file_empty")
    if kind != wanted:
        told = (Notice("other_type", shown), *sheets[0].notices)
        sheets[0] = replace(sheets[0], notices=told)
    return sheets


def _text(data: bytes, wanted: str) -> list[Sheet]:
    rows = textfile.rows(textfile.decode(data))
    width = max(map(len, rows), default=0)
    if wanted != "text" and width < 2:  # a few letters are no list saved under a wrong name
        raise UnreadableError("file_damaged")
    if len(rows) * width > MOST_CELLS:
        raise TooLargeError(address(len(rows) - 1, width - 1))
    return [Sheet(None, grid(rows))]


def _sheets(data: bytes, kind: str, parts: dict[str, bytes]) -> list[Sheet]:
    _check(data, kind, parts)
    opened = _values(data, kind)
    if kind == "xls":
        marks = xls_marks(data)
    else:
        marks = xlsx_marks(parts) if kind == "xlsx" else ods_marks(parts)
    return [
        Sheet(name, _without_days(text, marks.get(name, Marks())), merged, marks.get(name, Marks()))
        for name, text, merged in opened
    ]


def _check(data: bytes, kind: str, parts: dict[str, bytes]) -> None:
    """Raise UnreadableError or TooLargeError for what the reader of values would not survive."""
    try:
        if kind == "xls" and is_endless(data):
            raise UnreadableError("file_damaged")
        if kind == "ods":
            check_ods(parts["content.xml"])
        for name, part in parts.items():
            if kind == "xlsx" and b"sheetData" in part[:1_000_000] and "sharedStrings" not in name:
                check_xlsx_sheet(part)
    except ValueError as error:  # a number of thousands of digits
        raise UnreadableError("file_damaged") from error


def _values(data: bytes, kind: str) -> list[tuple[str, np.ndarray, tuple[Merge, ...]]]:
    """Name, text and merged cells of each sheet, as the library reads them."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        kinds = (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet)
        names = [sheet.name for sheet in book.sheets_metadata if sheet.typ in kinds]
        opened, cells = [], 0
        for name in names:
            sheet = book.get_sheet_by_name(name)
            cells += sheet.total_height * sheet.total_width
            if cells > MOST_CELLS:
                raise TooLargeError(address(sheet.total_height - 1, sheet.total_width - 1))
            text = grid(sheet.to_python(skip_empty_area=False))
            merged = tuple((a, b, c, d) for (a, b), (c, d) in sheet.merged_cell_ranges or ())
            opened.append((name, text, merged))
    except PasswordError as error:
        raise UnreadableError("file_encrypted") from error
    except (CalamineError, ValueError) as error:
        sealed = kind == "xls" and is_sealed(data)
        raise UnreadableError("file_encrypted" if sealed else "file_damaged") from error
    except BaseException as error:
        # The reader is written in Rust: its own failures are no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableError("file_damaged") from error
    return opened


def _without_days(text: np.ndarray, marks: Marks) -> np.ndarray:
    """`text` with the dates that show no day cut to their month: 2011-09-01 as "sept-11"."""
    text = text.copy() if marks.dayless else text
    for row, column in marks.dayless:
        if row < text.shape[0] and column < text.shape[1]:
            value = text[row, column]
            if value and _ISO_DAY.fullmatch(value):
                text[row, column] = value[:7]
    return text
