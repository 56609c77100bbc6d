"""Members whom no list has any more: they stay, by their last rows, among the former ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from .. import members
from ..answers import added as added_by_hand
from ..config import Config
from ..decisions.ledger import in_force
from ..editions import is_unwanted
from ..results import Memory, Reading, Register
from ..standardise import standardise
from ..tables import conform, empty

GONE: Final = "gone"  # the edition of their rows


def with_gone(
    registers: Mapping[str, Register],
    reading: Reading,
    memory: Memory,
    absent: pd.DataFrame,
    config: Config,
    today: date,
) -> dict[str, Register]:
    """`registers` with the former members whose rows no list has any more, by their last rows.

    reading: what was read tonight; absent: record_id and member_id of the records that are in
    no list tonight. Who was read by a mistake that has been mended (the sheet is set aside, the row
    is now left out) was no member.
    """
    rows = _gone_rows(registers, reading, memory, absent, config)
    if rows.empty:
        return dict(registers)
    columns = empty("columns")
    standard = standardise(rows.drop(columns="member_id"), columns)
    records = standard.records.assign(
        record_id=rows["record_id"].to_numpy(),
        member_id=rows["member_id"].to_numpy(),
        pos=np.arange(len(rows)),
        edition=GONE,
    )
    found = dict(registers)
    for club in [""] if "" in registers else list(config.clubs):
        own = records[(records["source"] == club) | (club == "")]
        if len(own):
            former = members.build(own, standard, columns, today)
            found[club] = _joined(found[club], former) if club in found else former
    return found


def _gone_rows(
    registers: Mapping[str, Register],
    reading: Reading,
    memory: Memory,
    absent: pd.DataFrame,
    config: Config,
) -> pd.DataFrame:
    """KNOWN with member_id: the last rows of members of former registers, in none tonight."""
    belongs = absent.set_index("record_id")["member_id"]
    there = {member for one in registers.values() for member in one.register["member_id"]}
    rows = memory.raw.assign(member_id=memory.raw["record_id"].map(belongs).astype("str"))
    rows = rows[
        rows["member_id"].notna()
        & ~rows["member_id"].isin(there)
        & rows["source"].isin(list(config.clubs))
    ]
    last = rows.groupby("member_id")["last_run"].transform("max")
    rows = rows[(rows["last_run"] == last).fillna(False)]
    if rows.empty:
        return rows
    rows = rows[~is_unwanted(rows, config.sheets, memory.sheet_answers)]
    rows = rows[~_taken_back(rows, memory)]
    return rows[~_left_out(rows, reading.sheets)].reset_index(drop=True)


def _taken_back(rows: pd.DataFrame, memory: Memory) -> pd.Series:
    """Whether a person added the row and took it back: nobody left."""
    held = in_force(memory.ledger[memory.ledger["kind"] == "row"])["decision_id"]
    numbers = held.str.split("-").str[1].astype("int64")
    added = rows["file"] == rows["source"] + f"/{added_by_hand.FILE}"
    return added & ~rows["row"].isin(numbers)


def _left_out(rows: pd.DataFrame, sheets: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Whether each row stands in its sheet as before, but counts there as no member any more."""
    said = {
        (one.file, one.sheet): {
            cell for row in one.left_out for cell in str(row.get("text") or "").split(" | ")
        }
        for one in sheets.fillna({"sheet": ""}).itertuples()
    }
    names = rows["name"] if "name" in rows else pd.Series("", index=rows.index, dtype="str")
    places = zip(rows["file"], rows["sheet"].fillna(""), names.fillna(""), strict=True)
    found = [name in said.get((file, sheet), ()) for file, sheet, name in places]
    return np.array(found, dtype=bool)


def _joined(one: Register, gone: Register) -> Register:
    """A register with former members at its end."""
    frames = {}
    for name in [own.name for own in fields(Register)]:
        both = pd.concat([getattr(one, name), getattr(gone, name)], ignore_index=True)
        frames[name] = conform(both, name)
    order = members.number_of(frames["register"]["member_id"]).sort_values().index
    frames["register"] = frames["register"].loc[order].reset_index(drop=True)
    return Register(**frames)
