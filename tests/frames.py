"""Small frames for tests: RECORDS from dicts that name only what matters."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reconcile.tables import TABLES, conform

NO_ANSWERS = pd.DataFrame({"left": [], "right": [], "same": []}).astype(
    {"left": "int64", "right": "int64", "same": "bool"}
)


def records(*rows: dict[str, Any]) -> pd.DataFrame:
    """RECORDS, a row a dict; name_key is the name in capitals, a number given as siren or siret is
    valid unless said otherwise, and whatever is not given is missing."""
    filled = []
    for nth, row in enumerate(rows):
        name = row.get("name")
        base: dict[str, Any] = {
            "record_id": f"R-{nth + 1:05d}",
            "source": "a",
            "file": "a/list.xlsx",
            "sheet": "Sheet1",
            "row": nth + 2,
            "hidden": False,
            "struck": False,
            "name_key": name.upper() if name else None,
            "siren_ok": "siren" in row or "siret" in row,
            "siret_ok": "siret" in row,
        }
        if "siret" in row:
            base["siren"] = row["siret"][:9]
        filled.append(base | row)
    frame = conform(pd.DataFrame(filled), "records")
    for column, dtype in TABLES["records"].items():
        if dtype == "object":
            lists = [one if isinstance(one, list) else [] for one in frame[column]]
            frame[column] = pd.Series(lists, index=frame.index, dtype=object)
    return frame
