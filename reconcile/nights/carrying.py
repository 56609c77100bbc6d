"""Answers about rows that are in no list tonight, carried over to the rows that go on with them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from ..results import Memory
from ..tables import conform

_ENDS = ("left_id", "right_id")
_PLACE = ["record_id", "source"]


def with_carried(
    memory: Memory, records: pd.DataFrame, belongs: pd.DataFrame | None = None
) -> Memory:
    """`memory` with its decisions carried over, see `carried`."""
    return replace(memory, decisions=carried(memory, records, belongs))


def carried(
    memory: Memory, records: pd.DataFrame, belongs: pd.DataFrame | None = None
) -> pd.DataFrame:
    """DECISIONS in force, and what they say of tonight's rows where their own are gone.

    An answer is about members, not rows: a row that was there twice (a file beside its copy, two
    editions of a list) is gone once, and the other one of its club and member goes on, that which
    came to the member with it before others. records: RECORDS of tonight; belongs: where every
    record belongs, as the last night had it if not given. What somebody said of a pair himself is
    not said again for others.
    """
    said = memory.decisions
    there = pd.Index(records["record_id"])
    if said.empty or all(said[end].isin(there).all() for end in _ENDS):
        return said
    fellow = _fellows(memory, records, memory.belongs if belongs is None else belongs)
    own = said[~(said["left_id"].isin(there) & said["right_id"].isin(there))]
    ends = {end: own[end].where(own[end].isin(there), own[end].map(fellow)) for end in _ENDS}
    more = own.assign(**ends).dropna(subset=list(_ENDS))
    more = more[more["left_id"] != more["right_id"]]
    pairs = {frozenset(pair) for pair in zip(said["left_id"], said["right_id"], strict=True)}
    new = [frozenset(pair) not in pairs for pair in zip(*(more[end] for end in _ENDS), strict=True)]
    return conform(pd.concat([said, more[new]], ignore_index=True), "decisions")


def _fellows(memory: Memory, records: pd.DataFrame, belongs: pd.DataFrame) -> pd.Series:
    """For each record ever seen, the one of tonight that goes on with it, missing where none is."""
    source = pd.concat([memory.raw[_PLACE], records[_PLACE]]).drop_duplicates("record_id")
    known = belongs[["record_id", "member_id"]].merge(source, on="record_id", validate="1:1")
    first = memory.belongs.set_index("record_id")["first_member_id"]
    known["first"] = known["record_id"].map(first).fillna(known["member_id"])
    here = known[known["record_id"].isin(records["record_id"])]
    found = pd.Series(pd.NA, index=known.index, dtype="str")
    for keys in (["member_id", "source", "first"], ["member_id", "source"]):
        one = here.drop_duplicates(keys).set_index(keys)["record_id"]
        at = one.reindex(pd.MultiIndex.from_frame(known[keys])).to_numpy()
        found = found.fillna(pd.Series(at, index=known.index, dtype="str"))
    return found.set_axis(known["record_id"].to_numpy())
