"""Marks of an .xls (BIFF8): hidden rows, struck cells, failed formulas.

The reader of values tells nothing of them, and a failed formula looks like an empty cell there.
Records as in Microsoft's [MS-XLS], the file around them as in [MS-CFB].
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import islice

from .marks import Cell, Marks
from .ruled_xls import ruled_xls

_SECTOR_END = 0xFFFFFFFA  # above: free, end of chain, table sectors
_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _FONT, _XF = 0x809, 0x0A, 0x2F, 0x85, 0x31, 0xE0
_ROW, _BOOLERR, _FORMULA = 0x208, 0x205, 0x06
# Also LABELSST, NUMBER, LABEL, RK, BLANK.
_CELLS = (_BOOLERR, _FORMULA, 0xFD, 0x203, 0x204, 0x27E, 0x201)
_COLINFO, _FILTERMODE, _MULBLANK = 0x7D, 0x9B, 0xBE
_SOLID, _WHITE, _BLACK = 1, (9, 1, 64, 65), (8, 0, 64, 0x7FFF)
_HIDDEN_ROW, _STRUCK_FONT, _WIDE_NAME = 0x20, 0x08, 0x01
_ERRORS = {
    **{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!"},
    **{0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"},
}


def xls_marks(data: bytes) -> dict[str, Marks]:
    """Marks of each sheet of an .xls by its name; none where the file is not as usual."""
    try:
        stream = _workbook(data)
        sheets, struck, looks = _globals(stream)
        return {name: _sheet_marks(stream, start, struck, looks) for name, start in sheets}
    except (struct.error, IndexError, ValueError, KeyError):
        return {}


def is_sealed(data: bytes) -> bool:
    """Whether the first records of an .xls say that a password is needed (FILEPASS)."""
    try:
        return any(kind == _FILEPASS for kind, _ in islice(_records(_workbook(data), 0), 8))
    except (struct.error, IndexError, ValueError, KeyError):
        return False


def is_endless(data: bytes) -> bool:
    """Whether a chain of sectors turns in a circle: the reader of values would follow it until
    memory ends."""
    try:
        ole = _Ole(data)
        starts = [(ole.table, start) for start in (ole.first_folder, ole.first_small)]
        entries = _entries(b"".join(map(ole.sector, islice(ole.chain(starts[0][1]), 4096))))
        small_table = b"".join(map(ole.sector, islice(ole.chain(starts[1][1]), 4096)))
        for name, (start, length) in entries.items():
            small = length < ole.least and name != "Root Entry"
            starts.append((small_table if small else ole.table, start))
    except ValueError:
        return True
    except (struct.error, IndexError, KeyError, OverflowError):
        return False
    return any(_circles(table, start) for table, start in starts)


def _circles(table: bytes, start: int) -> bool:
    try:
        return sum(1 for _ in _chain(table, start)) < 0
    except ValueError:
        return True
    except struct.error:
        return False


class _Ole:
    """The sectors of an OLE file, and the table that chains them."""

    def __init__(self, data: bytes) -> None:
        """Raises ValueError where the list of the table's sectors has no end."""
        self.data = data
        self.size = 1 << min(int(struct.unpack_from("<H", data, 30)[0]), 16)
        self.small = 1 << min(int(struct.unpack_from("<H", data, 32)[0]), 16)
        self.first_folder, self.least = struct.unpack_from("<I4xI", data, 48)
        self.first_small, more = struct.unpack_from("<I4xI", data, 60)
        sectors = list(struct.unpack_from("<109I", data, 76))
        while more < _SECTOR_END:
            numbers = struct.unpack(f"<{self.size // 4}I", self.sector(more))
            sectors += numbers[:-1]
            more = numbers[-1]
            if len(sectors) * self.size > 4 * len(data) + 500 * self.size:
                raise ValueError("a list of sectors without an end")
        self.table = b"".join(self.sector(number) for number in sectors if number < _SECTOR_END)

    def sector(self, number: int) -> bytes:
        """The bytes of a sector."""
        return self.data[(number + 1) * self.size : (number + 2) * self.size]

    def chain(self, start: int) -> Iterator[int]:
        """The numbers of the sectors from one on."""
        return _chain(self.table, start)


def _workbook(data: bytes) -> bytes:
    """The stream "Workbook" of an OLE file."""
    ole = _Ole(data)
    entries = _entries(b"".join(map(ole.sector, ole.chain(ole.first_folder))))
    start, length = entries.get("Workbook") or entries["Book"]
    if length >= ole.least:
        return b"".join(map(ole.sector, ole.chain(start)))[:length]
    root = b"".join(map(ole.sector, ole.chain(entries["Root Entry"][0])))
    small_table = b"".join(map(ole.sector, ole.chain(ole.first_small)))
    small = ole.small
    return b"".join(root[n * small : (n + 1) * small] for n in _chain(small_table, start))[:length]


