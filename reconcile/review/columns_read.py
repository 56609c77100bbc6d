"""COLUMNS -> the second table of `Fichiers lus`: what each column is read as, and what it is.

Its answers stand in the column, and its hidden keys in the columns, of the first table: a sheet has
one row of keys, by which both are read back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, Final

import pandas as pd
from openpyxl.worksheet.datavalidation import DataValidation

from ..decisions.ledger import disputed
from ..decisions.naming import (
    AUTO,
    IGNORED,
    KIND,
    TORN,
    Key,
    Said,
    answer_text,
    columns_said,
    headings_of,
    is_own,
    keys_of,
    position,
    said_of,
    spelled,
    subject,
    titles_of,
)
from ..results import STANDING_IN
from ..tables import field_of
from ..workbooks.sheets import Column, Shown, finish_table, write_table
from ..workbooks.shown import field_name, place, sureness, text_of
from .digests import digest_of
from .frame import Report

_KEYS: Final = ("source", "file", "sheet", "column", "column_is", "heading", "label", "confidence")
_TABLE: Final = ["file", "sheet", "header_row"]
_NOT_OURS: Final = (*STANDING_IN, "added")  # whose cells were not read tonight


def columns_table(report: Report, sheet: Any, first: Sequence[Column], top: int) -> None:
    """Write the table from row `top` on, below that of the columns `first`."""
    words = report.words
    headings = {key: words(f"report.columns.{key}") for key in (*_KEYS, "remark")}
    titles = [*(headings[key] for key in _KEYS), headings["remark"]]
    columns = []
    for nth, own in enumerate(first):
        width = float(sheet.column_dimensions[chr(65 + nth)].width)
        title = titles[nth] if nth < len(titles) else ""
        look = "answer" if own.key == "answer" else "text"
        columns.append(Column(own.key, title, width, width, look, own.hidden))
    rows = _rows(report)
    lines = [[*row, digest_of(first, row)] for row in rows]
    end = write_table(report.book, sheet, columns, lines, top)
    finish_table(sheet, top, end, len(columns), sheet.freeze_panes)
    _choices(report, sheet, top, rows)


def fields_sheet(report: Report) -> None:
    """The hidden sheet of all that a column may be, for the drop-downs of `columns_table`."""
    sheet = report.book.sheet(report.name("fields"))
    sheet.sheet_state = "hidden"
    sheet.column_dimensions["A"].width = 30
    for nth, text in enumerate(spelled(report.words).values(), start=1):
        report.book.put(sheet, nth, 1, text)


def _choices(report: Report, sheet: Any, top: int, rows: list[list[object]]) -> None:
    """The drop-down of what a column is; its words stand in a hidden sheet, as there are too many
    for a list of its own."""
    cells = [nth for nth, row in enumerate(rows, start=top + 1) if row[-1]]
    if not cells:
        return
    area = f"'{report.name('fields')}'!$A$1:$A${len(spelled(report.words))}"
    choice = DataValidation("list", area, allow_blank=True)
    choice.showErrorMessage = False
    for _, run in groupby(enumerate(cells), key=lambda one: one[1] - one[0]):
        own = [row for _, row in run]
        choice.add(f"E{own[0]}:E{own[-1]}")
    sheet.add_data_validation(choice)


def _rows(report: Report) -> list[list[object]]:
    """The rows, up to the hidden subject."""
    reading, ledger = report.night.reading, report.night.memory.ledger
    sheets = reading.sheets
    own = sheets[(sheets["state"] == "read") & ~sheets["why"].isin(_NOT_OURS)]
    live = set(zip(own["file"], own["sheet"].fillna(""), strict=True))
    said, torn, rows = columns_said(ledger), _torn(report), []
    for _, table in reading.columns.groupby(_TABLE, sort=False, dropna=False):
        columns = table.to_dict("records")
        file, sheet = text_of(columns[0]["file"]), text_of(columns[0]["sheet"])
        if (file, sheet) not in live or table["column"].isna().any():
            rows += [_row(report, one, None, None, "", frozenset()) for one in columns]
            continue
        headings = _all(headings_of(columns))
        keys, titles = keys_of(headings), titles_of(headings)
        told = said_of(said, file, sheet, headings)
        for one in columns:
            at = position(text_of(one["column"]))
            remark = _remark(report, one, told.get(at), torn, keys[at])
            rows.append(_row(report, one, keys[at], told.get(at), remark, titles))
    return rows


def _all(headings: dict[int, str | None]) -> list[str | None]:
    """Also of blank columns, which COLUMNS leaves out."""
    return [headings.get(at) for at in range(max(headings) + 1)]


def _row(
    report: Report,
    one: Mapping[Any, Any],
    key: Key | None,
    said: Said | None,
    remark: str,
    titles: frozenset[str],
) -> list[object]:
    words, source = report.words, text_of(one["source"])
    label, confidence = text_of(one["label"]), one["confidence"]
    heading = text_of(one["heading"])
    if report.mask and (report.mask.tells(heading) or (key and report.mask.tells(key.heading))):
        heading, key = report.mask.text(heading), None  # the key would tell it, too
    read = field_name(words, label) if label else words("report.words.not_used")
    answer = said.field if said and said.field not in (AUTO, TORN) else ""
    about = subject(text_of(one["file"]), text_of(one["sheet"]), key) if key else ""
    return [
        report.night.clubs.get(source, source),
        text_of(one["file"]),
        text_of(one["sheet"]) or None,
        Shown(text_of(one["column"]), "centre"),
        Shown(answer_text(answer, words) if answer else None, "answer") if key else None,
        heading or None,
        Shown(read, "text" if label else "same"),
        sureness(words, confidence) if label and not pd.isna(confidence) else None,
        remark or None,
        None,
        None,
        " ".join(sorted(titles)) if key else None,
        *(report.keys(KIND, about, answer) if key else (None, None)),
    ]


def _remark(
    report: Report, one: Mapping[Any, Any], said: Said | None, torn: Mapping[str, str], key: Key
) -> str:
    """Who said what the column is, and whether that is obeyed."""
    words, file, sheet = report.words, text_of(one["file"]), text_of(one["sheet"])
    if said is None or said.field == AUTO:
        return ""
    own = is_own(said, file, sheet)
    if said.field == TORN:
        told = torn.get(subject(said.file, said.sheet, key), "")
        return (
            words("report.words.column_torn", said=told)
            if own
            else words("report.words.column_torn_lists")
        )
    read = field_of(text_of(one["label"]))
    if read != ("" if said.field == IGNORED else said.field):
        problems = report.name("problems")
        return words("report.words.column_idle", decision=said.decision_id, problems=problems)
    if own:
        return words("report.words.column_said", decision=said.decision_id)
    there = place(said.file, said.sheet, None)
    return words("report.words.column_said_there", decision=said.decision_id, place=there)


def _torn(report: Report) -> dict[str, str]:
    """Who said what of the columns on which people disagree, by their subject."""
    words, ledger = report.words, report.night.memory.ledger
    found: dict[str, list[str]] = {}
    for act in disputed(ledger[ledger["kind"] == KIND]).to_dict("records"):
        who = text_of(act["reviewer"]) or words("report.words.somebody")
        answer = answer_text(act["answer"], words)
        told = words("report.words.said", who=who, answer=answer, number=act["decision_id"])
        found.setdefault(act["subject"], []).append(told)
    return {about: " ; ".join(parts) for about, parts in found.items()}
