"""SHEETS and COLUMNS -> how each file was understood."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
from openpyxl.worksheet.datavalidation import DataValidation

from ..decisions.ledger import subject_of
from ..decisions.naming import TITLES
from ..results import LET_GO, STANDING_IN
from ..workbooks.sheets import Column, Shown
from ..workbooks.shown import edition_text, fill, look_up, number, rule_of, state_rule, text_of
from .columns_read import columns_table
from .digests import SHOWN
from .frame import FORM, Report

_STATES: Final = {
    "read": "good",
    "ignored": "info",
    "unreadable": "critical",
    "current": "good",
    "complement": "good",
    "archive": "same",
    "replaced": "warn",
    "former": "same",
    "prospects": "info",
}
TAKEN: Final = ("auto", "current", "complement", "archive", "former", "prospects", "ignored")
_MOST_LEFT_OUT: Final = 40  # lines of a cell


def files_sheet(report: Report) -> None:
    """`Fichiers lus`: a row a sheet, and below them a row a column."""
    words, book = report.words, report.book
    columns = [
        report.column("source", 14, 20),
        report.column("file", 22, 56),
        report.column("sheet", 14, 26),
        report.column("state", 13, 16),
        Column("answer", words("report.columns.take"), 20, 20, "answer"),
        report.column("header_row", 20, 26, "centre"),
        report.column("n_rows", 20, 26, "centre"),
        report.column("n_left_out", 12, 12, "centre"),
        report.column("understood", 34, 60),
        report.column("left_out", 34, 50, "quiet"),
        report.column("overrule", 30, 60, "quiet"),
        Column(TITLES, "", hidden=True),
        *FORM,
    ]
    sheets = report.night.reading.sheets.to_dict("records")
    hint = words("report.hints.files")
    dated = _editions(report)
    rows = [
        _sheet(report, one, None if one["state"] == "unreadable" else dated.get(_place(one)))
        for one in sheets
    ]
    sheet, heading, last = report.table("files", "5B7A99", columns, rows, 2, hint)
    _choices(report, sheet, heading, rows)
    book.put(sheet, last + 2, 1, words("report.hints.files_columns"), "section")
    sheet.row_dimensions[last + 2].height = 22
    book.put(sheet, last + 3, 1, words("report.hints.files_columns_how"), "hint")
    # The second table is the long one; the first stands before the rows that are repeated.
    columns_table(report, sheet, [*columns, Column(SHOWN, "", hidden=True)], last + 4)


def _place(one: dict[Any, Any]) -> tuple[str, str]:
    return text_of(one["file"]), text_of(one["sheet"])


def _editions(report: Report) -> dict[tuple[str, str], dict[Any, Any]]:
    return {_place(one): one for one in report.night.editions.to_dict("records")}


def _choices(report: Report, sheet: Any, heading: int, rows: list[list[object]]) -> None:
    """The drop-down of how to take a sheet, wherever there is a choice."""
    names = ",".join(report.words(f"report.words.take_{one}") for one in TAKEN)
    choice = DataValidation("list", f'"{names}"', allow_blank=True, showErrorMessage=False)
    for row, values in enumerate(rows, start=heading + 1):
        if isinstance(values[4], Shown):
            choice.add(f"E{row}")
    if choice.sqref.ranges:
        sheet.add_data_validation(choice)


def _sheet(report: Report, one: dict[Any, Any], edition: dict[Any, Any] | None) -> list[object]:
    words, state = report.words, text_of(one["state"])
    source, why = text_of(one["source"]), text_of(one["why"])
    details = one["details"] if isinstance(one["details"], dict) else {}
    told = [fill(look_up(words, "sheets", why) or why, details)]
    taken = "ignored" if why == "set_aside" else None
    if edition is not None:
        state, taken = text_of(edition["state"]), "auto"
        told = told if why in LET_GO else [edition_text(words, edition), *told]
        if text_of(edition["chosen"]) == "person":
            taken = "archive" if state in ("archive", "replaced") else state
    header = one["header_row"]
    look = "warn" if why in STANDING_IN else _STATES.get(state, "text")
    return [
        report.night.clubs.get(source, source) or None,
        text_of(one["file"]),
        text_of(one["sheet"]) or None,
        Shown(look_up(words, "shown", state) or state, look),
        Shown(words(f"report.words.take_{taken}"), "answer") if taken else None,
        None if pd.isna(header) else int(header),
        int(one["n_rows"]),
        int(one["n_left_out"]),
        " ".join(filter(None, told)) or None,
        _all_left_out(report, one["left_out"]) or None,
        _overrule(report, one, edition),
        None,
        *(report.keys("sheet", subject_of(*_place(one)), taken) if taken else (None, None)),
    ]


def _overrule(report: Report, one: dict[Any, Any], edition: dict[Any, Any] | None) -> str | None:
    """The lines of reconcile.toml that take a sheet otherwise, where there is a choice."""
    if one["state"] == "read" or one["why"] == "no_table":
        return rule_of(one, report.night.reading.columns)
    return state_rule(edition) if edition else None


def _all_left_out(report: Report, rows: list[dict[str, Any]]) -> str:
    """The rows left out, a line each, as far as a cell may hold them."""
    lines = [_left_out(report, row) for row in rows[:_MOST_LEFT_OUT]]
    if more := len(rows) - len(lines):
        lines.append(report.words("report.words.left_out_more", n=number(report.words, more)))
    return "\n".join(lines)


def _left_out(report: Report, row: dict[str, Any]) -> str:
    """Why a row is not a member; before the clubs are one, without what it says."""
    words, text = report.words, text_of(row.get("text"))
    why = look_up(words, "left_out", row["why"]) or row["why"]
    if text and report.mask is None:
        return words("report.words.left_out_text", row=row["row"], why=why, text=text)
    return words("report.words.left_out_row", row=row["row"], why=why)
