"""Where a value stands: from a record's field to the cell of the sheet that it was taken from."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ..results import cell_of


@dataclass(frozen=True)
class Cells:
    """records: RECORDS with `pos`; origins: ORIGINS; columns: COLUMNS (tables.py)."""

    records: pd.DataFrame
    origins: pd.DataFrame
    columns: pd.DataFrame

    def locate(self, values: pd.DataFrame) -> pd.DataFrame:
        """`values` (pos, field, nth) with source, file, sheet and cell ("C12", missing where the
        value stands in no cell of its own)."""
        place = self.records[["pos", "source", "file", "sheet", "row"]]
        origins = self.origins.drop_duplicates(["pos", "field", "nth"])
        table = values.drop(columns=["label"], errors="ignore").merge(
            origins, on=["pos", "field", "nth"], how="left", validate="m:1"
        )
        table["label"] = table["label"].fillna(table["field"])
        return self.at_label(table.merge(place, on="pos", how="left", validate="m:1"))

    def at_label(self, table: pd.DataFrame) -> pd.DataFrame:
        """`table` (file, sheet, row, label) with the cell."""
        return table.assign(cell=cell_of(table, self.columns))
