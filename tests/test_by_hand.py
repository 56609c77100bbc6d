"""What people answer in `Écarts`: what is taken, and what is told instead of guessed."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from reconcile.answers.corrections import read_values, unreadable
from reconcile.decisions.by_hand import acts_of, proposal, proposals
from reconcile.decisions.ledger import acts, corrections, disputed, in_force

CLUBS = {"rezames": "Rezames", "technopole42": "Technopole 42"}
NEW = {"row": {"name": "Gamma"}, "name": "Gamma", "clubs": CLUBS}
PHONE, NAME = "value␟M-0003␟phones␟04 65 71 00 99", "value␟M-0004␟name␟Kelvaro"


def answered(kind: str, subject: str, text: str, **shown: Any) -> tuple[list[str], str]:
    """What an answer does, as "kind subject answer", and what is told."""
    about = {"reviewer": "Zoé", "run": 1, "read_in": 2, "decided_at": "", "origin": ""}
    ledger = acts([{**proposal(subject, shown), **about}] if kind == "edit" else [])
    row = {"kind": kind, "subject": subject, "answer": text, "choice_1": "Non Stop"}
    found, odd = acts_of(row, ledger, unreadable)
    return [f"{one['kind']} {one['subject']} {one['answer']}" for one in found], (
        odd["problem"] if odd else ""
    )


@pytest.mark.parametrize(
    ("subject", "text", "expected"),
    [
        ("M-0002␟postcode", "42007", "42007"),
        ("M-0002␟postcode", "annuler", "withdrawn"),
        ("M-0002␟postcode", "(vide)", ""),
        ("M-0002␟postcode", "plus tard", None),
        ("M-0002␟name", "Non Stop", "Non Stop"),
        ("M-0002␟phones", "04 65 71 00 99", "04 65 71 00 99"),
        ("M-0002␟siret", "000 616 268 00018", "000 616 268 00018"),  # kept, and told as false
        ("M-0002␟postcode", "oui", "gap_which"),
        ("M-0002␟postcode", "N", "gap_which"),
        ("M-0002␟trade_name", "Yves", "Yves"),
        ("M-0002␟city", "Don", "Don"),
        ("M-0002␟name", "Noé", "Noé"),
        ("M-0002␟trade_name", "Later", "Later"),
        ("M-0002␟trade_name", "later", None),
        ("M-0002␟trade_name", "withdrawn", "␟withdrawn"),  # is no taking back
        ("M-0002␟trade_name", "P", None),
        ("M-0002␟trade_name", "Plus tard", None),
        ("M-0002␟name", "?", "answer_unclear"),
        ("M-0002␟phones", "ok", "gap_form"),
        ("M-0002␟siret", "je ne sais pas", "gap_form"),
        ("M-0002␟joined_on", "peut-être", "gap_form"),
    ],
)
def test_a_value_is_chosen_or_typed(subject: str, text: str, expected: str | None) -> None:
    found, told = answered("value", subject, text)
    if told or expected is None:
        assert (found, told) == ([], expected or "")
    else:
        assert found == [f"value {subject} {expected}"]


@pytest.mark.parametrize(
    ("subject", "text", "done", "told"),
    [
        (
            PHONE,
            "oui",
            ["value M-0003␟phones 04 65 71 00 99", f"edit {PHONE} yes:04 65 71 00 99"],
            "",
        ),
        (PHONE, "non", [f"edit {PHONE} no"], ""),
        (PHONE, "p", [], ""),
        (PHONE, "ok", [], "gap_form"),
        (NAME, "ouii", [], "answer_unclear_near"),
        (NAME, "Autre nom", ["value M-0004␟name Autre nom", f"edit {NAME} yes:Autre nom"], ""),
        ("left␟M-0029", "OUI.", ["value M-0029␟status left", "edit left␟M-0029 yes:left"], ""),
        ("left␟M-0029", "peut-être", [], "answer_unclear"),
        ("new␟abc", "Technpole", [], "gap_club"),
        ("new␟abc", "oui", [], "gap_club"),
        ("new␟abc", "non", ["edit new␟abc no"], ""),
        ("new␟abc", "Rezames, Technpole", [], "gap_club"),
    ],
)
def test_a_proposal_is_answered(subject: str, text: str, done: list[str], told: str) -> None:
    assert answered("edit", subject, text, **NEW) == (done, told)


@pytest.mark.parametrize(
    ("text", "read", "faulty"),
    [
        ("04 77 10 20 31 06 11 22 33 44", ["+33477102031", "+33611223344"], False),
        ("04 77 10 20 31, 06 11 22 33 44; 0477102031", ["+33477102031", "+33611223344"], False),
        ("04 77 10 20 31; à voir", ["+33477102031", "à voir"], True),
    ],
)
def test_several_phones_in_one_text_are_all_kept(text: str, read: list[str], faulty: bool) -> None:
    assert read_values(["phones"], [text]) == ([read], [faulty])


def test_a_new_row_joins_the_club_that_is_named() -> None:
    found, told = answered("edit", "new␟abc", "rézames", **NEW)
    assert told == ""
    assert json.loads(found[0].removeprefix("row abc "))["club"] == "rezames"


def test_a_new_row_of_two_clubs_joins_both() -> None:
    for text, joins in (("oui", ["rezames", "technopole42"]), ("Technopole 42, Rezames", [])):
        found, told = answered("edit", "new␟abc", text, **NEW, joins=joins)
        assert told == ""
        assert [one.split(" ")[1] for one in found] == [
            "abc:rezames", "abc:technopole42", "new␟abc",
        ]  # fmt: skip
        assert found[-1] == "edit new␟abc yes:rezames,technopole42"


def ledger_of(subject: str, *answers: tuple[str, str, int]) -> pd.DataFrame:
    """LEDGER of a proposal of run 5 and of answers: who, what, and to the report of which run."""
    about = {"reviewer": "Max", "run": 5, "read_in": 6, "decided_at": "1", "origin": "r.xlsx"}
    rows = [{**proposal(subject, NEW), **about}]
    for nth, (who, text, run) in enumerate(answers, start=2):
        row = {"kind": "edit", "subject": subject, "answer": text}
        found, odd = acts_of(row, acts(rows), unreadable)
        assert odd is None
        about = {"reviewer": who, "run": run, "read_in": run + 1, "decided_at": str(nth)}
        rows += [{**one, **about, "origin": f"reviews/{who}.xlsx"} for one in found]
    table = acts(rows)
    table["decision_id"] = [f"D-{nth}" for nth in range(len(table))]
    return table


LEFT, ROW = "left␟M-0001", "new␟abc"


@pytest.mark.parametrize(
    ("subject", "answers", "done", "waits"),
    [
        (LEFT, [("Alice", "oui", 6), ("Bob", "oui", 6)], ["left"], False),
        (LEFT, [("Alice", "oui", 6), ("Bob", "non", 6)], [], True),
        (LEFT, [("Alice", "oui", 6), ("Bob", "non", 6), ("Eve", "non", 7)], [], False),
        (LEFT, [("Alice", "oui", 6), ("Bob", "non", 6), ("Eve", "oui", 7)], ["left"], False),
        (PHONE, [("Bob", "non", 6), ("Alice", "oui", 6)], [], True),
        (PHONE, [("Alice", "oui", 6), ("Bob", "04 65 71 00 99", 6)], ["04 65 71 00 99"], False),
        (PHONE, [("Alice", "oui", 6), ("Bob", "04 65 71 00 98", 6)], [], True),
        (ROW, [("Alice", "Rezames", 6), ("Bob", "non", 6)], [], True),
        (ROW, [("Alice", "Rezames", 6), ("Bob", "Technopole 42", 6)], [], True),
        (ROW, [("Alice", "Rezames, Technopole 42", 6), ("Bob", "Rezames", 6)], [], True),
        (ROW, [("Alice", "non", 6), ("Bob", "non", 6)], [], False),
    ],
)
def test_answers_that_disagree_are_asked_again(
    subject: str, answers: list[tuple[str, str, int]], done: list[str], waits: bool
) -> None:
    """Two reviewers answer reports of one night, a third knows of both."""
    ledger = ledger_of(subject, *answers)
    held = in_force(ledger)
    assert held.loc[held["kind"] != "edit", "answer"].tolist() == done
    assert corrections(ledger)["value"].tolist() == done
    assert proposals(ledger)["subject"].tolist() == [subject] * waits
    assert proposals(ledger)["shown"].notna().all()
    assert set(disputed(ledger)["kind"]) == ({"edit"} if waits else set())
