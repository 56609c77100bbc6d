"""Lists that are by their names no lists of today's members; copies; older files that come late."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from reconcile.cli import app
from tests.places import Place
from tests.test_editions import FIRMS, firm, listed, names, on_sheet, save, take

FILE = "rezames/liste.xlsx"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A place whose club of the Technopole has one list; that of Rezames is what is tried."""
    made = Place(tmp_path)
    save(made, "technopole42/liste.xlsx", Liste=[firm(11, no="T1")])
    return made


def run(place: Place) -> None:
    """A night without the suites."""

    assert place.run().exit_status == 0


def firms(*numbers: int) -> list[list[object]]:
    return [firm(nth) for nth in numbers]


def called(*numbers: int) -> list[str]:
    """The names of these firms, and of the other club's."""
    return sorted(FIRMS[nth] for nth in (*numbers, 11))


def taken(place: Place) -> dict[str, str]:
    """How each sheet of Rezames was taken, as `Fichiers lus` shows it."""
    told = place.sheet("Fichiers lus", "subject")
    told = told[told["kind"] == "sheet"]
    told = told[told["file"].str.startswith("rezames")]
    return dict(zip(told["sheet"], told["state"], strict=True))


def test_sheets_of_former_members_and_of_prospects(place: Place) -> None:
    save(place, FILE, **{
        "Adhérents": firms(0, 1, 2, 3), "Anciens adhérents": firms(3, 4, 5),
        "Prospects": firms(6, 7), "Invités": firms(2, 8), "Radiés 2024": firms(9),
    })  # fmt: skip
    run(place)
    assert names(place) == listed(place) == called(0, 1, 2, 3)
    assert names(place, "left") == sorted(FIRMS[nth] for nth in (4, 5, 9))
    assert taken(place) == {
        "Adhérents": "liste actuelle", "Anciens adhérents": "anciens membres",
        "Prospects": "prospects", "Invités": "prospects", "Radiés 2024": "anciens membres",
    }  # fmt: skip
    told = place.sheet("Fichiers lus", "subject").set_index("sheet")["understood"]
    assert "laissée hors du registre (fiches : 2)" in told["Prospects"]
    why = on_sheet(place, "Anciens membres", "Pourquoi")
    assert why[FIRMS[9]] == f"dans une liste d'anciens ({FILE} › Radiés 2024)"
    take(place, FILE, "Prospects", "complément")
    run(place)
    assert names(place) == called(0, 1, 2, 3, 6, 7)
    take(place, FILE, "Prospects", "automatique")
    run(place)
    assert names(place) == called(0, 1, 2, 3)
    take(place, FILE, "Anciens adhérents", "liste actuelle")
    run(place)
    assert set(called(3, 4, 5)) <= set(names(place))


def test_files_so_called(place: Place) -> None:
    save(place, FILE, Feuil1=firms(0, 1, 2))
    save(place, "rezames/Rezames - démissionnaires 2024.xlsx", Feuil1=firms(3))
    save(place, "rezames/prospects 2026.xlsx", Adhérents=firms(4), Membres_actifs=firms(5))
    save(place, "rezames/fichier prospects.xlsx", Adhérents=firms(7), Prospects=firms(8))
    save(place, "rezames/anciens élèves.xlsx", Feuil1=firms(6))
    run(place)
    assert names(place) == called(0, 1, 2, 5, 6, 7)
    assert names(place, "left") == [FIRMS[3]]


def test_old_hands_and_newcomers_are_members_both(place: Place) -> None:
    save(place, "rezames/anciens.xlsx", Feuil1=firms(0, 1, 2))
    save(place, "rezames/nouveaux 2026.xlsx", Feuil1=firms(3))
    run(place)
    assert names(place) == called(0, 1, 2, 3)


def test_settings_name_a_file_and_sheet_in_any_case(place: Place) -> None:
    save(place, "rezames/Démissionnaires.xlsx", Feuil1=firms(0, 1))
    save(place, FILE, Liste=firms(2, 3), Bureau=firms(4))
    with place.settings.open("a", encoding="utf-8") as stream:
        for file, sheet, state in (
            ("REZAMES/de\u0301missionnaires.XLSX", "", "complement"),
            (FILE, " liste ", "current"),
            (FILE, "BUREAU", "prospects"),
        ):
            named = f'sheet = "{sheet}"\n' if sheet else ""
            stream.write(f'[[sheets]]\nfile = "{file}"\n{named}state = "{state}"\n')
    run(place)
    assert names(place) == called(0, 1, 2, 3)
    assert taken(place)["Bureau"] == "prospects"


