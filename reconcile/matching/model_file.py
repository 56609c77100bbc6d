"""A club's MODEL as a text that people can read, in the form of weights.toml, and back.

A night weighs with the model that stands in `data/state/models`, so that no merge changes because
an unrelated row came. A file that was changed by hand, broken, or made with other shipped weights
is refused: the model is made again.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Final

import numpy as np
import pandas as pd

from .lessons import Lessons
from .model import Lists, Model
from .weights import CLASSES, COMPARISONS, LEVELS, Weights, shipped_text

FORMAT: Final = 1
_SEAL: Final = "seal = "
_HEADER: Final = """\
# The weights that nights use, adapted to the lists of the clubs. Made by a run: do not edit, a
# changed file is made again. weights.toml says what the numbers are.
"""
GROWN: Final = (
    2.0  # a list so many times longer or shorter than when the model was made needs another
)


@dataclass(frozen=True)
class Kept:
    """A model, what answers taught it, and `answers`, the digest of those answers."""

    model: Model
    lessons: Lessons
    answers: str

    def fits(self, sizes: dict[str, int]) -> bool:
        """Whether lists of these sizes are the ones that the model was made for."""
        known = self.model.sizes
        return all(
            name in known and 1 / GROWN <= size / max(known[name], 1) <= GROWN
            for name, size in sizes.items()
        )


def digest(decisions: pd.DataFrame) -> str:
    """A short name of the answers in force (DECISIONS): "none" where nobody said same or different.
    The order of the answers plays no part, the last about a pair counts."""
    last = decisions.drop_duplicates(["left_id", "right_id"], keep="last")
    last = last[last["answer"].isin(["same", "different"])]
    if last.empty:
        return "none"
    lines = sorted(last["left_id"] + " " + last["right_id"] + " " + last["answer"])
    return sha256("\n".join(lines).encode()).hexdigest()[:16]


def version() -> str:
    """Names the form of the file and the shipped weights behind it."""
    return f"{FORMAT}-{sha256(shipped_text().encode()).hexdigest()[:12]}"


def to_text(kept: Kept) -> str:
    """The text of a model file; `from_text` gives the same values with six digits."""
    model, lines = kept.model, []
    lines.append(f"version = {json.dumps(version())}")
    lines.append(f"answers = {json.dumps(kept.answers)}  # the answers in force when it was made")
    lines += ["", "[sizes]  # the records of each list"]
    lines += [f"{json.dumps(name)} = {size}" for name, size in model.sizes.items()]
    for (one, other), rate in model.rates.items():
        lines += ["", "[[rates]]  # the share of each class among the pairs of two lists"]
        lines.append(f"lists = {json.dumps([one, other])}")
        lines += [f"{kind} = {value:.6g}" for kind, value in rate.items()]
    for name in COMPARISONS:
        lines += ["", f"[{name}]"]
        for at, level in enumerate(LEVELS[name]):
            chance = model.weights.chance
            row = [f"{kind} = {chance[kind][name][at]:.6g}" for kind in CLASSES]
            row.append(f"learned = {kept.lessons.bits[name][at]:.6g}")
            lines.append(f"{level} = {{ {', '.join(row)} }}")
    lines += ["", "[learned]  # bits that answers add to doubtful pairs, and to each level above"]
    lines += [f"all = {kept.lessons.every:.6g}"]
    lines += ["", "[crowds]  # to the doubtful pairs that hang together with a record"]
    lines += [f"{json.dumps(name)} = {bits:.6g}" for name, bits in kept.lessons.crowds.items()]
    for pair, bits in kept.lessons.settled.items():
        lines += ["", "[[settled]]  # to a pair, as one of the two was called the same as a third"]
        lines += [f"pair = {json.dumps(pair)}", f"bits = {bits:.6g}"]
    lines.append("")
    body = "\n".join(lines)
    return f"{_HEADER}{_SEAL}{json.dumps(_seal(body))}\n{body}"


def _seal(body: str) -> str:
    return sha256(body.encode()).hexdigest()[:16]


def from_text(text: str, weights: Weights) -> Kept:
    """Read a model file; ValueError where it is damaged or of another version. weights: the shipped
    ones, which give what a model does not learn."""
    head, _, body = text.replace("\r\n", "\n").partition(_SEAL)
    seal, _, body = body.partition("\n")
    if not head.startswith("#") or seal != json.dumps(_seal(body)):
        raise ValueError("the model file was changed or cut off")
    tree = tomllib.loads(body)
    if tree["version"] != version():
        raise ValueError(f"the model file is of version {tree['version']}")
    return _kept(tree, weights)


def _kept(tree: dict[str, Any], weights: Weights) -> Kept:
    levels = {name: [tree[name][level] for level in LEVELS[name]] for name in COMPARISONS}
    chance = {
        kind: {name: np.array([row[kind] for row in rows], float) for name, rows in levels.items()}
        for kind in CLASSES
    }
    rates: dict[Lists, dict[str, float]] = {
        (row["lists"][0], row["lists"][1]): {
            kind: float(row[kind]) for kind in CLASSES if kind != "u"
        }
        for row in tree["rates"]
    }
    bits = {
        name: np.array([row["learned"] for row in rows], float) for name, rows in levels.items()
    }
    model = Model(replace(weights, chance=chance), dict(tree["sizes"]), rates)
    crowds = {name: float(value) for name, value in tree.get("crowds", {}).items()}
    settled = {(one["pair"][0], one["pair"][1]): one["bits"] for one in tree.get("settled", [])}
    lessons = Lessons(float(tree["learned"]["all"]), bits, crowds, settled)
    return Kept(model, lessons, tree["answers"])
