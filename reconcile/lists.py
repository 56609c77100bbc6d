"""`reconcile link`: two lists whose columns carry our field names -> the pairs that are one."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pandas as pd
from python_calamine import CalamineError

from . import matching
from .config import Matching
from .errors import Stop
from .matching import Bands
from .results import Step, call
from .standardise import standardise
from .tables import FIELD, TABLES, conform
from .words import Words

SHOWN = 0.001  # a pair less likely than this is not written


class ListError(Stop):
    """A list cannot be read or lacks what linking needs; the message says which and the cure."""


def read_list(path: Path, words: Words) -> pd.DataFrame:
    """A .csv, .xlsx or .parquet table as text, empty cells missing; raises ListError."""
    try:
        if path.suffix.lower() == ".csv":
            table = _read_csv(path)
        elif path.suffix.lower() == ".xlsx":
            table = pd.read_excel(path, dtype="str", engine="calamine")
        elif path.suffix.lower() == ".parquet":
            table = pd.read_parquet(path).astype("str")
        else:
            raise ListError(words("link.unknown_format", file=path))
    except (OSError, ValueError, CalamineError) as error:
        raise ListError(words("link.unreadable", file=path, error=error)) from error
    table.columns = table.columns.astype("str").str.strip().str.casefold()
    missing = [name for name in ("id", "name") if name not in table.columns]
    if missing:
        raise ListError(words("link.no_column", file=path, columns=", ".join(missing)))
    repeated = table.loc[table["id"].duplicated() | table["id"].isna(), "id"]
    if len(repeated):
        row = int(repeated.index[0]) + 2
        raise ListError(words("link.id_twice", file=path, row=row, id=repeated.iloc[0]))
    return table


def _read_csv(path: Path) -> pd.DataFrame:
    """A CSV in UTF-8 or the Windows encoding, with the separator that its headings show most."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    headings = text.partition("\n")[0]
    separator = max(",;\t|", key=headings.count)
    return pd.read_csv(io.StringIO(text), dtype="str", sep=separator)


def as_raw(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Both lists as RAW, sources "left" and "right"; columns that are no field are ignored."""
    parts = []
    for source, table in (("left", left), ("right", right)):
        fields = table[[name for name in table.columns if name in FIELD]]
        rows = np.arange(len(table)) + 2
        parts.append(
            fields.assign(source=source, file=source, row=rows, hidden=False, struck=False)
        )
    raw = conform(pd.concat(parts, ignore_index=True), "raw")
    return raw.astype({name: "str" for name in raw.columns if name in FIELD})


def link(
    left: pd.DataFrame, right: pd.DataFrame, costs: Matching, step: Step = call
) -> pd.DataFrame:
    """id_a, id_b, probability, band of the pairs across two lists, likeliest first.

    Both lists are also matched within themselves. Band match holds exactly the pairs whose records
    share a cluster; `step` runs each stage (a progress bar hangs there).
    """
    raw = as_raw(left, right)
    columns = pd.DataFrame(columns=[*TABLES["columns"]])
    records = step("standardise", standardise, raw, columns).records
    weights = matching.shipped()
    bands = Bands.from_costs(costs.wrong_merge, costs.missed_merge)
    pairs = step("block", matching.block, records)
    levels = step("compare", matching.compare, records, pairs, weights)
    scores = step("score", matching.score, levels, records, weights, bands)
    nothing = pd.DataFrame({"left": [], "right": [], "same": []}).astype(
        {"left": "int64", "right": "int64", "same": "bool"}
    )
    found = step("cluster", matching.cluster, scores, records, bands, nothing).scores
    size = len(left)
    across = found[(found["left"] < size) & (found["right"] >= size)]
    across = across[(across["probability"] >= SHOWN) | (across["band"] != "distinct")]
    ids_a, ids_b = left["id"].to_numpy(), right["id"].to_numpy()
    return (
        pd.DataFrame(
            {
                "id_a": ids_a[across["left"]],
                "id_b": ids_b[across["right"] - size],
                "probability": across["probability"].to_numpy(),
                "band": across["band"].to_numpy(),
            }
        )
        .sort_values(["probability", "id_a", "id_b"], ascending=[False, True, True])
        .reset_index(drop=True)
    )


def write_pairs(pairs: pd.DataFrame, path: Path, words: Words) -> None:
    """Write the pairs as .csv, .xlsx or .parquet, by the ending of the name."""
    if path.suffix.lower() == ".csv":
        pairs.to_csv(path, index=False)
    elif path.suffix.lower() == ".xlsx":
        pairs.to_excel(path, index=False)
    elif path.suffix.lower() == ".parquet":
        pairs.to_parquet(path, index=False)
    else:
        raise ListError(words("link.unknown_format", file=path))
