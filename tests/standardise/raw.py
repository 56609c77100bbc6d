"""Small RAW frames for the tests of standardising."""

from __future__ import annotations

import pandas as pd
from hypothesis import settings

from reconcile.standardise.cells import Filled, fill

FEW = settings(max_examples=60, deadline=None)


def raw(**labels: list[str | None]) -> pd.DataFrame:
    """RAW with the given columns, the rows 2, 3, … of one sheet ("phone#2" as phone__2)."""
    size = len(next(iter(labels.values())))
    place = {"source": "club", "file": "club/list.xlsx", "sheet": "Feuil1", "category": None}
    frame = pd.DataFrame({**place, "row": range(2, 2 + size), "hidden": False, "struck": False})
    texts = {
        name.replace("__", "#"): pd.Series(cells, dtype="str") for name, cells in labels.items()
    }
    return frame.astype({"category": "str"}).assign(**texts)


def columns(*labels: str, headings: dict[str, str] | None = None) -> pd.DataFrame:
    """COLUMNS of that sheet: the labels in the columns A, B, C, …"""
    rows = [
        {
            "source": "club",
            "file": "club/list.xlsx",
            "sheet": "Feuil1",
            "column": chr(65 + n),
            "heading": (headings or {}).get(label, label),
            "label": label,
            "confidence": 1.0,
        }
        for n, label in enumerate(labels)
    ]
    return pd.DataFrame(rows)


def filled(**labels: list[str | None]) -> Filled:
    """The filled cells of such a frame."""
    return fill(raw(**labels))


def text(*values: str | None) -> pd.Series:
    """A text column."""
    return pd.Series(values, dtype="str")


def values(column: pd.Series) -> list[object]:
    """The values of a column, None where one is missing."""
    return [None if not isinstance(v, list) and pd.isna(v) else v for v in column]
