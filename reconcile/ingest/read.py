"""The ingest stage as a whole: the raw folder -> RAW, COLUMNS, SHEETS, ISSUES."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from ..config import LEFT_WHEN, PARIS, Config, SheetRule
from ..decisions.naming import Said
from ..results import Reading
from . import overrule
from .beside import tables_beside
from .cells import address, filled, letter
from .clean import Fault, clean
from .columns import Around, are_counts, column_issues, column_rows, understand_columns
from .folders import Found, sheet_row, survey
from .further import cells_of, further_contacts, told_of
from .header import Header, header_at
from .headings import proposed
from .labels import Column
from .layout import layout, no_headings
from .legend import Legend, left_rows, legends, rows_of_legends
from .lone import told_of_lone
from .named import Answers
from .names_alone import header_over_names, told_of_names
from .ours import is_ours
from .paired import paired
from .parts import Part, find_parts, title_over
from .rows import frame_of, raw_rows, stack, with_further
from .sections import by_sheet
from .standing import said_in_words, without
from .table import read_body
from .tail import told_of_ends
from .telling import cell_issues, issue, notice, told_of_rows
from .workbook import READABLE, Sheet, UnreadableError, open_file


@dataclass
class _Pages:
    """What is gathered while files are read: frames of RAW, and rows of the other tables; and the
    rules by which a person wants sheets to be taken, and what makes a row one of who left."""

    rules: tuple[SheetRule, ...] = ()
    left_when: frozenset[str] = frozenset(LEFT_WHEN)
    said: Answers = field(default_factory=Answers)
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


def read_clubs(config: Config, said: tuple[Said, ...] = ()) -> Reading:
    """Read all lists of all clubs below `config.paths.raw`; said: what people said of columns.

    Gives RAW (a row a member's row, in the order of the clubs in the configuration, then of file
    names, sheets and rows), COLUMNS, SHEETS (also what was not read, and why) and ISSUES
    (record_id missing). Files are opened, never changed. Raises IngestError where nothing may be
    read before a person acts; a file that cannot be read is a row of SHEETS and of ISSUES.
    """
    found = survey(config)
    pages = _Pages(config.sheets, frozenset(config.reading.left_when), Answers(said))
    for file in found.files:
        _read_file(file, pages)
    pages.sheets += found.sheets
    met = [(row["file"], row["sheet"]) for row in pages.sheets]
    pages.issues += [*overrule.idle_rules(config.sheets, met), *pages.said.idle(pages.sheets)]
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
        stack(pages.raw),
        frame_of(pages.columns, "columns"),
        frame_of(pages.sheets, "sheets"),
        frame_of(pages.issues, "issues"),
    )


def _read_file(found: Found, pages: _Pages) -> None:
    try:
        sheets = open_file(found.path)
    except OSError:
        return _refuse(found, UnreadableError("file_no_access"), pages)
    except UnreadableError as error:
        return _refuse(found, error, pages)
    if is_ours(sheets):
        pages.sheets.append(sheet_row(found.file, "ignored", "own_output", source=found.club))
        return None
    pages.issues += [notice(found, sheet.name, one) for sheet in sheets for one in sheet.notices]
    n_told, before, n_issues = len(pages.sheets), len(pages.raw), len(pages.issues)
    read = [_read_sheet(found, sheet, pages) for sheet in sheets]
    if not any(read) and any(header_over_names(sheet.text) for sheet in sheets):
        del pages.sheets[n_told:], pages.issues[n_issues:]
        read = [_read_sheet(found, sheet, pages, alone=True) for sheet in sheets]
    pages.raw[before:] = by_sheet(pages.raw[before:])
    if not any(read):
        first = sheets[0].name if sheets else None
        known = {"headings": ", ".join(proposed())}
        pages.issues.append(issue(found, first, "no_table", cell="A1", details=known))
        return None
    found_there = [one for one in pages.sheets[n_told:] if one["state"] == "read"]
    if found_there and not sum(one["n_rows"] for one in found_there):
        told = found_there[0]
        cell = f"A{told['header_row']}"
        pages.issues.append(issue(found, told["sheet"], "no_rows", cell=cell))
    for sheet in [one for one, known in zip(sheets, read, strict=True) if any(read) and not known]:
        pages.issues += [notice(found, sheet.name, one, "warning") for one in no_headings(sheet)]
    return None


def _refuse(found: Found, error: UnreadableError, pages: _Pages) -> None:
    details = error.details
    row = sheet_row(found.file, "unreadable", error.why, source=found.club, details=details)
    pages.sheets.append(row)
    pages.issues.append(issue(found, None, error.why, details=details))


def _read_sheet(found: Found, opened: Sheet, pages: _Pages, alone: bool = False) -> bool:
    """Add what a sheet holds to `pages`; False where it holds no table. alone: names alone will do,
    for no sheet of the file has more."""
    whole, faults = clean(opened)
    wish = overrule.wish_for(pages.rules, found.file, whole.name)
    read = []
    tables = tables_beside(whole, wish.named(whole.text.shape[1]))
    for sheet, told in tables:
        pages.issues += [notice(found, whole.name, one, "warning") for one in told]
        read.append(_read_tables(found, sheet, faults, pages, len(tables) > 1, alone))
    return any(read)


def _read_tables(
    found: Found, sheet: Sheet, faults: list[Fault], pages: _Pages, beside: bool, alone: bool
) -> bool:
    """Add what a sheet, or the columns of one, holds to `pages`; False where that is no table.

    beside: other columns hold other tables, so that what stands over its headings is its name.
    alone: as in `_read_sheet`.
    """
    wish = overrule.wish_for(pages.rules, found.file, sheet.name)
    given = _named_header(found, sheet, wish, pages)
    names = header_over_names(sheet.text) if alone and given is None else None
    parts = find_parts(sheet.text, sheet.merged, given or names)
    place = {"source": found.club, "sheet": sheet.name}
    if not parts:
        why = "no_table" if filled(sheet.text).any() else "empty_sheet"
        pages.sheets.append(sheet_row(found.file, "ignored", why, **place))
        return False
    over = next(filter(None, (paired(sheet.text, part) for part in parts)), None)
    if over:
        pages.sheets.append(sheet_row(found.file, "unreadable", "rows_paired", **place))
        cell = address(over.row, over.column)
        pages.issues.append(issue(found, sheet.name, "rows_paired", cell=cell))
        return True
    saved_at = datetime.fromtimestamp(found.path.stat().st_mtime, PARIS)
    saved = saved_at.replace(tzinfo=None).isoformat()
    told = sheet_row(found.file, "read", None, saved_at=saved, **place)
    told["header_row"] = next(one for one in parts if one.of_members).header.bottom + 1
    if beside:
        told["details"] = {"title": title_over(sheet.text, parts[0])}
    pages.sheets.append(told)
    pages.issues += [notice(found, sheet.name, one) for one in layout(sheet)]
    if names:
        pages.issues.append(notice(found, sheet.name, told_of_names(names), "warning"))
    named = legends(sheet, parts)
    for part in parts:
        cut = replace(sheet, text=sheet.text[: part.end])
        _read_part(found, cut, part, _Known(wish, faults, named), told, pages)
    told["n_left_out"] = len(told["left_out"])
    for letters in wish.beyond(sheet.text.shape[1]):
        details = {"column": letters, "last": letter(sheet.text.shape[1] - 1)}
        pages.issues.append(issue(found, sheet.name, "rule_no_column", details=details))
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
    ruled = known.wish.named(sheet.text.shape[1])
    named, twice = pages.said.of_table(found, sheet, part.header, ruled)
    saved = datetime.fromisoformat(told["saved_at"]).date()
    around = Around(sheet.merged, (sheet.name or "", found.path.stem), saved)
    columns = understand_columns(sheet.text, part.header, named, around)
    labels = [column.label for column in columns]
    if part.of_members and are_counts(sheet.text, part.header, columns, named):
        part = replace(part, of_members=False)
        _tell_columns(found, sheet, part.header, columns, named, pages)
    body = read_body(sheet.text, part, labels, sheet.merged, rows_of_legends(known.legends, part))
    body, further = further_contacts(body, sheet.text, labels, _struck(sheet, labels))
    said = said_in_words(body, labels, part.header, pages.left_when)
    body = without(body, said.aside)
    further = [one for one in further if one.owner not in said.aside]
    told["n_rows"] += len(body.rows)
    told["left_out"] = told["left_out"] + body.left_out
    if part.of_members:
        left, marked = left_rows(sheet, body.rows, labels, known.legends, pages.left_when)
        raw = raw_rows(found, sheet, labels, body, left | said.left)
        pages.issues += twice
        pages.raw.append(with_further(raw, cells_of(body, further, labels, sheet.text)))
        named_rows = told_of(sheet, body, further, labels)
        named_rows += told_of_ends(body.text, body.rows, body.left_out, labels)
        named_rows += told_of_lone(body, sheet.text, labels, {row for row, _ in named_rows})
        pages.issues += told_of_rows(found, sheet, marked, named_rows, said.told)
        _tell_columns(found, sheet, part.header, columns, named, pages)
        pages.issues += cell_issues(found, sheet, labels, body, known.faults)


def _named_header(found: Found, sheet: Sheet, wish: overrule.Wish, pages: _Pages) -> Header | None:
    """The header in the row that a person named, or None."""
    if wish.header_row is None:
        return None
    header = header_at(sheet.text, sheet.merged, wish.header_row - 1)
    if header is None:
        details = {"header": wish.header_row, "rows": len(sheet.text)}
        pages.issues.append(issue(found, sheet.name, "rule_no_row", details=details))
    return header


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
