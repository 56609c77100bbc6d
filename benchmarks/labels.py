"""What if answered pairs went into the EM itself, as pairs whose class is known?

    python benchmarks/labels.py [--draws N] [--seed N] [--answers N]

The rows of the report that are worth most are answered by the truth. `off`: rows left with learning
off; `on`: with the lessons of reconcile/matching/lessons.py; `EM`: where m, the shares and all that
follows are fitted again with the answered pairs held in their class (Nigam and others, 2000), each
counted `once`, by the `inverse` of its chance of being asked, or as 20 pairs. `split`: pairs that
were merged before any answer and are no more; `wrong`: wrong merges that learning off does not
make.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from learning import LISTS, ORDERS, Lists, split, waiting, wrong_merges

from reconcile import matching
from reconcile.matching import engine, fitting
from reconcile.matching.lessons import SAME, said
from reconcile.nights.linking import Linked, positions


@contextmanager
def labelled(known: Any, same: Any, weight: float) -> Iterator[None]:
    """Within, each step of the EM takes the pairs in rows `known` for what `same` says."""
    plain: Callable[..., Any] = fitting._maximised

    def held(model: Any, patterns: Any, share: Any, aim: Any) -> Any:
        size, at = len(patterns.count), patterns.pattern[known]
        yes, no = np.bincount(at, same, size), np.bincount(at, ~same, size)
        rest = patterns.count - yes - no
        count = rest + weight * (yes + no)
        others = share[:, 1:] / np.maximum(share[:, 1:].sum(axis=1, keepdims=True), 1e-300)
        pairs = share * rest[:, None]
        pairs[:, 0] += weight * yes
        pairs[:, 1:] += others * (weight * no)[:, None]
        pairs /= np.maximum(count, 1e-12)[:, None]
        return plain(model, replace(patterns, count=count), pairs, aim)

    fitting._maximised = held
    try:
        yield
    finally:
        fitting._maximised = plain


def fitted(lists: Lists, answers: pd.DataFrame, weight: float) -> Linked:
    """The lists linked by a model that is fitted with the answers."""
    first, heads = lists.first, lists.first.heads
    place = positions(answers, heads["record_id"])
    answer = said(first.weighed.levels, place)
    known = np.flatnonzero(answer >= 0)
    with labelled(known, answer[known] == SAME, weight):
        weighed = engine.weigh(heads, matching.shipped(), first.bands)
    together = pd.Series(np.full(len(heads), ""))
    clusters = matching.cluster(weighed.scores, heads, first.bands, place, together)
    label = clusters.label.astype("int64")
    return replace(first, weighed=weighed, clusters=clusters, label=label)


def compared(lists: Lists, n_answers: int) -> Iterator[dict[str, Any]]:
    """A row a way to count an answered pair."""
    answers = lists.answered(ORDERS["worth"], n_answers)
    off, on = (lists.linked(answers, one) for one in (False, True))
    n_doubtful = int((lists.first.clusters.scores["band"] == "review").sum())
    weights = {"once": 1.0, "inverse": n_doubtful / len(answers), "as 20": 20.0}
    for way, weight in weights.items():
        em = fitted(lists, answers, weight)
        n_off, n_on, n_em = (len(waiting(one, answers)) for one in (off, on, em))
        yield {
            "counted": way,
            "draws": 1,
            "rows": len(lists.rows),
            "off": n_off,
            "on": n_on,
            "EM": n_em,
            "shorter": n_em < n_off,
            "longer": n_em > n_off,
            "split": split(lists.first, em),
            "wrong": len(wrong_merges(em, lists.drawn) - wrong_merges(off, lists.drawn)),
        }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--draws", type=int, default=2)
    parser.add_argument("--seed", type=int, default=120_000)
    parser.add_argument("--answers", type=int, default=20)
    given = parser.parse_args()
    rows = [
        row
        for regime, size in LISTS
        for nth in range(given.draws)
        for row in compared(Lists(given.seed + nth, size, regime), given.answers)
    ]
    print(pd.DataFrame(rows).groupby("counted", sort=False).sum().to_string())


if __name__ == "__main__":
    main()
