"""MODEL: the weights for the lists at hand, and what they make of LEVELS, in bits."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
import numpy.typing as npt
import pandas as pd

from .weights import COMPARISONS, LINKED, Weights

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Lists = tuple[str, str]

FEW = 30  # records


@dataclass(frozen=True)
class Model:
    """weights: with the chances adapted. rates: for two lists (names in order), the probability of
    each class but u that one of their pairs belongs to it."""

    weights: Weights
    rates: dict[Lists, dict[str, float]]


def list_pairs(sources: pd.Series) -> dict[Lists, int]:
    """How many pairs of records there are of each two lists, and within each."""
    size = sources.value_counts().sort_index()
    found = {}
    for one, other in combinations_with_replacement(size.index, 2):
        n, m = int(size[one]), int(size[other])
        found[str(one), str(other)] = n * (n - 1) // 2 if one == other else n * m
    return found


def expected(sources: pd.Series, weights: Weights) -> dict[Lists, dict[str, float]]:
    """Pairs of each class but u to expect of each two lists, by the shipped shares."""
    size = sources.value_counts()
    return {
        (one, other): {
            kind: share * float(min(size[one], size[other]))
            for kind, share in weights.share["within" if one == other else "across"].items()
        }
        for one, other in list_pairs(sources)
    }


def assume(sources: pd.Series, weights: Weights) -> Model:
    """The shipped weights as they are: nothing is learned from the lists."""
    pairs = list_pairs(sources)
    rates = {
        lists: {kind: many / (pairs[lists] + many) for kind, many in by_kind.items()}
        for lists, by_kind in expected(sources, weights).items()
    }
    return Model(weights, rates)


def repeated(model: Model, sources: pd.Series) -> dict[str, float]:
    """What share of its records each list holds twice; FEW records without a double stand
    behind each list, so that one double in a list of three says little."""
    pairs, size = list_pairs(sources), sources.value_counts()
    return {
        one: 2 * model.rates[one, other]["m"] * pairs[one, other] / float(size[one] + FEW)
        for one, other in model.rates
        if one == other
    }


def of_lists(levels: pd.DataFrame, sources: pd.Series) -> tuple[tuple[Lists, ...], Ints]:
    """The lists of each pair, as an index into their names."""
    names = sorted({str(source) for source in sources})
    lists = tuple(combinations_with_replacement(names, 2))
    code = pd.Categorical(sources, categories=names).codes.astype(np.int64)
    one, other = code[levels["left"].to_numpy()], code[levels["right"].to_numpy()]
    place = np.zeros((len(names), len(names)), dtype=np.int64)
    for at, (a, b) in enumerate(lists):
        i, j = names.index(a), names.index(b)
        place[i, j] = place[j, i] = at
    return lists, place[one, other]


def contributions(levels: pd.DataFrame, sources: pd.Series, model: Model) -> pd.DataFrame:
    """What makes the weight of each pair, in bits: `prior`, a column a comparison (0 where nothing
    is said), and `linked`, what is taken away since linked firms and branches look like this too;
    these come from `linked_bits`."""
    lists, of = of_lists(levels, sources)
    columns = {"prior": _log_odds("m", lists, model)[of]}
    for name in COMPARISONS:
        columns[name] = _log_ratio("m", name, model)[levels[name].to_numpy()]
    every = np.zeros(len(levels))
    for bits in linked_bits(levels, sources, model).values():
        every = np.logaddexp2(every, bits)
    columns["linked"] = -every
    return pd.DataFrame(columns, index=levels.index)


def linked_bits(levels: pd.DataFrame, sources: pd.Series, model: Model) -> dict[str, Floats]:
    """By how many bits each pair is rather of a linked class than of u."""
    lists, of = of_lists(levels, sources)
    found = {}
    for kind in LINKED:
        bits = _log_odds(kind, lists, model)[of]
        for name in COMPARISONS:
            bits += _log_ratio(kind, name, model)[levels[name].to_numpy()]
        found[kind] = bits
    return found


def _log_odds(kind: str, lists: tuple[Lists, ...], model: Model) -> Floats:
    """log2 odds of a class against u, before anything is compared, for each two lists."""
    rates = [model.rates[pair] for pair in lists]
    odds = [row[kind] / max(1 - sum(row.values()), 1e-9) for row in rates]
    result: Floats = np.log2(np.array(odds))
    return result


def _log_ratio(kind: str, name: str, model: Model) -> Floats:
    """log2 of how much likelier a class is than u to show each level; 0 at -1, nothing said."""
    chance = model.weights.chance
    return np.append(np.log2(chance[kind][name] / chance["u"][name]), 0.0)
