"""A fault of nearly all cells of a column is one of the column: told once, not a thousand times."""

from __future__ import annotations

from typing import Final

import pandas as pd

from expectations.places import Frames

# Problems that whole columns have (numbers made anonymous), and the field whose cells count.
_OF_COLUMNS: Final = {"siren_check": "siren", "siret_check": "siret", "vat_check": "vat"}
_FEWEST: Final = 10  # cells, below which each is told
_SHARE: Final = 0.9  # of the filled cells of the column in a sheet


def summed(issues: pd.DataFrame, frames: Frames) -> pd.DataFrame:
    """ISSUES, where those that nearly all cells of a column share are one, on the first cell.

    Its problem has "_all" behind it, its details say of how many cells (n) and of how many (of).
    frames: RECORDS among them, else nothing is summed.
    """
    records, sheet = frames.get("records"), ["file", "sheet"]
    found = issues[issues["problem"].isin(_OF_COLUMNS)]
    if records is None or len(found) < _FEWEST:
        return issues
    dropped: list[int] = []
    more: list[dict[str, object]] = []
    for (problem, *_), own in found.groupby(["problem", *sheet], dropna=False, sort=False):
        first = own.iloc[0]
        here = (records["file"] == first["file"]) & (
            records["sheet"].fillna("") == (first["sheet"] if pd.notna(first["sheet"]) else "")
        )
        of = int(records.loc[here, _OF_COLUMNS[str(problem)]].notna().sum())
        if len(own) >= _FEWEST and len(own) >= _SHARE * of:
            dropped += own.index.tolist()
            details = {"n": str(len(own)), "of": str(of)}
            more.append({**first.to_dict(), "problem": f"{problem}_all", "details": details})
    if not more:
        return issues
    one = pd.DataFrame(more).astype(issues.dtypes.to_dict())
    return pd.concat([issues.drop(index=dropped), one], ignore_index=True)
