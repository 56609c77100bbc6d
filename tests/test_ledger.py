"""Who supersedes whom, and what is in force."""

from __future__ import annotations

from random import Random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.decisions.ledger import (
    acts,
    decisions,
    disputed,
    heads,
    heads_of,
    in_force,
    pair_of,
)

PAIR = pair_of("R-00002", "R-00001")


def ledger(*said: tuple[str, int, int, str]) -> pd.DataFrame:
    """Acts about one pair: answer, the run of the report answered, when it was read, by whom."""
    rows = [
        {
            "kind": "pair",
            "subject": PAIR,
            "answer": answer,
            "run": run,
            "read_in": read_in,
            "reviewer": reviewer,
            "decided_at": f"2026-11-{nth:02d}",
            "origin": "match_report.xlsx",
        }
        for nth, (answer, run, read_in, reviewer) in enumerate(said, start=1)
    ]
    return acts(rows).assign(decision_id=[f"D-{nth}" for nth in range(len(rows))])


CASES = [
    # what was said                                             in force     torn
    ([("same", 1, 2, "Zoé")], ["same"], 0),
    ([("same", 1, 2, "Zoé"), ("different", 2, 3, "Ali")], ["different"], 0),  # Ali saw Zoé's
    ([("same", 1, 2, "Zoé"), ("different", 1, 3, "Ali")], [], 2),  # Ali did not
    ([("same", 1, 2, "Zoé"), ("same", 1, 3, "Ali")], ["same"], 0),  # and agrees
    ([("same", 1, 2, "Zoé"), ("different", 1, 3, "Zoé")], ["different"], 0),  # herself
    ([("same", 1, 2, "Zoé"), ("later", 1, 3, "Ali")], ["same"], 0),  # no opinion
    ([("same", 1, 2, "Zoé"), ("withdrawn", 2, 3, "Ali")], [], 0),
    ([("same", 1, 2, "Zoé"), ("different", 1, 3, "Ali"), ("same", 3, 4, "Ali")], ["same"], 0),
    ([("same", 1, 2, ""), ("different", 1, 3, "")], [], 2),  # nobody knows who
    ([("same", 1, 2, "Zoé"), ("different", 1, 3, "Ali"), ("same", 0, 4, "")], ["same"], 0),
]


@pytest.mark.parametrize(("said", "holds", "torn"), CASES)
def test_what_is_in_force(
    said: list[tuple[str, int, int, str]], holds: list[str], torn: int
) -> None:
    table = ledger(*said)
    assert in_force(table)["answer"].to_list() == holds
    assert len(disputed(table)) == torn


def test_while_people_disagree_different_holds() -> None:
    found = decisions(ledger(("same", 1, 2, "Zoé"), ("different", 1, 3, "Ali")))
    assert found[["left_id", "right_id", "answer", "disputed"]].iloc[0].to_list() == [
        "R-00001", "R-00002", "different", True
    ]  # fmt: skip


def test_an_older_save_of_the_same_person_that_is_read_later_does_not_win() -> None:
    table = ledger(("different", 1, 2, "Zoé"), ("same", 1, 2, "Zoé"))
    table["decided_at"] = ["2026-11-20", "2026-11-19"]
    assert in_force(table)["answer"].to_list() == ["different"]


ANY = {
    "kind": ["pair", "edit", "extra"],
    "subject": [f"M-{nth:04d}" for nth in range(400)],
    "answer": ["same", "later", "proposed", "withdrawn", "yes:x"],
    "run": [0, 1, 2, 3],
    "read_in": [1, 2, 3],
    "reviewer": ["Zoé", "Ali", "", None],
    "origin": ["match_report.xlsx", "r.xlsx", "reviews/r.xlsx"],
    "decided_at": ["1", "2", "3"],
}


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 2**32))
def test_many_at_once_have_the_heads_of_one_by_one(seed: int) -> None:
    chance = Random(seed)
    rows = [{key: chance.choice(some) for key, some in ANY.items()} for _ in range(2000)]
    table = acts(rows)
    expected = [
        index
        for _, several in table.groupby(["kind", "subject"], sort=False)
        for index in heads_of(several.itertuples())
    ]
    assert heads(table).index.tolist() == sorted(expected)
