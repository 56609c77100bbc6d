"""What people write into in data/clean, by name: a night reads it, and the watch looks at it."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Final

from .config import PARIS

REPORT: Final = "match_report"
REGISTER: Final = "member_register"  # what the names of its files begin with
BOOKS: Final = (".xlsx", ".xlsm", ".xls", ".ods")
TEXTS: Final = (".csv", ".txt", ".tsv")
OTHERS: Final = (".xlsb", ".numbers", ".fods", ".xltx")  # forms of tables that nobody reads


def reports(clean: Path) -> list[Path]:
    """The report as it is written, whether it is there or not, and copies of it: under longer names
    ("Copie de match_report (2)") or saved in another form."""
    own = clean / f"{REPORT}.xlsx"
    return [own, *(one for one in _named(clean, REPORT, (*BOOKS, *TEXTS)) if one != own)]


def registers(clean: Path) -> list[Path]:
    """The registers and the copies of them, in the order of their names."""
    return _named(clean, REGISTER, (*BOOKS, ".csv"))


def strangers(clean: Path) -> list[Path]:
    """The workbooks whose names tell of neither: nobody reads them."""
    named = {*reports(clean), *registers(clean)}
    return [one for one in _named(clean, "", BOOKS) if one not in named]


def unread(clean: Path) -> list[Path]:
    """The tables that have the name of a report or a register, in forms that nobody reads back."""
    texts = [one for one in _named(clean, REGISTER, TEXTS) if one not in reports(clean)]
    others = [*_named(clean, REPORT, OTHERS), *_named(clean, REGISTER, OTHERS)]
    return [*texts, *others]


def saved_at(path: Path) -> str:
    """When a file was saved last, in Paris whatever the machine's zone: "2026-11-22T03:00:12"."""
    saved = datetime.fromtimestamp(path.stat().st_mtime, PARIS)
    return saved.replace(tzinfo=None).isoformat(timespec="seconds")


def _named(clean: Path, stem: str, endings: tuple[str, ...]) -> list[Path]:
    """The files whose names hold `stem`, but for those by which programs lock others."""
    return [
        one
        for one in sorted(clean.glob("*.*"))
        if stem in re.sub(r"[\s-]", "_", one.name.lower())
        and not one.name.startswith((".", "~$"))
        and one.suffix.lower() in endings
        and one.is_file()
    ]
