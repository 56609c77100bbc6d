"""The columns that people added to the sheet of members, as written and as found -> acts.

They are people's own: what they write there needs no answer, and is taken to the sign.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ..decisions.ledger import BETWEEN, in_force, subject_of, text_in
from ..decisions.own_columns import EXTRA, OF_REGISTER, cell_act, heading_act
from ..results import Memory
from ..workbooks.plain import same_text
from .register_sheet import MOST, Rows, Written


@dataclass(frozen=True)
class OwnSheet:
    """A sheet of members that was found. mine: its rows by member; there: the keys of the columns
    that people added (EXTRA and the heading); club: whose register it is, "" for the joint one;
    whole: whether it has most of the members; forms: of forms_of."""

    mine: Rows
    there: set[str]
    written: Written
    club: str = ""
    whole: bool = True
    forms: Mapping[str, str] = field(default_factory=dict)

    @property
    def known(self) -> set[str]:
        """The keys of such columns that were written."""
        return {key for key in self.written.headings if key.startswith(EXTRA)}


def own_columns(sheet: OwnSheet, no_edits: set[str], memory: Memory) -> list[dict[str, Any]]:
    """The acts of such columns; no_edits: the keys of those whose changes do not count. A column
    that is gone is taken away, with all that stands in it; in an extract nothing is."""
    if not sheet.mine:
        return []
    gone = sheet.known - sheet.there if sheet.whole else set()
    renamed = _renamed(sheet, gone)
    found = _cells(sheet, (sheet.there | gone) - no_edits, memory.aliases)
    found += _headings(sheet, gone)
    return found + _unseen(sheet, gone, renamed, memory) if gone else found


def _cells(sheet: OwnSheet, keys: set[str], aliases: pd.DataFrame) -> list[dict[str, Any]]:
    """The cells that changed."""
    found, joined = [], _joined(sheet.written, aliases)
    for key in sorted(keys):
        for member, row in sheet.mine.items():
            text, was = row.get(key, ""), sheet.written.rows[member].get(key, "")
            if not same_text(text, was):
                value = getattr(text, "value", text)
                heading, older = key.removeprefix(EXTRA), joined.get(member, ())
                found.append(cell_act(member, heading, str(text), value, was, older))
    return found


def _joined(written: Written, aliases: pd.DataFrame) -> dict[str, list[str]]:
    """The older numbers of each member that were no members any more when the sheet was written."""
    found: dict[str, list[str]] = {}
    for old, member in aliases[["old_member_id", "member_id"]].to_numpy().tolist():
        if old not in written.rows:
            found.setdefault(member, []).append(old)
    return found


def _headings(sheet: OwnSheet, gone: set[str]) -> list[dict[str, Any]]:
    """The columns that came or went, so that one without a value yet comes back too, and those
    whose numbers have another form."""
    forms, was = sheet.forms, sheet.written.forms
    others = {key for key in sheet.there if forms.get(key) != was.get(key)}
    return [
        heading_act(sheet.club, key.removeprefix(EXTRA), key in sheet.there, forms.get(key, ""))
        for key in sorted((sheet.there - sheet.known) | gone | others)
    ]


def _renamed(sheet: OwnSheet, gone: set[str]) -> dict[str, str]:
    """The headings that became others, new by old: most of the values are under the new one."""
    found: dict[str, str] = {}
    for old in sorted(gone):
        for new in sorted(sheet.there - sheet.known - set(found.values())):
            was = ((row.get(new, ""), sheet.written.rows[one]) for one, row in sheet.mine.items())
            both = [pair for text, row in was if any(pair := (text, row.get(old, "")))]
            if sum(same_text(*pair) for pair in both) > MOST * len(both):
                found[old.removeprefix(EXTRA)] = new.removeprefix(EXTRA)
    return found


def _unseen(
    sheet: OwnSheet, gone: set[str], renamed: Mapping[str, str], memory: Memory
) -> list[dict[str, Any]]:
    """What the sheet does not show of columns that are gone: the values of former members, of rows
    that were removed, and in the joint register the headings of the clubs' own. They would bring
    the columns back."""
    held = in_force(memory.ledger[memory.ledger["kind"] == "extra"])
    mine = _formers(memory.standing, sheet.club) | sheet.written.rows.keys()
    found = []
    for subject, text, shown in held[["subject", "answer", "shown"]].to_numpy().tolist():
        place, _, heading = subject.partition(BETWEEN)
        if EXTRA + heading not in gone:
            continue
        if place.startswith(OF_REGISTER):
            club = place.removeprefix(OF_REGISTER)
            if club and not sheet.club:
                found.append(heading_act(club, heading, there=False))
        elif place not in sheet.mine and (not sheet.club or place in mine):
            found.append(cell_act(place, heading, "", "", text_in(text)))
            if heading in renamed:
                new = subject_of(place, renamed[heading])
                found.append({"kind": "extra", "subject": new, "answer": text, "shown": shown})
    return found


def _formers(standing: pd.DataFrame, club: str) -> set[str]:
    """The members of STANDING who left a club and are in no other."""
    now = set(standing.loc[standing["current"], "member_id"])
    return set(standing.loc[standing["source"] == club, "member_id"]) - now
