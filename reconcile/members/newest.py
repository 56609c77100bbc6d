"""What rows of older editions may still say: they fill gaps, and speak for nobody else."""

from __future__ import annotations

import pandas as pd

from ..tables import OLD_EDITIONS


def is_old(records: pd.DataFrame) -> pd.Series:
    """Whether each record stands in an edition that says no longer who is a member (bool)."""
    return records["edition"].isin(OLD_EDITIONS)


def newest(records: pd.DataFrame) -> pd.DataFrame:
    """RECORDS without a member's rows of older editions, where it has others."""
    old = is_old(records)
    return records[~old | old.groupby(records["member_id"]).transform("all")]
