"""Which row of tonight is which row of the nights before, and which goes on in a newer edition."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from .. import matching, members
from ..answers.added import one_member
from ..matching import Bands
from ..results import Memory, Standardised
from ..standardise import standardise
from ..tables import OLD_EDITIONS as OLD
from ..tables import empty
from .carrying import with_carried
from .linking import positions


@dataclass(frozen=True)
class Recognised:
    """standard: with record ids. newest: the position of each record's newest row, see
    members.succeed. memory: its answers carried over to the rows that go on, see carrying.py, and
    rows held together that people added to several clubs."""

    standard: Standardised
    newest: pd.Series
    memory: Memory


def recognise(
    standard: Standardised, raw: pd.DataFrame, memory: Memory, dated: pd.DataFrame | None = None
) -> Recognised:
    """The rows of `standard` with the record ids of the nights before, or new ones in their order.

    dated: EDITIONS, whose state each record then bears.
    """
    records = standard.records
    if dated is not None:
        records = records.assign(edition=_of_rows(records, dated)["state"].to_numpy())
    columns = empty("columns")
    ids = members.recognise(
        raw,
        records,
        memory.raw,
        lambda rows: standardise(rows, columns).records,
        _likeness,
        memory.former_contents,
    )
    new = ids.index[ids.isna()]
    ids.loc[new] = members.issue("R", memory.last_record, len(new), 5)
    records = records.assign(record_id=ids.astype("str"))
    memory = one_member(with_carried(memory, records), records)
    newest = _newest(records, memory.decisions, dated)
    handed = members.hand_on(records["record_id"], newest, records, memory.raw)
    records = records.assign(record_id=handed)
    place = records.set_index(["file", "sheet", "row"])["record_id"]
    issues = _with_ids(standard.issues, place)
    return Recognised(replace(standard, records=records, issues=issues), newest, memory)


def _of_rows(records: pd.DataFrame, dated: pd.DataFrame) -> pd.DataFrame:
    """EDITIONS for each row of RECORDS, in its order, with `nth`, its place in `dated`."""
    keys = ["file", "sheet"]
    told = dated.assign(sheet=dated["sheet"].fillna(""), nth=np.arange(len(dated)))
    places = records[keys].assign(sheet=records["sheet"].fillna(""))
    return places.merge(told, on=keys, how="left", validate="m:1")


def _with_ids(issues: pd.DataFrame, place: pd.Series) -> pd.DataFrame:
    if issues.empty:
        return issues
    keys = pd.MultiIndex.from_frame(issues[["file", "sheet", "row"]])
    return issues.assign(record_id=place[~place.index.duplicated()].reindex(keys).to_numpy())


def _likeness(new: pd.DataFrame, old: pd.DataFrame) -> pd.DataFrame:
    """How likely a row of tonight is a row of before, by the matching engine, within each club."""
    weights = matching.shipped()
    expected = {**weights.share, "across": {**weights.share["across"], "m": 0.9}}
    both = pd.concat([new, old], ignore_index=True)
    night = np.where(np.arange(len(both)) < len(new), "new ", "old ")
    lists = both.assign(source=night + both["source"])
    weighed = matching.weigh(lists, replace(weights, share=expected), Bands(0.99, 0.05), "shipped")
    scores, club = weighed.scores, both["source"].to_numpy()
    left, right = scores["left"].to_numpy(), scores["right"].to_numpy()
    crossing = (left < len(new)) & (right >= len(new)) & (club[left] == club[right])
    scores = scores[crossing]
    place = np.concatenate([new.index.to_numpy(), old.index.to_numpy()])
    return scores.assign(new=place[scores["left"]], old=place[scores["right"]])


def _newest(
    records: pd.DataFrame, decisions: pd.DataFrame, dated: pd.DataFrame | None
) -> pd.Series:
    """The position of each record's newest row, see members.succeed."""
    own = pd.Series(records.index, index=records.index)
    if dated is None or not dated["state"].isin(OLD).any():
        return own
    nth = _of_rows(records, dated)["nth"].to_numpy()
    older = [
        records.index[nth == place]
        for place in np.flatnonzero(dated["state"].isin(OLD) & (dated["n_rows"] > 0))
    ]
    said = positions(decisions, records["record_id"], own)
    apart = set(zip(*(said.loc[~said["same"], end] for end in ("left", "right")), strict=True))
    return members.succeed(records, [rows for rows in older if len(rows)], _likeness, apart)
