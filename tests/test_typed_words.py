"""Texts that people type and that are words of the ledger, "withdrawn" and "later", are values."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.commands.deciding import bring_in
from reconcile.decisions.decided import Wanted, chosen, in_words
from reconcile.decisions.ledger import (
    WITHDRAWN,
    acts,
    answer_of,
    corrections,
    disputed,
    text_in,
)
from reconcile.decisions.own_cells import extras, own_cells, torn_extras
from reconcile.decisions.own_columns import cell_act
from reconcile.decisions.undoing import said_by_decisions, with_acts
from reconcile.erasure.said import cleaned_act
from reconcile.erasure.text import Scrub
from reconcile.memory.store import Store
from reconcile.nights.outcome import DONE
from reconcile.results import Memory
from reconcile.words import words
from tests.erasure.test_text import blocks
from tests.places import Place, copied
from tests.test_edited_register import answer, at, edit, published
from tests.test_editions import on_sheet

NONE = pd.DataFrame({"old_member_id": [], "member_id": []})


@given(st.from_regex(r"␟*(withdrawn|later)?", fullmatch=True) | st.text())
def test_any_text_comes_back_and_none_takes_back(text: str) -> None:
    assert text_in(answer_of(text)) == text
    assert answer_of(text) != WITHDRAWN


def ledger(*said: tuple[dict[str, Any], str, int]) -> pd.DataFrame:
    """LEDGER of acts: what, who said it, and in a register of which run."""
    rows = [
        {**act, "reviewer": who, "run": run, "read_in": run + 1, "origin": f"{who}.xlsx"}
        for act, who, run in said
    ]
    table = acts([{**row, "decided_at": str(nth)} for nth, row in enumerate(rows)])
    return table.assign(decision_id=[f"D-{nth}" for nth in range(len(table))])


def cell(text: str) -> dict[str, Any]:
    return cell_act("M-0001", "Status", text, text, "")


def value(text: str) -> dict[str, Any]:
    return {"kind": "value", "subject": "M-0001␟activity", "answer": answer_of(text)}


@pytest.mark.parametrize("text", ["withdrawn", "later", "␟withdrawn"])
def test_a_word_stands_where_it_was_typed(text: str) -> None:
    table = ledger((cell("active"), "Zoé", 1), (cell(text), "Bob", 2), (value(text), "Zoé", 1))
    assert extras(own_cells(table, NONE))["Status"].values == {"M-0001": text}
    assert corrections(table)["value"].tolist() == [text]
    listed = in_words(chosen(Memory(ledger=table), Wanted()), Memory(), words("en"))
    assert listed["Answer"].tolist() == ["active", text, text]


def test_later_stands_against_another_value() -> None:
    for of in (cell, value):
        assert len(disputed(ledger((of("later"), "Zoé", 1), (of("now"), "Bob", 1)))) == 2
    torn = ledger((cell("withdrawn"), "Zoé", 1), (cell("now"), "Bob", 1))
    assert torn_extras(own_cells(torn, NONE))["details"][0]["said"] == "Zoé : withdrawn ; Bob : now"


@pytest.mark.parametrize(
    ("first", "second", "gone", "left"),
    [
        ("withdrawn", "active", "D-1", ["withdrawn"]),
        ("active", "withdrawn", "D-1", ["active"]),
        ("withdrawn", "", "D-1", ["withdrawn"]),
    ],
)
def test_an_undo_knows_it_as_a_value(first: str, second: str, gone: str, left: list[str]) -> None:
    memory = Memory(ledger=ledger((cell(first), "Zoé", 1), (cell(second), "Zoé", 2)))
    undone = with_acts(memory, said_by_decisions(memory, {gone}))
    assert list(extras(own_cells(undone.ledger, NONE))["Status"].values.values()) == left


def test_what_an_erasure_leaves_of_a_value_is_a_value() -> None:
    person = Scrub(blocks("Jean-Noël", "Martin", "M-0001"))
    said = {"note": None, "shown": None}
    for act, left in (
        (value("Jean-Noël Martin; withdrawn"), "␟withdrawn"),
        (value("withdrawn"), "␟withdrawn"),
        (cell("withdrawn"), "␟withdrawn"),
        (value("Jean-Noël Martin"), ""),
        ({**value(""), "answer": WITHDRAWN}, WITHDRAWN),
    ):
        assert cleaned_act({**said, **act}, person)["answer"] == left


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return copied(published, tmp_path)


def test_withdrawn_as_a_value_over_nights_and_from_the_copy(place: Place) -> None:
    def change(sheet: Any, headings: list[str]) -> None:
        at(sheet, headings, "M-0002", "Activité").value = "withdrawn"
        column = sheet.max_column + 1
        for row, text in enumerate(("Statut", "withdrawn", "later"), start=1):
            sheet.cell(row, column).value = text

    edit(place, change)
    assert place.run().exit_status == DONE
    answer(place, "oui")
    for restored in (False, True):
        if restored:
            copy = shutil.copy(place.root / "state" / "decisions.xlsx", place.root / "copy.xlsx")
            shutil.rmtree(place.root / "state")
            bring_in(place.settings, Path(copy))
        assert place.run().exit_status == DONE
        assert place.register().set_index("member_id")["activity"]["M-0002"] == "withdrawn"
        own = on_sheet(place, "Adhérents", "Statut")
        assert [one for one in own.values() if one] == ["withdrawn", "later"]
    assert len(Store(place.root / "state" / "register.db").recall().ledger) == 6
