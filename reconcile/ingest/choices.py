"""Sheets that help to fill others in: the choices of drop-downs, and what each column means.

Words such as "Commerce" and "Contact" head lists of members, and stand in these too.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from .cells import filled
from .header import Header, is_value
from .headings import SURE, is_known, understand

_MOST_ROWS: Final = 100  # of choices
_STRONG: Final = 3  # fields that headings name
_FIELDS: Final = 4  # different ones that a column of explained headings names
_EXPLAINED: Final = 0.5  # of its cells
_IN_LISTS: Final = re.compile(r"[\d@]")  # what a list of members has somewhere


def helps_only(text: np.ndarray, header: Header) -> bool:
    """Whether the best header of a sheet is a row of choices, or of explanations."""
    return _are_choices(text, header) or _explains(text)


def _are_choices(text: np.ndarray, header: Header) -> bool:
    """Whether the row right above is as full of words, and no number or mail stands below: headings
    begin a table, and members can be reached."""
    top, below = header.top, text[header.bottom + 1 :]
    if top == 0 or _is_strong(header):
        return False
    above = [cell for cell in text[top - 1] if cell]
    written = int(filled(text[top : header.bottom + 1]).sum(axis=1).max())
    if len(above) < max(2, written) or any(map(is_value, above)):
        return False
    if not 0 < filled(below).any(axis=1).sum() <= _MOST_ROWS:
        return False
    return not any(cell and _IN_LISTS.search(cell) for cell in below.ravel())


def _is_strong(header: Header) -> bool:
    """Whether most headings are known, of three fields and more, and one is of companies alone."""
    written = [heading for heading in header.headings if heading]
    known = [understand(heading) for heading in written if is_known(heading)]
    names = any(one and one.field == "name" and one.confidence >= SURE for one in known)
    fields = {one.field for one in known if one}
    return names and len(fields) >= _STRONG and len(known) * 2 >= len(written)


def _explains(text: np.ndarray) -> bool:
    """Whether one of the first two columns names the fields of a list, each in a row."""
    full = np.flatnonzero(filled(text[:_MOST_ROWS]).any(axis=0))
    for column in full[:2]:
        cells = [cell for cell in text[:_MOST_ROWS, column] if cell]
        known = {cell: understand(cell) for cell in dict.fromkeys(cells) if is_known(cell)}
        fields = {meaning.field for meaning in known.values() if meaning}
        if len(fields) >= _FIELDS and len(known) >= _EXPLAINED * len(cells):
            return True
    return False
