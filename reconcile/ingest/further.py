"""Rows that only name a further contact of the company above: kept with its row, not as members."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..tables import field_of
from .cells import address, filled
from .table import Body
from .workbook import Notice, Sheet

_NAMES = ("name", "trade_name")
_CONTACT = ("contact", "contact_first", "contact_last", "phone", "mobile", "email")
_PERSONAL = frozenset((*_CONTACT, "contact_title", "contact_role", "fax", "notes"))
_MOST = 9  # further contacts of one company: more of them are a list of persons
_MOSTLY = 0.6  # of the rows with a name have what a row of a contact lacks
_NAMELESS = 0.25  # of the rows at most, or rows without a name are nothing odd


@dataclass(frozen=True)
class Further:
    """A row (`row`) whose contact is one of the company in the row `owner`, both counted from 0."""

    row: int
    owner: int


@dataclass(frozen=True)
class _Table:
    """What is looked at: own, where a cell was written (not only merged into from above), the
    positions of the columns by what they tell."""

    own: np.ndarray
    names: list[int]
    contact: list[int]
    others: list[int]


def further_contacts(
    body: Body, written: np.ndarray, labels: Sequence[str | None], struck: Collection[int]
) -> tuple[Body, list[Further]]:
    """`body` without the rows that only give a further contact of the company above; those rows.

    Such a row has no name of its own (blank, or merged with the one above) and nothing but persons,
    phones, mails and notes; it stands right under the company's row or another such row. In a list
    where most rows have no name, and nothing else that companies have, all stay members. written:
    the cells before merged ones were repeated; struck: rows with a contact that is struck out,
    which are left out and told. A row of which nothing was written is a part of merged cells.
    """
    table = _look(written, labels)
    if not table.names:
        return body, []
    named = body.rows[_any(table.own, table.names)[body.rows]]
    mute = {one["row"] - 1 for one in body.left_out if one["why"] == "no_identity"}
    found = list(_found(body, table, set(named.tolist()), mute))
    if not found:
        return body, []
    blank = {one.row for one in found if not table.own[one.row].any()}
    if not _are_contacts(table, named, [one for one in found if one.row not in blank], body.text):
        found = [one for one in found if one.row in blank]
    gone = {one.row for one in found}
    kept = [row not in gone for row in body.rows.tolist()]
    left_out = [one for one in body.left_out if one["row"] - 1 not in gone]
    left_out += [_left(body, row) for row in sorted(gone & set(struck))]
    rest = replace(
        body,
        rows=body.rows[np.array(kept, dtype=bool)],
        category=[one for one, stays in zip(body.category, kept, strict=True) if stays],
        left_out=sorted(left_out, key=lambda one: int(one["row"])),
    )
    return rest, [one for one in found if one.row not in blank and one.row not in struck]


def told_of(
    sheet: Sheet, body: Body, found: list[Further], labels: Sequence[str | None]
) -> list[tuple[int, Notice]]:
    """What is told of the rows `found`, and of members without a name where most have one; each
    with its row as Excel numbers it."""
    column = next((n for n, label in enumerate(labels) if label == "name"), None)
    if column is None:
        return []
    told = []
    for one in found:
        details = {"owner": str(body.text[one.owner, column]), "owner_row": str(one.owner + 1)}
        told.append((one.row + 1, Notice("row_contact", details, address(one.row, column))))
    has = filled(body.text)
    contact = [n for n, label in enumerate(labels) if label and field_of(label) in _CONTACT[:3]]
    names = [n for n, label in enumerate(labels) if label and field_of(label) in _NAMES]
    mute = ~_any(has, names)[body.rows]
    if mute.sum() > _NAMELESS * len(body.rows):
        return told
    rows = body.rows[mute & _any(has, contact)[body.rows]].tolist()
    return told + [(row + 1, Notice("row_nameless", {}, address(row, column))) for row in rows]


def cells_of(
    body: Body, found: list[Further], labels: Sequence[str | None], written: np.ndarray
) -> dict[str, dict[int, str]]:
    """The cells of the rows `found`, by their label in RAW ("phone#+1": a row below) and the row of
    the company."""
    cells: dict[str, dict[int, str]] = {}
    for one in found:
        for column, label in enumerate(labels):
            if label and written[one.row, column] is not None:
                below = f"{label}{'' if '#' in label else '#'}+{one.row - one.owner}"
                cells.setdefault(below, {})[one.owner] = str(written[one.row, column])
    return cells


def _look(written: np.ndarray, labels: Sequence[str | None]) -> _Table:
    fields = [field_of(label) if label else None for label in labels]
    at = {name: [n for n, one in enumerate(fields) if one == name] for name in set(fields)}
    names = [n for name in _NAMES for n in at.get(name, [])]
    contact = [n for name in _CONTACT for n in at.get(name, [])]
    others = [n for n, one in enumerate(fields) if one and one not in (_PERSONAL | {*_NAMES})]
    return _Table(filled(written), names if "name" in at else [], contact, others)


def _found(body: Body, table: _Table, named: set[int], mute: set[int]) -> Iterator[Further]:
    """Rows without a name or anything but a contact, right under a company."""
    members = set(body.rows.tolist())
    has_contact = _any(table.own, table.contact) | ~table.own.any(axis=1)
    fits = has_contact & ~_any(table.own, table.names) & ~_any(table.own, table.others)
    owner, last = -1, -1
    for row in sorted(members | mute):
        if row in named:
            owner, last = row, row
        elif owner >= 0 and fits[row] and row == last + 1 and row - owner <= _MOST:
            last = row
            yield Further(row, owner)
        else:
            owner, last = -1, -1


def _are_contacts(table: _Table, named: np.ndarray, found: list[Further], text: np.ndarray) -> bool:
    """Whether rows without a name are contacts in this list, and not persons who are members."""
    rows = [one.row for one in found]
    merged = _any(filled(text), table.names)[rows]
    usual = table.own[named][:, table.others].mean(axis=0)
    return bool((usual >= _MOSTLY).any() or (~merged).sum() <= len(named))


def _any(cells: np.ndarray, columns: list[int]) -> np.ndarray:
    """Where a row has one of `columns`."""
    return np.asarray(cells[:, columns].any(axis=1), dtype=bool)


def _left(body: Body, row: int) -> dict[str, object]:
    text = " | ".join(str(cell) for cell in body.text[row] if cell is not None)[:60]
    return {"row": row + 1, "why": "contact_struck", "text": text}
