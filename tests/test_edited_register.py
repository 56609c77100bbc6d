"""The register changed by hand, over whole nights: asked about, obeyed, never lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from reconcile.answers import edited
from reconcile.nights.outcome import DONE
from tests.places import Place, copied
from tests.test_editions import firm, on_sheet, save

NEW = {"Raison sociale": "Zéphirine Coton", "Adresse": "8 quai Vert", "CP": "42100",
       "Ville": "Saint-Étienne", "Téléphone": "04 65 71 00 77"}  # fmt: skip


def published(tmp_path: Path) -> Place:
    made = Place(tmp_path)
    save(made, "technopole42/membres.xlsx", Membres=[firm(n, no=f"T{n}") for n in range(4)])
    save(made, "rezames/liste.xlsx", Liste=[firm(nth) for nth in range(4, 8)])
    assert made.run().exit_status == DONE
    return made


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return copied(published, tmp_path)


def edit(place: Place, change: Callable[[Any, list[str]], None]) -> None:
    """Change the sheet of members as a person does; `change` gets it and its headings."""
    path = place.clean / "member_register.xlsx"
    book = load_workbook(path)
    sheet = book["Adhérents"]
    change(sheet, [cell.value for cell in sheet[1]])
    book.properties.lastModifiedBy = "Zoé"
    book.save(path)


def at(sheet: Any, headings: list[str], member: str, heading: str) -> Any:
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == member)
    return row[headings.index(heading)]


def asked(place: Place) -> list[dict[str, Any]]:
    table = place.sheet("Écarts", "answer")
    return [row for row in table.to_dict("records") if row["kind"] == "edit"]


def answer(place: Place, *texts: str) -> None:
    """Answer the proposals of `Écarts`, from the top down."""
    path = place.clean / "match_report.xlsx"
    book = load_workbook(path)
    sheet = book["Écarts"]
    keys = [str(cell.value).strip() for cell in sheet[3]]
    waiting = [row for row in sheet.iter_rows(min_row=5) if row[keys.index("kind")].value == "edit"]
    for row, text in zip(waiting, texts, strict=True):
        row[keys.index("answer")].value = text
    book.save(path)


def golden(place: Place) -> Any:
    return place.register().set_index("member_id")


def test_what_changed_is_asked_and_then_obeyed(place: Place) -> None:
    def change(sheet: Any, headings: list[str]) -> None:
        at(sheet, headings, "M-0002", "Téléphone").value = "04 65 71 00 99"
        at(sheet, headings, "M-0003", "Ville").value = "Firminy"
        at(sheet, headings, "M-0003", "CP").value = 42000  # a number now, the same value
        extra = sheet.max_column + 1
        sheet.cell(1, extra, "Parrain")
        sheet.cell(5, extra, "\uff1dOdile")  # a full-width sign is text as any other
        sheet.append([NEW.get(heading) for heading in headings])
        sheet.delete_rows(6)  # M-0005

    edit(place, change)
    edited = (place.clean / "member_register.xlsx").read_bytes()
    assert place.run().exit_status == DONE
    assert (place.clean / "archives" / "00001" / "member_register.xlsx").read_bytes() == edited
    rows = [(row["member_id"], row["field"], row["others"]) for row in asked(place)]
    assert [*rows[:2], rows[3]] == [
        ("M-0002", "Téléphones", "04 65 71 00 99"),
        ("M-0003", "Ville", "Firminy"),
        ("M-0005", "Situation", "parti"),
    ]
    assert "Raison sociale : Zéphirine Coton" in rows[2][2]
    assert "Modifié à la main dans member_register.xlsx par Zoé" in asked(place)[0]["rule"]
    assert list(golden(place)["phones"]["M-0002"]) == ["+33465710001"], "not before an answer"
    assert on_sheet(place, "Adhérents", "Parrain")[firm(3)[1]] == "\uff1dOdile"
    first = load_workbook(place.clean / "match_report.xlsx").worksheets[0]
    told = [str(cell.value) for row in first.iter_rows() for cell in row]
    assert any("4 changements faits à la main attendent votre réponse" in text for text in told)
    assert place.sheet("Réponses données", "change")["said"].isna().all(), "nobody has answered"
    answer(place, "oui", "non", "Technopole 42", "O")
    for _ in range(2):
        outcome = place.run()
        assert (outcome.exit_status, outcome.problems) == (DONE, [])
        table = golden(place)
        assert asked(place) == []
        assert list(table["phones"]["M-0002"]) == ["+33465710099"]
        assert table["city"]["M-0003"] == "Saint-Étienne"
        assert table["status"]["M-0005"] == "left"
        assert table["name"]["M-0009"] == "Zéphirine Coton"
        assert list(table["clubs"]["M-0009"]) == ["technopole42"]
        assert len(table) == 9
        given = place.sheet("Réponses données", "change")[["about", "said"]].to_numpy().tolist()
        assert sorted(given) == [
            ["M-0002 › Téléphones", "04 65 71 00 99"],
            ["M-0005 › Situation", "parti"],
            ["Zéphirine Coton", "entré au registre (Technopole 42)"],
        ]
        assert on_sheet(place, "Adhérents", "Parrain")[firm(3)[1]] == "\uff1dOdile"


def test_sorted_and_saved_again_is_no_edit(place: Place) -> None:
    def change(sheet: Any, headings: list[str]) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for nth, row in enumerate(reversed(rows), start=2):
            for column, value in enumerate(row, start=1):
                sheet.cell(nth, column).value = value

    edit(place, change)
    assert place.run().exit_status == DONE
    assert asked(place) == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_saved_again_by_libreoffice_is_no_edit(place: Place, tmp_path: Path) -> None:
    path = place.clean / "member_register.xlsx"
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "xlsx", "--outdir", tmp_path, path]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    assert (tmp_path / path.name).read_bytes() != path.read_bytes()
    shutil.move(tmp_path / path.name, path)
    assert place.run().exit_status == DONE
    assert asked(place) == []


def test_a_register_cut_down_makes_nobody_leave(place: Place) -> None:
    edit(place, lambda sheet, headings: sheet.delete_rows(4, 20))
    outcome = place.run()
    assert outcome.exit_status == DONE
    assert ["réduite" in one["problem"] for one in outcome.problems] == [True]
    assert asked(place) == []
    assert len(golden(place)) == 8


def test_a_register_with_former_members_that_lost_a_column_is_read(place: Place) -> None:
    """The sheet of former members has all headings: that of the members is known all the same."""
    edit(place, lambda sheet, headings: sheet.delete_rows(6))
    assert place.run().exit_status == DONE
    answer(place, "oui")
    assert place.run().exit_status == DONE

    def change(sheet: Any, headings: list[str]) -> None:
        at(sheet, headings, "M-0002", "Ville").value = "Firminy"
        at(sheet, headings, "M-0002", "À jour").value = "non"
        at(sheet, headings, "M-0003", "Newsletter").value = "non"
        sheet.delete_cols(headings.index("Téléphone") + 1)
        sheet.cell(1, headings.index("Adresse") + 1).value = "Rue"

    edit(place, change)
    assert place.run().exit_status == DONE
    assert [(row["member_id"], row["others"]) for row in asked(place)] == [("M-0002", "Firminy")]
    told = place.sheet("Problèmes", "sentence")
    told = told[told["file"] == "member_register.xlsx"]["sentence"].tolist()
    words = ("« À jour »", "« Newsletter »", "Téléphone", "I (Adresse)")
    assert [sum(word in text for text in told) for word in words] == [1, 1, 1, 1]


def test_a_later_edit_of_the_same_cell_counts(place: Place) -> None:
    for city in ("Firminy", "Unieux"):

        def change(sheet: Any, headings: list[str], city: str = city) -> None:
            at(sheet, headings, "M-0003", "Ville").value = city

        edit(place, change)
        assert place.run().exit_status == DONE
        assert [row["others"] for row in asked(place)] == [city]


def test_a_changed_csv_is_told_and_a_copy_of_the_workbook_is_read(place: Place) -> None:
    csv = place.clean / "member_register.csv"
    csv.write_bytes(csv.read_bytes().replace(b"42000", b"42100"))
    original = (place.clean / "member_register.xlsx").read_bytes()
    edit(
        place,
        lambda sheet, headings: at(sheet, headings, "M-0001", "Ville").__setattr__(
            "value", "Unieux"
        ),
    )
    (place.clean / "member_register.xlsx").rename(place.clean / "member_register (Zoé).xlsx")
    (place.clean / "member_register.xlsx").write_bytes(original)
    outcome = place.run()
    assert [
        "member_register" in one["file"] or "classeur" in one["problem"] for one in outcome.problems
    ] == [True]
    assert [(row["member_id"], row["others"]) for row in asked(place)] == [("M-0001", "Unieux")]
    assert place.run().problems == []
    assert len(asked(place)) == 1, "until somebody answers"


def test_last_week_s_copy_is_compared_with_last_week_s_register(place: Place) -> None:
    path = place.clean / "member_register.xlsx"
    old = path.read_bytes()
    save(place, "rezames/liste.xlsx", Liste=[firm(nth) for nth in range(4, 9)])
    assert place.run().exit_status == DONE
    path.write_bytes(old)
    assert place.run().exit_status == DONE
    assert asked(place) == [], "the ninth is not missing"


def test_changes_in_other_sheets_are_told_with_where_to_write_them(place: Place) -> None:
    path = place.clean / "member_register.xlsx"
    book = load_workbook(path)
    contacts = book["Contacts"]
    contacts["D2"] = "Zélie"
    contacts.append(["M-0001", "Firme", "Mme", "Odile", "Neuve"])
    book.create_sheet("Mes notes")["A1"] = "rappeler Odile"
    book.save(path)
    assert place.run().exit_status == DONE
    report = place.sheet("Problèmes", "sentence")["sentence"].dropna()
    own = [text for text in report if "member_register.xlsx" in text]
    assert [text.split(",")[1].split("(")[0].strip() for text in own] == [
        "la feuille « Contacts » a été changée",
        "quelqu'un a ajouté la feuille « Mes notes ». Le registre est refait chaque nuit : elle "
        "n'y est plus ; le fichier qui la contient est gardé dans archives.",
    ]
    assert place.run().exit_status == DONE
    assert "Mes notes" not in " ".join(place.sheet("Problèmes", "sentence")["sentence"].dropna())


def test_what_the_last_registers_were_written_with_is_kept(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = place.root / "state"
    monkeypatch.setattr(edited, "KEPT", 3)
    other = state / "written" / "000001_member_register_rezames.json.gz"
    other.write_bytes(b"")
    long_ago = time.time() - (edited.KEPT_DAYS + 1) * 86_400
    os.utime(state / "written" / "000001_member_register.json.gz", (long_ago, long_ago))
    for run in (8, 9, 10, 100):
        edited.keep(state, run, place.clean / "member_register.xlsx", [], [])
    found = sorted(path.name.partition(".")[0] for path in (state / "written").iterdir())
    assert found == ["000001_member_register_rezames",
                     *(f"{run:06d}_member_register" for run in (8, 9, 10, 100))]  # fmt: skip


def test_comments_are_told(place: Place) -> None:
    path = place.clean / "member_register.xlsx"
    book = load_workbook(path)
    book["Adhérents"]["B2"].comment = Comment("rappeler", "Zoé")
    book.save(path)
    place.run()
    told = place.sheet("Problèmes", "sentence")["sentence"].dropna()
    assert sum("commentaires" in one for one in told) == 1
    place.run()
    told = place.sheet("Problèmes", "sentence")["sentence"].dropna()
    assert not any("commentaires" in one for one in told)


def test_formulas_and_errors_in_a_column_of_ones_own_are_told(place: Place) -> None:
    """Once for the workbook; "=…" as a text, and a formula in a column of ours, are none."""

    def change(sheet: Any, headings: list[str]) -> None:
        column = sheet.max_column + 1
        for row, value in enumerate(("Relance", "=1+1", "#DIV/0!", 0.15, "=B2"), start=1):
            sheet.cell(row, column).value = value
        sheet.cell(5, column).data_type = "s"
        sheet.cell(4, column).number_format = "0%"
        at(sheet, headings, "M-0004", "Ville").value = "=A1"
        where.extend(sheet.cell(row, column).coordinate for row in (2, 3))

    where: list[str] = []
    edit(place, change)
    for n in (1, 0):
        place.run()
        told = place.sheet("Problèmes", "sentence")["sentence"].dropna()
        told = [one for one in told if "formules" in one]
        assert len(told) == n
        assert all(f"({', '.join(where)})" in one for one in told)
    sheet = load_workbook(place.clean / "member_register.xlsx")["Adhérents"]
    assert sheet.cell(4, sheet.max_column).number_format == "0%"


def test_a_correction_of_nobody_named_is_somebodys(place: Place) -> None:
    def change(sheet: Any, headings: list[str]) -> None:
        at(sheet, headings, "M-0003", "SIRET").value = "12345678901234"

    edit(place, change)
    place.run()
    answer(place, "oui")
    place.run()
    told = place.sheet("Problèmes", "sentence")["sentence"].dropna()
    assert sum("corrigée à la main (quelqu'un) pour M-0003" in one for one in told) == 1
