"""Persons written in the usual way, "[civility] First LAST" or a cell each, read by column.

people.py reads everything else, and a test holds both together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import pandas as pd

from .people import FIRST_NAMES, PARTICLES, ROLES, TITLES
from .text import fold

_WORD: Final = r"[^\W\d_]{2,}(?:-[^\W\d_]+)*"
_NAME: Final = re.compile(
    rf"^(?:(?P<title>M\.?|Mr\.?|Mme|Mlle|MME|MLLE) )?(?P<a>{_WORD}) (?P<b>{_WORD})$"
)
_ONE_WORD: Final = re.compile(rf"^{_WORD}$")
_LINKS: Final = {"ET", "OU", "AND"}  # "M. et Jean" are two persons
_ROLE: Final = rf"\b(?:{'|'.join(sorted(ROLES))})\b"


@dataclass(frozen=True)
class _Words:
    """One word of each name: as it is shown, whether it is a known first name, all in capitals,
    or something else than a name (a particle, a civility, a function)."""

    shown: pd.Series
    known: pd.Series
    upper: pd.Series
    special: pd.Series


def _look(words: pd.Series) -> _Words:
    folded = fold(words).fillna("")
    head = folded.str.replace(r" .*$", "", regex=True)
    tail = folded.str.replace(r"^.* ", "", regex=True)
    upper, lower = words == words.str.upper(), words == words.str.lower()
    special = head.isin(PARTICLES | TITLES.keys() | _LINKS)
    special |= folded.str.contains(_ROLE, regex=True)
    return _Words(
        shown=words.mask(upper | lower, words.str.title()),
        known=head.isin(FIRST_NAMES) & tail.isin(FIRST_NAMES),
        upper=upper,
        special=special,
    )


def civilities(texts: pd.Series) -> pd.Series:
    """Canonical civilities ("Madame" -> "Mme"), missing where a text is none (`str`)."""
    return fold(texts).map(TITLES).astype("str")


def plain_names(texts: pd.Series) -> pd.DataFrame:
    """title, first, last of distinct texts that are two words, perhaps after a civility.

    Only the rows that are read, under their index. As people.py does: the word in capitals is the
    last name, else the word that is no first name, else the second one.
    """
    cut = texts.str.extract(_NAME).dropna(subset=["a"])
    a, b = _look(cut["a"].astype("str")), _look(cut["b"].astype("str"))
    one_upper = a.upper ^ b.upper
    turned = (one_upper & a.upper) | (~one_upper & b.known & ~a.known)
    read = pd.DataFrame(
        {
            "title": civilities(cut["title"].astype("str")),
            "first": a.shown.mask(turned, b.shown),
            "last": b.shown.mask(turned, a.shown),
        }
    )
    return read[~(a.special | b.special)]


def plain_columns(first: pd.Series, last: pd.Series) -> pd.DataFrame:
    """first, last, swapped of two cells of one word each; only the rows that are read."""
    plain = first.str.fullmatch(_ONE_WORD, na=False) & last.str.fullmatch(_ONE_WORD, na=False)
    a, b = _look(first[plain]), _look(last[plain])
    swapped = ~a.known & (b.known | (a.upper & ~b.upper))
    read = pd.DataFrame(
        {
            "first": a.shown.mask(swapped, b.shown),
            "last": b.shown.mask(swapped, a.shown),
            "swapped": swapped,
        }
    )
    return read[~(a.special | b.special)]
