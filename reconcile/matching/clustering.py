"""SCORES -> clusters: which records are one member.

People's answers come first, then matches from the strongest down. Two groups join only if nothing
holds them apart and the pairs between them say so on average, those that people joined being one; a
link that is refused goes to review with its reason.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph

from .scoring import DISTINCT, MATCH, REVIEW, TWO_SITES, Bands

UNKNOWN_BITS = 0.0  # of two records that were not compared: it speaks neither way


@dataclass(frozen=True)
class Clusters:
    """label: cluster of each record, by position (int64, the position of its first record).
    scores: SCORES made to agree with the clusters, and `refused`, the reason why a link that was
    good by itself was not used ("" elsewhere)."""

    label: pd.Series
    scores: pd.DataFrame


def cluster(
    scores: pd.DataFrame,
    records: pd.DataFrame,
    bands: Bands,
    decisions: pd.DataFrame,
    within: pd.Series | None = None,
) -> Clusters:
    """Clusters of RECORDS.

    decisions: left, right (positions) and `same` (bool), the answers that people gave; "same"
    overrides SIRENs, "different" holds for ever. within: where given, records are grouped only
    with those of the same value (each club's list by itself).
    """
    size = len(records)
    refused = scores["refused"].copy()
    if within is not None:
        home = within.to_numpy()
        refused[home[scores["left"].to_numpy()] != home[scores["right"].to_numpy()]] = (
            "before_merger"
        )
        stays = home[decisions["left"].to_numpy()] == home[decisions["right"].to_numpy()]
        decisions = decisions[stays | ~decisions["same"].to_numpy()]
    usable = scores[(scores["band"] == MATCH) & (refused == "")]
    links = usable.sort_values(["weight_bits", "left", "right"], ascending=[False, True, True])
    sure = decisions[decisions["same"]]
    edges = pd.concat([links[["left", "right"]], sure[["left", "right"]]])
    ones = np.ones(len(edges))
    graph = sparse.coo_matrix((ones, (edges["left"], edges["right"])), shape=(size, size))
    _, part = csgraph.connected_components(graph, directed=False)
    many = np.bincount(part)[part]
    many[np.isin(part, part[decisions[["left", "right"]].to_numpy(np.int64).ravel()])] += 2
    groups = _Groups(size, scores, records, decisions, bands, many > 2)
    alone = links[many[links["left"].to_numpy()] == 2]
    refused.loc[groups.join_two(alone)] = "two_sirens"
    for left, right in sure[["left", "right"]].itertuples(index=False):
        groups.join(left, right)
    groups.body = groups.group.copy()
    rest = links.drop(alone.index)
    for left, right, index in zip(rest["left"], rest["right"], rest.index, strict=True):
        if reason := groups.try_join(left, right):
            refused.loc[index] = reason
    label = pd.Series(groups.group, index=records.index)
    return Clusters(label, _agree(scores, refused, label, bands, decisions))


class _Groups:
    """Groups of records while they grow; only those of `many`, which may grow to more than two or
    were answered, are looked at one by one. body: the group that answers alone make."""

    def __init__(
        self,
        size: int,
        scores: pd.DataFrame,
        records: pd.DataFrame,
        decisions: pd.DataFrame,
        bands: Bands,
        many: np.ndarray,
    ) -> None:
        self.group = np.arange(size)
        self.body = np.arange(size)
        self.members: dict[int, list[int]] = {int(i): [int(i)] for i in np.flatnonzero(many)}
        inside = many[scores["left"].to_numpy()] & many[scores["right"].to_numpy()]
        near = scores[inside]
        pairs = zip(near["left"], near["right"], strict=True)
        self.bits = dict(zip(pairs, near["weight_bits"], strict=True))
        self.needed = float(np.log2(bands.match / (1 - bands.match)))
        self.against = float(np.log2(bands.distinct / (1 - bands.distinct))) - 4
        siren = records["siren"].where(records["siren_ok"])
        self.siren = siren.to_numpy(dtype=object)
        self.forbidden: dict[int, set[int]] = defaultdict(set)
        apart = decisions.loc[~decisions["same"], ["left", "right"]]
        for left, right in apart.itertuples(index=False):
            self.forbidden[left].add(right)
            self.forbidden[right].add(left)

    def join_two(self, links: pd.DataFrame) -> pd.Index:
        """Join the two records of links that no other one touches; the rows of `links` where their
        SIRENs forbid it."""
        left, right = links["left"].to_numpy(), links["right"].to_numpy()
        one, other = self.siren[left], self.siren[right]
        two = pd.notna(one) & pd.notna(other) & (one != other)
        self.group[right[~two]] = left[~two]
        return links.index[two]

    def across(self, left: int, right: int) -> list[tuple[int, int]]:
        """The pairs of records between the groups of two records."""
        one, other = int(self.group[left]), int(self.group[right])
        return [(a, b) for a in self.members[one] for b in self.members[other]]

    def held_apart(self, left: int, right: int) -> bool:
        """Whether someone answered "different" about any pair between two groups."""
        return any(b in self.forbidden.get(a, ()) for a, b in self.across(left, right))

    def join(self, left: int, right: int) -> None:
        """Make the groups of two records one, named by its first record; but "different" beats
        "same" where people's answers contradict each other."""
        keep, go = sorted((int(self.group[left]), int(self.group[right])))
        if keep == go or self.held_apart(left, right):
            return
        moved = self.members.pop(go)
        self.members[keep] = self.members[keep] + moved
        self.group[moved] = keep

    def try_join(self, left: int, right: int) -> str:
        """Join the groups of two records, or say what forbids it."""
        if self.group[left] == self.group[right]:
            return ""
        if self.held_apart(left, right):
            return "answered_different"
        across = self.across(left, right)
        if any(self._two_firms(a, b) for a, b in across):
            return "two_sirens"
        bits = [self.bits.get((min(p), max(p)), UNKNOWN_BITS) for p in across]
        if min(bits) < self.against:
            return "one_pair_against"
        # Rows that people called the same are one: what either says counts, it is no average of
        # both. Else an answer "same" would take back what one of the rows was merged with.
        best: dict[tuple[int, int], float] = {}
        for (a, b), found in zip(across, bits, strict=True):
            both = int(self.body[a]), int(self.body[b])
            best[both] = max(best.get(both, found), found)
        if sum(best.values()) / len(best) < self.needed:
            return "weak_on_average"
        self.join(left, right)
        return ""

    def _two_firms(self, a: int, b: int) -> bool:
        one, other = self.siren[a], self.siren[b]
        return isinstance(one, str) and isinstance(other, str) and one != other


def _agree(
    scores: pd.DataFrame,
    refused: pd.Series,
    label: pd.Series,
    bands: Bands,
    decisions: pd.DataFrame,
) -> pd.DataFrame:
    """Band match exactly where two records share a cluster; probability never says otherwise."""
    scores = scores.assign(refused=refused)
    scores = pd.concat([scores, _implied(scores, label)], ignore_index=True)
    of = label.to_numpy()
    together = of[scores["left"].to_numpy()] == of[scores["right"].to_numpy()]
    size = len(label)
    apart = np.isin(_keys(scores, size), _keys(decisions[~decisions["same"]], size))
    value = scores["probability"].to_numpy()
    asked = (scores["refused"] == TWO_SITES).to_numpy()
    value = np.where(asked, np.maximum(value, bands.distinct), value)
    low = value < bands.distinct
    band = np.where(low, DISTINCT, REVIEW)
    band = np.where(apart & ~together, DISTINCT, np.where(together, MATCH, band))
    value = np.where(
        together,
        np.maximum(value, np.nextafter(bands.match, 1)),
        np.minimum(value, bands.match),
    )
    value = np.where(apart & ~together, np.minimum(value, bands.distinct / 2), value)
    return scores.assign(band=band.astype(object), probability=value)


def _keys(pairs: pd.DataFrame, size: int) -> np.ndarray:
    keys: np.ndarray = pairs["left"].to_numpy(np.int64) * size + pairs["right"].to_numpy(np.int64)
    return keys


def _implied(scores: pd.DataFrame, label: pd.Series) -> pd.DataFrame:
    """SCORES rows for pairs that share a cluster but that no blocking rule proposed."""
    table = pd.DataFrame({"pos": label.index.to_numpy(), "label": label.to_numpy()})
    table = table[table.groupby("label")["pos"].transform("size") > 1]
    pairs = table.merge(table, on="label", suffixes=("_left", "_right"))
    pairs = pairs[pairs["pos_left"] < pairs["pos_right"]]
    pairs = pd.DataFrame({"left": pairs["pos_left"], "right": pairs["pos_right"]})
    size = len(label)
    pairs = pairs[~np.isin(_keys(pairs, size), _keys(scores, size))]
    nothing = {"weight_bits": 0.0, "rival_bits": 0.0, "calibration_bits": 0.0, "rival": -1}
    return pairs.assign(probability=0.0, band=MATCH, refused="", **nothing)
