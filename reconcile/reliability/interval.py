"""How many of a finite number are wrong, from a random sample of them: exact intervals.

Of `size` pairs an unknown number K is wrong; of `n` drawn without replacement, x were. X is
hypergeometric, and the interval is the set of all K that the sample does not refuse: its test is
inverted, as Buonaccorsi (1987) and Wendell and Schmee (2001, both The American Statistician) do,
instead of leaning on the normal or the binomial distribution. Neither scipy nor statsmodels has it:
theirs are intervals of a binomial share.

Each K leaves out outcomes that are together no likelier than 5 %: the lowest up to 2.5 %, or the
outcome "none wrong" as soon as it alone is no likelier than 4.9 %; then the highest, with all that
is left of the 5 %. So the interval is two-sided, but where none is found wrong the doubt stands
above: 0 in 12 of very many means "under 22 %", 1 - 0.049 ** (1 / 12), and not the 26.5 % of equal
tails, which keep half of the doubt for a lower limit that is 0 anyway. (The 0.1 % that is kept back
lets a sample with many wrong refuse that K, too.) At least 95 % of all draws give an interval that
holds K, whatever size, n and K are; tests/reliability counts it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from scipy.special import gammaln

DOUBT: Final = 0.05
NONE: Final = 0.049  # of it, where none is wrong
MOST_MORE: Final = 512  # answers that are worth hoping for
_NEAR: Final = 1e-8  # what rounding may do to a probability; ties count as not refused


class Found(NamedTuple):
    """What is known of `size` pairs: `n` of them drawn at random, `wrong` of these wrong, and
    `unclear` of these without an answer: wrong at worst, right at best."""

    size: int
    n: int
    wrong: int
    unclear: int = 0

    @property
    def worst(self) -> int:
        """How many of those drawn are wrong at most."""
        return self.wrong + self.unclear


class Interval(NamedTuple):
    """From `low` to `high` of them are wrong, both included."""

    low: int
    high: int

    @property
    def width(self) -> int:
        """How far apart the limits are."""
        return self.high - self.low


@lru_cache(maxsize=10_000)
def interval(found: Found) -> Interval:
    """The 95 % interval of how many are wrong; ValueError where the counts cannot be.

    Both limits grow with the number found wrong, so an unclear one counts as right for the lower
    limit and as wrong for the upper one, and the interval holds whatever it is.
    """
    if not 0 <= found.wrong <= found.worst <= found.n <= found.size:
        raise ValueError(f"not a sample: {found}")
    return Interval(_low(found), _high(found))


def _high(found: Found) -> int:
    """The largest K of which so few in the sample are not too unlikely."""
    size, n, _, _ = found
    worst = found.worst
    doubt = NONE if worst == 0 else DOUBT / 2
    last = size - (n - worst)  # more cannot be: the others were found right
    return _last(lambda k: _at_most(worst, size, k, n) > doubt - _NEAR, worst, last)


def _low(found: Found) -> int:
    """The smallest K of which so many in the sample are not too unlikely."""
    size, n, wrong, _ = found
    if wrong == 0:
        return 0
    last = size - (n - wrong)
    half, whole = (_rare(found, doubt) for doubt in (DOUBT / 2, DOUBT))
    # K that leave out "none wrong" keep less of the doubt for the highest.
    first = _last(lambda k: _at_most(0, size, k, n) > NONE + _NEAR, 0, last) + 1
    end = min(_last(lambda k: _at_most(0, size, k, n) > DOUBT / 2 + _NEAR, 0, last), half)
    if first <= end and 1 - _at_most(wrong - 1, size, end, n) > DOUBT - NONE - _NEAR:
        kept = _kept(found, np.arange(max(first, wrong), end + 1))
        if len(kept):
            return int(kept[0])
    kept = _kept(found, np.arange(max(half + 1, wrong), whole + 1))
    return int(kept[0]) if len(kept) else max(whole + 1, wrong)


def _rare(found: Found, doubt: float) -> int:
    """The largest K of which so many in the sample are no likelier than `doubt`."""
    size, n, wrong, _ = found
    last = size - (n - wrong)
    return _last(lambda k: 1 - _at_most(wrong - 1, size, k, n) <= doubt + _NEAR, wrong - 1, last)


def _kept(found: Found, k: np.ndarray) -> np.ndarray:
    """Those of `k` that do not leave out so many wrong in the sample as too many."""
    size, n, wrong, _ = found
    spent, below = np.zeros(len(k)), np.zeros(len(k))
    for outcome in range(wrong):
        below = below + _chance(outcome, size, k, n)
        left_out = below <= (NONE if outcome == 0 else DOUBT / 2) + _NEAR
        spent = np.where(left_out, below, spent)
    return k[1 - below > DOUBT - spent - _NEAR]


def _at_most(x: int, size: int, k: int, n: int) -> float:
    return float(_chance(np.arange(min(x, n) + 1), size, k, n).sum())


def _chance(x: Any, size: int, k: Any, n: int) -> Any:
    """The hypergeometric probability of x wrong in n, where k of size are; all may be arrays.

    scipy.stats.hypergeom is the same, but sums its distribution function value by value.
    """
    x, k = np.broadcast_arrays(x, k)
    can = (x <= k) & (n - x <= size - k)
    x, k = np.where(can, x, 0), np.where(can, k, 0)
    ways = _ways(k, x) + _ways(size - k, np.where(can, n - x, 0)) - _ways(size, n)
    return np.where(can, np.exp(ways), 0.0)


def _ways(of: Any, take: Any) -> Any:
    """The logarithm of the binomial coefficient."""
    return gammaln(of + 1) - gammaln(take + 1) - gammaln(of - take + 1)


def _last(holds: Callable[[int], bool], first: int, last: int) -> int:
    """The last whole number of first..last that `holds`, which holds up to there and not beyond;
    `first` is taken to hold."""
    while first < last:
        middle = (first + last + 1) // 2
        first, last = (middle, last) if holds(middle) else (first, middle - 1)
    return first


def total(strata: Sequence[Found]) -> Interval:
    """The 95 % interval of how many are wrong in all strata together, each sampled by itself.

    Adding up the strata's own intervals would need each of them to be far surer. Instead the
    samples are judged together: the statistic is the largest of the strata's estimates, t = max of
    x_h * size_h / n_h, so that "no more than t" means "no more than c_h in each stratum", and its
    likelihood is the product of hypergeometric ones. The upper limit is the largest total that some
    way of dividing it among the strata makes likelier than the doubt (4.9 % where none was found
    wrong, else 2.5 %): no division that could be true is left out, so the limit holds at least as
    often as it says (the worst case over what is not known, as for Buehler's limits). The logarithm
    of P(X_h <= c_h | K_h) is concave in K_h (it is the chance that the (c_h + 1)th of the n_h marks
    comes after place K_h of a shuffled row of size_h, whose distribution is log-concave), hence the
    worst division is found step by step, each step where it costs least.

    The lower limit is what was found wrong: that is certain, and leaves all the doubt to the upper
    one. With one stratum that holds anything, it is that stratum's interval.
    """
    strata = [one for one in strata if one.size]
    if len(strata) <= 1:
        return interval(strata[0]) if strata else Interval(0, 0)
    sampled = [one for one in strata if one.n]
    most = max((Fraction(one.worst * one.size, one.n) for one in sampled), default=Fraction(0))
    doubt = NONE if most == 0 else DOUBT / 2
    steps = [_steps(one, int(most * one.n / one.size), doubt) for one in strata]
    taken = np.cumsum(np.sort(np.concatenate(steps)))
    high = int((taken < -np.log(doubt - _NEAR)).sum())
    return Interval(sum(one.wrong for one in strata), high)


def _steps(one: Found, most: int, doubt: float) -> np.ndarray:
    """What each further wrong pair in a stratum costs, in units of log likelihood that at most
    `most` of its sample are wrong."""
    last = one.size - (one.n - one.worst)
    reach = _last(lambda k: _at_most(most, one.size, k, one.n) > doubt - _NEAR, one.worst, last)
    k, chance = np.arange(reach + 1), np.zeros(reach + 1)
    for outcome in range(most + 1 if most < one.n else 0):
        chance = chance + _chance(outcome, one.size, k, one.n)
    chance = chance if most < one.n else np.ones(reach + 1)
    return np.maximum(-np.diff(np.log(chance)), 0.0)


def to_halve(strata: Sequence[Found]) -> int | None:
    """How many more answers would make the interval (of the total, where there are several strata)
    half as wide: spread evenly over the pairs not drawn yet, and as often "wrong" as so far. About
    so, as both come in whole numbers; 0 where the interval is a point already, None where MOST_MORE
    would not do."""
    width = total(strata).width
    if width == 0:
        return 0

    def too_wide(more: int) -> bool:
        return total([_after(one, more, left) for one in strata]).width * 2 > width

    left, most = sum(one.size - one.n for one in strata), 1
    while most < left and too_wide(most):
        if most == MOST_MORE:
            return None
        most = min(2 * most, left, MOST_MORE)
    return _last(too_wide, most // 2, most - 1) + 1 if most > 1 else 1


def _after(one: Found, more: int, left: int) -> Found:
    """A stratum with its part of `more` answers of the `left` that are possible."""
    n = one.n + (2 * more * (one.size - one.n) + left) // (2 * left) if left else one.n
    clear = one.n - one.unclear
    wrong = (2 * one.wrong * n + clear) // (2 * clear) if clear else 0
    return Found(one.size, n, min(wrong, n))
