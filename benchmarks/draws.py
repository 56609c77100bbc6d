"""How good the linking is on invented lists, pooled over many draws, and at the size of two clubs.

    python benchmarks/draws.py [--times N] [--draws N] [--seed N]

The lists are of the generator that the shipped weights were learned from, drawn with other seeds.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from typing import Any, Final

import pandas as pd
from known import true_pairs
from measures import measure

from reconcile.commands.learning import planned
from reconcile.commands.lists import link
from reconcile.config import Matching
from reconcile.synthetic import draw

CLUB: Final = (52, 90)  # rows of two clubs
PLAN: Final = 10_000  # seeds of one plan and the next lie so far apart
SURE = 0.99
_TOLD: Final = ("auto_precision", "auto_recall", "review_per_100", "reach", "best_f1", "ece")


def linked(
    seed: int, left: int, right: int, shared: int, regime: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The pairs that linking gives for one draw, and the true ones, under ids of their own."""
    drawn = draw(seed, left, right, shared, regime)
    found = link(drawn.left, drawn.right, Matching()).pairs
    mark = f"{regime}-{seed}-"
    pairs, truth = (
        table.assign(id_a=mark + table["id_a"], id_b=mark + table["id_b"])
        for table in (found, true_pairs(drawn))
    )
    return pairs, truth


def pooled(seed: int, times: int) -> list[dict[str, Any]]:
    """A row a kind of list and one for all: so many times as many draws of each as the weights were
    learned from."""
    found: dict[str, list[tuple[pd.DataFrame, pd.DataFrame]]] = defaultdict(list)
    for nth in range(times):
        for plan in planned(seed + PLAN * nth):
            found[plan[-1]].append(linked(*plan))
    found["all"] = [one for parts in list(found.values()) for one in parts]
    rows = []
    for regime, parts in found.items():
        pairs = pd.concat([pair for pair, _ in parts], ignore_index=True)
        truth = pd.concat([true for _, true in parts], ignore_index=True)
        told = pairs.merge(truth.assign(hit=1.0), how="left").fillna({"hit": 0.0})
        sure = told.loc[told["probability"] >= SURE, "hit"].mean()
        result = measure(pairs, truth)
        rows.append(
            {"lists": regime, "true pairs": len(truth)}
            | {name.replace("_", " "): round(result[name], 4) for name in _TOLD}
            | {f"true of p >= {SURE}": round(float(sure), 4)}
        )
    return rows


def club_size(seed: int, draws: int) -> list[dict[str, Any]]:
    """A row a number of shared firms: wrong merges, and expected against true pairs."""
    rows = []
    for shared in (0, 2, 20):
        wrong, expected, true = 0, 0.0, 0
        for nth in range(draws):
            pairs, truth = linked(seed + 1000 * shared + nth, *CLUB, shared, "clubs")
            told = pairs.merge(truth.assign(hit=True), how="left")
            wrong += int(((told["band"] == "match") & told["hit"].isna()).sum())
            expected += float(told["probability"].sum())
            true += len(truth)
        rows.append(
            {
                "shared firms": shared,
                "draws": draws,
                "wrong merges": wrong,
                "expected pairs": round(expected, 1),
                "true pairs": true,
            }
        )
    return rows


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--times", type=int, default=4, help="plans of lists to pool")
    parser.add_argument("--draws", type=int, default=50, help="at club size")
    parser.add_argument("--seed", type=int, default=40_000)
    options = parser.parse_args()
    for rows in (pooled(options.seed, options.times), club_size(options.seed, options.draws)):
        print(pd.DataFrame(rows).to_string(index=False), "\n")


if __name__ == "__main__":
    main()
