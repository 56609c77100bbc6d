"""Rivals lower each other: a record has one counterpart in the other list, or none.

The pairs of two lists are the edges of a graph, each worth its odds. Every set of edges of which no
two meet is a way to link the lists, and "no match" is worth 1. The share of the ways that hold an
edge is its probability, found by passing messages along the edges (exact where these make no
cycle: the monomer-dimer model; Bayati and others, 2007). Two records that are one within a list do
not rule each other out, and a list that repeats itself holds its rivals apart less. But the more of
a list seems repeated, the less its fields tell its rows apart, and the likelier are two that look
the same to be two all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

LEAST_TWIN_BITS = -5.0  # of two records of a list that may be one
LEAST_BITS = -8.0  # a rival less likely than this takes nothing away
ROUNDS = 40
MOST_BITS = 40.0
MOST_EDGES = 40  # at one end; where more meet, no twins are looked for
MOST_REPEATED = 0.2  # of a list's records, more are not written twice
DOUBT = 0.25  # of the records that seem repeated in a list of nothing else, so many are not


@dataclass(frozen=True)
class _Edges:
    """Pairs of two lists: at (rows of SCORES), their odds, and the group of each end, of the edges
    that meet there; own: how strongly the list of the far end rules out a second counterpart."""

    at: Ints
    odds: Floats
    ends: tuple[Ints, Ints]
    far: tuple[Ints, Ints]
    own: tuple[Floats, Floats]


@dataclass(frozen=True)
class _Twins:
    """Edges that meet at one end: the edge, the other edge, and how likely their far ends are one
    record written twice."""

    edge: Ints
    other: Ints
    likely: Floats


def compete(
    pairs: pd.DataFrame, bits: Floats, sources: pd.Series, repeated: dict[str, float]
) -> tuple[Floats, Ints]:
    """Weights of PAIRS in bits after their rivals are heard; and the rival of each, as a row of
    `pairs` (-1 where it has none). Pairs within a list keep their weight."""
    edges = _edges(pairs, bits, sources, repeated)
    after, rival = bits.copy(), np.full(len(pairs), -1, dtype=np.int64)
    if not len(edges.at):
        return after, rival
    twins = _twins(pairs, bits, sources, repeated, edges)
    free = _messages(edges, twins)
    after[edges.at] += np.log2(np.maximum(free[0] * free[1], 1e-300))
    rival[edges.at] = _rivals(edges)
    return after, rival


def _edges(
    pairs: pd.DataFrame, bits: Floats, sources: pd.Series, repeated: dict[str, float]
) -> _Edges:
    names = sorted(repeated)
    code = pd.Categorical(sources, categories=names).codes.astype(np.int64)
    strength = np.array([1 - min(repeated[name], MOST_REPEATED) for name in names])
    left, right = pairs["left"].to_numpy(np.int64), pairs["right"].to_numpy(np.int64)
    at = np.flatnonzero((code[left] != code[right]) & (bits > LEAST_BITS))
    left, right = left[at], right[at]
    turned = code[left] > code[right]  # the lists' order, whatever that of their rows
    left, right = np.where(turned, right, left), np.where(turned, left, right)
    ends = tuple(
        np.unique(one * len(names) + code[other], return_inverse=True)[1]
        for one, other in ((left, right), (right, left))
    )
    odds = np.exp2(np.minimum(bits[at], MOST_BITS))
    own = strength[code[right]], strength[code[left]]
    return _Edges(at, odds, (ends[0], ends[1]), (right, left), own)


def _messages(edges: _Edges, twins: tuple[_Twins, _Twins]) -> tuple[Floats, Floats]:
    """For each edge, seen from its left and from its right end: how free that end is of others."""
    free = np.ones(len(edges.at)), np.ones(len(edges.at))
    for _ in range(ROUNDS):
        fresh = []
        for side in (0, 1):
            others = _others(edges.odds * free[1 - side], edges.ends[side], twins[side])
            fresh.append(1 / (1 + edges.own[side] * others))
        change = max(float(np.abs(np.log(a / b)).max()) for a, b in zip(fresh, free, strict=True))
        free = np.sqrt(free[0] * fresh[0]), np.sqrt(free[1] * fresh[1])
        if change < 1e-6:
            break
    return free


def _others(odds: Floats, ends: Ints, twins: _Twins) -> Floats:
    """The odds of the other edges at an end, as far as they rule each edge out.

    A rival whose far end is, with probability t, the same record as the edge's own rules it out
    with 1 - t: odds h beside odds o leave 1 / (1 + o) in the one case, 1 / (1 + o + h) in the
    other, which together is as if h were h (1 - t) / (1 + t h / (1 + o)).
    """
    size = len(odds)
    total = np.bincount(ends, weights=odds)[ends] - odds
    many = np.bincount(ends)[ends] - 1
    rival = odds[twins.other]
    less = rival * (1 - twins.likely) / (1 + twins.likely * rival / (1 + odds[twins.edge]))
    rest = total - np.bincount(twins.edge, rival, size)
    rest[many == np.bincount(twins.edge, minlength=size)] = 0.0  # not what rounding leaves
    return np.maximum(rest, 0.0) + np.bincount(twins.edge, less, size)


def _twins(
    pairs: pd.DataFrame,
    bits: Floats,
    sources: pd.Series,
    repeated: dict[str, float],
    edges: _Edges,
) -> tuple[_Twins, _Twins]:
    """For each end, the edges that meet there and whose far ends may be one record twice."""
    source, names = pd.factorize(sources)
    left, right = pairs["left"].to_numpy(np.int64), pairs["right"].to_numpy(np.int64)
    twice = np.flatnonzero((source[left] == source[right]) & (bits > LEAST_TWIN_BITS))
    trust = np.array([1 - DOUBT * min(repeated[name], 1.0) for name in names])
    likely = trust[source[left[twice]]] / (1 + np.exp2(-np.clip(bits[twice], -50, 50)))
    one = pd.DataFrame({"a": left[twice], "b": right[twice], "likely": likely})
    both = pd.concat([one, one.rename(columns={"a": "b", "b": "a"})])
    found = []
    for side in (0, 1):
        edge = pd.DataFrame(
            {"end": edges.ends[side], "far": edges.far[side], "edge": np.arange(len(edges.at))}
        )
        edge = edge[edge.groupby("end")["edge"].transform("size") <= MOST_EDGES]
        near = edge.merge(both, left_on="far", right_on="a").drop(columns=["far", "a"])
        near = near.merge(edge, left_on=["end", "b"], right_on=["end", "far"], suffixes=("", "_2"))
        columns = (near[name].to_numpy() for name in ("edge", "edge_2", "likely"))
        found.append(_Twins(*columns))
    return found[0], found[1]


def _rivals(edges: _Edges) -> Ints:
    """The likeliest other edge at either end of each edge, as a row of SCORES, or -1."""
    best = np.full(len(edges.at), -1, dtype=np.int64)
    worth = np.zeros(len(edges.at))
    for side in (0, 1):
        order = np.lexsort((-edges.odds, edges.ends[side]))
        group = edges.ends[side][order]
        first = np.r_[True, group[1:] != group[:-1]]
        start = np.maximum.accumulate(np.where(first, np.arange(len(group)), 0))
        second = np.minimum(start + 1, len(group) - 1)
        pick = np.where(first, second, start)
        has = group[pick] == group
        has &= pick != np.arange(len(group))
        other = order[pick]
        better = has & (edges.odds[other] > worth[order])
        best[order[better]] = edges.at[other[better]]
        worth[order[better]] = edges.odds[other[better]]
    return best
