"""What the cells under a heading say: they confirm it, contradict it, or name the column."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reconcile.ingest import content

from .lists import labels, problems, put, read, rows_of, save

SIRETS = ["00025916800011", "00029487600016", "00033058900011", "00025916800029"]
SIRENS = ["000259168", "000294876", "000330589"]
MAILS = ["a@b.example", "Contact@c.example;", "d.e@f.example / g@f.example"]
VATS = [f"FR{(12 + 3 * (int(siren) % 97)) % 97:02}{siren}" for siren in SIRENS]


def sample(*cells: str) -> pd.Series:
    return content.sample(np.array(cells, dtype=object))


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (SIRETS, "siret"),
        (["000 259 168 00011", "00029487600016.0", "33058900011"], "siret"),
        (SIRENS, "siren"),
        (VATS, "vat"),
        (MAILS, "email"),
        (["00025916800012", "00029487600017", "00033058900012"], None),  # no check passes
        (["00025916800011"] * 5, None),  # of every row: not the member's own
        (["a@b.example", "Velinore", "Sorbiers"], None),
        ([], None),
    ],
)
def test_what_cells_prove(cells: list[str], field: str | None) -> None:
    assert content.proved(sample(*cells)) == field


def test_of_a_page_in_a_cell_the_beginning_tells_what_it_is() -> None:
    """Patterns that look for a name or an address take minutes over a page."""
    assert sample("x" * 100_000, "a" * 300).str.len().tolist() == [300, 300]


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (["04 65 71 00 01", "+33 4 65 71 00 02 / 06 39 98 00 01", "0465710003"], "phone"),
        (["www.a.example", "https://b.example/x", "www.c.example"], "website"),
        (["6201Z", "62.01Z", "47 11B"], "naf"),
        (["42000 Saint-Étienne", "42290 SORBIERS", "42100 ST ETIENNE CEDEX 1"], "city"),
        (["12", "13", "14"], None),
        (["01/02/2011", "02/03/2012", "03/04/2013"], None),
    ],
)
def test_the_form_of_cells_names_a_column_without_a_known_heading(
    cells: list[str], field: str | None
) -> None:
    guessed = content.guess(sample(*cells), "Rubrique 7", ())
    assert guessed == (None if field is None else (field, content.LIKELY))
    assert content.guess(sample(*cells), "Code INSEE", ()) is None


def understood(tmp_path: Path, rows: list[list[str | None]]) -> list[tuple[object, ...]]:
    save(tmp_path, rows)
    return rows_of(read(tmp_path).columns, "heading", "label", "confidence")


def test_a_heading_that_its_cells_contradict_by_proof(tmp_path: Path) -> None:
    rows = [["Société", "SIRET", "Code"]]
    rows += [[f"Velinore {n}", MAILS[n], SIRETS[n]] for n in range(3)]
    assert understood(tmp_path, rows) == [
        *(("Société", "name", 1.0), ("SIRET", "email", 0.9), ("Code", "siret", 0.9))
    ]
    reading = read(tmp_path)
    assert problems(reading) == [
        *(("column_disagrees", "B1", "SIRET"), ("column_disagrees", "C1", "Code"))
    ]
    assert rows_of(reading.issues, "field", "severity") == [
        *(("email", "warning"), ("siret", "warning"))
    ]


def test_two_headings_that_changed_places(tmp_path: Path) -> None:
    rows = [["Société", "SIRET", "Courriel"]]
    rows += [[f"Velinore {n}", MAILS[n], SIRETS[n]] for n in range(3)]
    assert [label for _, label, _ in understood(tmp_path, rows)] == ["name", "email", "siret"]


def test_cells_that_only_do_not_fit_leave_the_heading_and_are_told(tmp_path: Path) -> None:
    rows = [["Société", "Téléphone", "Ville"]]
    rows += [
        [f"Velinore {n}", town, town] for n, town in enumerate(("Sorbiers", "Firminy", "Unieux"))
    ]
    assert understood(tmp_path, rows)[1] == ("Téléphone", "phone", 0.5)
    (issue,) = read(tmp_path).issues.to_dict("records")
    assert (issue["problem"], issue["cell"], issue["field"]) == ("column_doubtful", "B1", "phone")
    assert issue["details"] == {"heading": "Téléphone", "column": "B", "percent": "0"}


def test_a_vague_heading_that_its_cells_do_not_fit_says_nothing(tmp_path: Path) -> None:
    rows = [["Nom entreprise", "Lieu", "Courriel"]]
    rows += [[f"Velinore {n}", f"{n}2", f"a{n}@b.example"] for n in range(3)]
    assert understood(tmp_path, rows)[1] == ("Lieu", None, 0.0)


def test_a_club_may_number_its_members_by_their_siren(tmp_path: Path) -> None:
    rows = [["N° adhérent", "Société", "SIREN"]]
    rows += [[SIRENS[n], f"Velinore {n}", SIRENS[n]] for n in range(3)]
    labels = [label for _, label, _ in understood(tmp_path, rows)]
    assert labels == ["member_no", "name", "siren"]
    assert problems(read(tmp_path)) == []


def test_cells_that_say_nothing_do_not_count(tmp_path: Path) -> None:
    rows = [["Société", "SIRET", "Tél"]]
    rows += [[f"Velinore {n}", "en cours", "-"] for n in range(5)]
    assert understood(tmp_path, rows)[1:] == [("SIRET", "siret", 1.0), ("Tél", "phone", 1.0)]


def test_cells_that_fit_make_a_heading_surer(tmp_path: Path) -> None:
    rows = [["Société", "Telehone", "Couriel"]]
    rows += [[f"Velinore {n}", f"04 65 71 00 0{n}", "sans adresse"] for n in range(3)]
    phone, mail = (confidence for _, _, confidence in understood(tmp_path, rows)[1:])
    assert phone == pytest.approx((1 + 0.95 * 16 / 17) / 2, abs=0.01)
    assert mail < 0.5


def test_of_two_postcodes_the_one_in_the_address_is_read(tmp_path: Path) -> None:
    rows = [
        ["Nom", "Code postal", "Rang", "Voie", "Code postal", "Commune"],
        ["Velinore", "42100", "1", "1 rue X", "42000", "Sorbiers"],
    ]
    save(tmp_path, rows)
    assert list(read(tmp_path).raw["postcode"]) == ["42000"]


def test_a_table_without_any_known_heading_is_found_by_its_siret_numbers(tmp_path: Path) -> None:
    rows = [["Libellé", "Ident.", "Joindre"]]
    rows += [[f"Velinore {n}", SIRETS[n], f"04 65 71 00 0{n}"] for n in range(3)]
    assert [label for _, label, _ in understood(tmp_path, rows)] == ["name", "siret", "phone"]
    assert [one[:2] for one in problems(read(tmp_path))] == [
        *(("column_guessed", "A1"), ("column_guessed", "B1"), ("column_guessed", "C1"))
    ]


def test_words_over_cells_that_prove_nothing_are_no_headings(tmp_path: Path) -> None:
    rows = [["Libellé", "Qui", "Joindre"]]
    rows += [[f"Velinore {n}", f"Dupont {n}", f"04 65 71 00 0{n}"] for n in range(3)]
    save(tmp_path, rows)
    assert read(tmp_path).raw.empty


def test_mails_beside_phones_are_mails(tmp_path: Path) -> None:
    rows = [["Société", "Coordonnées"]]
    rows += [[f"Velinore {n}", f"{MAILS[n]} / 04 65 71 00 0{n}"] for n in range(3)]
    assert understood(tmp_path, rows)[1][1] == "email"


def test_a_sheet_of_thousands_of_columns_is_read(tmp_path: Path) -> None:
    rows = [["Société", "Ville", *(f"Rubrique {n}" for n in range(5000))]]
    rows += [["Velinore", "Sorbiers", *(f"{n * 7 + 100_000_000}" for n in range(5000))]] * 4
    put(tmp_path, "est/liste.csv", "\n".join(";".join(row) for row in rows))
    assert list(read(tmp_path).raw.columns[-2:]) == ["name", "city"]


def test_an_identifier_is_the_member_number_only_without_a_clearer_one(tmp_path: Path) -> None:
    rows = [["Identifiant", "Société", "N° d'adhérent"], ["00012", "Velinore", "A7"]]
    assert [label for _, label, _ in understood(tmp_path, rows)] == [None, "name", "member_no"]
    rows = [["Identifiant", "Société", "Ville"], ["00012", "Velinore", "Sorbiers"]]
    assert [label for _, label, _ in understood(tmp_path, rows)] == ["member_no", "name", "city"]


def test_amounts_under_tva_are_no_vat_numbers(tmp_path: Path) -> None:
    rows = [["Société", "Ville", "TVA"], *(["Velinore", "Sorbiers", f"2{n},00"] for n in range(3))]
    assert understood(tmp_path, rows)[2] == ("TVA", None, 0.0)
    rows = [["Société", "Ville", "TVA"], *(["Velinore", "Sorbiers", vat] for vat in VATS)]
    assert understood(tmp_path, rows)[2][1] == "vat"


def test_the_beneficiary_of_a_grant_is_named_by_its_siret(tmp_path: Path) -> None:
    rows = [["nomBeneficiaire", "idBeneficiaire", "montant"]]
    rows += [[f"Velinore {n}", siret, "800"] for n, siret in enumerate(["2,59E+11", *SIRETS])]
    assert [label for _, label, _ in understood(tmp_path, rows)] == ["name", "siret", None]
    rows = [["nomBeneficiaire", "idBeneficiaire", "montant"]]
    rows += [[f"Velinore {n}", f"B{n}", "800"] for n in range(4)]
    assert understood(tmp_path, rows)[1][1] is None


def test_an_activity_in_codes_is_the_naf_code(tmp_path: Path) -> None:
    rows = [["Société", "Activité principale", "Libellé activité principale"]]
    rows += [[f"Velinore {n}", f"56.3{n}Z", "Débits de boissons"] for n in range(3)]
    assert [label for _, label, _ in understood(tmp_path, rows)] == ["name", "naf", "activity"]
    rows = [["Société", "Activité", "Code APE"]]
    rows += [[f"Velinore {n}", f"56.3{n}Z", f"56.3{n}Z"] for n in range(3)]
    assert [label for _, label, _ in understood(tmp_path, rows)] == ["name", "activity", "naf"]


def test_links_that_all_lead_to_one_site_are_not_the_sites_of_members(tmp_path: Path) -> None:
    rows = [["Société", "Ville", "Fiche"]]
    rows += [[f"Velinore {n}", "Sorbiers", f"https://www.annuaire.example/{n}"] for n in range(4)]
    assert understood(tmp_path, rows)[2] == ("Fiche", None, 0.0)
    rows = [["Société", "Ville", "Fiche"]]
    rows += [[f"Velinore {n}", "Sorbiers", f"https://www.velinore{n}.example"] for n in range(4)]
    assert understood(tmp_path, rows)[2][1] == "website"


def test_what_describes_a_member_is_not_its_name(tmp_path: Path) -> None:
    rows = [["SIRET", "Objet", "Intitulé court"]]
    rows += [
        [siret, f"{n} rassembler ceux qui {'aiment ' * 10}", f"Velinore {n}"]
        for n, siret in enumerate(SIRETS)
    ]
    assert [label for _, label, _ in understood(tmp_path, rows)] == ["siret", None, "name"]


def test_postcodes_under_a_heading_that_says_little(tmp_path: Path) -> None:
    rows = [("Société", "Code", "Ville"), *((f"Firme {n}", "42000", "Lyo") for n in range(4))]
    save(tmp_path, rows)
    assert labels(read(tmp_path)) == {"Société": "name", "Code": "postcode", "Ville": "city"}


@pytest.mark.parametrize(
    ("cells", "guessed"),
    [
        ("{n} rue Neuve\n42000 Sorbiers\n04 65 71 00 1{n}\na{n}@forge.example", "address"),
        ("{n} rue Neuve - 42000 Sorbiers - 04 65 71 00 1{n}", "address"),
        ("a{n}@forge.example, 42000 Sorbiers", "address"),
        ("04 65 71 00 1{n} a{n}@forge.example", "email"),  # no place
    ],
)
def test_cards_of_place_phone_and_mail_are_addresses(cells: str, guessed: str) -> None:
    values = sample(*(cells.format(n=n) for n in range(1, 6)))
    assert content.guess(values, "Coordonnées", ()) == (guessed, content.LIKELY)
    assert content.guess(values, "Coordonnées", ("address", "email")) is None
