"""Answers about rows that are gone hold for the rows that go on with them."""

from __future__ import annotations

import pandas as pd
import pytest

from reconcile.nights.carrying import carried
from reconcile.results import Memory
from reconcile.tables import conform, empty

# record, club, member of last night, first member
KNOWN = [
    ("R-1", "one", "M-1", "M-1"),
    ("R-2", "other", "M-2", "M-2"),
    ("R-3", "other", "M-2", "M-2"),  # the same row in a copy of the list
    ("R-4", "other", "M-4", "M-4"),
    ("R-5", "other", "M-2", "M-5"),  # a firm that was merged into M-2
    ("R-6", "other", "M-2", "M-5"),  # its row in the copy
]
CLUB = {record: club for record, club, *_ in KNOWN}


def rows_of(records: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"record_id": records, "source": [CLUB[one] for one in records]})


def memory(*said: tuple[str, str, str]) -> Memory:
    decisions = pd.DataFrame(said, columns=["left_id", "right_id", "answer"])
    records, clubs, members, first = zip(*KNOWN, strict=True)
    belongs = pd.DataFrame({"record_id": records, "member_id": members, "first_member_id": first})
    rows = pd.DataFrame({"record_id": records, "source": clubs, "file": "x", "row": 2})
    return Memory(
        decisions=conform(decisions.assign(disputed=False), "decisions"),
        belongs=conform(belongs, "belongs"),
        raw=conform(rows.assign(hidden=False, struck=False), "known"),
    )


def test_who_comes_back_to_a_member_goes_on_with_its_answers_the_same_night() -> None:
    """Last night R-4 was another member; tonight it is one with R-3, which is gone."""
    tonight = rows_of(["R-1", "R-4"])
    belongs = pd.DataFrame({"record_id": ["R-1", "R-3", "R-4"], "member_id": ["M-1", "M-2", "M-2"]})
    asked = memory(("R-1", "R-3", "same"))
    assert len(carried(asked, tonight)) == 1
    found = carried(asked, tonight, belongs)[["left_id", "right_id", "answer"]]
    assert found.iloc[1].to_list() == ["R-1", "R-4", "same"]


@pytest.mark.parametrize(
    ("said", "there", "more"),
    [
        ([("R-1", "R-3", "same")], ["R-1", "R-2", "R-4"], [("R-1", "R-2", "same")]),
        ([("R-1", "R-3", "different")], ["R-1", "R-2", "R-4"], [("R-1", "R-2", "different")]),
        ([("R-1", "R-3", "same")], ["R-1", "R-2", "R-3"], []),  # it is there itself
        ([("R-1", "R-3", "same")], ["R-1", "R-4"], []),  # nobody goes on with it
        ([("R-2", "R-3", "same")], ["R-1", "R-2"], []),  # with itself
        ([("R-1", "R-6", "same")], ["R-1", "R-2", "R-5"], [("R-1", "R-5", "same")]),
        ([("R-1", "R-6", "same")], ["R-1", "R-2"], [("R-1", "R-2", "same")]),
        # What was said of the row itself is not overruled.
        ([("R-1", "R-3", "same"), ("R-1", "R-2", "different")], ["R-1", "R-2"], []),
        ([], ["R-1"], []),
    ],
)
def test_what_is_carried_over(
    said: list[tuple[str, str, str]], there: list[str], more: list[tuple[str, str, str]]
) -> None:
    found = carried(memory(*said), rows_of(there))
    rows = found[["left_id", "right_id", "answer"]].itertuples(index=False, name=None)
    assert list(rows) == [*said, *more]
    assert list(found.columns[:3]) == list(empty("decisions").columns[:3])
