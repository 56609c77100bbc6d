"""From a row that failed to the cell that a person must mend: the rows of ISSUES."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from reconcile.results import cell_of
from reconcile.tables import conform

Frames = dict[str, pd.DataFrame]
ROW = ["file", "sheet", "row"]
PLACE = ["source", *ROW]
# The field of ISSUES -> the list column of RECORDS that ORIGINS names it by.
LISTS = {"phone": "phones", "fax": "faxes", "email": "emails", "commissions": "commissions"}


def at_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """A copy of `frame` to add columns to, indexed 0..n-1."""
    return frame.reset_index(drop=True).copy()


def with_all(frame: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """`frame` with those of `columns` that it lacks, empty."""
    return frame.assign(**{name: pd.NA for name in columns if name not in frame})


def exploded(frame: pd.DataFrame, column: str, keep: list[str]) -> pd.DataFrame:
    """A row for each entry of a list column: `keep`, the entry as `value`, its number as `nth`."""
    long = frame[[*keep, column]].reset_index(drop=True).rename(columns={column: "value"})
    long = long[long["value"].str.len() > 0].explode("value")
    long["nth"] = long.groupby(level=0).cumcount()
    return long.astype({"value": "str"}).reset_index(drop=True)


def counted(frame: pd.DataFrame, keys: list[str], other: pd.DataFrame) -> pd.Series:
    """How many rows of `other` have the keys of each row of `frame` (missing equals missing)."""
    if len(keys) == 1:
        found = frame[keys[0]].map(other[keys[0]].value_counts(dropna=False))
        return found.fillna(0).astype("int64")
    counts = other[keys].value_counts(dropna=False).rename("n").reset_index()
    return frame[keys].merge(counts, on=keys, how="left")["n"].fillna(0).astype("int64")


def located(faults: pd.DataFrame, frames: Frames) -> pd.DataFrame:
    """ISSUES from the rows of a view that failed.

    faults: problem, severity, field, details and value, and what the view knows of the place:
    source, file, sheet, row, and label, cell or raw, or pos and nth by which ORIGINS has the label.
    """
    table = faults.reset_index(drop=True)
    for name in [*PLACE, "field", "label", "cell", "raw"]:
        if name not in table:
            table[name] = pd.NA
    table["row"] = table["row"].astype("Int64")
    kinds = dict.fromkeys([*PLACE[:3], "field", "label", "cell", "raw"], "str")
    table = table.astype(kinds)
    table["label"] = table["label"].fillna(_origin(table, frames.get("origins")))
    table["label"] = table["label"].fillna(table["field"])
    table["cell"] = table["cell"].fillna(_cell(table, frames.get("columns")))
    table["raw"] = table["raw"].fillna(_raw(table, frames.get("raw"))).fillna(table["value"])
    return conform(table, "issues")[list(conform(table.head(0)[[]], "issues").columns)]


def _origin(table: pd.DataFrame, origins: pd.DataFrame | None) -> pd.Series:
    """The label that a value of RECORDS was read from, where ORIGINS tells."""
    if origins is None or "pos" not in table:
        return pd.Series(pd.NA, index=table.index, dtype="str")
    wanted = table[["pos", "nth"]].assign(field=table["field"].replace(LISTS))
    wanted["nth"] = wanted["nth"].fillna(0).astype("int64")
    known = origins.drop_duplicates(["pos", "field", "nth"])
    found = wanted.merge(known, on=["pos", "field", "nth"], how="left", validate="m:1")
    return found["label"].set_axis(table.index)


def _cell(table: pd.DataFrame, columns: pd.DataFrame | None) -> pd.Series:
    """ "C12": the letter of the column that has the label, and the row."""
    if columns is None:
        return pd.Series(pd.NA, index=table.index, dtype="str")
    return cell_of(table, columns)


def _raw(table: pd.DataFrame, raw: pd.DataFrame | None) -> pd.Series:
    """The text of the cell as it is written."""
    found = pd.Series(pd.NA, index=table.index, dtype="str")
    if raw is None:
        return found
    for label, asked in table.groupby("label")[ROW]:
        if label in raw.columns:
            texts = raw[[*ROW, label]].drop_duplicates(ROW).astype({"row": "Int64"})
            cells = asked.merge(texts, on=ROW, how="left", validate="m:1")
            found.loc[asked.index] = cells[label].to_numpy()
    return found
