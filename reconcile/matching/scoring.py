"""LEVELS -> SCORES: match weights in bits, a probability, and one of three bands.

Fellegi-Sunter with three ways of not being a match: a pair has nothing in common, or is two linked
firms, or two branches of one body (weights.toml). Within each way the comparisons are independent;
across them they are not, so that a shared address, phone and director do not add up as if they
were three pieces of evidence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..tables import conform
from .names import CLOSE, RELATED
from .weights import COMPARISONS, Weights

Floats = npt.NDArray[np.float64]

TYPICAL_BITS = 13.0  # rarity of the shared words of an ordinary pair, to which m and u belong
RARITY_SPAN = 4.0  # a rare word adds at most so many bits, a common one takes as many away
MATCH, REVIEW, DISTINCT = "match", "review", "distinct"
TWO_SITES = "two_sites"
SAME_SIREN, SAME_PHONE = 3, 2  # levels of identity and reach (weights.toml)


@dataclass(frozen=True)
class Bands:
    """From which probability on a pair is a match, and under which it is distinct."""

    match: float
    distinct: float

    @classmethod
    def from_costs(cls, wrong_merge: float, missed_merge: float) -> Bands:
        """The bands that cost least, where errors cost so many reviews of a pair.

        Merging costs (1 - p) wrong merges, leaving apart p missed ones, asking one review.
        """
        return cls(match=1 - 1 / wrong_merge, distinct=1 / missed_merge)

    def of(self, probability: Floats) -> npt.NDArray[np.object_]:
        """The band of each probability."""
        bands = np.where(probability < self.distinct, DISTINCT, REVIEW)
        return np.where(probability > self.match, MATCH, bands).astype(object)


def prior_bits(sources: pd.Series, pairs: pd.DataFrame, weights: Weights) -> Floats:
    """log2 odds that a pair of RECORDS matches before anything is compared, a row a pair.

    Expected over all pairs of the two lists, not only the compared ones, within a list and across
    lists apart; sources: the list of each record, by position.
    """
    source = sources.to_numpy(dtype=object)
    left, right = source[pairs["left"].to_numpy()], source[pairs["right"].to_numpy()]
    size = sources.value_counts().to_dict()
    odds = {}
    for one in size:
        for other in size:
            share = weights.prior["within" if one == other else "across"]
            ways = (size[one] - 1) / 2 if one == other else max(size[one], size[other])
            odds[one, other] = np.log2(share / max(ways - share, 1.0))
    table = pd.DataFrame({"one": left, "other": right})
    keys = pd.MultiIndex.from_frame(table)
    bits: Floats = pd.Series(odds).reindex(keys).to_numpy(dtype=np.float64)
    return bits


def contributions(levels: pd.DataFrame, weights: Weights) -> pd.DataFrame:
    """What each comparison adds, in bits: a column a comparison (0 where missing), then `rarity`,
    `linked` (what is taken away since linked firms and branches look like this too)."""
    columns: dict[str, Floats] = {}
    against = {kind: np.zeros(len(levels)) for kind in ("u", "sister", "branch")}
    for name in COMPARISONS:
        level = levels[name].to_numpy()
        known = level >= 0
        at = np.where(known, level, 0)
        logs = {kind: np.log2(weights.chance[kind][name])[at] for kind in ("m", *against)}
        columns[name] = np.where(known, logs["m"] - logs["u"], 0.0)
        for kind in against:
            against[kind] += np.where(known, logs[kind] - logs["m"], 0.0)
    rare = levels["name_bits"].to_numpy() - TYPICAL_BITS
    named = levels["name"].to_numpy() > RELATED
    columns["rarity"] = np.where(named, np.clip(rare * 0.5, -RARITY_SPAN, RARITY_SPAN), 0.0)
    prior = weights.prior
    alone = against["u"] - columns["rarity"]
    every = np.logaddexp2(alone, against["sister"] + np.log2(prior["sister"]))
    every = np.logaddexp2(every, against["branch"] + np.log2(prior["branch"]))
    columns["linked"] = alone - every
    return pd.DataFrame(columns, index=levels.index)


def two_sites(levels: pd.DataFrame, records: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Pairs of one valid SIREN with two valid SIRETs at two addresses: whether these are one member
    is for people to say. A firm that moved, with its name, its phone or mail and its director, is
    one."""
    left, right = levels["left"].to_numpy(), levels["right"].to_numpy()
    siret, ok = records["siret"].fillna("").to_numpy(dtype=object), records["siret_ok"].to_numpy()
    two = (levels["identity"] == SAME_SIREN).to_numpy() & (siret[left] != siret[right])
    apart = levels["place"].isin([0, 1]).to_numpy()
    moved = (levels["name"] >= CLOSE) & (levels["reach"] >= SAME_PHONE) & (levels["people"] == 1)
    return np.asarray(two & ok[left] & ok[right] & apart & ~moved.to_numpy())


def score(
    levels: pd.DataFrame, records: pd.DataFrame, weights: Weights, bands: Bands
) -> pd.DataFrame:
    """SCORES: the weight of each pair in bits (prior included), its probability and band, and
    `refused`: why it must not be merged by itself, "" where it may."""
    prior = prior_bits(records["source"], levels, weights)
    bits = prior + contributions(levels, weights).sum(axis=1).to_numpy()
    probability = 1 / (1 + np.exp2(-np.clip(bits, -60, 60)))
    frame = levels[["left", "right"]].assign(
        weight_bits=bits,
        probability=probability,
        band=bands.of(probability),
        refused=np.where(two_sites(levels, records), TWO_SITES, ""),
    )
    return conform(frame, "scores")
