"""What names of files and sheets say of time and version."""

from __future__ import annotations

import pytest

from reconcile.editions.naming import read_file_name, read_name


@pytest.mark.parametrize(
    ("name", "list_name", "stated", "marks"),
    [
        ("Adhérents 2024", "adherents", "2024", (0, 0, 0)),
        ("Adhe\u0301rents 2024", "adherents", "2024", (0, 0, 0)),  # accents apart, as on a Mac
        ("Liste (2026)", "liste", "2026", (0, 0, 0)),
        ("adherents 2024-03-15", "adherents", "2024-03-15", (0, 0, 0)),
        ("Liste 15.03.2024", "liste", "2024-03-15", (0, 0, 0)),
        ("20240315_liste", "liste", "2024-03-15", (0, 0, 0)),
        ("liste 15032024", "liste", "2024-03-15", (0, 0, 0)),
        ("1er mars 2024", "", "2024-03-01", (0, 0, 0)),
        ("mars 2024", "", "2024-03", (0, 0, 0)),
        ("Août 2024", "", "2024-08", (0, 0, 0)),
        ("sept-11", "", "2011-09", (0, 0, 0)),
        ("liste-03-2024", "liste", "2024-03", (0, 0, 0)),
        ("Adhérents 2024-2025", "adherents", "2025", (0, 0, 0)),  # a season, by its end
        ("Saison 23-24", "saison", "2024", (0, 0, 0)),
        ("2024/25", "", "2025", (0, 0, 0)),
        ("Adhérents 2011-12", "adherents", "2011-12", (0, 0, 0)),  # a month, it seems
        ("Liste 24-25-26", "liste242526", "", (0, 0, 0)),
        ("Adh2024", "adh", "2024", (0, 0, 0)),
        ("Année 24", "", "2024", (0, 0, 0)),
        ("Liste 31-02-2024", "liste31", "2024-02", (0, 0, 0)),  # no such day
        ("adherents v2", "adherents", "", (2, 0, 0)),
        ("adherents (1)", "adherents", "", (1, 0, 0)),
        ("Copie de adherents v2 FINAL", "adherents", "", (2, 0, 1)),
        ("adherents V1.3 def", "adherents", "", (1, 3, 1)),
        ("Technopole 42", "technopole42", "", (0, 0, 0)),
        ("Commission 5 à 7", "commission5a7", "", (0, 0, 0)),
        ("Mars SARL", "marssarl", "", (0, 0, 0)),  # a month alone is no date
        ("Feuil1", "", "", (0, 0, 0)),
        ("Sheet2", "", "", (0, 0, 0)),
    ],
)
def test_names(name: str, list_name: str, stated: str, marks: tuple[int, int, int]) -> None:
    said = read_name(name)
    assert (said.list_name, said.stated, said.marks) == (list_name, stated, marks)


@pytest.mark.parametrize(
    ("name", "old"),
    [
        ("liste_old", True),
        ("Ancienne liste", True),
        ("sauvegarde liste", True),
        ("Copie de liste", False),
        ("Anciens adhérents", False),
        ("Goldoni", False),
    ],
)
def test_names_that_say_that_there_is_a_newer_one(name: str, old: bool) -> None:
    assert read_name(name).old is old


def test_a_file_is_named_without_its_folder_and_extension() -> None:
    said = read_file_name("club 2020/liste 2026.xlsx")
    assert (said.list_name, said.stated) == ("liste", "2026")
