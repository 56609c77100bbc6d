"""PROVENANCE and ISSUES -> where the lists disagree, and what is wrong in the files."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import quote

import pandas as pd

from ..config import fold
from ..sheets import Shown
from ..shown import field_name, look_up, place, text_of, value_text
from .frame import Report

_SEVERITY: Final = {"critical": "critical", "warning": "warn", "info": "info"}
_PLACES_IN: Final = frozenset((".xlsx", ".xlsm", ".xls", ".ods"))  # files a link can open at a cell
_MOST_LINKS: Final = 5_000  # Excel refuses a sheet with more than 65,530


def gaps(report: Report) -> list[list[object]]:
    """A row for each value of the register that another list really contradicts: not by capitals,
    accents or signs alone."""
    rows: list[list[object]] = []
    for register in report.night.registers.values():
        names = dict(zip(register.register["member_id"], register.register["name"], strict=True))
        table = register.provenance[register.provenance["others"].str.len() > 0]
        table = table.sort_values("member_id", kind="stable")
        for row in table.to_dict("records"):
            if not report.shows(row["field"]):
                continue
            kept = fold(value_text(row["field"], row["value"]))
            others = [
                o for o in row["others"] if fold(value_text(row["field"], o["value"])) != kept
            ]
            if others:
                rows.append(_gap(report, row, others, text_of(names.get(row["member_id"]))))
    return rows


def _gap(
    report: Report, row: dict[Any, Any], others: list[dict[str, Any]], name: str
) -> list[object]:
    words, field, rule = report.words, row["field"], text_of(row["rule"])
    return [
        row["member_id"],
        name or None,
        field_name(words, field, report.night.clubs),
        Shown(value_text(field, row["value"]), "good"),
        place(row["file"], row["sheet"], row["cell"]),
        look_up(words, "rules", rule) or rule,
        Shown("\n".join(value_text(field, other["value"]) for other in others), "differ"),
        "\n".join(place(other["file"], other["sheet"], other["cell"]) for other in others),
    ]


def gaps_sheet(report: Report, rows: list[list[object]]) -> None:
    """`Écarts`."""
    columns = [
        report.column("member_id", 11, 12, "id"),
        report.column("name", 18, 30),
        report.column("field", 14, 22),
        report.column("value", 20, 36),
        report.column("place", 20, 46, "quiet"),
        report.column("rule", 16, 26, "quiet"),
        report.column("others", 20, 36),
        report.column("other_places", 20, 46, "quiet"),
    ]
    hint = report.words("report.hints.gaps" if rows else "report.hints.no_gaps")
    if report.mask is not None:
        hint += " " + report.words("report.hints.gaps_apart")
    report.table("gaps", "B3541E", columns, rows, 3, hint)


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
