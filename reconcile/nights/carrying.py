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
    editions of a list) is gone once, and the other one of its club and member goes on. records:
    RECORDS of tonight; belongs: where every record belongs, as the last night had it if not given.
    What somebody said of a pair himself is not said again for others.
    """
    said = memory.decisions
    there = pd.Index(records["record_id"])
    if said.empty or all(said[end].isin(there).all() for end in _ENDS):
        return said
    belongs = memory.belongs if belongs is None else belongs
    source = memory.raw[_PLACE]
    if belongs is not memory.belongs:
        source = pd.concat([source, records[_PLACE]]).drop_duplicates("record_id")
    known = belongs[["record_id", "member_id"]].merge(source, on="record_id", validate="1:1")
    member = pd.MultiIndex.from_frame(known[["member_id", "source"]])
    here = pd.Series(known["record_id"].to_numpy(), index=member)
    here = here[here.isin(there).to_numpy()]
    here = here[~here.index.duplicated()]
    fellow = pd.Series(here.reindex(member).to_numpy(), index=known["record_id"].to_numpy())
    own = said[~(said["left_id"].isin(there) & said["right_id"].isin(there))]
    ends = {end: own[end].where(own[end].isin(there), own[end].map(fellow)) for end in _ENDS}
    more = own.assign(**ends).dropna(subset=list(_ENDS))
    more = more[more["left_id"] != more["right_id"]]
    pairs = {frozenset(pair) for pair in zip(said["left_id"], said["right_id"], strict=True)}
    new = [frozenset(pair) not in pairs for pair in zip(*(more[end] for end in _ENDS), strict=True)]
    return conform(pd.concat([said, more[new]], ignore_index=True), "decisions")
