"""Which pairs are drawn, what answers say of them, and that the drawing is fair on every night."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from benchmarks.coverage import WORLDS, Nights, World, of_strata
from reconcile.reliability import (
    Found,
    estimate,
    in_order,
    interval,
    population,
    sampled,
    spoken_of,
    verdicts,
)
from reconcile.reliability.sample import found
from reconcile.tables import conform


def units(n: int, kind: str = "merged", stratum: str = "merged_across_sure") -> pd.DataFrame:
    """UNITS of one stratum, each of two records of its own."""
    nth = np.arange(n)
    start = 100_000 * len(stratum)
    return pd.DataFrame(
        {
            "left_id": [f"R-{start + 2 * one:05d}" for one in nth],
            "right_id": [f"R-{start + 2 * one + 1:05d}" for one in nth],
            "left": 2 * nth,
            "right": 2 * nth if kind == "merged" else 2 * nth + 1,
            "kind": kind,
            "stratum": stratum,
        },
        index=pd.Index(nth + start),
    ).astype({"left_id": "str", "right_id": "str", "kind": "str", "stratum": "str"})


def answers(*said: tuple[str, str, str]) -> pd.DataFrame:
    return conform(
        pd.DataFrame(said, columns=["left_id", "right_id", "answer"]).assign(disputed=False),
        "decisions",
    )


def told(ordered: pd.DataFrame, *said: str | None) -> pd.Series:
    """An answer for each of the first units, None where there is none."""
    return pd.Series(said, ordered.index[: len(said)], dtype="str").dropna()


def scored(*rows: tuple[int, int, float, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["left", "right", "probability", "band"])
    return frame.assign(weight_bits=frame["probability"] * 10)


def test_the_population_is_what_the_program_decides_by_itself() -> None:
    """Records 0, 1, 2 are one member (two links hold it, the weakest of three is spare); 3 and 4
    are left apart, as are 0 and 3; 5 is asked about."""
    scores = scored(
        (0, 1, 0.9999, "match"),
        (1, 2, 0.995, "match"),
        (0, 2, 0.97, "match"),
        (0, 3, 0.004, "distinct"),
        (1, 3, 0.02, "distinct"),
        (3, 4, 0.0002, "distinct"),
        (4, 5, 0.6, "review"),
    )
    label = pd.Series([0, 0, 0, 3, 4, 5])
    ids = pd.Series([f"R-{9 - nth}" for nth in range(6)])
    source = pd.Series(["a", "b", "b", "a", "b", "a"])
    found = population(scores, label, ids, source)
    assert found[["left_id", "right_id", "kind", "stratum"]].to_numpy().tolist() == [
        ["R-8", "R-9", "merged", "merged_across_sure"],
        ["R-7", "R-8", "merged", "merged_within_high"],
        ["R-6", "R-8", "apart", "apart_near"],
        ["R-4", "R-5", "asked", ""],
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([], None),
        ([("A", "B", "same")], "same"),
        ([("B", "A", "different")], "different"),
        ([("A", "B", "later")], None),
        ([("A", "B", "same"), ("B", "A", "different")], "different"),  # the last one counts
        ([("A", "C", "same"), ("C", "B", "same")], "same"),
        ([("A", "C", "same"), ("C", "B", "different")], "different"),
        ([("A", "C", "different"), ("C", "B", "different")], None),
        ([("A", "C", "same"), ("C", "B", "same"), ("A", "B", "different")], None),  # torn
    ],
)
def test_answers_are_closed(said: list[tuple[str, str, str]], expected: str | None) -> None:
    one = pd.DataFrame(
        {"left_id": ["A"], "right_id": ["B"], "left": [0], "right": [0], "kind": ["merged"]}
    )
    member = pd.Series({"A": 0, "B": 0, "C": 2})
    [verdict] = verdicts(one, answers(*said), member)
    assert (None if pd.isna(verdict) else verdict) == expected


def test_an_answer_about_any_row_of_two_members_left_apart_will_do() -> None:
    one = pd.DataFrame(
        {"left_id": ["A"], "right_id": ["B"], "left": [0], "right": [1], "kind": ["apart"]}
    )
    member = pd.Series({"A": 0, "A2": 0, "B": 1})
    assert verdicts(one, answers(("A2", "B", "same")), member).to_list() == ["same"]
    assert verdicts(one, answers(("A", "A2", "different")), member).isna().all()


def test_what_was_said_of_a_pair_is_not_asked_again_though_others_contradict_it() -> None:
    pairs = {"left_id": ["A", "A", "B"], "right_id": ["B", "C", "D"]}
    pairs |= {"left": [0, 0, 0], "right": [0, 2, 3], "kind": ["merged", "apart", "apart"]}
    member = pd.Series({"A": 0, "B": 0, "C": 2, "C2": 2, "D": 3})
    said = answers(("A", "C2", "same"), ("A", "B", "same"), ("B", "C", "different"))
    assert verdicts(pd.DataFrame(pairs), said, member).isna().to_list() == [False, True, True]
    assert spoken_of(pd.DataFrame(pairs), said, member).to_list() == [True, True, False]


def test_what_is_asked_stays_until_it_is_answered() -> None:
    both = pd.concat([units(83), units(40, "apart", "apart_near")])
    nothing = pd.Series(dtype="str")
    first = sampled(both, nothing, 6)
    assert len(first) == 6
    assert sampled(both.sample(frac=1, random_state=1), nothing, 6).index.equals(first.index)
    said = pd.Series(["same", "different"], first.index[[1, 3]])
    after = sampled(both, said, 6)
    assert set(first.index.delete([1, 3])) < set(after.index)
    assert not set(said.index) & set(after.index)
    assert sampled(both, nothing, 0).empty


def test_the_answers_change_nothing_of_what_is_asked() -> None:
    own = units(83)
    first = sampled(own, pd.Series(dtype="str"), 6).index
    right, wrong = (pd.Series(word, first, dtype="str") for word in ("same", "different"))
    assert sampled(own, right, 6).index.equals(sampled(own, wrong, 6).index)


def test_it_is_enough_one_day() -> None:
    own, said, nights = units(83), pd.Series(dtype="str"), 0
    while len(asked := sampled(own, said, 6)):
        said, nights = pd.concat([said, pd.Series("same", asked.index, dtype="str")]), nights + 1
    assert (nights, len(said)) == (7, 37)
    assert interval(Found(83, len(said), 0)).high == 4


def test_only_the_first_of_the_order_are_the_sample() -> None:
    ordered = in_order(units(83))
    said = told(ordered, "same", "different", "same", "same")
    assert found(ordered, said) == Found(83, 4, 1)
    undone = pd.Series("different", ordered.index[[50, 60, 70]], dtype="str")
    assert found(ordered, pd.concat([said, undone])) == Found(83, 4, 1)
    row = estimate(ordered, pd.concat([said, undone])).iloc[0]
    assert (row["n_drawn"], row["n_drawn_wrong"], row["n_known"], row["n_wrong"]) == (4, 1, 7, 4)
    assert row["low"] >= 4


def test_a_pair_that_comes_among_the_first_is_unclear_until_it_is_answered() -> None:
    ordered = in_order(units(83))
    said = told(ordered, "same", None, *["same"] * 20)
    assert found(ordered, said) == Found(83, 22, 0, unclear=1)
    gaps = told(ordered, "same", None, None, None, "same")
    assert found(ordered, gaps) == Found(83, 1, 0)


def test_doubtful_pairs_are_known_or_wait_and_say_nothing_of_others() -> None:
    own = pd.concat([units(30), units(5, "asked", "")])
    said = pd.Series(["same", "different"], own.index[-2:])
    table = estimate(own, said).set_index("stratum")
    assert table.loc["asked", ["n_known", "n_wrong", "low", "high"]].to_list() == [2, 1, 1, 4]
    assert table.loc["merged_across_sure", ["low", "high"]].to_list() == [0, 30]


def test_the_order_is_that_of_a_keyed_hash() -> None:
    """Fixed for ever: another order would be another sample, and the answers so far lost to it."""
    assert in_order(units(6)).index.to_list() == [
        1800003,
        1800001,
        1800000,
        1800004,
        1800005,
        1800002,
    ]


@pytest.mark.parametrize(("size", "wrong", "drawn"), [(83, 4, 12), (400, 60, 30), (40, 1, 10)])
def test_of_1000_draws_95_percent_hold_the_truth(size: int, wrong: int, drawn: int) -> None:
    assert of_strata([(size, wrong, drawn)], draws=1000, seed=size) >= 0.93


@pytest.mark.parametrize("strata", [
    [(60, 0, 12), (20, 3, 6), (8, 2, 4)],
    [(300, 30, 20), (80, 2, 20)],
])  # fmt: skip
def test_of_1000_draws_the_total_holds_the_truth(strata: list[tuple[int, int, int]]) -> None:
    assert of_strata(strata, draws=1000, seed=len(strata)) >= 0.93


def test_merges_are_asked_about_however_many_pairs_are_left_apart() -> None:
    both = pd.concat([units(50), units(4000, "apart", "apart_far")])
    asked = sampled(both, pd.Series(dtype="str"), 6)
    assert asked["kind"].to_list() == ["merged", "merged", "apart"] * 2
    few = pd.concat([units(3), units(4000, "apart", "apart_far")])
    asked = sampled(few, pd.Series(dtype="str"), 6)
    assert asked["kind"].value_counts().to_dict() == {"merged": 3, "apart": 3}


@pytest.mark.parametrize("world", [WORLDS[1], WORLDS[3], WORLDS[-1]], ids=lambda one: one.name)
def test_nights_that_come_and_go_keep_the_sample_fair(world: World) -> None:
    """Through the functions of the night: pairs come, go and change their stratum, six are asked at
    a time, a few answers are missing, wrong merges are undone without being asked, or sooner."""
    covered = [Nights(seed, world).run(8) for seed in range(100)]
    assert np.mean(covered, axis=0).min() >= 0.93
