"""One ledger of all that people decided, in the place of a table a kind of answer."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_BETWEEN = "␟"
_TABLES = ("decisions", "sheet_answers", "acceptances")


def upgrade() -> None:
    db = op.get_bind()
    asked = _rows(db, "SELECT question_id, left_id, right_id, first_run FROM questions")
    said = _acts(db)
    for table in ("questions", *_TABLES):
        op.drop_table(table)
    make_tables()
    ledger, questions = (sa.Table(name, sa.MetaData(), autoload_with=db) for name in _FILLED)
    if asked:
        pairs = [{"subject": _pair(row["left_id"], row["right_id"]), "kind": "pair"} | row
                 for row in asked]  # fmt: skip
        names = ("question_id", "kind", "subject", "first_run")
        db.execute(sa.insert(questions), [{name: row[name] for name in names} for row in pairs])
    if said:
        db.execute(sa.insert(ledger), said)


_FILLED = ("ledger", "questions")


def _acts(db: sa.Connection) -> list[dict[str, Any]]:
    """The old answers as acts. Then a later answer took the place of all before it, whoever gave
    it: so it is for an act that answers no report (run 0)."""
    runs = _rows(db, "SELECT run, finished_at FROM runs ORDER BY run")
    acts = [
        row | {"kind": "pair", "subject": _pair(row.pop("left_id"), row.pop("right_id"))}
        for row in _rows(
            db,
            "SELECT question_id, left_id, right_id, answer, reviewer, note, "
            "decided_at FROM decisions ORDER BY id",
        )
    ]
    acts += [
        row | {"kind": "sheet", "subject": _BETWEEN.join((row.pop("file"), row.pop("sheet")))}
        for row in _rows(
            db,
            "SELECT file, sheet, state AS answer, reviewer, decided_at "
            "FROM sheet_answers ORDER BY id",
        )
    ]
    acts += [
        row | {"kind": "stop", "answer": "yes"}
        for row in _rows(
            db, "SELECT key AS subject, reviewer, decided_at FROM acceptances ORDER BY id"
        )
    ]
    empty = {"question_id": None, "note": None}
    about = {"run": 0, "origin": "match_report.xlsx"}
    return [empty | act | about | {"read_in": _read_in(act["decided_at"], runs)} for act in acts]


def _read_in(decided_at: str, runs: list[dict[str, Any]]) -> int:
    """The first run that ended after it was said, or the next one."""
    said = decided_at[:19]
    later = [run["run"] for run in runs if run["finished_at"][:19] >= said]
    return int(min(later, default=max((run["run"] for run in runs), default=0) + 1))


def _pair(one: str, other: str) -> str:
    return _BETWEEN.join(sorted((one, other), key=lambda record: (len(record), record)))


def _rows(db: sa.Connection, query: str) -> list[dict[str, Any]]:
    return [dict(row) for row in db.execute(sa.text(query)).mappings()]


def make_tables(lacks: bool = True) -> None:
    """Make the tables that are not there."""
    meta = sa.MetaData()
    for name, columns in tables().items():
        sa.Table(name, meta, *columns)
    meta.create_all(op.get_bind())


def tables() -> dict[str, list[sa.schema.SchemaItem]]:
    return {
        "ledger": [
            sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
            sa.Column("kind", sa.String, nullable=False),
            sa.Column("subject", sa.String, nullable=False),
            sa.Column("answer", sa.String, nullable=False),
            sa.Column("relation", sa.String),
            sa.Column("question_id", sa.String),
            sa.Column("reviewer", sa.String),
            sa.Column("note", sa.String),
            sa.Column("decided_at", sa.String, nullable=False),
            sa.Column("run", sa.Integer, nullable=False),
            sa.Column("read_in", sa.Integer, nullable=False),
            sa.Column("origin", sa.String, nullable=False),
            sa.Column("shown", sa.String),
        ],
        "questions": [
            sa.Column("question_id", sa.String, primary_key=True),
            sa.Column("kind", sa.String, nullable=False),
            sa.Column("subject", sa.String, nullable=False),
            sa.Column("first_run", sa.Integer, nullable=False),
        ],
        "issued": [
            sa.Column("run", sa.Integer, primary_key=True),
            sa.Column("kind", sa.String, primary_key=True),
            sa.Column("subject", sa.String, primary_key=True),
            sa.Column("answer", sa.String, nullable=False),
        ],
        "readings": [
            sa.Column("digest", sa.String, primary_key=True),
            sa.Column("origin", sa.String, nullable=False),
            sa.Column("read_in", sa.Integer, nullable=False),
            sa.Column("run", sa.Integer),
            sa.Column("n_new", sa.Integer, nullable=False),
        ],
        "about": [
            sa.Column("key", sa.String, primary_key=True),
            sa.Column("value", sa.String, nullable=False),
        ],
    }
