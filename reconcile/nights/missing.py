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

from ..config import Config
from ..ingest import is_sample
from ..results import LET_GO, STANDING_IN, Memory, Reading
from ..tables import OLD_EDITIONS, TABLES, conform, empty

_PLACE: Final = ["file", "sheet"]


def stand_in(reading: Reading, memory: Memory, config: Config) -> Reading:
    """`reading` with the rows of the last register in place of each list that cannot be read
    tonight, or is gone; its SHEETS say so (why "stands_in"; "stands_in_broken").

    A list that is in no register any more is shown for as long as a person's answer about it is
    in force, so that it can be taken back. A list of sample data is not missed.
    """
    blank = reading.sheets["why"].isin(("no_table", "empty_sheet"))
    lost = (reading.sheets["state"] == "unreadable") | blank
    readable = set(reading.sheets.loc[~lost, "file"])
    broken = set(reading.sheets["file"])
    wanted = {*memory.last_files, *_answered(memory)} - readable
    rows = memory.raw[memory.raw["file"].isin(wanted) & memory.raw["source"].isin(config.clubs)]
    last = rows.groupby(_PLACE, dropna=False)["last_run"].transform("max")
    rows = rows[(rows["last_run"] == last).fillna(False)]
    rows = rows.drop(columns=["record_id", "first_run", "last_run", "edition"])
    sheets: list[dict[str, Any]] = []
    columns: list[dict[str, Any]] = []
    for kept in memory.lists[memory.lists["file"].isin(rows["file"])].itertuples():
        file, day = str(kept.file), date.fromisoformat(str(kept.day))
        if is_sample(file):
            continue
        why = "stands_in_broken" if file in broken else "stands_in"
        n_rows = rows.loc[rows["file"] == file, "sheet"].fillna("").value_counts()
        for one in json.loads(str(kept.sheets)):
            details = {**one["details"], "date": f"{day:%d/%m/%Y}"}
            counted = {"n_rows": int(n_rows.get(one["sheet"] or "", 0)), "n_left_out": 0}
            sheets.append({**one, "why": why, "details": details, "left_out": [], **counted})
        columns += json.loads(str(kept.columns))
    if not sheets:
        return reading
    rows = rows[_at(rows, pd.DataFrame(sheets))]
    return replace(
        reading,
        raw=_in_order(pd.concat([reading.raw, conform(rows, "raw")], ignore_index=True), config),
        columns=_with(reading.columns, columns, "columns"),
        sheets=_with(reading.sheets, sheets, "sheets"),
    )


def _answered(memory: Memory) -> set[str]:
    """Files about which a person's answer is in force, or was taken back since they were last in a
    register."""
    answers = memory.sheet_answers.drop_duplicates(["file", "sheet"], keep="last")
    day = answers["file"].map(memory.lists.set_index("file")["day"]).astype("str")
    since = (answers["decided_at"] > day).fillna(False)
    return set(answers.loc[(answers["state"] != "auto") | since, "file"])


def asked(reading: Reading, dated: pd.DataFrame) -> pd.DataFrame:
    """ISSUES: the files for which the last register stands in, until a person has answered; older
    editions (`dated`: EDITIONS) stand in without a question."""
    sheets, old = reading.sheets, dated[dated["state"].isin(OLD_EDITIONS)]
    own = sheets[(sheets["state"] == "read") & _stands_in(sheets) & ~_at(sheets, old)]
    own = own.drop_duplicates("file")
    told = own[["source", "file", "details"]].assign(problem="list_" + own["why"])
    return conform(told.assign(severity="warning"), "issues")


def without_let_go(dated: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """EDITIONS but for lists that are let go."""
    return dated[~_at(dated, reading.sheets[reading.sheets["why"].isin(LET_GO)])]


def _stands_in(sheets: pd.DataFrame) -> pd.Series:
    return sheets["why"].isin(STANDING_IN)


def understood(reading: Reading) -> pd.DataFrame:
    """LISTS of the files that were read tonight, `day` missing."""
    read = reading.sheets[reading.sheets["state"] == "read"]
    own = read[~_stands_in(read)]
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
    """`reading` without the rows that stand in for a file that is gone, where newer lists have
    replaced all of it, or it is to be an older one (`dated`: EDITIONS); None where there is none.

    Their members who are in no newer list are those of gone.with_gone from now on.
    """
    sheets, old = reading.sheets, dated[dated["state"].isin(OLD_EDITIONS)]
    done = (sheets["state"] == "read") & sheets["why"].eq("stands_in").fillna(False)
    active = set(sheets.loc[done & ~_at(sheets, old), "file"])
    done &= ~sheets["file"].isin(active)
    if not done.any():
        return None
    gone, chosen = sheets[done], _at(sheets, old[old["chosen"].notna()])
    sheets = sheets.assign(
        state=sheets["state"].mask(done, "ignored"),
        why=sheets["why"].mask(done, "let_go").mask(done & chosen, "let_go_chosen"),
        n_rows=sheets["n_rows"].mask(done, 0),
    )
    return replace(
        reading,
        raw=reading.raw[~_at(reading.raw, gone)].reset_index(drop=True),
        columns=reading.columns[~_at(reading.columns, gone)].reset_index(drop=True),
        sheets=sheets,
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
    known = _stands_in(sheets) | sheets["why"].isin((*LET_GO, "set_aside"))
    replaced = set(sheets.loc[known, "file"])
    broken = sheets[(sheets["state"] == "unreadable") & sheets["file"].isin(last_files)]
    broken = broken[~broken["file"].isin(replaced)]
    rows = [(one.source, one.file, "list_unreadable") for one in broken.itertuples()]
    told = {club for club, _, _ in rows} | there | set(sheets.loc[known, "source"])
    gone = [club for club in dict.fromkeys(last_files.values()) if club not in told]
    rows += [(club, f"{club}/", "list_gone") for club in gone]
    lost = pd.DataFrame(rows, columns=["source", "file", "problem"])
    return conform(lost.assign(severity="critical"), "issues")
