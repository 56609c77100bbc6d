"""The store without what is blocked, rewritten in one transaction.

| table | holds of a person | what is done |
|---|---|---|
| records | the cells of the row | cleaned (rows.py); emptied where the row was the person |
| former_contents | digests without a salt | gone for each row that was cleaned |
| memberships, aliases | numbers | stay: a number is never given again |
| contact_numbers | the name behind a number | a hash in its place; its number is used up |
| ledger | values, remarks, what was shown | texts cleaned, subjects of proposals too |
| questions, issued | subjects, answers | cleaned as those of the ledger |
| lists | headings, details of files | texts cleaned |
| register_values | persons, mails, phones and their cells, of every night | entries gone |
| standing | whether a member is a current one | gone where the member was the person |
| readings, stops, runs, about | digests, names of files, numbers, hashes | stay |

A value that somebody set, and of which nothing is left, is taken back: the lists speak again. Of a
member that was the person all of register_values goes, so that no register and no change tells it.
SQLite overwrites what it deletes (secure_delete) and is packed anew (`pack`); PostgreSQL's dead
rows go with VACUUM FULL.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa

from ..decisions.ledger import ERASE, OPEN, WITHDRAWN
from ..memory.database import begin
from ..memory.rows import ERASED, insert, raw_of, upsert
from ..memory.schema import (
    ABOUT,
    CONTACT_NUMBERS,
    FORMER_CONTENTS,
    ISSUED,
    LEDGER,
    LISTS,
    MEMBERSHIPS,
    QUESTIONS,
    RECORDS,
    REGISTER_VALUES,
    STANDING,
)
from ..memory.store import Store
from ..seal import name_key
from ..tables import TABLES
from .blocks import Blocks
from .rows import FIRM, redact
from .said import cleaned_act, json_of, line_of
from .text import Scrub

SEALED: Final = "="  # before the hash of a name; no name begins so
LEFT: Final = "erasure_left"  # a key of `about`: the files still to be cleaned
_LISTED: Final = ("emails", "phones", "people")
_NOT_TEXT: Final = frozenset(("record_id", "last_run", "first_run", "pos", "content"))


def clean(db: sa.Connection, blocks: Blocks) -> None:
    """Take what is blocked out of every table, inside the transaction of `db`."""
    if not blocks:
        return
    if db.dialect.name == "sqlite":
        db.exec_driver_sql("PRAGMA secure_delete=ON")
    scrub = Scrub(blocks)
    _records(db, blocks)
    _contacts(db, blocks)
    _ledger(db, scrub)
    for table, columns in ((QUESTIONS, ("subject",)), (ISSUED, ("subject", "answer"))):
        _texts(db, table, columns, lambda row: line_of(scrub, row))
    _texts(db, LISTS, ("sheets", "columns"), lambda _: json_of(scrub.text))
    _values(db, blocks)
    members = [one for one in blocks.erased if one.startswith("M-")]
    db.execute(sa.delete(STANDING).where(STANDING.c.member_id.in_(members)))


def pack(store: Store) -> None:
    """Leave nothing in the file of what was deleted; outside any transaction."""
    try:
        with store.engine.connect() as db:
            if db.dialect.name == "sqlite":
                driver = db.connection.dbapi_connection
                assert driver is not None
                driver.rollback()
                driver.execute("VACUUM")
            else:
                plain = db.execution_options(isolation_level="AUTOCOMMIT")
                plain.exec_driver_sql("VACUUM FULL")
    finally:
        store.engine.dispose()


def _records(db: sa.Connection, blocks: Blocks) -> None:
    there = sa.select(RECORDS).where(RECORDS.c.content != ERASED)  # as raw_of counts them
    rows = [dict(row) for row in db.execute(there).mappings()]
    if not rows:
        return
    found = redact(raw_of(rows), blocks)
    touched = sorted({*found.told["pos"].to_list(), *found.dropped[found.dropped].index})
    ids = [rows[pos]["record_id"] for pos in touched]
    after = found.raw.set_index("record_id")
    for record in ids:
        content = {} if record not in after.index else _content(after.loc[record])
        text = json.dumps(content, ensure_ascii=False)
        db.execute(sa.update(RECORDS).where(RECORDS.c.record_id == record).values(content=text))
    db.execute(sa.delete(FORMER_CONTENTS).where(FORMER_CONTENTS.c.record_id.in_(ids)))


def _contacts(db: sa.Connection, blocks: Blocks) -> None:
    table = CONTACT_NUMBERS
    moves = db.execute(sa.select(MEMBERSHIPS).order_by(MEMBERSHIPS.c.run)).mappings()
    member_of = {one["record_id"]: one["member_id"] for one in moves}
    for row in [dict(one) for one in db.execute(sa.select(table)).mappings()]:
        person, ids = row["person"], {row["record_id"], member_of.get(row["record_id"])}
        found = blocks.has("name", name_key(person))
        if person.endswith((" (m)", " (f)")):  # of two of one last name
            found |= blocks.has("loose", person[-2], person[:-4])
        if any(ids & blocks.blocks[nth].ids for nth in found):
            same = sa.and_(*(key == row[key.name] for key in table.primary_key))
            sealed = f"{SEALED}{blocks.seal.of('name', person)}"
            db.execute(sa.update(table).where(same).values(person=sealed))


def _content(row: pd.Series) -> dict[str, Any]:
    """A row as rows.upsert_records writes it."""
    left_out = {"source", "file", "sheet", "row", "unread"} | _NOT_TEXT
    kept = {str(key): value for key, value in row.items() if key not in left_out}
    return {
        key: bool(value) if TABLES["known"].get(key) == "bool" else value
        for key, value in kept.items()
        if not pd.isna(value)
    }


def _texts(
    db: sa.Connection,
    table: sa.Table,
    columns: tuple[str, ...],
    cleaner: Callable[[dict[str, Any]], Callable[[str], str]],
) -> None:
    """Clean text columns; a key that changes takes the place of the row's own."""
    keys = list(table.primary_key)
    for row in [dict(one) for one in db.execute(sa.select(table)).mappings()]:
        change = cleaner(row)
        after = {one: change(row[one]) if row[one] else row[one] for one in columns}
        if any(after[one] != row[one] for one in columns):
            same = sa.and_(*(key == row[key.name] for key in keys))
            twin = sa.and_(*(key == after.get(key.name, row[key.name]) for key in keys))
            moved = any(key.name in after and after[key.name] != row[key.name] for key in keys)
            if moved and db.execute(sa.select(*keys).where(twin)).first():
                db.execute(sa.delete(table).where(same))
            else:
                db.execute(sa.update(table).where(same).values(**after))


