"""The register as people left it, compared with what was written: proposals for the ledger.

What was written is kept in the state folder, a file a run and register, since people delete and
replace what stands in `data/clean`; the workbook says in a hidden sheet which run it is of, so that
also a copy of last week is compared with last week's. Only values count: sorting, filtering, saving
by another program, another form of a date or number are no edits.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from .by_hand import OPEN, parts, proposals
from .config import Config, fold
from .corrections import correctable
from .ledger import WITHDRAWN, acts, in_force, subject_of
from .results import Memory
from .sheets import Column
from .tables import conform

WRITTEN: Final = "written"  # a folder of the state
MARK: Final = "register:"
EXTRA: Final = "extra:"  # before the heading of a column that people added
MOST_GONE: Final = 0.5  # more rows removed than this: the sheet was cut down, nobody has left
FEW_GONE: Final = 3
_MARKED: Final = re.compile(MARK + r"([0-9a-f]+):(\d+)")
# Columns of the sheet that show a list: the first entry, and the others.
_LISTS: Final = {
    "phones": ("phone", "more_phones"),
    "emails": ("email", "more_emails"),
    "commissions": ("commissions",),
}
_LABELS: Final = {"phone": "phone", "email": "email", "more_phones": "phone#2"}
_LABELS_OF_NEW: Final = frozenset(
    "name trade_name address postcode city phone email siret siren vat naf legal_form activity "
    "headcount website address_extra joined_on".split()
)
Rows = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Written:
    """A sheet of members as it was written: its headings by key, and rows of texts by member."""

    headings: dict[str, str]
    rows: Rows


def keep(
    state: Path, run: int, stem: str, columns: Sequence[Column], rows: Sequence[Sequence[object]]
) -> None:
    """Keep what the sheet of members was written with."""
    folder = state / WRITTEN
    folder.mkdir(parents=True, exist_ok=True)
    keys = [column.key for column in columns]
    own = {
        str(row[0]): {key: plain(one) for key, one in zip(keys, row, strict=True) if plain(one)}
        for row in rows
    }
    said = {"headings": {column.key: column.heading for column in columns}, "rows": own}
    text = json.dumps(said, ensure_ascii=False).encode()
    path = folder / f"{run:06d}_{stem}.json.gz"
    path.with_suffix(".part").write_bytes(gzip.compress(text, 6, mtime=0))
    path.with_suffix(".part").replace(path)


def _kept(state: Path, run: int, stem: str) -> Written | None:
    try:
        text = gzip.decompress((state / WRITTEN / f"{run:06d}_{stem}.json.gz").read_bytes())
        return Written(**json.loads(text))
    except (OSError, ValueError, EOFError, TypeError):
        return None


def plain(value: object) -> str:
    """A cell as text, whatever program saved it: one space, days as 15/09/2011, whole numbers."""
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value).removeprefix("'")
    return re.sub(r"\s+", " ", text).strip()


def same(one: str, other: str) -> bool:
    """Whether two texts of a cell say the same: digits count without spaces and zeros before."""
    if one == other:
        return True
    digits = [re.sub(r"[\s.]", "", text) for text in (one, other)]
    return all(re.fullmatch(r"\d+", text) for text in digits) and (
        digits[0].lstrip("0") == digits[1].lstrip("0")
    )


def edits(path: Path, stem: str, config: Config, memory: Memory) -> tuple[pd.DataFrame, str]:
    """The acts (LEDGER) that the register at `path` proposes, and its digest; none where it was
    read before, is no workbook of ours any more, or what it was written with is not kept."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    nothing = acts([])
    if digest in {*memory.readings["digest"], *memory.manifest.values()}:
        return nothing, ""
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    except Exception:  # calamine has no error of its own; the file is archived as it is
        return nothing, ""
    run = _run_of(sheets.values(), memory.store_id)
    written = None if run is None else _kept(config.paths.state, run, stem)
    if run is None or written is None:
        return nothing, ""
    lines = next((one for one in sheets.values() if _is_members(one, written)), None)
    if lines is None:
        return nothing, digest
    found = _proposed(lines, written, config, memory)
    when = datetime.fromtimestamp(path.stat().st_mtime).isoformat(timespec="seconds")
    about = {"run": run, "read_in": memory.run, "origin": path.name, "decided_at": when}
    said = acts([{**about, "reviewer": _author(path), **one} for one in found])
    return _new(said, memory), digest


