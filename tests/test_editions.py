"""Several editions of a list, from workbooks to the register: the latest says who is a member."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from reconcile.cli import app
from reconcile.memory.store import Store
from tests.places import Place

HEADINGS = ("N° adhérent", "Raison sociale", "Adresse", "CP", "Ville", "Téléphone")
FIRMS = (
    "Velinore Abrasax Corteval Mirandol Ostrelle Quenardin Boscavel Trilande Farlouse Gramonval "
    "Hestoire Jolimet"
).split()
Rows = Sequence[Sequence[object]]


def firm(nth: int, **changed: object) -> list[object]:
    """A row of HEADINGS about one of twelve invented firms."""
    row = {
        "no": f"A{nth:02d}",
        "name": FIRMS[nth],
        "address": f"{nth + 1} rue des Essarts",
        "postcode": "42000",
        "city": "Saint-Étienne",
        "phone": f"04 65 71 00 {nth:02d}",
    }
    return list((row | changed).values())


def save(place: Place, file: str, saved: str = "", **sheets: Rows) -> Path:
    """A workbook of lists, as if saved on the day `saved`."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in (HEADINGS, *rows):
            sheet.append(list(row))
    path = place.root / "raw" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    if saved:
        when = pd.Timestamp(saved).timestamp()
        os.utime(path, (when, when))
    return path


def names(place: Place, status: str = "current") -> list[str]:
    """The names of the register's members of a status."""
    table = place.register()
    return sorted(table.loc[table["status"] == status, "name"])


def listed(place: Place, stem: str = "member_register") -> list[str]:
    """The names in a CSV of the register."""
    with (place.clean / f"{stem}.csv").open(encoding="utf-8-sig", newline="") as file:
        return sorted(row["Raison sociale"] for row in csv.DictReader(file, delimiter=";"))


def on_sheet(place: Place, sheet: str, heading: str) -> dict[str, object]:
    """What the register's workbook says under a heading, by name."""
    book = load_workbook(place.clean / "member_register.xlsx")
    headings, *rows = book[sheet].iter_rows(values_only=True)
    name, at = headings.index("Raison sociale"), headings.index(heading)
    return {row[name]: row[at] for row in rows}


