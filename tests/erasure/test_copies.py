"""Copies that lie beside the register and the report while a person is erased."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reconcile.commands.erasing import erase as erase_now
from tests.erasure.erased import MAIL, choose, erase, night, problems, told, traces, write
from tests.places import Place

LEFT = "contient peut-être encore une personne effacée"


def copy(place: Place, of: str, *names: str) -> None:
    for name in names:
        shutil.copy(place.clean / of, place.clean / name)


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


def test_answers_saved_into_a_copy_during_the_erasure_are_read_first(place: Place) -> None:
    path = place.clean / "Copie de match_report.xlsx"

    def agreed(*_: str) -> bool:
        copy(place, "match_report.xlsx", path.name)
        write(place, "effacer", "Odile Kelvar", path)
        return True

    assert f"pas encore lu ou au format .xls : {path.name}" in erase_now(
        place.settings, MAIL, agreed
    )
    assert [one for one in traces(place) if path.name not in one] == []
    night(place)
    assert "Odile Kelvar" in told(place)["erased_who"].str.cat(na_rep="")
    assert traces(place) == []
