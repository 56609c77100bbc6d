"""Rows of one cell under the last full row of a table: members known by name alone, or notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..situation import FORMER, PROSPECTS, of_name
from ..tables import field_of
from .cells import address, filled
from .workbook import Notice

LONGEST_NAME = 40
_ENDS = ("total", "note", "signs")  # what stands under a list; names are no longer expected
_MOST_WORDS = 6
# What firms carry in their names; one of two such rows must, or people are asked.
_OF_FIRMS = re.compile(
    r"(?i:\b(?:SARL|EURL|SASU?|SNC|SCOP|SCI|SCM|SELARL|EIRL|GIE|Ets|[ÉE]tablissements|St[ée]|Cie|"
    r"et fils)\b|& fils\b|\bS\.A\.(?:R\.L|S)\b)|\bSA\b"
)
# Words of sentences, of roles and of lists: no name of a company, or not sure to be one.
_OF_NOTES = re.compile(
    r"\b(?:est|sont|ont|a été|ne|pas|merci|voir|selon|cf|attention|fait|le|ce|ces|tous|"
    r"mise? à|jour|ann[ée]e|sortie?s?|entr[ée]e?s|d[ée]parts?|anciens?|nouve(?:au|lle)x?s?|"
    r"liste|total|nombre|pr[ée]sidente?|tr[ée]sori[eè]re?|secr[ée]taire|g[ée]rante?|signature|date|"
    r"actifs?|radi[ée]e?s?|en sommeil|sources?|l[ée]gende|notes?|page|imprim[ée]|[ée]dit[ée])\b",
    re.IGNORECASE,
)


def settle_ends(
    kinds: np.ndarray,
    has: np.ndarray,
    text: np.ndarray,
    count: np.ndarray,
    labels: Sequence[str | None],
) -> None:
    """Under the last member of several cells: no section any more but one of former members or of
    none, and notes after a blank row, a total or a note.

    Of the rows after such a break those that look like names are members where several stand right
    under it and half of them carry a legal form; else they are `name_like`, which people are told.
    """
    full = np.flatnonzero((kinds == "member") & (count > 1))
    last = int(full[-1]) if len(full) else -1
    gap, likely = False, []
    for row in range(last + 1, len(kinds)) if last >= 0 else ():
        gap |= count[row] == 0 or kinds[row] in _ENDS
        if kinds[row] == "section":
            if of_name(str(text[row, int(has[row].argmax())])) in (FORMER, PROSPECTS):
                gap = False  # names may follow: "RADIÉS"
            else:
                kinds[row] = "note"
        elif kinds[row] == "member" and count[row] == 1:
            column = int(has[row].argmax())
            value = str(text[row, column])
            if gap and field_of(labels[column] or "") == "name" and like_a_name(value):
                likely.append(row)
                kinds[row] = "name_like"
            elif gap or len(value) > LONGEST_NAME:
                kinds[row] = "note"
    run = [row for n, row in enumerate(likely) if row == likely[0] + n]
    if len(run) > 1 and run == likely and count[run[0] - 2] > 0:  # one blank row alone
        firms = [row for row in run if carries_legal_form(text, has, row)]
        if len(firms) * 2 >= len(run):
            kinds[run] = "member"


def carries_legal_form(text: np.ndarray, has: np.ndarray, row: int) -> bool:
    """Whether the first cell of a row has what firms carry in their names."""
    return of_a_firm(str(text[row, int(has[row].argmax())]))


def of_a_firm(value: str) -> bool:
    """Whether a text has what firms carry in their names."""
    return _OF_FIRMS.search(value) is not None


def like_a_name(value: str) -> bool:
    """Whether a lone cell may be the name of a company: short, no sentence, no date or sum."""
    words = value.split()
    return (
        len(value) <= LONGEST_NAME
        and len(words) <= _MOST_WORDS
        and (value[:1].isupper() or value[:1].isdigit())
        and any(sign.isalpha() for sign in value)
        and value.strip()[-1:] not in ".:;!?…"
        and _OF_NOTES.search(value) is None
        and re.search(r"\d[/.-]\d|[€%@=:]|(?:19|20)\d\d", value) is None
    )


def told_of_ends(
    text: np.ndarray,
    rows: np.ndarray,
    left_out: list[dict[str, Any]],
    labels: Sequence[str | None],
) -> list[tuple[int, Notice]]:
    """What is told of names under the end of a list, taken for notes or for members (`rows`),
    each with its row as Excel numbers it."""
    if "name" not in labels:
        return []
    column, count = list(labels).index("name"), filled(text).sum(axis=1)
    found = [
        ("row_name_like", int(one["row"]) - 1) for one in left_out if one["why"] == "name_like"
    ]
    full = max((row for row in rows.tolist() if count[row] > 1), default=-1)
    members = set(rows.tolist())
    after = (row for row in sorted(members) if row > full >= 0 and {*range(full, row)} - members)
    found += [("row_after_gap", row) for row in after]
    return [
        (row + 1, Notice(problem, {"name": str(text[row, column])}, address(row, column)))
        for problem, row in found
    ]
