"""What is odd about a report that comes back: whose it is, and what it lacks."""

from __future__ import annotations

from typing import Any

from ..results import Memory
from .digests import COLUMNS
from .sheets_read import Copy


def told_pages(copy: Copy, memory: Memory, last: bool) -> list[dict[str, Any]]:
    """Rows of ISSUES on a file as a whole, and on sheets that lack what they are read by."""
    if copy.pages is None:
        return [{"problem": "report_unreadable"}]
    marked = [page for page in copy.pages if page.run is not None]
    others = [page for page in marked if page.store not in ("", memory.store_id)]
    formed = [page for page in copy.pages if page.keys is not None]
    if others and len(others) == len(marked):
        return [{"problem": "report_other_club"}]
    if not marked and not formed:
        return [{"problem": "report_none"}]
    problems: list[dict[str, Any]] = []
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
