"""Several tables below each other in one sheet: where each begins, and where it ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from .cells import filled
from .choices import helps_only
from .header import Header, candidates, find_header, header_over_proof, is_value, score_of
from .headings import understand, words_of
from .workbook import Merge

# What says of which company a row tells; a table of persons alone is not one of members.
_COMPANY = {"name", "trade_name", "siren", "siret", "member_no", "company_or_person"}
_TITLE_ROWS = 4  # between two tables at most
_LONGEST_TITLE = 60
_ROWS_OF_GROUPS = 3
_SHARE = 0.6  # of its cells that a further header must explain


@dataclass(frozen=True)
class Part:
    """A table: its header, and its rows from `start` (its title's) to before `end`.

    title: the row whose text is the category of all its rows, or None. passed: rows of further
    headings right under its own. of_members: whether it tells of companies at all.
    """

    header: Header
    start: int
    end: int
    title: int | None = None
    passed: tuple[int, ...] = ()
    of_members: bool = True


def find_parts(
    text: np.ndarray, merged: tuple[Merge, ...], given: Header | None = None
) -> list[Part]:
    """The tables of a sheet from the top down; none where no header is found, or only the choices
    and explanations by which others are filled in.

    The header that a person named (`given`), or else the best of the first rows, is always one.
    Another counts only where it is sure: most of its cells are known headings, it stands after a
    blank row or a title, and it differs from the one above (a page's headings repeated begin
    nothing new).
    """
    main = given or find_header(text, merged) or header_over_proof(text)
    if main is None or (given is None and helps_only(text, main)):
        return []
    count = filled(text).sum(axis=1)
    found = _apart([main, *_further(text, count, merged, main)])
    parts: list[Part] = []
    for header in sorted(found, key=lambda one: one.top):
        before = parts[-1] if parts else None
        if before is None:
            parts.append(Part(header, 0, len(text)))
        elif _same(before.header, header):
            continue
        elif _has_rows(text[before.header.bottom + 1 : header.top]):
            start, title = _title(text, count, before.header.bottom, header.top)
            parts[-1] = replace(before, end=start)
            parts.append(Part(header, start, len(text), title))
        elif header is main or (given is None and _names_more(header, before.header)):
            # what stood above it was no table, for it had no rows
            parts[-1] = replace(before, header=header)
        else:
            rows = range(header.top, header.bottom + 1)
            parts[-1] = replace(before, passed=(*before.passed, *rows))
    named = [bool(_fields(part.header) & _COMPANY) for part in parts]
    return [
        replace(part, of_members=own or not any(named))
        for part, own in zip(parts, named, strict=True)
    ]


def _further(
    text: np.ndarray, count: np.ndarray, merged: tuple[Merge, ...], main: Header
) -> list[Header]:
    """Headers beside the main one that are sure."""
    tops = []
    for row in _wordy(text, count):
        broken = row == 0 or count[row - 1] <= 1
        if broken or (count[row] > 2 and _all_known(text[row])):
            tops.append(row)
    return [one for one in candidates(text, merged, tops) if is_sure(one) and one.top != main.top]


def _has_rows(between: np.ndarray) -> bool:
    """Whether rows of members stand between two headers, and not groups of headings alone."""
    count = filled(between).sum(axis=1)
    groups = len(count) < _ROWS_OF_GROUPS and (count > 1).all()
    if groups and not any(cell and is_value(cell) for cell in between.ravel()):
        return False
    return bool((count > 1).any())


def _wordy(text: np.ndarray, count: np.ndarray) -> list[int]:
    """Rows of two cells and more that hold no number, date or address: column by column, for most
    rows of members are out after a few."""
    rows = np.flatnonzero(count > 1)
    for column in text.T:
        rows = rows[[not (cell and is_value(cell)) for cell in column[rows]]]
        if not len(rows):
            break
    return [int(row) for row in rows]


def _all_known(cells: np.ndarray) -> bool:
    return all(_known(cell) for cell in cells if cell)


def _known(heading: str) -> bool:
    meaning = understand(heading)
    return meaning is not None and meaning.exact


def is_sure(header: Header) -> bool:
    """Whether most cells of a header are known headings."""
    written = [heading for heading in header.headings if heading]
    known = [heading for heading in written if _known(heading)]
    # "ENTREPRISE 1 | Site" may be a member.
    few = len(known) < 3 and any(sign.isdigit() for sign in "".join(known))
    return not few and len(known) >= _SHARE * len(written) and score_of(header) > 0


def _apart(headers: list[Header]) -> list[Header]:
    """`headers` without those that share a row with a better one; the first always stays."""
    kept = headers[:1]
    for header in sorted(headers[1:], key=score_of, reverse=True):
        if all(header.bottom < one.top or one.bottom < header.top for one in kept):
            kept.append(header)
    return kept


def _fields(header: Header) -> set[str]:
    return {found.field for one in header.headings if one and (found := understand(one))}


def _names_more(header: Header, above: Header) -> bool:
    """Whether a header names companies, and the one right above does not."""
    return bool(_fields(header) & _COMPANY) and not _fields(above) & _COMPANY


def _same(one: Header, other: Header) -> bool:
    """Whether every heading of `other` stands in `one` in the same column."""
    return all(
        there is None or (here is not None and words_of(here) == words_of(there))
        for here, there in zip(one.headings, other.headings, strict=True)
    )


def _title(text: np.ndarray, count: np.ndarray, above: int, top: int) -> tuple[int, int | None]:
    """Where the table headed at `top` begins: with the title over it, after a blank row."""
    for row in _upwards(top, above):
        if count[row] > 1:
            break
        if count[row] == 1 and (count[row - 1] == 0 or row - 1 == above):
            value = str(next(cell for cell in text[row] if cell))
            return row, row if len(value) <= _LONGEST_TITLE else None
    return top, None


def _upwards(top: int, above: int) -> Iterator[int]:
    yield from range(top - 1, max(above, top - 1 - _TITLE_ROWS), -1)


def title_over(text: np.ndarray, part: Part) -> str:
    """What stands alone in a row over the headings of a table, the nearest to them; else ""."""
    has = filled(text[: part.header.top])
    lone = np.flatnonzero(has.sum(axis=1) == 1)
    return str(text[lone[-1], int(has[lone[-1]].argmax())]) if len(lone) else ""
