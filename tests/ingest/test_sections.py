"""The name of a sheet as the category of its rows."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from .lists import Rows, book, fill, keep, read, rows_of

HEAD = ("Raison sociale", "Ville", "Courriel")


def member(name: str) -> tuple[str, ...]:
    return (name, "Sorbiers", f"{name.lower()}@b.example")


def categories(raw: Path, **sheets: Rows) -> list[tuple[str, str | None]]:
    """The category of each name in a workbook of these sheets."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        fill(made.create_sheet(name), [HEAD, *rows])
    keep(raw, made)
    return rows_of(read(raw).raw, "name", "category")


def test_sheets_of_one_kind_of_member_each(tmp_path: Path) -> None:
    found = categories(tmp_path, **{
        "Membres actifs": [member("Velinore")], "Membres d'honneur": [member("Abrasax")],
        "Industrie": [member("Corteval"), ("Artisans :",), member("Mirandol")],
        "Feuil4": [member("Ostrelle")], "Anciens": [member("Boscavel")],
        "2024": [member("Trilande")], "Cotisations": [member("Farlouse")],
    })  # fmt: skip
    assert found == [
        ("Velinore", "Membres actifs"), ("Abrasax", "Membres d'honneur"),
        ("Corteval", None), ("Mirandol", "Artisans"), ("Ostrelle", None), ("Boscavel", None),
        ("Trilande", None), ("Farlouse", None),
    ]  # fmt: skip


def test_one_list_has_no_category_by_its_name(tmp_path: Path) -> None:
    assert categories(tmp_path, Industrie=[member("Velinore")], Page=[]) == [("Velinore", None)]


def test_years_months_and_general_names(tmp_path: Path) -> None:
    sheets = {name: [member(f"Firm{nth}")] for nth, name in enumerate(
        ("Adhérents 2024", "Saison 23-24", "Liste", "Janvier", "Export", "Adhérents (2)")
    )}  # fmt: skip
    assert {category for _, category in categories(tmp_path, **sheets)} == {None}


@pytest.mark.parametrize(
    "row",
    [
        *(("À reporter",), ("A REPORTER :", None, 4500), ("à reporter page suivante",)),
        *(("Report",), (None, "Report de la page précédente"), ("Reports", 12, "1 250,00 €")),
        *(("À reporter (page 2)",), ("Brought forward", None, 12)),
    ],
)
def test_what_a_printed_list_carries_over_is_no_section(tmp_path: Path, row: Rows) -> None:
    rows = [HEAD, ("ARTISANS :",), member("Velinore"), row, row, member("Abrasax")]
    keep(tmp_path, book(rows)[0])
    reading = read(tmp_path)
    assert rows_of(reading.raw, "name", "category") == [
        ("Velinore", "ARTISANS"),
        ("Abrasax", "ARTISANS"),
    ]
    told = [(one["row"], one["why"]) for one in reading.sheets["left_out"][0]]
    assert told == [(2, "section"), (4, "total"), (5, "total")]


@pytest.mark.parametrize("name", ["Report Presse", "Reporters", "A Reporter SARL"])
def test_a_firm_that_is_called_so_is_a_member(tmp_path: Path, name: str) -> None:
    keep(tmp_path, book([HEAD, (name,), member("Velinore"), (name, "Sorbiers")])[0])
    assert list(read(tmp_path).raw["name"]) == [name, "Velinore", name]
