"""Values of records, coded: which records hold which, and what the two sides of pairs say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from string import ascii_uppercase, digits

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import process
from rapidfuzz.distance import OSA

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def words(texts: pd.Series) -> pd.Series:
    """The words of texts (`str`), one a row, under the index of their text."""
    lists = pc.utf8_split_whitespace(pa.array(texts.fillna("")))
    index = texts.index[pc.list_parent_indices(lists).to_numpy()]
    found = pd.Series(pd.array(pc.list_flatten(lists), dtype="str"), index=index)
    return found[found != ""]


def holders(values: pd.Series) -> pd.DataFrame:
    """pos, value (int64 codes) and held (how many records hold it) of texts or lists of texts,
    indexed 0..n-1, or of `words` of such; empty and missing ones left out, each value of a record
    once."""
    entries = values.explode().dropna()
    entries = entries[entries != ""]
    codes = pd.factorize(entries)[0]
    table = pd.DataFrame({"pos": entries.index.to_numpy("int64"), "value": codes})
    table = table.drop_duplicates()
    table["held"] = table.groupby("value")["pos"].transform("size")
    return table


@dataclass(frozen=True)
class Sides:
    """What both sides of pairs say in a text column: the distinct texts, the code of each side's
    text (-1 where it says nothing), whether both say something, and the same."""

    texts: npt.NDArray[np.object_]
    left: Ints
    right: Ints
    both: Flags
    same: Flags

    def alike(self, where: Flags, scorer: Callable[..., float], least: float) -> Flags:
        """Where two texts are alike by `scorer` (in percent), looked at only where asked."""
        return self._compared(where & ~self.same, scorer, least, lambda found: found > 0)

    def misspelt(self, where: Flags) -> Flags:
        """Where two texts are one sign apart: wrong, lost, added, or two changed about."""
        return self._compared(where, OSA.distance, 1, lambda found: found == 1)

    def _compared(
        self,
        where: Flags,
        scorer: Callable[..., float],
        cutoff: float,
        holds: Callable[[npt.NDArray[np.float64]], Flags],
    ) -> Flags:
        """Each two texts are compared once, however many pairs hold them."""
        result = np.zeros(len(self.left), dtype=bool)
        at = np.flatnonzero(where & self.both)
        keys = self.left[at] * max(len(self.texts), 1) + self.right[at]
        keys, place = np.unique(keys, return_inverse=True)
        one, other = np.divmod(keys, max(len(self.texts), 1))
        found = process.cpdist(
            self.texts[one], self.texts[other], scorer=scorer, score_cutoff=cutoff, workers=-1
        )
        result[at] = holds(found)[place]
        return result


def sides(values: pd.Series, left: Ints, right: Ints) -> Sides:
    """The sides of pairs in a text column (indexed 0..n-1); "" is nothing said."""
    codes, texts = pd.factorize(values.mask(values == ""))
    one, other = codes[left], codes[right]
    both = (one >= 0) & (other >= 0)
    return Sides(np.asarray(texts, dtype=object), one, other, both, both & (one == other))


def signs_of(texts: npt.NDArray[np.object_]) -> npt.NDArray[np.uint64]:
    """Which of A-Z and 0-9 each text holds, a bit each."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32)
    bits = np.zeros(128, dtype=np.uint64)
    for place, sign in enumerate(ascii_uppercase + digits):
        bits[ord(sign)] = 1 << place
    ends = np.cumsum([0, *map(len, texts)])
    found = np.append(bits[np.minimum(codes, 127)], np.uint64(0))
    joined = np.bitwise_or.reduceat(found, ends[:-1]) if len(texts) else found[:0]
    return np.where(np.diff(ends) > 0, joined, np.uint64(0))
