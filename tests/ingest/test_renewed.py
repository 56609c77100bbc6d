"""What was and what is: old and new addresses, phones, names."""

from __future__ import annotations

from pathlib import Path

import pytest

from .lists import labels, problems, read, save

CELLS = {
    "adresse": ["3 rue des Forges", "4 rue des Prés", "5 quai du Lac"],
    "address": ["3 rue des Forges", "4 rue des Prés", "5 quai du Lac"],
    "mail": ["a@velinore.example", "b@orvanne.example", "c@talisse.example"],
    "cp": ["42000", "42100", "42400"],
    "tel": ["04 65 71 00 10", "04 65 71 00 11", "04 65 71 00 12"],
    "adherent": ["Oui", "Non", "Oui"],
}


def sheet(tmp_path: Path, *headings: str) -> tuple[list[str | None], list[str]]:
    """The labels of columns under `headings` beside names and towns, and the problems told."""
    columns = [["Société", "Velinore", "Orvanne", "Talisse"], ["Ville", "Lyo", "Lyo", "Lyo"]]
    for heading in headings:
        kind = next(word for word in CELLS if word in heading.lower().replace("é", "e"))
        columns.append([heading, *CELLS[kind]])
    save(tmp_path, list(zip(*columns, strict=True)))
    found = read(tmp_path)
    return list(labels(found).values())[2:], [problem for problem, *_ in problems(found)]


@pytest.mark.parametrize(
    ("headings", "held", "told"),
    [
        ("Ancienne adresse|Nouvelle adresse", [None, "address"], []),
        ("Adresse actuelle|Adresse précédente", ["address", None], []),
        ("Adresse (ancienne)|Adresse (nouvelle)", [None, "address"], []),
        ("Old address|Current address", [None, "address"], []),
        ("Adresse|Ancienne adresse", ["address", None], []),
        ("Ancien CP|Nouveau CP", [None, "postcode"], []),
        ("Ancien mail|Mail actuel", [None, "email"], []),
        ("Ancien tél|Nouveau tél", [None, "phone"], []),
        ("Ancienne adresse", [None], ["column_former"]),
        ("Ancien mail", [None], ["column_former"]),
        ("Adresse|Nouvelle adresse", ["address", None], ["two_columns"]),
        ("Tél|Nouveau tél", ["phone", "phone#2"], []),
        ("Adresse|Nouvel adhérent", ["address", None], []),
    ],
)
def test_what_is_new_is_read_and_what_is_old_is_not(
    tmp_path: Path, headings: str, held: list[str | None], told: list[str]
) -> None:
    assert sheet(tmp_path, *headings.split("|")) == (held, told)
