"""Limits from a random sample and from what people told unasked: never turned round, never surer
than they may be."""

from __future__ import annotations

from itertools import product
from math import isnan

import numpy as np
import pandas as pd
import pytest
from scipy.stats import hypergeom

from reconcile.reliability import Found, estimate, in_order
from reconcile.reliability.estimate import Told, limits
from tests.reliability.test_sample import told, units


def row(n: int, *said: str | None) -> list[float]:
    """estimate, low and high of `n` merges, the first of the order with these answers."""
    ordered = in_order(units(n))
    found = estimate(ordered, told(ordered, *said)).iloc[0]
    return [float(found[key]) for key in ("estimate", "low", "high")]


def test_wrong_merges_undone_unasked_turn_nothing_round() -> None:
    """The sample alone would say "3 at most"; five others are wrong for certain."""
    said = [*["same"] * 60, *[None] * 25, *["different"] * 5]
    assert row(100, *said) == [5, 5, 7]


def test_what_is_told_unasked_counts_for_its_own_pairs() -> None:
    assert row(40, *["same"] * 12) == [0, 0, 7]
    right = [*["same"] * 12, *[None] * 25, *["same"] * 3]
    assert row(40, *right) == [0, 0, 7]
    wrong = [*["same"] * 12, *[None] * 25, *["different"] * 3]
    assert row(40, *wrong) == [3, 3, 9]


def _outcomes(size: int) -> list[Told]:
    """All that can be known of so many pairs."""
    return [
        Told(Found(size, n, x, unclear), n - unclear + wrong + right, x + wrong)
        for n in range(size + 1)
        for unclear in range(n // 2 + 1)
        for x in range(n - unclear + 1)
        for wrong in range(size - n + 1)
        for right in range(size - n - wrong + 1)
    ]


@pytest.mark.parametrize("size", range(1, 15))
def test_limits_of_every_small_population(size: int) -> None:
    for one in _outcomes(size):
        low, high = limits([one])
        assert one.wrong <= low <= high <= size - (one.known - one.wrong), one
        if one.known == size:
            assert low == high == one.wrong


def test_limits_of_every_two_small_strata() -> None:
    for one, other in product(_outcomes(4), _outcomes(3)):
        low, high = limits([one, other])
        known, wrong = one.known + other.known, one.wrong + other.wrong
        assert wrong <= low <= high <= 7 - (known - wrong), (one, other)


@pytest.mark.parametrize("size", range(1, 5))
def test_the_estimate_is_within_its_limits_whatever_people_answer(size: int) -> None:
    parts = [units(size), units(2, stratum="merged_within_low")]
    ordered = in_order(pd.concat(parts))
    for said in product([None, "same", "different"], repeat=size):
        for table in (
            estimate(own, told(own, *said))
            for own in (ordered, ordered[ordered["stratum"] == "merged_across_sure"])
        ):
            for one in table.itertuples():
                assert one.low <= one.high
                assert isnan(one.estimate) or one.low <= one.estimate <= one.high
                assert one.n_known < one.size or one.low == one.high


@pytest.mark.parametrize("size", [6, 9, 14, 20])
@pytest.mark.parametrize("tells", ["wrong", "right", "both", "half of the wrong"])
def test_of_every_sample_95_percent_hold_the_truth_whatever_is_told_unasked(
    size: int, tells: str
) -> None:
    """Also where all that is told beside the sample was told because of what it is."""
    for n, truth in product(range(size), range(size + 1)):
        held = 0.0
        for x in range(max(0, n - (size - truth)), min(n, truth) + 1):
            wrong = {"right": 0, "half of the wrong": (truth - x) // 2}.get(tells, truth - x)
            right = size - n - (truth - x) if tells in ("right", "both") else 0
            low, high = limits([Told(Found(size, n, x), n + wrong + right, x + wrong)])
            held += float(hypergeom.pmf(x, size, truth, n)) * (low <= truth <= high)
        assert held > 0.95 - 1e-9, (n, truth)


def test_two_strata_with_all_wrong_ones_undone_hold_the_truth() -> None:
    sizes, drawn = (9, 6), (4, 3)
    for truth in product(*(range(size + 1) for size in sizes)):
        held = 0.0
        for xs in product(*(range(n + 1) for n in drawn)):
            chances = [
                float(hypergeom.pmf(x, size, k, n))
                for x, size, k, n in zip(xs, sizes, truth, drawn, strict=True)
            ]
            if not (chance := float(np.prod(chances))):
                continue
            strata = [
                Told(Found(size, n, x), n + k - x, k)
                for x, size, k, n in zip(xs, sizes, truth, drawn, strict=True)
            ]
            low, high = limits(strata)
            held += chance * (low <= sum(truth) <= high)
        assert held > 0.95 - 1e-9, truth
