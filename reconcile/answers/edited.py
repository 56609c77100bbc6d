"""The register as people left it, compared with what was written: proposals for the ledger.

What was written is kept in the state folder, a file a run and register, since people delete and
replace what stands in `data/clean`; the workbook says in a hidden sheet which run it is of, so that
also a copy of last week is compared with last week's. Only values count: sorting, filtering, saving
by another program, another form of a date or number are no edits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd
from openpyxl import load_workbook

from ..answered import saved_at
from ..config import Config
from ..decisions.ledger import acts
from ..decisions.own_columns import EXTRA
from ..erasure import blocks_of, of_contacts, without_wishes
from ..outputs import publish
from ..results import Memory
from ..tables import conform, empty
from ..workbooks.other_sheets import changed, commented, marks_of, sheets_of
from ..workbooks.plain import lined, plain
from ..workbooks.sheets import Column
from ..workbooks.written import MARKED, packed, path_of, unpacked
from .added import FILE
from .edits import outdated, proposed
from .forms import forms_of
from .register_sheet import Written, members_sheet
from .taken_back import taken_back
from .unerased import seen

# Told, though nobody need do anything.
_INFO: Final = frozenset(
    (
        "register_heading",
        "register_column_gone",
        "register_number",
        "book_unread",
        "form_unread",
    )
)
# An older copy that is saved over tonight's is known again: of the last runs, and of the last days.
KEPT: Final = 100
KEPT_DAYS: Final = 60


def keep(
    state: Path, run: int, book: Path, columns: Sequence[Column], rows: Sequence[Sequence[object]]
) -> None:
    """Keep what the sheet of members of the workbook `book` was written with, and a mark of each
    row of its other sheets; of the last registers alone, for it is as large as they are."""
    path = path_of(state, run, book.stem)
    path.parent.mkdir(parents=True, exist_ok=True)
    keys = [column.key for column in columns]
    own = {
        str(row[0]): {
            key: lined(one) if key.startswith(EXTRA) else plain(one)
            for key, one in zip(keys, row, strict=True)
            if plain(one)
        }
        for row in rows
    }
    said: dict[str, Any] = {"headings": {one.key: one.heading for one in columns}, "rows": own}
    said["forms"] = {column.key: column.form for column in columns if column.form}
    said["others"] = marks_of(without_wishes(sheets_of(book.read_bytes())))
    path.with_suffix(".part").write_bytes(packed(said))
    path.with_suffix(".part").replace(path)
    old = path.stat().st_mtime - KEPT_DAYS * 86_400
    for one in sorted(path.parent.glob(f"[0-9]*_{book.stem}.json.gz"))[:-KEPT]:
        if one.stat().st_mtime < old:
            one.unlink()


def _kept(state: Path, run: int, stem: str) -> Written | None:
    try:
        return Written(**unpacked(path_of(state, run, stem).read_bytes()))
    except (OSError, ValueError, EOFError, TypeError):
        return None


@dataclass(frozen=True)
class Edits:
    """acts: LEDGER, what a changed register proposes; issues: what of it could not be taken;
    digest: its SHA-256, "" where nothing changed since it was written or read."""

    acts: pd.DataFrame
    issues: pd.DataFrame
    digest: str


def edits(path: Path, config: Config, memory: Memory) -> Edits:
    """What the register at `path` proposes. Where it is no workbook of ours any more, or what it
    was written with is not kept, nothing, and an issue."""
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    nothing = acts([])
    own, read = placed(path), memory.readings[memory.readings["digest"] == digest]
    # A run that failed told nothing of what it could not take: it is told until one is committed.
    untold = (read["origin"] == path.name) & (read["read_in"] == memory.run)
    if digest in {own, *memory.manifest.values()} or (len(read) and not untold.any()):
        return Edits(nothing, empty("issues"), "")
    if len(read):
        digest = ""
    if path.suffix == ".csv":
        if own is None:
            return Edits(nothing, empty("issues"), "")
        return Edits(nothing, told(path.name, [("register_text", {})]), digest)
    try:
        sheets = sheets_of(content)
    except Exception:  # calamine has no error of its own; the file is archived as it is
        return Edits(nothing, told(path.name, [("register_unknown", {})]), digest)
    run, stem = _mark(sheets.values(), memory.store_id)
    written = None if run is None else _kept(config.paths.state, run, stem)
    members = None if written is None else members_sheet(sheets, written)
    if run is None or written is None or members is None:
        problem = "register_unknown" if written is None else "register_no_sheet"
        return Edits(nothing, told(path.name, [(problem, {})]), digest)
    club = stem.removeprefix(Path(FILE).stem).removeprefix("_")
    forms, of_formulas = forms_of(content, members, sheets[members], written)
    clean = seen(sheets, members, written, blocks_of(memory.ledger, memory.salt))
    sheets = clean.sheets
    found, problems = proposed(sheets[members], written, config, memory, club, forms)
    problems += [*clean.told, *of_formulas]
    found += of_contacts(sheets)
    if written.others is not None:
        for name, rows in changed(without_wishes(sheets), members, written.others):
            problem = "register_other_sheet" if rows else "register_new_sheet"
            problems.append((problem, {"page": name, "rows": rows}))
    problems += [("register_comments", {})] if commented(content) else []
    about = {"run": run, "read_in": memory.run, "origin": path.name, "decided_at": saved_at(path)}
    about["reviewer"] = _author(path)
    found += outdated(found, about, memory)
    found += taken_back(sheets[members], written, found, about, memory)
    said = acts([{**about, **one} for one in found])
    return Edits(_new(said, memory), told(path.name, problems), digest)


def placed(path: Path) -> str | None:
    """The digest with which a file was put in place, None where it is not of the set beside it."""
    return publish.placed(path.parent).get(path.name)


def told(file: str, problems: Sequence[tuple[str, dict[str, str]]]) -> pd.DataFrame:
    """ISSUES of a register that was changed."""
    rows = [
        {
            "problem": problem,
            "file": file,
            "severity": "info" if problem in _INFO else "warning",
            "field": details.get("field") or None,
            "raw": details.get("now") or None,
            "details": {"register": file, **details},
        }
        for problem, details in problems
    ]
    return conform(pd.DataFrame(rows), "issues") if rows else empty("issues")


def _author(path: Path) -> str:
    try:
        return load_workbook(path, read_only=True).properties.lastModifiedBy or ""
    except Exception:  # damaged beyond what openpyxl can say
        return ""


def _new(said: pd.DataFrame, memory: Memory) -> pd.DataFrame:
    """Acts that say another thing than the same register was last read to say."""
    if said.empty:
        return said
    keys = ["run", "kind", "subject", "answer", "origin"]
    last = memory.ledger.drop_duplicates([key for key in keys if key != "answer"], keep="last")
    known = pd.MultiIndex.from_frame(last[keys])
    return said[~pd.MultiIndex.from_frame(said[keys]).isin(known)]


def _mark(sheets: Any, store_id: str) -> tuple[int | None, str]:
    """The run that wrote the workbook and the name that it gave it, as its hidden sheet says; None
    where it is not of ours. A copy under another name is compared, too."""
    for sheet in sheets:
        for line in sheet[:1]:
            found = MARKED.fullmatch(str(line[0])) if line else None
            if found and found[1] == store_id:
                return int(found[2]), found[3]
    return None, ""


def reading_of(digest: str, origin: str, memory: Memory, n_new: int) -> pd.DataFrame:
    """READINGS of a register that was read."""
    row = {"digest": digest, "origin": origin, "read_in": memory.run, "run": memory.run - 1}
    return conform(pd.DataFrame([{**row, "n_new": n_new}]), "readings")
