"""How often the intervals of `Fiabilité` hold the truth, where the truth is known.

    python benchmarks/coverage.py [--draws N] [--seed N]

Each line draws samples of `n` pairs out of `size`, of which `wrong` are wrong, and counts how often
the 95 % interval holds that number; then several strata and their total; then whole runs of nights
(a quarter as many) with pairs that come and go, six asked at a time.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
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

_SURE: Final = "merged_across_sure"
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


@dataclass(frozen=True)
class World:
    """What happens to merges. size: how many there are at first; share: of them wrong, among the
    less sure twice as many; new: how many come a night; moves: the share that changes its stratum
    in a night; undone: of the wrong ones, that somebody undoes unasked in all nights; right, wrong:
    how likely a pair that is asked about gets its answer in a night, where the merge is right or
    wrong; late: of the answers, "later"."""

    name: str
    size: int = 60
    share: float = 0.08
    new: float = 2.0
    moves: float = 0.0
    undone: float = 0.0
    right: float = 0.8
    wrong: float = 0.8
    late: float = 0.0


WORLDS: Final = (
    World("60 merges"),
    World("60 merges, 30 % of the wrong ones undone unasked", undone=0.3),
    World("60 merges, all right", share=0.0),
    World("60 merges that change their stratum", moves=0.05),
    World("12 merges", 12, 0.2, 0.3),
    World("300 merges", 300, 0.02, 5.0),
    World("60 merges, a third wrong", share=0.25),
    World("60 merges, some never answered", late=0.1),
    World("60 merges, wrong ones answered sooner", right=0.5, wrong=0.9),
)


class Nights:
    """Nights in which merges come and go, some of them wrong, and people answer what is asked."""

    def __init__(self, seed: int, world: World) -> None:
        self.rng = np.random.default_rng(seed)
        self.seed, self.world, self.n = seed, world, 0
        self.units = self._new(world.size)
        self.said = pd.Series(dtype="str")
        self.later: set[int] = set()

    def _new(self, n: int) -> pd.DataFrame:
        """`n` more merges, with what is true of them."""
        nth = np.arange(self.n, self.n + n)
        self.n += n
        strata = self.rng.choice([_SURE, _LOW], n, p=[0.7, 0.3])
        return pd.DataFrame(
            {
                "left_id": [f"R-{self.seed}-{2 * one}" for one in nth],
                "right_id": [f"R-{self.seed}-{2 * one + 1}" for one in nth],
                "kind": "merged",
                "stratum": strata,
                "wrong": self.rng.random(n) < self.world.share * np.where(strata == _LOW, 2, 1),
            },
            index=nth,
        )

    def run(self, nights: int) -> tuple[bool, bool]:
        """Whether the last night's intervals hold the truth: of the sure merges, and of all."""
        world = self.world
        for _ in range(nights):
            stays = self.rng.random(len(self.units)) > 0.03
            self.units = pd.concat([self.units[stays], self._new(self.rng.poisson(world.new))])
            turned = self.rng.random(len(self.units)) < world.moves
            other = self.units["stratum"].map({_SURE: _LOW, _LOW: _SURE})
            self.units["stratum"] = self.units["stratum"].mask(turned, other)
            asked = sampled(self.units, self.said, 6).index
            likely = np.where(self.units.loc[asked, "wrong"], world.wrong, world.right)
            asked = asked[self.rng.random(len(asked)) < likely]
            self.later |= set(asked[self.rng.random(len(asked)) < world.late])
            self._answer(asked[~asked.isin(list(self.later))])
            wrong = self.units.index[self.units["wrong"]]
            self._answer(wrong[self.rng.random(len(wrong)) < world.undone / nights])
        table = estimate(self.units, self.said).set_index("stratum")
        own = self.units[self.units["stratum"] == _SURE]
        whole = "merged_all" if "merged_all" in table.index else table.index[0]
        return self._holds(table, _SURE, own), self._holds(table, whole, self.units)

    @staticmethod
    def _holds(table: pd.DataFrame, stratum: str, units: pd.DataFrame) -> bool:
        if units.empty:
            return True
        low, high = table.loc[stratum, ["low", "high"]]
        return bool(low <= units["wrong"].sum() <= high)

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
    print(f"\n{'8 nights':60} sure all")
    for world in WORLDS:
        runs = [Nights(asked.seed * 10_000 + nth, world).run(8) for nth in range(asked.draws // 4)]
        sure, all_ = np.mean(runs, axis=0)
        print(f"{world.name:60} {sure:.3f} {all_:.3f}", flush=True)


if __name__ == "__main__":
    main()
