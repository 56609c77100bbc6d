"""Exports of chambers: capitals, short forms, and a SIRET and an address in several columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconcile.ingest.headings import understand

from .lists import labels, problems, read, rows_of, save
from .test_content import SIRENS


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("LIB_COMMUNE", "city"),
        ("LIB_VOIE", "address"),
        ("LIB_APE", "activity"),
        ("CIV_DIR", "contact_title"),
        ("NOM_DIR", "last_name"),
        ("PRENOM_DIR", "contact_first"),
        ("FONCTION_DIR", "contact_role"),
        ("TEL_DIR", "phone"),
        ("TRANCHE_EFF", "headcount"),
        ("CAT_JURIDIQUE", "legal_form"),
    ],
)
def test_short_forms_in_capitals(heading: str, field: str) -> None:
    meaning = understand(heading)
    assert meaning is not None and meaning.field == field


def sheet(tmp_path: Path, *columns: list[str | None]) -> dict[str, str | None]:
    save(tmp_path, list(zip(["RAISON_SOCIALE", "Un", "Deux", "Trois"], *columns, strict=True)))
    return labels(read(tmp_path))


def test_a_nic_beside_its_siren_is_of_a_siret(tmp_path: Path) -> None:
    siren, nic = ["SIREN", *SIRENS[:3]], ["NIC", "00011", "19", "00027"]
    assert sheet(tmp_path, siren, nic) == {
        **{"RAISON_SOCIALE": "name", "SIREN": "siren", "NIC": "siret"}
    }
    assert rows_of(read(tmp_path).raw, "siret") == [("00011",), ("19",), ("00027",)]
    assert problems(read(tmp_path)) == []
    towns = ["Ville", "Lyo", "Lyo", "Lyo"]
    assert sheet(tmp_path, towns, nic)["NIC"] is None
    sirets = ["SIRET", *(f"{one}00019" for one in SIRENS[:3])]
    assert sheet(tmp_path, siren, nic, sirets)["NIC"] is None
    assert problems(read(tmp_path)) == []
    assert sheet(tmp_path, siren, ["NIC", "Oui", "Non", "Oui"])["NIC"] is None


@pytest.mark.parametrize(
    ("cells", "label"),
    [("M.|Mme|MME", "contact_title"), ("M|F|H", "contact_title"), ("PM|PF|PF", None)],
)
def test_codes_are_no_civilities(tmp_path: Path, cells: str, label: str | None) -> None:
    last = ["NOM_DIR", "Dubois", "Faure", "Morel"]
    assert sheet(tmp_path, last, ["CIV_DIR", *cells.split("|")])["CIV_DIR"] == label


def test_no_false_alarm_of_house_numbers_and_empty_columns(tmp_path: Path) -> None:
    parts = (
        ["SIGLE", None, None, None],
        ["ENSEIGNE_1", "Chez Anne", None, None],
        ["NO_VOIE", "3", "4", "5 bis"],
        ["TYPE_VOIE", "RUE", "RUE", "RUE"],
        ["LIB_VOIE", "DES FORGES", "DES PRES", "DU LAC"],
    )
    held = sheet(tmp_path, *parts)
    assert list(held.values()) == ["name", None, "trade_name", "address", "address#2", "address#3"]
    assert problems(read(tmp_path)) == []
    alone = sheet(tmp_path, ["Adresse", "3", "4", "5"], ["Ville", "Lyo", "Lyo", "Lyo"])
    assert alone["Adresse"] == "address"
    assert [problem for problem, *_ in problems(read(tmp_path))] == ["column_doubtful"]


def test_a_number_right_before_the_street_is_of_the_house(tmp_path: Path) -> None:
    """It was the member's number."""
    rows = [("Velinore", "3", "Rue des Forges"), ("Orvanne", "12 bis", "Place Carnot")]
    save(tmp_path, [("Raison sociale", "N°", "Voie"), *rows])
    assert labels(read(tmp_path)) == {
        "Raison sociale": "name", "N°": "address", "Voie": "address#2",
    }  # fmt: skip
    own = [("A-17", "Velinore", "Rue des Forges"), ("A-03", "Orvanne", "Place Carnot")]
    save(tmp_path, [("N°", "Raison sociale", "Voie"), *own])
    assert labels(read(tmp_path))["N°"] == "member_no"


def test_legal_forms_under_a_title_are_no_ones_role(tmp_path: Path) -> None:
    held = [("SARL", "Velinore"), ("SAS", "Orvanne"), ("SARL", "Talisse"), ("SA", "Merival")]
    save(tmp_path, [("Qualité", "Raison sociale"), *held])
    assert labels(read(tmp_path))["Qualité"] == "legal_form"
