"""ISSUES -> what is wrong in the files."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import quote

import pandas as pd

from ..workbooks.sheets import Shown
from ..workbooks.shown import field_name, look_up, text_of
from .frame import Report

_SEVERITY: Final = {"critical": "critical", "warning": "warn", "info": "info"}
_PLACES_IN: Final = frozenset((".xlsx", ".xlsm", ".xls", ".ods"))  # files a link can open at a cell
_MOST_LINKS: Final = 5_000  # Excel refuses a sheet with more than 65,530


def problems_sheet(report: Report) -> None:
    """`Problèmes`: the gravest first, then file by file from the top down."""
    words = report.words
    columns = [
        report.column("severity", 14, 20),
        report.column("file", 18, 56, "link"),
        report.column("sheet", 10, 22),
        report.column("cell", 9, 12, "centre"),
        report.column("field", 14, 22),
        report.column("raw", 16, 34),
        report.column("sentence", 36, 48),
        report.column("cure", 36, 48),
    ]
    rows = [_problem(report, issue) for issue in sorted_issues(report.night.issues)]
    for row in rows[_MOST_LINKS:]:
        row[1] = Shown(row[1].value) if isinstance(row[1], Shown) else row[1]
    hint = words("report.hints.problems" if rows else "report.hints.no_problems")
    report.table("problems", "B3261E", columns, rows, 2, hint)


def sorted_issues(issues: pd.DataFrame) -> list[dict[Any, Any]]:
    """ISSUES as dicts, critical ones first, then warnings, in the order of the files."""
    rank = issues["severity"].map({name: nth for nth, name in enumerate(_SEVERITY)})
    order = issues.assign(rank=rank).sort_values(
        ["rank", "file", "sheet", "row", "cell"], kind="stable", na_position="first"
    )
    return list(order.to_dict("records"))


def _problem(report: Report, issue: dict[Any, Any]) -> list[object]:
    words, severity = report.words, text_of(issue["severity"])
    raw, sentence, cure = report.told(issue)
    file, field = text_of(issue["file"]), text_of(issue["field"])
    cell = text_of(issue["cell"])
    if not cell and not pd.isna(issue["row"]):
        cell = words("shown.row", row=int(issue["row"]))
    said = look_up(words, "shown", severity) or severity
    return [
        Shown(said, _SEVERITY.get(severity, "text")),
        Shown(file, "link", _link(report, issue)) if report.is_there(file) else file or None,
        text_of(issue["sheet"]) or None,
        cell or None,
        field_name(words, field, report.night.clubs) if field else None,
        Shown(raw, "strong") if raw else None,
        sentence,
        cure,
    ]


def _link(report: Report, issue: dict[Any, Any]) -> tuple[str, str]:
    """The file, opened at the cell where its kind allows that."""
    file, sheet = text_of(issue["file"]), text_of(issue["sheet"])
    cell = text_of(issue["cell"]) or ("" if pd.isna(issue["row"]) else f"A{int(issue['row'])}")
    placed = sheet and cell and PurePosixPath(file).suffix.lower() in _PLACES_IN
    sheet = re.sub(r" \[[A-Z]+:[A-Z]+\]$", "", sheet)  # a table beside another: Excel has one sheet
    there = f"'{sheet.replace(chr(39), chr(39) * 2)}'!{cell}" if placed else ""
    return quote(f"{report.raw_link}/{file}"), there
