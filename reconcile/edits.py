"""Two states of the register's sheet of members, what was written and what was found -> proposals.

Only values count: another order of the rows or columns, another form of a date or number are no
edits.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from .by_hand import EXTRA, OPEN, parts, proposals
from .config import Config, fold
from .corrections import correctable
from .ledger import WITHDRAWN, subject_of
from .results import Memory

MOST_GONE: Final = 0.5  # more rows removed than this share: the sheet was cut down, nobody left
FEW_GONE: Final = 3
# Columns of the sheet that show a list: the first entry, and the others.
_LISTS: Final = {
    "phones": ("phone", "more_phones"),
    "emails": ("email", "more_emails"),
    "commissions": ("commissions",),
}
# The labels of RAW under which a cell of a new row is read.
_LABELS: Final = {"more_phones": "phone#2", "more_emails": "email#2"} | {
    name: name
    for name in (
        "name trade_name address postcode city phone email siret siren vat naf legal_form "
        "activity headcount website address_extra joined_on"
    ).split()
}
Rows = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Written:
    """A sheet of members as it was written: its headings by key, and rows of texts by member;
    others: marks of the rows of all sheets (other_sheets.py), None where they were not kept."""

    headings: dict[str, str]
    rows: Rows
    others: dict[str, list[str]] | None = None


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


def proposed(
    lines: Sequence[Sequence[object]], written: Written, config: Config, memory: Memory
) -> tuple[list[dict[str, Any]], list[tuple[str, dict[str, str]]]]:
    """Acts (kind, subject, answer, shown) of a sheet of members that was found (`lines`, its
    headings first): open proposals, and the values of columns that people added; and problems with
    their details, what could not be taken."""
    keys = {plain(heading): key for key, heading in written.headings.items()}
    head = [plain(cell) for cell in lines[0]]
    columns = [keys.get(text, EXTRA + text if text else "") for text in head]
    # Of two columns with one heading the first is ours.
    columns = [key if key not in columns[:nth] else "" for nth, key in enumerate(columns)]
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
    problems = [one for member, row in mine.items() for one in _fixed(member, row, written)]
    if len(gone) <= max(FEW_GONE, MOST_GONE * len(written.rows)):
        found += [_proposal(subject_of("left", member), {}) for member in gone]
    else:
        problems.append(("register_cut", {"n": str(len(gone))}))
    return found + _outdated(found, memory), problems


def _fixed(
    member: str, row: Mapping[str, str], written: Written
) -> list[tuple[str, dict[str, str]]]:
    """The changed cells of a member that the register sums up from several rows."""
    was = written.rows[member]
    listed = {cell for cells in _LISTS.values() for cell in cells}
    return [
        (
            "register_fixed",
            {
                "member": member,
                "column": written.headings[key],
                "now": text,
                "was": was.get(key, ""),
            },
        )
        for key, text in row.items()
        if key in written.headings
        and key != "member_id"
        and key not in listed
        and not key.startswith(EXTRA)
        and not correctable(key)
        and not same(text, was.get(key, ""))
    ]


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


def _entries(cells: Iterable[str]) -> list[str]:
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
        if text and key in _LABELS:
            texts[_LABELS[key]] = text
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
