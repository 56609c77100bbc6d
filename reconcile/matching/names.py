"""How alike two company names are, with the rarity of the words that they share.

Rarity is counted in bits: a word that one name in 1,000 holds is worth 10. A small list is judged
against a background of names (weights.toml), in which the common trade words are common.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz, process
from scipy import sparse

from .weights import Weights

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

DIFFERENT, RELATED, ALIKE, CONTAINED, CLOSE, EQUAL = range(6)
CLOSE_RATIO = 85.0  # of 100: one letter wrong in seven
CONTAINED_BITS = 6.0  # "Forez" alone is no name within "Imprimerie du Forez"
ALIKE_SHARE, ALIKE_RATIO = 0.5, 80.0
RELATED_BITS, RELATED_RATIO = 7.5, 72.0


def word_matrix(keys: pd.Series, weights: Weights) -> tuple[Any, Floats]:
    """Words of each key as a sparse matrix (len(keys) x words) of 0 and 1, and each word's bits."""
    words = keys.fillna("").str.split().explode()
    words = words[words.notna() & (words != "")]
    codes, vocabulary = pd.factorize(words)
    rows = words.index.to_numpy()
    shape = (len(keys), len(vocabulary))
    matrix = sparse.csr_matrix((np.ones(len(codes)), (rows, codes)), shape=shape)
    matrix.data[:] = 1.0
    seen = np.asarray(matrix.sum(axis=0)).ravel()
    names, common = weights.background["names"], weights.background["common"]
    behind = np.where(np.isin(vocabulary, list(weights.common_words)), names * common, 0.0)
    return matrix, np.log2((len(keys) + names) / (seen + behind))


def shared_bits(weighted: Any, left: Ints, right: Ints) -> Floats:
    """Bits of the words that rows of a weighted word matrix share, in slices of bounded memory."""
    shared = np.zeros(len(left))
    for start in range(0, len(left), 500_000):
        part = slice(start, start + 500_000)
        product = weighted[left[part]].multiply(weighted[right[part]])
        shared[part] = np.asarray(product.sum(axis=1)).ravel()
    return shared


def compare_keys(
    keys_left: pd.Series, keys_right: pd.Series, left: Ints, right: Ints, weights: Weights
) -> tuple[npt.NDArray[np.int8], Floats]:
    """Levels (int8, -1 where a side is missing) and bits of the shared words, a row a pair.

    keys_left, keys_right: folded names by position; left, right: positions of each pair.
    equal: the same letters; close: a typing error apart, or words changed about; contained: all
    words of the shorter one, or its initials; alike: most of the information is shared; related:
    a rare word is shared.
    """
    keys = pd.concat([keys_left, keys_right], ignore_index=True).fillna("").astype("str")
    right = right + len(keys_left)
    matrix, bits = word_matrix(keys, weights)
    weighted = matrix.multiply(np.sqrt(bits)).tocsr()
    total = np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel()
    shared = shared_bits(weighted, left, right)
    low, high = np.minimum(total[left], total[right]), np.maximum(total[left], total[right])

    texts = keys.to_numpy(dtype=object)
    squeezed = keys.str.replace(" ", "").to_numpy(dtype=object)
    initials = keys.str.replace(r"(\S)\S*\s*", r"\1", regex=True).to_numpy(dtype=object)
    digits = keys.str.replace(r"\D", "", regex=True).to_numpy(dtype=object)
    length = keys.str.len().to_numpy()
    ratio = process.cpdist(
        texts[left], texts[right], scorer=fuzz.token_sort_ratio, score_cutoff=70, workers=-1
    )
    joined = process.cpdist(
        squeezed[left], squeezed[right], scorer=fuzz.ratio, score_cutoff=80, workers=-1
    )
    same = (squeezed[left] == squeezed[right]) | ((ratio == 100) & (shared > 0))
    numbers_differ = digits[left] != digits[right]  # "Lycée 2" is not a misspelt "Lycée 3"
    near = (np.maximum(ratio, joined) >= CLOSE_RATIO) & ~numbers_differ
    short = (initials[left] == squeezed[right]) | (initials[right] == squeezed[left])
    short &= np.minimum(length[left], length[right]) >= 3
    inside = (shared >= low - 1e-9) & (shared >= CONTAINED_BITS)
    partly = (shared >= ALIKE_SHARE * low) & (shared >= RELATED_BITS)
    level = np.select(
        [
            same,
            near,
            inside | short,
            (shared >= ALIKE_SHARE * high) | (ratio >= ALIKE_RATIO) | partly,
            (shared >= RELATED_BITS) | (ratio >= RELATED_RATIO),
        ],
        [EQUAL, CLOSE, CONTAINED, ALIKE, RELATED],
        DIFFERENT,
    ).astype(np.int8)
    level[(length[left] == 0) | (length[right] == 0)] = -1
    return level, np.where(level >= CLOSE, np.maximum(shared, low), shared)
