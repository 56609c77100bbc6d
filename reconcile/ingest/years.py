"""Columns of dues that are headed by their year alone: "2023" | "2024" over ticks and sums."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import pandas as pd

from . import content
from .headings import Meaning, catalogue, words_of

# A season ("2024-2025") is of its first year, as "Cotisation 2024-2025" is.
_BARE: Final = re.compile(
    r"\s*(?:saison\s+)?((?:19[89]|20[0-4])\d)(?:[.,]0|\s?[-/]\s?20\d\d)?\s*", re.IGNORECASE
)
_EUROS: Final = r"(?i)\s*\d[\d\s\u00a0.,]*(?:€|eur(?:os?)?)\s*|\s*€\s*\d[\d\s\u00a0.,]*"
_SUM: Final = r"\s*\d{2,4}(?:[.,]\d{1,2})?\s*"  # staff or turnover as well
_LONGEST: Final = 40  # of a cell that says how one paid


def settle(
    found: Sequence[Meaning | None],
    headings: Sequence[str | None],
    samples: Sequence[pd.Series],
    empty: Sequence[bool],
) -> list[Meaning | None]:
    """The meanings of columns, where headings that are only a year stand over dues of that year.

    There must be two such headings, or one beside a column of dues, and nearly all cells under one
    be ticks, sums or words of payment. Bare numbers are sums where another of these columns, or its
    heading, speaks of dues; else they may as well count people.
    """
    years = {at: year for at, heading in enumerate(headings) if (year := bare_year(heading))}
    beside = any(one is not None and one.field == "dues" for one in found)
    if len(years) < (1 if beside else 2):
        return list(found)
    clear = {at for at in years if not empty[at] and _speaks_of_dues(samples[at])}
    settled = list(found)
    for at, year in years.items():
        sums = bool(beside or clear) and _mostly(samples[at], _is_due(samples[at], sums=True))
        if at in clear or (sums and not empty[at]):
            settled[at] = Meaning("dues", content.LIKELY, year=year, exact=False)
    return settled


def bare_year(heading: str | None) -> int | None:
    """The year that a heading is, and no more; or None."""
    found = _BARE.fullmatch(heading) if heading else None
    return int(found[1]) if found else None


def _speaks_of_dues(values: pd.Series) -> bool:
    """Whether the cells are ticks, sums in euros or words of payment; a sample that is empty had
    nothing but crosses, noes and dashes."""
    return not len(values) or _mostly(values, _is_due(values, sums=False))


def _is_due(values: pd.Series, sums: bool) -> pd.Series:
    lists = catalogue()["words"]
    ticks = values.str.strip().str.casefold().isin([*lists["yes_no"], "1", "0"])
    due = ticks | values.str.fullmatch(_EUROS, na=False) | values.map(_says_payment).astype(bool)
    return due | values.str.fullmatch(_SUM, na=False) if sums else due


def _says_payment(cell: str) -> bool:
    if len(cell) > _LONGEST:
        return False
    said = words_of(cell)
    return not {*said, " ".join(said)}.isdisjoint(catalogue()["words"]["payment"])


def _mostly(values: pd.Series, fitting: pd.Series) -> bool:
    return len(values) == 0 or float(fitting.mean()) >= content.MOST
