"""One heading of companies over names is a list; one over anything else is not."""

from pathlib import Path

import pytest

from .lists import Rows, book, fill, keep, labels, problems, put, read, rows_of, save

NAMES = ("Atelier Tilleul", "Velinore", "Garage Orvanne", "Kelvaro SARL", "Studio Dravane")
SECTORS = ("Industrie", "Commerce", "Services", "Bâtiment")


def under(*heads: object, beside: tuple[object, ...] = ()) -> Rows:
    return [heads, *((name, *beside) for name in NAMES)]


LISTS: dict[str, Rows] = {
    "years": under("Société", 2021, 2022, 2023, beside=("x", "x", None)),
    "nothing else": under("Adhérents"),
    "headings that are not known": under("Entreprise", "Catégorie", beside=("am",)),
    "a title": [("Liste du club",), (), *under("Raison sociale")],
    "sections": [*under("Adhérents")[:3], ("ARTISANS :",), *under("")[3:]],
    "the rows counted": [("Rang", "Société"), *((n + 1, one) for n, one in enumerate(NAMES))],
    "any heading over names with a legal form": [
        ("Nom", "Genre"),
        *((f"{one.removesuffix(' SARL')} SARL", "x") for one in NAMES),
    ],
}


@pytest.mark.parametrize("case", LISTS)
def test_names_under_one_heading_are_a_list(tmp_path: Path, case: str) -> None:
    save(tmp_path, LISTS[case])
    reading = read(tmp_path)
    found = [name.removesuffix(" SARL") for name in reading.raw["name"]]
    assert found == [name.removesuffix(" SARL") for name in NAMES]
    assert "names_alone" in set(reading.issues["problem"])
    told = reading.issues[reading.issues["problem"] == "names_alone"].iloc[0]
    assert told["severity"] == "warning"


def test_years_beside_names_are_dues(tmp_path: Path) -> None:
    save(tmp_path, LISTS["years"])
    assert labels(read(tmp_path))["2021"] == "dues#2021"


def test_a_text_file_of_names(tmp_path: Path) -> None:
    put(tmp_path, "est/noms.csv", "entreprise;machin\nVelinore;a\nOrvanne;b\nKelvaro;c\n")
    reading = read(tmp_path)
    assert list(reading.raw["name"]) == ["Velinore", "Orvanne", "Kelvaro"]
    assert problems(reading) == [("names_alone", "A1", None)]


NO_LISTS: dict[str, Rows] = {
    "legend": [("Adhérent",), ("Ancien adhérent",), ("Prospect",), ("À relancer",)],
    "card": [("Société",), ("Adresse",), ("Téléphone",), ("SIRET",), ("Contact",)],
    "statistics": [("Entreprises", 2023, 2024), *((one, n * 3, n + 7) for n, one in
                                                  enumerate(SECTORS))],
    "counts": [("Adhérents", "Nombre"), *((one, 12) for one in SECTORS)],
    "budget": [("Budget 2025",), (), *under("Entreprise", "Achats", beside=(90,))],
    "attendance": under("Société", "Signature"),
    "guests": [("Invités",), *under("Entreprise")],
    "choices": [("Entreprise", "Couleur"), ("SARL", "a"), ("SAS", "b"), ("EURL", "c")],
    "parameters": [("Nom", "Réglage"), *((one, "x") for one in SECTORS)],
    "cover": [(), ("Entreprises",), (), (), ("Club de l'Est",), (), ("Rapport",), ("Lyo",)],
    "minutes": [("Membres",), ("Le bureau s'est réuni.",), ("Il est décidé ceci.",), ("Merci.",)],
    "two names": [("Adhérents",), ("Velinore",), ("Orvanne",)],
}  # fmt: skip


@pytest.mark.parametrize("case", NO_LISTS)
def test_what_is_no_list_of_members_stays_unread(tmp_path: Path, case: str) -> None:
    save(tmp_path, NO_LISTS[case])
    reading = read(tmp_path)
    assert reading.raw.empty and list(reading.issues["problem"]) == ["no_table"]


def test_names_beside_a_sheet_with_a_table_stay_unread(tmp_path: Path) -> None:
    made, _ = book(under("Entreprise"), "Choix")
    fill(made.create_sheet("Liste"), [("Raison sociale", "Ville"), ("Velinore", "Sorbiers")])
    keep(tmp_path, made)
    reading = read(tmp_path)
    assert rows_of(reading.sheets, "sheet", "state") == [("Choix", "ignored"), ("Liste", "read")]
    assert problems(reading) == []


def test_sheets_of_names_alone_are_all_read(tmp_path: Path) -> None:
    made, _ = book(under("Adhérents"), "2024")
    fill(made.create_sheet("2025"), under("Adhérents"))
    fill(made.create_sheet("Divers"), [("rien",)])
    keep(tmp_path, made)
    assert rows_of(read(tmp_path).sheets, "sheet", "state", "n_rows") == [
        *(("2024", "read", 5), ("2025", "read", 5), ("Divers", "ignored", 0))
    ]


def test_a_firm_called_total_in_a_list_of_names_alone(tmp_path: Path) -> None:
    save(tmp_path, [*under("Adhérents"), ("Total Access",), ("Total : 6",)])
    reading = read(tmp_path)
    assert list(reading.raw["name"]) == [*NAMES, "Total Access"]
    assert [one["why"] for one in reading.sheets["left_out"][0]] == ["total"]
