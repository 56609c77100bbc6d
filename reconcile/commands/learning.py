"""`reconcile learn`: the shipped weights, counted on invented lists whose truth is known.

m, u and the chances of linked firms and branches are counted on some draws of the generator; the
calibration is measured on others, with all the rest of the engine at work. The same code makes the
same file, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import isotonic_regression

from .. import matching, synthetic
from ..matching import Bands, Weights
from ..matching.blocking import block
from ..matching.comparisons import compare
from ..matching.fitting import at_random, spread
from ..matching.weights import CLASSES, COMPARISONS, LEVELS, LINKED, common_words, normalised, total
from ..standardise import standardise
from ..tables import empty
from . import lists

Floats = npt.NDArray[np.float64]

# How many draws of each kind of lists: those of clubs, which are what most people bring, most.
DRAWS: Final = {
    "clubs": 18,
    "clean": 3,
    "poor": 2,
    "offices": 2,
    "training": 3,
    "guides": 3,
    "names": 1,
}
SIZES: Final = ((700, 600, 200), (300, 500, 90), (900, 900, 350), (60, 90, 15), (1200, 400, 250))
FIRST_SEED, SEEDS_OF_CALIBRATION = 1_000, (5_000, 15_000, 25_000)
BACKGROUND: Final = {"names": 2000, "common": 0.01}
MATCHED_SHARE: Final = {"across": 0.25, "within": 0.04}  # what clubs have, not what we invented
STEP_BITS, LEAST_PAIRS = 1.0, 40.0
LEAST_SEEN = 0.05  # unrelated pairs that a level never seen in a draw is worth
_FLAT: Final = np.array([[-40.0, 40.0], [-40.0, 40.0]])
_HEADER: Final = """\
# The shipped weights of the Fellegi-Sunter model, made by `reconcile learn` from invented lists.
# Do not edit: change the generator (reconcile/synthetic) or the comparisons, and learn again.
#   m        pairs that are one member
#   u        pairs that have nothing to do with each other
#   sister   linked firms: a holding and its subsidiary, an SCI and the firm in its building, a
#            father's and a son's; they share address, phone and director
#   branch   two sites of one body, or two shops of one brand: they share name and domain
# Each number is how often a pair of that class shows that level, where both sides say something;
# of a place, where both sides give a street, or one does not (the three first levels).
# comparisons.py and names.py say what the levels are.
"""


@dataclass(frozen=True)
class Drawn:
    """Two invented lists: RECORDS, left list first, and a number for the firm, the kin and the
    brand of each record."""

    records: pd.DataFrame
    firm: npt.NDArray[np.int64]
    kin: npt.NDArray[np.int64]
    brand: npt.NDArray[np.int64]

    def classes(self, left: Any, right: Any) -> npt.NDArray[np.object_]:
        """The class of each pair of positions: m, sister, branch or u."""
        same = [of[left] == of[right] for of in (self.firm, self.kin, self.brand)]
        return np.select(same, ["m", "sister", "branch"], "u").astype(object)


def planned(first_seed: int) -> Iterator[tuple[int, int, int, int, str]]:
    """What synthetic.draw takes, for each of DRAWS."""
    for kind, (regime, many) in enumerate(DRAWS.items()):
        for nth in range(many):
            left, right, shared = SIZES[(nth + kind) % len(SIZES)]
            yield first_seed + 100 * kind + nth, left, right, shared, regime


def draws(first_seed: int) -> Iterator[Drawn]:
    """The lists to learn from, again the same for the same seed."""
    for plan in planned(first_seed):
        yield read(synthetic.draw(*plan))


def read(draw: synthetic.Draw) -> Drawn:
    """A draw as the engine reads two lists."""
    raw = lists.as_raw(draw.left, draw.right)
    records = standardise(raw, empty("columns")).records
    ids = pd.concat([draw.left["id"], draw.right["id"]])
    labels = draw.labels.set_index("id").loc[ids]
    firm, kin, brand = (pd.factorize(labels[name])[0] for name in ("firm", "kin", "brand"))
    return Drawn(records, firm, kin, brand)


def learn() -> str:
    """The text of weights.toml."""
    weights = Weights({}, {}, dict(BACKGROUND), common_words(), _FLAT)
    chance, share = _count(weights)
    rounded = _rounded({"chance": chance, "share": share})
    weights = replace(weights, chance=rounded["chance"], share=rounded["share"])
    return _text(weights, _calibration(weights))


@dataclass
class _Counts:
    """What the draws show, for one comparison: pairs of each class by level, all draws together;
    the same for m and the linked classes if they were spread as u; the logs of each draw's u."""

    seen: dict[str, Floats]
    if_u: dict[str, Floats]
    logs: list[Floats]


