"""The brake: findings that hold the register back until a person has looked.

A night is abnormal where many members would leave, a club grows or shrinks by much, a file of the
last register is gone, or one member swallows many names. Each such finding, and that of the suites
that a file looks like another club's list, has a key that names exactly it; a person may confirm
it. What is critical besides is a promise of the program itself, which no person can keep in its
place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from ..config import Brake
from ..tables import OLD_EDITIONS, conform, empty

# Critical findings that a person may confirm; all others are promises of the program.
CONFIRMABLE: Final = frozenset(
    "list_unreadable list_gone list_missing night_leave night_shrink night_grow night_swallow "
    "list_of_other_club".split()
)
_ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"  # nothing that is read as another sign
_NAMED_BY: Final = ("problem", "source", "file", "sheet", "row", "cell", "raw")
_MOST_NAMES: Final = 6


@dataclass(frozen=True)
class Tonight:
    """What the brake looks at.

    records: RECORDS with member_id; standing, before: STANDING of tonight and of the last register;
    aliases: ALIASES of tonight; known: KNOWN, rows of former nights, with the member_id of the last
    register (NA where they were in none); files: those met tonight; last_files: those of the last
    register, each with its club;
    lost: ISSUES of ingest.lost_lists; last: the number of the last register; clubs: their names.
    """

    records: pd.DataFrame
    standing: pd.DataFrame
    before: pd.DataFrame
    aliases: pd.DataFrame
    known: pd.DataFrame
    files: frozenset[str]
    last_files: Mapping[str, str]
    lost: pd.DataFrame
    last: int
    clubs: Mapping[str, str]


def stops(night: Tonight, limits: Brake) -> pd.DataFrame:
    """ISSUES, critical, with `key`: what is abnormal about a night."""
    lists = [*_lost(night), *_missing(night)]
    clubs = {one["source"] for one in lists}  # what a lost list explains is asked once
    found = [*lists, *_moves(night, limits, clubs), *_swallows(night, limits)]
    if not found:
        return empty("issues").assign(key=pd.Series(dtype="str"))
    for one in found:
        one["details"]["club"] = night.clubs.get(one["source"], one["source"])
    return conform(pd.DataFrame(found).assign(severity="critical"), "issues")


def keyed(critical: pd.DataFrame, last: int) -> pd.DataFrame:
    """ISSUES of the suites with `key`, NA for a promise of the program; last: see Tonight."""
    keys = [
        key_of(*(one[part] for part in _NAMED_BY), sorted(one["details"].items()), last)
        if one["problem"] in CONFIRMABLE
        else None
        for one in critical.to_dict("records")
    ]
    return critical.assign(key=pd.Series(keys, index=critical.index, dtype="str"))


def key_of(*parts: object) -> str:
    """The key of a finding, made of what it is about: "A-7K3Q-M", the last a check letter."""
    text = "\x1f".join(str(part) for part in parts)
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    signs = "".join(_ALPHABET[number // 31**place % 31] for place in range(4))
    return f"A-{signs}-{_check(signs)}"


def read_key(text: str) -> str | None:
    """The key that a person typed, as it is written; None where it is none or mistyped."""
    plain = "".join(one for one in text.upper() if one.isalnum())
    signs, check = plain[1:5], plain[5:]
    known = plain[:1] == "A" and len(signs) == 4 and set(signs) <= set(_ALPHABET)
    return f"A-{signs}-{check}" if known and check == _check(signs) else None


def _check(signs: str) -> str:
    return _ALPHABET[sum(nth * _ALPHABET.index(sign) for nth, sign in enumerate(signs, 1)) % 31]


def _stop(
    problem: str, source: object, key: Iterable[object], details: dict[str, Any], **place: object
) -> dict[str, Any]:
    code = key_of(problem, source, *key)
    return {"problem": problem, "source": source, "details": details, "key": code, **place}


def _lost(night: Tonight) -> list[dict[str, Any]]:
    """Lists that cannot be read any more, and clubs that have none any more."""
    return [
        _stop(row["problem"], row["source"], (row["file"], night.last), {}, file=row["file"])
        for row in night.lost.to_dict("records")
    ]


def _missing(night: Tonight) -> list[dict[str, Any]]:
    """Files of the last register that are gone, most of their members with them."""
    there = set(night.records["source"])
    current = night.standing.loc[night.standing["current"], ["member_id", "source"]]
    still = set(current.itertuples(index=False, name=None))
    onward = dict(zip(night.aliases["old_member_id"], night.aliases["member_id"], strict=True))
    found = []
    for file, club in night.last_files.items():
        if file in night.files or club not in there:
            continue
        rows = night.known[(night.known["file"] == file) & night.known["member_id"].notna()]
        rows = rows[~rows["edition"].isin(OLD_EDITIONS)]
        members = list(dict.fromkeys(onward.get(one, one) for one in rows["member_id"]))
        gone = sorted(one for one in members if (one, club) not in still)
        if len(gone) * 2 > len(members):
            details = {"n_gone": len(gone), "n_members": len(members)}
            key = (file, night.last, *gone)
            found.append(_stop("list_missing", club, key, details, file=file))
    return found


def _moves(night: Tonight, limits: Brake, explained: set[Any]) -> list[dict[str, Any]]:
    """Clubs that many members would leave, or that grow or shrink by much."""
    onward = dict(zip(night.aliases["old_member_id"], night.aliases["member_id"], strict=True))
    found = []
    for club, own in night.before[night.before["current"]].groupby("source", sort=False):
        if club in explained:
            continue
        mine = night.standing["current"] & (night.standing["source"] == club)
        now = set(night.standing.loc[mine, "member_id"])
        were = {onward.get(one, one) for one in own["member_id"]}
        left, new = sorted(were - now), sorted(now - were)
        least = max(limits.at_least, limits.share * len(own) + 1e-9)
        details: dict[str, Any] = {"n_before": len(own), "n_now": len(now), "n": len(left)}
        if len(left) >= least:
            details["names"] = _names(night.known, left)
            found.append(_stop("night_leave", club, (night.last, *left), details))
        elif len(own) - len(now) >= least:
            found.append(_stop("night_shrink", club, (night.last, *sorted(now)), details))
        if len(now) - len(own) >= least:
            grown = details | {"n": len(new), "names": _names(night.records, new)}
            found.append(_stop("night_grow", club, (night.last, *new), grown))
    return found


def _names(rows: pd.DataFrame, members: list[str]) -> str:
    """Some of the members' names, as the lists write them."""
    if "name" not in rows:
        return "…"
    own = rows[rows["member_id"].isin(members) & rows["name"].notna()].drop_duplicates("member_id")
    names = own.sort_values("member_id")["name"].to_list()
    more = ["…"] if len(members) > min(len(names), _MOST_NAMES) else []
    return ", ".join([*names[:_MOST_NAMES], *more])


def _swallows(night: Tonight, limits: Brake) -> list[dict[str, Any]]:
    """Members in which many rows of different names came together."""
    rows = night.records[~night.records["edition"].isin(OLD_EDITIONS)]
    n_names = rows.groupby("member_id")["name_key"].nunique()
    found = []
    for member, n in n_names[n_names > limits.names].items():
        own = rows[rows["member_id"] == member].drop_duplicates("name_key").dropna(subset="name")
        names = own["name"].to_list()
        details = {"member_id": member, "n": int(n), "names": ", ".join(names[:_MOST_NAMES])}
        ids = sorted(rows.loc[rows["member_id"] == member, "record_id"])
        found.append(_stop("night_swallow", None, ids, details))
    return found
