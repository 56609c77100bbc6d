"""The name of a sheet as the category of its rows."""

from pathlib import Path

from openpyxl import Workbook

from .lists import Rows, fill, keep, read, rows_of

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
