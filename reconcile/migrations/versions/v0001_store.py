"""The store of the first versions: records, members, answers, stops, runs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# Of these the next version made something else.
LEFT = ("decisions", "questions", "sheet_answers", "acceptances")


def upgrade() -> None:
    make_tables()


def make_tables(lacks: bool = False) -> None:
    """Make the tables that are not there. lacks: only those that later versions have too."""
    meta = sa.MetaData()
    for name, columns in tables().items():
        if not (lacks and name in LEFT):
            sa.Table(name, meta, *columns)
    meta.create_all(op.get_bind())


def tables() -> dict[str, list[sa.schema.SchemaItem]]:
    return {
        "records": [
            sa.Column("record_id", sa.String, primary_key=True),
            sa.Column("source", sa.String, nullable=False),
            sa.Column("file", sa.String, nullable=False),
            sa.Column("sheet", sa.String),
            sa.Column("row", sa.Integer, nullable=False),
            sa.Column("content", sa.String, nullable=False),
            sa.Column("first_run", sa.Integer, nullable=False),
            sa.Column("last_run", sa.Integer, nullable=False),
        ],
        "memberships": [
            sa.Column("record_id", sa.String, primary_key=True),
            sa.Column("run", sa.Integer, primary_key=True),
            sa.Column("member_id", sa.String, nullable=False),
        ],
        "aliases": [
            sa.Column("old_member_id", sa.String, primary_key=True),
            sa.Column("run", sa.Integer, primary_key=True),
            sa.Column("member_id", sa.String),
            sa.Column("cause", sa.String, nullable=False),
        ],
        "decisions": [
            sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
            sa.Column("question_id", sa.String, nullable=False),
            sa.Column("left_id", sa.String, nullable=False),
            sa.Column("right_id", sa.String, nullable=False),
            sa.Column("answer", sa.String, nullable=False),
            sa.Column("reviewer", sa.String),
            sa.Column("note", sa.String),
            sa.Column("decided_at", sa.String, nullable=False),
            sa.UniqueConstraint("question_id", "answer", "reviewer", "note", "decided_at"),
        ],
        "questions": [
            sa.Column("question_id", sa.String, primary_key=True),
            sa.Column("left_id", sa.String, nullable=False),
            sa.Column("right_id", sa.String, nullable=False),
            sa.Column("first_run", sa.Integer, nullable=False),
        ],
        "sheet_answers": [
            sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
            sa.Column("file", sa.String, nullable=False),
            sa.Column("sheet", sa.String, nullable=False),
            sa.Column("state", sa.String, nullable=False),
            sa.Column("reviewer", sa.String, nullable=False),
            sa.Column("decided_at", sa.String, nullable=False),
            sa.UniqueConstraint("file", "sheet", "state", "reviewer", "decided_at"),
        ],
        "stops": [
            sa.Column("key", sa.String, primary_key=True),
            sa.Column("run", sa.Integer, primary_key=True),
            sa.Column("source", sa.String),
            sa.Column("file", sa.String),
            sa.Column("problem", sa.String, nullable=False),
        ],
        "acceptances": [
            sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
            sa.Column("key", sa.String, nullable=False),
            sa.Column("reviewer", sa.String, nullable=False),
            sa.Column("decided_at", sa.String, nullable=False),
            sa.UniqueConstraint("key", "reviewer", "decided_at"),
        ],
        "standing": [
            sa.Column("member_id", sa.String, primary_key=True),
            sa.Column("source", sa.String, primary_key=True),
            sa.Column("run", sa.Integer, primary_key=True),
            sa.Column("current", sa.Boolean, nullable=False),
        ],
        "lists": [
            sa.Column("file", sa.String, primary_key=True),
            sa.Column("run", sa.Integer, nullable=False),
            sa.Column("sheets", sa.String, nullable=False),
            sa.Column("columns", sa.String, nullable=False),
        ],
        "runs": [
            sa.Column("run", sa.Integer, primary_key=True),
            sa.Column("finished_at", sa.String, nullable=False),
            sa.Column("state", sa.String, nullable=False),
            sa.Column("manifest", sa.String, nullable=False),
        ],
    }
