"""Find the row, or the two rows, of headings among the first rows of a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .headings import SURE, Meaning, is_known, understand
from .workbook import Merge

SEARCHED = 40  # rows from the top
# A number, a date, a mail address; a year can be a heading ("Cotisations" over "2024").
_VALUE = re.compile(r"(?!(?:19|20)\d\d$)[\d\s.,:/+€%-]+|\S+@\S+")
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

    One of them must tell who a member is. Two rows are taken together where that explains more
    columns than either alone.
    """
    best, best_score = None, 0
    for header in _candidates(text, merged):
        score = _score(header)
        if score > best_score:
            best, best_score = header, score
    return best


def header_at(text: np.ndarray, merged: tuple[Merge, ...], bottom: int) -> Header | None:
    """The header whose last row a person named, counted from 0; None where there is no such row.

    The row above belongs to it where it groups its headings.
    """
    if not 0 <= bottom < len(text):
        return None
    both = _over_two_rows(text, bottom - 1, merged) if bottom else None
    one = Header(bottom, bottom, tuple(text[bottom]))
    return both if both and len(_meanings(both)) > len(_meanings(one)) else one


def _candidates(text: np.ndarray, merged: tuple[Merge, ...]) -> Iterator[Header]:
    """Single rows before pairs: a pair must explain more to be preferred."""
    top = text[: SEARCHED + 1]
    bare = [_holds_no_values(row) for row in top]
    # A heading known as it stands is looked up; near ones take time, so only beside one of those.
    likely = [any(cell and is_known(cell) for cell in row) for row in top]
    for row in range(min(SEARCHED, len(top))):
        if bare[row] and likely[row]:
            yield Header(row, row, tuple(text[row]))
    for row in range(len(top) - 1):
        if all(bare[row : row + 2]) and any(likely[row : row + 2]):
            both = _over_two_rows(text, row, merged)
            if both:
                yield both


def _holds_no_values(row: np.ndarray) -> bool:
    """Whether few cells of a row hold what stands under headings: numbers, dates, addresses."""
    cells = [cell for cell in row if cell]
    return sum(bool(_VALUE.fullmatch(cell)) for cell in cells) * 4 <= len(cells)


def _meanings(header: Header) -> list[Meaning]:
    return [found for heading in header.headings if heading and (found := understand(heading))]


def _score(header: Header) -> int:
    """The number of columns explained; 0 where that is no header.

    A number alone does not say who a member is: a sheet of codes has one too.
    """
    meanings = _meanings(header)
    fields = {meaning.field for meaning in meanings}
    enough = len(fields) >= 2 and (fields & _NAMES or ("member_no" in fields and len(fields) >= 3))
    return len(meanings) if enough else 0


def _over_two_rows(text: np.ndarray, row: int, merged: tuple[Merge, ...]) -> Header | None:
    """The headings of `row` and the row below as one, or None where the lower is no such row."""
    groups, below = _spread(text, row, merged), text[row + 1]
    headings: list[str | None] = []
    explained = written = 0
    for column, sub in enumerate(below):
        if not sub:
            headings.append(text[row, column])
            continue
        heading = _joined(groups[column], sub)
        headings.append(heading)
        written += 1
        explained += understand(heading) is not None
    if written < 2 or explained * 2 < written:
        return None
    return Header(row, row + 1, tuple(headings))


def _joined(group: str | None, sub: str) -> str:
    """The heading of a column under a group: "Cotisations" over "2024", but "Ville" under any."""
    if not group:
        return sub
    both = f"{group} {sub}"
    meaning = understand(both)
    if meaning and meaning.exact and (meaning.confidence >= SURE or understand(sub) is None):
        return both
    person = understand(sub)
    if meaning and meaning.exact and person and person.field == "company_or_last_name":
        return both
    return sub


def _spread(text: np.ndarray, row: int, merged: tuple[Merge, ...]) -> list[str | None]:
    """The group above each column: over its merged cells, or up to the next group."""
    groups = list(text[row])
    spans = [(left, right) for top, left, bottom, right in merged if top <= row <= bottom < row + 2]
    wide = [(left, right) for left, right in spans if right > left]
    if wide:
        for left, right in wide:
            for column in range(left, min(right + 1, len(groups))):
                groups[column] = text[row, left] or groups[column]
        return groups
    for column in range(1, len(groups)):
        if groups[column] is None and text[row + 1, column] is not None:
            groups[column] = groups[column - 1]
    return groups
