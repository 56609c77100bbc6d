"""What the program decides by itself tonight, a row a decision: the populations that are sampled.

They are those of a clustering without any answer. An answer must not change the population that it
tells about: a pair confirmed would leave the automatic merges, a merge refused would be none, and
what is left would no longer be what the sample was drawn from. So answered pairs stay in, and an
answer says what is true of its pair.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph

FLOOR: Final = 0.001  # pairs less likely than this are not sampled, nor estimated
MERGED, APART, ASKED = "merged", "apart", "asked"
_CERTAIN: Final = ((0.999, "sure"), (0.99, "high"), (0.0, "low"))
_APART: Final = ((0.01, "near"), (0.0, "far"))
# In the order of the report; across or within: of two clubs, or of one.
STRATA: Final = (
    *(f"merged_{side}_{key}" for side in ("across", "within") for _, key in _CERTAIN),
    *(f"apart_{key}" for _, key in _APART),
)


def population(
    scores: pd.DataFrame, label: pd.Series, record_ids: pd.Series, source: pd.Series
) -> pd.DataFrame:
    """UNITS: what the program merged, left apart and would ask about, had nobody ever answered.

    scores, label: of matching.cluster without answers, by position; record_ids, source: of those
    positions. A unit is a link of those that hold a member together (n records have n - 1, the
    strongest), or the likeliest pair of two members left apart, from FLOOR on. Columns: the index
    of `scores` as index, left_id, right_id (left_id < right_id), left, right (members, int64),
    kind (merged, apart, asked), stratum ("" where asked).
    """
    of = label.to_numpy()
    ends = scores[["left", "right"]].to_numpy()
    one, other = of[ends].min(axis=1), of[ends].max(axis=1)
    units = scores.assign(one=one, other=other, kind=MERGED)
    tree = units.loc[_strongest(units[one == other], len(label))]
    near = units[(one != other) & (units["probability"].to_numpy() >= FLOOR)]
    near = near.sort_values(["probability", "left", "right"], ascending=[False, True, True])
    near = near.drop_duplicates(["one", "other"]).sort_index()
    near = near.assign(kind=np.where(near["band"] == "distinct", APART, ASKED))
    units = pd.concat([tree, near])
    names = record_ids.to_numpy(dtype=object)[units[["left", "right"]].to_numpy()]
    clubs = source.to_numpy(dtype=object)[units[["left", "right"]].to_numpy()]
    across = clubs[:, 0] != clubs[:, 1]
    names = np.sort(names.astype(str), axis=1) if len(units) else names
    return pd.DataFrame(
        {
            "left_id": pd.Series(names[:, 0], units.index, dtype="str"),
            "right_id": pd.Series(names[:, 1], units.index, dtype="str"),
            "left": units["one"].astype("int64"),
            "right": units["other"].astype("int64"),
            "kind": units["kind"].astype("str"),
            "stratum": pd.Series(_stratum(units, across), units.index, dtype="str"),
        }
    )


def _strongest(links: pd.DataFrame, size: int) -> pd.Index:
    """The links that hold each member together, the strongest that do (a spanning tree)."""
    ranked = links.sort_values(["weight_bits", "left", "right"], ascending=[False, True, True])
    rank = np.arange(1, len(ranked) + 1, dtype=np.float64)
    graph = sparse.coo_matrix((rank, (ranked["left"], ranked["right"])), shape=(size, size))
    kept = csgraph.minimum_spanning_tree(graph.tocsr()).tocoo().data.astype(np.int64)
    return ranked.index[np.sort(kept) - 1]


def _stratum(units: pd.DataFrame, across: np.ndarray) -> np.ndarray:
    """The name in STRATA of each unit."""
    value = units["probability"].to_numpy()
    sure, near = (_step(value, steps) for steps in (_CERTAIN, _APART))
    side = np.where(across, "across", "within")
    merged = np.char.add(np.char.add(np.char.add("merged_", side), "_"), sure)
    names = np.where(units["kind"] == APART, np.char.add("apart_", near), "")
    return np.where(units["kind"] == MERGED, merged, names)


def _step(value: np.ndarray, steps: tuple[tuple[float, str], ...]) -> np.ndarray:
    keys = [key for _, key in steps]
    return np.select([value >= least for least, _ in steps], keys, keys[-1]).astype(str)