def _count(weights: Weights) -> tuple[dict[str, dict[str, Floats]], dict[str, dict[str, float]]]:
    """The chances of each level by class, and the share of linked firms and branches."""
    counts = {
        name: _Counts(
            {one: np.full(len(LEVELS[name]), 0.5) for one in CLASSES},
            {one: np.full(len(LEVELS[name]), 0.5) for one in CLASSES},
            [],
        )
        for name in COMPARISONS
    }
    found = {where: dict.fromkeys(LINKED, 0.0) for where in ("across", "within")}
    sizes = dict.fromkeys(found, 0.0)
    for drawn in draws(FIRST_SEED):
        levels, weight = _compared(drawn, weights)
        left, right = levels["left"].to_numpy(), levels["right"].to_numpy()
        kind = drawn.classes(left, right)
        for name in COMPARISONS:
            _add(name, counts[name], levels[name].to_numpy(), kind, weight)
        source = drawn.records["source"].to_numpy()
        across = source[left] != source[right]
        for where, here in (("across", across), ("within", ~across)):
            smaller = int(pd.Series(source).value_counts().min())
            sizes[where] += smaller if where == "across" else len(source)
            for one in LINKED:
                found[where][one] += weight[here & (kind == one)].sum()
    share = {
        where: {"m": MATCHED_SHARE[where]} | {one: row[one] / sizes[where] for one in LINKED}
        for where, row in found.items()
    }
    chances = {name: _chances(name, count) for name, count in counts.items()}
    return {one: {name: chances[name][one] for name in COMPARISONS} for one in CLASSES}, share


def _add(name: str, counts: _Counts, level: Any, kind: Any, weight: Floats) -> None:
    """Count one draw. What it never compares (a list without streets) teaches nothing of u."""
    size = len(counts.seen["u"])
    by_class = {
        one: np.bincount(level[use], weight[use], size)
        for one in CLASSES
        for use in [(kind == one) & (level >= 0)]
    }
    counts.seen["m"] += by_class["m"]
    known = total(name, by_class["u"]) >= size
    u = normalised(name, by_class["u"] + LEAST_SEEN)
    counts.logs.append(np.where(known, np.log(u), np.nan))
    for one in CLASSES[1:]:
        counts.seen[one] += np.where(known, by_class[one], 0.0)
        counts.if_u[one] += np.where(known, total(name, by_class[one]) * u, 0.0)


def _chances(name: str, counts: _Counts) -> dict[str, Floats]:
    """u is the middle (of the logs) of the draws. How linked firms and branches differ is spread as
    u is, by how many times likelier than u they show a level: `fitting.spread`."""
    u = normalised(name, np.exp(np.nanmean(counts.logs, axis=0)))
    found = {"m": normalised(name, counts.seen["m"]), "u": u}
    for one in LINKED:
        ratio = counts.seen[one] / counts.if_u[one]
        row = normalised(name, counts.seen[one])
        found[one] = normalised(name, spread(name, row, ratio, u))
    return found


