"""The number of a contact over whole nights: it lasts, and a successor gets another one."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from openpyxl import Workbook

from reconcile.nights.outcome import DONE
from tests.places import Place
from tests.test_editions import firm

HEADINGS = ("N° adhérent", "Raison sociale", "Adresse", "CP", "Ville", "Téléphone", "Contact")
PEOPLE = {
    0: "Mme Claire Boudarel / M. Rémi Chapotard",
    1: "M. Yves Montfaucher",
    2: "M. André Roustelin",
    3: "Mme Nadia Belkhiret",
}


def save(place: Place, file: str, people: dict[int, str], **changed: object) -> Path:
    book = Workbook()
    book.active.append(HEADINGS)
    for nth, text in people.items():
        book.active.append([*firm(nth, **changed), text])
    path = place.root / "raw" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def contacts(place: Place) -> dict[str, str]:
    """The number of each person in the register, by last name."""
    table = pd.read_excel(
        place.clean / "member_register.xlsx", "Contacts", dtype=str, engine="openpyxl"
    )
    return dict(zip(table["Nom"], table["N° contact"], strict=True))


def test_rows_moved_a_file_renamed_a_phone_changed_a_person_replaced(tmp_path: Path) -> None:
    place = Place(tmp_path)
    with place.settings.open("a") as file:
        file.write("\n[brake]\nat_least = 50\n")
    save(place, "technopole42/membres.xlsx", {4: "M. Gilles Corbas", 5: "Mme Sylvie Garampon"})
    old = save(place, "rezames/liste.xlsx", PEOPLE)
    assert place.run().exit_status == DONE
    first = contacts(place)
    assert len(first) == 7

    old.unlink()
    moved = {
        3: "Mme Nadia Belkhiret",
        0: "M. Rémi Chapotard / Mme Claire Boudarel",
        1: "M. Ivo Sarrazin",
        2: "André Roustelain",
    }
    new = save(place, "rezames/liste (2).xlsx", moved, phone="04 65 71 09 09")
    assert place.run().exit_status == DONE
    found = contacts(place)
    last = found.pop("Sarrazin")
    assert last not in first.values(), "a number is never given to another person"
    assert found.pop("Roustelain") == first["Roustelin"]
    assert found == {name: first[name] for name in found} and len(found) == 5

    new.unlink()
    save(place, "rezames/liste.xlsx", PEOPLE)
    assert place.run().exit_status == DONE
    assert contacts(place) == first


def test_three_whose_names_look_alike_in_one_row(tmp_path: Path) -> None:
    """ "M. Faure" is known by his name and civility, which is not the name of "Faure M."."""
    place = Place(tmp_path)
    save(place, "rezames/liste.xlsx", {1: "M. Faure / Mme Faure / Faure M.", 2: "M. Yves Morel"})
    assert place.run().exit_status == DONE
    table = pd.read_excel(place.clean / "member_register.xlsx", "Contacts", engine="openpyxl")
    assert len(table) == 4 and table["N° contact"].is_unique


def test_before_the_merger_a_club_may_name_nobody(tmp_path: Path) -> None:
    place = Place(tmp_path, merged_on="merged_on = 2030-01-01")
    save(place, "rezames/liste.xlsx", PEOPLE)
    save(place, "technopole42/membres.xlsx", dict.fromkeys((4, 5), ""))
    assert place.run().exit_status == DONE
    assert len(list(place.clean.glob("member_register_*.xlsx"))) == 2
