"""LEVELS -> SCORES: match weights in bits, a probability, and one of three bands.

Fellegi-Sunter with three ways of not being a match: a pair has nothing in common, or is two linked
firms, or two branches of one body (weights.toml). Within each way the comparisons are independent;
across them they are not, so that a shared address, phone and director do not add up as if they
were three pieces of evidence. Rivals lower each other (competing.py), and the calibration says what
a weight was worth on lists whose truth is known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..tables import conform
from .competing import compete
from .crowds import crowds
from .lessons import Lessons
from .model import Model, contributions, count_patterns, repeated
from .weights import LEVELS

Floats = npt.NDArray[np.float64]

MATCH, REVIEW, DISTINCT = "match", "review", "distinct"
TWO_SITES = "two_sites"


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


def calibrated(bits: Floats, model: Model) -> Floats:
    """What weights are worth: straight lines between the knots of the shipped calibration, and
    beyond them the same distance as at the last."""
    before, after = model.weights.calibration
    inside = np.clip(bits, before[0], before[-1])
    result: Floats = np.interp(inside, before, after) + (bits - inside)
    return result


def taught(
    scores: pd.DataFrame,
    alone: pd.DataFrame,
    levels: pd.DataFrame,
    lessons: Lessons,
    bands: Bands,
    record_ids: pd.Series,
) -> pd.DataFrame:
    """SCORES, as clustering gave them, with what answers taught of the doubtful pairs: see
    lessons.py. Clusters are what they were: a doubtful pair may become distinct, and that is all.

    alone, levels: SCORES before any answer, and LEVELS, of the first rows of `scores`; the others
    were never compared. record_ids: of each position.
    """
    bits = scores["weight_bits"].to_numpy()
    doubtful = ((scores["band"] == REVIEW) & (scores["refused"] == "")).to_numpy()
    less = np.zeros(len(scores))
    told = lessons.of(levels, crowds(alone, len(record_ids)), record_ids)
    less[: len(levels)] = np.minimum(told, 0.0)
    less[~doubtful] = 0.0
    probability = 1 / (1 + np.exp2(-np.clip(bits + less, -60, 60)))
    return scores.assign(
        weight_bits=bits + less,
        calibration_bits=scores["calibration_bits"] + less,
        probability=np.where(doubtful, probability, scores["probability"]),
        band=np.where(doubtful, bands.of(probability), scores["band"]).astype(object),
    )


def two_sites(levels: pd.DataFrame, records: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Pairs of one valid SIREN with two valid SIRETs at two addresses: whether these are one member
    is for people to say. A firm that moved, with its name, its phone or mail and its director, is
    one."""
    left, right = levels["left"].to_numpy(), levels["right"].to_numpy()
    siret, ok = records["siret"].fillna("").to_numpy(dtype=object), records["siret_ok"].to_numpy()
    two = _at(levels, "identity", "same_siren") & (siret[left] != siret[right])
    apart = _at(levels, "place", "town_far", "town_other", "far", "other_city", "other_street")
    moved = _at(levels, "name", *(level for level in LEVELS["name"] if level[:5] in _WHOLE))
    moved &= _at(levels, "reach", "same_phone", "same_mail", "two_of_them")
    moved &= _at(levels, "people", "same")
    return np.asarray(two & ok[left] & ok[right] & apart & ~moved)


_WHOLE = ("close", "equal")


def _at(levels: pd.DataFrame, comparison: str, *names: str) -> npt.NDArray[np.bool_]:
    wanted = [LEVELS[comparison].index(name) for name in names]
    return np.isin(levels[comparison].to_numpy(), wanted)


def score(levels: pd.DataFrame, records: pd.DataFrame, model: Model, bands: Bands) -> pd.DataFrame:
    """SCORES: the weight of each pair in bits (prior included), its probability and band;
    `rival_bits` and `calibration_bits`, what rivals and experience added to the sum of the
    contributions; `rival`, the row of the strongest rival (-1 for none); and `refused`: why it must
    not be merged by itself, "" where it may."""
    sources = records["source"]
    patterns = count_patterns(levels, sources)
    alone = contributions(patterns, model).sum(axis=1).to_numpy()[patterns.pattern]
    heard, rival = compete(levels, alone, sources, repeated(model))
    bits = calibrated(heard, model)
    probability = 1 / (1 + np.exp2(-np.clip(bits, -60, 60)))
    frame = levels[["left", "right"]].assign(
        weight_bits=bits,
        probability=probability,
        band=bands.of(probability),
        rival_bits=heard - alone,
        calibration_bits=bits - heard,
        rival=rival,
        refused=np.where(two_sites(levels, records), TWO_SITES, ""),
    )
    return conform(frame, "scores")
