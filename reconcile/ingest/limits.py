"""How much a file may hold, so that a hostile or spoilt one costs neither the night nor its memory.

The reader of values allots a sheet from its first to its last cell before anyone can ask how large
that is, and a lone cell at XFD1048576 ends the process. So the extent is looked up beforehand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST_BYTES = 256 << 20  # of a file
MOST_UNPACKED = 512 << 20  # of all parts of a workbook together
MOST_CELLS = 12_000_000  # rows x columns of a file: 600,000 members of 20 columns
_REF = re.compile(rb'\br\s*=\s*["\']([A-Za-z]+)\d')
# Cells beyond column AZ or row 299,999. The reader takes small letters too, and believes a cell's
# own place, not that of its row.
_FAR = re.compile(rb'\br\s*=\s*["\'](?:[a-z]|[B-Z][A-Z]|[A-Z]{3}|[A-Z]{1,2}(?:[3-9]\d{5}|\d{7}))')
_FAR_ROW = re.compile(rb'\br\s*=\s*["\'][A-Za-z]+(\d{6,})')
_PLAIN_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d+)"')
_ANY_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br\s*=\s*["\'](\d+)')
_FULL_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br\s*=\s*["\']([A-Za-z]+)(\d+)[^>]*[^>/]>\s*<')
_ODS = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table)\b([^>]*?)(/?)>")
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')


class TooLargeError(Exception):
    """A sheet reaches further than any list does; `cell` is its last cell, or ""."""

    def __init__(self, cell: str = "") -> None:
        super().__init__(cell)
        self.cell = cell


def check_xlsx_sheet(xml: bytes) -> None:
    """Raise TooLargeError where the cells of a worksheet's XML reach too far."""
    usual = b"r='" not in xml and b"r =" not in xml and b"= " not in xml[:4096]
    rows = _PLAIN_ROW.finditer(xml) if usual else _ANY_ROW.finditer(xml)
    last = max((int(row[1]) for row in rows), default=0)
    if last * 52 <= MOST_CELLS and not _FAR.search(xml):
        return
    last = max(last, *map(int, _FAR_ROW.findall(xml)), 1)
    widest = max((_column(name) for name in {ref[1] for ref in _REF.finditer(xml)}), default=1)
    if last * widest <= MOST_CELLS:
        return
    # Cells that hold a colour and no value are not read: only now is it worth telling them apart.
    last = widest = 0
    for ref in _FULL_CELL.finditer(xml):
        last, widest = max(last, int(ref[2])), max(widest, _column(ref[1]))
    if last * widest > MOST_CELLS:
        raise TooLargeError(_letters(widest) + str(last))


def check_ods(xml: bytes) -> None:
    """Raise TooLargeError where the cells of an OpenDocument's content reach too far."""
    if all(int(number) < 100 for number in _REPEATED.findall(xml)) and len(xml) < MOST_CELLS * 8:
        return
    row = column = last = widest = times = 0
    for kind, attributes, closed in _ODS.findall(xml):
        repeats = _repeats(attributes)
        if kind == b"table":
            row = last = widest = 0
        elif kind == b"table-row":
            row, times, column = row + repeats, repeats, 0
        else:
            column += repeats
            if not closed or b"value" in attributes:
                last, widest = row, max(widest, column)
        if last * widest > MOST_CELLS:
            raise TooLargeError(_letters(widest) + str(last - times + 1))


def _repeats(attributes: bytes) -> int:
    found = _REPEATED.search(attributes) if b"repeated" in attributes else None
    return int(found[1]) if found else 1


def _column(letters: bytes) -> int:
    number = 0
    for sign in letters[:6].upper():
        number = number * 26 + sign - 64
    return number


def _letters(column: int) -> str:
    return "".join(reversed(list(_digits(column))))


def _digits(column: int) -> Iterator[str]:
    while column:
        column, rest = divmod(column - 1, 26)
        yield chr(65 + rest)
