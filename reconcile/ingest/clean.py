"""Cells that cannot be taken as they stand: failed formulas, text of a mistaken encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from .cells import ERROR_TEXT
from .marks import Cell
from .workbook import Sheet

# What UTF-8 looks like when read as cp1252 or Latin-1, and what no text has.
_SUSPECT = re.compile(
    "[ÃÂ][\u0080-\u00bf\u0152-\u0178\u2013-\u2122 ]|â[€\u0080]|Å[\u0080-\u0178]|ðŸ"
    "|Ð[\u0080-\u00bf]|ï»¿|ï¿½|√[©®™´†°¥π¢]"
)
_SIGNS = "ÃÂâÅðÐï√"


@dataclass(frozen=True)
class Fault:
    """A cell and what is wrong with it: a words key of [problems] and what was written."""

    cell: Cell
    problem: str
    raw: str | None
    severity: str
    details: dict[str, str]


def clean(sheet: Sheet) -> tuple[Sheet, list[Fault]]:
    """`sheet` with failed formulas blank and mistaken encodings mended, and a Fault for each."""
    text, faults = sheet.text.copy(), []
    for cell, shown in _errors(sheet):
        text[cell] = None
        faults.append(Fault(cell, "cell_error", shown, "warning", {"shown": shown}))
    unknown = [cell for cell in sorted(sheet.marks.no_value) if _inside(text, cell)]
    faults += [
        Fault(cell, "formula_no_value", None, "warning", {})
        for cell in unknown
        if text[cell] is None
    ]
    for cell, written, mended in _mojibake(text):
        text[cell] = mended
        faults.append(Fault(cell, "mojibake", written, "info", {"mended": mended}))
    return replace(sheet, text=text), faults


def _inside(text: np.ndarray, cell: Cell) -> bool:
    return bool(cell[0] < text.shape[0] and cell[1] < text.shape[1])


def _errors(sheet: Sheet) -> Iterator[tuple[Cell, str]]:
    for cell, shown in sorted(sheet.marks.errors.items()):
        if _inside(sheet.text, cell):
            yield cell, shown
    known = set(ERROR_TEXT)
    for column in range(sheet.text.shape[1]):
        cells = sheet.text[:, column]
        if not known.isdisjoint(cells.tolist()):
            for row in np.flatnonzero([cell in known for cell in cells]):
                yield (int(row), column), str(cells[row])


def _mojibake(text: np.ndarray) -> Iterator[tuple[Cell, str, str]]:
    for column in range(text.shape[1]):
        cells = text[:, column]
        # One look at the whole column first: most hold none of these signs.
        together = "\n".join(cell for cell in cells if cell)
        if any(sign in together for sign in _SIGNS):
            for row in [at for at, cell in enumerate(cells) if cell and _SUSPECT.search(cell)]:
                mended = _mended(cells[row])
                if mended != cells[row]:
                    yield (row, column), cells[row], mended


@lru_cache(maxsize=10_000)
def _mended(written: str) -> str:
    from ftfy import fix_encoding

    return fix_encoding(written)
