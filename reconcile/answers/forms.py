"""The forms of the numbers in columns that people added to the register: 15 %, 12,50 €."""

from __future__ import annotations

import io
from collections import Counter
from itertools import islice
from typing import Any, Final

from openpyxl import load_workbook

from ..decisions.own_columns import EXTRA
from ..workbooks.plain import plain
from .register_sheet import HEAD_ROWS, Written, heading_row

_NONE: Final = frozenset(("General", "@", "", None))


def forms_of(content: bytes, sheet: str, written: Written) -> dict[str, str]:
    """The number format of such columns of a sheet of members, by key (EXTRA and the heading):
    that of most of their numbers. Where the workbook (.xlsx) cannot be read, those of before."""
    ours = {plain(heading) for key, heading in written.headings.items() if EXTRA not in key}
    try:
        lines = load_workbook(io.BytesIO(content), read_only=True)[sheet].iter_rows()
        top = list(islice(lines, HEAD_ROWS))
        head = heading_row([[plain(cell.value) for cell in line] for line in top], written)
        if head is None:
            return written.forms
        named = [(at, plain(cell.value)) for at, cell in enumerate(top[head])]
        own = {at: heading for at, heading in named if heading and heading not in ours}
        found: dict[str, Counter[str]] = {heading: Counter() for heading in own.values()}
        for line in (*top[head + 1 :], *lines) if own else ():
            for at, heading in own.items():
                if at < len(line) and _number(line[at].value):
                    found[heading][line[at].number_format] += 1
    except Exception:  # openpyxl has no error of its own; calamine read the same workbook
        return written.forms
    most = {heading: counts.most_common(1)[0][0] for heading, counts in found.items() if counts}
    return {EXTRA + heading: form for heading, form in most.items() if form not in _NONE}


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
