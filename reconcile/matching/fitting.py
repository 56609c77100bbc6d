"""LEVELS -> MODEL: the shipped weights adapted to the lists at hand (no answers are needed).

u from pairs drawn at random; m, and how many pairs of each class there are, by expectation and
maximisation (EM) on the counts of agreement patterns, with the shipped values as a Dirichlet prior;
then some rounds more with the rivals heard, so that the branches of one body are not taken for its
misspelt name. The counts add up over any partition of the pairs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from .blocking import EVERY_RULE
from .competing import compete
from .model import (
    Lists,
    Model,
    assume,
    contributions,
    expected,
    linked_bits,
    list_pairs,
    of_lists,
    repeated,
)
from .weights import CLASSES, COMPARISONS, LEVELS, LINKED, Weights

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

PRIOR_PAIRS = 100.0  # matched pairs that the shipped m are worth
PRIOR_CHANCES = 0.5  # random pairs of a level that its shipped u is worth
PRIOR_FOUND = 1.0  # pairs of a class that its shipped share is worth
ORDINARY = 0.003  # a level that so many unrelated pairs show is no sign of anything
SAMPLE = 150_000
ROUNDS, ROUNDS_WITH_RIVALS = 60, 4
_SEED: Final = 42


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
    u = _chances_of(_count(chances, sources), start, flat)
    linked = {kind: _moved(weights, kind, u) for kind in LINKED}
    model = replace(start, weights=replace(weights, chance={**weights.chance, "u": u, **linked}))
    patterns = _count(levels, sources)
    aim = _Aim(weights, list_pairs(sources), expected(sources, weights), flat)
    for _ in range(ROUNDS):
        share = responsibilities(patterns, model)
        before = model.weights.chance["m"]
        model = _maximised(model, patterns, share, aim)
        if (
            max(float(np.abs(model.weights.chance["m"][c] - before[c]).max()) for c in before)
            < 1e-4
        ):
            break
    for _ in range(ROUNDS_WITH_RIVALS):
        model = _maximised(model, patterns, _with_rivals(levels, patterns, sources, model), aim)
    return model


@dataclass(frozen=True)
class _Aim:
    """What the estimates are drawn towards: the shipped weights, and for two lists their pairs and
    how many of each class to expect; flat: towards nothing."""

    weights: Weights
    pairs: dict[Lists, int]
    expected: dict[Lists, dict[str, float]]
    flat: bool


@dataclass(frozen=True)
class Patterns:
    """Agreement patterns: levels (patterns x comparisons), the two lists of each (index into
    `lists`), whether a rule that does not use a comparison found them (patterns x comparisons),
    how many pairs show each, and the pattern of each pair."""

    levels: Ints
    lists: tuple[Lists, ...]
    of: Ints
    free: Flags
    count: Floats
    pattern: Ints


def _count(levels: pd.DataFrame, sources: pd.Series) -> Patterns:
    lists, of = of_lists(levels, sources)
    rules = levels["rules"].to_numpy()
    key = of.copy()
    for name in COMPARISONS:
        key = key * (len(LEVELS[name]) + 1) + levels[name].to_numpy().astype(np.int64) + 1
        others = sum(1 << bit for bit, rule in enumerate(EVERY_RULE) if name not in rule.uses)
        key = key * 2 + ((rules == 0) | (rules & others > 0))
    key, pattern, count = np.unique(key, return_inverse=True, return_counts=True)
    found, free = [], []
    for name in reversed(COMPARISONS):
        key, flag = np.divmod(key, 2)
        key, level = np.divmod(key, len(LEVELS[name]) + 1)
        found.append(level - 1)
        free.append(flag == 1)
    columns = np.column_stack(found[::-1]), np.column_stack(free[::-1])
    return Patterns(columns[0], lists, key, columns[1], count.astype(np.float64), pattern)


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


def _with_rivals(
    levels: pd.DataFrame, patterns: Patterns, sources: pd.Series, model: Model
) -> Floats:
    """As `responsibilities`, where rivals are heard: a pair with a better rival is no match."""
    alone = contributions(levels, sources, model).sum(axis=1).to_numpy()
    heard, _ = compete(levels, alone, sources, repeated(model, sources))
    matched = 1 / (1 + np.exp2(-np.clip(heard, -60, 60)))
    linked = {
        kind: np.exp2(np.clip(bits, -60, 60))
        for kind, bits in linked_bits(levels, sources, model).items()
    }
    rest = (1 - matched) / (1 + sum(linked.values()))
    by_class = {"m": matched, "u": rest} | {kind: rest * odds for kind, odds in linked.items()}
    size = len(patterns.count)
    sums = [np.bincount(patterns.pattern, by_class[kind], size) for kind in CLASSES]
    result: Floats = np.column_stack(sums) / patterns.count[:, None]
    return result


def _maximised(model: Model, patterns: Patterns, share: Floats, aim: _Aim) -> Model:
    m = _matched(patterns, share[:, 0], aim)
    rates = _rates(patterns, share, aim)
    return Model(replace(model.weights, chance={**model.weights.chance, "m": m}), rates)


def _rates(patterns: Patterns, share: Floats, aim: _Aim) -> dict[Lists, dict[str, float]]:
    """The share of each class among all pairs of two lists, compared or not."""
    rates: dict[Lists, dict[str, float]] = {}
    for at, lists in enumerate(patterns.lists):
        here = patterns.of == at
        every = max(aim.pairs[lists], 1)
        rates[lists] = {}
        for column, kind in enumerate(CLASSES):
            if kind != "u":
                found = float((patterns.count * share[:, column])[here].sum())
                behind = PRIOR_FOUND * every / max(aim.expected[lists][kind], 0.1)
                rates[lists][kind] = (found + PRIOR_FOUND) / (every + behind + PRIOR_FOUND)
    return rates


def _matched(patterns: Patterns, share: Floats, aim: _Aim) -> dict[str, Floats]:
    """m: how the matched pairs spread over the levels of each comparison, among those that a rule
    of another comparison found; of two lists, those across them, where rivals keep them true."""
    across = np.array([one != other for one, other in patterns.lists])[patterns.of]
    matched = patterns.count * share * (across if across.any() else 1.0)
    found = {}
    for column, name in enumerate(COMPARISONS):
        level = patterns.levels[:, column]
        use = patterns.free[:, column] & (level >= 0)
        seen = np.bincount(level[use], weights=matched[use], minlength=len(LEVELS[name]))
        shipped = aim.weights.chance["m"][name]
        behind = np.full(len(seen), 1 / len(seen)) if aim.flat else PRIOR_PAIRS * shipped
        found[name] = (seen + behind) / (seen + behind).sum()
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
