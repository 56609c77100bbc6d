"""Columns of mails, phones or persons that are none of the member's: not read, and told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from . import content
from .header import Header
from .labels import Column

_MAIL: Final = r"\W*(?:mailto:)?[\w.+%'&-]+@[\w-]+(?:\.[\w-]+)+\W*"
_PHONE: Final = r"\W*(?:(?:\+|00)33\s?(?:\(0\))?|0)\s?[1-9](?:[\s./-]?\d{2}){4}\s*"
_PERSON: Final = r"\s*(?:M\.|Mr|MM\.|Mme|Mlle|Monsieur|Madame|Mademoiselle)\s.{2,40}"


def told_of_reach(
    columns: Sequence[Column],
    samples: Sequence[pd.Series],
    header: Header,
    named: Mapping[int, str],
) -> list[Column]:
    """The columns; those under a heading that are left unread without a word, though they hold
    mails, phones or persons, are marked to be told."""
    settled = list(columns)
    for at, column in enumerate(columns):
        silent = column == Column(None, 0.0) and header.headings[at] and at not in named
        if silent and _is_reach(samples[at]):
            settled[at] = replace(column, problem="column_unread")
    return settled


def _is_reach(values: pd.Series) -> bool:
    form = rf"{_MAIL}|{_PHONE}|{_PERSON}"
    return len(values) > 0 and float(values.str.fullmatch(form, na=False).mean()) >= content.MOST
