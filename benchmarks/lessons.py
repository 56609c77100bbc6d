"""How much the truth of some questions tells of the others, by how wide lessons may lie.

    python benchmarks/lessons.py [--draws N] [--seed N] [--answers N]

Of each list's doubtful pairs the first are answered by the truth (`worth`, `likeliest`), so many
drawn by chance (`chance`), or all but the tenth that is judged (`ideal`: what no order of so few
can reach). gain: bits by which the truth of the others is foretold better than without lessons, a
draw; dropped: the others that are no more asked, a draw, and how many of all dropped are true;
saved: reviews saved a draw, where a missed merge costs as much as reconcile.toml says. SPREADS of
reconcile/matching/lessons.py (all, level, crowd) are chosen by `gain` and `saved` in the order of
`worth`; what answers settle (crowds.py) is left out.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from benchmarks.learning import LISTS, ORDERS, Lists, doubtful
from reconcile import matching
from reconcile.config import Matching
from reconcile.matching.lessons import SPREADS, UNSAID, Lessons, fitted

TRIED: Final = (
    (0.01, 0.2, 0.01),
    (0.3, 0.6, 0.01),
    (0.3, 0.2, 1.5),
    (0.3, 0.6, 1.0),
    SPREADS,
    (0.3, 0.6, 2.5),
    (0.6, 0.6, 1.5),
    (0.6, 1.0, 2.0),
    (1.5, 1.2, 1.5),
)
FOLDS: Final = 10


@dataclass(frozen=True)
class Asked:
    """The doubtful pairs of a draw, likeliest first: LEVELS, the crowd of each, weights in bits,
    the truth, and the place in the report's order of those that have a row of their own."""

    levels: pd.DataFrame
    crowd: Any
    bits: Any
    true: Any
    place: Any


def asked(seed: int, draws: int, kinds: Any = LISTS) -> Iterator[Asked]:
    """The doubtful pairs of each draw, those left out that a rule alone keeps from being merged."""
    for regime, size in kinds:
        for nth in range(draws):
            lists = Lists(seed + nth, size, regime)
            weighed, heads = lists.first.weighed, lists.first.heads
            pairs = doubtful(lists.first).query("refused == ''")
            names = pd.Series(heads.index, heads["record_id"])
            ends = pd.DataFrame(
                {"left": pairs["left_id"].map(names), "right": pairs["right_id"].map(names)}
            )
            at = ends.merge(weighed.levels.reset_index(), on=["left", "right"])["index"]
            levels = weighed.levels.loc[at].reset_index(drop=True)
            rows = ORDERS["worth"](lists.first, lists.rows)
            nth_of = pd.Series(range(len(rows)), rows["left_id"] + rows["right_id"])
            ids = heads["record_id"].to_numpy()
            own = pd.Series(ids[levels["left"]] + ids[levels["right"]])
            yield Asked(
                levels,
                matching.crowd_of(levels, matching.crowds(weighed.scores, len(heads))),
                weighed.scores.loc[at, "weight_bits"].to_numpy(),
                lists.drawn.firm[levels["left"]] == lists.drawn.firm[levels["right"]],
                own.map(nth_of).fillna(len(own)).to_numpy(),
            )


def told(
    one: Asked, way: str, answers: int, draw: np.random.Generator
) -> Iterator[tuple[Any, Any]]:
    """Which questions are answered, and which of the others are judged by these answers."""
    nth = np.arange(len(one.bits))
    if way == "ideal":
        fold = draw.permutation(nth) % FOLDS
        yield from ((fold != k, fold == k) for k in range(FOLDS))
    else:
        place = {"worth": one.place, "likeliest": nth, "chance": draw.permutation(nth)}[way]
        yield place < answers, place >= answers


def measured(
    questions: list[Asked], way: str, spreads: tuple[float, float, float], answers: int
) -> Any:
    """A row: the sums over all draws."""
    draw = np.random.default_rng(1)
    cost = Matching().missed_merge
    gain, dropped, true = 0.0, 0, 0
    for one in questions:
        for known, judged in told(one, way, answers, draw):
            answer = np.where(known, one.true, UNSAID).astype(np.int64)
            every, by_level, by_crowd = fitted(one.levels, one.bits, answer, one.crowd, spreads)
            more = Lessons(every, by_level).of_levels(one.levels)
            more = (more + pd.Series(one.crowd).map(by_crowd).fillna(0.0).to_numpy())[judged]
            bits, hit = one.bits[judged], one.true[judged]
            gain += float((_log_odds(bits + more, hit) - _log_odds(bits, hit)).sum())
            less = (bits + np.minimum(more, 0.0) < -np.log2(cost - 1)) & (more < 0)
            dropped, true = dropped + int(less.sum()), true + int((less & hit).sum())
    many = max(len(questions), 1)
    return {
        "answers": way,
        "spreads": spreads,
        "gain": round(gain / many, 2),
        "dropped": round(dropped / many, 2),
        "true of them": f"{true} of {dropped}",
        "saved": round((dropped - cost * true) / many, 2),
    }


def _log_odds(bits: Any, hit: Any) -> Any:
    """log2 of the probability that is given to the truth."""
    return -np.logaddexp2(0.0, np.where(hit, -bits, bits))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--draws", type=int, default=8)
    parser.add_argument("--seed", type=int, default=81_000)
    parser.add_argument("--answers", type=int, default=20)
    options = parser.parse_args()
    questions = list(asked(options.seed, options.draws))
    rows = [
        measured(questions, way, spreads, options.answers)
        for way in ("worth", "likeliest", "chance", "ideal")
        for spreads in TRIED
    ]
    print(pd.DataFrame(rows).to_string(index=False))


if __name__ == "__main__":
    main()
