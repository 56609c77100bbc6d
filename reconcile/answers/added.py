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
from ..members import number_of
from ..results import Memory, Reading
from ..tables import TABLES, conform
from ..words import words
from ..workbooks.shown import field_name

FILE: Final = "member_register.xlsx"


def with_added(reading: Reading, memory: Memory, config: Config) -> Reading:
    """`reading` with the rows that people added and confirmed, in the order in which they did."""
    ours = {f"{club}/{FILE}": club for club in config.clubs}
    said = _said(memory)
    before = [file for file in memory.last_files if file in ours]
    if said.empty and not before:
        return reading
    sheet = words(config.language)("register.sheets.members")
    rows: list[dict[str, Any]] = []
    for act in said.to_dict("records"):
        told = json.loads(act["answer"])
        if told.get("club") in config.clubs:
            place = {"source": told["club"], "file": f"{told['club']}/{FILE}", "sheet": sheet}
            marks = {"row": _number(act["decision_id"]), "hidden": False, "struck": False}
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


def one_member(memory: Memory, records: pd.DataFrame) -> Memory:
    """`memory` with decisions that hold a row together which people added to several clubs, unless
    somebody said otherwise. records: RECORDS of tonight."""
    own = records[records["file"].str.endswith(f"/{FILE}")]
    if own.empty:
        return memory
    said = _said(memory)
    numbers = [_number(one) for one in said["decision_id"]]
    key = pd.Series([one.partition(":")[0] for one in said["subject"]], numbers, "str")
    rows = pd.DataFrame({"record_id": own["record_id"], "key": own["row"].map(key)}).dropna()
    pairs = rows.merge(rows, on="key", suffixes=("", "_2"))
    pairs = pairs[number_of(pairs["record_id"]) < number_of(pairs["record_id_2"])]
    known = memory.decisions[["left_id", "right_id"]]
    spoken = {frozenset(pair) for pair in known.itertuples(index=False, name=None)}
    held = [
        {"left_id": one, "right_id": other, "answer": "same", "disputed": False}
        for one, other in zip(pairs["record_id"], pairs["record_id_2"], strict=True)
        if frozenset((one, other)) not in spoken
    ]
    if not held:
        return memory
    more = conform(pd.DataFrame(held), "decisions")
    decisions = pd.concat([memory.decisions, more], ignore_index=True)
    return replace(memory, decisions=conform(decisions, "decisions"))


def _said(memory: Memory) -> pd.DataFrame:
    """The acts in force that add rows."""
    held = in_force(memory.ledger[memory.ledger["kind"].isin(("row", "edit"))])
    return held[held["kind"] == "row"]


def _number(decision_id: str) -> int:
    """The row of an added member: lasting, so that it is known again."""
    return int(decision_id.split("-")[1])


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
