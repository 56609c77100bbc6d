"""Rows of ISSUES on a sheet: its notices, its rows, the cells of its members."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..tables import field_of
from .cells import address
from .clean import Fault
from .folders import Found
from .table import Body
from .workbook import Notice, Sheet


def issue(found: Found, sheet: str | None, problem: str, **values: Any) -> dict[str, Any]:
    """A row of ISSUES, a warning unless `values` say otherwise."""
    where = {"source": found.club, "file": found.file, "sheet": sheet, "problem": problem}
    return {"severity": "warning", "details": {}, **where, **values}


def notice(found: Found, sheet: str | None, told: Notice, severity: str = "info") -> dict[str, Any]:
    """A row of ISSUES for what is to be told of a sheet."""
    values = {"severity": severity, "cell": told.cell, "details": told.details}
    return issue(found, sheet, told.problem, **values)


def told_of_rows(
    found: Found,
    sheet: Sheet,
    marked: Iterable[tuple[int | None, Notice]],
    named: Iterable[tuple[int, Notice]],
    said: Iterable[Notice],
) -> Iterator[dict[str, Any]]:
    """What is told of rows by their looks, by who they name, and by a column of situations."""
    for row, one in marked:
        yield {**notice(found, sheet.name, one), "row": row}
    for row, one in named:
        severity = "warning" if one.problem in ("row_no_name", "row_lone") else "info"
        yield {**notice(found, sheet.name, one, severity), "row": row, "field": "name"}
    for one in said:
        severity = "warning" if one.problem == "status_unknown" else "info"
        yield {**notice(found, sheet.name, one, severity), "field": "status"}


def cell_issues(
    found: Found, sheet: Sheet, labels: list[str | None], body: Body, faults: list[Fault]
) -> Iterable[dict[str, Any]]:
    """What is wrong with cells of members, in columns that are read."""
    # A row left out for want of a name may want it for the very fault.
    nameless = {one["row"] - 1 for one in body.left_out if one["why"] == "no_identity"}
    members = set(body.rows.tolist()) | nameless
    for fault in faults:
        row, column = fault.cell
        label = labels[column]
        if label and row in members:
            place = {"row": row + 1, "cell": address(row, column), "field": field_of(label)}
            told = {"raw": fault.raw, "severity": fault.severity, "details": fault.details}
            yield issue(found, sheet.name, fault.problem, **place, **told)
