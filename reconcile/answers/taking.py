"""Taking what people wrote into reports in, before anything is written over it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from .. import answered, review
from ..config import Config
from ..erasure import resolved
from ..memory.store import Store
from ..outputs import publish
from ..results import Memory
from ..tables import empty
from . import edited
from .corrections import unreadable

REPORT = "match_report.xlsx"


def take_in(store: Store, memory: Memory, config: Config) -> tuple[Memory, pd.DataFrame]:
    """Keep what people wrote into the report, into copies of it and into the registers; what is
    known now, and ISSUES on what could not be obeyed."""
    found = review.reports(config.paths.clean, config.paths.raw)
    memory, told = _take_in(store, memory, found)
    clean = config.paths.clean
    registers = [*answered.registers(clean), *answered.registers(clean / publish.PENDING)]
    memory, more = _take_in_edits(store, memory, config, registers)
    strange = [edited.told(one.name, [("book_unread", {})]) for one in answered.strangers(clean)]
    return memory, pd.concat([told, more, *strange], ignore_index=True)


def once(known: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """ISSUES of two readings of the same files: what both tell comes once."""
    seen = pd.Index(_marks(known))
    return pd.concat([known, more[~pd.Index(_marks(more)).isin(seen)]], ignore_index=True)


def _marks(issues: pd.DataFrame) -> list[str]:
    columns = ["problem", "file", "sheet", "cell", "raw", "details"]
    return [repr(row) for row in issues[columns].astype("object").fillna("").to_numpy().tolist()]


def take_in_late(store: Store, memory: Memory, config: Config) -> tuple[Memory, pd.DataFrame]:
    """The same of what was saved into a report or a register after it was read and before tonight's
    took its place; it lies in the archives."""
    clean = config.paths.clean
    reports = [(path, REPORT, True) for path in publish.late(clean, REPORT)]
    memory, _ = _take_in(store, memory, reports)  # what is odd about old reports was told
    registers = [
        path
        for path in publish.late(clean, f"{answered.REGISTER}.xlsx")
        if publish.digest(path) not in store.manifest(int(path.parent.name)).values()
    ]
    return _take_in_edits(store, memory, config, registers)


def _take_in_edits(
    store: Store, memory: Memory, config: Config, registers: Iterable[Path]
) -> tuple[Memory, pd.DataFrame]:
    """Keep what people changed in the registers before they are written again."""
    told = [empty("issues")]
    for path in registers:
        try:
            found = edited.edits(path, config, memory)
        except OSError:  # another program keeps it shut
            told.append(edited.told(path.name, [("report_shut", {})]))
            continue
        told.append(found.issues)
        if found.digest:
            n_new = len(found.acts)
            store.keep(found.acts, edited.reading_of(found.digest, path.name, memory, n_new))
            memory = store.recall()
    return memory, pd.concat(told, ignore_index=True)


def _take_in(
    store: Store, memory: Memory, reports: Iterable[tuple[Path, str, bool]]
) -> tuple[Memory, pd.DataFrame]:
    told = [empty("issues")]
    for path, origin, last in reports:
        read = review.read_report(path, origin, memory, last, unreadable)
        told.append(read.issues)
        if len(read.readings):
            said, more = resolved(read.acts, memory)
            told.append(more)
            store.keep(said, read.readings)
            memory = store.recall()
    return memory, pd.concat(told, ignore_index=True)