def _author(path: Path) -> str:
    try:
        return load_workbook(path, read_only=True).properties.lastModifiedBy or ""
    except Exception:  # damaged beyond what openpyxl can say
        return ""


def _new(said: pd.DataFrame, memory: Memory) -> pd.DataFrame:
    """Acts that no reading of the same register has given yet."""
    if said.empty:
        return said
    keys = ["run", "kind", "subject", "answer", "origin"]
    known = pd.MultiIndex.from_frame(memory.ledger[keys])
    return said[~pd.MultiIndex.from_frame(said[keys]).isin(known)]


def _run_of(sheets: Any, store_id: str) -> int | None:
    """The run that wrote the workbook, as its hidden sheet says; None where it is not of ours."""
    for sheet in sheets:
        for line in sheet[:1]:
            found = _MARKED.fullmatch(str(line[0])) if line else None
            if found and found[1] == store_id:
                return int(found[2])
    return None


def _is_members(lines: Sequence[Sequence[object]], written: Written) -> bool:
    head = {plain(cell) for cell in lines[0]} if lines else set()
    ours = [plain(written.headings[key]) for key in ("member_id", "name", "clubs")]
    return head >= set(ours) and plain(written.headings.get("left_on", "")) not in head - {""}


def _proposed(
    lines: Sequence[Sequence[object]], written: Written, config: Config, memory: Memory
) -> list[dict[str, Any]]:
    keys = {plain(heading): key for key, heading in written.headings.items()}
    head = [plain(cell) for cell in lines[0]]
    columns = [keys.get(text, EXTRA + text if text else "") for text in head]
    rows = [
        {key: plain(cell) for key, cell in zip(columns, line, strict=False) if key}
        for line in lines[1:]
    ]
    rows = [row for row in rows if any(row.values())]
    mine, added = _by_member(rows, written.rows)
    gone = [member for member in written.rows if member not in mine]
    found: list[dict[str, Any]] = []
    for member, row in mine.items():
        found += _changed(member, row, written.rows[member])
    found += _extras(mine, written, {key for key in columns if key.startswith(EXTRA)})
    found += [_new_member(row, config) for row in added if row.get("name")]
    if len(gone) <= max(FEW_GONE, MOST_GONE * len(written.rows)):
        found += [_proposal(subject_of("left", member), {}) for member in gone]
    return found + _outdated(found, memory)


def _by_member(rows: list[dict[str, str]], written: Rows) -> tuple[Rows, list[dict[str, str]]]:
    """The row of each member, and the rows that are nobody's: new ones, and of several with one
    number (a row that was copied) all but the one that is most like what was written."""
    own: dict[str, list[dict[str, str]]] = {}
    added = []
    for row in rows:
        if row.get("member_id", "") in written:
            own.setdefault(row["member_id"], []).append(row)
        else:
            added.append(row)
    mine: Rows = {}
    for member, several in own.items():
        was = written[member]
        ranked = sorted(
            several, key=lambda row: sum(not same(row[key], was.get(key, "")) for key in row)
        )
        mine[member] = ranked[0]
        added += [row for row in ranked[1:] if not same(row.get("name", ""), was.get("name", ""))]
    return mine, added


def _changed(member: str, row: Mapping[str, str], was: Mapping[str, str]) -> list[dict[str, Any]]:
    """A proposal for each field of a member whose cells were changed."""
    found = []
    for field, cells in _LISTS.items():
        there = [cell for cell in cells if cell in row]
        if all(same(row[cell], was.get(cell, "")) for cell in there):
            continue
        now, before = (
            "; ".join(
                _entries(
                    one.get(cell, "") if cell in there else was.get(cell, "") for cell in cells
                )
            )
            for one in (row, was)
        )
        found.append(_value(member, field, now, before))
    shown = {cell for cells in _LISTS.values() for cell in cells}
    for key, text in row.items():
        if key in shown or key == "member_id" or not correctable(key):
            continue
        if not same(text, was.get(key, "")):
            found.append(_value(member, key, text, was.get(key, "")))
    return found


