"""Columns that people added to the register: the forms of their numbers (15 %, 12,50 €), and the
formulas and errors in them, of which the value alone is kept."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable
from itertools import chain, islice
from typing import Any, Final

from openpyxl import load_workbook

from ..decisions.own_columns import EXTRA
from ..workbooks.plain import plain
from .register_sheet import HEAD_ROWS, Lines, Told, Written, heading_row

_NONE: Final = frozenset(("General", "@", "", None))
_ENOUGH: Final = 500  # numbers of a column say what form it has
_ODD: Final = re.compile(rb'<(?:\w+:)?f[ />]|\bt="e"')  # a formula, an error
_TOLD: Final = 5  # cells named


def forms_of(
    content: bytes, sheet: str, lines: Lines, written: Written
) -> tuple[dict[str, str], Told]:
    """The number format of such columns of a sheet of members (`lines`: its cells), by key (EXTRA
    and the heading): that of most of their first numbers; and what is told of formulas and errors.
    Where the workbook (.xlsx) cannot be read, the formats of before."""
    head, own = _own(lines, written)
    if head is None:
        return written.forms, []
    counts = Counter(
        heading
        for at, heading in own.items()
        for line in lines[head + 1 :]
        if at < len(line) and _number(line[at])
    )
    try:
        odd = bool(own) and _has_odd(content)
        if not counts and not odd:
            return {}, []
        left = {} if odd else {one: min(n, _ENOUGH) for one, n in counts.items()}
        rows = load_workbook(io.BytesIO(content), read_only=True)[sheet].iter_rows()
        found, cells = _looked_at(rows, written, left)
    except Exception:  # openpyxl has no error of its own; calamine read the same workbook
        return written.forms, []
    most = {heading: formats.most_common(1)[0][0] for heading, formats in found.items()}
    forms = {EXTRA + heading: form for heading, form in most.items() if form not in _NONE}
    more = " …" if len(cells) > _TOLD else ""
    told = {"cells": ", ".join(cells[:_TOLD]) + more}
    return forms, [("register_formulas", told)] if cells else []


def _own(lines: Iterable[Any], written: Written) -> tuple[int | None, dict[int, str]]:
    """The row of the headings of a sheet, and the headings of such columns by their place."""
    ours = {plain(heading) for key, heading in written.headings.items() if EXTRA not in key}
    top = [[plain(cell) for cell in line] for line in islice(lines, HEAD_ROWS)]
    head = heading_row(top, written)
    named = enumerate(top[head]) if head is not None else ()
    return head, {at: heading for at, heading in named if heading and heading not in ours}


def _has_odd(content: bytes) -> bool:
    """Whether any sheet of a workbook holds a formula or an error; ours hold none."""
    book = zipfile.ZipFile(io.BytesIO(content))
    sheets = (one for one in book.namelist() if one.startswith("xl/worksheets/"))
    return any(_ODD.search(book.read(one)) for one in sheets)


def _looked_at(
    rows: Iterable[Any], written: Written, left: dict[str, int]
) -> tuple[dict[str, Counter[str]], list[str]]:
    """The number formats of such columns, and their cells that hold a formula or an error. left:
    how many numbers of each say enough; empty: all rows are looked at."""
    rows = iter(rows)
    top = list(islice(rows, HEAD_ROWS))
    head, own = _own(([cell.value for cell in line] for line in top), written)
    found: dict[str, Counter[str]] = {}
    odd: list[str] = []
    for line in chain(top[head + 1 :] if head is not None else (), rows):
        for at, heading in own.items():
            cell = line[at] if at < len(line) else None
            if cell is not None and cell.data_type in ("f", "e"):
                odd.append(cell.coordinate)
            elif cell is not None and _number(cell.value):
                found.setdefault(heading, Counter())[cell.number_format] += 1
        if left and all(one in found and found[one].total() >= n for one, n in left.items()):
            break
    return found, odd


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
