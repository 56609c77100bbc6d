"""Words of names, with how rare each is: what a shared word is worth.

Rarity is counted in bits: a word that one name in 1,000 holds is worth 10. A small list is judged
against a background of names (weights.toml), in which the common trade words are common. A word
one typing error away from another ("LOOIRE", "LOIRE") counts as nearly the same, and is no rarer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import OSA
from scipy import sparse

from .values import words
from .weights import Weights

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SHORTEST_NEAR = 4  # letters of a word that may be misspelt: in shorter ones every letter counts
SMALL_WORDS: Final = "DE DU DES D LA LE LES L A AU AUX ET EN SUR".split()
SMALL_BITS = 0.5  # they say next to nothing, however rare they are in a small list
SLICE = 100_000  # pairs looked at in one go, for a bounded memory


@dataclass(frozen=True)
class Rarity:
    """words: texts x words, each word weighed by the root of its bits; near: the same, with the
    words one typing error away; total: bits of each text's words."""

    words: Any
    near: Any
    total: Floats

    def shared(self, left: Ints, right: Ints) -> Floats:
        """Bits of the words that each pair of texts shares, at most all bits of the lesser."""
        found = np.zeros(len(left))
        for start in range(0, len(left), SLICE):
            part = slice(start, start + SLICE)
            ways = (left[part], right[part]), (right[part], left[part])
            sums = [self.words[one].multiply(self.near[other]).sum(axis=1) for one, other in ways]
            found[part] = np.asarray(np.minimum(*sums)).ravel()
        return np.minimum(found, np.minimum(self.total[left], self.total[right]))


def rarity(texts: pd.Series, counts: Ints, weights: Weights) -> Rarity:
    """Rarity of folded, distinct texts (`str`, 0..n-1), of which `counts` records hold each."""
    every = words(texts)
    codes, vocabulary = pd.factorize(every)
    rows = every.index.to_numpy()
    shape = (len(texts), len(vocabulary))
    matrix = sparse.csr_matrix((np.ones(len(codes)), (rows, codes)), shape=shape)
    matrix.data[:] = 1.0
    likeness = near_words(pd.Series(vocabulary, dtype="str"))
    seen = np.asarray(counts @ matrix).ravel()
    bits = _bits(vocabulary, seen, float(counts.sum()), weights)
    bits[np.isin(vocabulary, SMALL_WORDS)] = SMALL_BITS
    bits = _least_of_near(bits, likeness)
    weighted = matrix.multiply(np.sqrt(bits)).tocsr()
    near = (matrix @ likeness).multiply(np.sqrt(bits)).tocsr()
    total = np.asarray(matrix @ bits).ravel()
    return Rarity(weighted, near, total)


def _bits(words: Any, seen: Floats, records: float, weights: Weights) -> Floats:
    """Rarity of words that so many of the records hold, with the background behind them."""
    names, common = weights.background["names"], weights.background["common"]
    behind = np.where(np.isin(words, list(weights.common_words)), names * common, 0.0)
    bits: Floats = np.log2((records + names) / np.maximum(seen + behind, 1.0))
    return bits


def word_bits(texts: pd.Series, weights: Weights) -> dict[str, float]:
    """Bits of each word of folded texts (`str`), a text a record."""
    held = (
        words(texts.reset_index(drop=True))
        .reset_index()
        .drop_duplicates()
        .iloc[:, 1]
        .value_counts()
    )
    bits = _bits(held.index.to_numpy(), held.to_numpy(np.float64), float(len(texts)), weights)
    return dict(zip(held.index, bits, strict=True))


def _least_of_near(bits: Floats, likeness: Any) -> Floats:
    """Each word's bits, or those of its most common neighbour."""
    pairs = likeness.tocoo()
    least = bits.copy()
    np.minimum.at(least, pairs.row, bits[pairs.col])
    return least


def near_words(words: pd.Series) -> Any:
    """Likeness of distinct words as a sparse matrix: 1 for a word and itself, nearly 1 for two that
    are one letter apart (added, lost, changed, or two changed about), nothing for the others.

    Two such words leave the same letters when each loses one, so that no two need be compared that
    do not share such a rest.
    """
    size = len(words)
    long = words[(words.str.len() >= SHORTEST_NEAR) & ~words.str.contains(r"[0-9]")]
    left, right = _one_letter_apart(long)
    length = words.str.len().to_numpy()
    like = 1 - 1 / np.minimum(length[left], length[right]) if len(left) else np.zeros(0)
    rows = np.concatenate([np.arange(size), left, right])
    columns = np.concatenate([np.arange(size), right, left])
    values = np.concatenate([np.ones(size), like, like])
    return sparse.csr_matrix((values, (rows, columns)), shape=(size, size))


def _one_letter_apart(words: pd.Series) -> tuple[Ints, Ints]:
    if words.empty:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    length = words.str.len()
    rests = [words]
    for cut in range(min(int(length.max()), 30)):
        some = words[length > cut]
        rests.append(some.str[:cut] + some.str[cut + 1 :])
    rest = pd.concat(rests)
    table = pd.DataFrame({"word": rest.index.to_numpy(np.int64), "rest": pd.factorize(rest)[0]})
    table = table.drop_duplicates()
    table = table[table.groupby("rest")["word"].transform("size").between(2, 50)]
    pairs = table.merge(table, on="rest", suffixes=("_left", "_right"))
    pairs = pairs[pairs["word_left"] < pairs["word_right"]]
    pairs = pairs[["word_left", "word_right"]].drop_duplicates()
    left, right = pairs["word_left"].to_numpy(), pairs["word_right"].to_numpy()
    texts = words.reindex(range(int(words.index.max()) + 1)).to_numpy(dtype=object)
    apart = process.cpdist(texts[left], texts[right], scorer=OSA.distance, workers=-1)
    return left[apart == 1], right[apart == 1]
