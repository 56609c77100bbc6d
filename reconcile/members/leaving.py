"""Who has left, where, and what says so."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from ..tables import TABLES, conform
from .cells import Cells
from .newest import is_old

_KEYS: Final = ["member_id", "source"]
# The surest first; each is a rule of the words [rules].
_RULES: Final = ("left_date", "left_status", "left_struck", "left_colour", "left_section")
_OF_LISTS: Final = ("left_former", "left_list", "left_gone")


def has_left(records: pd.DataFrame, today: date) -> pd.Series:
    """Whether each record says that its member has left, or says nothing any more (bool)."""
    return _dated(records, today) | records["struck"] | is_old(records)


def _dated(records: pd.DataFrame, today: date) -> pd.Series:
    """Where a date of leaving has passed, and none of joining, as precise, is later."""
    left, joined = records["left_on"], records["joined_on"]
    passed = (left <= today.isoformat()).fillna(False).astype(bool)
    again = passed & (joined > left).fillna(False).astype(bool)
    later = [not a.startswith(b) for a, b in zip(joined[again], left[again], strict=True)]
    passed[again] = ~np.array(later, dtype=bool)
    return passed


def standing(records: pd.DataFrame, today: date) -> pd.DataFrame:
    """STANDING: of each club that a member has a record in, whether it is current there."""
    here = records[_KEYS].assign(current=~has_left(records, today))
    return here.groupby(_KEYS, sort=False)["current"].any().reset_index()


def reasons(records: pd.DataFrame, cells: Cells, today: date) -> pd.DataFrame:
    """PROVENANCE of the field status: for each member who has left, and each club that it was in,
    the place that says so, under a rule left_…; where it only stands in no list of today, the
    newest of its rows in older ones.

    records: RECORDS with member_id and pos, and `head` (bool) where it is known which rows go on in
    no newer one.
    """
    gone = has_left(records, today).groupby(records["member_id"]).transform("all")
    own = records[gone]
    why = np.select(
        [
            _dated(own, today).to_numpy(),
            own["struck"].to_numpy(),
            own["edition"].eq("former").fillna(False).to_numpy(dtype=bool),
            own["edition"].eq("gone").fillna(False).to_numpy(dtype=bool),
        ],
        [
            "left_date",
            ("left_" + own["left_by"].fillna("struck")).to_numpy(),
            "left_former",
            "left_gone",
        ],
        "left_list",
    )
    rank = {rule: nth for nth, rule in enumerate((*_RULES, *_OF_LISTS))}
    ranked = own.assign(
        rule=pd.array(why, "str"), old=is_old(own), on=~own["head"] if "head" in own else False
    )
    ranked["rank"] = ranked["rule"].map(rank)
    ranked = ranked.sort_values(["member_id", "old", "rank", "on", "pos"], kind="stable")
    first = ranked.drop_duplicates(_KEYS)
    table = cells.locate(first.assign(field="left_on", nth=0)[["pos", "field", "nth"]])
    table = first.reset_index(drop=True).assign(
        field="status", value="left", cell=table["cell"].to_numpy()
    )
    cell = table["cell"].where(table["rule"] == "left_date", table["left_at"])
    return conform(table.assign(cell=cell), "provenance")[list(TABLES["provenance"])]
