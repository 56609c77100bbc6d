"""An older store becomes one of today with all that it held; a newer one is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from reconcile import migrations
from reconcile.memory.database import begin, engine_of
from reconcile.memory.schema import META
from reconcile.memory.store import Store
from reconcile.migrations import HEAD, NewerStore, upgrade, version

OLD = """
CREATE TABLE records (record_id VARCHAR NOT NULL PRIMARY KEY, source VARCHAR NOT NULL,
  file VARCHAR NOT NULL, sheet VARCHAR, "row" INTEGER NOT NULL, content VARCHAR NOT NULL,
  first_run INTEGER NOT NULL, last_run INTEGER NOT NULL);
CREATE TABLE memberships (record_id VARCHAR NOT NULL, run INTEGER NOT NULL,
  member_id VARCHAR NOT NULL, PRIMARY KEY (record_id, run));
CREATE TABLE aliases (old_member_id VARCHAR NOT NULL, run INTEGER NOT NULL, member_id VARCHAR,
  cause VARCHAR NOT NULL, PRIMARY KEY (old_member_id, run));
CREATE TABLE decisions (id INTEGER NOT NULL PRIMARY KEY, question_id VARCHAR NOT NULL,
  left_id VARCHAR NOT NULL, right_id VARCHAR NOT NULL, answer VARCHAR NOT NULL, reviewer VARCHAR,
  note VARCHAR, decided_at VARCHAR NOT NULL,
  UNIQUE (question_id, answer, reviewer, note, decided_at));
CREATE TABLE questions (question_id VARCHAR NOT NULL PRIMARY KEY, left_id VARCHAR NOT NULL,
  right_id VARCHAR NOT NULL, first_run INTEGER NOT NULL);
CREATE TABLE sheet_answers (id INTEGER NOT NULL PRIMARY KEY, file VARCHAR NOT NULL,
  sheet VARCHAR NOT NULL, state VARCHAR NOT NULL, reviewer VARCHAR NOT NULL,
  decided_at VARCHAR NOT NULL);
CREATE TABLE acceptances (id INTEGER NOT NULL PRIMARY KEY, key VARCHAR NOT NULL,
  reviewer VARCHAR NOT NULL, decided_at VARCHAR NOT NULL);
CREATE TABLE runs (run INTEGER NOT NULL PRIMARY KEY, finished_at VARCHAR NOT NULL,
  state VARCHAR NOT NULL, manifest VARCHAR NOT NULL);
INSERT INTO records VALUES ('R-00001', 'a', 'a/l.csv', NULL, 2,
  '{"name": "Miralix", "hidden": false, "struck": false}', 1, 2);
INSERT INTO records VALUES ('R-00002', 'a', 'a/l.csv', NULL, 3,
  '{"name": "Miralix SA", "hidden": false, "struck": false}', 1, 2);
INSERT INTO memberships VALUES ('R-00001', 1, 'M-0001'), ('R-00002', 1, 'M-0002');
INSERT INTO questions VALUES ('Q-0001-B', 'R-00002', 'R-00001', 1);
INSERT INTO decisions VALUES
  (1, 'Q-0001-B', 'R-00002', 'R-00001', 'different', 'Anna', NULL, '2026-11-20T09:00:00'),
  (2, 'Q-0001-B', 'R-00002', 'R-00001', 'same', 'Bruno', 'vu', '2026-11-20T10:00:00'),
  (3, 'Q-0001-B', 'R-00002', 'R-00001', 'same', 'Bruno', NULL, '2026-11-22T10:00:00');
INSERT INTO sheet_answers VALUES (1, 'a/l.csv', '', 'archive', 'Anna', '2026-11-20T09:00:00');
INSERT INTO acceptances VALUES (1, 'A-7K3Q-M', 'Anna', '2026-11-20T09:00:00');
INSERT INTO runs VALUES (1, '2026-11-20T03:00:00', 'published', '{}'),
  (2, '2026-11-21T03:00:00', 'published', '{}');
"""


def old_store(place: Path | sa.URL) -> None:
    with begin(engine_of(place)) as db:
        for statement in OLD.split(";\n"):
            db.exec_driver_sql(statement) if statement.strip() else None


def test_the_answers_of_an_older_store_are_in_the_ledger(store_place: Path | sa.URL) -> None:
    old_store(store_place)
    memory = Store(store_place).recall()
    columns = ["decision_id", "kind", "subject", "answer", "reviewer", "note", "run", "read_in"]
    assert memory.ledger[columns].fillna("").to_numpy().tolist() == [
        ["D-0001-B", "pair", "R-00001␟R-00002", "different", "Anna", "", 0, 2],
        ["D-0002-C", "pair", "R-00001␟R-00002", "same", "Bruno", "vu", 0, 2],
        ["D-0003-D", "pair", "R-00001␟R-00002", "same", "Bruno", "", 0, 3],
        ["D-0004-E", "sheet", "a/l.csv␟", "archive", "Anna", "", 0, 2],
        ["D-0005-F", "stop", "A-7K3Q-M", "yes", "Anna", "", 0, 2],
    ]
    assert memory.decisions["answer"].to_list() == ["same"], "a later answer took its place"
    assert memory.sheet_answers["state"].to_list() == ["archive"]
    assert memory.acceptances["key"].to_list() == ["A-7K3Q-M"]
    asked = memory.questions[["question_id", "left_id", "right_id", "first_run"]]
    assert asked.to_numpy().tolist() == [["Q-0001-B", "R-00001", "R-00002", 1]]
    assert (memory.run, memory.last_member, memory.raw["name"].to_list()) == (
        3,
        2,
        ["Miralix", "Miralix SA"],
    )


def test_a_store_is_brought_up_once(store_place: Path | sa.URL) -> None:
    old_store(store_place)
    first = Store(store_place).recall()
    again = Store(store_place).recall()
    assert len(again.ledger) == len(first.ledger) == 5
    with begin(engine_of(store_place)) as db:
        assert version(db) == HEAD


def test_a_migration_that_is_cut_short_leaves_the_old_store(store_place: Path | sa.URL) -> None:
    old_store(store_place)
    with pytest.raises(KeyboardInterrupt), begin(engine_of(store_place)) as db:
        upgrade(db)
        raise KeyboardInterrupt
    with begin(engine_of(store_place)) as db:
        tables = set(sa.inspect(db).get_table_names())
    assert {"decisions", "acceptances"} <= tables
    assert not {"ledger", "alembic_version"} & tables
    assert len(Store(store_place).recall().ledger) == 5


def test_a_newer_store_is_left_alone(store_place: Path | sa.URL) -> None:
    Store(store_place)
    with begin(engine_of(store_place)) as db:
        db.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerStore):
        Store(store_place)


def test_the_versions_end_in_the_tables_of_the_schema(store_place: Path | sa.URL) -> None:
    """A table or column of schema.py without a file in reconcile/migrations/versions."""
    Store(store_place)
    with begin(engine_of(store_place)) as db:
        assert compare_metadata(MigrationContext.configure(db), META) == []


def test_the_newest_version_is_the_one_that_is_named() -> None:
    assert ScriptDirectory(str(Path(migrations.__file__).parent)).get_heads() == [HEAD]
