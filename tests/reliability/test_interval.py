"""The intervals hold what they say: every outcome of small samples counted, larger ones drawn."""

from __future__ import annotations

from itertools import product
from math import prod

import numpy as np
import pytest
from scipy.stats import hypergeom

from reconcile.reliability import Found, Interval, interval, to_halve, total

MILLION = 1_000_000


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Found(83, 0, 0), Interval(0, 83)),  # nothing asked, nothing known
        (Found(83, 12, 0), Interval(0, 17)),
        (Found(83, 83, 4), Interval(4, 4)),  # all asked
        (Found(83, 82, 4), Interval(4, 5)),
        (Found(1000, 12, 6), Interval(222, 787)),
        (Found(5, 2, 2), Interval(2, 5)),
        (Found(0, 0, 0), Interval(0, 0)),
    ],
)
def test_limits(found: Found, expected: Interval) -> None:
    assert interval(found) == expected


def test_none_wrong_in_twelve_means_only_under_22_percent() -> None:
    limit = 1 - 0.049 ** (1 / 12)
    assert round(limit, 2) == round(1 - 0.05 ** (1 / 12), 2) == 0.22
    assert interval(Found(MILLION, 12, 0)).high / MILLION == pytest.approx(limit, abs=1e-4)


def test_one_wrong_has_equal_tails_above() -> None:
    """The upper limit of one in twelve is that of Clopper and Pearson where there are very many."""
    assert interval(Found(MILLION, 12, 1)).high / MILLION == pytest.approx(0.3848, abs=1e-4)


@pytest.mark.parametrize(
    ("wrong", "clopper"), [(1, 0.0003), (4, 0.0110), (12, 0.0636), (60, 0.4972)]
)
def test_the_lower_limit_is_near_that_of_equal_tails(wrong: int, clopper: float) -> None:
    """Of 100 of very many; it may be a little higher, as no doubt is spent where none is needed."""
    low = interval(Found(MILLION, 100, wrong)).low / MILLION
    assert clopper - 2e-4 < low < clopper + 0.01


def test_what_has_no_answer_is_wrong_at_worst_and_right_at_best() -> None:
    low = interval(Found(200, 20, 2)).low
    high = interval(Found(200, 20, 5)).high
    assert interval(Found(200, 20, 2, unclear=3)) == Interval(low, high)


@pytest.mark.parametrize("wrong", [Found(5, 6, 0), Found(5, 2, 3), Found(5, 2, 1, 2)])
def test_counts_that_cannot_be(wrong: Found) -> None:
    with pytest.raises(ValueError, match="not a sample"):
        interval(wrong)


@pytest.mark.parametrize("size", range(1, 25))
def test_every_outcome_of_every_sample(size: int) -> None:
    """Whatever is true, at least 95 % of all samples give an interval that holds it, and more
    found wrong never lowers a limit."""
    truths = np.arange(size + 1)[:, None]
    for n in range(size + 1):
        limits = [interval(Found(size, n, x)) for x in range(n + 1)]
        low, high = np.array(limits).T
        assert (np.diff(low) >= 0).all() and (np.diff(high) >= 0).all()
        chance = hypergeom.pmf(np.arange(n + 1)[None], size, truths, n)
        holds = (chance * ((low <= truths) & (truths <= high))).sum(axis=1)
        assert holds.min() > 0.95 - 1e-9


@pytest.mark.parametrize(
    ("sizes", "drawn"), [((6, 4), (3, 2)), ((9, 5), (4, 4)), ((5, 4, 3), (2, 2, 2)),
                          ((7, 6), (5, 0))]
)  # fmt: skip
def test_every_outcome_of_several_strata(sizes: tuple[int, ...], drawn: tuple[int, ...]) -> None:
    strata = list(zip(sizes, drawn, strict=True))
    outcomes = list(product(*(range(n + 1) for n in drawn)))
    limits = {
        xs: total([Found(size, n, x) for (size, n), x in zip(strata, xs, strict=True)])
        for xs in outcomes
    }
    for truth in product(*(range(size + 1) for size in sizes)):
        holds = sum(
            prod(
                hypergeom.pmf(x, size, k, n)
                for (size, n), x, k in zip(strata, xs, truth, strict=True)
            )
            for xs, (low, high) in limits.items()
            if low <= sum(truth) <= high
        )
        assert holds > 0.95 - 1e-9, truth


def test_the_total_is_never_surer_than_a_part_of_it() -> None:
    parts = [Found(800, 12, 0), Found(100, 5, 1), Found(30, 3, 0)]
    whole = total(parts)
    assert whole.high >= max(interval(part).high for part in parts)
    assert whole.high < sum(interval(part).high for part in parts)
    assert whole.low == 1
    assert total(parts[:1]) == interval(parts[0])


def test_a_stratum_that_nobody_was_asked_about_may_be_all_wrong() -> None:
    assert total([Found(100, 100, 0), Found(7, 0, 0)]) == Interval(0, 7)


@pytest.mark.parametrize("found", [Found(83, 12, 0), Found(1000, 30, 2), Found(9, 0, 0)])
def test_answers_that_halve_the_interval(found: Found) -> None:
    more = to_halve([found])
    assert more is not None
    clear = max(found.n, 1)
    after = [
        Found(found.size, found.n + n, round(found.wrong * (found.n + n) / clear))
        for n in (more - 1, more)
    ]
    width = interval(found).width
    assert interval(after[0]).width * 2 > width >= interval(after[1]).width * 2


def test_nothing_is_left_to_halve() -> None:
    assert to_halve([Found(20, 20, 1)]) == 0
    assert to_halve([]) == 0


def test_more_answers_than_anybody_gives_are_not_counted() -> None:
    assert to_halve([Found(MILLION, 5000, 50)]) is None
