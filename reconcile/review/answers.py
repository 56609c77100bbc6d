"""The answers that people wrote into the report -> DECISIONS, SHEET_ANSWERS."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import pandas as pd
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from ..config import fold
from ..tables import conform, empty
from ..words import words
from .files import TAKEN
from .stops import CONFIRM

# What people write, in either language and however short, and what it means.
MEANING: Final = {
    **dict.fromkeys(("oui", "o", "yes", "y", "x"), "same"),
    **dict.fromkeys(("non", "n", "no"), "different"),
    **dict.fromkeys(("plustard", "p", "later", "l"), "later"),
}
_KEYS: Final = ("question_id", "answer", "left_id", "right_id")
_SHEET_KEYS: Final = ("file", "sheet", "take", "take_was")
NO_ANSWERS: Final = empty("sheet_answers")


def read_answers(report: Path, asked: pd.DataFrame) -> pd.DataFrame:
    """DECISIONS found in a report: every filled answer that can be understood.

    asked: the questions of former reports; the pair that a question is about is the one that was
    asked, whatever the hidden cells say now. Sheets are known by their hidden keys, never by
    names or headings. No report, or one that is no workbook any more, gives no answers.
    """
    rows = _found(report, _KEYS, ("question_id", "answer", "note"))
    rows = rows.assign(answer=rows["answer"].map(lambda text: MEANING.get(fold(str(text)))))
    known = asked.set_index("question_id")
    rows = rows[rows["answer"].notna() & rows["question_id"].isin(known.index)]
    if rows.empty:
        return empty("decisions")
    ends = {end: rows["question_id"].map(known[end]) for end in ("left_id", "right_id")}
    found = rows.assign(**ends, **_saved(report))
    return conform(found.drop_duplicates("question_id", keep="last"), "decisions")


def read_sheet_answers(report: Path) -> pd.DataFrame:
    """SHEET_ANSWERS found in a report: how people want sheets to be taken, wherever that differs
    from what the report was issued with. An emptied cell says nothing."""
    meaning = {
        fold(words(language)(f"report.words.take_{state}")): state
        for language in ("fr", "en")
        for state in TAKEN
    }
    rows = _found(report, _SHEET_KEYS, _SHEET_KEYS)
    rows = rows.assign(state=rows["take"].map(lambda text: meaning.get(fold(str(text)))))
    rows = rows[rows["take_was"].isin(TAKEN) & rows["state"].notna()]
    rows = rows[rows["state"] != rows["take_was"]]
    return conform(rows.assign(**_saved(report)), "sheet_answers") if len(rows) else NO_ANSWERS


def read_confirmations(report: Path, shown: set[str]) -> pd.DataFrame:
    """ACCEPTANCES found in a report: the stops, by their hidden keys, beside which yes was chosen.

    shown: the keys that reports have shown; any other is nobody's.
    """
    keys = []
    for line in (line for sheet in _cells(report) for line in sheet):
        texts = [str(cell).strip() for cell in line]
        mine = [text.removeprefix(CONFIRM) for text in texts if text.startswith(CONFIRM)]
        if mine and mine[0] in shown and any(MEANING.get(fold(text)) == "same" for text in texts):
            keys.append(mine[0])
    if not keys:
        return empty("acceptances")
    return conform(pd.DataFrame({"key": keys}).assign(**_saved(report)), "acceptances")


def _found(report: Path, keys: Sequence[str], wanted: Sequence[str]) -> pd.DataFrame:
    """The columns `wanted` (text) of every sheet of a workbook that has the hidden keys `keys`."""
    tables = [_table(sheet, keys, wanted) for sheet in _cells(report)]
    none = pd.DataFrame({key: pd.Series(dtype="str") for key in wanted})
    return pd.concat([none, *tables], ignore_index=True)


def _cells(report: Path) -> list[Sequence[Sequence[object]]]:
    """The cells of every sheet; none where there is no report, or it is no workbook any more."""
    if not report.exists():
        return []
    try:
        book = CalamineWorkbook.from_path(str(report))
        return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    except Exception:  # calamine has no error of its own; the file is archived as it is
        return []


def _table(
    cells: Sequence[Sequence[object]], keys: Sequence[str], wanted: Sequence[str]
) -> pd.DataFrame:
    """The columns `wanted` of a sheet that has the hidden keys, else nothing."""
    for nth, row in enumerate(cells[:12]):
        there = [str(cell) for cell in row]
        if all(key in there for key in keys):
            at = {key: there.index(key) for key in wanted if key in there}
            body = cells[nth + 1 :]
            return pd.DataFrame(
                {key: [str(line[place]).strip() for line in body] for key, place in at.items()}
            )
    return pd.DataFrame()


def _saved(report: Path) -> dict[str, str]:
    """When the report was saved, and by whom."""
    when = datetime.fromtimestamp(report.stat().st_mtime).isoformat(timespec="seconds")
    return {"decided_at": when, "reviewer": _author(report)}


def _author(report: Path) -> str:
    """Who saved the workbook last, as the workbook says; "" where it does not."""
    return load_workbook(report, read_only=True).properties.lastModifiedBy or ""
