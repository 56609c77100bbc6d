"""How much the truth of some questions tells of the others, by how wide lessons may lie.

    python benchmarks/lessons.py [--draws N] [--seed N] [--answers N]

Of each list's questions the first are answered by the truth (`first`), so many drawn by chance
(`chance`), or all but the tenth that is judged (`ideal`: what no order of so few can reach). gain:
bits by which the truth of the others is foretold better than without lessons, a draw; dropped: the
others that are no more asked, a draw, and how many of all dropped are true; saved: reviews saved a
draw, where a missed merge costs as much as reconcile.toml says. SPREAD_ALL and SPREAD_LEVEL of
reconcile/matching/lessons.py are chosen by `gain`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from benchmarks.learning import LISTS, open_pairs, settings
from reconcile import matching, synthetic
from reconcile.config import Matching
from reconcile.learning import read
from reconcile.linking import link
from reconcile.matching.lessons import UNSAID
from reconcile.tables import empty

SPREADS: Final = ((0.01, 0.2), (0.3, 0.4), (0.5, 0.5), (0.8, 0.8), (1.5, 1.2))
FOLDS: Final = 10


@dataclass(frozen=True)
class Asked:
    """The questions of a draw, in the order of the report: LEVELS, weights in bits, the truth."""

    levels: pd.DataFrame
    bits: Any
    true: Any


def asked(seed: int, draws: int, lists: Any = LISTS) -> Iterator[Asked]:
    """The questions of each draw, those left out that a rule alone keeps from being merged."""
    for regime, size in lists:
        for nth in range(draws):
            drawn = read(synthetic.draw(seed + nth, *size, regime))
            ids = [f"R-{row:05d}" for row in range(1, len(drawn.records) + 1)]
            records = drawn.records.assign(record_id=pd.Series(ids, dtype="str"))
            first = link(records, settings(True), empty("decisions"), "joint")
            queue = open_pairs(first, empty("decisions")).query("refused == ''")
            at = queue.index[queue.index < len(first.weighed.levels)]
            levels = first.weighed.levels.loc[at].reset_index(drop=True)
            bits = first.weighed.scores.loc[at, "weight_bits"].to_numpy()
            yield Asked(levels, bits, drawn.firm[levels["left"]] == drawn.firm[levels["right"]])


def told(
    one: Asked, way: str, answers: int, draw: np.random.Generator
) -> Iterator[tuple[Any, Any]]:
    """Which questions are answered, and which of the others are judged by these answers."""
    nth = np.arange(len(one.bits))
    if way == "ideal":
        fold = draw.permutation(nth) % FOLDS
        yield from ((fold != k, fold == k) for k in range(FOLDS))
    else:
        place = nth if way == "first" else draw.permutation(nth)
        yield place < answers, place >= answers


def measured(questions: list[Asked], way: str, spreads: tuple[float, float], answers: int) -> Any:
    """A row: the sums over all draws."""
    draw = np.random.default_rng(1)
    cost = Matching().missed_merge
    gain, dropped, true = 0.0, 0, 0
    for one in questions:
        for known, judged in told(one, way, answers, draw):
            answer = np.where(known, one.true, UNSAID).astype(np.int64)
            lessons = matching.learn(
                one.levels, one.bits, answer, (max(spreads[0], 1e-3), spreads[1])
            )
            more, bits, hit = lessons.of(one.levels)[judged], one.bits[judged], one.true[judged]
            gain += float((_log_odds(bits + more, hit) - _log_odds(bits, hit)).sum())
            less = (bits + np.minimum(more, 0.0) < -np.log2(cost - 1)) & (more < 0)
            dropped, true = dropped + int(less.sum()), true + int((less & hit).sum())
    many = max(len(questions), 1)
    return {
        "answers": way,
        "all": spreads[0],
        "level": spreads[1],
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
        for way in ("first", "chance", "ideal")
        for spreads in SPREADS
    ]
    print(pd.DataFrame(rows).to_string(index=False))


if __name__ == "__main__":
    main()
