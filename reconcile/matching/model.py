"""MODEL: the weights for the lists at hand, and what they make of LEVELS, in bits."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
import numpy.typing as npt
import pandas as pd

from .weights import COMPARISONS, LEVELS, LINKED, Weights

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Lists = tuple[str, str]

FEW = 30  # records
MOST_MATCHED = 0.5  # of a list: where more is, look-alikes of the free records are many as well


@dataclass(frozen=True)
class Model:
    """weights: with the chances adapted. sizes: the records of each list. rates: for two lists
    (names in order), the probability of each class but u that one of their pairs belongs to it."""

    weights: Weights
    sizes: dict[str, int]
    rates: dict[Lists, dict[str, float]]


def sizes_of(sources: pd.Series) -> dict[str, int]:
    """How many records each list has, by name."""
    return {str(one): int(many) for one, many in sources.value_counts().sort_index().items()}


def list_pairs(sizes: dict[str, int]) -> dict[Lists, int]:
    """How many pairs of records there are of each two lists, and within each."""
    return {
        (one, other): n * (n - 1) // 2 if one == other else n * m
        for (one, n), (other, m) in combinations_with_replacement(sizes.items(), 2)
    }


def expected(sizes: dict[str, int], weights: Weights) -> dict[Lists, dict[str, float]]:
    """Pairs of each class but u to expect of each two lists, by the shipped shares."""
    return {
        (one, other): {
            kind: share * float(min(sizes[one], sizes[other]))
            for kind, share in weights.share["within" if one == other else "across"].items()
        }
        for one, other in list_pairs(sizes)
    }


def assume(sources: pd.Series, weights: Weights) -> Model:
    """The shipped weights as they are: nothing is learned from the lists."""
    sizes = sizes_of(sources)
    pairs = list_pairs(sizes)
    rates = {
        lists: {kind: many / (pairs[lists] + many) for kind, many in by_kind.items()}
        for lists, by_kind in expected(sizes, weights).items()
    }
    return Model(weights, sizes, rates)


def repeated(model: Model) -> dict[str, float]:
    """What share of its records each list holds twice; FEW records without a double stand
    behind each list, so that one double in a list of three says little."""
    pairs = list_pairs(model.sizes)
    return {
        one: 2 * model.rates[one, one]["m"] * pairs[one, one] / float(size + FEW)
        for one, size in model.sizes.items()
    }


def taken_bits(model: Model) -> dict[Lists, float]:
    """What the odds of a pair across two lists gain since many of its rivals have their counterpart
    elsewhere. Where k of n and of m records have one, a record that is free has its own among
    (n - k) (m - k) pairs, k in all: these are the odds with which `compete` expects k."""
    found = {}
    for (one, other), rate in model.rates.items():
        sizes = np.array([model.sizes[one], model.sizes[other]], dtype=np.float64)
        matched = rate["m"] * sizes.prod() / np.maximum(sizes, 1.0)
        free = 1 - np.minimum(matched, MOST_MATCHED)
        found[one, other] = 0.0 if one == other else float(-np.log2(free).sum())
    return found


@dataclass(frozen=True)
class Patterns:
    """The distinct agreement patterns of LEVELS: levels (patterns x COMPARISONS), the two lists of
    each (index into `lists`), its `mark`, how many pairs show it, and the pattern of each pair.

    What pairs weigh depends on their pattern alone, and there are far fewer patterns than pairs."""

    levels: Ints
    lists: tuple[Lists, ...]
    of: Ints
    mark: Ints
    count: Floats
    pattern: Ints


def count_patterns(levels: pd.DataFrame, sources: pd.Series, mark: Ints | None = None) -> Patterns:
    """The patterns of LEVELS; pairs with different marks (>= 0) are held apart."""
    lists, key = _of_lists(levels, sources)
    most = 1 if mark is None else int(mark.max(initial=0)) + 1
    if mark is not None:
        key = key * most + mark
    for name in COMPARISONS:
        key = key * (len(LEVELS[name]) + 1) + levels[name].to_numpy().astype(np.int64) + 1
    key, pattern, count = np.unique(key, return_inverse=True, return_counts=True)
    found = []
    for name in reversed(COMPARISONS):
        key, level = np.divmod(key, len(LEVELS[name]) + 1)
        found.append(level - 1)
    of, marks = np.divmod(key, most)
    columns = np.column_stack(found[::-1])
    return Patterns(columns, lists, of, marks, count.astype(np.float64), pattern)


def _of_lists(levels: pd.DataFrame, sources: pd.Series) -> tuple[tuple[Lists, ...], Ints]:
    """The lists of each pair, as an index into their names."""
    names = sorted(str(source) for source in sources.unique())
    lists = tuple(combinations_with_replacement(names, 2))
    code = pd.Categorical(sources, categories=names).codes.astype(np.int64)
    one, other = code[levels["left"].to_numpy()], code[levels["right"].to_numpy()]
    place = np.zeros((len(names), len(names)), dtype=np.int64)
    for at, (a, b) in enumerate(lists):
        i, j = names.index(a), names.index(b)
        place[i, j] = place[j, i] = at
    return lists, place[one, other]


def class_bits(patterns: Patterns, model: Model) -> dict[str, pd.DataFrame]:
    """By how many bits each pattern is rather of a class than of u, for each class but u: a row a
    pattern; `prior`, before anything is compared, and a column a comparison (0 where nothing is
    said)."""
    rates = [model.rates[pair] for pair in patterns.lists]
    chance = model.weights.chance
    bits = {}
    for kind in ("m", *LINKED):
        odds = np.array([row[kind] / max(1 - sum(row.values()), 1e-9) for row in rates])
        columns = {"prior": np.log2(odds)[patterns.of]}
        for at, name in enumerate(COMPARISONS):
            ratio = np.log2(chance[kind][name] / chance["u"][name])
            columns[name] = np.append(ratio, 0.0)[patterns.levels[:, at]]  # -1: nothing said
        bits[kind] = pd.DataFrame(columns)
    return bits


def contributions(patterns: Patterns, model: Model) -> pd.DataFrame:
    """What makes the weight of each pattern, in bits: `prior`, a column a comparison, and `linked`,
    what is taken away since linked firms and branches look like this too. The prior of a pair
    across two lists is that of records which have no other counterpart: `taken_bits`."""
    bits = class_bits(patterns, model)
    every = np.zeros(len(patterns.count))
    for kind in LINKED:
        every = np.logaddexp2(every, bits[kind].sum(axis=1).to_numpy())
    taken = taken_bits(model)
    prior = bits["m"]["prior"] + np.array([taken[pair] for pair in patterns.lists])[patterns.of]
    return bits["m"].assign(prior=prior, linked=-every)
