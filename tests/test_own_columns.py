"""Columns that people added to the register: what is kept of them, and for whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from reconcile.answers import edited
from reconcile.answers.forms import forms_of
from reconcile.answers.register_sheet import Written
from reconcile.config import load
from reconcile.decisions.by_hand import proposals
from reconcile.decisions.ledger import OPEN, WITHDRAWN, acts
from reconcile.decisions.own_cells import extras, own_cells, torn_extras
from reconcile.decisions.own_columns import cell_act, heading_act, text_alone
from reconcile.decisions.undoing import said_by_decisions, with_acts
from reconcile.memory.store import Store
from reconcile.nights.outcome import DONE
from reconcile.outputs.lines import lines
from reconcile.results import OwnColumn
from reconcile.words import words
from tests import nights
from tests.places import Place, copied
from tests.test_editions import firm, on_sheet, save

NONE = pd.DataFrame({"old_member_id": [], "member_id": []})
MERGED = pd.DataFrame({"old_member_id": ["M-0002"], "member_id": ["M-0001"]})


def said(text: str, who: str, run: int, member: str = "M-0001", was: str = "") -> dict[str, Any]:
    """A cell of the column "Note" that somebody changed in a copy of the register of a run."""
    about = {"run": run, "read_in": run + 1, "reviewer": who, "origin": f"{who}.xlsx"}
    return {**cell_act(member, "Note", text, text, was), **about, "decided_at": str(run)}


def values(rows: list[dict[str, Any]], aliases: pd.DataFrame = NONE) -> dict[str, object]:
    """What stands in the column "Note", by member."""
    return extras(own_cells(acts(rows), aliases)).get("Note", OwnColumn()).values


@pytest.mark.parametrize(
    "value", [639980012, 1.5, True, datetime(2026, 1, 2, 3, 4), time(3, 4), timedelta(hours=26)]
)
def test_the_value_beside_a_text_goes_without_what_stood_there_before(value: object) -> None:
    act = {**said("a", "Zoé", 3), **cell_act("M-0001", "Note", "a", value, "b")}
    assert extras(own_cells(acts([act]), NONE))["Note"].values == {"M-0001": value}
    after = {**act, "answer": "[effacé]", "shown": text_alone(act["shown"])}
    assert after["shown"] == '{"was": "b"}'
    assert extras(own_cells(acts([after]), NONE))["Note"].values == {"M-0001": "[effacé]"}


def test_of_two_values_that_of_before_stays_and_both_are_told() -> None:
    rows = [said("Zoé", "Max", 3), said("Anne", "Alice", 5), said("Robert", "Bob", 5)]
    assert values(rows) == {"M-0001": "Zoé"}
    issues = torn_extras(own_cells(acts(rows), NONE))
    assert issues["details"].tolist() == [
        {"member_id": "M-0001", "column": "Note", "said": "Alice : Anne ; Bob : Robert"}
    ]
    assert values(rows[1:]) == {}
    rows.append(said("Robert", "Max", 6))
    assert values(rows) == {"M-0001": "Robert"}
    assert torn_extras(own_cells(acts(rows), NONE)).empty


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([said("x", "Zoé", 1, "M-0002")], {"M-0001": "x"}),
        ([said("x", "Zoé", 1, "M-0002"), said("", "Zoé", 3, was="x")], {}),
        # What was emptied before the two were one was another text.
        ([said("y", "Zoé", 1), said("x", "Zoé", 1, "M-0002"), said("", "Zoé", 2, was="y")],
         {"M-0001": "x"}),
        ([said("x", "Zoé", 1, "M-0002"), said("", "Zoé", 3, was="x"), said("z", "Zoé", 4)],
         {"M-0001": "z"}),
    ],
)  # fmt: skip
def test_a_cell_that_was_emptied_after_a_merge_stays_empty(
    rows: list[dict[str, Any]], expected: dict[str, str]
) -> None:
    assert values(rows, MERGED) == expected


def cell(
    member: str, value: object, run: int, was: str = "", joined: tuple[str, ...] = ()
) -> dict[str, Any]:
    act = cell_act(member, "Note", str(value or ""), value, was, joined)
    return {**act, "run": run, "read_in": run + 1, "reviewer": "Zoé", "decided_at": str(run)}


TWO = [cell("M-0002", "partie", 1), cell("M-0001", "à revoir", 1)]
ALIKE = [cell("M-0002", "à relancer", 1), cell("M-0001", "à relancer", 1)]
DONE_WITH = cell("M-0001", "réglé", 2, "à relancer")
NUMBERS = [cell("M-0002", 15, 1), cell("M-0001", 12, 1)]
SAID = "M-0001 : 12 ; M-0002 : 15"


@pytest.mark.parametrize(
    ("rows", "value", "told"),
    [
        (TWO, "à revoir\npartie", []),
        ([*TWO, cell("M-0001", "vue", 3, "à revoir\npartie")], "vue", []),
        # Changed before the two were one.
        ([*TWO, cell("M-0001", "vue", 1, "à revoir")], "vue\npartie", []),
        ([cell("M-0002", "x", 1), cell("M-0001", "x", 1)], "x", []),
        ([*ALIKE, DONE_WITH], "réglé\nà relancer", []),
        ([*ALIKE, DONE_WITH, cell("M-0001", "vue", 4, "réglé\nà relancer")], "vue", []),
        ([*ALIKE, {**DONE_WITH, "run": 0}], "réglé\nà relancer", []),
        # In a copy that did not know of what somebody else had written.
        ([*ALIKE, cell("M-0001", "vue", 2, "à relancer"), {**DONE_WITH, "read_in": 4}],
         "réglé\nà relancer", []),
        # Both had it when the two were one.
        ([*ALIKE, cell("M-0001", "réglé", 2, "à relancer", ("M-0002",))], "réglé", []),
        ([*ALIKE, cell("M-0001", "", 2, "à relancer", ("M-0002",)), cell("M-0001", "vue", 3)],
         "vue", []),
        (NUMBERS, "12\n15", [SAID]),
        ([*NUMBERS, cell("M-0001", 15, 3, "12\n15")], 15, []),
        ([*NUMBERS, cell("M-0001", 12, 3, "12\n15")], 12, []),
    ],
)  # fmt: skip
def test_two_members_who_become_one_keep_what_both_had(
    rows: list[dict[str, Any]], value: object, told: list[str]
) -> None:
    assert values(rows, MERGED) == {"M-0001": value}
    issues = torn_extras(own_cells(acts(rows), MERGED))
    assert [one["said"] for one in issues["details"]] == told
    assert set(issues["problem"]) <= {"own_column_joined"}
    assert "M-0002" in values(rows), "and are two again where that is undone"


def test_each_register_has_its_own_columns() -> None:
    """M-0007 is in Rezames alone; "Vide" has a heading in the register of Rezames and no value."""
    night = nights.apart()
    heading = {**heading_act("rezames", "Vide", there=True), "run": 1, "read_in": 2}
    known = extras(own_cells(acts([said("x", "Zoé", 1, "M-0007"), heading]), NONE))
    for club, own in (("technopole42", []), ("rezames", ["Note", "Vide"])):
        columns, _ = lines(night.registers[club], {club: club}, words("fr"), known)
        assert [one.heading for one in columns if one.key.startswith("extra:")] == own
    columns, _ = lines(nights.register(), nights.CLUBS, words("fr"), known)
    assert [one.heading for one in columns][-2:] == ["Note", "Vide"]


def published(tmp_path: Path) -> Place:
    made = Place(tmp_path)
    save(made, "technopole42/membres.xlsx", Membres=[firm(n, no=f"T{n}") for n in range(6)])
    save(made, "rezames/liste.xlsx", Liste=[firm(6)])
    assert made.run().exit_status == DONE
    return made


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return copied(published, tmp_path)


def typed(place: Place, change: Callable[[Any], None]) -> list[str]:
    """The headings of people's own after a night that found the sheet of members changed."""
    path = place.clean / "member_register.xlsx"
    book = load_workbook(path)
    change(book["Adhérents"])
    book.save(path)
    assert place.run().exit_status == DONE
    return own_headings(place)


