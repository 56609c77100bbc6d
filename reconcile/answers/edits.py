"""Two states of the register's sheet of members, what was written and what was found -> proposals.

Only values count: another order of the rows or columns, another form of a date or number are no
edits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, Final

from ..config import Config
from ..decisions.by_hand import parts, proposal, proposals
from ..decisions.ledger import WITHDRAWN, knew, subject_of
from ..decisions.own_columns import EXTRA
from ..erasure import GONE
from ..results import Memory
from ..workbooks.plain import same
from .corrections import correctable
from .own_acts import OwnSheet, own_columns
from .register_rows import by_member, new_member
from .register_sheet import LISTS, Told, Written, spoilt, table_of

MOST_GONE: Final = 0.5  # more rows removed than this share: the sheet was cut down, nobody left
FEW_GONE: Final = 3


def proposed(
    lines: Sequence[Sequence[object]],
    written: Written,
    config: Config,
    memory: Memory,
    club: str = "",
    forms: Mapping[str, str] | None = None,
) -> tuple[list[dict[str, Any]], Told]:
    """Acts (kind, subject, answer, shown) of the sheet of members that was found (`lines`): open
    proposals, and the values of columns that people added; and problems with their details, what
    could not be taken. club: whose register it is, "" for the joint one; forms: of forms_of."""
    rows, problems = table_of(lines, written)
    mine, added, renumbered = by_member(rows, written.rows)
    no_edits, told = spoilt(mine, written)
    problems += [*renumbered, *told]
    gone = [member for member in written.rows if member not in mine]
    found: list[dict[str, Any]] = []
    for member, row in mine.items():
        own = {key: text for key, text in row.items() if key not in no_edits}
        found += _changed(member, own, written.rows[member])
        problems += _fixed(member, own, written)
    extra = {key for row in rows for key in row if key.startswith(EXTRA)}
    whole = len(gone) <= max(FEW_GONE, MOST_GONE * len(written.rows))
    sheet = OwnSheet(mine, extra, written, club, whole, forms or {})
    found += own_columns(sheet, no_edits, memory)
    for row in added:
        one, told = new_member(row, written.headings, config)
        found += one
        problems += told
    if whole:
        found += [proposal(subject_of("left", member), {}) for member in gone]
    else:
        problems.append(("register_cut", {"n": str(len(gone))}))
    return found, problems


def _fixed(member: str, row: Mapping[str, str], written: Written) -> Told:
    """The changed cells of a member that the register sums up from several rows."""
    was = written.rows[member]
    listed = {cell for cells in LISTS.values() for cell in cells}
    return [
        (
            "register_fixed",
            {
                "member": member,
                "column": written.headings[key],
                "now": text,
                "was": was.get(key, ""),
            },
        )
        for key, text in row.items()
        if key in written.headings
        and key != "member_id"
        and key not in listed
        and not key.startswith(EXTRA)
        and not correctable(key)
        and not same(text, was.get(key, ""))
    ]


def _changed(member: str, row: Mapping[str, str], was: Mapping[str, str]) -> list[dict[str, Any]]:
    """A proposal for each field of a member whose cells were changed."""
    found = []
    for field, cells in LISTS.items():
        there = [cell for cell in cells if cell in row]
        if all(same(row[cell], was.get(cell, "")) for cell in there):
            continue
        now, before = (
            "; ".join(
                _entries(
                    field,
                    (one.get(cell, "") if cell in there else was.get(cell, "") for cell in cells),
                )
            )
            for one in (row, was)
        )
        # What is blocked is no value, nor does it take the value away in whose place it was typed.
        if now != before and (now or not any(GONE in row.get(cell, "") for cell in there)):
            found.append(_value(member, field, now, before))
    shown = {cell for cells in LISTS.values() for cell in cells}
    for key, text in row.items():
        if key in shown or key == "member_id" or not correctable(key):
            continue
        if not same(text, was.get(key, "")) and GONE not in text:
            found.append(_value(member, key, text, was.get(key, "")))
    return found


def _entries(field: str, cells: Iterable[str]) -> list[str]:
    """The entries of a list. A commission may be called "Hygiène, sécurité"."""
    signs = ";" if field == "commissions" else "[;,]"
    parted = (one for cell in cells for one in re.split(signs, cell))
    return list(dict.fromkeys(one.strip() for one in parted if one.strip() and GONE not in one))


def _value(member: str, field: str, text: str, was: str) -> dict[str, Any]:
    return proposal(subject_of("value", member, field, text), {"was": was})


def outdated(
    found: list[dict[str, Any]], about: Mapping[str, Any], memory: Memory
) -> list[dict[str, Any]]:
    """Open proposals for a value for which there is a newer one: taken back, where who made that
    (`about`: run, read_in, origin, decided_at, reviewer) knew of them. Of two people who changed a
    cell each in a copy, both are asked about."""
    author = SimpleNamespace(**about)
    places = {tuple(parts(one["subject"])[:3]) for one in found if one["kind"] == "edit"}
    subjects = {one["subject"] for one in found}
    return [
        {"kind": "edit", "subject": one.subject, "answer": WITHDRAWN, "shown": one.shown}
        for one in proposals(memory.ledger).itertuples()
        if one.subject not in subjects
        and parts(one.subject)[0] == "value"
        and tuple(parts(one.subject)[:3]) in places
        and knew(author, one)
    ]
