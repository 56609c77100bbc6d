"""The ingest stage as a whole: the raw folder -> RAW, COLUMNS, SHEETS, ISSUES."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..config import Config, SheetRule
from ..results import Reading
from ..tables import FIELDS, TABLES, conform, empty, field_of
from . import overrule
from .cells import address, filled, letter, unread
from .clean import Fault, clean
from .columns import column_issues, column_rows, understand_columns
from .folders import Found, sheet_row, survey
from .further import cells_of, further_contacts, told_of
from .header import Header, header_at
from .headings import catalogue, proposed
from .labels import Column
from .legend import Legend, left_rows, legends, rows_of_legends
from .parts import Part, find_parts
from .table import Body, read_body
from .tail import told_of_ends
from .workbook import READABLE, Notice, Sheet, UnreadableError, open_file


@dataclass
class _Pages:
    """What is gathered while files are read: frames of RAW, and rows of the other tables; and the
    rules by which a person wants sheets to be taken, and what makes a row one of who left."""

    rules: tuple[SheetRule, ...] = ()
    left_when: frozenset[str] = frozenset(("struck", "colour"))
    raw: list[pd.DataFrame] = field(default_factory=list)
    columns: list[dict[str, Any]] = field(default_factory=list)
    sheets: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class _Known:
    """What is known of a sheet before its tables are read: what a person wants, its faulty cells,
    the colours that it explains."""

    wish: overrule.Wish
    faults: list[Fault]
    legends: list[Legend]


def read_clubs(config: Config) -> Reading:
    """Read all lists of all clubs below `config.paths.raw`.

    Gives RAW (a row a member's row, in the order of the clubs in the configuration, then of file
    names, sheets and rows), COLUMNS, SHEETS (also what was not read, and why) and ISSUES
    (record_id missing). Files are opened, never changed. Raises IngestError where nothing may be
    read before a person acts; a file that cannot be read is a row of SHEETS and of ISSUES.
    """
    found = survey(config)
    pages = _Pages(config.sheets, frozenset(config.reading.left_when))
    for file in found.files:
        _read_file(file, pages)
    pages.sheets += found.sheets
    met = [(row["file"], row["sheet"]) for row in pages.sheets]
    pages.issues += overrule.idle_rules(config.sheets, met)
    return _bundle(pages)


def read_one(path: Path, file: str, rules: tuple[SheetRule, ...] = ()) -> Reading:
    """Read one file that may lie anywhere; `file` is what it is called in all tables.

    Gives what `read_clubs` gives, the source missing. A file that cannot be read is a row of SHEETS
    and of ISSUES.
    """
    pages = _Pages(rules)
    if path.suffix.lower() in READABLE:
        _read_file(Found("", path, file), pages)
    else:
        pages.sheets.append(sheet_row(file, "ignored", "unknown_type"))
    return _bundle(pages)


def _bundle(pages: _Pages) -> Reading:
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
    wish = overrule.wish_for(pages.rules, found.file, sheet.name)
    parts = find_parts(sheet.text, sheet.merged, _named_header(found, sheet, wish, pages))
    place = {"source": found.club, "sheet": sheet.name}
    if not parts:
        why = "no_table" if filled(sheet.text).any() else "empty_sheet"
        pages.sheets.append(sheet_row(found.file, "ignored", why, **place))
        return False
    saved_at = datetime.fromtimestamp(found.path.stat().st_mtime).isoformat()
    told = sheet_row(found.file, "read", None, saved_at=saved_at, **place)
    told["header_row"] = next(one for one in parts if one.of_members).header.bottom + 1
    pages.sheets.append(told)
    pages.issues += [_notice(found, sheet.name, one) for one in _layout(sheet)]
    named = legends(sheet, parts)
    for part in parts:
        cut = replace(sheet, text=sheet.text[: part.end])
        _read_part(found, cut, part, _Known(wish, faults, named), told, pages)
    told["n_left_out"] = len(told["left_out"])
    for letters in wish.beyond(sheet.text.shape[1]):
        details = {"column": letters, "last": letter(sheet.text.shape[1] - 1)}
        pages.issues.append(_issue(found, sheet.name, "rule_no_column", details=details))
    return True


def _read_part(
    found: Found,
    sheet: Sheet,
    part: Part,
    known: _Known,
    told: dict[str, Any],
    pages: _Pages,
) -> None:
    """Add a table of a sheet to `pages`, and its rows to the SHEETS row `told`."""
    named = known.wish.named(sheet.text.shape[1])
    columns = understand_columns(sheet.text, part.header, named)
    labels = [column.label for column in columns]
    body = read_body(sheet.text, part, labels, sheet.merged, rows_of_legends(known.legends, part))
    body, further = further_contacts(body, sheet.text, labels, _struck(sheet, labels))
    told["n_rows"] += len(body.rows)
    told["left_out"] = told["left_out"] + body.left_out
    if part.of_members:
        left, issues = left_rows(sheet, body.rows, labels, known.legends, pages.left_when)
        pages.issues += [{**_notice(found, sheet.name, one), "row": row} for row, one in issues]
        raw = _raw(found, sheet, labels, body, left)
        pages.raw.append(_with_further(raw, cells_of(body, further, labels, sheet.text)))
        told_rows = told_of(sheet, body, further, labels) + told_of_ends(
            body.text, body.rows, body.left_out, labels
        )
        of_name = {"field": "name"}
        pages.issues += [
            {**_notice(found, sheet.name, one), "row": row, **of_name} for row, one in told_rows
        ]
        _tell_columns(found, sheet, part.header, columns, named, pages)
        pages.issues += _cell_issues(found, sheet, labels, body, known.faults)


def _named_header(found: Found, sheet: Sheet, wish: overrule.Wish, pages: _Pages) -> Header | None:
    """The header in the row that a person named, or None."""
    if wish.header_row is None:
        return None
    header = header_at(sheet.text, sheet.merged, wish.header_row - 1)
    if header is None:
        details = {"header": wish.header_row, "rows": len(sheet.text)}
        pages.issues.append(_issue(found, sheet.name, "rule_no_row", details=details))
    return header


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
    values["unread"] = unread(body.text[body.rows], [label is None for label in labels])
    return conform(pd.DataFrame(values, index=range(len(body.rows))), "raw")


def _with_further(raw: pd.DataFrame, cells: dict[str, dict[int, str]]) -> pd.DataFrame:
    """RAW with the cells of further contacts (further.py), each in the row of its company."""
    at = raw["row"] - 1
    return raw.assign(**{label: at.map(own).astype("str") for label, own in cells.items()})


def _struck(sheet: Sheet, labels: list[str | None]) -> set[int]:
    """The rows with a cell that is struck out, of columns that are read."""
    return {row for row, at in sheet.marks.struck if at < len(labels) and labels[at]}


def _tell_columns(
    found: Found,
    sheet: Sheet,
    header: Header,
    columns: list[Column],
    named: dict[int, str],
    pages: _Pages,
) -> None:
    """COLUMNS rows of a sheet, and what is unclear about its headings."""
    place = {"source": found.club, "file": found.file, "sheet": sheet.name}
    pages.columns += [place | row for row in column_rows(sheet.text, header, columns)]
    pages.issues += [place | row for row in column_issues(sheet.text, header, columns, named)]


def _cell_issues(
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
