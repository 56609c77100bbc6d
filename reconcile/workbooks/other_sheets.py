"""The sheets of the register from which no change is taken: whether somebody changed them."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from python_calamine import CalamineWorkbook

from .plain import plain

_MOST: Final = 5  # rows named
Lines = Sequence[Sequence[object]]


def sheets_of(content: bytes) -> dict[str, Lines]:
    """The cells of a workbook by sheet; raises what calamine does."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def commented(content: bytes) -> bool:
    """Whether cells of a workbook (.xlsx) bear comments or notes; ours bear none."""
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except zipfile.BadZipFile:
        return False
    return any("omments" in name for name in names)


def marks_of(sheets: Mapping[str, Lines]) -> dict[str, list[str]]:
    """A mark of what each row of each sheet says; rows that say nothing have none."""
    return {
        name: [one for line in lines if (one := mark_of(line))] for name, lines in sheets.items()
    }


def mark_of(line: Sequence[object]) -> str:
    """A mark of what a row says, "" where it says nothing."""
    texts = [plain(cell) for cell in line]
    while texts and not texts[-1]:
        texts.pop()
    return f"{zlib.crc32(chr(31).join(texts).encode()):08x}" if any(texts) else ""


def changed(
    sheets: Mapping[str, Lines], members: str, written: Mapping[str, Sequence[str]]
) -> list[tuple[str, str]]:
    """The sheets but `members` that hold rows which were not written, and where: the numbers of
    their first rows, "" where the whole sheet is new."""
    found = []
    for name, lines in sheets.items():
        if name == members:
            continue
        left, rows = Counter(written.get(name, ())), []
        for nth, line in enumerate(lines, start=1):
            mark = mark_of(line)
            if mark and not left[mark]:
                rows.append(str(nth))
            left[mark] -= 1
        if rows:
            more = " …" if len(rows) > _MOST else ""
            found.append((name, ", ".join(rows[:_MOST]) + more if name in written else ""))
    return found