def test_a_copy_of_a_sheet_under_a_name_that_says_nothing(place: Place) -> None:
    save(place, FILE, Adhérents=firms(*range(10)), Export=firms(*range(1, 11)))
    run(place)
    assert taken(place) == {"Adhérents": "remplacée ?", "Export": "liste actuelle"}
    assert names(place) == called(*range(1, 11))
    assert names(place, "left") == [FIRMS[0]]


@pytest.mark.parametrize("other", ["Industrie", "Bureau", "Cotisations"])
def test_a_kind_of_members_or_another_view_is_no_copy(place: Place, other: str) -> None:
    save(place, FILE, **{other: firms(*range(10)), "Adhérents": firms(*range(1, 11))})
    run(place)
    assert names(place) == called(*range(11))


def test_sheets_that_share_less_are_no_copies(place: Place) -> None:
    save(place, FILE, Feuil1=firms(0, 1, 2, 3, 4, 5), Feuil2=firms(2, 3, 4, 5, 6, 7))
    run(place)
    assert names(place) == called(*range(8))


@pytest.mark.parametrize(
    ("late", "current", "left"),
    [
        # Most of its rows stand in the list of today: it is that list as it was, and asked about.
        (firms(0, 1, 2, 3, 8), (0, 1, 2, 3, 4, 5), [8]),
        # It shares a few rows alone: another list, whose members count too.
        (firms(0, 8, 9), (0, 1, 2, 3, 4, 5, 8, 9), []),
    ],
)
def test_a_file_of_an_older_date_that_comes_late(
    place: Place, late: list[list[object]], current: tuple[int, ...], left: list[int]
) -> None:
    save(place, FILE, "2026-11-02", Liste=firms(*range(6)))
    run(place)
    save(place, "rezames/membres 2024.xlsx", Feuil1=late)
    run(place)
    assert names(place) == called(*current)
    assert names(place, "left") == [FIRMS[nth] for nth in left]
    asked = place.sheet("Problèmes", "cure")["sentence"].str.contains("semble remplacée par")
    assert asked.any() == bool(left), "what makes someone a former member is asked about"
    if left:
        assert on_sheet(place, "Anciens membres", "Pourquoi") == {
            FIRMS[
                8
            ]: f"n'est plus dans {FILE} › Liste ; figurait dans rezames/membres 2024.xlsx › Feuil1"
        }


def test_check_tells_how_each_sheet_was_taken(place: Place) -> None:
    save(place, FILE, Adhérents_2026=firms(0, 1, 2), Adhérents_2025=firms(0, 1, 3),
         Prospects=firms(4), Partis=firms(5))  # fmt: skip
    done = CliRunner().invoke(app, ["check", "-c", str(place.settings)])
    assert done.exit_code == 0, done.output
    for told in (
        "Prise comme : liste actuelle. Liste de 2026, d'après le nom de la feuille.",
        "Prise comme : ancienne. Liste de 2025, d'après le nom de la feuille. Une liste plus "
        f"récente porte le même nom ({FILE} › Adhérents 2026) : 2 de ses 3 fiches s'y retrouvent.",
        "Prise comme : prospects.",
        "Prise comme : anciens membres.",
        f'    file = "{FILE}"\n    sheet = "Prospects"\n    state = "current"  # current, ',
        f'    file = "{FILE}"\n    sheet = "Adhérents 2025"\n    state = "complement"  # current,',
    ):
        assert told in done.output


def test_check_over_a_damaged_store_says_so(place: Place) -> None:
    (place.root / "state").mkdir()
    (place.root / "state" / "register.db").write_text("no database" * 200, encoding="utf-8")
    done = CliRunner().invoke(app, ["check", "-c", str(place.settings)])
    assert done.exit_code == 2
    assert "Traceback" not in done.output
