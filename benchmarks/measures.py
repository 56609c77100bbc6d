"""How good a linkage is: pairs (id_a, id_b, probability, band) against the true pairs (id_a, id_b).

auto    precision and recall of the pairs in band match: what is merged without anyone looking
review  pairs in band review per 100 true pairs: what people have to read
reach   recall of match and review together
best    F1 at the best single threshold on the probability
ece     expected calibration error over the pairs of 0.05..0.95, in ten equal bins
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

UNSURE: Final = (0.05, 0.95)
BINS = 10
_PAIR: Final = ["id_a", "id_b"]


def measure(pairs: pd.DataFrame, truth: pd.DataFrame) -> dict[str, Any]:
    """Every measure of one linkage, as fractions; a precision of no pairs is 0."""
    true = truth[_PAIR].drop_duplicates()
    told = pairs.drop_duplicates(_PAIR)
    told = told.merge(true.assign(hit=True), on=_PAIR, how="left")
    told["hit"] = told["hit"].notna()
    match, review = (told.loc[told["band"] == band, "hit"] for band in ("match", "review"))
    return {
        "true_pairs": len(true),
        "auto_precision": float(match.mean()) if len(match) else 0.0,
        "auto_recall": float(match.sum() / len(true)),
        "review_per_100": 100 * len(review) / len(true),
        "reach": float((match.sum() + review.sum()) / len(true)),
        "best_f1": best_f1(told, len(true)),
        "ece": calibration_error(told),
    }


def best_f1(told: pd.DataFrame, true_pairs: int) -> float:
    """The best F1 over thresholds; pairs of one probability stand or fall together."""
    hits = told.groupby("probability")["hit"].agg(["sum", "size"]).sort_index(ascending=False)
    taken = hits.cumsum()
    f1 = 2 * taken["sum"] / (taken["size"] + true_pairs)
    return float(f1.max()) if len(f1) else 0.0


def calibration_error(told: pd.DataFrame) -> float:
    """|probability - share of true pairs| of each bin, weighted by its pairs; NaN without pairs."""
    unsure = told[told["probability"].between(*UNSURE)]
    if unsure.empty:
        return float("nan")
    edges = np.linspace(*UNSURE, BINS + 1)[1:-1]
    bins = unsure.groupby(np.digitize(unsure["probability"], edges))
    gaps = (bins["probability"].mean() - bins["hit"].mean()).abs()
    return float((gaps * bins.size()).sum() / len(unsure))
