"""Registers by number: listed, compared, frozen; the life of a member. All by the command."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from reconcile.cli import app
from reconcile.nights.outcome import DONE
from reconcile.registers.compared import _on_a_letter
from tests.places import Place
from tests.test_editions import firm, save
from tests.test_lasting_numbers import ONE, OTHER, said

FULL = [firm(nth, no=f"T{nth}") for nth in range(4)]


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Three nights: two are told to be one, one moves, one goes, one comes; then they are two."""
    place = Place(tmp_path_factory.mktemp("registers"))
    save(place, ONE, Membres=FULL)
    save(place, OTHER, Liste=[firm(nth) for nth in range(4, 8)])
    assert place.run().exit_status == DONE
    said(place, "same", one=1, other=8)
    rows = [FULL[0], firm(1, no="T1", address="9 allée Haute", phone=None), FULL[3]]
    save(place, ONE, Membres=[*rows, firm(9, no="T9")])
    assert place.run().exit_status == DONE
    said(place, "different", one=1, other=8, nth=1)
    assert place.run().exit_status == DONE
    return place


@pytest.fixture
def place(three: Place, tmp_path: Path) -> Place:
    copytree(three.root, tmp_path, dirs_exist_ok=True)
    return Place(tmp_path)


def ask(place: Place, *words: str) -> tuple[int, str]:
    """The exit status of `reconcile words…` and what it says."""
    found = CliRunner().invoke(app, [*words, "--config", str(place.settings)])
    return found.exit_code, found.output.strip()


def test_registers_are_listed_with_their_place(place: Place) -> None:
    assert ask(place, "registers") == (0, "\n".join([
        "n° 1, 22 novembre 2026 : 8 adhérents ; archives/00001",
        "n° 2, 22 novembre 2026 : 7 adhérents ; archives/00002",
        "n° 3, 22 novembre 2026 : 8 adhérents ; en place",
    ]))  # fmt: skip


def test_an_archive_under_a_wrong_number_is_known_by_what_its_files_say(place: Place) -> None:
    archives = place.clean / "archives"
    (archives / "00001").rename(archives / "00004")
    assert "n° 1, 22 novembre 2026 : 8 adhérents ; archives/00004" in ask(place, "registers")[1]


def test_whom_to_write_to_again(place: Place) -> None:
    status, text = ask(place, "compare", "1", "2", "--out", str(place.root / "c.xlsx"))
    assert (status, text.split("\n")[:-1]) == (0, [
        "Du registre n° 1 (22 novembre 2026) au n° 2 (22 novembre 2026) : 1 nouveau, 1 parti, "
        "1 fusionné et 2 modifiés.",
        "2 adhérents à qui récrire :",
        "  M-0002  Abrasax : Adresse",
        "  M-0009  Gramonval : nouveau",
        "  M-0003  Corteval : parti",
        "  M-0008  Trilande : fusionné → M-0001",
    ])  # fmt: skip
    book = load_workbook(place.root / "c.xlsx")
    assert book.sheetnames == ["À qui récrire", "Changements"]
    rows = list(book["À qui récrire"].iter_rows(min_row=5, values_only=True))
    assert [row[:5] for row in rows] == [
        ("M-0002", "Adresse", "Technopole 42", "Abrasax", "9 allée Haute"),
        ("M-0009", "nouveau", "Technopole 42", "Gramonval", "10 rue des Essarts"),
    ]
    assert ask(place, "compare", "2", "1")[1] == "\n".join(text.split("\n")[:-1]), "older first"
    assert ask(place, "compare", "1", "9")[0] == 2
    assert "Numéros connus : 1, 2, 3." in ask(place, "compare", "1", "9")[1]


@pytest.mark.parametrize(
    ("field", "before", "after", "again"),
    [
        ("name", "L'Éclat du Neuf", "L'ECLAT DU NEUF", False),
        ("city", "Saint-Étienne", "SAINT  ETIENNE", False),
        ("address", "9 allée Haute", "9 allée Basse", True),
        ("address", None, "9 allée Haute", True),
        ("name", "Garage Leroy", "[RADIÉ] Garage Leroy", True),
        ("name", "[1]", "[1] Garage", True),
        ("emails", '["a@x.example", "b@x.example"]', '["a@x.example"]', False),
        ("emails", '["a@x.example"]', '["b@x.example", "a@x.example"]', True),
        ("emails", None, '["a@x.example"]', True),
    ],
)
def test_what_makes_a_letter_go_elsewhere(field: str, before, after, again: bool) -> None:
    assert (_on_a_letter(field, before) != _on_a_letter(field, after)) == again


