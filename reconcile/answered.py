"""What people write into in data/clean, by name: a night reads it, and the watch looks at it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

REPORT: Final = "match_report"
REGISTER: Final = "member_register"  # what the names of its files begin with
BOOKS: Final = (".xlsx", ".xlsm", ".ods")
TEXTS: Final = (".csv", ".txt", ".tsv")


def reports(clean: Path) -> list[Path]:
    """Where the report is looked for, under the name that it is written with and saved under
    others; whether it is there or not."""
    return [clean / f"{REPORT}{ending}" for ending in (*BOOKS, *TEXTS)]


def registers(clean: Path) -> list[Path]:
    """The registers and the copies of them, in the order of their names."""
    return sorted(clean.glob(f"{REGISTER}*.[xco]*"))
