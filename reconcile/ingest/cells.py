"""A typed cell as the text that a person sees in it, and the name of a cell ("C12")."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pandas as pd

# Excel's own words for a formula that failed, in French and in English.
ERROR_TEXT = (
    "#N/A #REF! #VALEUR! #VALUE! #DIV/0! #NOM? #NAME? #NOMBRE! #NUM! #NUL! #NULL! #PROPAGATION! "
    "#SPILL! #CALC! Err:502 Err:504 Err:508 Err:509 Err:511 Err:519 Err:522 #NV"
).split()

_BETWEEN = "\x1f"  # cells that are joined; no spreadsheet has it in a cell


def _text(value: str) -> str | None:
    return None if not value or value.isspace() else value


def _number(value: float) -> str:
    """All digits and no exponent: 4.2e13 -> 42000000000000, 12.0 -> 12, 0.1 -> 0.1."""
    if value.is_integer() and abs(value) < 1e15:  # the same, and much quicker
        return str(int(value))
    return np.format_float_positional(value, trim="-")


def _moment(value: datetime) -> str:
    if value.time() == time(0):
        return value.date().isoformat()
    return value.replace(microsecond=0).isoformat(sep=" ")


def _clock(value: time) -> str:
    return value.replace(microsecond=0).isoformat().removesuffix(":00")


# French Excel shows a truth value as VRAI or FAUX.
_AS_TEXT: dict[type, Callable[[Any], str | None]] = {
    str: _text,
    float: _number,
    int: str,
    bool: lambda value: "VRAI" if value else "FAUX",
    datetime: _moment,
    date: date.isoformat,
    time: _clock,
    timedelta: str,
    type(None): lambda value: None,
}


def as_text(values: Iterable[object]) -> list[str | None]:
    """Each typed cell as text: dates YYYY-MM-DD, numbers in full, blank cells None.

    Text stays exactly as written; text of spaces alone is blank.
    """
    return [_AS_TEXT[type(value)](value) for value in values]


def grid(rows: list[list[Any]]) -> np.ndarray:
    """The typed rows of a sheet as an object array of text, blank cells None.

    Rows of different lengths are filled up with blank cells.
    """
    width = max(map(len, rows), default=0)
    if any(len(row) < width for row in rows):
        rows = [row + [None] * (width - len(row)) for row in rows]
    out = np.full((len(rows), width), None, dtype=object)
    for nth, column in enumerate(zip(*rows, strict=True)):
        out[:, nth] = as_text(column)
    return out


def filled(text: np.ndarray) -> np.ndarray:
    """True where a cell of `text` holds something."""
    return np.asarray(pd.notna(text), dtype=bool)


def unread(rows: np.ndarray, which: Sequence[bool]) -> pd.Series:
    """One short text for the cells of each row in the columns `which`, missing where all are blank;
    rows that are alike in them have the same (`str`)."""
    cells = rows[:, np.array(which, dtype=bool)]
    has = filled(cells)
    blank = ~has.any(axis=1)
    if blank.all():
        return pd.Series(pd.NA, index=range(len(rows)), dtype="str")
    # A text a row: a frame of ten thousand columns takes seconds, whatever is done with it.
    joined = [_BETWEEN.join(row) for row in np.where(has, cells, "").tolist()]
    sums = pd.util.hash_array(np.array(joined, dtype=object))
    return pd.Series([f"{one:016x}" for one in sums.tolist()], dtype="str").mask(blank)


def letter(column: int) -> str:
    """The letters of a column counted from 0: 0 -> A, 26 -> AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """The name of a cell whose row and column are counted from 0: (11, 2) -> C12."""
    return f"{letter(column)}{row + 1}"
