"""Copies that lie beside the register and the report while a person is erased."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reconcile.commands.erasing import erase as erase_now
from tests.erasure.erased import MAIL, choose, erase, night, problems, told, traces, write
from tests.erasure.test_by_hand import column, edit
from tests.places import Place

LEFT = "contient peut-être encore une personne effacée"


def copy(place: Place, of: str, *names: str) -> None:
    for name in names:
        shutil.copy(place.clean / of, place.clean / name)


def write_note(place: Place, text: str) -> None:
    edit(
        place.clean / "member_register.xlsx",
        lambda sheet: sheet.cell(2, column(sheet, "Note"), text),
    )


def test_a_copy_of_the_csv_is_cleaned(place: Place) -> None:
    copy(place, "member_register.csv", "member_register_2026.csv")
    assert any("member_register_2026.csv" in one for one in traces(place))
    erase(place)
    assert traces(place) == []
    assert LEFT not in problems(place)


@pytest.mark.parametrize("file", ["member_register.xlsx", "match_report.xlsx"])
def test_two_exact_copies_are_cleaned_in_the_same_night(place: Place, file: str) -> None:
    choose(place)
    night(place)
    write(place, "confirmer")
    stem = Path(file).stem
    copy(place, file, f"{stem} - Copie.xlsx", f"{stem}_2.xlsx")
    night(place)
    assert traces(place) == []
    assert LEFT not in problems(place)


def test_a_register_that_was_read_and_is_put_back_is_cleaned(place: Place) -> None:
    write_note(place, "voir Aloyse Brondel")
    kept = (place.clean / "member_register.xlsx").read_bytes()
    night(place)
    erase(place)
    assert traces(place) == []
    for name in ("member_register - Copie.xlsx", "member_register.xlsx"):
        (place.clean / name).write_bytes(kept)
    assert traces(place) != []
    night(place)
    assert traces(place) == []


def test_answers_saved_into_a_copy_during_the_erasure_are_read_first(place: Place) -> None:
    path = place.clean / "Copie de match_report.xlsx"

    def agreed(*_: str) -> bool:
        copy(place, "match_report.xlsx", path.name)
        write(place, "effacer", "Odile Kelvar", path)
        return True

    assert f"(.xls, .pdf) : {path.name}" in erase_now(place.settings, MAIL, agreed)
    assert [one for one in traces(place) if path.name not in one] == []
    night(place)
    assert "Odile Kelvar" in told(place)["erased_who"].str.cat(na_rep="")
    assert traces(place) == []