def _compared(drawn: Drawn, weights: Weights) -> tuple[pd.DataFrame, Floats]:
    """LEVELS that stand for all pairs, and how many pairs each row stands for: those that blocking
    finds or that belong together, and a sample of the rest."""
    records, size = drawn.records, len(drawn.records)
    near = block(records).pairs
    left, right = np.triu_indices(size, k=1)
    kin = np.flatnonzero(drawn.classes(left, right) != "u")
    keys = np.unique(np.r_[near["left"] * size + near["right"], left[kin] * size + right[kin]])
    drawn_keys = at_random(records)
    rest = np.setdiff1d(drawn_keys["left"] * size + drawn_keys["right"], keys)
    both = np.r_[keys, rest]
    pairs = pd.DataFrame({"left": both // size, "right": both % size, "rules": 0})
    stands = (size * (size - 1) / 2 - len(keys)) / max(len(rest), 1)
    weight = np.r_[np.ones(len(keys)), np.full(len(rest), stands)]
    return compare(records, pairs, weights), weight


def _calibration(weights: Weights) -> Floats:
    """What weights of so many bits were worth: knots of a rising line (before, after)."""
    bits, hit = [], []
    bands = Bands(0.99, 0.05)
    for drawn in chain.from_iterable(map(draws, SEEDS_OF_CALIBRATION)):
        scores = matching.weigh(drawn.records, weights, bands).scores
        source = drawn.records["source"].to_numpy()
        across = source[scores["left"].to_numpy()] != source[scores["right"].to_numpy()]
        scores = scores[across]
        bits.append(scores["weight_bits"].to_numpy())
        kind = drawn.classes(scores["left"].to_numpy(), scores["right"].to_numpy())
        hit.append((kind == "m").astype(np.float64))
    return knots(np.concatenate(bits), np.concatenate(hit))


def knots(bits: Floats, hit: Floats) -> Floats:
    """The weights in steps of STEP_BITS, and the log odds in bits that pairs of them are true,
    made to rise; each step holds LEAST_PAIRS pairs at least."""
    step = np.round(np.clip(bits, -8, 14) / STEP_BITS)
    table = pd.DataFrame({"step": step, "bits": bits, "hit": hit}).groupby("step")
    seen = table.agg(bits=("bits", "mean"), true=("hit", "sum"), n=("hit", "size"))
    seen = seen[seen["n"] >= LEAST_PAIRS]
    share = (seen["true"] + 0.5) / (seen["n"] + 1)
    rising = isotonic_regression(share.to_numpy(), weights=seen["n"].to_numpy(np.float64)).x
    after = np.log2(rising / (1 - rising))
    return np.array([seen["bits"].to_numpy(), after])


def _rounded(tree: Any) -> Any:
    """Numbers with three digits, as they are written."""
    if isinstance(tree, dict):
        return {key: _rounded(value) for key, value in tree.items()}
    if isinstance(tree, np.ndarray):
        return np.array([float(f"{value:.3g}") for value in tree])
    return float(f"{tree:.3g}")


def _text(weights: Weights, calibration: Floats) -> str:
    lines = [_HEADER]
    for name in COMPARISONS:
        lines.append(f"[{name}]")
        for at, level in enumerate(LEVELS[name]):
            row = ", ".join(f"{kind} = {weights.chance[kind][name][at]:.3g}" for kind in CLASSES)
            lines.append(f"{level} = {{ {row} }}")
        lines.append("")
    lines.append("[share]  # pairs of each class to expect, per record of the shorter list")
    for where, shares in weights.share.items():
        told = ", ".join(f"{kind} = {value:.3g}" for kind, value in shares.items())
        lines.append(f"{where} = {{ {told} }}")
    lines += ["", "[background]  # the names behind a small list, and how many hold a trade word"]
    lines += [f"{key} = {value}" for key, value in weights.background.items()]
    lines += ["", "[calibration]  # what a weight in bits was worth, in bits, on other lists"]
    for key, row in zip(("before", "after"), calibration, strict=True):
        lines.append(f"{key} = [{', '.join(f'{value:.2f}' for value in row)}]")
    return "\n".join([*lines, ""])
