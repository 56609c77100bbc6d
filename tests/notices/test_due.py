"""When people are told: what is new at once, what still stands once a week."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from reconcile.notices.due import Event, due, noted, still

ALL = ("stopped", "failed", "answers")
BEGIN = date(2026, 11, 2)


def told(nights: dict[int, Event] | list[Event], on: tuple[str, ...] = ALL) -> list[list[str]]:
    """What is told in each of some nights, of days after BEGIN."""
    kept, said = {}, []
    for day, event in nights.items() if isinstance(nights, dict) else enumerate(nights):
        kept = still(kept, event)
        kinds = due(kept, event, on, BEGIN + timedelta(days=day))
        kept = noted(kept, kinds, event, BEGIN + timedelta(days=day))
        said.append(kinds)
    return said


def well(questions: int = 0) -> Event:
    return Event("", "", questions)


def held(why: str = "a", questions: int = 0) -> Event:
    return Event("stopped", why, questions)


def failed(why: str = "a") -> Event:
    return Event("failed", why, None)


@pytest.mark.parametrize(
    ("nights", "expected"),
    [
        ([well(), well()], [[], []]),
        ([held(), held(), held("b")], [["stopped"], [], ["stopped"]]),
        ([held(), well(), held()], [["stopped"], [], ["stopped"]]),
        ([failed(), failed(), failed("b")], [["failed"], [], ["failed"]]),
        ([failed(), well(), failed()], [["failed"], [], ["failed"]]),
        ([held(), failed(), held()], [["stopped"], ["failed"], []]),
        ([held(questions=3), well(3)], [["stopped", "answers"], []]),
        ([well(6), well(6), well(7), well(7)], [["answers"], [], ["answers"], []]),
        ([well(6), well(2), well(4)], [["answers"], [], ["answers"]]),
        ([well(6), well(0), well(1)], [["answers"], [], ["answers"]]),
        ([well(6), failed(), well(6)], [["answers"], ["failed"], []]),
    ],
)
def test_what_is_new_is_told_the_next_night(nights, expected) -> None:
    assert told(nights) == expected


@pytest.mark.parametrize("event", [held(), failed(), well(6)])
def test_what_still_stands_is_told_once_a_week(event: Event) -> None:
    days = [day for day, kinds in enumerate(told([event] * 22)) if kinds]
    assert days == [0, 7, 14, 21]


def test_who_answers_all_day_is_not_written_to_each_time() -> None:
    kept = noted({}, ["answers"], well(6), BEGIN)
    for questions in (4, 5, 3, 9):
        kept = still(kept, well(questions))
        assert due(kept, well(questions), ALL, BEGIN) == []
    assert due(still(kept, well(9)), well(9), ALL, BEGIN + timedelta(days=1)) == ["answers"]


def test_only_what_is_wanted_is_told() -> None:
    assert told([held(questions=3)], on=("answers",)) == [["answers"]]
    assert told([failed()], on=("stopped", "answers")) == [[]]
    assert told([well(3)], on=()) == [[]]
