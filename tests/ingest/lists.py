"""Little lists for the tests of ingest: saved as people do, read as a night does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reconcile.config import Club, Config, Paths
from reconcile.ingest import read_clubs
from reconcile.results import Reading
from reconcile.tables import TABLES

Rows = Sequence[Sequence[Any]]
CSV = "Raison sociale;Ville\nVelinore;Sorbiers\n"
PLAIN: Rows = (("Raison sociale", "Ville", "Courriel"), ("Velinore", "Sorbiers", "a@b.example"))


def config(raw: Path, *clubs: str, language: str = "fr") -> Config:
    """Settings of the clubs `clubs` (or one, "est") whose folders lie in `raw`."""
    named = {club: Club(name=club.title()) for club in clubs or ("est",)}
    return Config(clubs=named, paths=Paths(raw=raw), language=language)


def fill(sheet: Worksheet, rows: Rows) -> None:
    """Put `rows` into a sheet from A1; None leaves a cell blank."""
    for row, cells in enumerate(rows, start=1):
        for column, value in enumerate(cells, start=1):
            if value is not None:
                sheet.cell(row=row, column=column, value=value)


def book(rows: Rows, name: str = "Liste") -> tuple[Workbook, Worksheet]:
    """A workbook of one sheet that holds `rows`."""
    made = Workbook()
    sheet = made.active
    sheet.title = name
    fill(sheet, rows)
    return made, sheet


def save(raw: Path, rows: Rows, file: str = "est/liste.xlsx", merge: Sequence[str] = ()) -> Path:
    """Save `rows` as an .xlsx below `raw`, the cells `merge` ("A1:C1") merged."""
    made, sheet = book(rows)
    for area in merge:
        sheet.merge_cells(area)
    return keep(raw, made, file)


def keep(raw: Path, made: Workbook, file: str = "est/liste.xlsx") -> Path:
    """Save a workbook below `raw`."""
    path = raw / file
    path.parent.mkdir(parents=True, exist_ok=True)
    made.save(path)
    return path


def put(raw: Path, file: str, data: bytes | str) -> Path:
    """Write a file as it stands below `raw`; text is UTF-8."""
    path = raw / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def read(raw: Path, *clubs: str) -> Reading:
    """Read `raw`, and hold that every table has its columns and dtypes."""
    reading = read_clubs(config(raw, *clubs))
    for table in ("raw", "columns", "sheets", "issues"):
        frame: pd.DataFrame = getattr(reading, table)
        wanted = TABLES[table]
        assert list(frame.columns[: len(wanted)]) == list(wanted)
        assert {name: str(frame[name].dtype) for name in wanted} == wanted
        assert frame.index.equals(pd.RangeIndex(len(frame)))
    return reading


def rows_of(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """The rows of some columns as tuples, missing as None."""
    part = frame[list(columns)].astype(object).where(frame[list(columns)].notna(), None)
    return [tuple(row) for row in part.itertuples(index=False)]


def labels(reading: Reading) -> dict[str, str | None]:
    """Heading -> label, None where the column is not read."""
    return dict(rows_of(reading.columns, "heading", "label"))


def problems(reading: Reading) -> list[tuple[Any, ...]]:
    """Problem, cell and text as written of each issue."""
    return rows_of(reading.issues, "problem", "cell", "raw")


def states(raw: Path, *clubs: str) -> dict[str, tuple[str, str | None]]:
    """State and why of each file or folder that was met."""
    found = rows_of(read(raw, *clubs).sheets, "file", "state", "why")
    return {file: (state, why) for file, state, why in found}
