"""The acts about columns that people added to the register, and the values of their cells.

A changed cell is an act at once (kind "extra", subject M-0042␟heading), which needs no answer; that
a column has a heading is one, too (register:club␟heading). The answer is the cell as text, `shown`
its value where it is no text, or what stood in a cell that was emptied.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from .by_hand import details
from .ledger import WITHDRAWN, answer_of, subject_of

EXTRA: Final = "extra:"  # before the heading of a column that people added, as its key
OF_REGISTER: Final = "register:"  # before a club ("" for both), in place of a member
KEPT: Final = "kept"  # of a column, before the format of its numbers
_TIMES: Final[Mapping[str, Any]] = {"moment": datetime, "day": date, "time": time}
_DURATION: Final = "duration_s"
_BESIDE: Final = frozenset(("value", *_TIMES, _DURATION))  # the value of a cell, in `shown`


def cell_act(
    member: str, heading: str, text: str, value: object, was: str, joined: Sequence[str] = ()
) -> dict[str, Any]:
    """The act of a changed cell. text, value: the cell as text and as it is; was: its text then;
    joined: the numbers that had become the member's, whose texts were seen, too."""
    shown: dict[str, Any] = {}
    if not text:
        shown = {"was": was}
    elif isinstance(value, bool | int | float):
        shown = {"value": value}
    elif isinstance(value, date | time):  # a datetime is a date
        kind = next(key for key, one in _TIMES.items() if isinstance(value, one))
        shown = {kind: value.isoformat()}
    elif isinstance(value, timedelta):
        shown = {_DURATION: round(value.total_seconds())}
    if was:  # of two members who became one, says whose value was seen
        shown["was"] = was
    if joined:
        shown["joined"] = list(joined)
    answer = answer_of(text) or WITHDRAWN
    said = {"kind": "extra", "subject": subject_of(member, heading), "answer": answer}
    return {**said, "shown": json.dumps(shown, ensure_ascii=False) if shown else None}


def text_alone(shown: object) -> str:
    """`shown` of a cell's act without the value beside the text, for a text that was cleaned."""
    kept = {key: one for key, one in details(shown).items() if key not in _BESIDE}
    return json.dumps(kept, ensure_ascii=False)


def heading_act(club: str, heading: str, there: bool, form: str = "") -> dict[str, Any]:
    """The act of a column that is in the register of `club` ("" for both), or no more; form: the
    number format of its numbers."""
    subject = subject_of(f"{OF_REGISTER}{club}", heading)
    kept = f"{KEPT} {form}".strip()
    return {"kind": "extra", "subject": subject, "answer": kept if there else WITHDRAWN}


def value_of(text: str, shown: object) -> object:
    """The value of a cell, by its text and the `shown` of its act."""
    said = details(shown)
    for kind, of in _TIMES.items():
        if kind in said:
            return of.fromisoformat(said[kind])
    if _DURATION in said:
        return timedelta(seconds=said[_DURATION])
    value = said.get("value", text)
    return int(value) if isinstance(value, float) and value.is_integer() else value
