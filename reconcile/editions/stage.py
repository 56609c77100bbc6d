"""The stage as a whole: each sheet read is an edition of a list, and has a state.

What a person said counts first, then what `reconcile.toml` says, then these rules: of sheets of one
list that name different dates the latest is current; a newer file that holds most rows of an older
one replaces it; sheets that share few rows are added together.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from ..results import STANDING_IN
from ..situation import is_general
from ..tables import OLD_EDITIONS as OLD
from ..tables import conform, empty
from .naming import Named, read_file_name, read_name
from .overlap import counterparts
from .wishes import exact, places

MOST: Final = 0.5  # of an older list's rows stand in the newer one that replaces it
COPIED: Final = 0.9  # of a sheet's rows, in another of its workbook that is no kind of members
YEARLY: Final = 0.2  # is enough where both are called the same and name different dates
_BESIDE: Final = frozenset(("complement", "former", "prospects"))  # never a newer edition
_LAST: Final = "9999-12-31"
_PLACE: Final = ["file", "sheet"]
_INNER: Final = ["order", "no", "n_of_file", "sheet_said", "file_said", "was"]

Edition = dict[str, Any]


def editions(
    records: pd.DataFrame, sheets: pd.DataFrame, wanted: pd.DataFrame, before: pd.DataFrame
) -> pd.DataFrame:
    """EDITIONS: each sheet that was read, or holds prospects, the newest of each club first.

    records: RECORDS (indexed 0..n-1); sheets: SHEETS; wanted: see `set_aside`; before: KNOWN, the
    rows of the last register, for a list that gave way to a newer one does not come back because
    that one lost rows.
    """
    was = dict(zip(places(before), before["edition"], strict=True))
    read = sheets[(sheets["state"] == "read") | (sheets["why"] == "prospects").fillna(False)]
    fresh = _fresh(read, before)
    found = [
        _edition(nth, row, wanted, new)
        for nth, (row, new) in enumerate(zip(read.to_dict("records"), fresh, strict=True))
    ]
    found = sorted(found, key=lambda one: one["order"], reverse=True)
    if not found:
        return empty("editions")
    sizes = sheets[sheets["state"] == "read"].groupby("file")["n_rows"].sum()
    shared = _shared(records, found)
    for nth, one in enumerate(found):
        one["no"], one["n_of_file"] = nth, int(sizes.get(one["file"], 0))
        one["was"] = was.get((exact(one["file"]), exact(one["sheet"])))
        if one["state"] is None:
            newer = [other for other in found[:nth] if _may_replace(other, one)]
            _judge(one, _not_put_away(newer), shared)
            _is_copied(one, found[:nth], shared)
    _name_current(found)
    table = pd.DataFrame(found).drop(columns=_INNER)
    clubs = {club: nth for nth, club in enumerate(dict.fromkeys(sheets["source"].dropna()))}
    table = table.sort_values("source", key=lambda own: own.map(clubs), kind="stable")
    return conform(table.reset_index(drop=True), "editions")


def _fresh(read: pd.DataFrame, before: pd.DataFrame) -> pd.Series:
    """Whether each sheet is of a file that is new in a club where the last register stands in for
    a list (bool): however it was saved, it came after that one."""
    waiting = read.loc[read["why"].isin(STANDING_IN), "source"]
    known = {exact(file) for file in before["file"]}
    return read["source"].isin(waiting) & ~read["file"].map(exact).isin(known)


def _edition(nth: int, row: dict[Any, Any], wanted: pd.DataFrame, fresh: bool) -> Edition:
    """A sheet with what its names say and where it stands in time."""
    key = (exact(row["file"]), exact(row["sheet"]))
    own = wanted[[one == key for one in places(wanted)]]
    n_rows = row["n_rows"] if row["state"] == "read" else row["details"]["n_rows"]
    state, chosen = (own["state"].iloc[-1], own["chosen"].iloc[-1]) if len(own) else (None, None)
    title = row["details"].get("title") if isinstance(row["details"], dict) else None
    sheet, file = read_name(title or key[1]), read_file_name(key[0])
    stated = sheet.stated or file.stated
    saved = "" if pd.isna(row["saved_at"]) else str(row["saved_at"])
    marks = max(sheet.marks, file.marks)
    first = state == "current"  # a person's "current" is newer than all that a program thinks newer
    return {
        "source": row["source"],
        "file": row["file"],
        "sheet": row["sheet"],
        "list": sheet.list_name or file.list_name,
        "as_of": stated or saved[:10] or None,
        "dated_by": ("sheet" if sheet.stated else "file") if stated else "saved",
        "state": state,
        "chosen": chosen,
        "n_rows": n_rows,
        "n_common": 0,
        "by_file": None,
        "by_sheet": None,
        "order": (
            first,
            not (sheet.old or file.old),
            _LAST if fresh and not stated else _day(stated, saved),
            row["why"] not in STANDING_IN,
            marks,
            saved,
            n_rows,
            nth,
        ),
        "sheet_said": sheet,
        "file_said": file,
    }


def _day(stated: str, saved: str) -> str:
    """The day that an edition counts as. Where the name says less than a day, that is the day on
    which the file was saved if it lies within, else the last one that the name allows."""
    if len(stated) == 10:
        return stated
    if saved.startswith(stated):
        return saved[:10]
    return f"{stated}-31" if len(stated) == 7 else f"{stated}-12-31"


def _shared(records: pd.DataFrame, found: list[Edition]) -> pd.DataFrame:
    """row, edition, other (positions in `found`): rows that stand in another sheet of the club."""
    at = {
        (club, *key): nth
        for nth, (club, key) in enumerate(
            zip((one["source"] for one in found), places(pd.DataFrame(found)), strict=True)
        )
    }
    where = records[["source", *_PLACE]].drop_duplicates()
    numbers = {
        (row.source, row.file, row.sheet): at[row.source, exact(row.file), exact(row.sheet)]
        for row in where.fillna({"sheet": ""}).itertuples()
    }
    keys = zip(records["source"], records["file"], records["sheet"].fillna(""), strict=True)
    met = counterparts(records.assign(edition_no=[numbers[key] for key in keys]))
    clubs = [one["source"] for one in found]
    same = [clubs[a] == clubs[b] for a, b in zip(met["edition"], met["other"], strict=True)]
    return met[np.array(same, dtype=bool)]


def _may_replace(newer: Edition, older: Edition) -> bool:
    """Whether one may be the next edition of the other: in one workbook only sheets that name
    different dates, or versions of one list ("Liste (2)"); others are parts of one list."""
    if newer["source"] != older["source"] or newer["state"] in _BESIDE:
        return False
    if newer["file"] != older["file"]:
        return True
    one, other = newer["sheet_said"], older["sheet_said"]
    if newer["order"][0] or (one.list_name == other.list_name and one.marks != other.marks):
        return True
    of_today = not one.stated and is_general(str(newer["sheet"]))  # "Liste" beside "2024"
    return bool(other.stated) and (of_today or bool(one.stated and one.stated != other.stated))


def _not_put_away(newer: list[Edition]) -> list[Edition]:
    """Without those that people want as older lists, where nothing else is newer: a list that they
    put away is no reason why the one before it counts no more."""
    if any(one["state"] not in OLD for one in newer):
        return newer
    return [one for one in newer if pd.isna(one["chosen"])]


def _judge(one: Edition, newer: list[Edition], shared: pd.DataFrame) -> None:
    """Give an edition its state, and the one that took its place."""
    own = shared[(shared["edition"] == one["no"]) & shared["other"].isin([n["no"] for n in newer])]
    common = own["other"].value_counts()
    if not newer or not one["n_rows"]:
        return

    def goodness(n: Edition) -> tuple[bool, int, bool]:
        n_common = int(common.get(n["no"], 0))
        named = _called_the_same(n, one) and n_common > MOST * one["n_rows"]
        return named, n_common, n["state"] not in OLD

    best = max(newer, key=goodness)
    n_best = goodness(best)[1]
    yearly = [n for n in newer if _next_year(n, one)]
    for year in yearly:
        n_common = int(common.get(year["no"], 0))
        if n_common >= YEARLY * one["n_rows"] and n_common > 0:
            _replace(one, "archive", year, n_common)
            return
    in_file = own["other"].map({n["no"]: n["file"] for n in newer})
    by_file = own["row"].groupby(in_file).nunique()
    n_file = int(by_file.get(best["file"], 0))
    if n_file > MOST * one["n_rows"] and _comparable(best, one, newer):
        _replace(one, "replaced", best, max(n_best, n_file))
        return
    stood = [n for n in newer if n["was"] not in (None, *OLD) and n["state"] not in OLD]
    shrunk = [n for n in stood if int(common.get(n["no"], 0)) > MOST * n["n_rows"]]
    if one["was"] in OLD and shrunk:
        best = max(shrunk, key=goodness)
        _replace(one, one["was"], best, goodness(best)[1])


def _is_copied(one: Edition, newer: list[Edition], shared: pd.DataFrame) -> None:
    """Let a sheet give way to another of its workbook that holds nearly all its rows, where both
    names are the same or say nothing of a kind of members ("Adhérents", "Copie")."""
    if one["state"] is not None or not one["n_rows"]:
        return
    own = shared.loc[shared["edition"] == one["no"], "other"].value_counts()
    for other in newer:
        n_common = int(own.get(other["no"], 0))
        same_file = (other["source"], other["file"]) == (one["source"], one["file"])
        if same_file and other["state"] not in _BESIDE and n_common >= COPIED * one["n_rows"]:
            names = [str(each["sheet"]) for each in (one, other)]
            if all(map(is_general, names)) or _called_the_same(other, one):
                _replace(one, "replaced", other, n_common)
                return


def _next_year(newer: Edition, older: Edition) -> bool:
    dates = [one["sheet_said"].stated or one["file_said"].stated for one in (newer, older)]
    return newer["list"] == older["list"] and all(dates) and dates[0] != dates[1]


def _called_the_same(newer: Edition, older: Edition) -> bool:
    """By their sheets where both names say something, else by their files."""
    one: Named = newer["sheet_said"]
    other: Named = older["sheet_said"]
    if (one.list_name and other.list_name) or newer["file"] == older["file"]:
        return one.list_name == other.list_name
    files = newer["file_said"].list_name, older["file_said"].list_name
    return bool(files[0]) and files[0] == files[1]


def _comparable(newer: Edition, older: Edition, all_newer: list[Edition]) -> bool:
    """Whether a file may stand for an older sheet: it is called the same, or it does not hold far
    more rows; a commission's ten members all stand in the whole list and are no older edition."""
    if _called_the_same(newer, older):
        return True
    size = sum(n["n_rows"] for n in all_newer if n["file"] == newer["file"])
    own = older["n_rows"] if newer["file"] == older["file"] else older["n_of_file"]
    return bool(own >= MOST * size)


def _replace(one: Edition, state: str, newer: Edition, n_common: int) -> None:
    one["state"], one["n_common"] = state, n_common
    one["by_file"], one["by_sheet"] = newer["file"], newer["sheet"]


def _name_current(found: list[Edition]) -> None:
    """Of what is not older, the biggest list of each club is current, the others complete it."""
    for club in dict.fromkeys(one["source"] for one in found):
        own = [one for one in found if one["source"] == club]
        open_still = [one for one in own if one["state"] is None]
        taken = any(one["state"] == "current" for one in own)
        biggest = max(open_still, key=lambda one: one["n_rows"], default=None)
        for one in open_still:
            first = one is biggest and not taken
            one["state"] = "current" if first else "complement"