def test_a_frozen_register_stays(place: Place) -> None:
    before = (place.clean / "archives" / "00001" / "member_register.xlsx").read_bytes()
    status, text = ask(place, "freeze", "1", "AG 2026")
    assert status == 0 and "« AG 2026 »" in text and "sauf pour effacer" in text
    folder = place.clean / "archives" / "frozen" / "AG 2026"
    assert (folder / "member_register.xlsx").read_bytes() == before
    assert (folder / "match_report.xlsx").exists()
    assert ask(place, "freeze", "2", "AG 2026")[0] == 2, "the name is taken"
    assert (folder / "member_register.xlsx").read_bytes() == before
    assert ask(place, "freeze", "3", "en place")[0] == 0
    assert "gelé : « en place »" in ask(place, "registers")[1].split("\n")[2]
    assert ask(place, "freeze", "1", "../ailleurs")[0] == 0
    assert not (place.clean / "archives" / "ailleurs").exists(), "a name is no path"
    assert ask(place, "freeze", "8", "x")[0] == 2
    for name in ("2026", " ", "..", "x" * 300):
        assert ask(place, "freeze", "1", name)[1].startswith("Donnez un nom"), name
    assert ask(place, "freeze", "AG 2026", "de nouveau")[0] == 0, "a frozen one by its name"
    assert ask(place, "compare", "AG  2026", "3")[1] == ask(place, "compare", "1", "3")[1]
    assert {one.stat().st_mode & 0o222 for one in folder.iterdir()} == {0}, "read-only"
    assert place.run().exit_status == DONE, "a night goes on beside them"
    assert (folder / "member_register.xlsx").read_bytes() == before


def test_a_register_that_was_changed_by_hand_is_frozen_with_a_warning(place: Place) -> None:
    assert "modifié à la main" not in ask(place, "freeze", "3", "tel quel")[1]
    path = place.clean / "match_report.xlsx"
    book = load_workbook(path)
    book["À répondre"]["B5"].value = "plus tard"
    book.save(path)
    assert "modifié à la main" not in ask(place, "freeze", "3", "répondu")[1]
    path = place.clean / "member_register.xlsx"
    book = load_workbook(path)
    book["Adhérents"]["B2"].value = "Autre Nom"
    book.save(path)
    told = ask(place, "freeze", "3", "retouché")[1]
    assert told.endswith("modifié à la main depuis sa publication, et gardé tel quel : "
                         "member_register.xlsx.")  # fmt: skip


def test_the_life_of_a_member(place: Place) -> None:
    status, text = ask(place, "history", "M-0008")
    assert status == 0
    assert text.split("\n")[:2] == [
        "M-0008  Trilande (adhérent)",
        "Dans le registre depuis le n° 1 du 22 novembre 2026.",
    ]
    for line in (
        "  R-00008  Rezames : rezames/liste.xlsx › Liste › ligne 5",
        "  D-0001-B (R-00001 / R-00008) : oui — Zoé, 22 novembre 2026",
        "  fusionné : M-0008 (Trilande) → M-0001. "
        "Réponse D-0001-B de Zoé : c'est le même adhérent.",
        "  séparé : M-0001 (Velinore) → M-0008. "
        "Réponse D-0002-C de Zoé : ce ne sont pas les mêmes.",
    ):
        assert line in text.split("\n")
    moved = ask(place, "history", "2")[1].split("\n")
    cell = "technopole42/membres.xlsx › Membres › C3"
    changed = f"  Adresse : 2 rue des Essarts → 9 allée Haute. La cellule {cell} a été changée."
    assert changed in moved
    assert moved.index("Registre n° 2 du 22 novembre 2026 :") < moved.index(changed)
    gone = ask(place, "history", "M-0003")[1]
    assert "(ancien adhérent)" in gone
    at = "technopole42/membres.xlsx › Membres"
    assert f"  parti. Départ : n'est plus dans les listes. {at}" in gone.split("\n")
    assert ask(place, "history", "M-0999")[0] == 2


def test_an_older_number_finds_the_member(place: Place) -> None:
    said(place, "same", one=1, other=8, nth=2)
    assert place.run().exit_status == DONE
    lines = ask(place, "history", "m-8")[1].split("\n")
    assert lines[0] == "M-0008 est aujourd'hui M-0001."
    assert "Anciens numéros : M-0008." in lines


def test_nothing_to_tell_before_the_first_register(tmp_path: Path) -> None:
    place = Place(tmp_path)
    asked = (["registers"], ["history", "M-0001"], ["compare", "1", "2"], ["freeze", "1", "x"])
    for words in asked:
        assert ask(place, *words)[1] == "Aucun registre n'a encore été publié."
    assert not (tmp_path / "state").exists(), "looking makes nothing"
