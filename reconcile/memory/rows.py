"""Rows of the store's tables as frames of the package, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ..decisions import ledger as acts
from ..members import outdated, owners
from ..results import Memory
from ..tables import TABLES, conform, empty
from .schema import RECORDS

OF_CLUB: Final = ["member_id", "source"]
ERASED: Final = "{}"  # the content of a record that was an erased person


def fetch(db: sa.Connection, query: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in db.execute(query).mappings()]


def as_table(rows: list[dict[str, Any]], table: str) -> pd.DataFrame:
    return conform(pd.DataFrame(rows), table)[list(TABLES[table])] if rows else empty(table)


def asked_of(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """ASKED, with the records of the questions that are about two."""
    table = as_table(rows, "asked")
    pairs = table["kind"] == "pair"
    if pairs.any():
        ends = acts.parts_of(table.loc[pairs, "subject"], ("left_id", "right_id"))
        table.loc[pairs, ["left_id", "right_id"]] = ends
    return table


def plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return list(frame.astype(object).where(frame.notna(), None).to_dict("records"))


def insert(db: sa.Connection, table: sa.Table, frame: pd.DataFrame) -> None:
    if len(frame):
        db.execute(sa.insert(table), plain(frame))


def highest(ids: list[str]) -> int:
    return max((int(one.split("-")[1]) for one in ids), default=0)


def day_of(run: dict[str, Any]) -> date:
    return datetime.fromisoformat(run["finished_at"]).date()


def upsert_records(db: sa.Connection, raw: pd.DataFrame, run: int, held: bool) -> None:
    """Write rows; of a run that was held, only those never seen: the others stay as published."""
    places = ["record_id", "source", "file", "sheet", "row"]
    texts = raw.drop(columns=[*places, "pos", "unread"], errors="ignore")
    cells = [json.dumps(row, ensure_ascii=False) for row in _sparse(texts)]
    rows = plain(raw[places].assign(content=cells, first_run=run, last_run=run))
    if rows:
        if held:
            db.execute(_inserted(db, RECORDS).on_conflict_do_nothing(), rows)
        else:
            upsert(db, RECORDS, "record_id", rows, keep=("source", "first_run"))


def former_contents(before: Memory, raw: pd.DataFrame) -> pd.DataFrame:
    """FORMER_CONTENTS that a published run adds, which read RAW with record_id."""
    known = pd.MultiIndex.from_frame(before.former_contents)
    new = outdated(before.raw, raw)
    return new[~pd.MultiIndex.from_frame(new).isin(known)]


def upsert(
    db: sa.Connection,
    table: sa.Table,
    key: str,
    rows: list[dict[str, Any]],
    keep: Sequence[str] = (),
) -> None:
    """Insert rows, or write over those of the same key, but for the columns `keep`."""
    statement = _inserted(db, table)
    newer = {c: statement.excluded[c] for c in rows[0] if c not in (key, *keep)}
    db.execute(statement.on_conflict_do_update(index_elements=[key], set_=newer), rows)


def _inserted(db: sa.Connection, table: sa.Table) -> Any:
    """An insertion that may meet rows of the same key, in the dialect of the database."""
    return {"sqlite": sqlite, "postgresql": postgresql}[db.dialect.name].insert(table)


def _sparse(texts: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for row in texts.to_dict("records"):
        yield {label: value for label, value in row.items() if not pd.isna(value)}


def raw_of(records: list[dict[str, Any]]) -> pd.DataFrame:
    # Of a row that was an erased person nothing is left but its numbers.
    there = [row for row in records if row["content"] != ERASED]
    rows = [{**row, **json.loads(row["content"])} for row in there]
    frame = pd.DataFrame(rows).drop(columns="content", errors="ignore")
    return conform(frame, "known")


def belongs_of(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """BELONGS, made of every change of every record's member, in the order of the runs."""
    return owners(pd.DataFrame(rows, columns=["record_id", "run", "member_id"]))


def moved_standing(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """STANDING of those for whom it changed; who is in no list any more is current no longer."""
    both = before.merge(after, on=OF_CLUB, how="outer", suffixes=("_was", ""))
    now = both["current"].astype("boolean").fillna(False)
    was = both["current_was"].astype("boolean")
    moved = both.assign(current=now.astype("bool"))[was.isna() | (was != now).fillna(True)]
    return moved[[*OF_CLUB, "current"]]


def changed_aliases(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Aliases that are new, lead elsewhere, or (member_id NULL) are in use as numbers again."""
    known = before.set_index("old_member_id")["member_id"]
    was = after["old_member_id"].map(known).astype("str").fillna("")
    new = after[was != after["member_id"]]
    gone = before[~before["old_member_id"].isin(after["old_member_id"])]
    gone = gone.assign(member_id=None, cause="in use again")
    return pd.concat([new.astype(object), gone.astype(object)], ignore_index=True)
