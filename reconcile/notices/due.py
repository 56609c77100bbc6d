"""Which notices are due: what is new, and once a week what still stands. Pure.

What was told is kept by channel as {kind: {"day": "2026-11-22", "what": …}}; `what` is a digest of
the reason, or the number of questions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

STOPPED, FAILED, ANSWERS = "stopped", "failed", "answers"
AGAIN_DAYS: Final = 7  # after which the same is told again
Kept = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Event:
    """What a night came to. ended: STOPPED, FAILED or "" (it went through); what: a digest of why;
    questions: how many wait, None where the night did not get to know."""

    ended: str
    what: str
    questions: int | None


def still(kept: Kept, event: Event) -> Kept:
    """What was told and still stands, seen from tonight: what is over is told anew should it come
    again, and of questions that were answered the number told falls with them."""
    stands = dict(kept)
    if event.ended != FAILED:  # a night that failed says nothing of the other two
        stands.pop(FAILED, None)
        if event.ended != STOPPED:
            stands.pop(STOPPED, None)
    told = stands.get(ANSWERS)
    if told and event.questions is not None:
        fewer = {**told, "what": min(told["what"], event.questions)}
        stands |= {ANSWERS: fewer}
        if not event.questions:
            del stands[ANSWERS]
    return stands


def due(kept: Kept, event: Event, on: tuple[str, ...], today: date) -> list[str]:
    """The kinds to tell, of those that are `on`; `kept` is that of `still`.

    A stop or a failure: when it, or its reason, is new. Questions: when more wait than were told,
    but once a day at most, for who answers saves several times.
    """
    kinds = []
    if event.ended in on and _new(kept.get(event.ended), event.what, today):
        kinds.append(event.ended)
    if ANSWERS in on and event.questions and _more(kept.get(ANSWERS), event.questions, today):
        kinds.append(ANSWERS)
    return kinds


def noted(kept: Kept, kinds: list[str], event: Event, today: date) -> Kept:
    """`kept` with what was told today."""
    what = {kind: event.questions if kind == ANSWERS else event.what for kind in kinds}
    return kept | {kind: {"day": today.isoformat(), "what": what[kind]} for kind in kinds}


def _new(told: dict[str, Any] | None, what: str, today: date) -> bool:
    return told is None or told["what"] != what or _days(told, today) >= AGAIN_DAYS


def _more(told: dict[str, Any] | None, questions: int, today: date) -> bool:
    if told is None:
        return True
    days = _days(told, today)
    return days >= AGAIN_DAYS or (questions > told["what"] and days >= 1)


def _days(told: dict[str, Any], today: date) -> int:
    return abs((today - date.fromisoformat(told["day"])).days)  # a clock set back is no silence
