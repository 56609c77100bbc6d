"""A contact keeps the number once given, and nobody else ever bears it."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.members import number_contacts
from reconcile.tables import empty

Mention = tuple[str, str, str]  # member, record, person


class Nights:
    """Night after night, what the store keeps of the numbers of contacts."""

    def __init__(self) -> None:
        self.known = empty("contact_numbers")
        self.member_of: dict[str, str] = {}

    def night(self, *mentions: Mention) -> dict[tuple[str, str], str]:
        """The number of each (member, person); the mentions of a row in their order there."""
        frame = pd.DataFrame(mentions, columns=["member_id", "record_id", "person"])
        frame["nth"] = frame.groupby("record_id").cumcount()
        frame["contact"] = frame.groupby(["member_id", "person"], sort=False).ngroup()
        self.member_of |= dict(zip(frame["record_id"], frame["member_id"], strict=True))
        numbers, new = number_contacts(frame, self.known, pd.Series(self.member_of, dtype="str"))
        self.known = pd.concat([self.known, new], ignore_index=True)
        assert numbers.is_unique
        owner = frame.drop_duplicates("contact").set_index("contact")
        of = zip(owner["member_id"], owner["person"], strict=True)
        return dict(zip(of, numbers.loc[owner.index], strict=True))


FAURE, MOREL = ("M-1", "R-1", "faure jean"), ("M-1", "R-1", "morel paul")
OTHER = ("M-1", "R-2", "faure jean")


@pytest.mark.parametrize(
    ("nights", "person", "expected"),
    [
        ([[FAURE, MOREL], [MOREL, FAURE]], "faure jean", "C-1-1"),
        ([[FAURE], [MOREL]], "morel paul", "C-1-2"),
        ([[FAURE], [MOREL], [FAURE]], "faure jean", "C-1-1"),
        ([[FAURE, OTHER], [OTHER]], "faure jean", "C-1-1"),
        ([[FAURE, OTHER], [OTHER], [FAURE, OTHER]], "faure jean", "C-1-1"),
        ([[FAURE], [MOREL, OTHER]], "faure jean", "C-1-1"),
        ([[OTHER], [FAURE, OTHER]], "faure jean", "C-2-1"),
        ([[("M-1", "R-1", "faure")], [FAURE]], "faure jean", "C-1-1"),
        ([[("M-1", "R-1", "dupon jean")], [("M-1", "R-1", "dupont jean")]], "dupont jean", "C-1-1"),
        ([[FAURE], [("M-1", "R-1", "faure marie")]], "faure marie", "C-1-2"),
        ([[("M-1", "R-1", "faure andre")], [("M-1", "R-1", "andree faure")]], "andree faure",
         "C-1-2"),
        ([[FAURE], [("M-1", "R-1", "faure jeam"), ("M-1", "R-1", "faure jena")]], "faure jeam",
         "C-1-2"),
    ],
    ids=["turned about", "another person", "back again", "one row is gone", "and comes back",
         "named in another row", "a second row", "first name added", "a letter added", "his wife",
         "a woman's name", "two who may be he"],
)  # fmt: skip
def test_the_number_of_a_person(nights: list[list[Mention]], person: str, expected: str) -> None:
    place = Nights()
    for mentions in nights:
        found = place.night(*mentions)
    assert found["M-1", person] == expected


def test_a_merge_keeps_the_lowest_number_and_after_a_split_each_has_his_own() -> None:
    place, apart = Nights(), [FAURE, ("M-2", "R-2", "faure jean")]
    first = place.night(*apart)
    assert place.night(FAURE, OTHER) == {("M-1", "faure jean"): "C-1-1"}
    assert place.night(*apart) == first


def test_after_a_split_a_number_stays_with_the_row_that_it_was_made_for() -> None:
    """An older row that named him later bore the number, but owned none."""
    place = Nights()
    place.night(OTHER)
    assert place.night(FAURE, OTHER) == {("M-1", "faure jean"): "C-2-1"}
    found = place.night(FAURE, ("M-2", "R-2", "faure jean"))
    assert found == {("M-1", "faure jean"): "C-1-1", ("M-2", "faure jean"): "C-2-1"}


ROWS = st.lists(
    st.tuples(st.sampled_from(["R-1", "R-2", "R-3"]),
              st.sampled_from(["faure jean", "morel paul", "abel", "dupont marie"])),
    min_size=1, max_size=8, unique=True,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(ROWS, min_size=2, max_size=5))
def test_no_number_ever_goes_to_another_person(nights: list[list[tuple[str, str]]]) -> None:
    place, borne = Nights(), {}
    for rows in nights:
        for (_, person), number in place.night(*(("M-1", *row) for row in rows)).items():
            assert borne.setdefault(number, person) == person
