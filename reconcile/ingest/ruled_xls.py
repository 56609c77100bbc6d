"""The areas of an .xls whose look comes from conditions (records CONDFMT and CF of [MS-XLS])."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator

from .cells import address
from .ruled import Ruled

_AREAS, _RULE = 0x1B0, 0x1B1
_BEFORE_FORMAT = 6  # kind of the condition, its comparison, the lengths of its two formulas
_NUMBER, _FONT, _ALIGNMENT, _BORDER, _PATTERN = (1 << bit for bit in range(25, 30))
_OWN_NUMBER = 1  # a number format written out, its length first
_FONT_SIZE, _STRIKES, _STRIKES_UNSAID, _COLOUR = 118, 68, 88, 80
_STRUCK, _NO_COLOUR = 0x80, (0xFFFFFFFF, 0x7FFF)


def ruled_xls(records: Iterable[tuple[int, bytes]]) -> Ruled:
    """What the conditions among the records of a sheet colour and strike out; nothing where one is
    not as usual."""
    try:
        return _ruled(records)
    except struct.error:
        return Ruled()


def _ruled(records: Iterable[tuple[int, bytes]]) -> Ruled:
    coloured: dict[str, None] = {}
    struck: dict[str, None] = {}
    area = ""
    for kind, content in records:
        if kind == _AREAS:
            area = " ".join(_areas(content))
        elif kind == _RULE and area:
            crosses, colours = _look(content)
            if crosses:
                struck[area] = None
            elif colours:
                coloured[area] = None
    return Ruled(tuple(coloured), tuple(struck))


def _areas(content: bytes) -> Iterator[str]:
    (count,) = struct.unpack_from("<H", content, 12)
    for nth in range(count):
        top, bottom, left, right = struct.unpack_from("<4H", content, 14 + 8 * nth)
        first, last = address(top, left), address(bottom, right)
        yield first if first == last else f"{first}:{last}"


def _look(content: bytes) -> tuple[bool, bool]:
    """Whether a condition strikes out, and whether it gives a colour."""
    flags, more = struct.unpack_from("<IH", content, _BEFORE_FORMAT)
    at = _BEFORE_FORMAT + 6
    if flags & _NUMBER:
        at += struct.unpack_from("<H", content, at)[0] if more & _OWN_NUMBER else 2
    crosses = colours = False
    if flags & _FONT:
        (strikes,) = struct.unpack_from("<I", content, at + _STRIKES)
        (unsaid,) = struct.unpack_from("<I", content, at + _STRIKES_UNSAID)
        (colour,) = struct.unpack_from("<I", content, at + _COLOUR)
        crosses = bool(strikes & ~unsaid & _STRUCK)
        colours = colour not in _NO_COLOUR
    return crosses, colours or bool(flags & _PATTERN)
