"""What people wrote into a report -> acts for the ledger.

Every cell that takes an answer stands in a row with hidden `kind` and `subject`, in a sheet with a
hidden row of keys, which also bears the number of the report. What a cell was issued with says
nothing; only what differs from it is an act.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from ..by_hand import acts_of
from ..config import fold
from ..ledger import RELATIONS, acts
from ..results import Memory
from ..tables import conform, empty
from ..words import words
from .files import TAKEN
from .frame import MARK
from .stops import CONFIRM

_MARKED: Final = re.compile(MARK + r"([0-9a-f]+):(\d+)")
_KEYS: Final = ("kind", "subject", "answer")
_HEAD_ROWS: Final = 12
Cells = list[tuple[str, Sequence[Sequence[object]]]]


@dataclass(frozen=True)
class Read:
    """What was found in a report: acts (LEDGER), readings (READINGS, of this one) and issues."""

    acts: pd.DataFrame
    readings: pd.DataFrame
    issues: pd.DataFrame


NOTHING: Final = Read(empty("ledger"), empty("readings"), empty("issues"))


def _meanings() -> dict[str, dict[str, tuple[str, str | None]]]:
    """What people write, in either language, folded, and what it means: (answer, relation)."""
    pair: dict[str, tuple[str, str | None]] = {}
    sheet: dict[str, tuple[str, str | None]] = {}
    for language in ("fr", "en"):
        said = words(language).section("answers")
        for key, texts in said.items():
            meaning = ("different", key) if key in RELATIONS else (key, None)
            pair |= dict.fromkeys(map(fold, texts.split("|")), meaning)
        for state in TAKEN:
            sheet[fold(words(language)(f"report.words.take_{state}"))] = (state, None)
    return {"pair": pair, "sheet": sheet}


def read_report(report: Path, origin: str, memory: Memory) -> Read:
    """The acts of a report (.xlsx, .ods) that are not in the ledger yet.

    origin: what the ledger calls the file. A report whose content was read before gives nothing;
    nor does one that is missing, or is no workbook any more.
    """
    if not report.exists():
        return NOTHING
    digest = hashlib.sha256(report.read_bytes()).hexdigest()
    if digest in set(memory.readings["digest"]):
        return NOTHING
    cells = _cells(report)
    run = _run_of(cells, memory)
    about = {**_saved(report), "run": run, "read_in": memory.run, "origin": origin}
    found = [one for name, sheet in cells for one in (*_forms(name, sheet), *_stops(sheet, memory))]
    found += [one for _, sheet in cells for one in acts_of(_rows(sheet), memory.ledger)]
    table = _new(acts([{**about, **one} for one in found]), memory)
    reading = {"digest": digest, "origin": origin, "read_in": memory.run, "run": run}
    readings = conform(pd.DataFrame([{**reading, "n_new": len(table)}]), "readings")
    return Read(table, readings, empty("issues"))


def _new(said: pd.DataFrame, memory: Memory) -> pd.DataFrame:
    """Acts that say another thing than the report was issued with, and than the same reviewer said
    in the same report last."""
    if said.empty:
        return said
    said = said.drop_duplicates(["kind", "subject"], keep="last")
    keys = ["run", "kind", "subject"]
    text = said["answer"] + "/" + said["relation"].fillna("")
    issued = memory.issued.set_index(keys)["answer"]
    was = issued.reindex(pd.MultiIndex.from_frame(said[keys])).to_numpy()
    said = said[text.to_numpy() != pd.Series(was).fillna("").to_numpy()]
    again = [*keys, "answer", "relation", "reviewer", "origin"]
    before = memory.ledger.drop_duplicates([*keys, "reviewer", "origin"], keep="last")
    known = pd.MultiIndex.from_frame(before[again].fillna(""))
    return said[~pd.MultiIndex.from_frame(said[again].fillna("")).isin(known)]


def _run_of(cells: Cells, memory: Memory) -> int:
    """The run whose report this is; the last one where nothing says so."""
    for _, sheet in cells:
        for line in sheet[:_HEAD_ROWS]:
            for cell in line:
                if found := _MARKED.fullmatch(str(cell)):
                    return int(found[2])
    return memory.run - 1


def _forms(name: str, sheet: Sequence[Sequence[object]]) -> list[dict[str, Any]]:
    """The filled answer cells of a sheet that can be understood."""
    meanings, found = _meanings(), []
    for row in _rows(sheet):
        kind, subject = row["kind"], row["subject"]
        meaning = meanings.get(kind, {}).get(fold(row["answer"]))
        if meaning is None or not subject:
            continue
        question = row.get("question_id") or None
        found.append(
            {
                "kind": kind,
                "subject": subject,
                "answer": meaning[0],
                "relation": meaning[1],
                "question_id": question,
                "note": row.get("note") or None,
            }
        )
    return found


def _rows(sheet: Sequence[Sequence[object]]) -> list[dict[str, str]]:
    """The rows below the hidden keys, by key; none where the sheet has no keys."""
    for nth, line in enumerate(sheet[:_HEAD_ROWS]):
        keys = [str(cell) for cell in line]
        if all(key in keys for key in _KEYS):
            return [
                {key: str(cell).strip() for key, cell in zip(keys, row, strict=False)}
                for row in sheet[nth + 1 :]
            ]
    return []


def _stops(sheet: Sequence[Sequence[object]], memory: Memory) -> list[dict[str, Any]]:
    """The stops, by their hidden keys, beside which yes was chosen."""
    meanings, shown, found = _meanings()["pair"], set(memory.stops["key"]), []
    for line in sheet:
        texts = [str(cell).strip() for cell in line]
        mine = [text.removeprefix(CONFIRM) for text in texts if text.startswith(CONFIRM)]
        yes = any(meanings.get(fold(text)) == ("same", None) for text in texts)
        if mine and mine[0] in shown and yes:
            found.append({"kind": "stop", "subject": mine[0], "answer": "yes"})
    return found


def _cells(report: Path) -> Cells:
    """The cells of every sheet; none where it is no workbook any more."""
    try:
        book = CalamineWorkbook.from_path(str(report))
        return [(name, book.get_sheet_by_name(name).to_python()) for name in book.sheet_names]
    except Exception:  # calamine has no error of its own; the file is archived as it is
        return []


def _saved(report: Path) -> dict[str, str]:
    """When the report was saved, and by whom."""
    when = datetime.fromtimestamp(report.stat().st_mtime).isoformat(timespec="seconds")
    return {"decided_at": when, "reviewer": _author(report)}


def _author(report: Path) -> str:
    """Who saved the workbook last, as the workbook says; "" where it does not."""
    try:
        return load_workbook(report, read_only=True).properties.lastModifiedBy or ""
    except Exception:  # .ods, or damaged beyond what openpyxl can say
        return ""
