"""The measures of a linkage, by hand and under changes that must not matter."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.measures import best_f1, calibration_error, measure

FIGURES = ("true_pairs", "auto_precision", "auto_recall", "review_per_100", "reach", "best_f1")
FEW = settings(max_examples=40, deadline=None)


def frame_of(*rows: tuple[str, str, float, str]) -> pd.DataFrame:
    """PAIRS of a linkage."""
    return pd.DataFrame(list(rows), columns=["id_a", "id_b", "probability", "band"])


def truth_of(*pairs: tuple[str, str]) -> pd.DataFrame:
    """The true pairs."""
    return pd.DataFrame(list(pairs), columns=["id_a", "id_b"])


def told(*rows: tuple[float, bool]) -> pd.DataFrame:
    """Pairs as the measures see them: a probability, and whether they are true."""
    return pd.DataFrame(list(rows), columns=["probability", "hit"])


LINKAGE = frame_of(
    ("a1", "b1", 0.99, "match"),
    ("a2", "b2", 0.97, "match"),
    ("a3", "b9", 0.96, "match"),
    ("a4", "b4", 0.60, "review"),
    ("a5", "b8", 0.40, "review"),
    ("a6", "b6", 0.10, "distinct"),
)
TRUTH = truth_of(("a1", "b1"), ("a2", "b2"), ("a4", "b4"), ("a6", "b6"), ("a7", "b7"))


def test_measures_by_hand() -> None:
    assert measure(LINKAGE, TRUTH) == pytest.approx(
        {
            "true_pairs": 5,
            "auto_precision": 2 / 3,
            "auto_recall": 2 / 5,
            "review_per_100": 40.0,
            "reach": 3 / 5,
            "best_f1": 2 * 4 / (6 + 5),  # everything taken: 4 of the 5 true pairs, 6 pairs in all
            "ece": (0.4 + 0.4 + 0.9) / 3,  # of 0.60 (true), 0.40 (not) and 0.10 (true)
        }
    )


def test_a_linkage_that_says_nothing() -> None:
    found = measure(LINKAGE.head(0), TRUTH)
    assert math.isnan(found.pop("ece"))
    assert found == {**dict.fromkeys(FIGURES, 0.0), "true_pairs": 5}


@pytest.mark.parametrize(
    ("pairs", "true_pairs", "expected"),
    [
        ([(0.9, True), (0.8, True), (0.7, False)], 2, 1.0),
        ([(0.9, True), (0.9, False)], 1, 2 / 3),  # one threshold takes both
        ([(0.9, False), (0.8, True)], 1, 2 / 3),
        ([(0.9, True)], 3, 2 / 4),
        ([(0.9, False)], 1, 0.0),
    ],
)
def test_best_f1(pairs: list[tuple[float, bool]], true_pairs: int, expected: float) -> None:
    assert best_f1(told(*pairs), true_pairs) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(0.52, True), (0.56, False)], 0.04),  # one bin: 0.54 said, 0.50 true
        ([(0.20, False), (0.70, True)], (0.20 + 0.30) / 2),
        ([(0.70, True), (0.72, True), (0.20, False)], (2 * 0.29 + 0.20) / 3),
        ([(0.99, False), (0.01, True), (0.70, True)], 0.30),  # the sure ones are left out
    ],
)
def test_calibration_error(pairs: list[tuple[float, bool]], expected: float) -> None:
    assert calibration_error(told(*pairs)) == pytest.approx(expected)


@dataclass(frozen=True)
class Case:
    """A linkage and the truth that it is held against."""

    pairs: pd.DataFrame
    truth: pd.DataFrame


@st.composite
def cases(pick: st.DrawFn) -> Case:
    """Some of 5 x 5 pairs linked with a probability in percent, and at least one true pair."""
    grid = [(f"a{i}", f"b{j}") for i in range(5) for j in range(5)]
    linked = pick(st.lists(st.sampled_from(grid), unique=True))
    percent = pick(st.lists(st.integers(0, 100), min_size=len(linked), max_size=len(linked)))
    bands = ["match" if p > 90 else "review" if p > 20 else "distinct" for p in percent]
    rows = [(*pair, p / 100, band) for pair, p, band in zip(linked, percent, bands, strict=True)]
    true = pick(st.lists(st.sampled_from(grid), unique=True, min_size=1))
    return Case(frame_of(*rows), truth_of(*true))


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two sets of measures are equal; unknown is unknown."""
    return one == pytest.approx(other, nan_ok=True)


@FEW
@given(cases())
def test_order_and_repeats_change_nothing(case: Case) -> None:
    expected = measure(case.pairs, case.truth)
    twice = pd.concat([case.pairs, case.pairs]).iloc[::-1]
    assert same(measure(twice, case.truth), expected)
    assert same(measure(case.pairs, pd.concat([case.truth.iloc[::-1], case.truth])), expected)


@FEW
@given(cases())
def test_the_names_of_the_records_change_nothing(case: Case) -> None:
    renamed = [
        frame.assign(id_a="x" + frame["id_a"], id_b=frame["id_b"].str[1:])
        for frame in (case.pairs, case.truth)
    ]
    assert same(measure(*renamed), measure(case.pairs, case.truth))


@FEW
@given(cases())
def test_best_f1_sees_the_order_of_probabilities_alone(case: Case) -> None:
    squared = case.pairs.assign(probability=case.pairs["probability"] ** 2)
    found, expected = measure(squared, case.truth), measure(case.pairs, case.truth)
    assert found["best_f1"] == pytest.approx(expected["best_f1"])


@FEW
@given(cases())
def test_a_true_pair_that_nobody_found_lowers_recall_alone(case: Case) -> None:
    before = measure(case.pairs, case.truth)
    after = measure(case.pairs, pd.concat([case.truth, truth_of(("a9", "b9"))]))
    size = len(case.truth)
    assert after["auto_precision"] == before["auto_precision"]
    for name in ("auto_recall", "reach", "review_per_100"):
        assert after[name] == pytest.approx(before[name] * size / (size + 1))


@FEW
@given(cases())
def test_the_truth_itself_is_perfect(case: Case) -> None:
    perfect = case.truth.assign(probability=1.0, band="match")
    found = measure(perfect, case.truth)
    assert math.isnan(found.pop("ece"))
    ones = dict.fromkeys(("auto_precision", "auto_recall", "reach", "best_f1"), 1.0)
    assert found == {**ones, "true_pairs": len(case.truth), "review_per_100": 0.0}
