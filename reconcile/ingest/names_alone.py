"""A list of names alone: one heading that names the company, and names under it.

Any sheet may have one heading that is known: a cover, a legend, a budget, parameters. So this is
asked only where no sheet of a file has a table, and the cells must look like names.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from .cells import address, filled
from .header import SEARCHED, Header, holds_no_values, is_value
from .headings import SURE, catalogue, is_known, understand, words_of
from .table import says_total
from .tail import like_a_name, of_a_firm
from .workbook import Notice

_FEWEST: Final = 3  # names
_NAMES: Final = 0.8  # of the cells look like names
_DISTINCT: Final = 0.9
_SHORT: Final = 5  # characters: "SARL", "SAS" and "EI" are choices of a form
_DENSE: Final = 0.8  # of the rows down to the last have one
_ODD: Final = 0.1  # of the cells at most are headings, or name a kind of member
_FIRMS: Final = 0.25  # of the cells carry a legal form, under a heading that may be of anything
_OF_COMPANY: Final = {"name", "company_or_person", "company_or_last_name"}
_COUNT: Final = re.compile(r"-?\d{1,6}(?:[.,]\d+)?")


def header_over_names(text: np.ndarray) -> Header | None:
    """The row with a heading of companies over cells that look like names; None where no such."""
    told_otherwise = set(catalogue()["words"]["not_of_members"])
    for row in range(min(SEARCHED, len(text) - _FEWEST)):
        if not told_otherwise.isdisjoint(
            word for one in text[row] if one for word in words_of(one)
        ):
            return None
        if not holds_no_values(text[row]):
            continue
        for column in (at for at, cell in enumerate(text[row]) if cell and _names_company(cell)):
            below = text[row + 1 :, column]
            if _are_names(below, str(text[row, column])) and not _are_counts(text, row, column):
                return Header(row, row, tuple(text[row]))
    return None


def told_of_names(header: Header) -> Notice:
    """What is told of a list of names alone: which heading makes it one."""
    at = next(n for n, one in enumerate(header.headings) if one and _names_company(one))
    return Notice("names_alone", {"heading": header.headings[at] or ""}, address(header.bottom, at))


def _names_company(heading: str) -> bool:
    meaning = understand(heading) if is_known(heading) else None
    if meaning is None or meaning.field not in _OF_COMPANY:
        return False
    return meaning.field != "name" or meaning.confidence >= SURE


def _are_names(below: np.ndarray, heading: str) -> bool:
    """Whether the cells under a heading are different names, one in nearly every row."""
    cells = [str(cell).strip() for cell in below if cell]
    cells = [cell for cell in cells if not (cell.endswith(":") or says_total(cell))]
    if len(cells) < _FEWEST or np.median([len(cell) for cell in cells]) < _SHORT:
        return False
    rows = np.flatnonzero(filled(below))
    dense = rows[0] <= 1 and len(rows) >= _DENSE * (rows[-1] - rows[0] + 1)
    if not dense or len(set(cells)) < _DISTINCT * len(cells):
        return False
    if sum(map(like_a_name, cells)) < _NAMES * len(cells):
        return False
    if sum(is_known(cell) or _is_kind(cell) for cell in cells) > _ODD * len(cells):
        return False
    of_members = set(words_of(heading)) & set(catalogue()["words"]["of_members"])
    return bool(of_members) or sum(map(of_a_firm, cells)) >= _FIRMS * len(cells)


def _is_kind(cell: str) -> bool:
    """Whether a cell names a kind of member ("Membres actifs") and no member."""
    words = words_of(cell)
    return bool(words) and set(words) <= set(catalogue()["words"]["section"])


def _are_counts(text: np.ndarray, row: int, names: int) -> bool:
    """Whether a column beside the names holds figures that are neither dues, which many pay alike,
    nor the numbers of the rows: statistics, a budget."""
    for column in range(text.shape[1]):
        cells = [cell.strip() for cell in text[row + 1 :, column] if cell]
        figures = [cell for cell in cells if _COUNT.fullmatch(cell)]
        if column == names or len(figures) * 2 < max(len(cells), 1):
            continue
        in_order = figures == [str(nth) for nth in range(1, len(figures) + 1)]
        alike = len(set(figures)) * 2 <= len(figures)
        if is_value(figures[0]) and not in_order and not alike:
            return True
    return False
