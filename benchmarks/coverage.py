"""How often the intervals of `Fiabilité` hold the truth, where the truth is known.

    python benchmarks/coverage.py [--draws N] [--seed N]

Each line draws samples of `n` pairs out of `size`, of which `wrong` are wrong, and counts how often
the 95 % interval holds that number; then several strata and their total; then whole runs of nights
with pairs that come and go, six asked at a time.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from reconcile.reliability import Found, Interval, estimate, interval, sampled, total

ONE: Final = [
    *((12, 0, 6), (12, 2, 6), (83, 0, 12), (83, 1, 12), (83, 4, 12), (83, 20, 12), (83, 20, 40)),
    *((1000, 0, 12), (1000, 5, 60), (1000, 50, 60), (1000, 300, 60), (10_000, 100, 200)),
]
SEVERAL: Final = [
    [(60, 0, 12), (20, 3, 6), (8, 2, 4)],
    [(300, 30, 20), (80, 2, 20)],
    [(300, 12, 12), (80, 12, 12), (40, 12, 12)],
    [(1000, 10, 40), (100, 5, 20), (30, 3, 10), (30, 0, 10), (10, 1, 5)],
    [(800, 0, 12), (100, 20, 0)],
]

_LOW: Final = "merged_across_low"  # of which twice as many are wrong

Stratum = tuple[int, int, int]


@cache
def _limits(sample: tuple[Found, ...]) -> Interval:
    return interval(sample[0]) if len(sample) == 1 else total(sample)


def of_strata(strata: Sequence[Stratum], draws: int, seed: int) -> float:
    """The share of draws whose interval (of the total, where there are several strata) holds the
    truth. A stratum is its size, how many of it are wrong, how many are drawn."""
    rng = np.random.default_rng(seed)
    drawn = [rng.hypergeometric(wrong, size - wrong, n, draws) for size, wrong, n in strata]
    truth = sum(wrong for _, wrong, _ in strata)
    held = 0
    for outcome in zip(*drawn, strict=True):
        sample = (Found(s, n, int(x)) for (s, _, n), x in zip(strata, outcome, strict=True))
        low, high = _limits(tuple(sample))
        held += low <= truth <= high
    return held / draws


class Nights:
    """Nights in which merges come and go, some of them wrong, and people answer what is asked."""

    def __init__(self, seed: int, size: int, share: float, undone: float = 0.0) -> None:
        self.rng = np.random.default_rng(seed)
        self.seed, self.share, self.undone, self.n = seed, share, undone, 0
        self.units = self._new(size)
        self.said = pd.Series(dtype="str")

    def _new(self, n: int) -> pd.DataFrame:
        """`n` more merges, with what is true of them."""
        nth = np.arange(self.n, self.n + n)
        self.n += n
        strata = self.rng.choice(["merged_across_sure", _LOW], n, p=[0.7, 0.3])
        return pd.DataFrame(
            {
                "left_id": [f"R-{self.seed}-{2 * one}" for one in nth],
                "right_id": [f"R-{self.seed}-{2 * one + 1}" for one in nth],
                "kind": "merged",
                "stratum": strata,
                "wrong": self.rng.random(n) < self.share * np.where(strata == _LOW, 2, 1),
            },
            index=nth,
        )

    def run(self, nights: int) -> bool:
        """Whether the last night's interval of the sure merges holds the truth."""
        for _ in range(nights):
            stays = self.rng.random(len(self.units)) > 0.03
            new = self._new(int(self.rng.poisson(2)))
            self.units = pd.concat([self.units[stays], new])
            asked = sampled(self.units, self.said, 6, {"merged": 30.0, "apart": 4.0}).index
            self._answer(asked[self.rng.random(len(asked)) < 0.8])
            wrong = self.units.index[self.units["wrong"]]
            self._answer(wrong[self.rng.random(len(wrong)) < self.undone / nights])
        table = estimate(self.units, self.said).set_index("stratum")
        sure = self.units[self.units["stratum"] != _LOW]
        low, high = table.loc["merged_across_sure", ["low", "high"]]
        return bool(low <= sure["wrong"].sum() <= high)

    def _answer(self, index: pd.Index) -> None:
        new = index.difference(self.said.index)
        truth = self.units.loc[new, "wrong"].map({True: "different", False: "same"})
        self.said = pd.concat([self.said, truth.astype("str")])


def main() -> None:
    """Print the coverage of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print(f"{'size (wrong, drawn) of each stratum':60} held")
    for nth, strata in enumerate([*([one] for one in ONE), *SEVERAL]):
        named = " + ".join(f"{size} ({wrong}, {n})" for size, wrong, n in strata)
        print(f"{named:60} {of_strata(strata, asked.draws, asked.seed + nth):.3f}")
    for undone in (0.0, 0.3):
        runs = [
            Nights(asked.seed * 10_000 + nth, 60, 0.08, undone).run(8)
            for nth in range(asked.draws // 4)
        ]
        named = f"8 nights, the sure ones of 60 merges, {undone:.0%} undone unasked"
        print(f"{named:60} {np.mean(runs):.3f}")


if __name__ == "__main__":
    main()
