"""The shipped weights: weights.toml as frozen arrays."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
import numpy.typing as npt

CLASSES: Final = ("m", "u", "sister", "branch")
COMPARISONS: Final = ("identity", "name", "place", "reach", "people")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Weights:
    """levels: comparison -> names of its levels, lowest first. chance[class][comparison]: the
    probability of each level given that class of pair; prior: expected shares (see the file)."""

    levels: dict[str, tuple[str, ...]]
    chance: dict[str, dict[str, Floats]]
    prior: dict[str, float]
    background: dict[str, float]
    common_words: frozenset[str]


@cache
def shipped() -> Weights:
    """Read weights.toml; ValueError names the row that does not sum to 1 or misses a level."""
    folder = resources.files(__package__)
    tree = tomllib.loads(folder.joinpath("weights.toml").read_text(encoding="utf-8"))
    levels = {name: tuple(tree[name]["levels"]) for name in COMPARISONS}
    chance: dict[str, dict[str, Floats]] = {kind: {} for kind in CLASSES}
    for kind in CLASSES:
        for name in COMPARISONS:
            row = np.array(tree[name][kind], dtype=np.float64)
            if len(row) != len(levels[name]) or abs(row.sum() - 1) > 1e-9 or (row <= 0).any():
                raise ValueError(f"weights.toml: {name}.{kind} is not a distribution: {row}")
            chance[kind][name] = row
    words = folder.joinpath("common_words.txt").read_text(encoding="utf-8").split()
    return Weights(levels, chance, tree["prior"], tree["background"], frozenset(words))
