"""Where answers are looked for: the report in its place, and copies of it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from .. import answered
from ..config import name_below

REVIEWS: Final = "reviews"
_PENDING, _NEXT = "pending", ".next"  # sets that are not in place yet
_SILENT: Final = frozenset(("thumbs.db", "desktop.ini", "readme.md"))


def reports(clean: Path, raw: Path) -> list[tuple[Path, str, bool]]:
    """Files that may hold answers, each with what the ledger calls it and whether it stands where
    the last report should: match_report in `clean` and copies of it there, the one that waits in
    pending/, and whatever lies in raw/reviews/."""
    report, *others = answered.reports(clean)
    waits = clean / _PENDING / report.name
    newer = waits.exists() or (clean / _NEXT).exists()
    # The one that waits will stand in the place of the other: it is the same report.
    found = [(report, report.name, not newer), (waits, report.name, False)]
    found += [(one, name_below(one, clean), False) for one in others]
    for folder in sorted(_folders(raw)):
        files = sorted(one for one in folder.rglob("*") if one.is_file())
        named = ((one, name_below(one, raw)) for one in files)
        found += [(one, name, False) for one, name in named if not _passed(one.name)]
    return [one for one in found if one[0].is_file()]


def _folders(raw: Path) -> list[Path]:
    if not raw.is_dir():
        return []
    return [one for one in raw.iterdir() if one.is_dir() and one.name.strip().lower() == REVIEWS]


def _passed(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _SILENT
