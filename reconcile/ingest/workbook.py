"""Any file that people save -> its sheets, every cell as the text that a person sees in it."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import numpy as np
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from . import textfile
from .cells import grid
from .marks import Marks, xlsx_marks
from .marks_ods import ods_marks
from .marks_xls import xls_marks

TEXT_TYPES = frozenset({".csv", ".tsv", ".txt"})
READABLE = TEXT_TYPES | {".xlsx", ".xlsm", ".xls", ".ods"}
_WORKBOOK_OF = {".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls", ".ods": "ods"}
_MARKS = {"xlsx": xlsx_marks, "xls": xls_marks, "ods": ods_marks}
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS = {
    "pdf": (b"%pdf",),
    "html": (b"<!doctype html", b"<html", b"<table", b"<?xml", b"<head", b"<meta"),
}

Merge = tuple[int, int, int, int]


class UnreadableError(Exception):
    """A file cannot be read; `why` is a key of the words [sheets], `details` its values."""

    def __init__(self, why: str, **details: str) -> None:
        super().__init__(why)
        self.why = why
        self.details = details


@dataclass(frozen=True)
class Sheet:
    """A sheet: `text` is an object array (rows x columns) of str, None where a cell is blank.

    merged: (top, left, bottom, right) of merged cells, counted from 0, ends included.
    name: None for a text file, which has no sheets.
    """

    name: str | None
    text: np.ndarray
    merged: tuple[Merge, ...] = ()
    marks: Marks = field(default_factory=Marks)


def open_file(path: Path) -> list[Sheet]:
    """The sheets of a file; raises UnreadableError, and OSError where it may not be opened."""
    data = path.read_bytes()
    if not data:
        raise UnreadableError("file_empty")
    if not any(data[:4096]) and not any(data):
        raise UnreadableError("file_damaged")  # a copy that was never finished is all zeros
    extension = path.suffix.lower()
    kind = _kind(data)
    if extension in TEXT_TYPES:
        if kind not in ("text", "html"):
            raise _mismatch(kind, extension)
        return [Sheet(None, grid(textfile.rows(textfile.decode(data))))]
    if kind != _WORKBOOK_OF[extension]:
        raise _mismatch(kind, extension)
    return _sheets(path, _MARKS[kind](data))


def _mismatch(kind: str, extension: str) -> UnreadableError:
    if kind in ("file_damaged", "file_encrypted"):
        return UnreadableError(kind)
    shown = {"text": "csv", "other": "?"}.get(kind, kind)
    return UnreadableError("file_wrong_type", extension=extension, kind=shown)


def _kind(data: bytes) -> str:
    """What the bytes are, whatever the name says: xlsx, xls, ods, html, pdf, text, other, or why
    they cannot be read."""
    if data.startswith(b"PK"):
        return _kind_of_zip(data)
    if data.startswith(_OLE):
        return _kind_of_ole(data)
    start = data[:512].lstrip().lower()
    for kind, signs in _STARTS.items():
        if start.startswith(signs):
            return kind
    # Text holds no zero bytes, unless it is UTF-16, where every other byte is one.
    zeros = data.count(0)
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff") or 0.2 < zeros / len(data) < 0.6
    return "text" if not zeros or wide else "other"


def _kind_of_ole(data: bytes) -> str:
    def holds(*names: str) -> bool:
        return any(name.encode("utf-16-le") in data for name in names)

    if holds("EncryptedPackage", "EncryptionInfo"):
        return "file_encrypted"
    if holds("WordDocument", "PowerPoint Document"):
        return "other"
    return "xls" if holds("Workbook", "Book") else "file_damaged"


def _kind_of_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if archive.testzip() is not None:
                return "file_damaged"
            names = archive.namelist()
            if "META-INF/manifest.xml" in names:
                sealed = b"encryption-data" in archive.read("META-INF/manifest.xml")
                return "file_encrypted" if sealed else "ods"
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
        return "file_damaged"
    except (RuntimeError, NotImplementedError):
        return "file_encrypted"  # a zip with a password of its own
    return "xlsx" if "xl/workbook.xml" in names else "other"


def _sheets(path: Path, marks: dict[str, Marks]) -> list[Sheet]:
    try:
        book = CalamineWorkbook.from_path(path)
        kinds = (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet)
        names = [sheet.name for sheet in book.sheets_metadata if sheet.typ in kinds]
        opened = []
        for name in names:
            sheet = book.get_sheet_by_name(name)
            text = grid(sheet.to_python(skip_empty_area=False))
            merged = tuple((a, b, c, d) for (a, b), (c, d) in sheet.merged_cell_ranges or ())
            opened.append((name, text, merged))
    except PasswordError as error:
        raise UnreadableError("file_encrypted") from error
    except (CalamineError, ValueError) as error:
        raise UnreadableError("file_damaged") from error
    except BaseException as error:
        # The reader is written in Rust: its own failures are no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableError("file_damaged") from error
    return [
        Sheet(name, _without_days(text, marks.get(name, Marks())), merged, marks.get(name, Marks()))
        for name, text, merged in opened
    ]


def _without_days(text: np.ndarray, marks: Marks) -> np.ndarray:
    """`text` with the dates that show no day cut to their month: 2011-09-01 as "sept-11"."""
    text = text.copy() if marks.dayless else text
    for row, column in marks.dayless:
        if row < text.shape[0] and column < text.shape[1]:
            value = text[row, column]
            if value and _ISO_DAY.fullmatch(value):
                text[row, column] = value[:7]
    return text
