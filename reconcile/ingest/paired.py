"""Records over two rows each, which no heading parts: such a sheet is told, and not read.

Read row by row it would give a false member for the second row of each record. Two signs tell it:
headings over two rows that name different fields for the same columns, while the cells below are of
both; or, without the second row of headings, columns in which cells of one sort and of another take
turns all the way down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from .cells import filled
from .header import LOOKED_INTO, is_value
from .headings import is_known, understand
from .parts import Part

_LOOKED_AT: Final = 200  # rows
_FEWEST_ROWS: Final = 4  # two records
_FEWEST_TURNS: Final = 6  # rows, where no heading says it
_FEWEST_COLUMNS: Final = 2
_MOST: Final = 0.6  # of the second row's headings name other fields than those above them
_BOTH: Final = 0.25  # of the cells at least are of the one sort, and of the other
_EACH: Final = 0.9  # of the cells of every second row are of one sort
_LONGEST: Final = 120  # characters of a cell that is looked at

_SORTS: Final = {
    "mail": re.compile(r"\S+@\S+\.\S+"),
    "site": re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE),
    "phone": re.compile(r"(?:(?:\+|00)33\s?|0)\s?[1-9](?:[\s./-]?\d{2}){4}"),
    "number": re.compile(r"\d{3}\s?\d{3}\s?\d{3}(?:\s?\d{5})?"),
    "town": re.compile(r"(?:F-?)?\d{2}\s?\d{3}(?:[\s,-]+[^\W\d_][^\d@]*\d{0,2})?"),
    "street": re.compile(
        r"\d{1,4}\W{0,2}(?:bis|ter|[a-d])?,?\s+[^\W\d_].*"
        r"|(?:rue|avenue|boulevard|place|chemin|route|impasse|all[ée]e|za|zi|zac)\b.*",
        re.IGNORECASE,
    ),
}
_OF_FIELD: Final = {
    **dict.fromkeys(("phone", "mobile", "fax"), "phone"),
    **dict.fromkeys(("siren", "siret"), "number"),
    **dict.fromkeys(("postcode", "city"), "town"),
    **{"email": "mail", "website": "site", "address": "street"},
}


@dataclass(frozen=True)
class Paired:
    """Where it is seen that records take two rows: the row and column of a cell, from 0."""

    row: int
    column: int


def paired(text: np.ndarray, part: Part) -> Paired | None:
    """Where a table shows that each of its records takes two rows; None where it does not."""
    if not part.of_members:
        return None
    header, text = part.header, text[: part.end, :LOOKED_INTO]
    for upper in range(max(header.top - 1, part.start), header.bottom + 1):
        if 0 <= upper < len(text) - _FEWEST_ROWS:
            columns = _other_fields(text[upper], text[upper + 1])
            below = text[upper + 2 :][:_LOOKED_AT]
            for column in columns:
                if _holds_both(below[:, column], text[upper, column], text[upper + 1, column]):
                    return Paired(upper + 1, column)
    turns = list(_taking_turns(text[header.bottom + 1 :][:_LOOKED_AT]))
    if len(turns) < _FEWEST_COLUMNS:
        return None
    first = int(filled(text[header.bottom + 1 :]).any(axis=1).argmax())
    return Paired(header.bottom + 1 + first, turns[0])


def _other_fields(upper: np.ndarray, lower: np.ndarray) -> list[int]:
    """Columns in which two rows name different fields; none unless they do so nearly everywhere.

    A group over its headings ("Siège" over "Adresse" and "Ville") is no field of another kind, and
    a group that is one ("Contact" over "Nom") stands over one column or two.
    """
    written = [at for at, cell in enumerate(lower) if cell]
    found = [at for at in written if upper[at] and _differ(str(upper[at]), str(lower[at]))]
    return found if len(found) >= max(_FEWEST_COLUMNS, _MOST * len(written)) else []


def _differ(upper: str, lower: str) -> bool:
    if is_value(upper) or is_value(lower):
        return False
    one, other = understand(upper), understand(lower)
    known = one is not None and other is not None and (is_known(upper) or is_known(lower))
    return known and one is not None and other is not None and one.field != other.field


def _holds_both(cells: np.ndarray, upper: str, lower: str) -> bool:
    """Whether cells are of the sort that each of two headings names, and of different sorts."""
    sorts = []
    for heading in (upper, lower):
        meaning = understand(heading)
        sorts.append(_OF_FIELD.get(meaning.field) if meaning else None)
    said = [_sort(cell) for cell in cells if cell]
    if sorts[0] == sorts[1] or len(said) < _FEWEST_ROWS:
        return False
    return all(said.count(sort) >= _BOTH * len(said) for sort in sorts)


def _taking_turns(below: np.ndarray) -> Iterator[int]:
    """Columns in which every other cell is of one sort, and those between of another."""
    rows = below[filled(below).any(axis=1)]
    if len(rows) < _FEWEST_TURNS or len(rows) % 2:
        return
    for column in range(rows.shape[1]):
        sorts = []
        for half in (rows[0::2, column], rows[1::2, column]):
            said = [_sort(cell) for cell in half if cell]
            usual = max(set(said), key=said.count, default=None)
            enough = len(said) * 2 >= len(half) and said.count(usual) >= _EACH * len(said)
            sorts.append(usual if enough else "")
        if "" not in sorts and sorts[0] != sorts[1]:
            yield column


def _sort(cell: str) -> str | None:
    """What a cell is by its form, or None."""
    plain = cell.strip()
    if len(plain) > _LONGEST:
        return None
    return next((name for name, form in _SORTS.items() if form.fullmatch(plain)), None)