def own_headings(place: Place) -> list[str]:
    sheet = load_workbook(place.clean / "member_register.xlsx")["Adhérents"]
    headings = [cell.value for cell in sheet[1]]
    return headings[headings.index("Nb de fiches") + 1 :]


def adding(heading: str, *texts: object) -> Callable[[Any], None]:
    """A change that adds a column."""

    def change(sheet: Any) -> None:
        at = sheet.max_column + 1
        for row, text in enumerate((heading, *texts), start=1):
            sheet.cell(row, at).value = text

    return change


def removing(heading: str) -> Callable[[Any], None]:
    return lambda sheet: sheet.delete_cols([cell.value for cell in sheet[1]].index(heading) + 1)


def test_a_column_that_a_former_member_has_a_value_in_can_be_removed(place: Place) -> None:
    """It comes back with all its values where that is undone, and empty where it is added again."""
    notes = [f"note {n}" for n in range(7)]
    assert typed(place, adding("Note", *notes)) == ["Note"]
    save(place, "technopole42/membres.xlsx", Membres=[firm(n, no=f"T{n}") for n in range(5)])
    assert place.run().exit_status == DONE
    assert typed(place, removing("Note")) == []
    memory = Store(place.root / "state" / "register.db").recall()
    went = (memory.ledger["subject"] == "register:␟Note") & (memory.ledger["answer"] == WITHDRAWN)
    back = said_by_decisions(memory, set(memory.ledger.loc[went, "decision_id"]))
    undone = with_acts(memory, back).ledger
    assert sorted(map(str, extras(own_cells(undone, NONE))["Note"].values.values())) == notes
    assert typed(place, adding("Note")) == ["Note"]
    for sheet in ("Adhérents", "Anciens membres"):
        assert set(on_sheet(place, sheet, "Note").values()) == {None}


