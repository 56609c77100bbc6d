"""What people write into registers and reports does not bring an erased person back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from reconcile.memory.store import Store
from tests.erasure.erased import MAIL, choose, made, night, traces, write
from tests.places import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return made(tmp_path)


def erase(place: Place) -> None:
    choose(place)
    night(place)
    write(place, "confirmer")
    night(place)


def register(place: Place) -> Path:
    return place.clean / "member_register.xlsx"


def edit(path: Path, change: Callable[[Any], None], out: Path | None = None) -> None:
    book = load_workbook(path)
    change(book["Adhérents"])
    book.save(out or path)


def column(sheet: Any, heading: str) -> int:
    """The number of a column, a new one where there is none."""
    headings = [cell.value for cell in sheet[1]]
    if heading not in headings:
        sheet.cell(1, len(headings) + 1).value = heading
        return len(headings) + 1
    return headings.index(heading) + 1


def under(place: Place, heading: str) -> list[Any]:
    sheet = load_workbook(register(place))["Adhérents"]
    return [sheet.cell(nth, column(sheet, heading)).value for nth in range(2, sheet.max_row + 1)]


def headings(place: Place) -> list[Any]:
    return [cell.value for cell in load_workbook(register(place))["Adhérents"][1]]


def test_a_heading_that_names_the_person_is_cleaned_at_all_members(place: Place) -> None:
    def add(sheet: Any) -> None:
        for nth, text in enumerate(("oui", "non", "peut-être"), start=2):
            sheet.cell(nth, column(sheet, "Avis de Aloyse Brondel")).value = text

    edit(register(place), add)
    night(place)
    assert "Avis de Aloyse Brondel" in headings(place)
    erase(place)
    night(place)
    assert traces(place) == []
    assert [one for one in headings(place) if "Avis" in one] == ["Avis de [effacé]"]
    assert under(place, "Avis de [effacé]")[:3] == ["oui", "non", "peut-être"]
