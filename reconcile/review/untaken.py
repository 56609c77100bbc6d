"""What could not be taken from a copy is told as long as the copy lies there."""

from __future__ import annotations

from typing import Any, Final

from ..decisions.ledger import in_force
from ..results import Memory

ABOUT: Final = "about"  # of a row of ISSUES: the kind and subject of what was asked
_LASTING: Final = frozenset(
    "answer_unclear answer_unclear_near answers_two_ways gap_which gap_form gap_club key_mistyped "
    "key_unknown key_gone key_altered answers_column_gone answers_sheet_gone numbers_gone "
    "report_none report_unreadable report_other_club report_put_back".split()
)


def still_open(problems: list[dict[str, Any]], memory: Memory) -> list[dict[str, Any]]:
    """Of the problems of a copy that was read before, those that nobody has mended: what was asked
    has no answer elsewhere since."""
    lasting = [one for one in problems if one["problem"] in _LASTING]
    if not any(ABOUT in one for one in lasting):
        return lasting
    held = in_force(memory.ledger)
    held = held[held["answer"] != "later"]
    answered = set(zip(held["kind"], held["subject"], strict=True))
    return [one for one in lasting if one.get(ABOUT) not in answered]
