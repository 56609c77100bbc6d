"""What must not be lost: numbers given, what people decided, runs, and every row ever seen.

SQLite in `data/state/register.db`, without WAL so that a copied folder is whole, or PostgreSQL.
Nothing here is deleted: a newer line supersedes an older one.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from ..decisions import ledger as acts
from ..migrations import upgrade
from ..results import Figures, Memory
from ..seal import SALT, new_salt
from ..tables import TABLES, conform, empty
from .database import begin, engine_of
from .rows import (
    OF_CLUB,
    as_table,
    asked_of,
    belongs_of,
    changed_aliases,
    day_of,
    fetch,
    former_contents,
    highest,
    insert,
    moved_standing,
    plain,
    raw_of,
    upsert,
    upsert_records,
)
from .schema import (
    ABOUT,
    ALIASES,
    CONTACT_NUMBERS,
    FORMER_CONTENTS,
    ISSUED,
    LEDGER,
    LISTS,
    MEMBERSHIPS,
    QUESTIONS,
    READINGS,
    RECORDS,
    REGISTER_VALUES,
    RUNS,
    STANDING,
    STOPS,
)

_GIVEN = (CONTACT_NUMBERS.c.run, CONTACT_NUMBERS.c.record_id, CONTACT_NUMBERS.c.person)


# What `recall` reads, each in the order in which it was written.
_ALL = {
    "runs": sa.select(RUNS).order_by(RUNS.c.run),
    "records": sa.select(RECORDS).order_by(RECORDS.c.record_id),
    "former_contents": sa.select(FORMER_CONTENTS),
    "belongs": sa.select(MEMBERSHIPS).order_by(MEMBERSHIPS.c.run),
    "contact_numbers": sa.select(CONTACT_NUMBERS).order_by(*_GIVEN),
    "aliases": sa.select(ALIASES).order_by(ALIASES.c.run),
    "ledger": sa.select(LEDGER).order_by(LEDGER.c.id),
    "questions": sa.select(QUESTIONS).order_by(QUESTIONS.c.question_id),
    "issued": sa.select(ISSUED).order_by(ISSUED.c.run),
    "readings": sa.select(READINGS).order_by(READINGS.c.read_in),
    "stops": sa.select(STOPS).order_by(STOPS.c.run),
    "standing": sa.select(STANDING).order_by(STANDING.c.run),
    "lists": sa.select(LISTS, RUNS.c.finished_at.label("day")).join(
        RUNS, RUNS.c.run == LISTS.c.run
    ),
}


class Store:
    """The store in a file or at the URL of a PostgreSQL database; made when first opened, and one
    of an older version brought to this one. Raises NewerStore."""

    def __init__(self, place: Path | sa.URL) -> None:
        self.engine = engine_of(place)
        with self._begin() as db:
            upgrade(db)
        self.store_id = self._given_once("store_id", secrets.token_hex(4))
        self.salt = self._given_once(SALT, new_salt())

    def _given_once(self, key: str, new: str) -> str:
        """What names this store, or keys its hashes: `new` where it has none yet."""
        known = self.note(key)
        if known is None:
            self.note(key, known := new)
        return known

    def note(self, key: str, value: str | None = None) -> str | None:
        """What the store says of itself under a key; with `value`, from now on that."""
        with self._begin() as db:
            if value is not None:
                upsert(db, ABOUT, "key", [{"key": key, "value": value}])
            return db.execute(sa.select(ABOUT.c.value).where(ABOUT.c.key == key)).scalar()

    @contextmanager
    def _begin(self) -> Iterator[sa.Connection]:
        with begin(self.engine) as connection:
            yield connection

    def whole(self) -> bool:
        """Whether SQLite finds no fault in its file, also in what this run would not read."""
        if self.engine.dialect.name != "sqlite":
            return True
        with self._begin() as db:
            return db.exec_driver_sql("PRAGMA quick_check(1)").scalar() == "ok"

    def recall(self) -> Memory:
        """All that a run must know of the nights before."""
        with self._begin() as db:
            rows = {name: fetch(db, query) for name, query in _ALL.items()}
        runs, records, questions, said = (
            rows[name] for name in ("runs", "records", "questions", "ledger")
        )
        published = [run for run in runs if run["state"] == "published"]
        held = {alias["old_member_id"]: alias for alias in rows["aliases"]}
        in_force = [alias for alias in held.values() if alias["member_id"]]
        last_run = runs[-1]["run"] if runs else 0
        last_good = published[-1]["run"] if published else last_run + 1
        last = [row for row in records if row["first_run"] <= last_good <= row["last_run"]]
        ledger = as_table(said, "ledger")
        numbers = [acts.lettered("D", row["id"]) for row in said]
        ledger["decision_id"] = pd.Series(numbers, index=ledger.index, dtype="str")
        return Memory(
            run=last_run + 1,
            store_id=self.store_id,
            salt=self.salt,
            ledger=ledger,
            raw=raw_of(records),
            former_contents=as_table(rows["former_contents"], "former_contents"),
            belongs=belongs_of(rows["belongs"]),
            contact_numbers=as_table(rows["contact_numbers"], "contact_numbers"),
            aliases=as_table(in_force, "aliases"),
            decisions=acts.decisions(ledger),
            corrections=acts.corrections(ledger),
            sheet_answers=acts.sheet_answers(ledger),
            acceptances=acts.acceptances(ledger),
            questions=asked_of(questions),
            issued=as_table(rows["issued"], "issued"),
            readings=as_table(rows["readings"], "readings"),
            stops=as_table(rows["stops"], "stops"),
            standing=as_table(rows["standing"], "standing").drop_duplicates(OF_CLUB, keep="last"),
            last_published=published[-1]["run"] if published else 0,
            last_record=highest([row["record_id"] for row in records]),
            last_member=highest([row["member_id"] for row in rows["belongs"]]),
            last_question=highest([row["question_id"] for row in questions]),
            last_files={row["file"]: row["source"] for row in last},
            lists=as_table([row | {"day": row["day"][:10]} for row in rows["lists"]], "lists"),
            last_rows=frozenset(row["record_id"] for row in last),
            last_register=day_of(published[-1]) if published else None,
            manifest=json.loads(runs[-1]["manifest"]) if runs else {},
        )

    def values(self) -> pd.DataFrame:
        """REGISTER_VALUES of all runs, in their order."""
        with self._begin() as db:
            found = db.execute(sa.select(REGISTER_VALUES))
            frame = pd.DataFrame(found.fetchall(), columns=list(found.keys()))
        frame = frame.sort_values(
            "run", kind="stable"
        )  # the database would take five times as long
        table = conform(frame.reset_index(drop=True), "register_values")
        return table[list(TABLES["register_values"])]

    def published(self) -> dict[int, date]:
        """The day of each run whose register was published."""
        query = sa.select(RUNS).where(RUNS.c.state == "published").order_by(RUNS.c.run)
        with self._begin() as db:
            return {run["run"]: day_of(run) for run in fetch(db, query)}

    def manifest(self, run: int) -> dict[str, str]:
        """The SHA-256 of each file that a run wrote, by name; empty of a run that is not known."""
        with self._begin() as db:
            text = db.execute(sa.select(RUNS.c.manifest).where(RUNS.c.run == run)).scalar()
        return dict(json.loads(text)) if text else {}

    def keep(self, said: pd.DataFrame, readings: pd.DataFrame | None = None) -> None:
        """Append acts (LEDGER without decision_id) and READINGS, together or not at all."""
        with self._begin() as db:
            insert(db, LEDGER, said.drop(columns="decision_id", errors="ignore"))
            insert(db, READINGS, empty("readings") if readings is None else readings)

    def commit(
        self,
        run: int,
        *,
        raw: pd.DataFrame,
        members: pd.DataFrame,
        aliases: pd.DataFrame,
        questions: pd.DataFrame,
        state: str,
        finished_at: datetime,
        manifest: dict[str, str],
        stops: pd.DataFrame | None = None,
        standing: pd.DataFrame | None = None,
        lists: pd.DataFrame | None = None,
        issued: pd.DataFrame | None = None,
        values: pd.DataFrame | None = None,
        contacts: pd.DataFrame | None = None,
        figures: Figures | None = None,
    ) -> None:
        """Write a run whole or not at all: its rows (RAW with record_id), MEMBERS, ALIASES, the
        questions that it asked, its state ("published" or "held"), its manifest of hashes, what
        stopped it (key, source, file, problem), what its report was ISSUED with, and where it was
        published STANDING, LISTS, the REGISTER_VALUES that changed and new CONTACT_NUMBERS; its
        figures."""
        before = self.recall()
        known = questions["question_id"].isin(before.questions["question_id"])
        asked = questions.loc[~known, ["question_id", "kind", "subject"]]
        appended = {
            MEMBERSHIPS: _went(before.belongs, members),
            ALIASES: changed_aliases(before.aliases, aliases),
            ISSUED: issued,
            REGISTER_VALUES: values,
            CONTACT_NUMBERS: contacts,
        }
        if stops is not None:
            kept = stops[["key", "source", "file", "problem"]]
            appended[STOPS] = kept.drop_duplicates("key")
        if standing is not None:
            appended[STANDING] = moved_standing(before.standing, standing)
        if state == "published":
            appended[FORMER_CONTENTS] = former_contents(before, raw)
        with self._begin() as db:
            upsert_records(db, raw, run, held=state != "published")
            insert(db, QUESTIONS, asked.assign(first_run=run))
            for table, frame in appended.items():
                if frame is not None:
                    insert(db, table, frame.assign(run=run))
            if lists is not None and len(lists):
                rows = plain(lists[["file", "sheets", "columns"]].assign(run=run))
                upsert(db, LISTS, "file", rows)
            told = {"manifest": json.dumps(manifest), "figures": figures and json.dumps(figures)}
            ended = {"run": run, "finished_at": finished_at.isoformat(timespec="seconds")}
            db.execute(sa.insert(RUNS), ended | {"state": state} | told)


def _went(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """record_id and member_id of those that belong to another member than before, or are new."""
    was = before.set_index("record_id")["member_id"].reindex(after["record_id"])
    moved = after[was.fillna("").to_numpy() != after["member_id"].to_numpy()]
    return moved[["record_id", "member_id"]]
