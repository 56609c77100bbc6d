"""Whole nights on the sample data, in a place of their own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from copy import copy
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from openpyxl import load_workbook

from reconcile.nights.night import run_night
from reconcile.nights.outcome import Outcome
from reconcile.results import Findings, Validate
from reconcile.tables import empty

SETTINGS = """
language = "fr"
{merged_on}
[clubs.technopole42]
name = "Technopole 42"
[clubs.rezames]
name = "Rezames"
[paths]
raw = "raw"
clean = "clean"
state = "state"
"""
MERGED = "merged_on = 2026-01-01"
TODAY = date(2026, 11, 22)


def unchecked(suite: str, frames: dict[str, pd.DataFrame]) -> Findings:
    """In place of the suites, which take half of a small night: what a test asks of them, it runs
    with them (`Place.run(validate)`)."""
    return Findings(empty("issues"), empty("checks"))


_MADE: dict[Callable[[Path], Place], tuple[Place, TemporaryDirectory[str]]] = {}


def copied(make: Callable[[Path], Place], root: Path) -> Place:
    """What `make` makes in an empty folder, for the folder `root`: made once a process, and a copy
    each time, which costs a hundredth of a night."""
    if make not in _MADE:
        kept = TemporaryDirectory()
        _MADE[make] = make(Path(kept.name)), kept
    shutil.copytree(_MADE[make][1].name, root, dirs_exist_ok=True)
    return _MADE[make][0].at(root)


class Place:
    """A club's own place in a temporary folder."""

    def __init__(self, root: Path, merged_on: str = MERGED) -> None:
        self._stand(root)
        self.settings.write_text(SETTINGS.format(merged_on=merged_on), encoding="utf-8")

    def _stand(self, root: Path) -> None:
        self.root, self.clean, self.settings = root, root / "clean", root / "reconcile.toml"

    def at(self, root: Path) -> Place:
        """The same place where it was copied to, its settings as they stand there."""
        moved = copy(self)
        moved._stand(root)
        return moved

    def run(self, check: Validate = unchecked) -> Outcome:
        return run_night(self.settings, check, today=TODAY)

    def register(self, stem: str = "member_register") -> pd.DataFrame:
        return pd.read_parquet(self.clean / f"{stem}.parquet")

    def sheet(self, name: str, key: str) -> pd.DataFrame:
        """A sheet of the report below its hidden keys, the row that holds `key`."""
        book = load_workbook(self.clean / "match_report.xlsx")
        rows = [[cell.value for cell in row] for row in book[name].iter_rows()]
        heads = [[str(cell or "").strip() for cell in row] for row in rows]
        at = next(nth for nth, row in enumerate(heads) if key in row)
        table = pd.DataFrame(rows[at + 2 :], columns=heads[at])
        return table.drop(columns=[key for key in table if str(key).startswith("report:")])
