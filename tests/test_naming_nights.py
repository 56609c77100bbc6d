"""Columns named in the report, over whole nights: obeyed, kept, carried on and taken back."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from expectations import validate
from reconcile.commands.deciding import bring_in, listed, take_back
from reconcile.decisions.decided import Wanted
from reconcile.memory.store import Store
from reconcile.nights.night import run_night
from reconcile.nights.outcome import DONE
from tests.places import TODAY, Place, copied

HEAD = ["Raison sociale", "Adresse", "Code postal", "Ville", "Téléphone", "Divers"]
ROWS = [
    ["Atelier Solane", "12 rue des Forges", "42000", "Saint-Étienne", "04 65 71 00 01", "Le Sol"],
    ["Menuiserie Vial", "3 place Carnot", "42100", "Saint-Étienne", "04 65 71 00 02", "Vialbois"],
    ["Cycles Vareille", "8 rue du Puits", "42000", "Saint-Étienne", "04 65 71 00 03", "Vélovar"],
    ["Imprimerie Ravel", "1 rue Haute", "42290", "Sorbiers", "04 65 71 00 04", "Ravelimp"],
]
FILE, FILES = "rezames/liste 2025.xlsx", "Fichiers lus"
NAMES = {"Atelier Solane": "Le Sol", "Menuiserie Vial": "Vialbois",
         "Cycles Vareille": "Vélovar", "Imprimerie Ravel": "Ravelimp"}  # fmt: skip


def write(place: Place, head: list[str], rows: list[list[str]], file: str = FILE) -> None:
    path = place.root / "raw" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    book = Workbook()
    for row in [head, *rows]:
        book.active.append(row)
    book.save(path)


def published(tmp_path: Path) -> Place:
    """One club after its first night, with a column that nobody understands."""
    made = Place(tmp_path)
    write(made, HEAD, ROWS)
    assert made.run().exit_status == DONE
    assert trade_names(made) == {}
    return made


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return copied(published, tmp_path)


def trade_names(place: Place) -> dict[str, str]:
    table = place.register().dropna(subset=["trade_name"])
    return dict(zip(table["name"], table["trade_name"], strict=True))


def choose(path: Path, answer: str, heading: str = "Divers", to: Path | None = None) -> None:
    """Choose what a column is, in the report or in a copy of it."""
    book = load_workbook(path)
    row = next(cell.row for cell in book[FILES]["F"] if cell.value == heading)
    book[FILES].cell(row, 5, answer)
    book.save(to or path)


def shown(place: Place, heading: str = "Divers") -> list[Any]:
    """Answer, heading, field, sureness and remark of each column of that heading."""
    rows = load_workbook(place.clean / "match_report.xlsx")[FILES].iter_rows(values_only=True)
    return [list(row[4:9]) for row in rows if row[5] == heading]


def ledger(place: Place) -> Any:
    return Store(place.root / "state" / "register.db").recall().ledger


def run(place: Place) -> None:
    assert place.run().exit_status == DONE


def test_an_answer_is_obeyed_the_next_night_and_ever_after(place: Place) -> None:
    choose(place.clean / "match_report.xlsx", "enseigne")
    run(place)
    assert trade_names(place) == NAMES
    for _ in range(2):
        assert shown(place) == [
            ["Enseigne", "Divers", "Enseigne", "sûr", "Vous l'avez dit (D-0001-B)."]
        ]
        run(place)
    assert trade_names(place) == NAMES
    assert ledger(place)["answer"].to_list() == ["trade_name"]
    write(place, [HEAD[5], *HEAD[:5]], [[row[5], *row[:5]] for row in ROWS])
    run(place)
    assert trade_names(place) == NAMES, "the column has moved"


def test_an_answer_in_a_copy_among_the_reviews_is_obeyed_the_same_night(place: Place) -> None:
    (place.root / "raw" / "reviews").mkdir()
    copy = place.root / "raw" / "reviews" / "odile.xlsx"
    choose(place.clean / "match_report.xlsx", "Enseigne", to=copy)
    run(place)
    assert trade_names(place) == NAMES
    choose(place.clean / "match_report.xlsx", "automatique")
    run(place)
    assert trade_names(place) == {}


def test_an_answer_saved_while_the_files_are_read_has_them_read_again(place: Place) -> None:
    steps = []

    def step(name: str, stage: Any, *args: Any, **more: Any) -> Any:
        steps.append(name)
        done = stage(*args, **more)
        if name == "read":
            choose(place.clean / "match_report.xlsx", "Enseigne")
        return done

    assert run_night(place.settings, validate, step, today=TODAY).exit_status == DONE
    assert steps[:3] == ["read", "read answers", "read again"]
    assert trade_names(place) == NAMES


def test_next_years_file_is_read_by_the_answer_until_somebody_says_otherwise(place: Place) -> None:
    choose(place.clean / "match_report.xlsx", "Enseigne")
    run(place)
    new = "rezames/Adhérents 2026.xlsx"
    write(place, ["N°", *HEAD], [[str(nth), *row] for nth, row in enumerate(ROWS, 1)], new)
    (place.root / "raw" / FILE).unlink()
    run(place)
    assert trade_names(place) == NAMES
    there = [row for row in shown(place) if "mêmes titres" in (row[4] or "")]
    assert [row[0] for row in there] == ["Enseigne"]
    assert f"Vous l'avez dit pour {FILE} › Sheet" in there[0][4]
    choose(place.clean / "match_report.xlsx", "automatique")
    run(place)
    assert trade_names(place) == {}


def test_a_column_that_is_gone_and_a_field_for_two_are_told(place: Place) -> None:
    report = place.clean / "match_report.xlsx"
    choose(report, "Activité")
    choose(report, "Activité", "Adresse")
    run(place)
    told = "\n".join(place.sheet("Problèmes", "sentence")["sentence"].dropna())
    assert "Deux colonnes ont été données comme Activité : Adresse (B), Divers (F)." in told
    assert "n'est pas suivie" in shown(place)[0][4]
    assert shown(place, "Adresse")[0][2] == "Adresse"
    write(place, [*HEAD[:5], "Autre"], ROWS)
    run(place)
    told = "\n".join(place.sheet("Problèmes", "sentence")["sentence"].dropna())
    assert "ce que contient la colonne « divers »" in told.casefold()


def test_listed_taken_back_copied_and_restored(place: Place) -> None:
    choose(place.clean / "match_report.xlsx", "Enseigne")
    run(place)
    lines = listed(place.settings, Wanted(kind="column"), None)
    assert f"colonne · {FILE} › Sheet › colonne « Divers » · Enseigne · oui" in lines
    copy = shutil.copy(place.root / "state" / "decisions.xlsx", place.root / "copy.xlsx")
    shutil.rmtree(place.root / "state")
    bring_in(place.settings, Path(copy))
    run(place)
    assert trade_names(place) == NAMES
    seen = []
    take_back(place.settings, ["D-0001-B"], lambda told, _: bool(seen.append(told)) or True)
    assert "colonne « Divers » → reprise" in seen[0]
    run(place)
    assert trade_names(place) == {}
    take_back(place.settings, ["D-0002-C"], lambda told, _: True)
    run(place)
    assert trade_names(place) == NAMES
