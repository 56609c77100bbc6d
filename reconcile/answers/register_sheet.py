"""The sheet of members in a register that people changed: which one it is, and whose its columns
are. Headings are written over, put twice or taken away; what was written below them says more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from openpyxl.utils import get_column_letter

from ..decisions.own_columns import EXTRA
from ..workbooks.plain import Typed, lined, plain, same

HEAD_ROWS: Final = 12  # people put titles above
_LOOKED_AT: Final = 500  # rows that say what a column is
MOST: Final = 0.5  # of the cells of a column say what it is
_FEW: Final = 3  # cells of a column that may be emptied, or exchanged, one by one
_TOLD: Final = 8  # columns named
# The columns that show a list: of one of its cells, each line is an entry.
LISTS: Final = {
    "phones": ("phone", "more_phones"),
    "emails": ("email", "more_emails"),
    "commissions": ("commissions",),
}
_LISTED: Final = frozenset(cell for cells in LISTS.values() for cell in cells)
_MOVED: Final = 0.8  # of the changed cells of a column hold what other members had in it
_DISTINCT: Final = 0.5  # of the changed cells of a column of theirs differ, or none was sorted
Lines = Sequence[Sequence[object]]
Rows = dict[str, dict[str, str]]
Told = list[tuple[str, dict[str, str]]]


@dataclass(frozen=True)
class Written:
    """A sheet of members as it was written: its headings by key, and rows of texts by member;
    others: marks of the rows of all sheets (other_sheets.py), that of the members first, None
    where they were not kept; forms: number formats of the columns that people added, by key."""

    headings: dict[str, str]
    rows: Rows
    others: dict[str, list[str]] | None = None
    forms: dict[str, str] = field(default_factory=dict)


def members_sheet(sheets: Mapping[str, Lines], written: Written) -> str | None:
    """The name of the sheet of members: the one called so, else the one that has most of its
    headings and members under a name that no other sheet bore; None where there is none."""
    ours, *others = written.others or [""]
    known = {plain(heading) for heading in written.headings.values()}

    def worth(name: str) -> tuple[bool, int, int]:
        lines = sheets[name]
        heads = (len(known & {plain(cell) for cell in line}) for line in lines[:HEAD_ROWS])
        named = sum(any(plain(cell) in written.rows for cell in line) for line in lines)
        return name == ours, max(heads, default=0), named

    mine = [name for name in sheets if name not in others]
    mine = [name for name in mine if worth(name)[1] > 1 or worth(name)[2]]
    return max(mine, key=worth, default=None)


def table_of(lines: Lines, written: Written) -> tuple[list[dict[str, str]], Told]:
    """The rows of a sheet of members as texts by key (ours, or EXTRA and the heading of a column
    that people added), and what is odd about its columns."""
    texts = [[plain(cell) for cell in line] for line in lines]
    head = heading_row(texts, written)
    body = texts[head + 1 :] if head is not None else texts
    wide = max(map(len, texts), default=0)
    headings = texts[head] if head is not None else []
    headings = [*headings, *[""] * (wide - len(headings))]
    keys, told = _keys(headings, body, written)
    rows = [{key: cell for key, cell in zip(keys, line, strict=False) if key} for line in body]
    for row, line in zip(rows, lines[head + 1 :] if head is not None else lines, strict=True):
        for key, cell in zip(keys, line, strict=False):
            if key.startswith(EXTRA):
                row[key] = Typed(lined(cell), cell)
            elif key in _LISTED and isinstance(cell, str):
                row[key] = "; ".join(filter(None, lined(cell).splitlines()))
    return [row for row in rows if any(row.values())], told


def heading_row(texts: Sequence[Sequence[str]], written: Written) -> int | None:
    """The row of the headings: the one with most of ours, else the one above the first member."""
    known = {plain(heading) for heading in written.headings.values()}
    counts = [len(known & set(line)) for line in texts[:HEAD_ROWS]]
    if counts and max(counts) > 1:
        return counts.index(max(counts))
    first = next((nth for nth, row in enumerate(texts) if set(row) & set(written.rows)), 0)
    return first - 1 if first else None


def _keys(
    headings: Sequence[str], body: Sequence[Sequence[str]], written: Written
) -> tuple[list[str], Told]:
    """The key of each column, "" where it has none, and what is told of the columns."""
    alike = _Likeness(body, written, len(headings))
    ours = {plain(heading): key for key, heading in written.headings.items()}
    keys = [""] * len(headings)
    for heading in {one for one in headings if one}:
        places = [at for at, one in enumerate(headings) if one == heading]
        key = ours.get(heading, EXTRA + heading)
        # Of two columns with one heading that is meant which has the values.
        keys[max(places, key=lambda at: alike.share(at, key))] = key
    missing = [key for key in written.headings if key not in keys]
    free = [at for at, key in enumerate(keys) if not key or key not in written.headings]
    # A heading of theirs is theirs to change.
    asked = [(at, key) for at in free for key in missing if EXTRA not in key or not keys[at]]
    alike_in = ((alike.share(at, key), -at, key) for at, key in asked)
    renamed: dict[int, str] = {}
    for share, at, key in sorted(alike_in, reverse=True):
        if share > MOST and -at in free and key in missing:
            free.remove(-at)
            missing.remove(key)
            keys[-at] = key
            renamed[-at] = f"{get_column_letter(1 - at)} ({written.headings[key]})"
    gone = [
        written.headings[key]
        for key in missing
        if not key.startswith(EXTRA) and any(row.get(key) for row in written.rows.values())
    ]
    nameless = [
        get_column_letter(at + 1)
        for at, key in enumerate(keys)
        if not key and any(at < len(line) and line[at] for line in body)
    ]
    again = [renamed[at] for at in sorted(renamed)]
    told = {"heading": again, "column_gone": gone, "column_nameless": nameless}
    return keys, [_of_columns(f"register_{key}", some) for key, some in told.items() if some]


def _of_columns(problem: str, columns: Sequence[str]) -> tuple[str, dict[str, str]]:
    more = " …" if len(columns) > _TOLD else ""
    return problem, {"column": ", ".join(columns[:_TOLD]) + more, "n": str(len(columns))}


class _Likeness:
    """How far the columns that were found hold what was written in those of ours."""

    def __init__(self, body: Sequence[Sequence[str]], written: Written, wide: int) -> None:
        self.written = written
        n_named = [
            sum(at < len(line) and line[at] in written.rows for line in body) for at in range(wide)
        ]
        self.at_id = n_named.index(max(n_named)) if any(n_named) else None
        at = self.at_id
        members = [] if at is None else [line[at] if at < len(line) else "" for line in body]
        both = zip(body, map(written.rows.get, members), strict=False)
        self.mine = [(line, was) for line, was in both if was is not None][:_LOOKED_AT]

    def share(self, at: int, key: str) -> float:
        """The share of the cells of a column that are what was written under `key`."""
        if key == "member_id":
            return 1.0 if at == self.at_id else 0.0
        both = [(line[at] if at < len(line) else "", was.get(key, "")) for line, was in self.mine]
        filled = [pair for pair in both if any(pair)]
        return sum(same(*pair) for pair in filled) / len(filled) if filled else 0.0


def spoilt(mine: Rows, written: Written) -> tuple[set[str], Told]:
    """The columns whose changes are no edits, and what is told of them: those that were emptied as
    a whole, and those whose values went to other members (sorted without the rest of the sheet)."""
    emptied: list[str] = []
    moved: list[str] = []
    for key in written.headings:
        rows = [
            (row[key], written.rows[one].get(key, "")) for one, row in mine.items() if key in row
        ]
        others = [pair for pair in rows if not same(*pair)]
        if key == "member_id" or len(others) <= _FEW:
            continue
        if not any(now for now, _ in rows):
            emptied.append(key)
        elif _went_elsewhere(others, key):
            moved.append(key)
    told = {"gone": emptied, "sorted": moved}
    named = {key: [written.headings[one] for one in keys] for key, keys in told.items()}
    return {*emptied, *moved}, [
        _of_columns(f"register_column_{key}", some) for key, some in named.items() if some
    ]


def _went_elsewhere(others: Sequence[tuple[str, str]], key: str) -> bool:
    """Whether the changed cells of a column (now, before) hold what other members had in it. Of a
    few values ("oui", "non") that says nothing: each edit gives what somebody else had."""
    values = {was for _, was in others if was}
    if len(values) <= _FEW or (key.startswith(EXTRA) and len(values) <= _DISTINCT * len(others)):
        return False
    there = Counter(now for now, _ in others if now) & Counter(was for _, was in others)
    return there.total() > _MOVED * len(others)
