"""Member numbers last: given once, never reused, whatever is merged, split and deleted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reconcile.members import number_members, number_of, owners
from reconcile.members.numbers import Numbered, issue
from reconcile.tables import empty

Groups = list[list[int]]
Said = list[tuple[int, int, str]]


def rid(nth: int) -> str:
    return f"R-{nth:05d}"


class Nights:
    """Nights on which the records 1, 2, ... are grouped as told, and what the store keeps."""

    def __init__(self) -> None:
        self.history = pd.DataFrame({"record_id": [], "run": [], "member_id": []}, dtype="object")
        self.run, self.last, self.done = 0, 0, Numbered(*[pd.Series(dtype="str")] * 3, 0)

    def night(self, groups: Groups, said: Said = ()) -> dict[int, str]:
        """The member number of every record that was ever seen."""
        rows = [(rid(record), label) for label, group in enumerate(groups) for record in group]
        frame = pd.DataFrame(rows, columns=["record_id", "label"]).astype({"label": "int64"})
        answers = [(rid(one), rid(other), answer) for one, other, answer in said]
        table = pd.DataFrame(answers, columns=["left_id", "right_id", "answer"], dtype="str")
        known = owners(self.history)
        self.done = number_members(frame["record_id"], frame["label"], known, self.last, table)
        here = frame[["record_id"]].assign(member_id=self.done.member_id)
        now = pd.concat([here, self.done.absent], ignore_index=True)
        self.run, self.last = self.run + 1, self.done.last
        was = known.set_index("record_id")["member_id"].reindex(now["record_id"])
        moved = now[was.fillna("").to_numpy() != now["member_id"].to_numpy()]
        self.history = pd.concat([self.history, moved.assign(run=self.run)], ignore_index=True)
        return dict(zip(number_of(now["record_id"]), now["member_id"], strict=True))

    def aliases(self) -> dict[str, str]:
        table = self.done.aliases
        return dict(zip(table["old_member_id"], table["member_id"], strict=True))


M1, M2, M3, M4, M5 = (f"M-000{nth}" for nth in range(1, 6))


@pytest.fixture
def nights() -> Nights:
    return Nights()


def test_first_night_numbers_in_the_order_of_the_records(nights: Nights) -> None:
    assert nights.night([[2], [1, 3]]) == {1: M1, 3: M1, 2: M2}
    assert nights.aliases() == {}


def test_merge_keeps_the_oldest_number_and_split_gives_the_others_back(nights: Nights) -> None:
    nights.night([[1], [2], [3]])
    assert nights.night([[1], [2, 3]]) == {1: M1, 2: M2, 3: M2}
    assert nights.aliases() == {M3: M2}
    assert nights.night([[1, 2, 3]]) == {1: M1, 2: M1, 3: M1}
    assert nights.aliases() == {M2: M1, M3: M1}, "a chain of merges finds the member"
    assert nights.night([[1], [2, 3]]) == {1: M1, 2: M2, 3: M2}
    assert nights.aliases() == {M3: M2}, "what was taken back finds its own member again"
    assert nights.night([[1, 3], [2]]) == {1: M1, 3: M1, 2: M2}
    assert nights.aliases() == {M3: M1}


def test_the_part_with_the_oldest_record_keeps_the_number(nights: Nights) -> None:
    nights.night([[1, 2, 3]])
    assert nights.night([[1], [2, 3]]) == {1: M1, 2: M2, 3: M2}
    assert nights.night([[1, 2, 3]]) == {1: M1, 2: M1, 3: M1}
    assert nights.night([[1], [2, 3]]) == {1: M1, 2: M2, 3: M2}, "and takes the same one again"


def test_a_part_takes_back_what_it_had_before_another_grouping(nights: Nights) -> None:
    """The number made on the second night is neither the first nor the last of its record."""
    nights.night([[1, 2], [3]])
    assert nights.night([[1], [2], [3]])[2] == M3
    assert nights.night([[1], [2, 3]]) == {1: M1, 2: M2, 3: M2}
    assert nights.night([[1, 2], [3]]) == {1: M1, 2: M1, 3: M2}
    assert nights.night([[1], [2], [3]]) == {1: M1, 2: M3, 3: M2}


def test_a_visit_to_another_member_takes_nothing_away(nights: Nights) -> None:
    nights.night([[1, 2], [3]])
    assert nights.night([[1], [2, 3]]) == {1: M1, 2: M2, 3: M2}
    assert nights.night([[1], [2], [3]]) == {1: M1, 2: M3, 3: M2}, "3 had it first"


def test_who_left_keeps_the_number_and_has_it_again_on_returning(nights: Nights) -> None:
    nights.night([[1], [2]])
    assert nights.night([[1], [3]]) == {1: M1, 2: M2, 3: M3}
    assert nights.night([[1], [2], [3]]) == {1: M1, 2: M2, 3: M3}


def test_the_older_row_of_a_member_is_deleted(nights: Nights) -> None:
    nights.night([[1, 2], [3]])
    assert nights.night([[2], [3]]) == {1: M1, 2: M1, 3: M2}
    assert nights.night([[2, 3]]) == {1: M1, 2: M1, 3: M1}, "it goes where its members go"
    assert nights.night([[2], [3]]) == {1: M1, 2: M1, 3: M2}
    assert nights.night([[1, 2], [3]]) == {1: M1, 2: M1, 3: M2}


@pytest.mark.parametrize("undo", ["different", "undone"])
def test_yes_then_a_row_deleted_then_no(nights: Nights, undo: str) -> None:
    nights.night([[1], [2]])
    nights.night([[1, 2]], [(1, 2, "same")])
    for left, gone in ((2, 1), (1, 2)):
        for _ in range(2):
            assert nights.night([[left]], [(1, 2, "same")]) == {1: M1, 2: M1}
        for _ in range(2):
            now = nights.night([[left]], [(1, 2, undo)])
            assert now == {1: M1, 2: M2}, f"{gone} is a former member, by its own number"
            assert nights.aliases() == {}
    assert nights.night([[1, 2]], [(1, 2, "same")]) == {1: M1, 2: M1}


def test_what_another_answer_still_holds_stays(nights: Nights) -> None:
    nights.night([[1], [2], [3]])
    yes = [(1, 2, "same"), (2, 3, "same"), (1, 3, "same")]
    assert set(nights.night([[1, 2, 3]], yes).values()) == {M1}
    less = [(1, 2, "same"), (2, 3, "same"), (1, 3, "undone")]
    assert set(nights.night([[1, 2]], less).values()) == {M1}, "3 is still the same as 2"
    none = [(1, 2, "same"), (2, 3, "different"), (1, 3, "undone")]
    assert nights.night([[1, 2]], none) == {1: M1, 2: M1, 3: M3}


def test_two_who_are_gone_are_told_apart(nights: Nights) -> None:
    nights.night([[1], [2], [3]])
    nights.night([[1, 2], [3]], [(1, 2, "same")])
    assert nights.night([[3]], [(1, 2, "same")]) == {1: M1, 2: M1, 3: M3}
    assert nights.night([[3]], [(1, 2, "different")]) == {1: M1, 2: M2, 3: M3}
    assert nights.night([[3]], [(1, 2, "same")]) == {1: M1, 2: M1, 3: M3}


def test_rows_that_came_with_one_that_is_told_apart_go_with_it(nights: Nights) -> None:
    nights.night([[1, 2], [3, 4]])
    nights.night([[1, 2, 3, 4]], [(1, 3, "same")])
    assert set(nights.night([[1, 2]], [(1, 3, "same")]).values()) == {M1}
    now = nights.night([[1, 2]], [(1, 3, "different")])
    assert now == {1: M1, 2: M1, 3: M2, 4: M2}


def test_a_part_that_is_gone_goes_with_the_rows_it_came_with(nights: Nights) -> None:
    nights.night([[1], [2, 3]])
    nights.night([[1, 2, 3]])
    nights.night([[1, 3]])
    assert nights.night([[1], [3]]) == {1: M1, 2: M2, 3: M2}


def test_a_successor_goes_on_with_the_number_until_told_apart(nights: Nights) -> None:
    nights.night([[1], [2]])
    assert nights.night([[2], [3]], [(1, 3, "same")]) == {1: M1, 2: M2, 3: M1}
    assert nights.night([[2], [3]]) == {1: M1, 2: M2, 3: M1}, "it need not be found again"
    assert nights.night([[2], [3]], [(1, 3, "different")]) == {1: M1, 2: M2, 3: M3}


def test_numbers_of_a_store_of_before_hold() -> None:
    """Record 2 was given a second number of its own, and 3 holds the first one now."""
    rows = [(2, 1, M1), (3, 1, M2), (2, 2, M3), (3, 2, M1)]
    history = pd.DataFrame(rows, columns=["record_id", "run", "member_id"])
    history["record_id"] = history["record_id"].map(rid)
    known = owners(history)
    assert known[["record_id", "member_id", "owned_id"]].to_numpy().tolist() == [
        [rid(2), M3, M3],
        [rid(3), M1, M1],
    ]
    done = number_members(known["record_id"], pd.Series([0, 1]), known, 3)
    assert done.member_id.to_list() == [M3, M1]


def test_numbers_compare_as_numbers() -> None:
    assert issue("M", 9_998, 2, 4) == ["M-9999", "M-10000"]
    assert number_of(pd.Series(["M-9999", "M-10000"])).tolist() == [9999, 10000]


def test_twenty_thousand_records_keep_their_numbers() -> None:
    ids = pd.Series([rid(nth) for nth in range(1, 20_001)])
    labels = pd.Series(np.arange(20_000) // 2)
    first = number_members(ids, labels, empty("belongs"), 0)
    history = pd.DataFrame({"record_id": ids, "member_id": first.member_id, "run": 1})
    said = pd.DataFrame({"left_id": ids[0:400:2], "right_id": ids[1:400:2].to_list()})
    here = ids.index % 40 != 1  # 500 rows are gone, some of them told apart
    said = said.assign(answer="undone")
    done = number_members(ids[here], labels[here], owners(history), first.last, said)
    assert len(done.absent) == 500
    assert done.member_id.equals(first.member_id[here])
