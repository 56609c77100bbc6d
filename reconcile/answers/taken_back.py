"""What somebody changed in a register and put back as it was, in the same file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pandas as pd

from ..decisions.by_hand import parts, proposals
from ..decisions.ledger import BETWEEN, WITHDRAWN, heads, knew, text_in
from ..decisions.own_columns import EXTRA, OF_REGISTER, cell_act, heading_act
from ..results import Memory
from .register_rows import by_member
from .register_sheet import LISTS, Rows, Written, spoilt, table_of


@dataclass(frozen=True)
class _Sheet:
    """The sheet as it is now: its rows by member, the columns whose changes do not count, all
    columns that are there, and the sheet as it was written."""

    mine: Rows
    no_edits: set[str]
    columns: set[str]
    written: Written

    def seen(self, member: str, cells: Sequence[str]) -> bool:
        """Whether the cells of a member are there to be compared."""
        row = self.mine.get(member, {})
        return bool(row) and all(key in row and key not in self.no_edits for key in cells)


def taken_back(
    lines: Sequence[Sequence[object]],
    written: Written,
    found: Sequence[Mapping[str, Any]],
    about: Mapping[str, Any],
    memory: Memory,
) -> list[dict[str, Any]]:
    """Acts that take earlier ones of the same file back, because the sheet of members (`lines`) no
    more differs there from what was written. found: the acts that it gives now; about: its run,
    read_in, origin, decided_at and reviewer."""
    author, said = SimpleNamespace(**about), {one["subject"] for one in found}
    ledger = memory.ledger
    same_file = (ledger["run"] == about["run"]) & (ledger["origin"] == about["origin"])
    if not same_file.any():
        return []
    own = heads(ledger[ledger["kind"] == "extra"])
    own = own[own["answer"] != WITHDRAWN]
    acts = [
        one
        for one in pd.concat([proposals(ledger), own]).itertuples()
        if same_file[one.Index] and one.subject not in said and knew(author, one)
    ]
    if not acts:
        return []
    rows, _ = table_of(lines, written)
    mine, _, _ = by_member(rows, written.rows)
    sheet = _Sheet(mine, spoilt(mine, written)[0], {key for row in rows for key in row}, written)
    backs = (_own(one, sheet) if one.kind == "extra" else _edit(one, sheet) for one in acts)
    return [one for one in backs if one]


def _edit(act: Any, sheet: _Sheet) -> dict[str, Any] | None:
    """A proposal of a value that was put back, of a row that is there again or is no more."""
    what, *of = parts(act.subject)
    if what == "value" and not sheet.seen(of[0], LISTS.get(of[1], (of[1],))):
        return None
    if what == "left" and of[0] not in sheet.mine:
        return None
    if what == "new" and not set(sheet.written.rows) <= set(sheet.mine):
        return None  # the sheet was cut down
    return {"kind": "edit", "subject": act.subject, "answer": WITHDRAWN, "shown": act.shown}


def _own(act: Any, sheet: _Sheet) -> dict[str, Any] | None:
    """A cell of a column that people added, or the column itself."""
    member, _, heading = act.subject.partition(BETWEEN)
    key = EXTRA + heading
    there, was_there = key in sheet.columns, key in sheet.written.headings
    if member.startswith(OF_REGISTER):
        gone = not there and not was_there
        return heading_act(member.removeprefix(OF_REGISTER), heading, there=False) if gone else None
    if member not in sheet.mine or key in sheet.no_edits or (was_there and not there):
        return None
    text, was = sheet.mine[member].get(key, ""), text_in(str(act.answer))
    return cell_act(member, heading, str(text), getattr(text, "value", text), was)
