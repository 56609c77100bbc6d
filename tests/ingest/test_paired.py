"""Records over two rows: told, and not read, for their second rows would be false members."""

from pathlib import Path

import pytest

from .lists import Rows, book, fill, keep, labels, problems, read, rows_of, save

HEADS = (("Entreprise", "Contact", "Téléphone"), ("Adresse", "CP Ville", "Mail"))


def over_two(*names: str) -> list[tuple[str, ...]]:
    """Two rows for each name: who and the phone, then where and the mail."""
    return [
        row
        for n, name in enumerate(names)
        for row in (
            (name, f"Zoé Dupin{n}", f"04 65 71 00 0{n}"),
            (f"{n + 1} rue des Forges", "42100 Saint-Étienne", f"a{n}@b.example"),
        )
    ]


MEMBERS = over_two("Velinore", "Orvanne", "Kelvaro", "Dravane")


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        ([*HEADS, *MEMBERS], "A2"),
        ([("Club de l'Est",), (), *HEADS, *MEMBERS], "A4"),
        # a blank row, a section, a member without its second row
        ([*HEADS, ("Artisans :",), *MEMBERS[:2], (), *MEMBERS[2:4], *MEMBERS[4:7]], "A2"),
        ([("Société", "Tél"), ("Contact", "Mail"), *((a, c) for a, _, c in MEMBERS)], "B2"),
        # one row of headings, which tells only of the first
        ([HEADS[0], *MEMBERS], "A2"),
    ],
)
def test_records_over_two_rows_are_told_and_not_read(tmp_path: Path, rows: Rows, cell: str) -> None:
    save(tmp_path, rows)
    reading = read(tmp_path)
    assert rows_of(reading.sheets, "sheet", "state", "why") == [
        ("Liste", "unreadable", "rows_paired")
    ]
    assert reading.raw.empty and problems(reading) == [("rows_paired", cell, None)]


def test_another_sheet_of_the_workbook_is_read(tmp_path: Path) -> None:
    made, _ = book([*HEADS, *MEMBERS], "Imprimé")
    fill(made.create_sheet("Liste"), [("Société", "Ville"), ("Velinore", "Sorbiers")])
    keep(tmp_path, made)
    reading = read(tmp_path)
    assert rows_of(reading.sheets, "sheet", "state") == [
        ("Imprimé", "unreadable"),
        ("Liste", "read"),
    ]
    assert list(reading.raw["name"]) == ["Velinore"]


ORDINARY: dict[str, Rows] = {
    "groups over headings": [
        ("Entreprise", None, "Contact", None, None),
        ("Raison sociale", "Adresse", "Nom", "Téléphone", "Mail"),
    ],
    "two languages": [
        ("Société", "Contact", "Téléphone", "Courriel"),
        ("Company", "Name", "Phone", "Email"),
    ],
    "a group a column": [
        ("Entreprise", "Siège", "Contact", "Joindre", "Mail"),
        ("Raison sociale", "Ville", "Nom", "Téléphone", "Courriel"),
    ],
}


@pytest.mark.parametrize("case", ORDINARY)
def test_ordinary_headings_over_two_rows_stay_read(tmp_path: Path, case: str) -> None:
    heads = ORDINARY[case]
    cells = {"Raison sociale": "Velinore {}", "Company": "Velinore {}", "Adresse": "{} rue X"}
    cells |= {"Nom": "Dupin{}", "Name": "Dupin{}", "Ville": "Sorbiers"}
    cells |= dict.fromkeys(("Téléphone", "Phone"), "04 65 71 00 0{}")
    cells |= dict.fromkeys(("Mail", "Courriel", "Email"), "a{}@b.example")
    rows = [tuple(cells[one].format(n) for one in heads[1]) for n in range(6)]
    save(tmp_path, [*heads, *rows])
    reading = read(tmp_path)
    assert rows_of(reading.sheets, "state", "n_rows") == [("read", 6)]
    assert "name" in labels(reading).values()


def test_a_further_contact_under_each_company_is_no_second_row_of_it(tmp_path: Path) -> None:
    rows: list[tuple[str | None, ...]] = [("Société", "Ville", "Contact", "Tél", "Mail")]
    for n in range(4):
        rows += [
            (f"Velinore {n}", "Sorbiers", "Zoé Dupin", f"04 65 71 00 0{n}", f"a{n}@b.example"),
            (None, None, "Ugo Bral", f"06 39 98 00 0{n}", None),
        ]
    save(tmp_path, rows)
    assert len(read(tmp_path).raw) == 4
