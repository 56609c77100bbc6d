"""What is odd about a report that comes back: whose it is, and what it lacks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from ..config import fold
from ..results import Memory
from ..words import words
from .digests import COLUMNS
from .sheets_read import MARKED, Copy, Page, headings

_HEAD: Final = 8  # rows, and columns, in which a sheet says what it is
_NUMBER: Final = re.compile(r"[QD]-\d{4,}-[A-Z]")


def told_pages(copy: Copy, memory: Memory, last: bool) -> list[dict[str, Any]]:
    """Rows of ISSUES on a file as a whole, and on sheets that lack what they are read by."""
    if copy.pages is None:
        return [{"problem": "report_unreadable"}]
    marked = [page for page in copy.pages if page.run is not None]
    others = [page for page in marked if page.store not in ("", memory.store_id)]
    formed = [page for page in copy.pages if page.keys is not None]
    if others and len(others) == len(marked):
        return [{"problem": "report_other_club"}]
    nameless = [page for page in copy.pages if page not in others and _nameless(page)]
    problems: list[dict[str, Any]]
    problems = [{"problem": "numbers_gone", "sheet": page.name} for page in nameless]
    if not marked and not formed:
        return problems or [{"problem": "report_none"}]
    if not nameless and not any(map(_asks, formed)) and (last or not formed):
        problems.append({"problem": "answers_sheet_gone"})
    problems += [{"problem": "report_other_club", "sheet": page.name} for page in others]
    runs = {page.run for page in marked if page not in others and page.run is not None}
    if runs and max(runs) < memory.run - 1:
        told = {"run": max(runs), "last": memory.run - 1}
        how = {"problem": "report_older", "severity": "info"}
        problems.append(({"problem": "report_put_back"} if last else how) | {"details": told})
    if runs and max(runs) >= memory.run:
        problems.append({"problem": "report_later", "details": {"run": max(runs)}})
    for page in formed:
        keys = page.keys[1] if page.keys else []
        if page not in others and "subject" in keys and not set(keys) & set(COLUMNS):
            problems.append({"problem": "answers_column_gone", "sheet": page.name})
    return problems


def _asks(page: Page) -> bool:
    """Whether a sheet is that of the questions, or was."""
    keys = set(page.keys[1]) if page.keys else set()
    return bool(keys & {"question_id", "left_id"}) and not keys & {"member_id", "decision_id"}


def _nameless(page: Page) -> bool:
    """Whether a sheet has answers, or the numbers of what was asked, and nothing that says which
    cell is which."""
    if page.keys is not None:
        return False
    for nth, line in enumerate(page.lines[:_HEAD]):
        if any(map(MARKED.fullmatch, line)) and len([cell for cell in line if cell]) > 1:
            return _answered(page, nth, dict(enumerate(line)))
    for nth, line in enumerate(page.lines[:_HEAD]):
        named = {at: headings().get(fold(cell), "") for at, cell in enumerate(line)}
        if set(named.values()) & set(COLUMNS):
            return _answered(page, nth, named)
    numbers = (_NUMBER.fullmatch(cell) for line in page.lines for cell in line[:_HEAD])
    return page.run is None and any(numbers)


def _answered(page: Page, nth: int, columns: Mapping[int, str]) -> bool:
    """Whether anything stands in a column of answers, below the line `nth` and the headings."""
    mine = [at for at, key in columns.items() if key in COLUMNS]
    below = (fold(line[at]) for line in page.lines[nth + 1 :] for at in mine if at < len(line))
    return any(text and headings().get(text) is None and text not in _as_issued() for text in below)


@cache
def _as_issued() -> frozenset[str]:
    """What columns of answers are issued with, folded, and the heading of that of `Écarts`."""
    keys = ("report.words.take_auto", "gaps.answer", "report.columns.take")
    return frozenset(fold(words(one)(key)) for one in ("fr", "en") for key in keys)