def _ledger(db: sa.Connection, scrub: Scrub) -> None:
    for row in [dict(one) for one in db.execute(sa.select(LEDGER)).mappings()]:
        if row["kind"] == ERASE:
            continue  # hashes and numbers, no value
        after = cleaned_act(row, scrub)
        if row["kind"] == "value" and row["answer"]:
            after["answer"] = after["answer"] or WITHDRAWN
        if row["kind"] == "edit" and row["answer"] == OPEN and after["subject"] != row["subject"]:
            after["answer"] = WITHDRAWN  # a yes would set what is left of it
        if any(row[one] != text for one, text in after.items()):
            db.execute(sa.update(LEDGER).where(LEDGER.c.id == row["id"]).values(**after))


def _values(db: sa.Connection, blocks: Blocks) -> None:
    table, scrub = REGISTER_VALUES, Scrub(blocks)
    bearing = frozenset(nth for nth, one in enumerate(blocks.blocks) if one.bears)
    members = [one for one in blocks.erased if one.startswith("M-")]
    db.execute(sa.delete(table).where(table.c.member_id.in_(members)))
    for row in [dict(one) for one in db.execute(sa.select(table)).mappings()]:
        if row["value"] is None:
            continue
        change = line_of(scrub, row, bearing if row["field"] in FIRM else frozenset())
        if row["field"] in _LISTED:
            value, cause = _entries(row, change)
        else:
            value, cause = change(row["value"]), json_of(change)(row["cause"])
        if (value, cause) != (row["value"], row["cause"]):
            same = sa.and_(*(key == row[key.name] for key in table.primary_key))
            db.execute(sa.update(table).where(same).values(value=value, cause=cause))


def _entries(row: dict[str, Any], change: Callable[[str], str]) -> tuple[str | None, str]:
    """The entries of a list in which nothing is blocked, and their causes."""
    entries = json.loads(row["value"]) if row["value"].startswith("[") else [row["value"]]
    kept = [one for one in entries if change(one) == one]
    causes = json.loads(row["cause"])
    assert isinstance(causes, list)
    causes = [
        one for one in causes if change(str(one.get("value") or "")) == str(one.get("value") or "")
    ]
    if len(kept) == len(entries):
        return row["value"], row["cause"]
    value = json.dumps(kept, ensure_ascii=False) if kept else None
    return value, json.dumps(causes, ensure_ascii=False, separators=(",", ":"))


def carry_out(store: Store, said: pd.DataFrame, blocks: Blocks, left: str) -> None:
    """Append the acts that make blocks, take what is blocked out of the store and note which files
    are still to be cleaned, all or nothing."""
    with begin(store.engine) as db:
        insert(db, LEDGER, said.drop(columns="decision_id", errors="ignore"))
        clean(db, blocks)
        upsert(db, ABOUT, "key", [{"key": LEFT, "value": left}])