def test_a_clubs_own_column_can_be_removed_after_the_merger(tmp_path: Path) -> None:
    place = Place(tmp_path, "merged_on = 2027-01-01")
    save(place, "technopole42/membres.xlsx", Membres=[firm(n, no=f"T{n}") for n in range(6)])
    save(place, "rezames/liste.xlsx", Liste=[firm(6)])
    assert place.run().exit_status == DONE
    path = place.clean / "member_register_rezames.xlsx"
    book = load_workbook(path)
    adding("À remplir")(book["Adhérents"])
    book.save(path)
    assert place.run().exit_status == DONE
    text = place.settings.read_text(encoding="utf-8")
    place.settings.write_text(text.replace("2027-01-01", "2026-01-01"), encoding="utf-8")
    assert place.run().exit_status == DONE
    assert own_headings(place) == ["À remplir"]
    assert typed(place, removing("À remplir")) == []


VALUES = [datetime(2026, 12, 3, 14, 30), "ligne 1\nligne 2", True, 1234.5, time(9, 15),
          datetime(2026, 12, 3), timedelta(hours=26, minutes=30)]  # fmt: skip


def test_values_come_back_as_they_were_typed(place: Place) -> None:
    path = place.clean / "member_register.xlsx"
    book = load_workbook(path)
    sheet = book["Adhérents"]
    at = sheet.max_column + 1
    for row, value in enumerate(["RDV", *VALUES], start=1):
        sheet.cell(row, at).value = value
    sheet.cell(1, at + 1).value = "À remplir"
    book.save(path)
    for _ in range(2):
        assert place.run().exit_status == DONE
        assert [on_sheet(place, "Adhérents", "RDV")[firm(n)[1]] for n in range(7)] == VALUES
        assert set(on_sheet(place, "Adhérents", "À remplir").values()) == {None}
        load_workbook(path).save(path)
    acts_of_all = Store(place.root / "state" / "register.db").recall().ledger
    assert len(acts_of_all) == len(VALUES) + 2, "saved again is no change"


