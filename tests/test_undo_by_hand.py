"""What people wrote into the register, taken back and given again as it was."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from reconcile.commands.deciding import listed
from reconcile.decisions.decided import Wanted
from reconcile.nights.outcome import DONE
from tests.places import Place, copied
from tests.test_edited_register import answer, asked, at, edit
from tests.test_editions import firm, on_sheet, save
from tests.test_undo import ledger, undo

VALUES = [1234.5, datetime(2026, 12, 3, 14, 30), True]


def published(tmp_path: Path) -> Place:
    made = Place(tmp_path)
    save(made, "technopole42/membres.xlsx", Membres=[firm(n, no=f"T{n}") for n in range(4)])
    save(made, "rezames/liste.xlsx", Liste=[firm(4)])
    assert made.run().exit_status == DONE
    return made


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return copied(published, tmp_path)


def moved(sheet: Any, headings: list[str], name: str) -> None:
    at(sheet, headings, "M-0002", "Ville").value = name


def town(place: Place, name: str) -> None:
    """M-0002 is moved in the register, and the question about it answered yes."""

    edit(place, lambda sheet, headings: moved(sheet, headings, name))
    assert place.run().exit_status == DONE
    answer(place, "oui")
    assert place.run().exit_status == DONE


def numbers(place: Place, *kinds: str) -> list[str]:
    """The numbers of the last act of each of these kinds."""
    own = ledger(place)
    own = own[own["kind"].isin(kinds)].drop_duplicates(["kind", "subject"], keep="last")
    return list(own["decision_id"])


def told(place: Place) -> list[str]:
    """What `Écarts` says of M-0002."""
    table = place.sheet("Écarts", "answer")
    return list(table.loc[table["member_id"] == "M-0002", "rule"])


def test_a_new_member_is_taken_back_asked_about_as_before_and_given_again(place: Place) -> None:
    row = {"Raison sociale": "Zéphirine Coton", "Clubs": "Rezames", "Ville": "Unieux"}
    edit(place, lambda sheet, headings: sheet.append([row.get(one) for one in headings]))
    assert place.run().exit_status == DONE
    first = asked(place)
    assert first[0]["others"] == "Raison sociale : Zéphirine Coton\nVille : Unieux"
    answer(place, "oui")
    assert place.run().exit_status == DONE
    undo(place, *numbers(place, "row", "edit"))
    assert place.run().exit_status == DONE
    assert "Zéphirine Coton" not in set(place.register()["name"])
    assert asked(place) == first, "by whom and where it was written, and what; not by the undo"
    _, shown = undo(place, *numbers(place, "row", "edit"))
    assert "Zéphirine Coton : nouveau" in shown
    assert place.run().exit_status == DONE
    assert "Zéphirine Coton" in set(place.register()["name"])
    assert asked(place) == []


def test_a_row_that_joins_both_clubs_is_one_member_and_is_taken_back_whole(place: Place) -> None:
    row = {"Raison sociale": "Zéphirine Coton", "Clubs": "Rezames, Technopole 42"}
    edit(place, lambda sheet, headings: sheet.append([row.get(one) for one in headings]))
    assert place.run().exit_status == DONE
    answer(place, "oui")
    assert place.run().exit_status == DONE
    changes = place.sheet("Changements", "kind")
    assert changes["member_id"].to_list() == ["M-0006"]
    assert changes["cause"].to_list() == ["Ligne ajoutée à la main au registre."]
    assert list(place.register().set_index("member_id")["clubs"]["M-0006"]) == [
        "technopole42",
        "rezames",
    ]
    assert place.sheet("À répondre", "question_id")["question_id"].dropna().empty
    report = load_workbook(place.clean / "match_report.xlsx")
    given = report["Réponses données"]
    keys = [str(cell.value).strip() for cell in given[3]]
    for row in given.iter_rows(min_row=5):
        if row[keys.index("kind")].value == "row":
            row[keys.index("change")].value = "annuler"
    report.save(place.clean / "match_report.xlsx")
    assert place.run().exit_status == DONE
    assert "M-0006" not in set(place.register()["member_id"])


def test_emptied_cells_of_a_column_of_ones_own_come_back_as_they_were(place: Place) -> None:
    def fill(sheet: Any, headings: list[str]) -> None:
        for row, value in enumerate(["Montant", *VALUES], start=1):
            sheet.cell(row, len(headings) + 1).value = value

    def clear(sheet: Any, headings: list[str]) -> None:
        for row in (2, 3, 4):
            sheet.cell(row, headings.index("Montant") + 1).value = None

    for change in (fill, clear):
        edit(place, change)
        assert place.run().exit_status == DONE
    own = ledger(place)
    undo(place, *own.loc[own["answer"] == "withdrawn", "decision_id"])
    assert place.run().exit_status == DONE
    assert [on_sheet(place, "Adhérents", "Montant")[firm(n)[1]] for n in range(3)] == VALUES


def test_a_correction_given_again_is_asked_about_when_the_lists_change(place: Place) -> None:
    town(place, "Roanne")
    for _ in range(2):
        undo(place, *numbers(place, "value"))
    assert place.run().exit_status == DONE
    assert "Les listes ont changé" not in "".join(told(place))
    moved = [firm(n, no=f"T{n}", city="Firminy" if n == 1 else "Saint-Étienne") for n in range(4)]
    save(place, "technopole42/membres.xlsx", Membres=moved)
    assert place.run().exit_status == DONE
    assert "elles disaient « Saint-Étienne », elles disent « Firminy »" in "".join(told(place))


def test_an_answer_alone_is_taken_back_and_its_question_makes_sense(place: Place) -> None:
    town(place, "Roanne")
    undo(place, *numbers(place, "edit"))
    assert place.run().exit_status == DONE
    said = "Modifié à la main dans member_register.xlsx par Zoé : « Saint-Étienne » devient"
    assert f"{said} « Roanne »" in told(place)[0]


def test_a_yes_that_did_not_know_of_the_undo_is_asked_about_again(place: Place) -> None:
    edit(place, lambda sheet, headings: moved(sheet, headings, "Roanne"))
    assert place.run().exit_status == DONE
    answer(place, "oui")
    copy = load_workbook(place.clean / "match_report.xlsx")
    copy.properties.lastModifiedBy = "Bob"
    assert place.run().exit_status == DONE
    undo(place, *numbers(place, "value", "edit"))
    assert place.run().exit_status == DONE
    folder = place.root / "raw" / "reviews"
    folder.mkdir()
    copy.save(folder / "Bob.xlsx")
    for _ in range(2):
        assert place.run().exit_status == DONE
        assert place.register().set_index("member_id")["city"]["M-0002"] == "Saint-Étienne"
        assert "devient « Roanne ». Répondez oui" in told(place)[0]
        given = place.sheet("Réponses données", "change")["said"]
        assert sorted(given) == ["Roanne", "annulée"]
    answer(place, "oui")
    assert place.run().exit_status == DONE
    assert place.register().set_index("member_id")["city"]["M-0002"] == "Roanne"
    assert asked(place) == []


def test_corrected_twice_the_lists_have_not_changed(place: Place) -> None:
    town(place, "Roanne")
    town(place, "Firminy")
    assert place.register().set_index("member_id")["city"]["M-0002"] == "Firminy"
    assert ["Les listes ont changé" in one for one in told(place)] == [False]


def test_what_was_written_by_hand_is_listed_in_words(place: Place) -> None:
    def change(sheet: Any, headings: list[str]) -> None:
        at(sheet, headings, "M-0002", "Ville").value = "Roanne"
        sheet.cell(1, len(headings) + 1).value = "Taux"
        sheet.cell(2, len(headings) + 1).value = 0.15
        sheet.cell(2, len(headings) + 1).number_format = "0 %"
        sheet.append([{"Raison sociale": "Zéphirine Coton"}.get(one) for one in headings])
        sheet.delete_rows(5)

    edit(place, change)
    assert place.run().exit_status == DONE
    answer(place, "oui", "Rezames", "non")
    assert place.run().exit_status == DONE
    lines = listed(place.settings, Wanted(), None).splitlines()[1:]
    told = [" → ".join(line.split(" · ")[3:5]) for line in lines if "· valeur ·" not in line]
    assert sorted(told) == sorted(
        [
            f"Ville de M-0002 {firm(1)[1]} : « Roanne » → proposé",
            f"Ville de M-0002 {firm(1)[1]} : « Roanne » → oui",
            "Zéphirine Coton → entré au registre (rezames)",
            "nouvelle ligne : Zéphirine Coton → proposé",
            "nouvelle ligne : Zéphirine Coton → oui : rezames",
            f"départ de M-0004 {firm(3)[1]} → proposé",
            f"départ de M-0004 {firm(3)[1]} → non",
            f"« Taux » de M-0001 {firm(0)[1]} → 0.15",
            "colonne « Taux » → gardée (0 %)",
        ]
    )
