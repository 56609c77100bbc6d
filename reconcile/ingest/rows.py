"""The members' rows of tables -> RAW, and other rows that are told -> frames of their tables."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ..fields import FIELDS
from ..tables import TABLES, conform, empty, field_of
from .cells import unread
from .folders import Found
from .legend import Left
from .table import Body
from .workbook import Sheet


def raw_rows(
    found: Found, sheet: Sheet, labels: list[str | None], body: Body, left: dict[int, Left]
) -> pd.DataFrame:
    """RAW of the members of a table. left: by row, what shows it as one who has left."""
    marked, none = body.rows.tolist() if left else [], (None, None)
    values: dict[str, Any] = {
        "source": found.club,
        "file": found.file,
        "sheet": sheet.name,
        "row": body.rows + 1,
        "category": pd.Series(body.category, dtype="str"),
        "hidden": np.isin(body.rows, list(sheet.marks.hidden)),
        "struck": np.isin(body.rows, list(left)),
        **{
            f"left_{part}": pd.Series([left.get(row, none)[nth] for row in marked], dtype="str")
            for nth, part in enumerate(("by", "at"))
        },
    }
    for at, label in enumerate(labels):
        if label:
            values[label] = pd.Series(body.text[body.rows, at], dtype="str")
    values["unread"] = unread(body.text[body.rows], [label is None for label in labels])
    return conform(pd.DataFrame(values, index=range(len(body.rows))), "raw")


def with_further(raw: pd.DataFrame, cells: dict[str, dict[int, str]]) -> pd.DataFrame:
    """RAW with the cells of further contacts (further.py), each in the row of its company."""
    at = raw["row"] - 1
    return raw.assign(**{label: at.map(own).astype("str") for label, own in cells.items()})


def stack(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """RAW of all sheets: the labels in the order of the fields and of their numbers."""
    if not frames:
        return empty("raw")
    raw = conform(pd.concat(frames, ignore_index=True), "raw")
    order = [one.name for one in FIELDS]
    labels = [str(name) for name in raw.columns if name not in TABLES["raw"]]
    labels.sort(key=lambda label: (order.index(field_of(label)), len(label), label))
    return raw[[*TABLES["raw"], *labels]].astype(dict.fromkeys(labels, "str"))


def frame_of(rows: list[dict[str, Any]], table: str) -> pd.DataFrame:
    """The table of that name with these rows."""
    if not rows:
        return empty(table)
    frame = pd.DataFrame(rows)
    # A column without any value has no dtype of its own.
    return conform(frame.drop(columns=[name for name in frame if frame[name].isna().all()]), table)
