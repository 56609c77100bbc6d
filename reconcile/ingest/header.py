"""Find the row, or up to three rows, of headings among the first rows of a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from . import content
from .headings import SURE, Meaning, is_known, is_second, understand
from .workbook import Merge

SEARCHED = 40  # rows from the top
# Columns whose cells are looked at: further right, headings alone count. No member list is as wide.
LOOKED_INTO = 500
_MOST_ROWS = 3  # of one header
# A number, a date, a mail address; a year can be a heading ("Cotisations" over "2024").
# A year or a season ("2024-2025") may be a heading.
_VALUE = re.compile(r"(?!(?:19|20)\d\d(?:[.,]0|\s?[-/]\s?(?:19|20)\d\d)?$)[\d\s.,:/+€%-]+|\S+@\S+")
_NAMES = {"name", "trade_name", "siren", "siret", "contact", "contact_last", "email"}
_NAMES |= {"company_or_last_name", "company_or_person", "last_name"}


@dataclass(frozen=True)
class Header:
    """The rows of the headings, counted from 0, and the heading of each column or None."""

    top: int
    bottom: int
    headings: tuple[str | None, ...]


def find_header(text: np.ndarray, merged: tuple[Merge, ...]) -> Header | None:
    """The header of a sheet, or None where no row names at least two fields.

    One of them must tell who a member is. Rows are taken together where that explains more columns
    than one of them alone.
    """
    return _best(candidates(text, merged, range(min(SEARCHED, len(text)))))


def header_over_proof(text: np.ndarray) -> Header | None:
    """The row of words over cells that prove who a member is: a column of SIRETs or SIRENs, or of
    mails beside one that is known or proves something else. None where there is no such row."""
    for row in range(min(SEARCHED, len(text) - content.FEWEST)):
        words, cells = ([cell for cell in text[at] if cell] for at in (row, row + 1))
        if len(words) < 2 or any(map(is_value, words)) or not re.search(r"[\d@]", " ".join(cells)):
            continue
        header = Header(row, row, tuple(text[row]))
        below = [content.sample(column) for column in text[row + 1 :, :LOOKED_INTO].T]
        guessed = [content.guess(cells, None, ()) for cells in below]
        fields = {found[0] for found in guessed if found}
        known = {meaning.field for meaning in meanings_of(header)}
        if fields & {"siret", "siren"} or ("email" in fields and len(fields | known) > 1):
            return header
        return None
    return None


def _best(found: Iterable[Header]) -> Header | None:
    best, best_score = None, 0
    for header in found:
        score = score_of(header)
        if score > best_score:
            best, best_score = header, score
    return best


def header_at(text: np.ndarray, merged: tuple[Merge, ...], bottom: int) -> Header | None:
    """The header whose last row a person named, counted from 0; None where there is no such row.

    The rows above belong to it where they group its headings. -1 is a list without headings.
    """
    if bottom == -1:
        return Header(0, -1, (None,) * text.shape[1])
    if not 0 <= bottom < len(text):
        return None
    best = Header(bottom, bottom, tuple(text[bottom]))
    for top in range(bottom - 1, max(bottom - _MOST_ROWS, -1), -1):
        more = _over_rows(text, range(top, bottom + 1), merged)
        if more and len(meanings_of(more)) > len(meanings_of(best)):
            best = more
    return best


def candidates(
    text: np.ndarray, merged: tuple[Merge, ...], tops: Iterable[int]
) -> Iterator[Header]:
    """Headers that begin at one of `tops`: single rows first, for more rows must explain more."""
    tops = list(tops)
    near = sorted({row for top in tops for row in range(top, min(top + _MOST_ROWS, len(text)))})
    bare = {row: holds_no_values(text[row]) for row in near}
    # A heading known as it stands is looked up; near ones take time, so only beside one of those.
    likely = {row: any(cell and is_known(cell) for cell in text[row]) for row in near}
    for row in tops:
        if bare[row] and likely[row]:
            yield Header(row, row, tuple(text[row]))
    for size in range(2, _MOST_ROWS + 1):
        for top in tops:
            rows = range(top, top + size)
            if rows[-1] in bare and all(bare[r] for r in rows) and any(likely[r] for r in rows):
                together = _over_rows(text, rows, merged)
                if together:
                    yield together


def holds_no_values(row: np.ndarray) -> bool:
    """Whether few cells of a row hold what stands under headings: numbers, dates, addresses."""
    cells = [cell for cell in row if cell]
    return sum(is_value(cell) for cell in cells) * 4 <= len(cells)


def is_value(cell: str) -> bool:
    """Whether a cell is a number, a date or a mail address, as stand under headings."""
    return bool(_VALUE.fullmatch(cell))


def meanings_of(header: Header) -> list[Meaning]:
    return [found for heading in header.headings if heading and (found := understand(heading))]


def score_of(header: Header) -> int:
    """The number of columns explained; 0 where that is no header.

    A number alone does not say who a member is: a sheet of codes has one too.
    """
    meanings = meanings_of(header)
    fields = {meaning.field for meaning in meanings}
    enough = len(fields) >= 2 and (fields & _NAMES or ("member_no" in fields and len(fields) >= 3))
    # "Facturation" over "Nom" explains that column too, though it is none of ours.
    passed = [one for one in header.headings if one and is_second(one) and not understand(one)]
    return len(meanings) + len(passed) if enough else 0


def _over_rows(text: np.ndarray, rows: range, merged: tuple[Merge, ...]) -> Header | None:
    """The headings of `rows` as one, or None where the last is no such row."""
    headings: list[str | None] = list(text[rows[0]])
    groups = _spread(headings, text[rows[1]], rows[0], merged)
    for row in rows[1:]:
        below, explained, written = text[row], 0, 0
        for column, sub in enumerate(below):
            if sub:
                headings[column] = heading = _joined(groups[column], sub)
                written += 1
                explained += understand(heading) is not None
        last = row == rows[-1]  # groups of headings may say anything
        if not written or (last and (written < 2 or explained * 2 < written)):
            return None
        if not last:
            # A heading above stands for its own column; only where there is none, one spreads.
            nearer = _spread(headings, text[row + 1], row, merged)
            groups = [near or far for near, far in zip(nearer, groups, strict=True)]
    return Header(rows[0], rows[-1], tuple(headings))


def _joined(group: str | None, sub: str) -> str:
    """The heading of a column under a group: "Cotisations" over "2024", but "Ville" under any."""
    if not group:
        return sub
    both = f"{group} {sub}"
    if is_second(group):
        return both
    meaning = understand(both)
    if meaning and meaning.exact and (meaning.confidence >= SURE or understand(sub) is None):
        return both
    person = understand(sub)
    if meaning and meaning.exact and person and person.field == "company_or_last_name":
        return both
    return sub


def _spread(
    own: Sequence[str | None], below: np.ndarray, row: int, merged: tuple[Merge, ...]
) -> list[str | None]:
    """The group above each column: over its merged cells, or up to the next group."""
    groups = list(own)
    spans = [(left, right) for top, left, bottom, right in merged if top <= row <= bottom < row + 2]
    wide = [(left, right) for left, right in spans if right > left]
    if wide:
        for left, right in wide:
            for column in range(left, min(right + 1, len(groups))):
                groups[column] = own[left] or groups[column]
        return groups
    for column in range(1, len(groups)):
        if groups[column] is None and below[column] is not None:
            groups[column] = groups[column - 1]
    return groups
