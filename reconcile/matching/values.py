"""Which records hold which value: the table behind blocking rules and shared phones or mails."""

from __future__ import annotations

import pandas as pd


def holders(values: pd.Series) -> pd.DataFrame:
    """pos, value (int64 codes) and held (how many records hold it) of texts or lists of texts,
    indexed 0..n-1; empty and missing ones left out, each value of a record once."""
    entries = values.explode().dropna()
    entries = entries[entries != ""]
    codes = pd.factorize(entries)[0]
    table = pd.DataFrame({"pos": entries.index.to_numpy("int64"), "value": codes})
    table = table.drop_duplicates()
    table["held"] = table.groupby("value")["pos"].transform("size")
    return table
