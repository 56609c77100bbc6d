"""The sums of a list of members who paid: "Montant" beside "Mode de règlement" is their dues."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from . import content
from .headings import catalogue, words_of
from .labels import Column

_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SUM: Final = r"(?i)\s*\d[\d\s\u00a0\u202f]*(?:[.,]\d{1,2})?\s*(?:€|eur(?:os?)?)?\s*"


def settle_amounts(
    columns: Sequence[Column],
    headings: Sequence[str | None],
    samples: Sequence[pd.Series],
    titles: Sequence[str],
    named: Mapping[int, str],
) -> list[Column]:
    """The columns, a lone one of sums taken for the dues of a list of members.

    Another column must say how or when one paid, the list (`titles`: its file, sheet, and what
    stands over its headings) or a heading must speak of members or dues, and none of them of
    another thing that members pay for. The year is the one that the titles name.
    """
    lists = catalogue()["sums"]
    words = [words_of(heading) if heading else [] for heading in headings]
    sums = [at for at, own in enumerate(words) if own in _folded(lists["headings"])]
    told = any(own in _folded(lists["beside"]) for own in words)
    held = any(one.field == "dues" and at not in sums for at, one in enumerate(columns))
    if len(sums) != 1 or not told or held or named.get(sums[0], "dues") != "dues":
        return list(columns)
    at, about = sums[0], {word for title in titles for word in words_of(title)}
    spoken = about | {word for own in words for word in own}
    others = about & _words(lists["bought"]) or spoken & _words(lists["other"])
    if others or not spoken & _words(lists["members"]) or not _are_sums(samples[at]):
        return list(columns)
    year = _year(titles)
    label = f"dues#{year}" if year else "dues"
    settled = list(columns)
    guessed = Column(label, content.LIKELY, "dues", problem="column_guessed")
    settled[at] = Column(label, 1.0, "dues") if at in named else guessed
    return settled


def _folded(headings: Sequence[str]) -> list[list[str]]:
    return [words_of(heading) for heading in headings]


def _words(listed: Sequence[str]) -> set[str]:
    return {word for one in listed for word in words_of(one)}


def _are_sums(values: pd.Series) -> bool:
    return len(values) > 0 and float(values.str.fullmatch(_SUM).mean()) >= content.MOST


def _year(titles: Sequence[str]) -> int | None:
    """The one year of the first title that names any; a season has two."""
    for title in titles:
        found = set(_YEAR.findall(title))
        if found:
            season = re.search(r"(?:19|20)\d\d\s?[-/–]\s?\d\d", title)
            return int(found.pop()) if len(found) == 1 and not season else None
    return None
