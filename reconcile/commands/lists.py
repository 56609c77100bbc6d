"""`reconcile link`: two lists whose columns carry our field names -> the pairs that are one."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from pandas.errors import ParserWarning
from python_calamine import CalamineError

from .. import matching
from ..config import Matching
from ..errors import Stop
from ..fields import FIELD
from ..ingest.textfile import decode
from ..matching import Bands
from ..results import Step, call
from ..standardise import standardise
from ..tables import conform, empty
from ..words import Words
from ..workbooks.looks import neutral

_TEXT: Final[dict[str, Any]] = {"dtype": "str", "keep_default_na": False, "na_values": [""]}
SHOWN = 0.001  # a pair less likely than this is not written


@dataclass(frozen=True)
class Linked:
    """pairs: id_a, id_b, probability, band, likeliest first. skipped: the blocks of records that
    were too big to compare (rule, blocks, records, largest)."""

    pairs: pd.DataFrame
    skipped: pd.DataFrame


class ListError(Stop):
    """A list cannot be read or lacks what linking needs; the message says which and the cure."""


def read_list(path: Path, words: Words) -> pd.DataFrame:
    """A .csv, .xlsx or .parquet table as text, empty cells missing; raises ListError."""
    try:
        if path.suffix.lower() == ".csv":
            table = _read_csv(path)
        elif path.suffix.lower() == ".xlsx":
            table = pd.read_excel(path, engine="calamine", **_TEXT)
        elif path.suffix.lower() == ".parquet":
            table = pd.read_parquet(path).astype("str")
        else:
            raise ListError(words("link.unknown_format", file=path))
    except (OSError, ValueError, TypeError, CalamineError) as error:
        raise ListError(words("link.unreadable", file=path)) from error
    table.columns = table.columns.astype("str").str.strip().str.casefold()
    twice = table.columns[table.columns.duplicated()].intersection(["id", *FIELD])
    if len(twice):
        raise ListError(words("link.column_twice", file=path, column=twice[0]))
    if "id" not in table.columns:
        raise ListError(words("link.no_column", file=path, columns="id"))
    repeated = table.loc[table["id"].duplicated() | table["id"].isna(), "id"].fillna("")
    if len(repeated):
        row = int(repeated.index[0]) + 2
        raise ListError(words("link.id_twice", file=path, row=row, id=repeated.iloc[0]))
    return table


def _read_csv(path: Path) -> pd.DataFrame:
    """A CSV in any usual encoding, with the separator that its headings show most."""
    text = decode(path.read_bytes())
    headings = text.partition("\n")[0]
    separator = max(",;\t|", key=headings.count)
    with warnings.catch_warnings(action="ignore", category=ParserWarning):
        # A row with a cell too many is read all the same: that cell has no heading.
        return pd.read_csv(io.StringIO(text), sep=separator, index_col=False, **_TEXT)


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
    left: pd.DataFrame,
    right: pd.DataFrame,
    costs: Matching,
    step: Step = call,
    learning: matching.Learning = "adapted",
) -> Linked:
    """The pairs across two lists. Both lists are also matched within themselves: band match holds
    exactly the pairs whose records share a cluster. `step` runs each stage (a progress bar hangs
    there); learning: see matching.weigh."""
    raw = as_raw(left, right)
    columns = empty("columns")
    records = step("standardise", standardise, raw, columns).records
    bands = Bands.from_costs(costs.wrong_merge, costs.missed_merge)
    weighed = matching.weigh(records, matching.shipped(), bands, learning, step)
    nothing = pd.DataFrame({"left": [], "right": [], "same": []}).astype(
        {"left": "int64", "right": "int64", "same": "bool"}
    )
    found = step("cluster", matching.cluster, weighed.scores, records, bands, nothing).scores
    size = len(left)
    across = found[(found["left"] < size) & (found["right"] >= size)]
    across = across[(across["probability"] >= SHOWN) | (across["band"] != "distinct")]
    pairs = pd.DataFrame(
        {
            "id_a": left["id"].to_numpy()[across["left"]],
            "id_b": right["id"].to_numpy()[across["right"] - size],
            "probability": across["probability"].to_numpy(),
            "band": across["band"].to_numpy(),
        }
    )
    pairs = pairs.sort_values(["probability", "id_a", "id_b"], ascending=[False, True, True])
    return Linked(pairs.reset_index(drop=True), weighed.skipped)


def check_out(path: Path, words: Words) -> None:
    """Raise ListError where the pairs could not be written, before the work is done."""
    if path.suffix.lower() not in (".csv", ".xlsx", ".parquet"):
        raise ListError(words("link.unknown_format", file=path))
    if not path.parent.is_dir():
        raise ListError(words("link.no_folder", file=path, folder=path.parent))


def _write_sheet(pairs: pd.DataFrame, path: Path) -> None:
    """The pairs as a sheet; an id that looks like a formula stays text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("pairs")
    sheet.append(list(pairs.columns))
    for row in pairs.itertuples(index=False):
        cells = [WriteOnlyCell(sheet, value) for value in row]
        for cell in cells[:2]:
            cell.data_type = "s"
        sheet.append(cells)
    book.save(path)


def write_pairs(pairs: pd.DataFrame, path: Path) -> None:
    """Write the pairs as .csv, .xlsx or .parquet, by the ending of the name."""
    if path.suffix.lower() == ".csv":
        safe = {name: pairs[name].map(neutral) for name in ("id_a", "id_b")}
        pairs.assign(**safe).to_csv(path, index=False)
    elif path.suffix.lower() == ".xlsx":
        _write_sheet(pairs, path)
    elif path.suffix.lower() == ".parquet":
        pairs.to_parquet(path, index=False)
