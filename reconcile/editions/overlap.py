"""Which rows of one sheet stand in another: how two editions of one list are told."""

from __future__ import annotations

import pandas as pd
from rapidfuzz import fuzz, process

SAME_NAME = 75.0  # of 100: alike enough where the member number is the same too


def counterparts(records: pd.DataFrame) -> pd.DataFrame:
    """Rows of RECORDS (indexed 0..n-1) that stand in another sheet too: row (position), edition (of
    the row) and other (the edition where it is found); each once.

    records: with `edition_no`, an int a sheet. A row stands in another sheet where its name, valid
    SIREN or a mail address does, or its member number with a name that resembles.
    """
    keys = [
        ("name " + records["name_key"]).rename("key"),
        ("siren " + records["siren"].where(records["siren_ok"])).rename("key"),
        ("mail " + records["emails"].explode().dropna().astype("str")).rename("key"),
    ]
    table = pd.concat(keys).dropna().rename_axis("row").reset_index()
    table["edition"] = records["edition_no"].loc[table["row"]].to_numpy()
    there = table[["key", "edition"]].drop_duplicates()
    there = there[there.duplicated("key", keep=False)]
    met = table.merge(there.rename(columns={"edition": "other"}), on="key")
    met = pd.concat([met[["row", "edition", "other"]], _by_number(records)], ignore_index=True)
    return met[met["edition"] != met["other"]].drop_duplicates(ignore_index=True)


def _by_number(records: pd.DataFrame) -> pd.DataFrame:
    """The same, by the member number with a name that resembles."""
    rows = records[["edition_no", "source", "member_no", "name_key"]].dropna()
    rows = rows.drop_duplicates(["edition_no", "member_no"], keep=False)
    rows = rows.rename_axis("row").reset_index().rename(columns={"edition_no": "edition"})
    others = rows.rename(columns={"edition": "other", "name_key": "other_name"})
    pairs = rows.merge(others.drop(columns="row"), on=["source", "member_no"])
    pairs = pairs[pairs["edition"] != pairs["other"]]
    if pairs.empty:
        return pairs[["row", "edition", "other"]]
    names = process.cpdist(
        pairs["name_key"].to_list(), pairs["other_name"].to_list(), scorer=fuzz.token_sort_ratio
    )
    return pairs.loc[names >= SAME_NAME, ["row", "edition", "other"]]
