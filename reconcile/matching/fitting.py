"""LEVELS -> MODEL: the shipped weights adapted to the lists at hand (no answers are needed).

u from pairs drawn at random; m, and how many pairs of each class there are, by expectation and
maximisation (EM) on the counts of agreement patterns, with the shipped values as a Dirichlet prior.
The counts add up over any partition of the pairs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations_with_replacement
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from .blocking import EVERY_RULE
from .weights import CLASSES, COMPARISONS, LEVELS, LINKED, Weights

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

PRIOR_PAIRS = 100.0  # matched pairs that the shipped m are worth
PRIOR_CHANCES = 0.5  # random pairs of a level that its shipped u is worth
PRIOR_FOUND = 1.0  # pairs of a class that its shipped share is worth
ORDINARY = 0.003  # a level that so many unrelated pairs show is no sign of anything
SAMPLE = 150_000
ROUNDS = 60
_SEED: Final = 42


@dataclass(frozen=True)
class Model:
    """weights: with the chances adapted. lists: names of the lists. rates: for two lists, in order
    (list, list), the probability of each class but u that one of their pairs belongs to it.
    duplicates: list -> how many of its records are there twice, as a share."""

    weights: Weights
    rates: dict[tuple[str, str], dict[str, float]]
    duplicates: dict[str, float]


def list_pairs(sources: pd.Series) -> dict[tuple[str, str], int]:
    """How many pairs of records there are of each two lists, and within each."""
    size = sources.value_counts().sort_index()
    found = {}
    for one, other in combinations_with_replacement(size.index, 2):
        n, m = int(size[one]), int(size[other])
        found[str(one), str(other)] = n * (n - 1) // 2 if one == other else n * m
    return found


def _expected(sources: pd.Series, weights: Weights) -> dict[tuple[str, str], dict[str, float]]:
    """Pairs of each class to expect of each two lists, by the shipped shares."""
    size = sources.value_counts()
    return {
        (one, other): {
            kind: share * min(size[one], size[other])
            for kind, share in weights.share["within" if one == other else "across"].items()
        }
        for one, other in list_pairs(sources)
    }


def assume(sources: pd.Series, weights: Weights) -> Model:
    """The shipped weights as they are: nothing is learned from the lists."""
    pairs, expected = list_pairs(sources), _expected(sources, weights)
    rates = {
        lists: {kind: many / (pairs[lists] + many) for kind, many in by_kind.items()}
        for lists, by_kind in expected.items()
    }
    return Model(weights, rates, _duplicates(rates, sources))


def _duplicates(
    rates: dict[tuple[str, str], dict[str, float]], sources: pd.Series
) -> dict[str, float]:
    pairs, size = list_pairs(sources), sources.value_counts()
    return {
        one: min(2 * rates[one, other]["m"] * pairs[one, other] / size[one], 0.9)
        for one, other in rates
        if one == other
    }


def at_random(sources: pd.Series) -> pd.DataFrame:
    """PAIRS drawn by chance from all (all of them where they are few): left < right, rules 0."""
    size = len(sources)
    if size * (size - 1) // 2 <= SAMPLE:
        left, right = np.triu_indices(size, k=1)
    else:
        drawn = np.random.default_rng(_SEED).integers(0, size, (2, SAMPLE))
        apart = drawn[0] != drawn[1]
        left, right = drawn.min(axis=0)[apart], drawn.max(axis=0)[apart]
    return pd.DataFrame({"left": left, "right": right, "rules": 0})


def fit(
    levels: pd.DataFrame,
    chances: pd.DataFrame,
    sources: pd.Series,
    weights: Weights,
    flat: bool = False,
) -> Model:
    """The weights adapted to LEVELS, the pairs that blocking found.

    chances: LEVELS of pairs drawn at random (`at_random`); sources: the list of each record, by
    position; flat: with priors that say nothing, to see what the data alone teach.
    """
    start = assume(sources, weights)
    by_chance = _count(chances, sources)
    u = _chances_of(by_chance, start, flat)
    linked = {kind: _moved(weights, kind, u) for kind in LINKED}
    start_chance = {"m": weights.chance["m"], "u": u, **linked}
    model = replace(start, weights=replace(weights, chance=start_chance))
    patterns = _count(levels, sources)
    pairs, expected = list_pairs(sources), _expected(sources, weights)
    for _ in range(ROUNDS):
        share = responsibilities(patterns, model)
        rates = _rates(patterns, share, pairs, expected)
        m = _matched(patterns, share[:, 0], weights, 1.0 if flat else PRIOR_PAIRS)
        change = max(float(np.abs(m[c] - model.weights.chance["m"][c]).max()) for c in COMPARISONS)
        chance = {**model.weights.chance, "m": m}
        model = Model(replace(weights, chance=chance), rates, {})
        if change < 1e-5:
            break
    return replace(model, duplicates=_duplicates(model.rates, sources))


@dataclass(frozen=True)
class Patterns:
    """Agreement patterns: levels (patterns x comparisons), the two lists of each (index into
    `lists`), whether a rule that does not use a comparison found them (patterns x comparisons),
    and how many pairs show each."""

    levels: Ints
    lists: tuple[tuple[str, str], ...]
    of: Ints
    free: npt.NDArray[np.bool_]
    count: Floats


def of_lists(levels: pd.DataFrame, sources: pd.Series) -> tuple[tuple[tuple[str, str], ...], Ints]:
    """The lists of each pair, as an index into the names."""
    names = sorted({str(source) for source in sources})
    lists = tuple(combinations_with_replacement(names, 2))
    code = pd.Categorical(sources, categories=names).codes.astype(np.int64)
    one, other = code[levels["left"].to_numpy()], code[levels["right"].to_numpy()]
    place = np.zeros((len(names), len(names)), dtype=np.int64)
    for at, (a, b) in enumerate(lists):
        i, j = names.index(a), names.index(b)
        place[i, j] = place[j, i] = at
    return lists, place[one, other]


def _count(levels: pd.DataFrame, sources: pd.Series) -> Patterns:
    lists, of = of_lists(levels, sources)
    rules = levels["rules"].to_numpy()
    key = of.copy()
    for name in COMPARISONS:
        key = key * (len(LEVELS[name]) + 1) + levels[name].to_numpy().astype(np.int64) + 1
        others = sum(1 << bit for bit, rule in enumerate(EVERY_RULE) if name not in rule.uses)
        key = key * 2 + ((rules == 0) | (rules & others > 0))
    key, count = np.unique(key, return_counts=True)
    found, free = [], []
    for name in reversed(COMPARISONS):
        key, flag = np.divmod(key, 2)
        key, level = np.divmod(key, len(LEVELS[name]) + 1)
        found.append(level - 1)
        free.append(flag == 1)
    columns = np.column_stack(found[::-1]), np.column_stack(free[::-1])
    return Patterns(columns[0], lists, key, columns[1], count.astype(np.float64))


def responsibilities(patterns: Patterns, model: Model) -> Floats:
    """How much each pattern belongs to each class (patterns x CLASSES, rows sum to 1)."""
    logs = np.zeros((len(patterns.count), len(CLASSES)))
    for at, kind in enumerate(CLASSES):
        for column, name in enumerate(COMPARISONS):
            chance = np.append(np.log(model.weights.chance[kind][name]), 0.0)  # -1: nothing said
            logs[:, at] += chance[patterns.levels[:, column]]
    priors = np.array([_prior_of(model.rates[lists]) for lists in patterns.lists])
    logs += np.log(priors)[patterns.of]
    logs -= logs.max(axis=1, keepdims=True)
    share = np.exp(logs)
    result: Floats = share / share.sum(axis=1, keepdims=True)
    return result


def _prior_of(rates: dict[str, float]) -> list[float]:
    rest = max(1 - sum(rates.values()), 1e-9)
    return [rates.get(kind, rest) for kind in CLASSES]


def _rates(
    patterns: Patterns,
    share: Floats,
    pairs: dict[tuple[str, str], int],
    expected: dict[tuple[str, str], dict[str, float]],
) -> dict[tuple[str, str], dict[str, float]]:
    """The share of each class among all pairs of two lists, compared or not."""
    rates: dict[tuple[str, str], dict[str, float]] = {}
    for at, lists in enumerate(patterns.lists):
        here = patterns.of == at
        every = max(pairs[lists], 1)
        rates[lists] = {}
        for column, kind in enumerate(CLASSES):
            if kind != "u":
                found = float((patterns.count * share[:, column])[here].sum())
                behind = PRIOR_FOUND * every / max(expected[lists][kind], 0.1)
                rates[lists][kind] = (found + PRIOR_FOUND) / (every + behind + PRIOR_FOUND)
    return rates


def _matched(
    patterns: Patterns, share: Floats, weights: Weights, prior: float
) -> dict[str, Floats]:
    """m: how the matched pairs spread over the levels of each comparison, among those that a rule
    of another comparison found."""
    matched = patterns.count * share
    found = {}
    for column, name in enumerate(COMPARISONS):
        level = patterns.levels[:, column]
        use = patterns.free[:, column] & (level >= 0)
        seen = np.bincount(level[use], weights=matched[use], minlength=len(LEVELS[name]))
        behind = weights.chance["m"][name] if prior > 1 else np.full(len(seen), 1 / len(seen))
        found[name] = (seen + prior * behind) / (seen.sum() + prior)
    return found


def _chances_of(patterns: Patterns, model: Model, flat: bool) -> dict[str, Floats]:
    """u: how pairs that have nothing to do with each other spread over the levels."""
    unrelated = patterns.count * responsibilities(patterns, model)[:, CLASSES.index("u")]
    found = {}
    for column, name in enumerate(COMPARISONS):
        level = patterns.levels[:, column]
        known = level >= 0
        seen = np.bincount(level[known], weights=unrelated[known], minlength=len(LEVELS[name]))
        shipped = model.weights.chance["u"][name]
        if flat:
            found[name] = (seen + 0.5) / (seen + 0.5).sum()
            continue
        # How many times likelier than shipped, drawn towards once where few are expected.
        ratio = (seen + PRIOR_CHANCES) / (shipped * seen.sum() + PRIOR_CHANCES)
        found[name] = shipped * ratio / (shipped * ratio).sum()
    return found


def _moved(weights: Weights, kind: str, u: dict[str, Floats]) -> dict[str, Floats]:
    """The chances of linked firms or branches where u is what it is here."""
    found = {}
    for name in COMPARISONS:
        row, shipped = weights.chance[kind][name], weights.chance["u"][name]
        found[name] = spread(row, row / shipped, u[name], shipped)
    return found


def spread(row: Floats, ratio: Floats, u: Floats, ordinary: Floats | None = None) -> Floats:
    """Chances of the levels, of which those that are ordinary among unrelated pairs (another town,
    another name) keep their sum and are spread as u is, `ratio` times: where all firms are of one
    town, so are those that are linked."""
    low = (u if ordinary is None else ordinary) >= ORDINARY
    within = u[low] * ratio[low]
    result = row.copy()
    result[low] = row[low].sum() * within / within.sum()
    return result
