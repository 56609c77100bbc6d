"""A sheet before it is a file: its cells, and where each firm and each field stands in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from openpyxl.utils import get_column_letter


@dataclass(frozen=True)
class Formula:
    """A formula and the value that Excel last saw (None: never calculated)."""

    text: str
    shown: float | None = None


Value = str | int | float | date | Formula | None


@dataclass
class Grid:
    """A sheet of a file of a club. Rows and columns are numbered from 1, as Excel does."""

    code: str
    club: str
    file: str
    sheet: str
    cells: dict[tuple[int, int], Value] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    bold: list[int] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    struck: list[int] = field(default_factory=list)
    autofilter: str = ""

    @property
    def path(self) -> str:
        """The file, relative to data/raw."""
        return f"{self.club}/{self.file}"

    def at(self, row: str, column: str) -> tuple[int, int]:
        """The place of a firm's row and a field's column; a number names itself."""
        return (
            int(row) if row.isdigit() else self.rows[row],
            int(column) if column.isdigit() else self.columns[column],
        )

    def cell(self, row: str, column: str) -> str:
        """The same place as Excel names it: "C12"."""
        number, letter = self.at(row, column)
        return f"{get_column_letter(letter)}{number}"

    def put(self, row: int, values: list[Value]) -> None:
        """Write `values` from the first column on; None leaves a cell as it is."""
        for column, value in enumerate(values, start=1):
            if value is not None:
                self.cells[row, column] = value
