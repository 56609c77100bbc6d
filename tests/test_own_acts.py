"""Columns that people added to the register: what of them is an edit."""

from __future__ import annotations

import json
from datetime import date, datetime

import pandas as pd
import pytest

from reconcile.answers.edits import proposed
from reconcile.answers.register_sheet import Written
from reconcile.config import Config
from reconcile.decisions.ledger import acts as ledger_of
from reconcile.decisions.own_columns import cell_act
from reconcile.results import Memory
from reconcile.workbooks.plain import plain
from tests.test_edits import ALPHA, HEAD, HEADINGS, LINES, MANY, ROWS, config

__all__ = ["config"]


@pytest.mark.parametrize(
    ("written", "typed", "answers"),
    [
        (465710001, "0465710001", ["0465710001"]),
        (7, "007", ["007"]),
        ("1 234", "1234", ["1234"]),
        (7, 7.0, []),
        ("Saint\u00a0Étienne ", "Saint Étienne", []),
        (date(2026, 12, 3), datetime(2026, 12, 3), []),
    ],
)
def test_a_column_of_theirs_is_read_to_the_sign(
    config: Config, written: object, typed: object, answers: list[str]
) -> None:
    """Excel made a number of a phone; it is put right as a text."""
    rows = {"M-0001": ROWS["M-0001"] | {"extra:Code": plain(written)}}
    known = Written(HEADINGS | {"extra:Code": "Code"}, rows)
    acts, problems = proposed([[*HEAD, "Code"], [*ALPHA, typed]], known, config, Memory())
    assert [one["answer"] for one in acts] == answers
    assert problems == []


@pytest.mark.parametrize(
    ("written", "typed", "told"),
    [
        ("oui oui oui oui non non non non", "non non oui oui oui oui non non", False),
        ("a a b b c c d d", "b b a a d d c c", False),
        ("a b c d e f g h", "h g f e d c b a", True),
    ],
)
def test_of_a_few_values_none_was_sorted(
    config: Config, written: str, typed: str, told: bool
) -> None:
    """Two members were reminded, of two others it was a mistake; one who sorts moves all."""
    rows = {member: {**row, "extra:Relance": text}
            for (member, row), text in zip(MANY.items(), written.split(), strict=True)}  # fmt: skip
    lines = [[*line, text] for line, text in zip(LINES, typed.split(), strict=True)]
    known = Written(HEADINGS | {"extra:Relance": "Relance"}, rows)
    acts, problems = proposed([[*HEAD, "Relance"], *lines], known, config, Memory())
    changed = [now for now, was in zip(typed.split(), written.split(), strict=True) if now != was]
    assert [one["answer"] for one in acts] == ([] if told else changed)
    assert [key for key, _ in problems] == (["register_column_sorted"] if told else [])


def test_of_a_few_towns_none_was_sorted(config: Config) -> None:
    """A column of ours: each of the four is asked about."""
    towns = ["Unieux"] * 4 + ["Firminy"] * 4
    rows = {
        one: {**row, "city": town} for (one, row), town in zip(MANY.items(), towns, strict=True)
    }
    lines = [
        [*line[:3], town, line[4]] for line, town in zip(LINES, towns[2:] + towns[:2], strict=True)
    ]
    acts, problems = proposed([HEAD, *lines], Written(HEADINGS, rows), config, Memory())
    assert [one["subject"].split("␟")[1] for one in acts] == [
        "M-0003",
        "M-0004",
        "M-0007",
        "M-0008",
    ]
    assert problems == []


def test_in_an_extract_no_column_was_removed(config: Config) -> None:
    """Two of eight rows, copied for a mailing without the column of notes."""
    rows = {member: {**row, "extra:Note": "x"} for member, row in MANY.items()}
    known = Written(HEADINGS | {"extra:Note": "Note"}, rows)
    for lines, n_acts in ((LINES[:2], 0), (LINES, 9)):
        assert len(proposed([HEAD, *lines], known, config, Memory())[0]) == n_acts


def test_a_changed_cell_says_which_numbers_were_one_by_then(config: Config) -> None:
    """M-0020 had become M-0001's; M-0003 was a member of its own in that copy."""
    rows = {one: {**row, "extra:Note": "x"} for one, row in MANY.items()}
    aliases = pd.DataFrame(
        {"old_member_id": ["M-0020", "M-0003"], "member_id": "M-0001", "cause": "merged"}
    )
    lines = [[*line, "y" if line[0] == "M-0001" else "x"] for line in LINES]
    known = Written(HEADINGS | {"extra:Note": "Note"}, rows)
    (act,), _ = proposed([[*HEAD, "Note"], *lines], known, config, Memory(aliases=aliases))
    assert json.loads(act["shown"]) == {"was": "x", "joined": ["M-0020"]}


def test_a_column_of_theirs_can_be_renamed(config: Config) -> None:
    """Its values go with it, also that of a former member, M-0099."""
    rows = {one: {**row, "extra:Note": f"note {one}"} for one, row in MANY.items()}
    known = Written(HEADINGS | {"extra:Note": "Note"}, rows, None, {"extra:Note": "0.00"})
    before = cell_act("M-0099", "Note", "partie", "partie", "")
    memory = Memory(ledger=ledger_of([{**before, "run": 1, "read_in": 1}]))
    lines = [[*line, f"note {line[0]}"] for line in LINES]
    head = [*HEAD, "Remarque"]
    found, problems = proposed(
        [head, *lines], known, config, memory, forms={"extra:Remarque": "0.00"}
    )
    answers = {one["subject"]: one["answer"] for one in found}
    assert len(answers) == len(found) == 20
    for one, text in [*((one, f"note {one}") for one in MANY), ("M-0099", "partie")]:
        assert (answers[f"{one}␟Note"], answers[f"{one}␟Remarque"]) == ("withdrawn", text)
    assert answers["register:␟Note"] == "withdrawn"
    assert answers["register:␟Remarque"] == "kept 0.00"
    assert problems == []
