"""Rows of a table that count it, or part it by signs: no members."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

_SIGNS = re.compile(r"[\W_]+")
_COUNT = re.compile(r"\d{1,4}")  # a postcode or a phone is longer
_NUMBER = re.compile(r"[\d\s.,]+")
_FULL = 3  # filled cells of a row of the table, which a count has not


def of_signs(text: np.ndarray, has: np.ndarray, columns: Iterable[int]) -> np.ndarray:
    """True where the cells of `columns` hold neither a letter nor a digit ("----"), or nothing."""
    alone = np.ones(len(text), dtype=bool)
    for column in columns:
        rows = np.flatnonzero(alone & has[:, column])
        alone[rows] = [_SIGNS.fullmatch(cell) is not None for cell in text[rows, column]]
    return alone


def one_count(cells: Iterable[str | None]) -> bool:
    """Whether a row holds one number, and that a small one."""
    numbers = [cell for cell in cells if cell is not None and _NUMBER.fullmatch(cell)]
    return len(numbers) == 1 and _COUNT.fullmatch(numbers[0].strip()) is not None


def counts_below(text: np.ndarray, has: np.ndarray, top: int) -> list[int]:
    """The rows under the last full one that are a text and a small number ("À jour | 34"), where
    the column of the number holds other things than numbers; top: the first row of the table."""
    count = has.sum(axis=1)
    full = np.flatnonzero((count >= _FULL) & (np.arange(len(text)) >= top))
    if not len(full):
        return []
    found = []
    for row in range(int(full[-1]) + 1, len(text)):
        _, right = [*np.flatnonzero(has[row]).tolist(), -1, -1][:2]
        if count[row] != 2 or not one_count(text[row]) or not _COUNT.fullmatch(text[row, right]):
            continue
        above = [cell for cell in text[full, right] if cell is not None]
        if len(above) > 1 and not any(_NUMBER.fullmatch(cell) for cell in above):
            found.append(row)
    return found
