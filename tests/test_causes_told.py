"""Causes over whole nights: values that people set, lists beside lists, what follows from a merge,
and what is told of it later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from reconcile.decisions.ledger import acts, subject_of
from reconcile.nights.outcome import DONE
from reconcile.registers.life import history
from reconcile.registers.register_values import moved
from reconcile.tables import conform
from reconcile.words import words
from tests.places import Place
from tests.test_causes import basis
from tests.test_changes import ONE, OTHER, place, store, told
from tests.test_editions import firm, save
from tests.test_lasting_numbers import said

__all__ = ["place"]

BY = "Correction D-0001-B de Zoé."
BACK = "« annuler » dans « Écarts », à la ligne de M-0002 ; ou : reconcile undo D-0001-B"


def set_value(place: Place, field: str, text: str) -> None:
    row = {"kind": "value", "subject": subject_of("M-0002", field), "answer": text, "run": 1}
    row |= {"read_in": 2, "origin": "match_report.xlsx", "reviewer": "Zoé"}
    store(place).keep(acts([row | {"decided_at": "2026-11-22T10:00:00"}]))


@pytest.mark.parametrize(
    ("field", "text", "names"),
    [
        ("phones", "04 77 11 22 33; 06 39 98 00 01", {"Téléphones"}),
        ("emails", "Contact@Velinore.example", {"Courriels"}),
        ("joined_on", "05/06/2001", {"Adhérent depuis"}),
        ("website", "www.nouveau.example", {"Site web"}),
        ("commissions", "3", {"Commissions"}),
        ("siret", "732 829 320 00074", {"SIRET", "SIREN"}),  # a SIRET names its SIREN
        ("member_no:technopole42", "T-99", {"N° adhérent (Technopole 42)"}),
        ("city", "", {"Ville"}),  # emptied
        ("phones", "", {"Téléphones"}),
    ],
)
def test_a_value_that_a_person_set_names_the_answer(
    place: Place, field: str, text: str, names: set[str]
) -> None:
    set_value(place, field, text)
    assert place.run().exit_status == DONE
    rows = told(place, "member_id", "field", "cause", "how_to_undo")
    assert set(rows) == {("M-0002", name, BY, BACK) for name in names}
    lived = life(place, "M-0002")
    assert lived.count(BY) == len(names)


def life(place: Place, member: str) -> str:
    memory = replace(store(place).recall(), values=store(place).values())
    days = dict.fromkeys(range(1, 9), date(2026, 11, 22))
    clubs = {"technopole42": "Technopole 42", "rezames": "Rezames"}
    return history(member, memory, days, clubs, words("fr"))


def test_of_who_left_by_an_answer_the_answer_is_named(place: Place) -> None:
    set_value(place, "status", "left")
    assert place.run().exit_status == DONE
    assert told(place, "member_id", "kind", "cause", "how_to_undo") == [
        ("M-0002", "parti", "Départ : réponse D-0001-B de Zoé.", BACK)
    ]


def test_a_value_that_two_lists_held_names_the_cell_of_the_last(tmp_path: Path) -> None:
    place, rows = Place(tmp_path), [firm(nth) for nth in range(4)]
    without = [rows[0], firm(1, phone=None), *rows[2:]]
    for lists in ((rows, rows), (without, rows), (without, without)):
        save(place, ONE, Membres=lists[0])
        save(place, OTHER, Liste=lists[1])
        assert place.run().exit_status == DONE
    cell = f"{OTHER} › Liste › F3"
    assert told(place, "member_id", "cause") == [("M-0002", f"La cellule {cell} a été vidée.")]
    assert f"La cellule {cell} a été vidée." in life(place, "M-0002")


def test_a_newer_sheet_beside_the_one_before(tmp_path: Path) -> None:
    place = Place(tmp_path)
    save(place, ONE, Membres=[firm(11, no="T1")])
    old = [*(firm(nth) for nth in range(5)), firm(5, phone=None)]
    save(place, OTHER, **{"Adhérents_2025": old})
    assert place.run().exit_status == DONE
    new = [firm(0, phone="04 65 71 99 99"), *(firm(nth) for nth in range(1, 6))]
    save(place, OTHER, **{"Adhérents_2025": old, "Adhérents_2026": new})
    assert place.run().exit_status == DONE
    (changed, why), (filled, how) = told(place, "name", "cause")
    here = f"{OTHER} › Adhérents"
    assert (changed, filled) == (firm(0)[1], firm(5)[1])
    assert why.startswith(f"Une autre cellule l'emporte : {here} 2026 › F2")
    assert why.endswith(f"Avant : {here} 2025 › F2.")
    assert how == f"La cellule {here} 2026 › F7 a été remplie."


def test_what_two_rows_of_a_club_add_up_to_follows_from_their_merge(place: Place) -> None:
    said(place, "same", one=1, other=4)
    assert place.run().exit_status == DONE
    rows = told(place, "kind", "field", "after", "cause")
    [(_, _, number, why)] = [one for one in rows if one[1] == "N° adhérent (Technopole 42)"]
    assert number == "T0 / T3"
    assert why.startswith("Suite de la fusion avec M-0004.")


def test_what_was_told_of_a_merge_stays_when_the_answer_is_taken_back(place: Place) -> None:
    said(place, "same", one=1, other=8)
    assert place.run().exit_status == DONE
    before = life(place, "M-0001")
    assert "Réponse D-0001-B de Zoé" in before
    act = {"kind": "pair", "subject": "R-00001␟R-00008", "answer": "withdrawn", "run": 2}
    act |= {"read_in": 3, "origin": "terminal", "decided_at": "2026-11-23T10:00:00"}
    store(place).keep(acts([act]))
    assert place.run().exit_status == DONE
    after = life(place, "M-0001").splitlines()
    assert set(before.splitlines()[-3:]) - {""} <= set(after)


@pytest.mark.parametrize(
    ("cause", "n"),
    [
        ({"record_id": "R-1", "cell": "B9", "file": "a"}, 0),  # it moved within its list
        ({"record_id": "R-2", "cell": "B2", "file": "a"}, 1),
        ({"decision": "D-0001-B", "reviewer": ""}, 1),
    ],
)
def test_the_log_tells_of_the_same_value_where_another_record_or_answer_says_it(
    cause: dict[str, str], n: int
) -> None:
    was = basis("city", "Lyon", {"record_id": "R-1", "cell": "B2", "file": "a"})
    tables = [
        conform(pd.DataFrame([one]), "register_values")
        for one in (was, basis("city", "Lyon", cause))
    ]
    assert len(moved(*tables)) == n


def test_a_yes_and_what_is_done_on_it_are_one_answer(place: Place) -> None:
    path = place.clean / "member_register.xlsx"
    book = load_workbook(path)
    heads = [cell.value for cell in book["Adhérents"][1]]
    book["Adhérents"].cell(2, heads.index("Ville") + 1).value = "Roanne"
    book.save(path)
    assert place.run().exit_status == DONE
    path = place.clean / "match_report.xlsx"
    book = load_workbook(path)
    assert "member_register.xlsx (1 nouveau changement)" in book["Réponses données"]["A2"].value
    sheet = book["Écarts"]
    at = next(
        cell for row in sheet.iter_rows() for cell in row if str(cell.value).strip() == "answer"
    )
    first = next(row[0].row for row in sheet.iter_rows(min_row=at.row) if row[0].value == "M-0001")
    sheet.cell(first, at.column).value = "oui"
    book.save(path)
    assert place.run().exit_status == DONE
    hint = load_workbook(path)["Réponses données"]["A2"].value
    assert "match_report.xlsx (1 nouvelle réponse)" in hint
