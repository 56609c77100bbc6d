"""What befell since the last run and no one was told of yet: a run that was cut off, outputs that
are gone, a clock that went back. This run makes up for it; people are told all the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd

from ..config import PARIS, Paths
from ..outputs.publish import NEXT, PENDING
from ..results import Memory
from ..tables import conform, empty

UNDER_WAY: Final = "under_way.json"  # in the state folder: when a run began that has not ended


@contextmanager
def under_way(state: Path) -> Iterator[datetime | None]:
    """Hold a note that a run is under way, until it ends in whatever way; when the one began that
    left its note behind (a kill, a power cut), None where there is none."""
    note = state / UNDER_WAY
    before = _began(note)
    _note(note, datetime.now(PARIS))
    told = False
    try:
        yield before
        told = True
    finally:
        if before and not told:
            _note(note, before)  # this run told nobody of it
        else:
            note.unlink(missing_ok=True)


def _note(note: Path, began: datetime) -> None:
    with suppress(OSError):  # a full disk is told by what fails of it
        note.write_text(json.dumps({"began": began.isoformat()}), encoding="utf-8")


def _began(note: Path) -> datetime | None:
    try:
        return datetime.fromisoformat(json.loads(note.read_bytes())["began"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):  # cut off while it was written
        return datetime.fromtimestamp(note.stat().st_mtime, PARIS)


def incidents(cut: datetime | None, memory: Memory, paths: Paths, today: date) -> pd.DataFrame:
    """ISSUES. cut: when the run began that did not end; to be called before a set that waits is put
    in its place."""
    rows: list[dict[str, Any]] = []
    if cut:
        told = {"day": cut.strftime("%d/%m/%Y"), "hour": cut.strftime("%H:%M")}
        rows.append({"problem": "run_cut", "severity": "info", "details": told})
    if _gone(memory, paths.clean):
        told = {"folder": paths.clean.name}
        rows.append({"problem": "outputs_gone", "severity": "warning", "details": told})
    if memory.last_register and memory.last_register > today:
        told = {"day": f"{memory.last_register:%d/%m/%Y}", "today": f"{today:%d/%m/%Y}"}
        rows.append({"problem": "clock_back", "severity": "warning", "details": told})
    return conform(pd.DataFrame(rows), "issues") if rows else empty("issues")


def _gone(memory: Memory, clean: Path) -> bool:
    """Whether nothing is left of the last set, in its place or on its way there."""
    folders = (clean, clean / NEXT, clean / PENDING)
    return bool(memory.manifest) and not any(
        (folder / name).exists() for folder in folders for name in memory.manifest
    )
