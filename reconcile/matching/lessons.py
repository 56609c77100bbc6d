"""What answers teach about the pairs that nobody was asked about.

People are asked about doubtful pairs alone, so that their answers are a sample of these and say
little of others. For such a sample the way from what is seen of a pair to whether it is one is
learned without bias, as which pairs were asked depends on what is seen (a logistic regression, the
model's own weight as its offset, normal priors about nothing learned: MacKay, 1992); how the levels
spread (m, u) is not. Put into the EM as pairs of known class, 20 answers gave 597 rows to ask where
learning off leaves 580 and these lessons 549, and took 23 merges apart; counted by the inverse of
their chance of being asked, 631 rows, 47 merges and 2 new wrong ones (benchmarks/labels.py).

Hence the lessons are bits for all doubtful pairs, for each level and for each crowd (crowds.py),
added to doubtful pairs alone, and only where they lower them: 20 answers cannot show that 97 of 100
merges are right (20 of 20 leave 14 % open), so none is made of what others were answered. The
spreads are those with which 20 answers, the most telling first, foretell best what the other pairs
are, over many lists (benchmarks/lessons.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from .crowds import crowds, settled
from .weights import COMPARISONS, LEVELS

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SAME, DIFFERENT, UNSAID = 1, 0, -1
# Bits: how far lessons may lie from nothing, for all pairs, for a level, for a crowd.
SPREADS: Final = (0.3, 0.6, 1.5)
_STEPS: Final = 60


@dataclass(frozen=True)
class Lessons:
    """Bits that answers add to a doubtful pair: `every` to all, `bits` by comparison and level,
    `crowds` by a record of the crowd (see crowds.py), `settled` to a pair of records."""

    every: float
    bits: dict[str, Floats]
    crowds: dict[str, float] = field(default_factory=dict)
    settled: dict[tuple[str, str], float] = field(default_factory=dict)

    def of(self, levels: pd.DataFrame, crowd: Ints, record_ids: pd.Series) -> Floats:
        """The bits for each row of LEVELS. crowd: that of each record, by position."""
        at = {name: place for place, name in enumerate(record_ids)}
        by_crowd = {crowd[at[name]]: bits for name, bits in self.crowds.items() if name in at}
        by_crowd[-1] = 0.0
        around = pd.Series(crowd_of(levels, crowd)).map(by_crowd).fillna(0.0).to_numpy()
        found: Floats = self.of_levels(levels) + around
        size = len(record_ids)
        own = {
            min(at[one], at[other]) * size + max(at[one], at[other]): bits
            for (one, other), bits in self.settled.items()
            if one in at and other in at
        }
        keys = levels["left"].to_numpy(np.int64) * size + levels["right"].to_numpy(np.int64)
        found += pd.Series(own, dtype="float64").reindex(keys).fillna(0.0).to_numpy()
        return found

    def of_levels(self, levels: pd.DataFrame) -> Floats:
        """The bits for what each row of LEVELS shows, wherever it stands."""
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
    levels: pd.DataFrame, scores: pd.DataFrame, answers: pd.DataFrame, record_ids: pd.Series
) -> Lessons:
    """The lessons of answers (left, right, same). levels, scores: LEVELS and SCORES of the same
    pairs without any answer; record_ids: of each position."""
    answer, ids = said(levels, answers), record_ids.to_numpy(dtype=object)
    if not (answer >= 0).any():
        return NOTHING
    crowd = crowds(scores, len(ids))
    of_pair = crowd_of(levels, crowd)
    every, bits, by_crowd = fitted(levels, scores["weight_bits"].to_numpy(), answer, of_pair)
    less = settled(scores, answers[answers["same"]], len(ids))
    at = np.flatnonzero((less < 0) & ((scores["band"] == "review").to_numpy()))
    pairs = zip(ids[scores["left"].iloc[at]], ids[scores["right"].iloc[at]], strict=True)
    return Lessons(
        every,
        bits,
        {str(ids[one]): value for one, value in by_crowd.items()},
        dict(zip(pairs, less[at].tolist(), strict=True)),
    )


def crowd_of(levels: pd.DataFrame, crowd: Ints) -> Ints:
    """The crowd of each pair, -1 where its records are not of one."""
    left, right = crowd[levels["left"].to_numpy()], crowd[levels["right"].to_numpy()]
    return np.where(left == right, left, -1)


def fitted(
    levels: pd.DataFrame,
    bits: Floats,
    answer: Ints,
    crowd: Ints,
    spreads: tuple[float, float, float] = SPREADS,
) -> tuple[float, dict[str, Floats], dict[int, float]]:
    """Bits for all pairs, by comparison and level, and by crowd. bits: the weight of each row of
    LEVELS without any answer; answer: see `said`; crowd: that of each pair."""
    at = np.flatnonzero(answer >= 0)
    own = np.unique(crowd[at][crowd[at] >= 0])
    seen = np.hstack([_indicators(levels.iloc[at]), crowd[at][:, None] == own[None, :]])
    n_levels = seen.shape[1] - 1 - len(own)
    spread = np.repeat(np.array(spreads, dtype=np.float64), (1, n_levels, len(own)))
    same = answer[at].astype(np.float64)
    found = _likeliest(seen, bits[at] * np.log(2), same, spread * np.log(2))
    found /= np.log(2)
    rows, start = {}, 1
    for name in COMPARISONS:
        rows[name] = found[start : start + len(LEVELS[name])]
        start += len(LEVELS[name])
    return float(found[0]), rows, dict(zip(own.tolist(), found[start:].tolist(), strict=True))


def _indicators(levels: pd.DataFrame) -> Floats:
    """A column of ones, and one a level that says whether a pair shows it."""
    shown = [
        levels[name].to_numpy()[:, None] == np.arange(len(LEVELS[name])) for name in COMPARISONS
    ]
    return np.hstack([np.ones((len(levels), 1)), *shown]).astype(np.float64)


def _likeliest(seen: Floats, offset: Floats, same: Floats, spread: Floats) -> Floats:
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
