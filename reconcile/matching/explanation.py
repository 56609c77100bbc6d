"""Why a pair got its weight: the terms of the score itself, so that the two cannot drift apart."""

from __future__ import annotations

import pandas as pd

from ..tables import conform
from .scoring import DISTINCT, contributions
from .weights import COMPARISONS, Weights

Reason = tuple[str, str, float]

SHOWN_BITS = 0.5  # a correction smaller than this is not worth a word


def reasons(levels: pd.DataFrame, weights: Weights) -> pd.Series:
    """(comparison, level, bits) of each row of LEVELS, the strongest first, `linked` last.

    The rarity of the words belongs to the name; "linked" is what is taken away because two linked
    firms, or two branches of one body, would look alike too.
    """
    terms = contributions(levels, weights)
    terms["name"] += terms["rarity"]
    found = [_of_pair(levels.iloc[row], terms.iloc[row], weights) for row in range(len(levels))]
    return pd.Series(found, index=levels.index, dtype=object)


def _of_pair(level: pd.Series, term: pd.Series, weights: Weights) -> list[Reason]:
    known = [
        (name, weights.levels[name][int(level[name])], float(term[name]))
        for name in COMPARISONS
        if level[name] >= 0
    ]
    known.sort(key=lambda reason: -abs(reason[2]))
    if abs(term["linked"]) >= SHOWN_BITS:
        known.append(("linked", "possible", float(term["linked"])))
    return known


def links(
    records: pd.DataFrame, levels: pd.DataFrame, scores: pd.DataFrame, weights: Weights
) -> pd.DataFrame:
    """LINKS of the SCORES that are not distinct, with `band`, record ids and reasons."""
    ids = records["record_id"].to_numpy()
    shown = scores[scores["band"] != DISTINCT].reset_index(drop=True)
    pairs = ["left", "right"]
    compared = levels.merge(shown[pairs], on=pairs, how="inner")
    told = compared[pairs].assign(reasons=reasons(compared, weights))
    shown = shown.merge(told, on=pairs, how="left", validate="1:1")
    why = [one if isinstance(one, list) else [] for one in shown["reasons"]]
    named = shown.assign(left_id=ids[shown["left"]], right_id=ids[shown["right"]], reasons=why)
    return conform(named.drop(columns=pairs), "links")