def _chain(table: bytes, number: int) -> Iterator[int]:
    """The sectors of a chain, from its first; ValueError where it turns in a circle."""
    for _ in range(len(table) // 4 + 1):
        if number >= _SECTOR_END:
            return
        yield number
        (number,) = struct.unpack_from("<I", table, number * 4)
    raise ValueError("a chain of sectors without an end")


def _entries(folder: bytes) -> dict[str, tuple[int, int]]:
    """Name -> first sector and length of each stream."""
    found = {}
    for at in range(0, len(folder), 128):
        (length,) = struct.unpack_from("<H", folder, at + 64)
        name = folder[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
        found[name] = struct.unpack_from("<II", folder, at + 116)
    return found


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records from `at` to the end of that part: kind and content."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        at += 4 + length


def _globals(stream: bytes) -> tuple[list[tuple[str, int]], set[int], dict[int, str]]:
    """Name and start of each sheet; the cell formats whose font is struck out; the colour of those
    that have one of their own."""
    sheets, fonts, formats = [], [], []
    for kind, content in _records(stream, 0):
        if kind == _BOUNDSHEET:
            length, wide = content[6], content[7] & _WIDE_NAME
            name = content[8 : 8 + length * (1 + wide)]
            text = name.decode("utf-16-le" if wide else "latin-1")
            sheets.append((text, int(struct.unpack_from("<I", content)[0])))
        elif kind == _FONT:
            flags, colour = struct.unpack_from("<HH", content, 2)
            fonts.append((bool(flags & _STRUCK_FONT), int(colour)))
        elif kind == _XF:
            font, pattern, fill = struct.unpack_from("<H14xHH", content)
            formats.append((int(font), pattern >> 10, fill & 0x7F))
    # Font number 4 does not exist: those after it are counted one too high.
    fonts[4:4] = [(False, _BLACK[0])]
    struck, looks = set(), {}
    for nth, (font, pattern, fill) in enumerate(formats):
        crossed, colour = fonts[font] if font < len(fonts) else (False, _BLACK[0])
        if crossed:
            struck.add(nth)
        if pattern == _SOLID and fill not in _WHITE:
            looks[nth] = f"fill {fill}"
        elif colour not in _BLACK:
            looks[nth] = f"font {colour}"
    return sheets, struck, looks


def _sheet_marks(stream: bytes, start: int, struck: set[int], looks: dict[int, str]) -> Marks:
    hidden: set[int] = set()
    columns: set[int] = set()
    crossed: set[Cell] = set()
    errors: dict[Cell, str] = {}
    coloured: dict[Cell, str] = {}
    filtered = False
    for kind, content in _records(stream, start):
        if kind == _ROW and struct.unpack_from("<I", content, 12)[0] & _HIDDEN_ROW:
            hidden.add(int(struct.unpack_from("<H", content)[0]))
        elif kind == _COLINFO and struct.unpack_from("<H", content, 8)[0] & 1:
            first, last = struct.unpack_from("<HH", content)
            columns.update(range(first, min(last, 255) + 1))
        filtered |= kind == _FILTERMODE
        for cell, style in _styled(kind, content):
            if style in struck:
                crossed.add(cell)
            if style in looks:
                coloured[cell] = looks[style]
        if kind == _BOOLERR and content[7]:
            errors[struct.unpack_from("<HH", content)] = _ERRORS.get(content[6], "#N/A")
        elif kind == _FORMULA and content[12:14] == b"\xff\xff" and content[6] == 2:
            errors[struct.unpack_from("<HH", content)] = _ERRORS.get(content[8], "#N/A")
    return Marks(
        frozenset(hidden),
        frozenset(crossed),
        errors,
        hidden_columns=frozenset(columns),
        filtered=filtered,
        looks=lambda: coloured,
        plain=not coloured,
        ruled=ruled_xls(_records(stream, start)),
    )


def _styled(kind: int, content: bytes) -> Iterator[tuple[Cell, int]]:
    """The cells of a record, each with the number of its format."""
    if kind in _CELLS:
        row, column, style = struct.unpack_from("<HHH", content)
        yield (row, column), style
    elif kind == _MULBLANK:
        row, first = struct.unpack_from("<HH", content)
        for nth, (style,) in enumerate(struct.iter_unpack("<H", content[4:-2])):
            yield (row, first + nth), style
