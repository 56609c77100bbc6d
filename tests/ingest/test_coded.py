"""A code and its label under one heading: which of the two is the name."""

from pathlib import Path

import pytest

from .lists import labels, problems, read, rows_of, save

FIRMS = ["Velinore", "Orvanne", "Kelvaro", "Dravane"]
TOWNS = [("42000", "Saint-Étienne"), ("42290", "Sorbiers"), ("42700", "Firminy")]


def understood(tmp_path: Path, rows: list[list[str | None]], merge: tuple[str, ...] = ()) -> list:
    save(tmp_path, rows, merge=merge)
    return [label for _, label in rows_of(read(tmp_path).columns, "column", "label")]


@pytest.mark.parametrize("beside", [None, "Fournisseur"])
def test_the_name_stands_beside_its_code(tmp_path: Path, beside: str | None) -> None:
    rows = [["Fournisseur", beside, "Branche", None, "Ville"]]
    rows += [[f"10000{n}", firm, "Z39", "Associations", "Lyo"] for n, firm in enumerate(FIRMS)]
    assert understood(tmp_path, rows) == [None, "name", None, None, "city"]
    assert problems(read(tmp_path)) == []


def test_the_number_of_the_member_itself_is_kept(tmp_path: Path) -> None:
    rows = [["Adhérent", None, "Ville"], *([f"A{n}", f, "Lyo"] for n, f in enumerate(FIRMS))]
    assert understood(tmp_path, rows, ("A1:B1",)) == ["member_no", "name", "city"]


@pytest.mark.parametrize(
    ("headings", "cells", "expected"),
    [
        ("Société|Commune|", TOWNS, ["name", "postcode", "city"]),
        ("Société|Code postal|", TOWNS, ["name", "postcode", "city"]),
        (
            "Société|APE|",
            [("6201Z", "Conseil"), ("47.11B", "Vente")] * 2,
            ["name", "naf", "activity"],
        ),
        (
            "Société|Commune|",
            [("42218", "Saint-Étienne"), ("42275", "Sorbiers")] * 2,
            ["name", None, "city"],
        ),
    ],
)
def test_what_code_and_label_are(
    tmp_path: Path, headings: str, cells: list[tuple[str, str]], expected: list[str | None]
) -> None:
    rows: list[list[str | None]] = [[one or None for one in headings.split("|")]]
    rows += [[f"Velinore {n}", *pair] for n, pair in enumerate(cells)]
    assert understood(tmp_path, rows) == expected


def test_short_codes_are_no_names_where_another_column_has_names(tmp_path: Path) -> None:
    rows = [["Société", "Client", "Ville"], *(["AZE", firm, "Lyo"] for firm in FIRMS)]
    save(tmp_path, rows)
    assert labels(read(tmp_path)) == {"Société": None, "Client": "name", "Ville": "city"}
    assert [one[0] for one in problems(read(tmp_path))] == ["two_columns"]


def test_firms_of_short_names_keep_their_column(tmp_path: Path) -> None:
    rows = [["Société", None, "Ville"]]
    rows += [["EDF", "vu en mars", "Lyo"], ["2CB", "à revoir", "Lyo"], ["SNEF", "relancer", "Lyo"]]
    assert understood(tmp_path, rows) == ["name", None, "city"]
    assert problems(read(tmp_path)) == [("column_no_heading", "B1", None)]


def test_a_column_of_figures_for_yes_and_no_is_no_name(tmp_path: Path) -> None:
    rows = [["nom", "ville", "client", "fournisseur"]]
    rows += [[firm, "Sorbiers", "0", "1"] for firm in FIRMS]
    save(tmp_path, rows)
    found = {"nom": "name", "ville": "city", "client": None, "fournisseur": None}
    assert labels(read(tmp_path)) == found
