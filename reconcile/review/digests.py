"""What the cells of a row were issued with, in a hidden cell, so that a change by hand is known."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import Final

from ..config import fold
from ..workbooks.sheets import Column, Shown

COLUMNS: Final = ("answer", "undo", "change")  # the keys of the columns that take answers
SHOWN: Final = "shown"  # the key of the hidden column
_OPEN: Final = frozenset((*COLUMNS, "note", "kind", "subject", SHOWN))


def digest_of(columns: Sequence[Column], values: Sequence[object]) -> str:
    """What the cells of a row hold, for the hidden column: "name=1f3a city=…". Numbers are left
    out, as programs write them in many ways; so is all but letters and digits."""
    parts = []
    for column, value in zip(columns, values, strict=False):
        text = value.value if isinstance(value, Shown) else value
        if isinstance(text, str) and column.key not in _OPEN and fold(text):
            parts.append(f"{column.key}={_short(text)}")
    return " ".join(parts)


def altered(cells: Mapping[str, str]) -> list[str]:
    """The keys of the cells of a row (text by key) that are not as they were issued."""
    found = []
    for part in cells.get(SHOWN, "").split():
        key, _, was = part.partition("=")
        if key in cells and _short(cells[key]) != was:
            found.append(key)
    return found


def _short(text: str) -> str:
    return f"{zlib.crc32(fold(text).encode()) & 0xFFFF:04x}"
