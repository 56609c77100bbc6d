"""Numbers known by their length alone, and headings that their cells belie."""

from pathlib import Path

import pytest

from reconcile.ingest import content

from .lists import labels, problems, read, save
from .test_content import SIRENS, SIRETS, sample

ANONYMOUS = ["10000000000001", "200 000 000 00002", "30000000000003.0"]
SHORT = ["100000001", "200 000 002", "300000003"]


@pytest.mark.parametrize(
    ("heading", "cells", "field"),
    [
        (None, ANONYMOUS, "siret"),
        ("Code taxe 1", ANONYMOUS, "siret"),
        ("IMMATRICULATION", [*ANONYMOUS, "W421000001"] * 4, None),  # three in four
        ("IMMATRICULATION", [*ANONYMOUS * 2, "W421000001"], "siret"),
        ("idBeneficiaire", ["99000000000001"] * 3, "siret"),
        ("IMMATRICULATION", SHORT, "siren"),
        ("idBeneficiaire", SHORT, None),
        (None, ["99000000000001"] * 3, None),  # the same in every row: not the member's own
        (None, SHORT, None),  # as likely phones without their zero
        ("Téléphone 2", ANONYMOUS, None),
        ("Code INSEE BC", ANONYMOUS, None),
        ("N° de compte", ANONYMOUS, None),
        ("Code EAN", ["3017620422003", "3017620422010", "3017620422027"], None),
        (None, ["3017620422003", "3017620422010", "3017620422027"], None),
        (None, ["20240131101500", "20240201093000", "20240315180000"], None),  # moments
        (None, ["20240131", "20240201", "20240315"], None),
        (None, ["FR7630006000011234567890189"] * 3, None),
    ],
)
def test_what_the_length_of_numbers_says(
    heading: str | None, cells: list[str], field: str | None
) -> None:
    assert content.formed(sample(*cells), heading) == field


def sheet(tmp_path: Path, heading: str, cells: list[str], *more: str) -> dict[str, str | None]:
    rows = [["Société", heading, *(one.split("|")[0] for one in more)]]
    rows += [
        [f"Velinore {n}", cell, *(one.split("|")[1 + n] for one in more)]
        for n, cell in enumerate(cells)
    ]
    save(tmp_path, rows)
    return labels(read(tmp_path))


def test_a_column_of_sirets_made_anonymous_is_read_and_told(tmp_path: Path) -> None:
    assert sheet(tmp_path, "Code taxe", ANONYMOUS)["Code taxe"] == "siret"
    reading = read(tmp_path)
    assert list(reading.columns["confidence"]) == [1.0, 0.6]
    assert problems(reading) == [("column_guessed", "B1", "Code taxe")]


def test_an_identifier_of_14_digits_is_no_member_number(tmp_path: Path) -> None:
    assert sheet(tmp_path, "ID", ANONYMOUS)["ID"] == "siret"
    assert sheet(tmp_path, "ID", SIRETS[:3])["ID"] == "siret"
    assert sheet(tmp_path, "ID", SIRENS)["ID"] == "siren"
    taken = sheet(tmp_path, "ID", ANONYMOUS, "SIRET|" + "|".join(SIRETS[:3]))
    assert taken == {"Société": "name", "ID": "member_no", "SIRET": "siret"}
    assert sheet(tmp_path, "N° adhérent", ANONYMOUS)["N° adhérent"] == "member_no"


def test_the_key_of_a_program_is_no_member_number(tmp_path: Path) -> None:
    keys = ["5670111202501526", "158000962025014400", "157999962025013284"]
    assert sheet(tmp_path, "ID", keys)["ID"] is None
    assert sheet(tmp_path, "ID", ["A-12", "A-13", "B-1"])["ID"] == "member_no"


def test_links_and_mails_are_no_member_numbers(tmp_path: Path) -> None:
    for cells in (
        ["https://adhesion.example/carte/1", "https://adhesion.example/carte/2"],
        ["a@velinore.example", "b@velinore.example"],
    ):
        assert sheet(tmp_path, "Carte d'adhérent", cells)["Carte d'adhérent"] is None
        (issue,) = read(tmp_path).issues.to_dict("records")
        assert (issue["problem"], issue["severity"], issue["field"]) == (
            *("column_links", "warning", "member_no"),
        )
    assert sheet(tmp_path, "Carte d'adhérent", ["A-12", "A-13"])["Carte d'adhérent"] == "member_no"


def test_yes_and_no_under_a_heading_of_names_are_not_read(tmp_path: Path) -> None:
    assert sheet(tmp_path, "Sigle", ["Oui", "Non", "OUI"])["Sigle"] is None
    (issue,) = read(tmp_path).issues.to_dict("records")
    assert (issue["problem"], issue["severity"], issue["field"]) == (
        *("column_yes_no", "warning", "trade_name"),
    )
    assert sheet(tmp_path, "Sigle", ["Oui"])["Sigle"] is None  # one is enough
    assert sheet(tmp_path, "Newsletter", ["Oui", "Non", "OUI"])["Newsletter"] == "newsletter"
    assert sheet(tmp_path, "Sigle", ["Oui", "VEL", "ORV"])["Sigle"] == "trade_name"


def test_who_is_a_member_does_not_say_its_name(tmp_path: Path) -> None:
    rows = [["Adhérent", "Nom", "Ville"], ["oui", "Velinore", "Lyo"], ["non", "Orvanne", "Lyo"]]
    save(tmp_path, rows)
    assert labels(read(tmp_path)) == {"Adhérent": "status", "Nom": "name", "Ville": "city"}


def test_numbers_of_overseas_companies_are_no_vat_numbers(tmp_path: Path) -> None:
    cells, towns = ["000000009", "000000010", "000000011"], "Ville|Lyo|Lyo|Lyo"
    assert sheet(tmp_path, "TVA 3 (RIDET)", cells, towns)["TVA 3 (RIDET)"] is None
    assert sheet(tmp_path, "TVA 3", cells, towns)["TVA 3"] == "vat"
    assert sheet(tmp_path, "SIRET ou RIDET", SIRETS[:3])["SIRET ou RIDET"] == "siret"
