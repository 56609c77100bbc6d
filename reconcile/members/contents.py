"""The whole content of a row: what tells whether it is the same as before."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

import pandas as pd

from ..tables import TABLES, conform, empty

_PLACE: Final = frozenset((*TABLES["known"], *TABLES["raw"]))


def content_keys(raw: pd.DataFrame, but: Sequence[str] = ()) -> pd.Series:
    """Club and text of each row of RAW as one key, but for its place, its marks and the labels
    `but`; the same whatever other columns there are, and in whatever order."""
    key = raw["source"].astype("object")
    for label in sorted({*map(str, raw.columns)} - {*_PLACE, *but}):
        key = key + (f"\x1f{label}=" + raw[label]).fillna("").astype("object")
    return key


def digests(keys: pd.Series) -> list[str]:
    """What stands for a content in the store: the same in every version of the program."""
    return [
        blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        for key in keys.astype("object")
    ]


def outdated(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """FORMER_CONTENTS that `after` adds: what records (RAW with record_id) said before, where they
    say something else now."""
    old = before[before["record_id"].isin(after["record_id"])]
    if old.empty:
        return empty("former_contents")
    now = pd.Series(content_keys(after).to_numpy(), index=after["record_id"].to_numpy())
    was = content_keys(old)
    changed = (was != old["record_id"].map(now)).to_numpy(dtype=bool)
    found = {"record_id": old.loc[changed, "record_id"], "digest": digests(was[changed])}
    return conform(pd.DataFrame(found).reset_index(drop=True), "former_contents")
