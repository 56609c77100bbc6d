"""The words of the invented world, read from words.toml and places.toml."""

from __future__ import annotations

import random
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import accumulate
from typing import Any, Final

from .text import squeeze

SURNAME_RANKS = 12  # a larger number makes the first words less frequent
PLURAL: Final = "p"


@dataclass(frozen=True)
class Pool:
    """Texts and their weights, cumulated."""

    items: tuple[str, ...]
    ends: tuple[float, ...]

    def pick(self, rng: random.Random) -> str:
        """One text, by weight."""
        return self.items[min(bisect_right(self.ends, rng.random() * self.ends[-1]), self.last)]

    @property
    def last(self) -> int:
        """Position of the last text."""
        return len(self.items) - 1


@dataclass(frozen=True)
class Trade:
    """An activity as names spell it, and how adjectives agree with it."""

    name: str
    feminine: bool
    plural: bool


@dataclass(frozen=True)
class Commune:
    """A town: postcodes as often as they are used, start of its phone numbers."""

    name: str
    postcodes: tuple[str, ...]
    weight: float
    phone: str


@dataclass(frozen=True)
class Vocabulary:
    """All words. trades: class -> activities, frequent first; pools: word of a template -> texts;
    styles: style of name -> templates; writing, places: lists as the files give them."""

    surnames: Pool
    first_names: Pool
    women: frozenset[str]
    trades: Mapping[str, tuple[Trade, ...]]
    pools: Mapping[str, Pool]
    styles: Mapping[str, Pool]
    short: tuple[tuple[str, str], ...]
    swaps: tuple[tuple[str, str], ...]
    towns: Mapping[str, tuple[Commune, ...]]
    street_short: Mapping[str, tuple[str, ...]]
    street_titles: tuple[tuple[str, str], ...]
    zones_short: tuple[tuple[str, str], ...]
    common: frozenset[str]


def split(text: str) -> tuple[str, ...]:
    """Texts parted by commas."""
    return tuple(part.strip() for part in text.replace("\n", " ").split(",") if part.strip())


def pool(items: Iterable[str], weights: Iterable[float] | None = None) -> Pool:
    """A pool; all weights are 1 unless told."""
    texts = tuple(items)
    return Pool(texts, tuple(accumulate(weights or [1.0] * len(texts))))


def zipf(items: Iterable[str], shift: int) -> Pool:
    """A pool in which the word of rank r weighs 1 / (r + shift)."""
    texts = tuple(items)
    return pool(texts, [1 / (rank + shift) for rank in range(len(texts))])


def weighted(lines: Iterable[str]) -> Pool:
    """A pool of lines that begin with their weight."""
    parts = [line.split(" ", 1) for line in lines]
    return pool([text for _, text in parts], [float(weight) for weight, _ in parts])


def _trades(table: Mapping[str, str]) -> dict[str, tuple[Trade, ...]]:
    kinds: dict[str, list[Trade]] = {}
    for key, text in table.items():
        kind, gender = key.split("_")
        kinds.setdefault(kind, []).extend(
            Trade(name, gender[0] == "f", gender.endswith(PLURAL)) for name in split(text)
        )
    return {kind: tuple(trades) for kind, trades in kinds.items()}


def _women(words: Mapping[str, str]) -> frozenset[str]:
    men, names = split(words["men_in_e"]), split(words["first_names"])
    endings = {name for name in names if name[-1] in "ea" and name not in men}
    return frozenset(endings) | frozenset(split(words["women_else"]))


def _common(words: Mapping[str, Mapping[str, str]]) -> frozenset[str]:
    """Words that tell no firm from another, squeezed."""
    lists = [words["pools"][key] for key in ("generic", "invented_end", "region", "plus", "school")]
    texts = " ".join([*lists, *words["trades"].values()]).replace(",", " ")
    return frozenset(squeeze(word).lower() for word in texts.split())


def _commune(line: str) -> Commune:
    name, codes, weight, phone = (part.strip() for part in line.split("|"))
    return Commune(name, tuple(codes.split()), float(weight), phone)


def _pairs(rows: Iterable[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((row[0], row[1]) for row in rows)


def _read(file: str) -> dict[str, Any]:
    text = resources.files(__package__).joinpath(file).read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def shipped() -> Vocabulary:
    """The vocabulary of the two files."""
    words, places = _read("words.toml"), _read("places.toml")
    lists = words["pools"] | {
        key: text
        for table in (words["writing"], words["brands"], places["streets"])
        for key, text in table.items()
        if isinstance(text, str)
    }
    styles = words["styles"] | {"brand": words["brands"]["names"], "site": words["brands"]["sites"]}
    return Vocabulary(
        zipf(split(words["surnames"]), SURNAME_RANKS),
        zipf(split(words["first_names"]), SURNAME_RANKS),
        _women(words),
        _trades(words["trades"]),
        {key: pool(split(text)) for key, text in lists.items()},
        {style: weighted(lines) for style, lines in styles.items()},
        _pairs(words["writing"]["short"]),
        _pairs(words["writing"]["swaps"]),
        {
            key: tuple(map(_commune, text.strip().splitlines()))
            for key, text in places["towns"].items()
        },
        {row[0]: tuple(row[1:]) for row in places["streets"]["short"]},
        _pairs(places["streets"]["titles"]),
        _pairs(places["streets"]["zones_short"]),
        _common(words),
    )
