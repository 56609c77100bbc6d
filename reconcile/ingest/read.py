"""The ingest stage as a whole: the raw folder -> RAW, COLUMNS, SHEETS, ISSUES."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from ..config import Config
from ..results import Reading
from ..tables import FIELDS, TABLES, conform, empty, field_of
from . import content
from .cells import address, filled, letter
from .clean import Fault, clean
from .folders import Found, sheet_row, survey
from .header import Header
from .headings import catalogue, is_bare_number, proposed
from .labels import Column, label_columns
from .legend import Legend, left_rows, legends, rows_of_legends
from .parts import Part, find_parts
from .table import Body, read_body
from .workbook import Notice, Sheet, UnreadableError, open_file


@dataclass
class _Pages:
    """What is gathered while files are read: frames of RAW, and rows of the other tables."""

    raw: list[pd.DataFrame] = field(default_factory=list)
    columns: list[dict[str, Any]] = field(default_factory=list)
    sheets: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)
    left_when: frozenset[str] = frozenset()


def read_clubs(config: Config) -> Reading:
    """Read all lists of all clubs below `config.paths.raw`.

    Gives RAW (a row a member's row, in the order of the clubs in the configuration, then of file
    names, sheets and rows), COLUMNS, SHEETS (also what was not read, and why) and ISSUES
    (record_id missing). Files are opened, never changed. Raises IngestError where nothing may be
    read before a person acts; a file that cannot be read is a row of SHEETS and of ISSUES.
    """
    found = survey(config)
    pages = _Pages(left_when=frozenset(config.reading.left_when))
    for file in found.files:
        _read_file(file, pages)
    pages.sheets += found.sheets
    return Reading(
        _stack(pages.raw),
        _frame(pages.columns, "columns"),
        _frame(pages.sheets, "sheets"),
        _frame(pages.issues, "issues"),
    )


def _read_file(found: Found, pages: _Pages) -> None:
    try:
        sheets = open_file(found.path)
    except OSError:
        return _refuse(found, UnreadableError("file_no_access"), pages)
    except UnreadableError as error:
        return _refuse(found, error, pages)
    names = {sheet.name for sheet in sheets}
    if any(names >= set(own) for own in catalogue()["own_outputs"]["sheets"]):
        pages.sheets.append(sheet_row(found.file, "ignored", "own_output", source=found.club))
        return None
    pages.issues += [_notice(found, sheet.name, one) for sheet in sheets for one in sheet.notices]
    read = [_read_sheet(found, sheet, pages) for sheet in sheets]
    if not any(read):
        first = sheets[0].name if sheets else None
        known = {"headings": ", ".join(proposed())}
        pages.issues.append(_issue(found, first, "no_table", cell="A1", details=known))
    elif not sum(told["n_rows"] for told in pages.sheets[-len(sheets) :]):
        told = next(one for one in pages.sheets[-len(sheets) :] if one["state"] == "read")
        cell = f"A{told['header_row']}"
        pages.issues.append(_issue(found, told["sheet"], "no_rows", cell=cell))
    return None


def _refuse(found: Found, error: UnreadableError, pages: _Pages) -> None:
    details = error.details
    row = sheet_row(found.file, "unreadable", error.why, source=found.club, details=details)
    pages.sheets.append(row)
    pages.issues.append(_issue(found, None, error.why, details=details))


def _issue(found: Found, sheet: str | None, problem: str, **values: Any) -> dict[str, Any]:
    where = {"source": found.club, "file": found.file, "sheet": sheet, "problem": problem}
    return {"severity": "warning", "details": {}, **where, **values}


def _notice(found: Found, sheet: str | None, told: Notice) -> dict[str, Any]:
    values = {"severity": "info", "cell": told.cell, "details": told.details}
    return _issue(found, sheet, told.problem, **values)


def _layout(sheet: Sheet) -> Iterable[Notice]:
    """What is hidden in a sheet and read all the same."""
    shown = [at for at in sorted(sheet.marks.hidden_columns) if at < sheet.text.shape[1]]
    full = [letter(at) for at in shown if filled(sheet.text[:, at]).any()]
    if full:
        yield Notice("columns_hidden", {"columns": ", ".join(full)}, f"{full[0]}1")
    if sheet.marks.filtered and sheet.marks.hidden:
        yield Notice("filter_on", {"n": str(len(sheet.marks.hidden))})


def _read_sheet(found: Found, opened: Sheet, pages: _Pages) -> bool:
    """Add what a sheet holds to `pages`; False where it holds no table."""
    sheet, faults = clean(opened)
    parts = find_parts(sheet.text, sheet.merged)
    place = {"source": found.club, "sheet": sheet.name}
    if not parts:
        why = "no_table" if filled(sheet.text).any() else "empty_sheet"
        pages.sheets.append(sheet_row(found.file, "ignored", why, **place))
        return False
    told = sheet_row(found.file, "read", None, **place)
    told["header_row"] = next(one for one in parts if one.of_members).header.bottom + 1
    pages.sheets.append(told)
    pages.issues += [_notice(found, sheet.name, one) for one in _layout(sheet)]
    named = legends(sheet, parts)
    for part in parts:
        _read_part(
            found, replace(sheet, text=sheet.text[: part.end]), part, faults, named, told, pages
        )
    told["n_left_out"] = len(told["left_out"])
    return True


def _read_part(
    found: Found,
    sheet: Sheet,
    part: Part,
    faults: list[Fault],
    named: list[Legend],
    told: dict[str, Any],
    pages: _Pages,
) -> None:
    """Add a table of a sheet to `pages`, and its rows to the SHEETS row `told`."""
    columns = _columns(sheet, part.header)
    labels = [column.label for column in columns]
    body = read_body(sheet.text, part, labels, sheet.merged, rows_of_legends(named, part))
    told["n_rows"] += len(body.rows)
    told["left_out"] = told["left_out"] + body.left_out
    if part.of_members:
        left, issues = left_rows(sheet, body.rows, labels, named, pages.left_when)
        pages.issues += [{**_notice(found, sheet.name, one), "row": row} for row, one in issues]
        pages.raw.append(_raw(found, sheet, labels, body, left))
        _tell_columns(found, sheet, part.header, columns, pages)
        pages.issues += _cell_issues(found, sheet, labels, body, faults)


def _columns(sheet: Sheet, header: Header) -> list[Column]:
    """Each column by its heading; where that says nothing, by its cells."""
    cells, has = sheet.text[header.bottom + 1 :], _has_cells(sheet, header)
    columns = label_columns(header.headings, [not full for full in has])
    for at, column in enumerate(columns):
        bare = column.label == "member_no" and is_bare_number(header.headings[at])
        if bare and content.counts_rows(cells[:, at]):
            columns[at] = Column(None, 0.0)
    taken = [field_of(column.label) for column in columns if column.label]
    for at, column in enumerate(columns):
        if column.label is None and column.lost_to is None and has[at]:
            guessed = content.guess(cells[:, at], header.headings[at], taken)
            if guessed:
                columns[at] = Column(guessed, content.CONFIDENCE, guessed)
                taken.append(guessed)
    return columns


def _has_cells(sheet: Sheet, header: Header) -> list[bool]:
    """For each column, whether anything stands under its heading."""
    return [bool(filled(column).any()) for column in sheet.text[header.bottom + 1 :].T]


def _raw(
    found: Found, sheet: Sheet, labels: list[str | None], body: Body, left: set[int]
) -> pd.DataFrame:
    values: dict[str, Any] = {
        "source": found.club,
        "file": found.file,
        "sheet": sheet.name,
        "row": body.rows + 1,
        "category": pd.Series(body.category, dtype="str"),
        "hidden": np.isin(body.rows, list(sheet.marks.hidden)),
        "struck": np.isin(body.rows, list(left)),
    }
    for at, label in enumerate(labels):
        if label:
            values[label] = pd.Series(body.text[body.rows, at], dtype="str")
    return conform(pd.DataFrame(values, index=range(len(body.rows))), "raw")


def _tell_columns(
    found: Found, sheet: Sheet, header: Header, columns: list[Column], pages: _Pages
) -> None:
    """COLUMNS rows of a sheet, and what is unclear about its headings."""
    has = _has_cells(sheet, header)
    for at, column in enumerate(columns):
        heading = header.headings[at]
        if heading is None and not has[at]:
            continue
        row: dict[str, Any] = {"source": found.club, "file": found.file, "sheet": sheet.name}
        row |= {"header_row": header.bottom + 1, "column": letter(at)}
        understood = {"heading": heading, "label": column.label, "confidence": column.confidence}
        pages.columns.append(row | understood)
        place = {"row": header.bottom + 1, "cell": address(header.bottom, at), "raw": heading}
        place["field"] = column.field
        details = {"heading": heading or "", "column": letter(at)}
        if column.lost_to is not None:
            winner = column.lost_to
            details["kept"] = header.headings[winner] or ""
            details["kept_cell"] = address(header.bottom, winner)
            issue = _issue(found, sheet.name, "two_columns", **place, details=details)
        elif column.confidence == content.CONFIDENCE:
            issue = _issue(found, sheet.name, "column_guessed", **place, details=details)
            issue["severity"] = "info"
        elif heading is None:
            issue = _issue(found, sheet.name, "column_no_heading", **place, details=details)
        else:
            continue
        pages.issues.append(issue)


def _cell_issues(
    found: Found, sheet: Sheet, labels: list[str | None], body: Body, faults: list[Fault]
) -> Iterable[dict[str, Any]]:
    """What is wrong with cells of members, in columns that are read."""
    members = set(body.rows.tolist())
    for fault in faults:
        row, column = fault.cell
        label = labels[column]
        if label and row in members:
            place = {"row": row + 1, "cell": address(row, column), "field": field_of(label)}
            told = {"raw": fault.raw, "severity": fault.severity, "details": fault.details}
            yield _issue(found, sheet.name, fault.problem, **place, **told)


def _stack(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """RAW of all sheets: the labels in the order of the fields and of their numbers."""
    if not frames:
        return empty("raw")
    raw = conform(pd.concat(frames, ignore_index=True), "raw")
    order = [one.name for one in FIELDS]
    labels = [str(name) for name in raw.columns if name not in TABLES["raw"]]
    labels.sort(key=lambda label: (order.index(field_of(label)), len(label), label))
    return raw[[*TABLES["raw"], *labels]].astype(dict.fromkeys(labels, "str"))


def _frame(rows: list[dict[str, Any]], table: str) -> pd.DataFrame:
    if not rows:
        return empty(table)
    frame = pd.DataFrame(rows)
    # A column without any value has no dtype of its own.
    return conform(frame.drop(columns=[name for name in frame if frame[name].isna().all()]), table)
