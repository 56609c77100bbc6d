"""A person is erased over whole nights: asked for, confirmed, gone from every file for ever."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from reconcile.commands import deciding
from reconcile.commands.erasing import erase as erase_now
from reconcile.memory.store import Store
from reconcile.registers.archive import freeze
from reconcile.words import words
from tests.erasure.erased import (
    MAIL,
    MOBILE,
    choose,
    contacts,
    erase,
    night,
    old_file,
    problems,
    told,
    traces,
    write,
)
from tests.places import Place


def test_asked_in_the_register_shown_confirmed_and_gone_everywhere(place: Place) -> None:
    store = Store(place.root / "state" / "register.db")
    freeze(store, place.clean, "1", "AG 2026", words("fr"))
    before = place.register().set_index("member_id")
    assert len(traces(place)) > 5
    choose(place)
    night(place)
    waits = told(place).iloc[0]
    assert waits["erasure"] == "attend « confirmer »"
    assert "Aloyse Brondel" in waits["erased_who"]
    assert "membres 2026.xlsx › Membres › " in waits["goes"]
    assert "demandé" in contacts(place)["Effacement"].to_list()
    assert "Contacts" not in problems(place), "what was chosen is no change by hand"
    assert traces(place), "nothing goes before somebody confirms"
    write(place, "confirmer")
    night(place)
    assert traces(place) == []
    after = place.register().set_index("member_id")
    assert list(after.index) == list(before.index), "every member keeps its number"
    assert list(after["phones"]["M-0001"]) == ["+33465710001"], "the switchboard is the firm's"
    assert (told(place)["erasure"] == "effacé").all()
    assert "membres 2026.xlsx | Membres" in problems(place)
    assert "contient les données d'une personne effacée" in problems(place)
    night(place)
    assert traces(place) == []


def test_others_keep_what_is_theirs(place: Place) -> None:
    before = contacts(place)
    consents = pd.read_excel(place.clean / "member_register.xlsx", "Adhérents", dtype=str)
    erase(place)
    after = contacts(place)
    mine = before["Nom"] == "Brondel"
    assert mine.sum() == 2, "M. Brondel of the other list is the same person"
    columns = [one for one in before if one not in ("Effacement", before.columns[-1])]
    rest = before[~mine][columns].reset_index(drop=True)
    pd.testing.assert_frame_equal(after[columns].reset_index(drop=True), rest)
    now = pd.read_excel(place.clean / "member_register.xlsx", "Adhérents", dtype=str)
    assert now["Newsletter"].to_list() == consents["Newsletter"].to_list()


def test_an_old_file_does_not_bring_the_person_back(gone: Place) -> None:
    old_file(gone)
    shutil.copy(gone.root / "raw/rezames/liste.xlsx", gone.root / "raw/rezames/liste bis.xlsx")
    night(gone)
    assert traces(gone) == []
    assert "membres 2024.xlsx" in problems(gone)
    assert "info@miralix.example" in gone.register()["emails"].explode().to_list()


@pytest.mark.parametrize("whom", [MAIL.upper(), "C-00001-1"])
def test_asked_by_what_is_typed_also_in_a_copy(place: Place, whom: str) -> None:
    copy = place.root / "raw" / "reviews" / "Zoé.xlsx"
    copy.parent.mkdir()
    shutil.copy(place.clean / "match_report.xlsx", copy)
    write(place, "Effacer", whom, copy)
    night(place)
    assert told(place)["erasure"].to_list() == ["attend « confirmer »"]
    write(place, "oui")
    night(place)
    assert traces(place) == []
    if "@" in whom:
        assert "reviews/Zoé.xlsx" in problems(place), "only staff can delete what lies in raw"


def test_a_mail_that_nobody_has_is_blocked_and_told(place: Place) -> None:
    write(place, "effacer", "nobody.known@absent.example")
    night(place)
    assert told(place)["erasure"].to_list() == ["effacé"]
    assert "Personne n'a été trouvé" in problems(place)
    assert traces(place, "nobody.known", "absent.example") == []


def test_cancelled_nothing_goes_and_undone_the_person_may_return(place: Place) -> None:
    choose(place)
    night(place)
    write(place, "annuler")
    night(place)
    assert len(told(place)) == 0
    assert "Brondel" in contacts(place)["Nom"].to_list()
    erase(place)
    assert "Brondel" not in contacts(place)["Nom"].to_list()
    lift(place)
    night(place)
    assert "Brondel" in contacts(place)["Nom"].to_list(), "the lists hold the person still"


def lift(place: Place) -> None:
    path = place.clean / "match_report.xlsx"
    book = load_workbook(path)
    sheet = book["Effacements"]
    keys = [str(cell.value).strip() for cell in sheet[3]]
    for line in sheet.iter_rows(min_row=5):
        if line[keys.index("erasure")].value == "effacé":
            line[keys.index("answer")].value = "annuler"
    book.save(path)


def test_what_cannot_be_obeyed_is_told(place: Place) -> None:
    path = place.clean / "match_report.xlsx"
    book = load_workbook(path)
    sheet = book["Effacements"]
    keys = [str(cell.value).strip() for cell in sheet[3]]
    whom, answer = keys.index("whom") + 1, keys.index("answer") + 1
    typed = [("Dupont", "effacer"), ("M-0003", "e"), ("C-09999-1", "effacer"), ("", "effacer")]
    for nth, (text, said) in enumerate([*typed, ("Odile Kelvar", ""), ("Odile Kelvar", "non")]):
        sheet.cell(5 + nth, whom).value, sheet.cell(5 + nth, answer).value = text, said
    book.save(path)
    night(place)
    seen = problems(place)
    assert "n'a pas été comprise" in seen
    assert "ne désigne personne" in seen
    assert "personne n'est écrit à côté" in seen
    assert "« effacer » n'est pas choisi à côté" in seen
    assert "Odile Kelvar" not in seen and "Dupont" not in seen
    assert told(place)["erased_who"].str.contains("Odile Kelvar").to_list() == [True], "M-0003"


def test_a_copy_of_the_store_restores_the_block(gone: Place, tmp_path: Path) -> None:
    state = gone.root / "state"
    (state / "register.db").unlink()
    deciding.bring_in(gone.settings, state / "decisions.xlsx")
    old_file(gone)
    night(gone)
    assert traces(gone) == []
    assert "Brondel" not in contacts(gone)["Nom"].to_list()


def test_an_older_copy_taken_in_brings_nobody_back(place: Place) -> None:
    state = place.root / "state"
    shutil.copy(state / "decisions.xlsx", place.root / "older.xlsx")
    erase(place)
    deciding.bring_in(place.settings, place.root / "older.xlsx")
    assert traces(place) == []


def test_the_next_edit_of_the_register_is_still_understood(place: Place) -> None:
    shown: list[str] = []
    done = erase_now(place.settings, MOBILE, lambda text, _: bool(shown.append(text)) or True)
    assert "Effacé" in done
    assert "Brondel" not in shown[0] and MOBILE not in shown[0]
    assert traces(place) == []
    path = place.clean / "member_register.xlsx"
    book = load_workbook(path)
    book["Adhérents"]["G3"].value = "42100"
    book.save(path)
    night(place)
    assert "Contacts" not in problems(place), "the rewritten rows are no change by hand"


def test_not_agreed_nothing_is_erased(place: Place) -> None:
    assert erase_now(place.settings, MAIL, lambda *_: False) == "Rien n'a été effacé."
    assert traces(place)
