"""Lists that were there last time and are not tonight."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ..results import Reading
from ..tables import conform


def lost_lists(reading: Reading, last_files: Mapping[str, str]) -> pd.DataFrame:
    """ISSUES, critical: files of the last register that cannot be read tonight, and clubs that no
    longer have any list.

    last_files: the files that the last register was made from, each with its club. Nobody leaves a
    club because a file is damaged: the register stays as it is until it is mended.
    """
    sheets, there = reading.sheets, set(reading.raw["source"])
    broken = sheets[(sheets["state"] == "unreadable") & sheets["file"].isin(last_files)]
    rows = [(one.source, one.file, "list_unreadable") for one in broken.itertuples()]
    told = {club for club, _, _ in rows} | there
    gone = [club for club in dict.fromkeys(last_files.values()) if club not in told]
    rows += [(club, f"{club}/", "list_gone") for club in gone]
    lost = pd.DataFrame(rows, columns=["source", "file", "problem"])
    return conform(lost.assign(severity="critical"), "issues")
