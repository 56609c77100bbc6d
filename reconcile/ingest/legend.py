"""Colours that mean "left": a cell of the sheet itself must say so ("en rouge : démissionnaires").

No colour is taken for a sign by itself. Where more than half of a table's rows have the colour, it
is more likely a pattern of stripes, and is only told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from .cells import address, filled
from .marks import Cell
from .parts import Part
from .workbook import Notice, Sheet

_NAMED_BY = ("name", "trade_name", "contact", "contact_last")  # the cell whose mark counts
_LONGEST = 60
_LEFT = re.compile(
    r"\W*(?:(?:(?:en|fond|lignes?|couleur|surligne\w*)\s+){1,2}\w+\s*[:=\-–→]*\s*|\w+\s*[:=→]\s*)?"
    r"(?:les\s+)?(?:(?:adherent|membre|societe|entreprise|structure|personne)e?s?\s+)?"
    r"(?:(?:qui\s+)?(?:est|sont|a|ont|n'est plus|ne sont plus)\s+)?(?:"
    r"partie?s?|sortie?s?|radiee?s?|radiations?|demissionnaires?|demissionne|demissions?"
    r"|departs?|quitte|a quitte le club|(?:anciens?|ancienne?s?|ex)[\s\-]+(?:adherent|membre)e?s?"
    r"|(?:plus|non)[\s\-]+(?:adherent|membre)e?s?|resilie?e?s?|left|former members?|resigned"
    r")(?:\s+(?:en|depuis)\s+(?:19|20)\d\d)?\W*"
)
_STEMS = (
    *("parti", "sorti", "radi", "démis", "demis", "départ", "depart", "quitt", "ancien", "ex-"),
    *("ex ", "plus ", "plus-", "non ", "non-", "résil", "resil", "left", "former", "resign"),
)


Left = tuple[str, str]  # by what a row is shown as left, and the cell that says so


@dataclass(frozen=True)
class Legend:
    """A cell that gives a colour the meaning "left"."""

    cell: Cell
    text: str
    look: str


def legends(sheet: Sheet, parts: Sequence[Part]) -> list[Legend]:
    """The legends of a sheet: above, under or beside its tables, in colour or beside a blank cell
    that is."""
    if sheet.marks.plain:
        return []
    said = [(cell, text) for cell, text in _said(sheet.text) if _apart(cell, sheet.text, parts)]
    if not said:
        return []
    looks, found = sheet.marks.looks(), []
    for (row, column), text in said:
        beside = [(row, column - 1), (row, column + 1)]
        blank = [cell for cell in beside if _blank(sheet.text, cell)]
        look = next((looks[cell] for cell in [(row, column), *blank] if cell in looks), None)
        if look:
            found.append(Legend((row, column), text, look))
    return found


def _said(text: np.ndarray) -> list[tuple[Cell, str]]:
    found = []
    for column in range(text.shape[1]):
        # One search over the whole column first: most columns hold no such word.
        together = "\n".join(cell for cell in text[:, column] if cell).casefold()
        if not any(stem in together for stem in _STEMS):
            continue
        for row, cell in enumerate(text[:, column]):
            if cell and len(cell) <= _LONGEST and _LEFT.fullmatch(_folded(cell)):
                found.append(((row, column), cell.strip()))
    return found


def _folded(text: str) -> str:
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKD", text).casefold().replace("’", "'")
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _blank(text: np.ndarray, cell: Cell) -> bool:
    row, column = cell
    return column >= 0 and (column >= text.shape[1] or text[row, column] is None)


def _apart(cell: Cell, text: np.ndarray, parts: Sequence[Part]) -> bool:
    """Whether a cell stands outside the tables: no heading over it, or no member from there on."""
    row, column = cell
    part = next(one for one in parts if row < one.end)
    if row < part.header.top or part.header.headings[column] is None:
        return True
    return row > part.header.bottom and not (filled(text[row : part.end]).sum(axis=1) > 1).any()


def rows_of_legends(found: Sequence[Legend], part: Part) -> list[int]:
    """The rows over or under a table that hold a legend and no member."""
    return [
        row
        for row, column in (legend.cell for legend in found)
        if part.start <= row < part.header.top
        or (part.header.bottom < row < part.end and part.header.headings[column] is not None)
    ]


def left_rows(
    sheet: Sheet,
    rows: np.ndarray,
    labels: Sequence[str | None],
    found: Sequence[Legend],
    left_when: Collection[str],
) -> tuple[dict[int, Left], list[tuple[int | None, Notice]]]:
    """The rows among `rows` that are shown as left by the mark of the cell that names the member.

    labels: of the columns. left_when: "struck" and "colour", as far as they count. Also what to
    tell, each with its row as Excel numbers it, or None.
    """
    column = next((labels.index(label) for label in _NAMED_BY if label in labels), None)
    if column is None:
        return {}, []
    marked = {"struck": {row for row, at in sheet.marks.struck if at == column}}
    marked["colour"], notices = _coloured(sheet, found, rows, column)
    left = {
        row: (why, address(row, column))
        for why, own in marked.items()
        if why in left_when
        for row in own
    }
    kept = {row for own in marked.values() for row in own} - {*left}
    told: list[tuple[int | None, Notice]] = []
    if "colour" in left_when:
        told += [(None, one) for one in notices]
    told += [
        (int(row) + 1, Notice("row_marked_kept", {}, address(int(row), column)))
        for row in rows
        if row in kept
    ]
    return left, told


def _coloured(
    sheet: Sheet, found: Sequence[Legend], rows: np.ndarray, column: int
) -> tuple[set[int], list[Notice]]:
    left: set[int] = set()
    notices = []
    looks = sheet.marks.looks() if found else {}
    for legend in found:
        own = {int(row) for row in rows if looks.get((int(row), column)) == legend.look}
        if not own:
            continue
        place = address(*legend.cell)
        details = {"legend": place, "text": legend.text, "n": str(len(own))}
        clear = len(own) * 2 <= len(rows)
        notices.append(Notice("legend_used" if clear else "legend_unclear", details, place))
        left |= own if clear else set()
    return left, notices
