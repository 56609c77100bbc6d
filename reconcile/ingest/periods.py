"""Ends of paid periods: "Fin d'adhésion" of a list of members is no day on which they left."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np

from ..situation import FORMER, of_name
from . import content
from .cells import filled
from .header import Header
from .headings import words_of
from .labels import Column

_ENDS: Final = frozenset(("fin", "end", "echeance", "expiration", "expire", "validite"))
_ISO: Final = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)(?:[ T].*)?")
_FRENCH: Final = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)?\d\d)(?:\s.*)?")
_LONGEST: Final = 400  # days of a paid year


def settle_periods(
    text: np.ndarray,
    header: Header,
    columns: Sequence[Column],
    titles: Sequence[str],
    saved: date,
    named: Mapping[int, str],
) -> list[Column]:
    """The columns, one of ends of paid periods not read as the days of leaving, and told.

    Nearly all rows have such an end, and some lie after the day on which the file was saved, or
    nearly all are the same, or a year at most after the beginning. In a list of former members an
    end is what it says. share: of the ends that have passed.
    """
    settled = list(columns)
    former = any(of_name(title) == FORMER for title in titles)
    rows = text[header.bottom + 1 :]
    rows = rows[filled(rows).sum(axis=1) > 1]
    rows = rows[:: max(1, len(rows) // content.LOOKED_AT)]
    begun = next((at for at, one in enumerate(columns) if one.label == "joined_on"), None)
    for at, column in enumerate(columns):
        words = words_of(header.headings[at] or "")
        if column.label != "left_on" or at in named or former or not _ENDS.intersection(words):
            continue
        ends = [_day(cell) for cell in rows[:, at]]
        starts = [_day(cell) if begun is not None else None for cell in rows[:, begun or 0]]
        days = [one for one in ends if one]
        if len(days) < content.FEWEST or len(days) < content.MOST * len(rows):
            continue
        if max(days) > saved or _same(days) or _years(starts, ends):
            past = sum(one <= saved for one in days) / len(days)
            gone = replace(column, label=None, confidence=0.0, problem="column_period")
            settled[at] = replace(gone, share=past)
    return settled


def _same(days: Sequence[date]) -> bool:
    return max(days.count(one) for one in set(days)) >= content.MOST * len(days)


def _years(starts: Sequence[date | None], ends: Sequence[date | None]) -> bool:
    """Whether nearly all rows that have both end a year at most after they begin."""
    spans = [(end - start).days for start, end in zip(starts, ends, strict=True) if start and end]
    short = sum(0 <= days <= _LONGEST for days in spans)
    return len(spans) >= content.FEWEST and short >= content.MOST * len(spans)


def _day(cell: str | None) -> date | None:
    """The day that a cell names, in figures."""
    if cell is None or len(cell) > 30:
        return None
    if found := _ISO.fullmatch(cell.strip()):
        year, month, day = found.groups()
    elif found := _FRENCH.fullmatch(cell.strip()):
        day, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None
