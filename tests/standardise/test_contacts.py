"""PEOPLE: the persons of each row."""

from __future__ import annotations

import pandas as pd

from reconcile.standardise import contacts

from .raw import filled, values

_NONE = {"label": pd.Series(dtype="str"), "value": pd.Series(dtype="str")}
NOBODY = pd.DataFrame({"pos": pd.Series(dtype="int64"), **_NONE})
NO_NAMES = pd.DataFrame({"pos": [], "label": [], "text": []})


def at(*found: tuple[int, str]) -> pd.DataFrame:
    table = pd.DataFrame(found, columns=["pos", "value"])
    return table.assign(label=pd.Series("email", table.index, dtype="str"))


def test_a_person_has_columns_or_a_cell_and_a_label() -> None:
    cells = filled(
        contact=["M. DUPONT Jean, gérant", None, None],
        contact_title=[None, "Mme", None],
        contact_first=[None, "Anne", None],
        contact_last=[None, "DURAND", None],
        contact_role=[None, "Directrice", "Gérant"],
        contact_last__2=[None, "MARTIN Paul", None],
    )
    part, people = contacts.read(cells, NO_NAMES, NOBODY, NOBODY)
    shown = people[["pos", "nth", "title", "first", "last", "role", "label"]]
    assert shown.astype(object).where(shown.notna(), None).to_numpy().tolist() == [
        [0, 0, "M.", "Jean", "Dupont", "gérant", "contact"],
        [1, 0, "Mme", "Anne", "Durand", "Directrice", "contact_last"],
        [1, 1, None, "Paul", "Martin", None, "contact_last#2"],
    ]
    assert values(part.columns["people"]) == [["DUPONT JEAN"], ["ANNE DURAND", "MARTIN PAUL"], []]


def test_the_civility_of_a_company_is_no_ones_role() -> None:
    """Programs of accounts write "Société" there; anything else may be what a person does."""
    cells = filled(
        contact_title=["Société", "SARL", "Comptable"],
        contact_first=["Anne", "Paul", "Jean"],
        contact_last=["DURAND", "MARTIN", "DUPONT"],
    )
    _, people = contacts.read(cells, NO_NAMES, NOBODY, NOBODY)
    assert values(people["role"]) == [None, None, "Comptable"]


def test_contact_beside_a_first_name_is_the_last_name() -> None:
    _, people = contacts.read(
        filled(contact=["DUPONT"], contact_first=["Jean"]), NO_NAMES, NOBODY, NOBODY
    )
    assert people[["first", "last"]].to_numpy().tolist() == [["Jean", "Dupont"]]


def test_the_key_does_not_know_the_order() -> None:
    cells = filled(contact=["DUPONT Jean-Pierre", "Jean-Pierre Dupont", "jean pierre dupont"])
    part, _ = contacts.read(cells, NO_NAMES, NOBODY, NOBODY)
    assert values(part.columns["people"]) == [["DUPONT JEAN PIERRE"]] * 3


def test_a_person_of_the_name_comes_too_and_once() -> None:
    names = pd.DataFrame({"pos": [0], "label": ["name"], "text": ["M. DUPONT Jean"]})
    cells = filled(contact=["Jean Dupont"])
    _, people = contacts.read(cells, names, NOBODY, NOBODY)
    assert people[["pos", "label", "last"]].to_numpy().tolist() == [[0, "contact", "Dupont"]]


def test_swapped_columns_are_said() -> None:
    cells = filled(contact_first=["MACHABRET"], contact_last=["Laurent"])
    part, people = contacts.read(cells, NO_NAMES, NOBODY, NOBODY)
    assert people[["first", "last"]].to_numpy().tolist() == [["Laurent", "Machabret"]]
    assert part.remarks[["label", "problem", "raw", "details"]].to_numpy().tolist() == [
        ["contact_last", "names_swapped", "Laurent", {"first": "Laurent", "last": "Machabret"}]
    ]


def test_whose_phone_and_whose_mail() -> None:
    cells = filled(
        name=["Forge Bleue"] * 6,
        contact=["Jean Dupont", "Jean Dupont / Anne Durand", *["Jean Dupont"] * 4],
    )
    mails = at(
        (0, "jd@forge.example"),  # the only mail of the only person
        (1, "anne.durand@forge.example"),  # her name
        (1, "contact@forge.example"),
        (2, "contact@forge.example"),  # the office's
        (3, "forgebleue@orange.fr"),  # the firm's
        (4, "j.d@forge.example"),
        (4, "x@forge.example"),  # two: nobody knows whose
        (5, "cabinet-comptable@example.fr"),  # the accountant's
    )
    mobiles = at((0, "+33639980001"), (1, "+33639980002"))
    _, people = contacts.read(cells, NO_NAMES, mobiles, mails)
    assert people[["pos", "last", "phones", "emails"]].to_numpy().tolist() == [
        [0, "Dupont", ["+33639980001"], ["jd@forge.example"]],
        [1, "Dupont", [], []],
        [1, "Durand", [], ["anne.durand@forge.example"]],
        [2, "Dupont", [], []],
        [3, "Dupont", [], []],
        [4, "Dupont", [], []],
        [5, "Dupont", [], []],
    ]


def test_a_contact_in_a_row_of_its_own_has_what_stands_there() -> None:
    further = {"contact__+1": ["P. PETIT"]}
    cells = filled(contact=["Anne DURAND"], contact__2=["Luc FAURE"], **further)
    mobiles = pd.DataFrame(
        {
            "pos": [0, 0],
            "label": ["mobile", "mobile#+1"],
            "value": ["+33639980001", "+33639980002"],
        }
    )
    _, people = contacts.read(cells, NO_NAMES, mobiles, NOBODY)
    assert people[["last", "label", "phones"]].to_numpy().tolist() == [
        ["Durand", "contact", []],  # one of two in the row: whose is it?
        ["Faure", "contact#2", []],
        ["Petit", "contact#+1", ["+33639980002"]],
    ]


def test_a_couple_of_one_last_name_are_two_persons() -> None:
    cells = filled(contact=["M. et Mme FAURE", "M. FAURE / Faure", "Mme Faure"])
    part, people = contacts.read(cells, NO_NAMES, NOBODY, NOBODY)
    assert people[["pos", "nth", "title", "last"]].to_numpy().tolist() == [
        [0, 0, "M.", "Faure"],
        [0, 1, "Mme", "Faure"],
        [1, 0, "M.", "Faure"],
        [2, 0, "Mme", "Faure"],
    ]
    assert values(part.columns["people"]) == [["FAURE"], ["FAURE"], ["FAURE"]]