def _entries(cells: Any) -> list[str]:
    parted = (one for cell in cells for one in re.split(r"[;,\n]", cell))
    return list(dict.fromkeys(one.strip() for one in parted if one.strip()))


def _value(member: str, field: str, text: str, was: str) -> dict[str, Any]:
    return _proposal(subject_of("value", member, field, text), {"was": was})


def _proposal(subject: str, shown: Mapping[str, Any], answer: str = OPEN) -> dict[str, Any]:
    text = json.dumps(dict(shown), ensure_ascii=False)
    return {"kind": "edit", "subject": subject, "answer": answer, "shown": text}


def _new_member(row: Mapping[str, str], config: Config) -> dict[str, Any]:
    """A row that people added, with the club that it names."""
    clubs = {club: one.name for club, one in config.clubs.items()}
    named = {fold(name): club for club, name in clubs.items()}
    named_here = [fold(part) for part in row.get("clubs", "").split(",")]
    own = [named[name] for name in named_here if name in named]
    texts = {}
    for key, text in row.items():
        label = _LABELS.get(key, key)
        if text and (label in _LABELS_OF_NEW or label == "phone#2"):
            texts[label] = text
    shown = {"row": texts, "name": row["name"], "club": own[0] if own else None, "clubs": clubs}
    key = hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()[:12]
    return _proposal(subject_of("new", key), shown)


def _extras(mine: Rows, written: Written, there: set[str]) -> list[dict[str, Any]]:
    """The values of the columns that people added, wherever they changed; they need no answer. A
    column of theirs that is gone from the sheet is taken back."""
    known = {key for key in written.headings if key.startswith(EXTRA)}
    found = []
    for key in sorted(there | known):
        for member, row in mine.items():
            text, was = row.get(key, ""), written.rows[member].get(key, "")
            if not same(text, was):
                subject = subject_of(member, key.removeprefix(EXTRA))
                found.append({"kind": "extra", "subject": subject, "answer": text or WITHDRAWN})
    return found


def _outdated(found: list[dict[str, Any]], memory: Memory) -> list[dict[str, Any]]:
    """Open proposals for a value for which there is a newer one: taken back."""
    places = {tuple(parts(one["subject"])[:3]) for one in found if one["kind"] == "edit"}
    subjects = {one["subject"] for one in found}
    waiting = proposals(memory.ledger)[["subject", "shown"]].to_dict("records")
    return [
        {"kind": "edit", "subject": one["subject"], "answer": WITHDRAWN, "shown": one["shown"]}
        for one in waiting
        if one["subject"] not in subjects
        and parts(one["subject"])[0] == "value"
        and tuple(parts(one["subject"])[:3]) in places
    ]


def extras(ledger: pd.DataFrame, aliases: pd.DataFrame) -> dict[str, dict[str, str]]:
    """The columns that people added: heading -> text by member, of the numbers in use; a number
    that became an alias gives its text where the member has none."""
    own = in_force(ledger[ledger["kind"] == "extra"])
    now = dict(zip(aliases["old_member_id"], aliases["member_id"], strict=True))
    found: dict[str, dict[str, str]] = {}
    for subject, text in zip(own["subject"], own["answer"], strict=True):
        member, _, heading = subject.partition("␟")
        column = found.setdefault(heading, {})
        if member in now:
            column.setdefault(now[member], text)
        else:
            column[member] = text
    return found


def reading_of(digest: str, origin: str, memory: Memory, n_new: int) -> pd.DataFrame:
    """READINGS of a register that was read."""
    row = {"digest": digest, "origin": origin, "read_in": memory.run, "run": memory.run - 1}
    return conform(pd.DataFrame([{**row, "n_new": n_new}]), "readings")
