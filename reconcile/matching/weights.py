"""The shipped weights: weights.toml, made by `reconcile learn`, as frozen arrays."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np
import numpy.typing as npt

LINKED: Final = ("sister", "branch")
CLASSES: Final = ("m", "u", *LINKED)
COMPARISONS: Final = ("identity", "name", "second_name", "place", "reach", "people", "form")
LEVELS: Final[dict[str, tuple[str, ...]]] = {
    "identity": (
        "different",
        "different_text",
        "misspelt",
        "same_text",
        "same_siren",
        "same_siret",
    ),
    "name": (
        "different",
        "related",
        *(
            f"{likeness}{rarity}"
            for likeness in ("apart", "alike", "contained", "close", "equal")
            for rarity in ("_common", "", "_rare")
        ),
    ),
    "second_name": ("different", "alike", "equal"),
    "place": (
        "town_far",
        "town_other",
        "same_city",
        "far",
        "other_city",
        "other_street",
        "address_elsewhere",
        "same_street",
        "shared_address",
        "same_address",
    ),
    "reach": (
        "different",
        "shared_by_many",
        "misspelt",
        "same_domain",
        "same_phone",
        "same_mail",
        "two_of_them",
    ),
    "people": ("different", "one_name", "misspelt", "same_often", "same"),
    "form": ("different", "kindred", "same"),
}

# Levels that rule each other out by what the two sides give: how often lists give a street must not
# pass for evidence, so the chances of each part sum to 1.
PARTS: Final[dict[str, tuple[int, ...]]] = {"place": (3, 7)}

Floats = npt.NDArray[np.float64]


def normalised(name: str, row: npt.ArrayLike) -> Floats:
    """Chances of the levels of a comparison that sum to 1, or in each of its PARTS."""
    return np.asarray(row, dtype=np.float64) / total(name, row)


def total(name: str, row: npt.ArrayLike) -> Floats:
    """The sum of the part of each level of a comparison."""
    values = np.asarray(row, dtype=np.float64)
    size = np.array(PARTS.get(name, (len(values),)))
    sums = np.add.reduceat(values, np.cumsum(size) - size)
    return np.repeat(sums, size)


@dataclass(frozen=True)
class Weights:
    """chance[class][comparison]: the probability of each level (LEVELS) given that class of pair,
    and its part (PARTS).

    share: how many pairs of each class but u to expect for a record of the shorter list, across
    two lists and within one. background: the names behind a small list. calibration: what a weight
    in bits is worth in truth (two rows: before, after).
    """

    chance: dict[str, dict[str, Floats]]
    share: dict[str, dict[str, float]]
    background: dict[str, float]
    common_words: frozenset[str]
    calibration: Floats


@cache
def shipped() -> Weights:
    """Read weights.toml; ValueError names the row that does not sum to 1 or misses a level."""
    return from_tree(tomllib.loads(shipped_text()), common_words())


def shipped_text() -> str:
    """weights.toml as it stands."""
    return _text("weights.toml")


def common_words() -> frozenset[str]:
    """Trade words that many companies' names hold (common_words.txt)."""
    return frozenset(_text("common_words.txt").split())


def _text(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def from_tree(tree: dict[str, Any], words: frozenset[str]) -> Weights:
    """Weights as they stand in weights.toml; raises ValueError."""
    chance: dict[str, dict[str, Floats]] = {kind: {} for kind in CLASSES}
    for kind in CLASSES:
        for name in COMPARISONS:
            table = tree[name]
            row = np.array([table[level][kind] for level in LEVELS[name]], dtype=np.float64)
            if not np.allclose(row, normalised(name, row), atol=0.01) or (row <= 0).any():
                raise ValueError(f"weights.toml: {name}.{kind} is not a distribution: {row}")
            chance[kind][name] = normalised(name, row)
    calibration = np.array([tree["calibration"]["before"], tree["calibration"]["after"]])
    return Weights(chance, tree["share"], tree["background"], words, calibration)
