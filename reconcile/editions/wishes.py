"""What a person, the settings or its name say of a sheet, before its rows are looked at."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..config import SheetRule, same_name
from ..results import Reading
from ..situation import FORMER, PROSPECTS, is_general, kinds_of

_BY_NAME = (FORMER, PROSPECTS)
_NOT_READ = ("ignored", "prospects")  # the rows of such sheets go no further


def set_aside(
    reading: Reading, rules: Iterable[SheetRule], answers: pd.DataFrame
) -> tuple[Reading, pd.DataFrame]:
    """`reading` without the sheets that people want ignored and those of prospects, and what is
    wanted of each sheet: WANTED (file, sheet, state, chosen), chosen being "person", "settings" or
    missing where its name alone says so.

    answers: SHEET_ANSWERS, of which the last about a sheet counts; "auto" takes an answer back.
    """
    wanted = _wanted(reading.sheets, tuple(rules), answers)
    states = dict(zip(places(wanted), wanted["state"], strict=True))

    def stays(frame: pd.DataFrame) -> npt.NDArray[np.bool_]:
        return np.array([states.get(key) not in _NOT_READ for key in places(frame)], dtype=bool)

    sheets = reading.sheets.copy()
    aside = ~stays(sheets) & (sheets["state"] == "read")
    if not aside.any():
        return reading, wanted
    why = np.array(["set_aside" if states.get(key) == "ignored" else "prospects"
                    for key in places(sheets)])  # fmt: skip
    sheets["details"] = [
        {"n_rows": int(n)} if out else details
        for n, out, details in zip(sheets["n_rows"], aside, sheets["details"], strict=True)
    ]
    sheets.loc[aside, "state"], sheets.loc[aside, "why"] = "ignored", why[aside]
    sheets.loc[aside, ["n_rows", "n_left_out"]] = 0
    sheets["left_out"] = [
        [] if out else rows for rows, out in zip(sheets["left_out"], aside, strict=True)
    ]
    parts = {
        name: frame[stays(frame)].reset_index(drop=True)
        for name, frame in (
            ("raw", reading.raw),
            ("columns", reading.columns),
            ("issues", reading.issues),
        )
    }
    return replace(reading, sheets=sheets, **parts), wanted


def is_unwanted(
    rows: pd.DataFrame, rules: Iterable[SheetRule], answers: pd.DataFrame
) -> npt.NDArray[np.bool_]:
    """Whether each of `rows` (source, file, sheet) is of a sheet that would be set aside."""
    sheets = rows[["source", "file", "sheet"]].drop_duplicates().assign(state="read")
    wanted = _wanted(sheets, tuple(rules), answers)
    aside = set(places(wanted[wanted["state"].isin(_NOT_READ)]))
    return np.array([key in aside for key in places(rows)], dtype=bool)


def places(frame: pd.DataFrame) -> list[tuple[str, str]]:
    """(file, sheet) of each row, "" where there is no sheet; accents written in one way."""
    return [
        (exact(file), exact(sheet))
        for file, sheet in zip(frame["file"], frame["sheet"].astype("str").fillna(""), strict=True)
    ]


def exact(text: object) -> str:
    """A name of a file or sheet with its accents written in one way, "" where it is missing."""
    return unicodedata.normalize("NFC", "" if pd.isna(text) else str(text))


def _wanted(
    sheets: pd.DataFrame, rules: tuple[SheetRule, ...], answers: pd.DataFrame
) -> pd.DataFrame:
    said = dict(zip(places(answers), answers["state"], strict=True))
    named = _by_name(sheets)
    rows: list[tuple[str, str, str, str | None]] = []
    for file, sheet in dict.fromkeys(places(sheets)):
        ruled = [
            rule.state
            for rule in sorted(rules, key=lambda rule: rule.sheet is not None)
            if rule.state
            and same_name(rule.file, file)
            and (rule.sheet is None or same_name(rule.sheet, sheet))
        ]
        state, chosen = said.get((file, sheet), "auto"), "person"
        if state == "auto" and ruled:
            state, chosen = ruled[-1], "settings"
        if state != "auto":
            rows.append((file, sheet, state, chosen))
        elif (file, sheet) in named:
            rows.append((file, sheet, named[file, sheet], None))
    table = pd.DataFrame(rows, columns=["file", "sheet", "state", "chosen"])
    return table.astype("str")


def _by_name(sheets: pd.DataFrame) -> dict[tuple[str, str], str]:
    """The state of sheets that are by their name, or by their file's where their own says nothing,
    lists of former members or of prospects."""
    found: dict[tuple[str, str], str] = {}
    read = sheets[sheets["state"] == "read"]
    for club, own in read.groupby("source", sort=False):
        at = places(own)
        names = [name for file, sheet in at for name in (sheet, PurePosixPath(file).stem)]
        kinds = kinds_of(names, str(club))
        telling = {file for file, sheet in at if kinds[sheet] in _BY_NAME}
        for file, sheet in at:
            kind, of_file = kinds[sheet], kinds[PurePosixPath(file).stem]
            # "Adhérents" in "Prospects.xlsx" says nothing, but beside a sheet "Prospects".
            if kind is None or (is_general(sheet) and file not in telling):
                kind = kind if kind in _BY_NAME else of_file
            if kind in _BY_NAME:
                found[file, sheet] = str(kind)
    return found
