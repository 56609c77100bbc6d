"""A register that people changed, or a copy of before an erasure, without what is blocked.

A row as it was written holds nothing, since what was written is cleaned as well; only other rows
are looked at. So an old copy that nobody changed proposes nothing, and what is typed again is not
taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from openpyxl.utils import get_column_letter

from ..erasure import Blocks, Lines
from ..workbooks import other_sheets
from ..workbooks.plain import plain
from .register_sheet import Written

_MOST: Final = 6  # cells named
_Sheets = dict[str, Sequence[Sequence[object]]]


@dataclass(frozen=True)
class Seen:
    """sheets: what is left of them; cells: where something was blocked ("Adhérents M3")."""

    sheets: _Sheets
    cells: list[str] = field(default_factory=list)

    @property
    def told(self) -> list[tuple[str, dict[str, str]]]:
        """The problem that tells of it, and its details."""
        more = f" … (+{len(self.cells) - _MOST})" if len(self.cells) > _MOST else ""
        cells = ", ".join(self.cells[:_MOST]) + more
        return [("erased_by_hand", {"cells": cells})] if self.cells else []


def seen(sheets: _Sheets, members: str, written: Written, blocks: Blocks) -> Seen:
    """The sheets of a register without what is blocked; rows of members who were persons are left
    out of the sheet `members`."""
    if not blocks:
        return Seen(sheets)
    lines, found, cells = Lines(blocks), dict[str, Sequence[Sequence[object]]](), list[str]()
    for name, rows in sheets.items():
        known = set((written.others or {}).get(name, ()))
        kept: list[Sequence[object]] = []
        for nth, row in enumerate(rows, start=1):
            if other_sheets.mark_of(row) in known:
                kept.append(row)
                continue
            after = _cleaned(row, written, lines)
            odd = [at for at, cell in enumerate(row) if after[at] is not cell]
            cells += [f"{name} {get_column_letter(at + 1)}{nth}" for at in odd]
            if name != members or not blocks.erased & {plain(cell) for cell in row}:
                kept.append(after)
        found[name] = kept
    return Seen(found, cells)


def _cleaned(row: Sequence[object], written: Written, lines: Lines) -> list[object]:
    """A row; a cell that says what was written of its member, or a heading of ours, stays: a firm
    may be called as the person was."""
    texts = [cell if isinstance(cell, str) else plain(cell) for cell in row]
    ours = set(written.headings.values())
    for text in texts:
        ours |= set(written.rows.get(text, {}).values())
    cleaned = lines.clean(texts)
    return [
        cell if was == now or plain(was) in ours else now
        for cell, was, now in zip(row, texts, cleaned, strict=True)
    ]