def take(place: Place, file: str, sheet: str, choice: str) -> None:
    """Choose in the report how to take a sheet, as a person does."""
    path = place.clean / "match_report.xlsx"
    book = load_workbook(path)
    told = book["Fichiers lus"]
    keys = {str(cell.value).strip(): cell.column for cell in told[3]}
    row = next(
        row[0].row
        for row in told.iter_rows(min_row=5)
        if (row[1].value, row[2].value) == (file, sheet)
    )
    told.cell(row, keys["answer"], choice)
    book.save(path)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A place whose club of the Technopole has one list; that of Rezames is what is tried."""
    made = Place(tmp_path)
    save(made, "technopole42/liste.xlsx", Liste=[firm(11, no="T1")])
    return made


def yearly(place: Place) -> None:
    """Three years in one workbook: two leave, two come, one moves, one is written otherwise."""
    old = [firm(nth, phone="04 65 71 99 00") if nth == 2 else firm(nth) for nth in range(8)]
    middle = [firm(nth) for nth in (0, 2, 3, 4, 5, 6, 7, 8)]
    new = [firm(0, name="Velinore SARL"), firm(2, address="9 allée Haute"),
           *(firm(nth) for nth in (4, 5, 6, 7, 8, 9))]  # fmt: skip
    save(place, "rezames/liste.xlsx",
         Adhérents_2024=old, Adhérents_2025=middle, Adhérents_2026=new)  # fmt: skip


def test_of_three_yearly_sheets_the_last_says_who_is_a_member(place: Place) -> None:
    yearly(place)
    assert place.run().exit_status == 0
    assert names(place) == sorted(
        ["Velinore SARL", "Corteval", "Ostrelle", "Quenardin", "Boscavel", "Trilande",
         "Farlouse", "Gramonval", "Jolimet"]
    )  # fmt: skip
    assert names(place, "left") == ["Abrasax", "Mirandol"]
    table = place.register().set_index("name")
    assert table["n_records"].sum() == 25, "every row of every year is in the register"
    assert table.loc["Corteval", "address"] == "9 allée Haute"
    assert list(table.loc["Corteval", "phones"]) == ["+33465710002"], "not the phone of 2024"


def test_the_files_of_today_hold_the_latest_list_and_no_others(place: Place) -> None:
    years = {"2024": range(6), "2025": range(1, 7), "2026": range(2, 8)}
    lists = {year: [firm(nth) for nth in own] for year, own in years.items()}
    save(place, "rezames/liste.xlsx", **lists)
    assert place.run().exit_status == 0
    today = sorted([*FIRMS[2:8], "Jolimet"])
    assert (listed(place), sorted(on_sheet(place, "Adhérents", "CP"))) == (today, today)
    assert listed(place, "member_register_former") == sorted(FIRMS[:2])
    assert on_sheet(place, "Anciens membres", "Pourquoi") == {
        name: f"n'est plus dans rezames/liste.xlsx › 2026 ; figurait dans rezames/liste.xlsx › {of}"
        for name, of in ((FIRMS[0], "2024"), (FIRMS[1], "2025"))
    }
    assert place.register()["status"].value_counts().to_dict() == {"current": 7, "left": 2}


def test_a_list_that_gave_way_does_not_come_back_when_the_newer_one_is_halved(
    place: Place,
) -> None:
    old, new = [firm(nth) for nth in range(8)], [firm(nth) for nth in (*range(1, 8), 8)]
    save(place, "rezames/liste.xlsx", "2026-01-05", Liste=old)
    save(place, "rezames/liste v2.xlsx", "2026-02-05", Liste=new)
    assert place.run().exit_status == 0
    before = listed(place)
    save(place, "rezames/liste v2.xlsx", "2026-03-05", Liste=new[:3])
    assert place.run().exit_status == 3, "five of eight would leave, and Velinore not come back"
    assert listed(place) == before


def test_a_list_beside_one_of_a_year_that_is_past(place: Place) -> None:
    old, new = [firm(nth) for nth in range(8)], [firm(nth) for nth in range(3, 11)]
    save(place, "rezames/liste.xlsx", "2026-02-05", **{"2024": old, "Liste": new})
    assert place.run().exit_status == 0
    assert listed(place) == sorted([*FIRMS[3:11], "Jolimet"])


def test_a_list_called_old_is_one_though_it_was_saved_last(place: Place) -> None:
    old, new = [firm(nth) for nth in range(8)], [firm(nth) for nth in range(1, 9)]
    save(place, "rezames/liste.xlsx", "2026-02-05", Liste=new)
    save(place, "rezames/liste_old.xlsx", "2026-03-05", Liste=old)
    assert place.run().exit_status == 0
    assert listed(place) == sorted([*FIRMS[1:9], "Jolimet"])


def test_tables_of_years_beside_each_other(place: Place) -> None:
    years = {"2024": range(6), "2025": range(1, 8), "2026": range(2, 10)}
    book = Workbook()
    for nth, (year, own) in enumerate(years.items()):
        rows = [(f"Adhérents {year}",), HEADINGS, *map(firm, own)]
        for down, row in enumerate(rows, start=1):
            for across, value in enumerate(row, start=1 + nth * (len(HEADINGS) + 1)):
                book.active.cell(down, across, value)
    (place.root / "raw/rezames").mkdir(parents=True)
    book.save(place.root / "raw/rezames/liste.xlsx")
    assert place.run().exit_status == 0
    assert listed(place) == sorted([*FIRMS[2:10], "Jolimet"])


def test_yearly_sheets_are_shown_as_they_were_taken(place: Place) -> None:
    yearly(place)
    place.run()
    told = place.sheet("Fichiers lus", "subject")
    told = told[told["kind"] == "sheet"].set_index("sheet")
    assert told["state"].to_dict() == {
        "Liste": "liste actuelle",
        "Adhérents 2024": "ancienne",
        "Adhérents 2025": "ancienne",
        "Adhérents 2026": "liste actuelle",
    }
    assert "Adhérents 2026" in told.loc["Adhérents 2024", "understood"]
    gone = place.sheet("Problèmes", "cure")
    gone = gone[gone["sentence"].str.contains("n'est plus dans la liste actuelle")]
    assert sorted(gone["raw"]) == ["Abrasax", "Mirandol"]


COPY = "rezames/Copie de adherents v2 FINAL.xlsx"


def saved_anew(place: Place) -> None:
    """A file beside the one that it was made from: one mended, one gone, one new."""
    save(place, "rezames/adherents.xlsx", "2026-03-01", Liste=[firm(nth) for nth in range(8)])
    changed = [firm(0, name="Vellinore"), *(firm(nth) for nth in range(1, 7)), firm(8)]
    save(place, COPY, "2026-03-01", Liste=changed)


def test_a_file_saved_under_a_new_name_beside_the_old_one(place: Place) -> None:
    saved_anew(place)
    assert place.run().exit_status == 0
    now = ["Vellinore", *FIRMS[1:7], "Farlouse", "Jolimet"]
    assert names(place) == listed(place) == sorted(now)
    assert names(place, "left") == listed(place, "member_register_former") == ["Trilande"]
    told = place.sheet("Problèmes", "cure")
    asked = told["sentence"].str.contains("semble remplacée par " + COPY, regex=False)
    assert told.loc[asked, "file"].to_list() == ["rezames/adherents.xlsx"]


def test_numbers_last_when_a_list_goes_on_under_a_new_name(place: Place) -> None:
    save(place, "rezames/liste 2025.xlsx", Liste=[firm(nth) for nth in range(8)])
    place.run()
    before = place.register().set_index("name")["member_id"]
    changed = [firm(0, name="Vellinore"), *(firm(nth) for nth in range(1, 8))]
    path = save(place, "rezames/liste 2026.xlsx", Liste=changed)
    assert place.run().exit_status == 0
    beside = place.register().set_index("name")["member_id"]
    (place.root / "raw" / "rezames" / "liste 2025.xlsx").unlink()
    assert place.run().exit_status == 0
    after = place.register().set_index("name")["member_id"]
    for table in (beside, after):
        assert table.rename({"Vellinore": "Velinore"}).to_dict() == before.to_dict()
    path.rename(path.with_name("liste 2027.xlsx"))
    assert place.run().exit_status == 0
    assert place.register().set_index("name")["member_id"].to_dict() == after.to_dict()


def test_a_choice_in_the_report_is_obeyed_and_taken_back(place: Place) -> None:
    saved_anew(place)
    place.run()
    take(place, "rezames/adherents.xlsx", "Liste", "Complément")
    assert place.run().exit_status == 0
    assert names(place, "left") == []
    assert "Trilande" in names(place)
    told = place.sheet("Problèmes", "cure")
    assert not told["sentence"].str.contains("semble remplacée", na=False).any(), "asked once"
    assert place.run().exit_status == 0, "a report that nobody touched says nothing"
    assert names(place, "left") == []
    take(place, "rezames/adherents.xlsx", "Liste", "automatique")
    assert place.run().exit_status == 0
    assert names(place, "left") == ["Trilande"]


def test_settings_and_a_sheet_that_is_not_to_be_read(place: Place) -> None:
    saved_anew(place)
    with place.settings.open("a", encoding="utf-8") as stream:
        stream.write(f'[[sheets]]\nfile = "{COPY}"\nsheet = "Liste"\nstate = "ignored"\n')
    assert place.run().exit_status == 0
    assert names(place) == sorted([*FIRMS[:8], "Jolimet"])
    told = place.sheet("Fichiers lus", "subject").set_index("file")
    assert told.loc[COPY, "state"] == "non lue"


def test_lists_that_share_few_rows_are_added_together(place: Place) -> None:
    save(place, "rezames/industrie 2025.xlsx", Liste=[firm(nth) for nth in range(6)])
    save(place, "rezames/commerce 2026.xlsx", Liste=[firm(nth) for nth in (5, 6, 7, 8)])
    board = [firm(nth) for nth in (0, 1, 2)]
    save(place, "rezames/bureau 2024.xlsx", Bureau=board)
    assert place.run().exit_status == 0
    assert names(place) == sorted([*FIRMS[:9], "Jolimet"])


def test_a_sheet_copied_in_its_workbook_is_the_newer_version(place: Place) -> None:
    save(place, "rezames/liste.xlsx", **{
        "Liste": [firm(nth) for nth in range(6)], "Liste (2)": [firm(nth) for nth in range(1, 7)],
    })  # fmt: skip
    assert place.run().exit_status == 0
    assert names(place) == sorted([*FIRMS[1:7], "Jolimet"])


def test_the_board_of_last_year_is_no_older_edition_of_the_list(place: Place) -> None:
    board = [firm(nth) for nth in (0, 1, 10)]
    save(place, "rezames/liste.xlsx",
         Adhérents_2026=[firm(nth) for nth in range(8)], Bureau_2025=board)  # fmt: skip
    assert place.run().exit_status == 0
    assert names(place, "left") == []


def test_an_older_file_that_a_person_calls_current_says_who_is_a_member(place: Place) -> None:
    saved_anew(place)
    place.run()
    take(place, "rezames/adherents.xlsx", "Liste", "liste actuelle")
    assert place.run().exit_status == 0
    assert names(place) == sorted([*FIRMS[:8], "Jolimet"])
    assert names(place, "left") == ["Farlouse"]


@pytest.mark.parametrize("gone", [False, True])
def test_when_the_newer_file_is_put_away_the_one_before_counts_again(
    place: Place, gone: bool
) -> None:
    saved_anew(place)
    place.run()
    take(place, COPY, "Liste", "ancienne")
    if gone:
        (place.root / "raw" / COPY).unlink()
    for _ in range(2):
        assert place.run().exit_status == 0
        assert names(place) == sorted([*FIRMS[:8], "Jolimet"])
        assert names(place, "left") == ["Farlouse"]


def test_lists_of_newcomers_of_two_years_are_no_editions_of_each_other(place: Place) -> None:
    save(place, "rezames/nouveaux 2025.xlsx", Liste=[firm(nth) for nth in range(5)])
    save(place, "rezames/nouveaux 2026.xlsx", Liste=[firm(nth) for nth in range(5, 9)])
    assert place.run().exit_status == 0
    assert names(place) == sorted([*FIRMS[:9], "Jolimet"])


def test_two_rows_of_one_member_in_two_editions_are_explained(place: Place) -> None:
    yearly(place)
    place.run()
    rows = Store(place.root / "state" / "register.db").recall().raw
    ids = rows.loc[rows["name"] == "Ostrelle", "record_id"].to_list()
    assert len(ids) == 3
    done = CliRunner().invoke(app, ["explain", ids[0], ids[2], "-c", str(place.settings)])
    assert done.exit_code == 0
    assert "la même ligne dans deux éditions" in done.output
