"""What answers teach about the pairs that nobody was asked about.

People are asked about doubtful pairs alone, so that their answers are a sample of these and say
little of others. For such a sample the way from what is seen of a pair to whether it is one is
learned without bias, as which pairs were asked depends on what is seen (a logistic regression, the
model's own weight as its offset, a normal prior about nothing learned: MacKay, 1992); how the
levels spread (m, u) is not. Hence the lessons are bits for each level, added to the weight of
doubtful pairs alone, and only where they lower it: 20 answers cannot show that 97 of 100 merges
are right (20 of 20 leave 14 % open), so none is made of what others were answered.

The spreads are those with which 20 answers foretell best what the other pairs are, over many lists
(benchmarks/lessons.py). Wider ones foretell worse than none: what is asked first is what seems
likeliest, which is overrated more than the rest is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from .weights import COMPARISONS, LEVELS

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SAME, DIFFERENT, UNSAID = 1, 0, -1
SPREAD_ALL, SPREAD_LEVEL = 0.3, 0.4  # bits: how far lessons may lie from nothing
_STEPS: Final = 60


@dataclass(frozen=True)
class Lessons:
    """Bits that answers add to a doubtful pair: `every` to all, and `bits` by comparison and
    level."""

    every: float
    bits: dict[str, Floats]

    def of(self, levels: pd.DataFrame) -> Floats:
        """The bits for each row of LEVELS."""
        found = np.full(len(levels), self.every)
        for name in COMPARISONS:
            found += np.append(self.bits[name], 0.0)[levels[name].to_numpy()]
        return found


NOTHING: Final = Lessons(0.0, {name: np.zeros(len(LEVELS[name])) for name in COMPARISONS})


def said(pairs: pd.DataFrame, answers: pd.DataFrame) -> Ints:
    """SAME, DIFFERENT or UNSAID for each of PAIRS.

    answers: left, right (positions, left < right) and same (bool); the last about a pair counts.
    """
    size = 1 + int(np.concatenate([pairs["right"], answers["right"], [0]]).max())
    keys = answers["left"].to_numpy(np.int64) * size + answers["right"].to_numpy(np.int64)
    known = pd.Series(answers["same"].to_numpy(np.int64), index=keys).groupby(level=0).last()
    wanted = pairs["left"].to_numpy(np.int64) * size + pairs["right"].to_numpy(np.int64)
    found: Ints = known.reindex(wanted).fillna(UNSAID).to_numpy(np.int64)
    return found


def learn(
    levels: pd.DataFrame,
    bits: Floats,
    answer: Ints,
    spreads: tuple[float, float] = (SPREAD_ALL, SPREAD_LEVEL),
) -> Lessons:
    """The lessons of answered pairs. bits: the weight of each row of LEVELS without any answer;
    answer: see `said`."""
    at = np.flatnonzero(answer >= 0)
    if not len(at):
        return NOTHING
    seen = _indicators(levels.iloc[at])
    spread = np.full(seen.shape[1], spreads[1])
    spread[0] = spreads[0]
    found = _fitted(seen, bits[at] * np.log(2), answer[at].astype(np.float64), spread * np.log(2))
    found /= np.log(2)
    rows, start = {}, 1
    for name in COMPARISONS:
        rows[name] = found[start : start + len(LEVELS[name])]
        start += len(LEVELS[name])
    return Lessons(float(found[0]), rows)


def _indicators(levels: pd.DataFrame) -> Floats:
    """A column of ones, and one a level that says whether a pair shows it."""
    shown = [
        levels[name].to_numpy()[:, None] == np.arange(len(LEVELS[name])) for name in COMPARISONS
    ]
    return np.hstack([np.ones((len(levels), 1)), *shown]).astype(np.float64)


def _fitted(seen: Floats, offset: Floats, same: Floats, spread: Floats) -> Floats:
    """The likeliest weights of a logistic regression with normal priors, by Newton's steps."""
    found = np.zeros(seen.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(offset + seen @ found, -40, 40)))
        slope = seen.T @ (same - chance) - found / spread**2
        bend = (seen.T * (chance * (1 - chance))) @ seen + np.diag(1 / spread**2)
        step = np.linalg.solve(bend, slope)
        found = found + step
        if np.abs(step).max() < 1e-9:
            break
    return found
