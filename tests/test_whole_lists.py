"""A list in the wrong folder, one cut short, our own register among the lists: night by night."""

from __future__ import annotations

from pathlib import Path
from shutil import copy

import pytest
from openpyxl import Workbook

from expectations import validate
from reconcile.nights.outcome import DONE, HELD
from tests.places import Place, copied

TECHNOPOLE = (
    "Abricot Aneth Basilic Cerfeuil Ciboule Estragon Fenouil Laurier Livèche Menthe".split()
)
REZAMES = "Acajou Bouleau Charme Cornouiller Frêne Hêtre Mélèze Orme Platane Tremble".split()


def write(path: Path, names: list[str], first: int) -> None:
    """A list: number, name, town."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [f"{nth};{name} Conseil;42000;Saint-Étienne" for nth, name in enumerate(names, first)]
    heads = "N° adhérent;Raison sociale;CP;Ville"
    path.write_text("\n".join([heads, *rows]) + "\n", encoding="utf-8")


def published(tmp_path: Path) -> Place:
    """Two clubs of ten members, after a first night."""
    place = Place(tmp_path)
    write(tmp_path / "raw" / "technopole42" / "liste.csv", TECHNOPOLE, 100)
    write(tmp_path / "raw" / "rezames" / "liste.csv", REZAMES, 500)
    assert place.run(validate).exit_status == DONE
    return place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return copied(published, tmp_path)


def problems(place: Place) -> list[str]:
    """The first words of each problem in the report, gravest first."""
    return [str(text) for text in place.sheet("Problèmes", "sentence")["sentence"]]


def test_a_list_in_the_wrong_folder_holds_the_register_each_night(place: Place) -> None:
    own = place.root / "raw" / "technopole42" / "liste.csv"
    write(own, REZAMES[:9], 500)
    for _ in range(2):
        assert place.run(validate).exit_status == HELD
        told = "Cette liste ressemble à celle d'un autre club"
        assert any(text.startswith(told) for text in problems(place))
    assert len(place.register()) == 20
    write(own, TECHNOPOLE, 100)
    assert place.run(validate).exit_status == DONE


def test_a_list_that_was_cut_short_is_told(place: Place) -> None:
    write(place.root / "raw" / "rezames" / "liste.csv", REZAMES[:6], 500)
    assert place.run(validate).exit_status == HELD
    told = "Cette liste a perdu plus d'un cinquième de ses lignes : 10 la dernière fois, 6 cette"
    assert any(text.startswith(told) for text in problems(place))


@pytest.mark.parametrize("name", ["member_register.csv", "copie.csv"])
def test_our_own_register_among_the_lists_is_not_read(place: Place, name: str) -> None:
    copy(place.clean / "member_register.csv", place.root / "raw" / "rezames" / name)
    assert place.run(validate).exit_status == DONE
    told = "Ce fichier est un registre ou un rapport"
    assert any(text.startswith(told) for text in problems(place)), problems(place)
    assert len(place.register()) == 20


def test_some_columns_of_our_own_register_among_the_lists_are_told(place: Place) -> None:
    rows = (place.clean / "member_register.csv").read_text(encoding="utf-8-sig").splitlines()
    cut = "\n".join(";".join(row.split(";")[:4]) for row in rows)
    (place.root / "raw" / "rezames" / "copie.csv").write_text(cut, encoding="utf-8")
    place.run(validate)
    told = "Cette feuille est une copie du registre que ce logiciel a écrit"
    assert any(text.startswith(told) for text in problems(place)), problems(place)


def test_one_list_in_two_formats_is_told(place: Place) -> None:
    """Numbers are numbers in the workbook and text in the CSV: it is the same list all the same."""
    book = Workbook()
    sheet = book.active
    sheet.append(["N° adhérent", "Raison sociale", "CP", "Ville"])
    for nth, name in enumerate(REZAMES, 500):
        sheet.append([nth, f"{name} Conseil", 42000, "Saint-Étienne"])
    book.save(place.root / "raw" / "rezames" / "liste.xlsx")
    place.run(validate)
    assert any(text.startswith("Cette liste est la même, cellule pour") for text in problems(place))


def test_one_list_under_two_names_is_told(place: Place) -> None:
    rows = (place.root / "raw" / "rezames" / "liste.csv").read_text(encoding="utf-8").split("\n")
    turned = "\n".join([rows[0], *reversed(rows[1:-1]), ""])
    (place.root / "raw" / "technopole42" / "rezames bis.csv").write_text(turned, encoding="utf-8")
    place.run(validate)
    assert any(text.startswith("Cette liste est la même, cellule pour") for text in problems(place))
