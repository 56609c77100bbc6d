"""Why a pair got its weight: the terms of the score itself, so that the two cannot drift apart."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from ..results import Reason
from ..tables import conform
from .engine import Weighed
from .model import Model, contributions, count_patterns
from .rarity import word_bits
from .scoring import DISTINCT, REVIEW, Bands
from .weights import COMPARISONS, LEVELS, Weights

SHOWN_BITS = 0.5  # a correction smaller than this is not worth a word
# What people can find out, and what it would show; the surest first.
_FINDABLE: Final = (("identity", "same_siret"), ("reach", "same_phone"), ("place", "same_address"))
_PAIR: Final = ["left", "right"]


def links(
    records: pd.DataFrame, weighed: Weighed, scores: pd.DataFrame, weights: Weights, bands: Bands
) -> pd.DataFrame:
    """LINKS of the SCORES that are not distinct, with `band`, record ids, reasons, the rival and
    what would settle it. scores: those that clustering gave, which may hold more pairs."""
    shown = scores[scores["band"] != DISTINCT].reset_index(drop=True)
    why = explain(records, weighed, shown, weights, bands)
    ids = records["record_id"].to_numpy()
    named = shown.assign(left_id=ids[shown["left"]], right_id=ids[shown["right"]], **why)
    return conform(named.drop(columns=_PAIR), "links")


def explain(
    records: pd.DataFrame, weighed: Weighed, scores: pd.DataFrame, weights: Weights, bands: Bands
) -> dict[str, pd.Series]:
    """For each row of SCORES: `reasons` (a list of Reason: the prior, the strongest comparison
    first, then what linked firms, rivals and experience take away; their bits add up to
    `weight_bits`), `rival_id` (the record that competes) and `settled_by` (the comparison that
    would make a doubtful pair certain)."""
    compared = weighed.levels.merge(
        scores[_PAIR].reset_index(names="row"), on=_PAIR, how="inner", validate="1:1"
    )
    compared = compared.set_index("row")
    patterns = count_patterns(compared, records["source"])
    terms = contributions(patterns, weighed.model).iloc[patterns.pattern].set_index(compared.index)
    beside = scores.loc[compared.index]
    rivals = _rivals(records, weighed, beside)
    alike = _names(records, compared, weights)
    told = {row: _reasons(compared, terms, beside, rivals, alike, row) for row in compared.index}
    return {
        "reasons": pd.Series(
            [told.get(row, []) for row in scores.index], scores.index, dtype=object
        ),
        "rival_id": rivals.reindex(scores.index).astype("str"),
        "settled_by": _settled_by(compared, beside, weighed.model, bands).reindex(scores.index),
    }


def _reasons(
    levels: pd.DataFrame,
    terms: pd.DataFrame,
    scores: pd.DataFrame,
    rivals: pd.Series,
    alike: pd.Series,
    row: int,
) -> list[Reason]:
    level, term, pair = levels.loc[row], terms.loc[row], scores.loc[row]
    known = [
        Reason(
            name,
            LEVELS[name][int(level[name])],
            float(term[name]),
            alike[row] if name == "name" else {},
        )
        for name in COMPARISONS
        if level[name] >= 0
    ]
    known.sort(key=lambda reason: -abs(reason.bits))
    rival = {"id": rivals[row]} if isinstance(rivals[row], str) else {}
    return [
        Reason("prior", "chance", float(term["prior"])),
        *known,
        Reason("linked", "possible", float(term["linked"])),
        Reason("rival", "heard", float(pair["rival_bits"]), rival),
        Reason("calibration", "known", float(pair["calibration_bits"])),
    ]


def _rivals(records: pd.DataFrame, weighed: Weighed, scores: pd.DataFrame) -> pd.Series:
    """The record id of each pair's rival: of the strongest other pair, the end that they do not
    share; missing where there is none that counts."""
    ids = records["record_id"].to_numpy()
    left, right = (weighed.scores[side].to_numpy() for side in _PAIR)
    found: list[str | None] = []
    for pair in scores.itertuples():
        heard = pair.rival >= 0 and pair.rival_bits <= -SHOWN_BITS
        ends = {left[pair.rival], right[pair.rival]} - {pair.left, pair.right} if heard else set()
        found.append(str(ids[ends.pop()]) if ends else None)
    return pd.Series(found, index=scores.index, dtype="str")


def _names(records: pd.DataFrame, levels: pd.DataFrame, weights: Weights) -> pd.Series:
    """For each pair, how alike the best two names are, in percent, and the rarest word that
    they share."""
    keys = records[["name_key", "trade_key", "former_key"]].to_numpy(dtype=object)
    bits = word_bits(pd.concat([records["name_key"], records["trade_key"]]), weights)
    found = []
    for left, right in levels[_PAIR].itertuples(index=False):
        ways = [
            (a, b)
            for a in keys[left]
            for b in keys[right]
            if isinstance(a, str) and isinstance(b, str)
        ]
        likeness = max((fuzz.token_sort_ratio(a, b) for a, b in ways), default=0.0)
        words = {word for a, b in ways for word in set(a.split()) & set(b.split())}
        rarest = max(sorted(words), key=lambda word: bits.get(word, 0.0), default="")
        found.append({"percent": likeness, "word": rarest})
    return pd.Series(found, index=levels.index, dtype=object)


def _settled_by(
    levels: pd.DataFrame, scores: pd.DataFrame, model: Model, bands: Bands
) -> pd.Series:
    """The comparison of which a side says nothing, and which would lift a doubtful pair into the
    match band if it agreed; missing where there is none."""
    needed = np.log2(bands.match / (1 - bands.match))
    asked = ((scores["band"] == REVIEW) & (scores["refused"] == "")).to_numpy()
    found = np.full(len(levels), None, dtype=object)
    for name, level in reversed(_FINDABLE):
        at = LEVELS[name].index(level)
        gain = np.log2(model.weights.chance["m"][name][at] / model.weights.chance["u"][name][at])
        lifts = scores["weight_bits"].to_numpy() + gain > needed
        found[asked & (levels[name].to_numpy() < 0) & lifts] = name
    return pd.Series(found, index=levels.index, dtype="str")
