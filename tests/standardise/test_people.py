"""Persons, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.standardise.people import capitals, from_columns
from reconcile.standardise.people_cells import read_people
from reconcile.standardise.plain_people import plain_columns, plain_names

from .raw import FEW, text

JEAN, PAUL = ("Jean", "Dupont", ""), ("Paul", "Martin", "")


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("M. DUPONT Jean-Pierre, gérant", [("M.", "Jean-Pierre", "Dupont", "gérant")]),
        ("Mme Anne DURAND", [("Mme", "Anne", "Durand", "")]),
        ("Jean Dupont", [("", "Jean", "Dupont", "")]),
        ("DUPONT JEAN", [("", "Jean", "Dupont", "")]),  # a first name is known as one
        ("Dupont, Jean", [("", "Jean", "Dupont", "")]),
        ("Jean Pierre Dupont", [("", "Jean Pierre", "Dupont", "")]),
        ("Philippe Bernard", [("", "Philippe", "Bernard", "")]),
        ("M.DUPONT", [("M.", "", "Dupont", "")]),
        ("M Dupont", [("M.", "", "Dupont", "")]),
        ("Dr Le Goff", [("Dr", "", "Le Goff", "")]),
        ("Me Benoît Lauras", [("Me", "Benoît", "Lauras", "")]),
        ("Jean de La Tour", [("", "Jean", "de La Tour", "")]),
        ("DE LA TOUR Marie", [("", "Marie", "de La Tour", "")]),
        ("M. D'ARTAGNAN", [("M.", "", "d'Artagnan", "")]),
        ("Paulette De Sousa", [("", "Paulette", "de Sousa", "")]),
        ("Thérèse Laroche (DRH)", [("", "Thérèse", "Laroche", "DRH")]),
        ("Gérant : M. Dupont", [("M.", "", "Dupont", "Gérant")]),
        ("Jean Dupont directeur général", [("", "Jean", "Dupont", "directeur général")]),
        ("M. et Mme Dupont", [("M.", "", "Dupont", ""), ("Mme", "", "Dupont", "")]),
        ("Jean et Marie Dupont", [("", "Jean", "Dupont", ""), ("", "Marie", "Dupont", "")]),
        ("M. Dupont / Mme Martin", [("M.", "", "Dupont", ""), ("Mme", "", "Martin", "")]),
        ("M. Dupont, Mme Martin", [("M.", "", "Dupont", ""), ("Mme", "", "Martin", "")]),
        ("MM. DUPONT Jean et MARTIN Paul", [("M.", *JEAN), ("M.", *PAUL)]),
        ("MM. Jean et Paul MOREL", [("M.", "Jean", "Morel", ""), ("M.", "Paul", "Morel", "")]),
        ("MM. JEAN ET PAUL MOREL", [("M.", "Jean", "Morel", ""), ("M.", "Paul", "Morel", "")]),
        (
            "Mmes Anne, Lucie et Claire Giraud",
            [("Mme", first, "Giraud", "") for first in ("Anne", "Lucie", "Claire")],
        ),
        ("MM. MARTIN et Paul DUPONT", [("M.", "", "Martin", ""), ("M.", "Paul", "Dupont", "")]),
        ("Messieurs Dupont et Martin", [("M.", "", "Dupont", ""), ("M.", "", "Martin", "")]),
        ("Mmes DURAND, PETIT", [("Mme", "", "Durand", ""), ("Mme", "", "Petit", "")]),
        ("M. et Mme DUPONT Jean", [("M.", *JEAN), ("Mme", "", "Dupont", "")]),
        ("M. et Mme DUPONT Jean et Marie", [("M.", *JEAN), ("Mme", "Marie", "Dupont", "")]),
        ("DUPONT Jean et Marie", [("", *JEAN), ("", "Marie", "Dupont", "")]),
        ("Mme Durand - M. Petit", [("Mme", "", "Durand", ""), ("M.", "", "Petit", "")]),
        ("M. DUPONT + Mme MARTIN", [("M.", "", "Dupont", ""), ("Mme", "", "Martin", "")]),
        ("M DUPONT MME MARTIN", [("M.", "", "Dupont", ""), ("Mme", "", "Martin", "")]),
        ("DUPONT Jean, MARTIN Paul", [("", *JEAN), ("", *PAUL)]),
        ("Jean Dupont, Paul Martin", [("", *JEAN), ("", *PAUL)]),
        ("Jean DUPONT - Paul MARTIN", [("", *JEAN), ("", *PAUL)]),
        (
            "DUPONT Jean (gérant), MARTIN Paul (DG)",
            [("", "Jean", "Dupont", "gérant"), ("", "Paul", "Martin", "DG")],
        ),
        (
            "Jean Dupont, gérant, Paul Martin, DG",
            [("", "Jean", "Dupont", "gérant"), ("", "Paul", "Martin", "DG")],
        ),
        ("Jean Dupont, gérant et fondateur", [("", "Jean", "Dupont", "gérant, fondateur")]),
        ("Jean Dupont - directeur général", [("", "Jean", "Dupont", "directeur général")]),
        ("Dupont Martin, Jean Pierre", [("", "Jean Pierre", "Dupont Martin", "")]),
        ("M. DUPONT et associés", [("M.", "", "Dupont", "")]),
        ("Jean Dupont (04 65 71 00 00), Paul Martin (06 39 98 00 01)", [("", *JEAN), ("", *PAUL)]),
        ("Jean Dupont jean@forge.example 06 39 98 00 01", [("", "Jean", "Dupont", "")]),
        ("Jean McDonald", [("", "Jean", "McDonald", "")]),
        ("Mme", []),
        ("Madame la directrice", []),
    ],
)
def test_people_of_a_cell(written: str, people: list[tuple[str, str, str, str]]) -> None:
    found = [(p.title, p.first, p.last, p.role) for p in read_people(written)]
    assert found == people


@pytest.mark.parametrize(
    ("cells", "person", "swapped"),
    [
        (("M.", "Jean", "DUPONT", "gérant"), ("M.", "Jean", "Dupont", "gérant"), False),
        (("M.", "DUPONT", "Jean", ""), ("M.", "Jean", "Dupont", ""), True),
        (("", "Machabret", "Laurent", ""), ("", "Laurent", "Machabret", ""), True),
        (("", "CHERBLANT", "Xhosa", ""), ("", "Xhosa", "Cherblant", ""), True),  # by the capitals
        (("Mme", "Martin", "Thomas", ""), ("Mme", "Martin", "Thomas", ""), False),  # could be both
        (("", "MARIE", "DURAND", ""), ("", "Marie", "Durand", ""), False),
        (("Gérant", "Jean", "Dupont", ""), ("", "Jean", "Dupont", "Gérant"), False),
        (("", "M. Jean", "Dupont", ""), ("M.", "Jean", "Dupont", ""), False),
        (("", "", "DUPONT Jean", ""), ("", "Jean", "Dupont", ""), False),
    ],
)
def test_a_person_of_four_columns(
    cells: tuple[str, str, str, str], person: tuple[str, str, str, str], swapped: bool
) -> None:
    found = from_columns(*cells)
    assert (found.title, found.first, found.last, found.role) == person
    assert found.swapped is swapped


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("JEAN-PIERRE", "Jean-Pierre"),
        ("dupont", "Dupont"),
        ("McDonald", "McDonald"),
        ("DE LA TOUR", "de La Tour"),
        ("D'ARTAGNAN", "d'Artagnan"),
        ("O'NEIL", "O'Neil"),
        ("ÉLODIE", "Élodie"),
        ("De", "De"),
    ],
)
def test_capitals(written: str, shown: str) -> None:
    assert capitals(written) == shown


WORDS = st.sampled_from(
    "Jean|JEAN|jean|Marie-Claude|Dupont|DUPONT|dupont|Élodie|MARTIN|Thomas|De|Le|Gérant|Dr|McDonald|"
    "Vernoux-Lacaze|ÉTIENNE|et|M|Mme|Laurent|Œuvrard|ŒUVRARD|Al-Kadi".split("|")
)
TITLES = st.sampled_from(["", "M. ", "Mme ", "Mr ", "M ", "MME "])


@FEW
@given(st.builds("{}{} {}".format, TITLES, WORDS, WORDS))
def test_names_read_by_column_are_read_alike_one_by_one(written: str) -> None:
    for row in plain_names(text(written)).fillna("").itertuples():
        found = [(p.title, p.first, p.last) for p in read_people(written)]
        assert [(row.title, row.first, row.last)] == found


@FEW
@given(WORDS, WORDS)
def test_columns_read_by_column_are_read_alike_one_by_one(first: str, last: str) -> None:
    for row in plain_columns(text(first), text(last)).itertuples():
        found = from_columns("", first, last, "")
        assert (row.first, row.last, row.swapped) == (found.first, found.last, found.swapped)


def test_the_usual_forms_are_read_by_column() -> None:
    names = text("M. DUPONT Jean", "Élodie Fraissinet-Roche", "Jean de La Tour", "M. et Mme Dupont")
    assert list(plain_names(names).index) == [0, 1]


@FEW
@given(st.text("AeMmdupontJ .,;-()&+/et\n1", max_size=40))
def test_any_text_gives_persons_with_a_name(written: str) -> None:
    assert all(person.first or person.last for person in read_people(written))
