"""The morning sheet over whole nights: what changed since the register in place, and why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from reconcile.memory.store import Store
from reconcile.nights.outcome import DONE, HELD
from reconcile.registers import register_values as logged
from reconcile.review.changes import MOST
from reconcile.review.report import report_workbook
from reconcile.tables import conform
from reconcile.words import words
from tests import nights
from tests.places import MERGED, SETTINGS, Place, copied
from tests.test_editions import firm, save
from tests.test_lasting_numbers import ONE, OTHER, said

FULL = [firm(nth, no=f"T{nth}") for nth in range(4)]
AT = "technopole42/membres.xlsx › Membres › "


def published(tmp_path: Path) -> Place:
    made = Place(tmp_path)
    save(made, ONE, Membres=FULL)
    save(made, OTHER, Liste=[firm(nth) for nth in range(4, 8)])
    assert made.run().exit_status == DONE
    return made


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return copied(published, tmp_path)


def store(place: Place) -> Store:
    return Store(place.root / "state" / "register.db")


def first_line(place: Place) -> str:
    book = load_workbook(place.clean / "match_report.xlsx")
    return str(book["Changements"]["A2"].value)


def told(place: Place, *columns: str) -> list[tuple[object, ...]]:
    """Columns of the sheet, a tuple a row."""
    table = place.sheet("Changements", "kind").dropna(subset="kind").astype(object)
    return [tuple(row) for row in table.where(table.notna(), None)[list(columns)].to_numpy()]


def test_a_first_night_lists_nothing(place: Place) -> None:
    assert first_line(place).startswith("Aucun registre n'était encore en place")
    assert told(place, "member_id") == []
    book = load_workbook(place.clean / "match_report.xlsx")
    assert book.sheetnames[3:5] == ["Fusions faites", "Changements"]


def test_a_night_without_changes_says_so(place: Place) -> None:
    assert place.run().exit_status == DONE
    assert first_line(place) == "Depuis le registre n° 1 du 22 novembre 2026 : rien n'a changé."
    summary = load_workbook(place.clean / "match_report.xlsx")["Résumé"]
    assert first_line(place) in [cell.value for row in summary.iter_rows() for cell in row]


def test_each_change_has_its_cell_and_its_cure(place: Place) -> None:
    new = [firm(0, no="T0", address="9 allée Haute"), FULL[1], firm(3, no="T3", phone=None)]
    save(place, ONE, Membres=[*new, firm(9, no="T9")])
    assert place.run().exit_status == DONE
    assert first_line(place).endswith(": 1 nouveau, 1 parti et 2 modifiés.")
    columns = ("member_id", "kind", "field", "before", "after", "cause")
    assert told(place, *columns) == [
        ("M-0009", "nouveau", None, None, None, f"Nouvelle ligne : {AT}B5."),
        ("M-0003", "parti", None, None, None,
         "Départ : n'est plus dans les listes. technopole42/membres.xlsx › Membres"),
        ("M-0001", "modifié", "Adresse", "1 rue des Essarts", "9 allée Haute",
         f"La cellule {AT}C2 a été changée."),
        ("M-0004", "modifié", "Téléphones", "04 65 71 00 03", None,
         f"La cellule {AT}F4 a été vidée."),
    ]  # fmt: skip
    assert told(place, "how_to_undo")[2:] == [
        (f"Remettez l'ancienne valeur dans la cellule {AT}C2.",),
        (f"Remettez la valeur dans la cellule {AT}F4.",),  # the row above is gone
    ]
    save(place, ONE, Membres=FULL)
    assert place.run().exit_status == DONE
    assert ("M-0003", "revenu") in told(place, "member_id", "kind")


def test_merges_and_splits_name_the_answer_and_how_to_take_it_back(place: Place) -> None:
    said(place, "same", one=1, other=8)
    assert place.run().exit_status == DONE
    columns = ("member_id", "kind", "before", "after", "cause", "how_to_undo")
    assert told(place, *columns)[0] == (
        "M-0001", "fusionné", "M-0008 (Trilande)", "M-0001",
        "Réponse D-0001-B de Zoé : c'est le même adhérent.",
        "« annuler » dans « Fusions faites », à la ligne de M-0001 ; ou : reconcile undo D-0001-B",
    )  # fmt: skip
    moved = told(place, "kind", "field", "after", "cause")[1:]
    where = "Suite de la fusion avec M-0008. rezames/liste.xlsx › Liste › "
    assert ("modifié", "N° adhérent (Rezames)", "A07", where + "A5") in moved
    said(place, "different", one=1, other=8, nth=1)
    assert place.run().exit_status == DONE
    assert told(place, *columns)[0] == (
        "M-0008", "séparé", "M-0001 (Velinore)", "M-0008",
        "Réponse D-0002-C de Zoé : ce ne sont pas les mêmes.",
        "« annuler » dans « Réponses données », à la ligne D-0002-C ; ou : reconcile undo D-0002-C",
    )  # fmt: skip
    assert {row[:2] for row in told(place, "member_id", "kind")[1:]} == {("M-0001", "modifié")}


def test_what_waits_or_was_held_was_not_put_in_place(place: Place) -> None:
    """The morning sheet goes on from the register that people have."""
    lock = place.clean / "~$member_register.xlsx"
    lock.touch()
    save(place, ONE, Membres=[*FULL, firm(9, no="T9")])
    assert place.run().exit_status == DONE
    save(place, ONE, Membres=[*FULL, firm(9, no="T9"), firm(10, no="T10")])
    assert place.run().exit_status == DONE
    lock.unlink()
    assert place.run().exit_status == DONE, "the set of run 3 is placed first, then that of run 4"
    assert first_line(place) == "Depuis le registre n° 1 du 22 novembre 2026 : 2 nouveaux."
    archived = place.clean / "archives" / "00001" / "match_report.xlsx"
    assert archived.exists()
    third = place.clean / "archives" / "00003" / "match_report.xlsx"
    line = str(load_workbook(third)["Changements"]["A2"].value)
    assert line == "Depuis le registre n° 1 du 22 novembre 2026 : 2 nouveaux."
    save(place, ONE, Membres=[])
    save(place, OTHER, Liste=[firm(11)])
    assert place.run().exit_status == HELD
    assert first_line(place).startswith("Depuis le registre n° 4 ")
    assert first_line(place).endswith("c'est ce qu'il aurait changé.")
    save(place, ONE, Membres=[*FULL, firm(9, no="T9"), firm(10, no="T10")])
    save(place, OTHER, Liste=[firm(nth) for nth in range(4, 8)])
    assert place.run().exit_status == DONE
    assert first_line(place) == "Depuis le registre n° 4 du 22 novembre 2026 : rien n'a changé."
    archives = place.clean / "archives"
    assert (archives / "00004" / "member_register.parquet").exists()
    assert sorted(one.name for one in (archives / "00005").iterdir()) == [
        "checks.html", "match_report.xlsx"
    ], "the report of the night that was held stands under its own number"  # fmt: skip


def plain(column: pd.Series) -> list[object]:
    return [
        list(one) if hasattr(one, "__len__") and not isinstance(one, str) else
        None if pd.isna(one) else one
        for one in column
    ]  # fmt: skip


def test_the_register_of_any_run_is_rebuilt_from_the_log(place: Place) -> None:
    first = place.register()
    said(place, "same", one=1, other=8)
    save(place, ONE, Membres=[firm(0, no="T0", phone=None), *FULL[1:3]])
    assert place.run().exit_status == DONE
    second = place.register()
    log = store(place).values()
    for run, register in ((1, first), (2, second)):
        again = logged.registers(logged.as_of(log, run))[""]
        unsaid = set(register) - set(again)  # a column that nobody fills
        assert register[sorted(unsaid)].isna().all(axis=None)
        for name in set(register) - unsaid:
            assert plain(again[name]) == plain(register[name]), name
    place.run()
    assert len(store(place).values()) == len(log), "a night without changes appends nothing"


def test_before_the_clubs_are_one_no_personal_value_is_told(tmp_path: Path) -> None:
    place = Place(tmp_path, merged_on="")
    save(place, ONE, Membres=FULL)
    save(place, OTHER, Liste=[firm(nth) for nth in range(4, 8)])
    assert place.run().exit_status == DONE
    moved = firm(1, no="T1", phone="04 65 71 88 88", address="9 allée Haute")
    save(place, ONE, Membres=[FULL[0], moved, *FULL[2:]])
    assert place.run().exit_status == DONE
    assert told(place, "source", "member_id", "field", "before", "after") == [
        ("Technopole 42", "M-0002", "Adresse", "2 rue des Essarts", "9 allée Haute"),
        ("Technopole 42", "M-0002", "Téléphones", "(masqué)", "(masqué)"),
    ]
    place.settings.write_text(SETTINGS.format(merged_on=MERGED), encoding="utf-8")
    assert place.run().exit_status == DONE
    assert first_line(place).startswith("Le registre en place ne se compare pas à celui-ci")
    assert place.run().exit_status == DONE
    assert first_line(place).endswith("du 22 novembre 2026 : rien n'a changé.")


@pytest.mark.parametrize("held", [False, True])
def test_of_very_many_changes_the_first_are_listed(tmp_path: Path, held: bool) -> None:
    """Of a register that is held back, `compare` knows nothing."""
    many = [{"club": "", "member_id": f"M-{nth:05d}", "name": "Velinore", "kind": "changed",
             "field": "city", "before": "A", "after": "B", "cause": {"why": "derived"}}
            for nth in range(1, MOST + 3)]  # fmt: skip
    basis = nights.night()
    memory = replace(basis.memory, placed=11, placed_on=basis.today)
    table = conform(pd.DataFrame(many), "changes")
    night = replace(basis, changes=table, since=11, memory=memory)
    if held:
        night = replace(night, held_back=nights.held().held_back)
    report_workbook(night, words("fr"), tmp_path / "report.xlsx")
    sheet = load_workbook(tmp_path / "report.xlsx")["Changements"]
    assert [row[0].value for row in sheet.iter_rows(min_row=5)] == [
        one["member_id"] for one in many[:MOST]
    ]
    told = str(sheet["A2"].value)
    assert "5\u00a0002 modifiés. " in told
    assert "Seules les 5\u00a0000 premières lignes sur 5\u00a0002" in told
    assert ("reconcile compare 11 12" in told) is not held


def test_pairs_that_answers_moved_stand_below(tmp_path: Path) -> None:
    moved = {"left_id": "R-00003", "right_id": "R-00009", "before": "match", "after": "review",
             "probability_before": 0.99, "probability_after": 0.61}  # fmt: skip
    night = replace(nights.night(), moved=pd.DataFrame([moved]))
    report_workbook(night, words("fr"), tmp_path / "report.xlsx")
    sheet = load_workbook(tmp_path / "report.xlsx")["Changements"]
    rows = [[cell for cell in row if cell] for row in sheet.iter_rows(min_row=5, values_only=True)]
    assert rows[-2:] == [
        ["Fiche 1", "Fiche 2", "Avant", "Maintenant", "Certitude avant", "Certitude maintenant"],
        ["Cycles Vareille (R-00003)", "Vareille Vélos (R-00009)", "même adhérent", "à vérifier",
         0.99, 0.61],
    ]  # fmt: skip
