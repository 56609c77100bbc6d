"""`decisions.xlsx`: a copy of the whole store that people can read, and the way back from it.

The first sheet tells the decisions in words and is never read. Then comes a sheet a table, exact:
column "#" numbers the rows; a text too long for a cell goes on in the next lines of the same
number. What a workbook would not give back as it was (control characters, "=…") stands as JSON
after "json:".
"""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from ..migrations import HEAD, upgrade, version
from .database import begin
from .store import Store

MODELS: Final = "models"  # a sheet that is no table: the model files of the state folder
ABOUT: Final = "about"
_VERSION: Final = "version"  # a line of `about`: that of the tables
_DIGEST: Final = "digest:"  # lines of `about`: what each table holds, so that an edit is found
_NUMBER: Final = "#"
_JSON: Final = "json:"
_LONG: Final = 16_000  # a cell holds 32,767 units of UTF-16, of which a character takes up to two
_MOST_ROWS: Final = 1_000_000
_ODD: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_Rows = list[dict[str, Any]]
Tables = dict[str, _Rows]


class NoCopy(Exception):  # noqa: N818 - becomes a Stop, in words
    """A file is no copy of a store: why, as a key of the words (`copies.…`)."""


class EditedCopy(Exception):  # noqa: N818 - becomes a Stop, in words
    """Sheets of a copy, as its text, are no longer as they were written."""


class NewerCopy(Exception):  # noqa: N818 - becomes a Stop, in words
    """A copy was written by a newer program."""


def dump(store: Store) -> Tables:
    """Every row of every table of the store, as it is."""
    with begin(store.engine) as db:
        meta = sa.MetaData()
        meta.reflect(db)
        tables = [table for table in meta.sorted_tables if table.name != "alembic_version"]
        found = {}
        for table in tables:
            rows = db.execute(sa.select(table).order_by(*table.primary_key)).mappings()
            found[table.name] = [dict(row) for row in rows]
    return found


def write(store: Store, state: Path, decided: pd.DataFrame, title: str, path: Path) -> None:
    """Write the copy, whole or not at all. decided: what the first sheet, `title`, tells. Raises
    OSError where it cannot be written, or does not read as the store: then the last one stays."""
    tables = dump(store)
    digests = [
        {"key": _DIGEST + name, "value": _digest(rows)}
        for name, rows in tables.items()
        if name != ABOUT
    ]
    tables[ABOUT] = [*tables[ABOUT], {"key": _VERSION, "value": HEAD}, *digests]
    files = sorted((state / MODELS).glob("*.toml"))
    tables[MODELS] = [
        {"file": one.name, "text": one.read_text(encoding="utf-8", errors="replace")}
        for one in files
    ]
    book = Workbook(write_only=True)
    _readable(book, decided, title)
    for name, rows in tables.items():
        for nth in range(0, max(len(rows), 1), _MOST_ROWS):
            more = f" ({nth // _MOST_ROWS + 1})" if nth else ""
            _sheet(book, name + more, rows[nth : nth + _MOST_ROWS])
    beside = path.with_name(f".{path.name}.part")
    book.save(beside)
    with beside.open("rb+") as stream:
        os.fsync(stream.fileno())
    if not _reads_as(beside, tables):
        raise OSError(errno.EIO, "what was written does not read as it should", str(path))
    beside.replace(path)


def _reads_as(path: Path, tables: Tables) -> bool:
    try:
        return read(path) == tables
    except NoCopy:
        return False


def _readable(book: Workbook, decided: pd.DataFrame, title: str) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for nth, heading in enumerate(decided):
        wide = max([len(str(heading)), *map(len, decided[heading].astype(str))])
        sheet.column_dimensions[get_column_letter(nth + 1)].width = min(60, wide + 2)
    for row in [list(decided), *decided.to_numpy().tolist()]:
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, _ODD.sub(" ", str(text))[:_LONG])
            cell.data_type = "s"  # "=…" is a text too
            cells.append(cell)
        sheet.append(cells)
    if len(decided):
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(decided.columns))}{len(decided) + 1}"


def _sheet(book: Workbook, name: str, rows: _Rows) -> None:
    sheet = book.create_sheet(name)
    columns = list(rows[0]) if rows else []
    sheet.append([_NUMBER, *columns])
    for nth, row in enumerate(rows, 1):
        for line in _lines([row[column] for column in columns]):
            sheet.append([nth, *line])


def _lines(values: Sequence[Any]) -> Iterator[list[Any]]:
    """A row as one line, or as many as its longest text takes."""
    cells = [_cell(value) if isinstance(value, str) else value for value in values]
    lengths = [len(cell) for cell in cells if isinstance(cell, str)]
    for start in range(0, max(lengths, default=0) or 1, _LONG):
        yield [
            (cell[start : start + _LONG] or None)
            if isinstance(cell, str)
            else (cell if start == 0 else None)
            for cell in cells
        ]


