"""Member numbers last: given once, never reused, whatever is merged and split between nights."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.members import number_members
from reconcile.members.numbers import issue, number_of
from reconcile.tables import conform, empty


def night(groups: list[list[int]], known: pd.DataFrame, aliases: pd.DataFrame, last: int):
    """Number the records 1, 2, ... grouped as given."""
    rows = [(f"R-{record:05d}", label) for label, group in enumerate(groups) for record in group]
    frame = pd.DataFrame(rows, columns=["record_id", "label"])
    done = number_members(frame["record_id"], frame["label"], known, aliases, last)
    return done, pd.Series(done.member_id.to_numpy(), index=frame["record_id"].to_numpy())


def remember(known: pd.DataFrame, now: pd.Series) -> pd.DataFrame:
    """What the store knows after the night."""
    before = known.set_index("record_id")
    first = before["first_member_id"].reindex(now.index)
    rows = pd.DataFrame(
        {"record_id": now.index, "member_id": now.to_numpy(), "first_member_id": first.to_numpy()}
    )
    rows["first_member_id"] = rows["first_member_id"].fillna(rows["member_id"])
    gone = known[~known["record_id"].isin(rows["record_id"])]
    return conform(pd.concat([gone, rows], ignore_index=True), "belongs")


def test_first_night_numbers_in_the_order_of_the_records() -> None:
    _, now = night([[1, 3], [2]], empty("belongs"), empty("aliases"), 0)
    assert now.to_dict() == {"R-00001": "M-0001", "R-00003": "M-0001", "R-00002": "M-0002"}


def test_merge_keeps_the_older_number_and_split_gives_the_other_back() -> None:
    first, one = night([[1], [2]], empty("belongs"), empty("aliases"), 0)
    known = remember(empty("belongs"), one)
    second, two = night([[1, 2]], known, first.aliases, first.last)
    assert set(two) == {"M-0001"}
    assert second.aliases[["old_member_id", "member_id"]].to_numpy().tolist() == [
        ["M-0002", "M-0001"]
    ]
    third, three = night([[1], [2]], remember(known, two), second.aliases, second.last)
    assert three.to_dict() == {"R-00001": "M-0001", "R-00002": "M-0002"}
    assert third.aliases.empty


def test_a_number_of_a_member_that_left_is_not_given_again() -> None:
    first, one = night([[1], [2]], empty("belongs"), empty("aliases"), 0)
    known = remember(empty("belongs"), one)
    _, two = night([[1], [3]], known, first.aliases, first.last)
    assert two["R-00003"] == "M-0003"


def test_numbers_compare_as_numbers() -> None:
    assert issue("M", 9_998, 2, 4) == ["M-9999", "M-10000"]
    assert number_of(pd.Series(["M-9999", "M-10000"])).tolist() == [9999, 10000]


@st.composite
def nights(draw: st.DrawFn) -> list[list[list[int]]]:
    """Some nights, each a random grouping of some of the records 1..8."""
    found = []
    for _ in range(draw(st.integers(2, 5))):
        present = draw(st.lists(st.integers(1, 8), min_size=1, max_size=8, unique=True))
        labels = draw(st.lists(st.integers(0, 3), min_size=len(present), max_size=len(present)))
        groups: dict[int, list[int]] = {}
        for record, label in zip(sorted(present), labels, strict=True):
            groups.setdefault(label, []).append(record)
        found.append(list(groups.values()))
    return found


@settings(max_examples=60, deadline=None)
@given(nights())
def test_whatever_happens_numbers_last(sequence: list[list[list[int]]]) -> None:
    known, aliases, last = empty("belongs"), empty("aliases"), 0
    for groups in sequence:
        done, now = night(groups, known, aliases, last)
        numbers = [{now[f"R-{record:05d}"] for record in group} for group in groups]
        assert all(len(given) == 1 for given in numbers), "a cluster has one number"
        assert now.nunique() == len(groups), "a number has one cluster"
        assert not set(done.aliases["old_member_id"]) & set(now), "an alias is not in use"
        before = known.set_index("record_id")["member_id"]
        for group in groups:
            ids = [f"R-{record:05d}" for record in group]
            had = set(before.reindex(ids).dropna())
            alone = len(had) == 1 and set(before[before.isin(had)].index) == set(ids)
            if alone:
                assert set(now[ids]) == had, "an unchanged member keeps its number"
        again, same = night(groups, remember(known, now), done.aliases, done.last)
        assert same.equals(now), "the same night gives the same numbers"
        assert again.last == done.last
        known, aliases, last = remember(known, now), done.aliases, done.last
