"""Members whom people added to the register by hand: rows of a list of our own, a list a club.

Such a row matches and is merged like any other. It stands for as long as its act is in force, also
when the club's own list has the member as well.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from ..config import Config
from ..decisions.ledger import in_force
from ..results import Memory, Reading
from ..tables import TABLES, conform
from ..words import words
from ..workbooks.shown import field_name

FILE: Final = "member_register.xlsx"


def with_added(reading: Reading, memory: Memory, config: Config) -> Reading:
    """`reading` with the rows that people added and confirmed, in the order in which they did."""
    ours = {f"{club}/{FILE}": club for club in config.clubs}
    held = in_force(memory.ledger[memory.ledger["kind"].isin(("row", "edit"))])
    said = held[held["kind"] == "row"]
    before = [file for file in memory.last_files if file in ours]
    if said.empty and not before:
        return reading
    sheet = words(config.language)("register.sheets.members")
    rows: list[dict[str, Any]] = []
    for act in said.to_dict("records"):
        told = json.loads(act["answer"])
        if told.get("club") in config.clubs:
            number = int(
                act["decision_id"].split("-")[1]
            )  # lasting, so that the row is known again
            place = {"source": told["club"], "file": f"{told['club']}/{FILE}", "sheet": sheet}
            marks = {"row": number, "hidden": False, "struck": False}
            own = told.get("own", {}).get(told["club"], {})
            rows.append({**told["row"], **own, **place, **marks})
    sheets = []
    for file, club in ours.items():
        n_rows = sum(row["file"] == file for row in rows)
        if n_rows or file in before:  # a list that was emptied is not missed
            state, why = ("read", "added") if n_rows else ("ignored", "added_none")
            about = {"source": club, "file": file, "sheet": sheet, "state": state, "why": why}
            sheets.append({**about, "n_rows": n_rows, "n_left_out": 0, "details": {}})
    more = conform(pd.DataFrame(sheets), "sheets")
    read = replace(reading, sheets=pd.concat([reading.sheets, more], ignore_index=True))
    if not rows:
        return read
    table = conform(pd.DataFrame(rows), "raw")
    raw = _in_order(pd.concat([reading.raw, table], ignore_index=True), config)
    columns = pd.concat([reading.columns, _columns(table, config)], ignore_index=True)
    return replace(read, raw=raw, columns=conform(columns, "columns"))


def _columns(table: pd.DataFrame, config: Config) -> pd.DataFrame:
    """COLUMNS of the rows of RAW that people added; they stand in no column of a file."""
    say = words(config.language)
    labels = [str(name) for name in table.columns if name not in TABLES["raw"]]
    rows = [
        {**place, "heading": field_name(say, label), "label": label, "confidence": 1.0}
        for place in table[["source", "file", "sheet"]].drop_duplicates().to_dict("records")
        for label in labels
        if table.loc[table["file"] == place["file"], label].notna().any()
    ]
    return conform(pd.DataFrame(rows), "columns")


def _in_order(raw: pd.DataFrame, config: Config) -> pd.DataFrame:
    """RAW with the clubs in the order of the settings, as other stages expect it."""
    nth = {club: at for at, club in enumerate(config.clubs)}
    order = raw["source"].map(nth).sort_values(kind="stable").index
    return conform(raw.loc[order].reset_index(drop=True), "raw")
