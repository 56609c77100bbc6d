"""Two invented clubs with a known truth and named messes, as the files that people really keep.

firms.csv has the firms, rows.toml the sheets that they stand in, cells.toml what is odd and where,
cases.toml the firms that look alike; layouts.py and writing.py say how each keeper writes.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from . import books
from .build import ANCIENS, NOUVEAUX, REZAMES, TECHNOPOLE, grids
from .readme import page, truth

__all__ = ["ANCIENS", "NOUVEAUX", "REZAMES", "TECHNOPOLE", "write_samples"]


def write_samples(folder: Path) -> pd.DataFrame:
    """Write both clubs' files and README.md into `folder` (a data/raw); give the truth.

    The truth has a line a row that names a member: club, file (relative to `folder`), sheet (empty
    for a CSV), row (as Excel numbers it), member: rows with the same key are one member.
    """
    sheets = grids()
    for grid in sheets:
        (folder / grid.club).mkdir(parents=True, exist_ok=True)
    for file in (TECHNOPOLE, REZAMES):
        own = [grid for grid in sheets if grid.file == file]
        books.xlsx(own, folder / own[0].path, mac=file == REZAMES)
    for grid in sheets:
        if grid.file == ANCIENS:
            books.xls(grid, folder / grid.path)
        if grid.file == NOUVEAUX:
            books.semicolons(grid, folder / grid.path)
    (folder / "README.md").write_text(page(sheets), encoding="utf-8", newline="\n")
    return truth(sheets)
