"""How good tonight's merges are: the pairs to confirm, and what earlier answers say of all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import matching
from ..config import Config
from ..reliability import estimate, population, sampled, spoken_of, verdicts
from ..tables import empty
from .linking import Linked, positions


@dataclass(frozen=True)
class Measured:
    """strata: STRATA; sampled: LINKS with `stratum`, the pairs that people are asked to confirm,
    the first to ask first, which no question of tonight asks about."""

    strata: pd.DataFrame
    sampled: pd.DataFrame


def measured(linked: Linked, config: Config, decisions: pd.DataFrame, mode: str) -> Measured:
    """What a random sample says of tonight's merges. decisions: DECISIONS in force."""
    alone = _alone(linked, decisions, mode)
    ids = linked.heads["record_id"]
    head = pd.Series(ids.to_numpy()[linked.head], index=linked.records["record_id"].to_numpy())
    of_heads = decisions.assign(
        left_id=decisions["left_id"].map(head), right_id=decisions["right_id"].map(head)
    )
    of_heads = of_heads.dropna(subset=["left_id", "right_id"])
    units = population(alone.scores, alone.label, ids, linked.heads["source"])
    member = pd.Series(alone.label.to_numpy(), index=ids.to_numpy())
    verdict = verdicts(units, of_heads, member)
    answered = verdict.mask(spoken_of(units, of_heads, member), "told")
    chosen = sampled(units, answered, config.review.sample)
    scores = alone.scores.loc[chosen.index].assign(band="sampled")
    # An answer can make a question of what the program alone decides; it is not asked twice.
    tonight = linked.clusters.scores
    asked = tonight.loc[tonight["band"] == "review", ["left", "right"]]
    mine = pd.MultiIndex.from_frame(scores[["left", "right"]])
    scores = scores[~mine.isin(pd.MultiIndex.from_frame(asked))]
    chosen = chosen.loc[scores.index]
    weights, bands = matching.shipped(), linked.bands
    links = matching.links(linked.heads, linked.weighed, scores, weights, bands)
    links = links.assign(stratum=pd.Series(chosen["stratum"].to_numpy(), dtype="str"))
    still = _between(linked, alone.scores.loc[units.index]).isin(_between(linked, asked))
    return Measured(estimate(units, verdict, units.index[still]), links)


def _between(linked: Linked, pairs: pd.DataFrame) -> pd.MultiIndex:
    """Tonight's two members of each of `pairs` (left, right), whichever comes first."""
    of = linked.clusters.label.to_numpy()[pairs[["left", "right"]].to_numpy(np.int64)]
    return pd.MultiIndex.from_arrays(np.sort(of, axis=1).T)


def _alone(linked: Linked, decisions: pd.DataFrame, mode: str) -> matching.Clusters:
    """The clusters that the program would make if nobody had ever answered."""
    if decisions.empty:
        return linked.clusters
    source = linked.heads["source"].to_numpy()
    held = source if mode == "apart" else np.full(len(source), "")
    nothing = positions(empty("decisions"), linked.records["record_id"])
    return matching.cluster(
        linked.weighed.scores, linked.heads, linked.bands, nothing, pd.Series(held)
    )
