"""Which row of an older edition is which row of the newer one.

Rows of older editions stay records: they fill gaps, keep the dues of former years, and who is in no
newer edition is a former member. A row that goes on in a newer edition is one record with it for
all that follows, so that three yearly sheets weigh no more in matching than the last of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pandas as pd

from .absent import number_of
from .identity import Likeness, one_to_one, same_number
from .newest import is_old

Way = Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]


def succeed(
    records: pd.DataFrame,
    older: Sequence[pd.Index],
    alike: Likeness,
    apart: set[tuple[int, int]],
) -> pd.Series:
    """The position of each record's newest row (int64): its own where no newer row goes on with it.

    records: RECORDS, indexed 0..n-1; older: the positions of the rows of each older edition, the
    newest edition first; alike: see `recognise`; apart: pairs of positions, the smaller first, that
    a person called different. A row goes on in one row at most, of its own club.
    """
    head = pd.Series(np.arange(len(records)), index=records.index).astype("int64")
    standing = records.index
    for rows in older:
        standing = standing.difference(rows)
    for rows in older:
        own = records["source"].loc[standing] == records["source"].loc[rows[0]]
        heads, left = standing[own.to_numpy()], rows
        ways: tuple[Way, ...] = (_numbered, *_AGREEING, partial(_likely, alike))
        for way in ways:
            if len(left) and len(heads):
                pairs = way(records.loc[left], records.loc[heads])[["old", "new"]].astype("int64")
                ends = zip(pairs.min(axis=1), pairs.max(axis=1), strict=True)
                pairs = pairs[np.array([end not in apart for end in ends], dtype=bool)]
                head.loc[pairs["old"]] = pairs["new"].to_numpy()
                left, heads = left.difference(pairs["old"]), heads.difference(pairs["new"])
        standing = standing.append(left)
    return head


def hand_on(
    ids: pd.Series, newest: pd.Series, records: pd.DataFrame, old_raw: pd.DataFrame
) -> pd.Series:
    """`ids` where a new row that goes on with a known one bears its record_id, and the older row
    the new one: so what was said of a record, and its number, stay with the list that is kept.

    ids: record_id of each record of tonight; newest: see `succeed`; records: RECORDS; old_raw:
    every row ever seen, with its record_id and edition. Only where both have one SIREN or name that
    no other row of their lists has: a record that was handed to another firm would not come back.
    Of several known rows the new one bears the id of that which spoke for them last, then the
    oldest.
    """
    known = ids.isin(old_raw["record_id"])
    older = newest.index[(newest != newest.index) & known & ~known.loc[newest].to_numpy()]
    older = older[_sure(records, older, newest.loc[older].to_numpy())]
    passed = is_old(old_raw.drop_duplicates("record_id").set_index("record_id"))
    table = pd.DataFrame({"old": older, "new": newest.loc[older].to_numpy()})
    table["passed"] = passed.loc[ids.loc[older]].to_numpy()
    table["age"] = number_of(ids.loc[older]).to_numpy()
    table = table.sort_values(["passed", "age"]).drop_duplicates("new")
    handed = ids.copy()
    handed.loc[table["new"]] = ids.loc[table["old"]].to_numpy()
    handed.loc[table["old"]] = ids.loc[table["new"]].to_numpy()
    return handed


def _sure(records: pd.DataFrame, old: pd.Index, new: np.ndarray) -> np.ndarray:
    """Which pairs of positions have one SIREN, or one name, that their lists hold once (bool)."""
    found = np.zeros(len(old), dtype=bool)
    siren = records["siren"].where(records["siren_ok"])
    for key in (siren, records["name_key"]):
        sole = key.where(~records[["file", "sheet"]].assign(key=key).duplicated(keep=False))
        ends = [sole.loc[at].fillna("").to_numpy() for at in (old, new)]
        found |= (ends[0] == ends[1]) & (ends[0] != "")
    ends = [siren.loc[at].fillna("").to_numpy() for at in (old, new)]
    other = (ends[0] != ends[1]) & (ends[0] != "") & (ends[1] != "")
    return np.asarray(found & ~other)


def _numbered(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """One member number, and a name or SIREN that agrees."""
    return same_number(new, old)


def _likely(alike: Likeness, old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """What the matching engine says, one to one."""
    return one_to_one(alike(new, old))


def _agreeing(keys: list[str], old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """One value of `keys`, which each side has once; two SIRENs or two towns are never one row."""
    tables = []
    for frame, name in ((old, "old"), (new, "new")):
        rows = frame[frame["siret_ok"]] if "siret" in keys else frame
        rows = rows.dropna(subset=keys).drop_duplicates(keys, keep=False)
        rows = rows.assign(of=rows["siren"].where(rows["siren_ok"]), town=rows["city_key"])
        rows = rows[[*keys, "of", "town"]].assign(**{name: rows.index})
        tables.append(rows)
    pairs = tables[0].merge(tables[1], on=keys, suffixes=("_old", "_new"), validate="1:1")
    against = pd.Series(False, index=pairs.index)
    for one in ("of",) if "siret" in keys else ("of", "town"):
        was, now = pairs[f"{one}_old"], pairs[f"{one}_new"]
        against |= was.notna() & now.notna() & (was.fillna("") != now.fillna(""))
    return pairs[~against]


_AGREEING: tuple[Way, ...] = tuple(
    partial(_agreeing, keys) for keys in (["siret"], ["name_key", "city_key"], ["name_key"])
)
