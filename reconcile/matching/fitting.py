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
    Patterns,
    assume,
    class_bits,
    contributions,
    count_patterns,
    expected,
    list_pairs,
    repeated,
)
from .weights import CLASSES, COMPARISONS, LEVELS, LINKED, Weights, normalised, total

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

PRIOR_PAIRS = 100.0  # pairs of a class that its shipped chances are worth
PRIOR_CHANCES = 0.5  # random pairs of a level that its shipped u is worth
PRIOR_FOUND = 0.25  # pairs of a class that its shipped share is worth
# and beside that so many times those expected: linked firms are too few to be counted well.
PRIOR_SHARE: Final = {"m": 0.0, "sister": 1.0, "branch": 0.0}
ORDINARY = 0.003  # a level that so many unrelated pairs show is no sign of anything
SAMPLE = 60_000
ROUNDS, ROUNDS_WITH_RIVALS = 60, 3
SETTLED = 1e-4  # m that moves less is found
_SAID: Final = ["name_key", "trade_key", "street_key", "street_no", "city_key", "postcode", "siren"]


def at_random(records: pd.DataFrame) -> pd.DataFrame:
    """PAIRS drawn by chance from all (all of them where they are few): left < right, rules 0.

    The records are laid in a ring by a hash of what they say, and each is paired with the next
    ones: the order of the rows plays no part, and a row more changes few pairs."""
    size = len(records)
    if size * (size - 1) // 2 <= SAMPLE:
        left, right = np.triu_indices(size, k=1)
    else:
        ring = np.argsort(pd.util.hash_pandas_object(records[_SAID], index=False), kind="stable")
        steps = np.arange(1, -(-SAMPLE // size) + 1)
        one, other = np.tile(ring, len(steps)), np.concatenate([np.roll(ring, -n) for n in steps])
        left, right = np.minimum(one, other), np.maximum(one, other)
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
    u = _chances_of(_marked(chances, sources), start, flat)
    linked = {kind: _moved(weights, kind, u) for kind in LINKED}
    model = replace(start, weights=replace(weights, chance={**weights.chance, "u": u, **linked}))
    patterns = _marked(levels, sources)
    aim = _Aim(model.weights, list_pairs(start.sizes), expected(start.sizes, weights), flat)
    for _ in range(ROUNDS):
        before = model.weights.chance["m"]
        model = _maximised(model, patterns, responsibilities(patterns, model), aim)
        after = model.weights.chance["m"]
        if max(float(np.abs(after[name] - before[name]).max()) for name in before) < SETTLED:
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


def _marked(levels: pd.DataFrame, sources: pd.Series) -> Patterns:
    """Patterns of LEVELS, marked by the comparisons that may learn from them: a bit for each."""
    rules, mark = levels["rules"].to_numpy(), np.zeros(len(levels), dtype=np.int64)
    for column, name in enumerate(COMPARISONS):
        others = sum(1 << bit for bit, rule in enumerate(EVERY_RULE) if name not in rule.uses)
        mark |= ((rules == 0) | (rules & others > 0)).astype(np.int64) << column
    return count_patterns(levels, sources, mark)


def responsibilities(patterns: Patterns, model: Model) -> Floats:
    """How much each pattern belongs to each class (patterns x CLASSES, rows sum to 1)."""
    bits = class_bits(patterns, model)
    odds = [bits[kind].sum(axis=1).to_numpy() if kind != "u" else 0.0 for kind in CLASSES]
    table = np.column_stack(np.broadcast_arrays(*odds))
    share = np.exp2(table - table.max(axis=1, keepdims=True))
    result: Floats = share / share.sum(axis=1, keepdims=True)
    return result


def _with_rivals(
    levels: pd.DataFrame, patterns: Patterns, sources: pd.Series, model: Model
) -> Floats:
    """As `responsibilities`, where rivals are heard: a pair with a better rival is no match."""
    alone = contributions(patterns, model).sum(axis=1).to_numpy()[patterns.pattern]
    heard, _ = compete(levels, alone, sources, repeated(model))
    size = len(patterns.count)
    pairs = 1 / (1 + np.exp2(-np.clip(heard, -60, 60)))
    matched = np.bincount(patterns.pattern, pairs, size) / patterns.count
    share = responsibilities(patterns, model)
    rest = share[:, 1:] / share[:, 1:].sum(axis=1, keepdims=True)
    return np.column_stack([matched, rest * (1 - matched)[:, None]])


def _maximised(model: Model, patterns: Patterns, share: Floats, aim: _Aim) -> Model:
    chance = {"u": model.weights.chance["u"]}
    for column, kind in enumerate(CLASSES):
        if kind != "u":
            chance[kind] = _spread_of(kind, patterns, share[:, column], aim)
    rates = _rates(patterns, share, aim)
    return replace(model, weights=replace(model.weights, chance=chance), rates=rates)


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
                likely = max(aim.expected[lists][kind], 0.1)
                prior = PRIOR_FOUND + PRIOR_SHARE[kind] * likely
                rates[lists][kind] = (found + prior) / (every + prior * every / likely + prior)
    return rates


def _spread_of(kind: str, patterns: Patterns, share: Floats, aim: _Aim) -> dict[str, Floats]:
    """How the pairs of a class spread over the levels of each comparison, among those that a rule
    of another comparison found. m is learned from the pairs across two lists, where rivals keep
    them true."""
    across = np.array([one != other for one, other in patterns.lists])[patterns.of]
    pairs = patterns.count * share * (across if kind == "m" and across.any() else 1.0)
    found = {}
    for column, name in enumerate(COMPARISONS):
        level = patterns.levels[:, column]
        use = (patterns.mark >> column & 1 == 1) & (level >= 0)
        seen = np.bincount(level[use], weights=pairs[use], minlength=len(LEVELS[name]))
        shipped = aim.weights.chance[kind][name]
        if aim.flat and kind == "m":
            behind = np.full(len(seen), 1 / len(seen))
        else:
            behind = PRIOR_PAIRS * shipped
        found[name] = normalised(name, seen + behind)
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
            found[name] = normalised(name, seen + 0.5)
            continue
        # How many times likelier than shipped, drawn towards once where few are expected.
        ratio = (seen + PRIOR_CHANCES) / (shipped * total(name, seen) + PRIOR_CHANCES)
        found[name] = normalised(name, shipped * ratio)
    return found


def _moved(weights: Weights, kind: str, u: dict[str, Floats]) -> dict[str, Floats]:
    """The chances of linked firms or branches where u is what it is here."""
    found = {}
    for name in COMPARISONS:
        row, shipped = weights.chance[kind][name], weights.chance["u"][name]
        found[name] = normalised(name, spread(name, row, row / shipped, u[name], shipped))
    return found


def spread(
    name: str, row: Floats, ratio: Floats, u: Floats, ordinary: Floats | None = None
) -> Floats:
    """Chances of the levels of a comparison, of which those that are ordinary among unrelated pairs
    (another town, another name) keep their sum and are spread as u is, `ratio` times: where all
    firms are of one town, so are those that are linked."""
    low = (u if ordinary is None else ordinary) >= ORDINARY
    within = np.where(low, u * ratio, 0.0)
    share = within / np.maximum(total(name, within), 1e-300)
    result: Floats = np.where(low, total(name, np.where(low, row, 0.0)) * share, row)
    return result
