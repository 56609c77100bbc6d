"""Rows that hold too little: signs alone, a count under the table, no name, a name and nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

import numpy as np

from ..tables import field_of
from .cells import address, filled
from .table import Body, excerpt
from .workbook import Notice

_FULL = 3  # filled cells of most members, so that one alone is odd
_REACH = ("phone", "mobile", "fax", "website", "address", "postcode", "city")
_REACH_DIGITS = 5  # a postcode; a phone has more


def told_of_lone(
    body: Body, written: np.ndarray, labels: Sequence[str | None], told: Collection[int]
) -> list[tuple[int, Notice]]:
    """What is told of rows without a name that hold a value all the same, and are left out, and of
    members of whom nothing but the name is written while the others are full; each with its row as
    Excel numbers it.

    written: the cells before merged ones were repeated. told: rows (as Excel numbers them) of which
    something is told already.
    """
    fields = [field_of(label) if label else None for label in labels]
    if "name" not in fields:
        return []
    column, reach = fields.index("name"), [n for n, one in enumerate(fields) if one in _REACH]
    nameless = [int(one["row"]) - 1 for one in body.left_out if one["why"] == "no_identity"]
    found = [
        (row + 1, Notice("row_no_name", {"text": excerpt(written[row])}, address(row, column)))
        for row in nameless
        if _can_be_reached(written[row, reach])
    ]
    count = filled(written).sum(axis=1)[body.rows]
    if not len(count) or np.median(count) < _FULL:
        return found
    lone = body.rows[(count == 1) & filled(written[:, [column]])[body.rows, 0]].tolist()
    return found + [
        (row + 1, Notice("row_lone", {"name": str(written[row, column])}, address(row, column)))
        for row in lone
        if row + 1 not in told
    ]


def _can_be_reached(cells: Iterable[str | None]) -> bool:
    """Whether cells of a row tell where somebody is: several of them, or a number of some length
    ("Page 2/3" in a column of phones is none)."""
    held = [cell for cell in cells if cell is not None]
    digits = max((len(re.findall(r"\d", cell)) for cell in held), default=0)
    return len(held) > 1 or digits >= _REACH_DIGITS
