"""What a person should hear about editions: ISSUES."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..tables import OLD_EDITIONS as OLD
from ..tables import conform, empty

_ASKED = ("archive", "replaced")  # a former list says by its name what it is


def told(dated: pd.DataFrame, records: pd.DataFrame, label: pd.Series) -> pd.DataFrame:
    """ISSUES: lists that were taken for older ones, until a person has said how to take them, and
    the rows of older lists whose club has no newer row of the same member.

    dated: EDITIONS; records: RECORDS; label: the member of each record.
    """
    old = dated[dated["state"].isin(_ASKED) & dated["chosen"].isna()]
    rows = [_list(row) for row in old.to_dict("records")]
    passed = records["edition"].isin(OLD)
    alone = passed.groupby([records["source"], label]).transform("all")
    gone = records[alone & ~label.duplicated() & records["edition"].isin(_ASKED)].drop_duplicates(
        ["file", "sheet", "row"]
    )
    told_rows = gone[["record_id", "source", "file", "sheet", "row"]].assign(
        problem="row_not_in_newer", severity="info", raw=gone["name"]
    )
    frames = [conform(pd.DataFrame(rows), "issues") if rows else empty("issues")]
    return pd.concat([*frames, conform(told_rows, "issues")], ignore_index=True)


def _list(one: dict[Any, Any]) -> dict[str, Any]:
    newer = " › ".join(text for text in (one["by_file"], one["by_sheet"]) if not pd.isna(text))
    place = {key: one[key] for key in ("source", "file", "sheet")}
    details = {"newer": newer, "n_common": one["n_common"], "n_rows": one["n_rows"]}
    problem, severity = ("list_replaced", "warning")
    if one["state"] == "archive":
        problem, severity = "list_of_before", "info"
    return {**place, "problem": problem, "severity": severity, "details": details}
