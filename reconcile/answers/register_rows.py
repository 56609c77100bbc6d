"""The rows of a sheet of members that people changed: whose each is, and what a new one says."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, Final

from ..config import Config, fold
from ..decisions.by_hand import proposal
from ..decisions.ledger import subject_of
from ..decisions.own_columns import EXTRA
from ..erasure import GONE
from ..tables import CONSENT_PURPOSES
from ..workbooks.plain import same
from .register_sheet import Rows, Told

_ALIKE: Final = 0.6  # of the cells of a row without its number say whose it is
_ENOUGH: Final = 3  # of them at least
_TOLD: Final = 5  # members named
_TELLING: Final = ("name", "siret", "phone", "email")
# The labels of RAW under which a cell of a new row is read, by the key of its column.
_LABELS: Final = {"more_phones": "phone#2", "more_emails": "email#2", "up_to_date": "dues"} | {
    name: name
    for name in (
        "name trade_name former_name address postcode city phone email siret siren vat naf "
        "legal_form activity headcount website address_extra joined_on commissions"
    ).split()
}
# The same of columns that are of one club.
_CLUB_LABELS: Final = {"member_no": "member_no", "joined_club": "joined_on"}
_SUMS: Final = frozenset(("member_id", "clubs", "n_records"))  # worked out for a new member


def by_member(rows: list[dict[str, str]], written: Rows) -> tuple[Rows, list[dict[str, str]], Told]:
    """The row of each member, the rows that are nobody's, and what is told of altered numbers.

    Of several rows with one number (a row was copied) that counts which is most like what was
    written; others that say another thing are new. A row without its number, or with one that is
    nobody's, is that of the member who is missing and whose values it has.
    """
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
        ranked = sorted(several, key=lambda row: _n_other(row, was))
        mine[member] = ranked[0]
        others = [row for row in ranked[1:] if row != ranked[0] and _n_other(row, was)]
        added += [row for nth, row in enumerate(others) if row not in others[:nth]]
    known_again: list[str] = []
    missing = {member: row for member, row in written.items() if member not in mine}
    known = _index(missing)
    for row in list(added):
        found = _whose(row, missing, known)
        if found:
            added.remove(row)
            mine[found] = row
            del missing[found]
            known_again.append(f"{row.get('name', '')} ({found})".strip())
    if not known_again:
        return mine, added, []
    told = ", ".join(known_again[:_TOLD]) + (" …" if len(known_again) > _TOLD else "")
    return mine, added, [("register_number", {"members": told, "n": str(len(known_again))})]


def _n_other(row: Mapping[str, str], was: Mapping[str, str]) -> int:
    return sum(not same(text, was.get(key, "")) for key, text in row.items())


def _index(missing: Rows) -> dict[tuple[str, str], list[str]]:
    """The members by each value that few share."""
    found: dict[tuple[str, str], list[str]] = {}
    for member, was in missing.items():
        for key in _TELLING:
            if was.get(key):
                found.setdefault((key, was[key]), []).append(member)
    return found


def _whose(
    row: Mapping[str, str], missing: Rows, known: Mapping[tuple[str, str], list[str]]
) -> str:
    """The missing member whose values `row` has, "" where there is none."""
    best, most = "", 0.0
    near = (known.get((key, row.get(key, "")), ()) for key in _TELLING)
    for member in dict.fromkeys(one for some in near for one in some if one in missing):
        was = missing[member]
        filled = [key for key, text in was.items() if text and key != "member_id" and key in row]
        n_same = sum(same(row[key], was[key]) for key in filled)
        if n_same >= _ENOUGH and n_same / len(filled) > max(most, _ALIKE):
            best, most = member, n_same / len(filled)
    return best


def new_member(
    row: Mapping[str, str], headings: Mapping[str, str], config: Config
) -> tuple[list[dict[str, Any]], Told]:
    """The proposal of a row that people added, with the clubs that it names; and what is told of
    cells that cannot be taken. A row without a name is nobody: it is told whole."""
    clubs = {club: one.name for club, one in config.clubs.items()}
    named = {fold(name): club for club, name in clubs.items()}
    named_here = [fold(part) for part in re.split("[,;/]", row.get("clubs", ""))]
    mine = [named[name] for name in named_here if name in named]
    filled = {key: text for key, text in row.items() if text and GONE not in text}
    if not filled:
        return [], []
    name = filled.get("name", "") or filled.get("trade_name", "")
    if not name:
        return [], [("register_row_nameless", {"texts": " ; ".join(filled.values())})]
    texts: dict[str, str] = {}
    own: dict[str, dict[str, str]] = {club: {} for club in clubs}
    left: list[str] = []
    for key, text in filled.items():
        base, _, club = key.partition(":")
        if key in _LABELS:
            texts[_LABELS[key]] = text
        elif base in _CLUB_LABELS and club in own:
            own[club][_CLUB_LABELS[base]] = text
        elif key in CONSENT_PURPOSES:
            for one, called in clubs.items():
                if said := _of_club(text, called):
                    own[one][key] = said
        elif key not in _SUMS:
            left.append(headings.get(key, key.removeprefix(EXTRA)))
    told: Told = [("register_row_rest", {"name": name, "column": ", ".join(left)})] if left else []
    of_clubs = {club: one for club, one in own.items() if one}
    shown: dict[str, Any] = {"row": texts, "own": of_clubs, "name": name, "clubs": clubs}
    shown["club"] = mine[0] if mine else None
    shown["joins"] = list(dict.fromkeys(mine))
    text = json.dumps([texts, of_clubs] if of_clubs else texts, sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return [proposal(subject_of("new", digest), shown)], told


def _of_club(text: str, club: str) -> str:
    """What a cell of permissions says of a club: "Rezames : oui" of Rezames, "oui" of any."""
    if ":" not in text:
        return text
    found = re.search(rf"{re.escape(club)}\s*:\s*(\w+)", text)
    return found[1] if found else ""
