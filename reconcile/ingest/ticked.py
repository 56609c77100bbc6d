"""Commissions as columns of ticks: a heading for each, under one that says "Commissions"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from ..marked import TICKED
from . import content
from .cells import filled
from .header import Header
from .headings import catalogue, understand
from .labels import Column
from .synonyms import exactly, words_of
from .workbook import Merge

_YES: Final = frozenset(("oui", "o", "yes", "y", "vrai", "true", "x", "✓", "✔", "☑", "ok", "1"))
_OWN: Final = re.compile(
    r"\W*(?:commissions?|groupes? de travail|working groups?)\W+(.*\w.*)", re.I
)
_BRACKETS: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_UNSAFE: Final = re.compile(r"#|\+(?=\d+$)")  # signs with which labels are read


def settle_ticked(
    text: np.ndarray,
    header: Header,
    merged: Sequence[Merge],
    columns: Sequence[Column],
    named: Mapping[int, str],
) -> list[Column]:
    """The columns, those of ticks for one commission labelled with its name.

    They stand under a group "Commissions" (its merged cells, or up to the next group of the row),
    also where that is a heading itself and the row below it names nothing but commissions; or are
    headed "Commission Emploi". Nearly all their cells are ticks.
    """
    settled, used = list(columns), set()
    below = _row_below(text, header, merged)
    first = header.bottom + (2 if below else 1)
    for at, name in [*_names(text, header, merged, columns), *below]:
        own = named.get(at, "commissions") == "commissions"
        label = f"commissions{TICKED}{_UNSAFE.sub(' ', name)}"
        if own and label not in used and _are_ticks(text[first:, at]):
            guessed = Column(label, content.LIKELY, "commissions", problem="column_guessed")
            settled[at] = Column(label, 1.0, "commissions") if at in named else guessed
            used.add(label)
    return settled


def _names(
    text: np.ndarray, header: Header, merged: Sequence[Merge], columns: Sequence[Column]
) -> Iterator[tuple[int, str]]:
    """Columns that may be of one commission, and its name."""
    if header.bottom < 0:
        return
    below = text[header.bottom]
    for row in range(max(header.top - 1, 0), header.bottom):
        for left, right in _groups(text[row], row, merged):
            for at in range(left, min(right + 1, len(below))):
                if below[at] and not re.fullmatch(r"\W*\d*\W*", below[at]):
                    yield at, " ".join(str(below[at]).split())
    for at, heading in enumerate(header.headings):
        found = _OWN.fullmatch(_BRACKETS.sub(" ", heading)) if heading else None
        other = columns[at].field not in (None, "commissions")
        if found and heading and not other and not exactly(words_of(heading)):
            yield at, " ".join(found[1].split())


def _row_below(text: np.ndarray, header: Header, merged: Sequence[Merge]) -> list[tuple[int, str]]:
    """Columns and names of commissions in a row under the headings that holds nothing else."""
    row = header.bottom + 1
    if not 0 < row < len(text):
        return []
    spans = list(_groups(text[row - 1], row - 1, merged))
    written = {at: " ".join(str(cell).split()) for at, cell in enumerate(text[row]) if cell}
    inside = [any(left <= at <= right for left, right in spans) for at in written]
    if len(written) < 2 or not all(inside) or _are_ticks(text[row]):
        return []
    return list(written.items())


def _groups(cells: np.ndarray, row: int, merged: Sequence[Merge]) -> Iterator[tuple[int, int]]:
    """First and last column of each group of commissions in a row."""
    written = np.flatnonzero(filled(cells.reshape(1, -1))[0]).tolist()
    for left in written:
        meaning = understand(cells[left])
        if meaning is None or meaning.field != "commissions":
            continue
        wide = [end for top, start, _, end in merged if top == row and start == left and end > left]
        after = [at - 1 for at in written if at > left]
        if wide or after:
            yield left, wide[0] if wide else after[0]


def _are_ticks(cells: np.ndarray) -> bool:
    """Whether nearly all cells that say anything are ticks, and one of them a yes."""
    said = [str(cell).strip().casefold().removesuffix(".0") for cell in cells if cell is not None]
    said = said[:: max(1, len(said) // content.LOOKED_AT)]
    said = [one for one in said if one.strip(" -–./")]
    known = {*catalogue()["words"]["yes_no"], "0", "1"}
    fit = sum(one in known for one in said)
    return any(one in _YES for one in said) and fit >= content.MOST * len(said)
