"""The answers that people wrote into the report -> DECISIONS."""

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

# What people write, in either language and however short, and what it means.
MEANING: Final = {
    **dict.fromkeys(("oui", "o", "yes", "y", "x"), "same"),
    **dict.fromkeys(("non", "n", "no"), "different"),
    **dict.fromkeys(("plustard", "p", "later", "l"), "later"),
}
_KEYS: Final = ("question_id", "answer", "left_id", "right_id")


def read_answers(report: Path, asked: pd.DataFrame) -> pd.DataFrame:
    """DECISIONS found in a report: every filled answer that can be understood.

    asked: the questions of former reports; the pair that a question is about is the one that was
    asked, whatever the hidden cells say now. Sheets are known by their hidden keys, never by
    names or headings. No report, or one that is no workbook any more, gives no answers.
    """
    if not report.exists():
        return empty("decisions")
    try:
        book = CalamineWorkbook.from_path(str(report))
        tables = [_sheet(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names]
    except Exception:  # calamine has no error of its own; the file is archived as it is
        return empty("decisions")
    rows = pd.concat([empty("decisions"), *tables], ignore_index=True)
    rows["answer"] = rows["answer"].map(lambda text: MEANING.get(fold(str(text))))
    rows = rows.dropna(subset=["answer"])
    if rows.empty:
        return empty("decisions")
    known = asked.set_index("question_id")
    rows = rows[rows["question_id"].isin(known.index)]
    ends = {end: rows["question_id"].map(known[end]) for end in ("left_id", "right_id")}
    when = datetime.fromtimestamp(report.stat().st_mtime).isoformat(timespec="seconds")
    found = rows.assign(**ends, decided_at=when, reviewer=_author(report))
    return conform(found.drop_duplicates("question_id", keep="last"), "decisions")


def _sheet(cells: Sequence[Sequence[object]]) -> pd.DataFrame:
    """question_id, answer and note of a sheet that has the hidden keys, else nothing."""
    for nth, row in enumerate(cells[:12]):
        keys = [str(cell) for cell in row]
        if all(key in keys for key in _KEYS):
            wanted = {
                key: keys.index(key) for key in ("question_id", "answer", "note") if key in keys
            }
            body = cells[nth + 1 :]
            return pd.DataFrame(
                {key: [str(line[at]).strip() for line in body] for key, at in wanted.items()}
            )
    return empty("decisions")


def _author(report: Path) -> str:
    """Who saved the workbook last, as the workbook says; "" where it does not."""
    return load_workbook(report, read_only=True).properties.lastModifiedBy or ""
