"""A decision, a night or a merge is taken back, and the undoing too; what changes is said first."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from reconcile.cli import app
from reconcile.commands.deciding import listed, take_back
from reconcile.decisions.decided import Wanted
from reconcile.decisions.ledger import acts, in_force
from reconcile.decisions.undoing import of_run, said_by_decisions
from reconcile.errors import Stop
from reconcile.memory.store import Store
from reconcile.results import Memory
from tests.places import Place
from tests.test_copies import answer


def memory(*said: tuple[str, str, str, int, int]) -> Memory:
    """Acts: subject, answer, reviewer, run, read_in."""
    rows = [
        {
            "decision_id": f"D-{nth}",
            "kind": "pair",
            "subject": subject,
            "answer": one,
            "reviewer": who,
            "run": run,
            "read_in": read_in,
            "decided_at": f"2026-11-{nth:02d}",
            "origin": "x",
        }
        for nth, (subject, one, who, run, read_in) in enumerate(said, 1)
    ]
    return Memory(run=9, ledger=acts(rows))


AB, CD = "R-1␟R-2", "R-3␟R-4"


@pytest.mark.parametrize(
    ("said", "ids", "expected"),
    [
        ([(AB, "same", "Anna", 1, 2)], {"D-1"}, [(AB, "withdrawn")]),
        ([(AB, "same", "A", 1, 2), (AB, "different", "B", 2, 3)], {"D-2"}, [(AB, "same")]),
        ([(AB, "same", "A", 1, 2), (AB, "different", "B", 2, 3)], {"D-1"}, []),
        ([(AB, "same", "A", 1, 2), (AB, "withdrawn", "", 0, 3)], {"D-2"}, [(AB, "same")]),
        ([(AB, "same", "A", 1, 2), (AB, "different", "B", 1, 2)], {"D-1"}, [(AB, "different")]),
        ([(AB, "same", "A", 1, 2), (CD, "same", "B", 1, 2)], {"D-1", "D-2"},
         [(AB, "withdrawn"), (CD, "withdrawn")]),
    ],
    ids=["alone", "the one before holds again", "no longer in force", "an undoing", "disagreement",
         "two"],
)  # fmt: skip
def test_what_is_said_to_take_acts_back(said, ids, expected) -> None:
    found = said_by_decisions(memory(*said), ids)
    assert list(zip(found["subject"], found["answer"], strict=True)) == expected


def test_the_acts_of_a_run() -> None:
    assert of_run(memory((AB, "same", "A", 1, 2), (CD, "same", "A", 2, 3)), 2) == {"D-1"}


def undo(place: Place, *what: str, yes: bool = True) -> tuple[str, str]:
    """What is told before, and after."""
    told: list[str] = []

    def agreed(text: str, question: str) -> bool:
        told.append(text)
        return yes

    return take_back(place.settings, what, agreed), "".join(told)


def ledger(place: Place) -> pd.DataFrame:
    return Store(place.root / "state" / "register.db").recall().ledger


def member_of(place: Place, *records: str) -> list[str]:
    belongs = Store(place.root / "state" / "register.db").recall().belongs
    return belongs.set_index("record_id")["member_id"].reindex(list(records)).to_list()


def test_an_answer_is_taken_back_and_given_again(place: Place) -> None:
    first = place.register()
    one, other = pair = answer(place, "oui")
    apart = member_of(place, *pair)
    place.run()
    joined = place.register()
    together = member_of(place, *pair)
    assert len(set(together)) == 1

    _, told = undo(place, "D-0001-B", yes=False)
    assert "reprise" in told
    assert one in told
    assert other in told
    assert apart[0] in told
    assert apart[1] in told
    assert len(ledger(place)) == 1, "nothing is done without a yes"

    done, _ = undo(place, "D-0001-B")
    assert "D-0002-C" in done
    place.run()
    pd.testing.assert_frame_equal(place.register(), first)
    assert member_of(place, *pair) == apart

    undo(place, "D-0002-C")
    assert place.run().exit_status == 0
    pd.testing.assert_frame_equal(place.register(), joined)
    assert len(ledger(place)) == 3, "nothing of it is deleted"


def test_what_a_run_took_in_is_taken_back(place: Place) -> None:
    first = place.register()
    answer(place, "oui")
    place.run()
    undo(place, str(ledger(place)["read_in"].iloc[0]))
    place.run()
    pd.testing.assert_frame_equal(place.register(), first)


def test_a_merge_that_was_made_by_itself_is_taken_apart(place: Place) -> None:
    merged = place.sheet("Fusions faites", "member_id").iloc[0]
    own = Store(place.root / "state" / "register.db").recall().belongs
    records = own.loc[own["member_id"] == merged["member_id"], "record_id"].to_list()
    assert len(records) > 1
    _, told = undo(place, merged["member_id"])
    assert "adhérents différents" in told
    place.run()
    assert len(set(member_of(place, *records))) == len(records)
    assert member_of(place, records[0]) == [merged["member_id"]], "the oldest keeps the number"
    given = in_force(ledger(place))
    undo(place, *given["decision_id"])
    place.run()
    assert set(member_of(place, *records)) == {merged["member_id"]}


def test_what_names_nothing_is_told(place: Place) -> None:
    for what in ("D-0099-A", "47", "M-9999", "Bonal"):
        with pytest.raises(Stop, match="ni une décision"):
            undo(place, what)


def test_decisions_are_listed_and_chosen(place: Place, tmp_path: Path) -> None:
    assert listed(place.settings, Wanted(), None) == "Aucune décision."
    left, _ = answer(place, "oui")
    place.run()
    member = member_of(place, left)[0]
    told = {
        wanted: listed(place.settings, wanted, None).count("D-0001-B")
        for wanted in (
            Wanted(),
            Wanted(kind="pair"),
            Wanted(kind="sheet"),
            Wanted(member=member),
            Wanted(member="M-9999"),
            Wanted(since="2999-01-01"),
            Wanted(in_force=True),
            Wanted(reviewer="nobody at all"),
        )
    }
    assert list(told.values()) == [1, 1, 0, 1, 0, 0, 1, 0]
    listed(place.settings, Wanted(), tmp_path / "out.csv")
    assert "D-0001-B" in (tmp_path / "out.csv").read_text(encoding="utf-8")
    with pytest.raises(Stop, match="xlsx"):
        listed(place.settings, Wanted(), tmp_path / "out.pdf")


def test_a_filter_that_can_find_nothing_is_said_to_be_wrong(tmp_path: Path) -> None:
    settings = Place(tmp_path).settings
    for wanted, said in ((Wanted(kind="pairs"), "« pairs »"), (Wanted(since="hier"), "« hier »")):
        with pytest.raises(Stop, match=said):
            listed(settings, wanted, None)


def test_a_row_that_was_added_by_mistake_is_taken_back_as_if_it_had_never_been(
    place: Place,
) -> None:
    told = {"row": {"name": "Zéphirine Coton", "city": "Unieux"}, "club": "rezames", "own": {}}
    row = {"kind": "row", "subject": "3dab7d01928b", "answer": json.dumps(told), "run": 1}
    about = {"reviewer": "Zoé", "read_in": 2, "origin": "member_register.xlsx"}
    store = Store(place.root / "state" / "register.db")
    store.keep(acts([{**row, **about, "decided_at": "2026-11-22T09:00:00"}]))
    assert place.run().exit_status == 0
    table = place.register().set_index("name")
    number, before = table.loc["Zéphirine Coton", "member_id"], len(table)
    _, shown = undo(place, ledger(place)["decision_id"].iloc[-1])
    assert "Zéphirine Coton" in shown and number in shown
    assert place.run().exit_status == 0
    after = place.register()
    assert number not in set(after["member_id"]) and len(after) == before - 1


@pytest.mark.parametrize(
    ("typed", "done"),
    [("oui\n", True), ("o\n", True), ("Y\n", True), ("\n", False), ("non\n", False)],
)
def test_the_question_before_it_is_done_is_answered_in_french_too(
    place: Place, typed: str, done: bool
) -> None:
    answer(place, "oui")
    place.run()
    command = ["undo", "D-0001-B", "--config", str(place.settings)]
    told = CliRunner().invoke(app, command, input=typed)
    assert told.exit_code == 0 and "Le faire ? [o/N]" in told.output
    held = in_force(Store(place.root / "state" / "register.db").recall().ledger)
    assert held.empty == done
