"""Taking what people wrote into reports in, before anything is written over it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from .. import answered, review
from ..config import Config
from ..erasure import Lines, blocks_of, clean_file, resolved, unsaid, without_texts
from ..memory.store import Store
from ..outputs import publish
from ..results import Memory
from ..tables import conform, empty
from . import edited
from .corrections import unreadable

REPORT = "match_report.xlsx"


def take_in(store: Store, memory: Memory, config: Config) -> tuple[Memory, pd.DataFrame]:
    """Keep what people wrote into the report, into copies of it and into the registers; what is
    known now, and ISSUES on what could not be obeyed."""
    found = review.reports(config.paths.clean, config.paths.raw)
    memory, told = _take_in(store, memory, found, config)
    clean = config.paths.clean
    registers = [*answered.registers(clean), *answered.registers(clean / publish.PENDING)]
    memory, more = _take_in_edits(store, memory, config, registers)
    passed = [(one, "book_unread") for one in answered.strangers(clean)]
    forms = [(one, "form_unread") for one in answered.unread(clean) if not edited.placed(one)]
    strange = [edited.told(one.name, [(problem, {})]) for one, problem in (*passed, *forms)]
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
    memory, _ = _take_in(store, memory, reports, config)  # what is odd about old ones was told
    registers = [
        path
        for path in publish.late(clean, f"{answered.REGISTER}.xlsx")
        if publish.digest(path) not in store.manifest(int(path.parent.name)).values()
    ]
    return _take_in_edits(store, memory, config, registers)


def _erased(origin: str, n: int) -> pd.DataFrame:
    """ISSUES of a report in which answers name an erased person."""
    about = {"file": origin, "severity": "warning", "details": {"n": str(n)}}
    return conform(pd.DataFrame([{"problem": "erased_answer", **about}]), "issues")


def _take_in_edits(
    store: Store, memory: Memory, config: Config, registers: Iterable[Path]
) -> tuple[Memory, pd.DataFrame]:
    """Keep what people changed in the registers before they are written again."""
    told, blocks = [empty("issues")], blocks_of(memory.ledger, memory.salt)
    for path in registers:
        try:
            found = edited.edits(path, config, memory)
        except OSError:  # another program keeps it shut
            told.append(edited.told(path.name, [("report_shut", {})]))
            continue
        if not found.digest and found.issues.empty:
            continue
        said, touched = unsaid(found.acts, blocks)
        issues = without_texts(found.issues, Lines(blocks))
        if found.digest:
            store.keep(said, edited.reading_of(found.digest, path.name, memory, len(said)))
        held = issues["problem"] == "erased_by_hand"
        if touched.any() or held.any():
            still = not clean_file(store, config, blocks, path)
            problem = issues["problem"].mask(held & still, "erased_still_there")
            issues = issues.assign(problem=problem)
        told.append(issues)
        memory = store.recall()
    return memory, pd.concat(told, ignore_index=True)


def _take_in(
    store: Store, memory: Memory, reports: Iterable[tuple[Path, str, bool]], config: Config
) -> tuple[Memory, pd.DataFrame]:
    told, blocks = [empty("issues")], blocks_of(memory.ledger, memory.salt)
    for path, origin, last in reports:
        read = review.read_report(path, origin, memory, last, unreadable)
        told.append(without_texts(read.issues, Lines(blocks)))
        said, touched = unsaid(read.acts, blocks)
        if touched.any():
            told.append(_erased(origin, int(touched.sum())))
        if len(read.readings):
            said, more = resolved(said, memory)
            told.append(more)
            store.keep(said, read.readings)
            if touched.any() and path.is_relative_to(config.paths.clean):
                clean_file(store, config, blocks, path)
            memory = store.recall()
    return memory, pd.concat(told, ignore_index=True)
