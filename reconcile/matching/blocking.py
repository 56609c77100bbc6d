"""RECORDS -> PAIRS: which records are worth comparing.

Under ALL_PAIRS records every pair is. Above, a pair must share a key of one of RULES; a key that
more than BIG_BLOCK records hold is skipped and named in the log.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd

from ..tables import conform

ALL_PAIRS = 3_000
BIG_BLOCK = 60

log = logging.getLogger(__name__)


def _joined(records: pd.DataFrame, *columns: str) -> pd.Series:
    """The columns as one key; missing where any of them is."""
    key = records[columns[0]]
    for column in columns[1:]:
        key = key + "|" + records[column]
    return key


def _words(records: pd.DataFrame) -> pd.Series:
    """Each name's words, with the first of its town's letters: rare words make small blocks."""
    return records["name_key"].str.split()


RULES: Final[dict[str, Callable[[pd.DataFrame], pd.Series]]] = {
    "siren": lambda r: r["siren"],
    "phone": lambda r: r["phones"],
    "mail": lambda r: r["emails"],
    "domain": lambda r: r["domain"],
    "name": lambda r: r["name_key"],
    "trade name": lambda r: r["trade_key"].fillna(r["name_key"]),
    "word": _words,
    "word and town": lambda r: _tagged(_words(r), r["city_key"]),
    "word and postcode": lambda r: _tagged(_words(r), r["postcode"]),
    "name start and town": lambda r: r["name_key"].str[:5] + "|" + r["city_key"],
    "address": lambda r: _joined(r, "street_no", "street_key", "city_key"),
    "address and postcode": lambda r: _joined(r, "street_no", "street_key", "postcode"),
    "person and town": lambda r: _tagged(r["people"], r["city_key"]),
}


def _tagged(lists: pd.Series, tag: pd.Series) -> pd.Series:
    """Each entry of a list with the row's tag behind it; one row an entry, on the same index."""
    entries = lists.explode().astype("str")
    return entries + "|" + tag.reindex(entries.index)


def block(records: pd.DataFrame) -> pd.DataFrame:
    """PAIRS of RECORDS (indexed 0..n-1): left < right, and the bit mask of the rules that made it
    (0 where all pairs are compared)."""
    size = len(records)
    if size <= ALL_PAIRS:
        left, right = np.triu_indices(size, k=1)
        return conform(pd.DataFrame({"left": left, "right": right, "rules": 0}), "pairs")
    parts = []
    for bit, (rule, key) in enumerate(RULES.items()):
        values = key(records)
        crowd = values.explode().value_counts()
        if skipped := int((crowd > BIG_BLOCK).sum()):
            log.info("rule %s: %d blocks of over %d records skipped", rule, skipped, BIG_BLOCK)
        parts.append(pairs_sharing(values, BIG_BLOCK).assign(rules=1 << bit))
    found = pd.concat(parts, ignore_index=True)
    merged = found.groupby(["left", "right"], sort=True, as_index=False)["rules"].sum()
    return conform(merged, "pairs")


def pairs_sharing(values: pd.Series, most: int) -> pd.DataFrame:
    """left, right (positions, left < right, each pair once) of the rows that share a value.

    values: text, or lists of text, a row a record, indexed by position; a value that more than
    `most` records hold is left out, since it tells nothing of a record and makes too many pairs.
    """
    entries = values.explode().dropna()
    entries = entries[entries != ""]
    table = pd.DataFrame({"pos": entries.index.to_numpy(), "value": entries.to_numpy(dtype=object)})
    table = table.drop_duplicates()
    table = table[table.groupby("value")["pos"].transform("size").between(2, most)]
    pairs = table.merge(table, on="value", suffixes=("_left", "_right"))
    pairs = pairs[pairs["pos_left"] < pairs["pos_right"]]
    found = pd.DataFrame({"left": pairs["pos_left"], "right": pairs["pos_right"]})
    return found.drop_duplicates(ignore_index=True)
