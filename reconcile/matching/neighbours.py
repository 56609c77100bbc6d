"""Names that share their rarer letters in groups of three: pairs that no whole key finds."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

Ints = npt.NDArray[np.int64]

NEAREST = 3  # names that each name is held against
LEAST = 0.45  # cosine of two names' groups of three letters
COMMON = 0.01  # a group that more names hold than this share tells nothing


def neighbours(names: pd.Series) -> tuple[Ints, Ints]:
    """Codes (positions) of distinct names (`str`, no spaces) of which one is among the nearest of
    the other."""
    if len(names) < 2:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    grams = _weighed_grams(names)
    near = sp_matmul_topn(
        grams, grams.T.tocsr(), top_n=NEAREST + 1, threshold=LEAST, n_threads=2
    ).tocoo()
    apart = near.row != near.col
    return near.row[apart].astype(np.int64), near.col[apart].astype(np.int64)


def _weighed_grams(texts: pd.Series) -> Any:
    """Texts x groups of three letters, each weighed by its rarity, each row of length 1."""
    padded = "^" + texts + "$"
    length = padded.str.len()
    parts = [padded[length >= at + 3].str[at : at + 3] for at in range(int(length.max() or 0) - 2)]
    grams = pd.concat(parts) if parts else padded
    codes, distinct = pd.factorize(grams, sort=True)
    shape = (len(texts), len(distinct))
    ones = np.ones(len(codes))
    matrix = sparse.csr_matrix((ones, (grams.index.to_numpy(), codes)), shape=shape)
    matrix.data[:] = 1.0
    held = np.asarray(matrix.sum(axis=0)).ravel()
    worth = np.where(
        held > max(COMMON * len(texts), 20), 0.0, np.log((len(texts) + 1) / (held + 1))
    )
    matrix = matrix.multiply(worth).tocsr()
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    length[length == 0] = 1.0
    return sparse.diags(1 / length).dot(matrix).tocsr().astype(np.float32)
