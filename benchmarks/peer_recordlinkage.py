"""recordlinkage on two lists: python benchmarks/peer_recordlinkage.py A.csv B.csv PAIRS.parquet

Its Fellegi-Sunter without labels (ECMClassifier), on the pairs of a sensible index. Its steady
start ("jaro") takes two levels a comparison and a missing value as "differs": the columns that
often lack a value are therefore asked twice, whether they agree and whether they speak against.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any, Final

import pandas as pd
import recordlinkage
from peer_cleaning import clean_both, write_pairs
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cpdist

BLOCKS: Final = (
    ("siren",),
    ("phone",),
    ("email",),
    ("domain",),
    ("name",),
    ("trade_name",),
    ("street", "number"),
    ("contact", "city"),
    ("word", "postcode"),
    ("head", "city"),
)
SIMILAR: Final = {"name": 0.88, "trade_name": 0.88, "street": 0.88, "city": 0.9, "contact": 0.9}
SPARSE: Final = ("siren", "phone", "email", "domain", "contact")


def _keys(table: pd.DataFrame) -> pd.DataFrame:
    """The table with what the index blocks on: the name's first word and its first letters."""
    word = table["name"].str.split(" ").str[0].astype("str")
    return table.assign(word=word, head=table["name"].str[:4]).set_index("unique_id")


def _agree(one: pd.Series, other: pd.Series, threshold: float) -> Any:
    """1 where two texts are alike by JaroWinkler, 0 where not or where one is missing.

    recordlinkage 0.14's own JaroWinkler calls a function that jellyfish has dropped.
    """
    left, right = one.fillna("").tolist(), other.fillna("").tolist()
    likeness = cpdist(left, right, scorer=JaroWinkler.normalized_similarity)
    known = one.notna().to_numpy() & other.notna().to_numpy()
    return (known & (likeness >= threshold)).astype(int)


def _not_against(one: pd.Series, other: pd.Series, threshold: float) -> Any:
    """0 where two texts are known and differ, else 1."""
    missing = one.isna().to_numpy() | other.isna().to_numpy()
    return _agree(one, other, threshold) | missing


def _index(one: pd.DataFrame, other: pd.DataFrame) -> pd.MultiIndex:
    """The pairs that share a block; a missing value is no reason to pair."""
    pairs = None
    for block in BLOCKS:
        if {*one.columns}.issuperset(block):
            known = [table.dropna(subset=list(block)) for table in (one, other)]
            found = recordlinkage.index.Block(list(block)).index(*known)
            pairs = found if pairs is None else pairs.union(found)
    return pairs


def link(left: pd.DataFrame, right: pd.DataFrame, present: list[str]) -> pd.DataFrame:
    """id_a, id_b and probability of every pair that shares a block."""
    one, other = _keys(left), _keys(right)
    compare = recordlinkage.Compare()
    for column in present:
        at = SIMILAR.get(column, 1.0)
        compare.compare_vectorized(_agree, column, column, at, label=column)
        if column in SPARSE and (one[column].isna().any() or other[column].isna().any()):
            label = f"{column} not against"
            compare.compare_vectorized(_not_against, column, column, at, label=label)
    features = compare.compute(_index(one, other), one, other)
    probability = _learned(features)
    if not probability.max() > 0:  # 0.14 divides by zero where a level is never seen with a match
        probability = _learned(features[present])
    probability = probability.fillna(0.0).rename("probability")
    return probability.rename_axis(["id_a", "id_b"]).reset_index()


def _learned(features: pd.DataFrame) -> pd.Series:
    """The probability of each pair, learned from the pairs themselves."""
    classifier = recordlinkage.ECMClassifier()
    classifier.fit(features)
    return classifier.prob(features)


def main() -> None:
    """Clean, link, write the pairs with their bands; tell the seconds of linking."""
    left, right, out = (Path(name) for name in sys.argv[1:4])
    one, other, present = clean_both(left, right)
    start = time.perf_counter()
    pairs = link(one, other, present)
    write_pairs(pairs, time.perf_counter() - start, out)


if __name__ == "__main__":
    main()
