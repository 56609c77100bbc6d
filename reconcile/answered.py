"""What people write into in data/clean, by name: a night reads it, and the watch looks at it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

REPORT: Final = "match_report"
REGISTER: Final = "member_register"  # what the names of its files begin with
BOOKS: Final = (".xlsx", ".xlsm", ".ods")
TEXTS: Final = (".csv", ".txt", ".tsv")


def reports(clean: Path) -> list[Path]:
    """The report as it is written, whether it is there or not, and copies of it under longer names
    or saved in another form."""
    own = clean / f"{REPORT}.xlsx"
    return [own, *(one for one in _named(clean, REPORT, (*BOOKS, *TEXTS)) if one != own)]


def registers(clean: Path) -> list[Path]:
    """The registers and the copies of them, in the order of their names."""
    return _named(clean, REGISTER, (*BOOKS, ".csv"))


def _named(clean: Path, stem: str, endings: tuple[str, ...]) -> list[Path]:
    found = sorted(clean.glob(f"{stem}*.*"))
    return [one for one in found if one.suffix.lower() in endings and one.is_file()]
