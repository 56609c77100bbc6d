"""CONTACTS: the persons of each member, each once."""

from __future__ import annotations

import pandas as pd

from reconcile.members.people import contacts
from reconcile.tables import conform


def test_a_couple_of_one_last_name_stays_two_and_others_are_joined() -> None:
    record = {"pos": [0, 1], "record_id": ["R-0001", "R-0002"], "source": ["rezames", "techno"]}
    records = pd.DataFrame({**record, "member_id": "M-0001", "edition": None})
    persons = [
        (0, 0, "M.", None, "Faure"),
        (0, 1, "Mme", None, "Faure"),
        (0, 2, "M.", "Jean", "Morel"),
        (1, 0, "Mme", None, "FAURE"),
        (1, 1, None, "Jean", "MOREL"),
    ]
    people = pd.DataFrame(persons, columns=["pos", "nth", "title", "first", "last"])
    people = conform(people.assign(role=None, phones=[[]] * 5, emails=[[]] * 5, label=""), "people")
    shown = contacts(records, people)[["contact_id", "title", "first", "last", "clubs"]]
    assert shown.astype(object).where(shown.notna(), None).to_numpy().tolist() == [
        ["C-0001-1", "M.", None, "Faure", ["rezames"]],
        ["C-0001-2", "Mme", None, "Faure", ["rezames", "techno"]],
        ["C-0001-3", "M.", "Jean", "Morel", ["rezames", "techno"]],
    ]
