"""Lists that were there last time and are not tonight.

Nobody leaves because a file is damaged or gone: the rows that it had in the last register stand in
for it until a person says otherwise, or a newer list holds them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pandas as pd

from .config import Config
from .ingest import is_sample
from .results import Memory, Reading
from .tables import OLD_EDITIONS, TABLES, conform, empty

_PLACE: Final = ["file", "sheet"]


def stand_in(reading: Reading, memory: Memory, config: Config) -> Reading:
    """`reading` with the rows of the last register in place of each list that cannot be read
    tonight, or is gone; its SHEETS say so (why "stands_in"), and an ISSUE a list asks.

    A list of sample data is not missed.
    """
    readable = set(reading.sheets.loc[reading.sheets["state"] != "unreadable", "file"])
    missed = [
        memory.last_files.get(file) in config.clubs and file not in readable and not is_sample(file)
        for file in memory.lists["file"]
    ]
    lost = memory.lists[missed]
    if lost.empty:
        return reading
    broken = set(reading.sheets["file"])
    known = memory.last_known()
    rows = known[known["file"].isin(lost["file"])].drop(
        columns=["record_id", "last_run", "edition"]
    )
    sheets: list[dict[str, Any]] = []
    columns: list[dict[str, Any]] = []
    issues: list[dict[str, Any]] = []
    for kept in lost.itertuples():
        file, details = str(kept.file), {"date": f"{date.fromisoformat(str(kept.day)):%d/%m/%Y}"}
        told = {"why": "stands_in", "left_out": [], "n_left_out": 0}
        n_rows = rows.loc[rows["file"] == file, "sheet"].fillna("").value_counts()
        sheets += [
            {
                **one,
                **told,
                "details": {**one["details"], **details},
                "n_rows": int(n_rows.get(one["sheet"] or "", 0)),
            }
            for one in json.loads(str(kept.sheets))
        ]
        columns += json.loads(str(kept.columns))
        problem = "list_stands_in_broken" if file in broken else "list_stands_in"
        place = {"source": memory.last_files[file], "file": file}
        issues.append({**place, "problem": problem, "severity": "warning", "details": details})
    return Reading(
        _in_order(pd.concat([reading.raw, conform(rows, "raw")], ignore_index=True), config),
        _with(reading.columns, columns, "columns"),
        _with(reading.sheets, sheets, "sheets"),
        _with(reading.issues, issues, "issues"),
    )


def understood(reading: Reading) -> pd.DataFrame:
    """LISTS of the files that were read tonight, `day` missing."""
    read = reading.sheets[reading.sheets["state"] == "read"]
    own = read[~read["why"].eq("stands_in").fillna(False)]
    sheets = own.drop(columns=["left_out", "why"])
    rows = [
        {"file": file, "sheets": _json(table), "columns": _json(columns)}
        for file, table in sheets.groupby("file", sort=False)
        for columns in (reading.columns[reading.columns["file"] == file],)
    ]
    return conform(pd.DataFrame(rows), "lists") if rows else empty("lists")


def _json(frame: pd.DataFrame) -> str:
    plain = frame.astype(object).where(frame.notna(), None)
    return json.dumps(plain.to_dict("records"), ensure_ascii=False)


def _with(frame: pd.DataFrame, rows: list[dict[str, Any]], table: str) -> pd.DataFrame:
    more = conform(pd.DataFrame(rows), table)
    return conform(pd.concat([frame, more], ignore_index=True), table)


def _in_order(raw: pd.DataFrame, config: Config) -> pd.DataFrame:
    """RAW in the order in which files are read: of the clubs in the settings, then of names."""
    order = {club: nth for nth, club in enumerate(config.clubs)}
    keys = pd.DataFrame({"club": raw["source"].map(order), "file": raw["file"]})
    raw = raw.loc[keys.sort_values(["club", "file"], kind="stable").index]
    labels = [name for name in raw.columns if name not in TABLES["raw"]]
    return raw.reset_index(drop=True).astype(dict.fromkeys(labels, "str"))


def let_go(reading: Reading, dated: pd.DataFrame) -> Reading | None:
    """`reading` without the rows that stand in for a list which a newer one has replaced, or which
    is to be an older one (`dated`: EDITIONS); None where there is none.

    Their members who are in no newer list are those of gone.with_gone from now on.
    """
    sheets = reading.sheets
    standing_in = sheets["why"].eq("stands_in").fillna(False)
    old = dated[dated["state"].isin(OLD_EDITIONS)]
    done = standing_in & _at(sheets, old)
    if not done.any():
        return None
    gone = sheets[done]
    sheets = sheets.assign(
        state=sheets["state"].mask(done, "ignored"),
        why=sheets["why"].mask(done, "let_go"),
        n_rows=sheets["n_rows"].mask(done, 0),
    )
    lists = set(gone["file"]) - set(sheets.loc[sheets["why"].eq("stands_in"), "file"])
    asked = reading.issues["problem"].eq("list_stands_in") & reading.issues["file"].isin(lists)
    return replace(
        reading,
        raw=reading.raw[~_at(reading.raw, gone)].reset_index(drop=True),
        columns=reading.columns[~_at(reading.columns, gone)].reset_index(drop=True),
        sheets=sheets,
        issues=reading.issues[~asked.fillna(False)].reset_index(drop=True),
    )


def _at(frame: pd.DataFrame, places: pd.DataFrame) -> pd.Series:
    """Whether each row of `frame` is of a sheet (file, sheet) of `places` (bool)."""
    wanted = pd.MultiIndex.from_frame(places[_PLACE].fillna(""))
    own = pd.MultiIndex.from_frame(frame[_PLACE].fillna("")).isin(wanted)
    return pd.Series(own, index=frame.index)


def lost_lists(reading: Reading, last_files: Mapping[str, str]) -> pd.DataFrame:
    """ISSUES, critical: files of the last register that cannot be read tonight and for which
    nothing stands in, and clubs that no longer have any list.

    last_files: the files that the last register was made from, each with its club.
    """
    sheets, there = reading.sheets, set(reading.raw["source"])
    replaced = set(sheets.loc[sheets["why"].isin(("stands_in", "let_go")), "file"])
    broken = sheets[(sheets["state"] == "unreadable") & sheets["file"].isin(last_files)]
    broken = broken[~broken["file"].isin(replaced)]
    rows = [(one.source, one.file, "list_unreadable") for one in broken.itertuples()]
    told = {club for club, _, _ in rows} | there
    gone = [club for club in dict.fromkeys(last_files.values()) if club not in told]
    rows += [(club, f"{club}/", "list_gone") for club in gone]
    lost = pd.DataFrame(rows, columns=["source", "file", "problem"])
    return conform(lost.assign(severity="critical"), "issues")