def test_one_copy_that_is_changed_back_counts_and_what_failed_is_told_again(place: Place) -> None:
    """Each reading is kept, as a night does that fails after it."""
    config, store = load(place.settings), Store(place.root / "state" / "register.db")
    copy = place.clean / "member_register - Copie.xlsx"
    book = load_workbook(place.clean / "member_register.xlsx")
    sheet = book["Adhérents"]
    sheet["D2"] = "Rezames"  # worked out: told, and not taken
    for name in ("Anne", "Robert", "Anne"):
        sheet["K2"] = name  # of one member: his town
        book.properties.lastModifiedBy = "Zoé"
        book.save(copy)
        found = edited.edits(copy, config, store.recall())
        opened = found.acts[found.acts["answer"] == OPEN]
        assert [one.split("␟")[-1] for one in opened["subject"]] == [name]
        assert found.issues["problem"].tolist() == ["register_fixed"]
        known = store.recall()
        store.keep(found.acts, edited.reading_of(found.digest, copy.name, known, 1))
        for run, told in ((known.run, ["register_fixed"]), (known.run + 1, [])):
            again = edited.edits(copy, config, replace(store.recall(), run=run))
            assert (again.issues["problem"].tolist(), again.digest) == (told, "")
    assert [one.split("␟")[-1] for one in proposals(store.recall().ledger)["subject"]] == ["Anne"]


def test_the_numbers_of_a_column_keep_their_form(place: Place) -> None:
    """15 %, 12,50 €: also where the form alone was changed, and in a copy of no form."""
    path = place.clean / "member_register.xlsx"

    def form(of: str, column: int) -> None:
        book = load_workbook(path)
        for row in range(2, 8):
            book["Adhérents"].cell(row, column).number_format = of
        book.save(path)

    def forms(column: int) -> set[str]:
        assert place.run().exit_status == DONE
        sheet = load_workbook(path)["Adhérents"]
        return {sheet.cell(row, column).number_format for row in range(2, 8)}

    book = load_workbook(path)
    sheet = book["Adhérents"]
    at = sheet.max_column + 1
    for row, value in enumerate(["Remise", 0.15, 0.2, 0.05, 1, None, "à voir"], start=1):
        sheet.cell(row, at).value = value
    book.save(path)
    form("0%", at)
    assert forms(at) == {"0%", "General"}, "of numbers alone"
    assert forms(at) == {"0%", "General"}
    form("0.00%", at)
    assert forms(at) == {"0.00%", "General"}
    assert on_sheet(place, "Adhérents", "Remise")[firm(0)[1]] == 0.15
    form("General", at)
    assert forms(at) == {"General"}


def test_of_many_numbers_the_first_say_the_form(tmp_path: Path) -> None:
    """A few after thousands of texts say it, too; texts alone need no second reading."""
    head, n = ["N°", "Nom", "Remise"], 3000
    written = Written({"member_id": "N°", "name": "Nom"}, {f"M-{one}": {} for one in range(n)})
    for numbers, form in ((range(n), "0%"), ((n - 1,), "0%"), ((), None)):
        book = Workbook()
        sheet = book.active
        lines = [[f"M-{one}", "x", 0.5 if one in numbers else "à voir"] for one in range(n)]
        for line in (head, *lines):
            sheet.append(line)
        for one in numbers:
            sheet.cell(one + 2, 3).number_format = "0%"
        book.save(tmp_path / "book.xlsx")
        content = (tmp_path / "book.xlsx").read_bytes()
        found, told = forms_of(content, sheet.title, [head, *lines], written)
        assert (found.get("extra:Remise"), told) == (form, [])
