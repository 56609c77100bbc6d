"""The register for programs: CSV as Excel opens it in France, and typed Parquet."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, time, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ..results import Night, Register
from ..tables import BOOL, FLOAT, INT, INT_OR_NA, LIST, TABLES
from ..words import Words
from ..workbooks.looks import neutral, tidy
from ..workbooks.plain import plain
from ..workbooks.sheets import Column
from .lines import Values, clubs_of, former_lines, lines

_ARROW = {
    INT: pa.int64(),
    INT_OR_NA: pa.int64(),
    FLOAT: pa.float64(),
    BOOL: pa.bool_(),
    LIST: pa.list_(pa.string()),
}


def register_csv(night: Night, register: Register, club: str, words: Words, path: Path) -> None:
    """Write the lines of the workbook's first sheet, the members of today, as CSV: `;`, UTF-8 with
    BOM, CRLF.

    Numbers are spaced so that Excel keeps their zeros; text that a spreadsheet would take for a
    formula gets an apostrophe in front. The last column says of which register the line is. `club`
    is "" for the joint register.
    """
    _write(*lines(register, clubs_of(night, club), words, night.extras), night, words, path)


def former_csv(night: Night, register: Register, club: str, words: Words, path: Path) -> None:
    """Write the lines of the workbook's sheet of former members as such a CSV."""
    _write(*former_lines(night, register, clubs_of(night, club), words), night, words, path)


def _write(
    columns: Sequence[Column], rows: Sequence[Values], night: Night, words: Words, path: Path
) -> None:
    number = words("register.numbered", run=night.run, date=f"{night.today:%d/%m/%Y}")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        headings = [column.heading for column in columns]
        writer.writerow([*map(neutral, headings), words("register.columns.register")])
        writer.writerows([*map(_cell, row), number] for row in rows)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, date | time | timedelta):
        return plain(value)
    if isinstance(value, float):
        return str(value).replace(".", ",")
    return "" if value is None else neutral(tidy(str(value)))


def register_parquet(night: Night, register: Register, path: Path) -> None:
    """Write REGISTER as Parquet under our own column names: text, int64, lists of text. The
    metadata of its schema say of which register it is: reconcile.run and reconcile.date."""
    frame = register.register
    schema = [
        pa.field(name, _ARROW.get(TABLES["register"].get(name, ""), pa.string()))
        for name in map(str, frame.columns)
    ]
    table = pa.Table.from_pandas(frame, schema=pa.schema(schema), preserve_index=False)
    numbered = {"reconcile.run": str(night.run), "reconcile.date": night.today.isoformat()}
    pq.write_table(table.replace_schema_metadata(numbered), path)
