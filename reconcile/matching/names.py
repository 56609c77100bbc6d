"""How alike the names of two companies are, any name of one against any of the other.

A company has up to three names (company, trade, former) and often shows one in its web or mail
domain (aliases.py). What counts is how alike the best two are, and how rare the words that they
share; and, where both companies have two names, how alike the other two are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz, process

from .rarity import Rarity, rarity
from .weights import Weights

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]
Levels = npt.NDArray[np.int8]

DIFFERENT, RELATED, APART, ALIKE, CONTAINED, CLOSE, EQUAL = range(7)
RARE_BITS: Final = (10.0, 16.0)  # shared words: common below, rare from the second on
STEPS: Final = len(RARE_BITS) + 1
CLOSE_RATIO, CLOSE_SHARE = 85.0, 0.92
CONTAINED_SHARE, CONTAINED_BITS = 0.92, 5.0
ALIKE_SHARE, ALIKE_RATIO = 0.5, 76.0
APART_BITS = 4.0  # bits of words that each name has for itself
RELATED_BITS, RELATED_RATIO = 5.5, 62.0
KINDS: Final = ("name_key", "trade_key", "former_key")
COMPANY, TRADE, FORMER = range(len(KINDS))


@dataclass(frozen=True)
class Names:
    """The distinct names of all kinds: texts and letters (without spaces), the length of these,
    and rarity; codes: records x KINDS, a name's place among them, -1 where missing or the same as
    the company's name."""

    texts: Texts
    letters: Texts
    length: Ints
    rare: Rarity
    codes: Ints


@dataclass(frozen=True)
class Ways:
    """Each way to set a name of a pair's left side beside one of its right: the pair's position,
    which kinds (left kind x len(KINDS) + right kind), and the codes of the two names."""

    pair: Ints
    kinds: Ints
    left: Ints
    right: Ints


def read(records: pd.DataFrame, weights: Weights) -> Names:
    """The names of RECORDS."""
    every = pd.concat([records[name] for name in KINDS], ignore_index=True)
    codes, distinct = pd.factorize(every)
    held = np.bincount(codes[codes >= 0], minlength=len(distinct)).astype(np.int64)
    texts = pd.Series(distinct, dtype="str")
    table = codes.reshape(len(KINDS), len(records)).T.astype(np.int64)
    table[table[:, TRADE] == table[:, COMPANY], TRADE] = -1
    letters = texts.str.replace(" ", "")
    length = letters.str.len().to_numpy(np.int64)
    return Names(
        texts.to_numpy(dtype=object),
        letters.to_numpy(dtype=object),
        length,
        rarity(texts, held, weights),
        table,
    )


def ways(names: Names, left: Ints, right: Ints) -> Ways:
    """All ways; a former name is never set beside a former name."""
    parts = [np.zeros((4, 0), dtype=np.int64)]
    for one in range(len(KINDS)):
        for other in range(len(KINDS)):
            a, b = names.codes[left, one], names.codes[right, other]
            at = np.flatnonzero((a >= 0) & (b >= 0))
            if len(at) and not (one == other == FORMER):
                kinds = np.full(len(at), one * len(KINDS) + other)
                parts.append(np.stack([at, kinds, a[at], b[at]]))
    return Ways(*np.concatenate(parts, axis=1))


def best(found: Ways, likeness: Levels, bits: Floats, size: int) -> tuple[Levels, Floats]:
    """The most alike of the ways of each pair, -1 where there is none, and its bits."""
    most, known = np.full(size, -1, dtype=np.int8), np.zeros(size)
    order = np.lexsort((bits, likeness))
    most[found.pair[order]] = likeness[order]  # the last of a pair stays
    known[found.pair[order]] = bits[order]
    return most, known


def second(found: Ways, likeness: Levels, size: int) -> Levels:
    """How alike the other two names are where both sides have a company and a trade name: the two
    names of one side are set against those of the other in the better way, and the worse of the two
    likenesses counts. -1 where a side has one name."""
    grid = np.full((size, len(KINDS) ** 2), -1, dtype=np.int8)
    grid[found.pair, found.kinds] = likeness
    company, trade = COMPANY * len(KINDS), TRADE * len(KINDS)
    straight = np.minimum(grid[:, company + COMPANY], grid[:, trade + TRADE])
    crossed = np.minimum(grid[:, company + TRADE], grid[:, trade + COMPANY])
    worse = np.maximum(straight, crossed)
    level = np.select([worse < 0, worse >= CLOSE, worse >= ALIKE], [-1, 2, 1], 0)
    return level.astype(np.int8)


def stepped(likeness: Levels, bits: Floats) -> Levels:
    """Likeness and rarity as one level: from `apart` on, each is parted by the bits shared."""
    step = np.digitize(bits, RARE_BITS)
    level = np.where(likeness < APART, likeness, APART + (likeness - APART) * STEPS + step)
    return level.astype(np.int8)


def likeness(names: Names, left: Ints, right: Ints) -> tuple[Levels, Floats]:
    """How alike pairs of coded names are, DIFFERENT to EQUAL, and the bits of what they share."""
    rare, letters = names.rare, names.letters
    shared = rare.shared(left, right)
    low = np.minimum(rare.total[left], rare.total[right])
    high = np.maximum(rare.total[left], rare.total[right])
    start, digits = _codes(letters, 2), _digits(names.texts)
    worth = np.flatnonzero((shared >= 0.25 * low) | (start[left] == start[right]))
    one, other = left[worth], right[worth]
    ratio = np.zeros(len(left))
    sorted_words = _ratios(names.texts, one, other, fuzz.token_sort_ratio, RELATED_RATIO)
    ratio[worth] = np.maximum(sorted_words, _ratios(letters, one, other, fuzz.ratio, ALIKE_RATIO))
    one_number = digits[left] == digits[right]  # "Lycée 2" is not a misspelt "Lycée 3"
    spelt = pd.factorize(letters)[0]
    same = (spelt[left] == spelt[right]) | ((ratio == 100) & (shared > 0.999 * high))
    near = ((ratio >= CLOSE_RATIO) | (shared >= CLOSE_SHARE * high)) & one_number
    inside = (shared >= CONTAINED_SHARE * low) & (shared >= CONTAINED_BITS)
    apart = (shared >= RELATED_BITS) & (low - shared >= APART_BITS)
    partly = (shared >= ALIKE_SHARE * high) | (ratio >= ALIKE_RATIO)
    little = (shared >= RELATED_BITS) | (ratio >= RELATED_RATIO)
    found = np.select(
        [same, near, inside, apart, partly, little],
        [EQUAL, CLOSE, CONTAINED, APART, ALIKE, RELATED],
        DIFFERENT,
    ).astype(np.int8)
    return found, np.where(found >= CLOSE, np.maximum(shared, low), shared)


def _codes(texts: Texts, letters: int) -> Ints:
    """A number for the first letters of each text."""
    codes: Ints = pd.factorize(np.array([text[:letters] for text in texts], dtype=object))[0]
    return codes


def _digits(texts: Texts) -> Ints:
    """A number for the digits of each text."""
    digits = pd.Series(texts, dtype="str").str.replace(r"\D", "", regex=True)
    codes: Ints = pd.factorize(digits)[0]
    return codes


def _ratios(texts: Texts, left: Ints, right: Ints, scorer: Any, least: float) -> Floats:
    """Likeness in percent of pairs of texts, 0 below `least`."""
    found = process.cpdist(texts[left], texts[right], scorer=scorer, score_cutoff=least, workers=-1)
    return np.asarray(found, dtype=np.float64)
