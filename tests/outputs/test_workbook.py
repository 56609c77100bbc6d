"""The register's workbook, read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from reconcile.outputs import register_workbook
from reconcile.words import words
from tests import nights

FIRST = [
    "N° adhérent", "Raison sociale", "Enseigne", "Clubs", "N° Technopole 42", "N° Rezames",
    "Adhérent depuis", "À jour", "Adresse", "CP", "Ville", "Téléphone", "Courriel", "SIRET",
]  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("register") / "member_register.xlsx"
    night = nights.night()
    register_workbook(night, night.registers[""], "", words("fr"), path)
    return load_workbook(path)


def lines(sheet: Any) -> list[dict[str, Any]]:
    """The rows of a sheet by heading."""
    headings, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return [dict(zip(headings, row, strict=True)) for row in rows]


def test_sheets_and_first_columns_are_those_of_the_design(book: Any) -> None:
    assert book.sheetnames == [
        "Adhérents", "Anciens membres", "Contacts", "Provenance", "Légende",
    ]  # fmt: skip
    assert [cell.value for cell in book["Adhérents"][1]][:14] == FIRST


def test_a_member_reads_as_people_write(book: Any) -> None:
    member = lines(book["Adhérents"])[0]
    expected = {
        "N° adhérent": "M-0001",
        "Clubs": "Technopole 42, Rezames",
        "N° Technopole 42": "12",
        "N° Rezames": "A7",
        "À jour": "en partie",
        "Téléphone": "04 65 71 00 01",
        "Autres téléphones": "06 39 98 00 01",
        "SIRET": "000 123 455 00012",
        "SIREN": "000 123 455",
        "Commissions": "Développement durable; 5 à 7",
        "Anciennement": "Menuiserie Berthier",
        "Entrée Rezames": 2014,
        "Cotisations Technopole 42": "2026 : réglée, 120,50 € / 2025 : réglée, 120 €",
        "Cotisations Rezames": "non réglée",
        "Newsletter": "Technopole 42 : oui, Rezames : non",
        "Annuaire": None,
        "Nb de fiches": 2,
    }
    assert {key: member[key] for key in expected} == expected
    assert member["Adhérent depuis"].date() == date(2011, 9, 15)


def test_former_members_have_a_sheet_of_their_own(book: Any) -> None:
    sheet, today = book["Anciens membres"], book["Adhérents"]
    assert lines(sheet) == [dict.fromkeys(lines(sheet)[0]) | {
        "N° adhérent": "M-0006", "Raison sociale": "Ancienne Forge", "Parti le": 2024,
        "Pourquoi": "date de départ passée (technopole42/membres.xlsx › Liste 2026 › L10)",
        "Clubs": "Technopole 42", "À jour": "inconnu", "CP": "42000", "Ville": "Saint-Étienne",
        "Nb de fiches": 1,
    }]  # fmt: skip
    assert sheet["B2"].font.color.rgb != today["B2"].font.color.rgb
    assert [one["N° adhérent"] for one in lines(today)] == [
        f"M-000{nth}" for nth in (1, 2, 3, 4, 5, 7, 8)
    ]
    own = {"Parti le", "Pourquoi"}
    assert {*lines(sheet)[0]} - {*lines(today)[0]} == own


def test_contacts_of_former_members_are_grey_and_last(tmp_path: Path) -> None:
    night = nights.night()
    whole = night.registers[""]
    again = whole.contacts.assign(member_id="M-0006", contact_id="C-6-1")
    both = replace(whole, contacts=pd.concat([again, whole.contacts], ignore_index=True))
    register_workbook(night, both, "", words("fr"), tmp_path / "r.xlsx")
    sheet = load_workbook(tmp_path / "r.xlsx")["Contacts"]
    assert [line["N° contact"] for line in lines(sheet)] == ["C-1-1", "C-6-1"]
    assert sheet["C3"].font.color.rgb != sheet["C2"].font.color.rgb


def test_no_cell_is_a_formula(book: Any) -> None:
    assert lines(book["Adhérents"])[4]["Raison sociale"] == "=1+1 Conseil"
    assert lines(book["Adhérents"])[4]["N° Technopole 42"] == "-16"
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_an_unpaid_due_has_a_colour(book: Any) -> None:
    sheet = book["Adhérents"]
    column = FIRST.index("À jour") + 1
    fills = [sheet.cell(row, column).fill.fgColor.rgb[2:] for row in (2, 3, 6)]
    assert fills == ["FCEBC8", "000000", "FCEBC8"]


def test_contacts_and_provenance(book: Any) -> None:
    assert lines(book["Contacts"])[0] == {
        "N° adhérent": "M-0001",
        "Raison sociale": "Atelier Berthier",
        "Civilité": "M.",
        "Prénom": "Camille",
        "Nom": "Berthier",
        "Fonction": "Gérante",
        "Courriels": "camille@atelier.example",
        "Téléphones": "06 39 98 00 01",
        "Clubs": "Technopole 42, Rezames",
        "N° contact": "C-1-1",
        "Effacement": None,
        "": None,  # the hidden key, of which a night without a store has none
    }
    siret = next(line for line in lines(book["Provenance"]) if line["Champ"] == "SIRET")
    assert siret["Valeur"] == "000 123 455 00012"
    assert siret["D'où elle vient"] == "technopole42/membres.xlsx › Liste 2026 › D5"
    others = [line["Autres valeurs lues"] for line in lines(book["Provenance"])]
    assert "30 place Carnot (rezames/Liste à jour.xlsx › Feuil1 › F4)" in str(others)


def test_every_page_bears_number_and_date(book: Any) -> None:
    numbered = "Registre n° 12 du 22/11/2026"
    for sheet in book:
        assert sheet.oddFooter.left.text == numbered
        assert sheet.oddFooter.right.text == "&P / &N"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert numbered in book["Légende"]["A2"].value


def test_it_can_be_used(book: Any) -> None:
    sheet = book["Adhérents"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_area == "'Adhérents'!$A$1:$N$8"
    widths = [dimension.width for dimension in sheet.column_dimensions.values()]
    assert min(widths) >= 7
    assert max(widths) <= 44


def test_a_clubs_own_register_has_its_own_columns(tmp_path: Path) -> None:
    night = nights.apart()
    path = tmp_path / "r.xlsx"
    register_workbook(night, night.registers["rezames"], "rezames", words("fr"), path)
    book = load_workbook(path)
    headings = [cell.value for cell in book["Adhérents"][1]]
    assert "N° Rezames" in headings
    assert not [heading for heading in headings if "Technopole" in heading]
    assert book["Légende"]["A1"].value == "Registre des adhérents, Rezames"
    assert book["Adhérents"].oddHeader.left.text == "Registre des adhérents, Rezames"
    assert {line["Clubs"] for line in lines(book["Adhérents"])} == {"Rezames"}


def test_english(tmp_path: Path) -> None:
    night = nights.night()
    register_workbook(night, night.registers[""], "", words("en"), tmp_path / "r.xlsx")
    book = load_workbook(tmp_path / "r.xlsx")
    assert book.sheetnames == [
        "Members", "Former members", "Contacts", "Provenance", "Legend",
    ]  # fmt: skip
    assert lines(book["Members"])[0]["Paid up"] == "partly"