def _cell(text: str) -> str:
    """A text that a workbook gives back as it is."""
    plain = not _ODD.search(text) and text == text.strip() and text
    if (
        plain
        and not text.startswith(("=", "#", _JSON, "'"))
        and "_x" not in text
        and len(text) < _LONG
    ):
        return text
    return _JSON + json.dumps(text).replace("_x", "_\\u0078").replace("_X", "_\\u0058")


def read(path: Path) -> Tables:
    """The tables of a copy, and MODELS; raises NoCopy."""
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    except Exception as error:  # calamine has no error of its own
        raise NoCopy("unreadable") from error
    tables: Tables = {}
    for name, cells in sheets.items():
        if cells and cells[0] and cells[0][0] == _NUMBER:
            try:
                tables.setdefault(name.partition(" (")[0], []).extend(_parse(cells))
            except ValueError as error:
                raise NoCopy("changed") from error
    if not {"ledger", "records", "runs", ABOUT} <= set(tables):
        raise NoCopy("other")
    return tables


def _parse(cells: Sequence[Sequence[Any]]) -> Iterator[dict[str, Any]]:
    columns = [str(name) for name in cells[0][1:] if name != ""]
    rows: dict[int, list[list[Any]]] = {}
    for line in cells[1:]:
        if line[0] != "":
            rows.setdefault(int(line[0]), []).append(list(line[1 : 1 + len(columns)]))
    for lines in rows.values():
        yield {column: _value([line[nth] for line in lines]) for nth, column in enumerate(columns)}


def _value(parts: Sequence[Any]) -> Any:
    there = [part for part in parts if part != ""]
    if not there:
        return None
    if isinstance(there[0], bool | int | float):
        return there[0]
    text = "".join(map(str, there))
    return json.loads(text.removeprefix(_JSON)) if text.startswith(_JSON) else text


def restore(store: Store, tables: Tables, state: Path, edited: bool = False) -> None:
    """Fill an empty store with a copy, whole or not at all, and bring it to today's version; the
    model files that are not there come back too. edited: take it also where somebody changed it.
    Raises NoCopy, NewerCopy, EditedCopy."""
    about = {row["key"]: row["value"] for row in tables[ABOUT]}
    of = str(about.get(_VERSION, HEAD))
    if of.zfill(4) > HEAD:
        raise NewerCopy(of)
    with begin(store.engine) as db:
        _emptied(db)
        upgrade(db, of.zfill(4))
        meta = sa.MetaData()
        meta.reflect(db)
        own = {name: one for name, one in meta.tables.items() if name != "alembic_version"}
        if not own.keys() <= tables.keys():  # without its numbers a store would begin at the first
            raise NoCopy("changed")
        for name, table in own.items():
            _fill(db, table, [row for row in tables[name] if not _added(name, row)])
        if not edited and (changed := _changed(db, own, about)):
            raise EditedCopy(", ".join(changed))
        upgrade(db)
    for model in tables.get(MODELS, []):
        path = state / MODELS / Path(str(model["file"])).name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_text(model["text"], encoding="utf-8", newline="\n")


def _added(name: str, row: dict[str, Any]) -> bool:
    """Whether a row of `about` is the copy's own."""
    return name == ABOUT and str(row.get("key")).startswith((_VERSION, _DIGEST))


def _changed(db: sa.Connection, own: dict[str, sa.Table], about: dict[str, Any]) -> list[str]:
    """The tables that do not hold what their digests say; a copy of before these has none."""
    told = {name: about[_DIGEST + name] for name in own if _DIGEST + name in about}
    rows = {name: db.execute(sa.select(own[name])).mappings() for name in told}
    return [name for name in told if _digest([dict(row) for row in rows[name]]) != told[name]]


def _digest(rows: _Rows) -> str:
    """What rows hold, in whatever order and database: a truth value is a number in some."""
    texts = [
        json.dumps({key: int(one) if isinstance(one, bool) else one for key, one in row.items()},
                   sort_keys=True)
        for row in rows
    ]  # fmt: skip
    return blake2b("\n".join(sorted(texts)).encode(), digest_size=16).hexdigest()


def _emptied(db: sa.Connection) -> None:
    """Without tables: those that were made with the new store hold nothing yet."""
    assert version(db)
    meta = sa.MetaData()
    meta.reflect(db)
    meta.drop_all(db)


def _fill(db: sa.Connection, table: sa.Table, rows: _Rows) -> None:
    try:
        typed = [
            {one.name: _typed(row.get(one.name), one.type) for one in table.columns} for row in rows
        ]
        for row in typed:
            json.loads(row.get("content") or "{}")
        if typed:
            db.execute(sa.insert(table), typed)
    except (ValueError, TypeError, sa.exc.SQLAlchemyError) as error:
        raise NoCopy("changed") from error
    if rows and db.dialect.name == "postgresql" and "id" in table.columns:
        last = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), MAX(id))"
        db.execute(sa.text(f'{last} FROM "{table.name}"'))


def _typed(value: Any, kind: sa.types.TypeEngine[Any]) -> Any:
    if value is None:
        return None
    if isinstance(kind, sa.Boolean):
        return bool(value)
    if isinstance(kind, sa.Integer):
        # SQLite gives a truth value back as a number
        return int(value)
    return value if isinstance(value, str) else str(value)
