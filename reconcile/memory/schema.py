"""The tables of the store. One that an older store lacks is made when it is opened."""

from __future__ import annotations

import sqlalchemy as sa

META = sa.MetaData()
RECORDS = sa.Table(  # a row of a club, by its last content
    "records",
    META,
    sa.Column("record_id", sa.String, primary_key=True),
    sa.Column("source", sa.String, nullable=False),
    sa.Column("file", sa.String, nullable=False),
    sa.Column("sheet", sa.String),
    sa.Column("row", sa.Integer, nullable=False),
    sa.Column("content", sa.String, nullable=False),
    sa.Column("first_run", sa.Integer, nullable=False),
    sa.Column("last_run", sa.Integer, nullable=False),
)
FORMER_CONTENTS = sa.Table(  # what a row of `records` said before a published run, as a digest
    "former_contents",
    META,
    sa.Column("record_id", sa.String, primary_key=True),
    sa.Column("digest", sa.String, primary_key=True),
    sa.Column("run", sa.Integer, nullable=False),
)
MEMBERSHIPS = sa.Table(  # where a record belongs, from a run on
    "memberships",
    META,
    sa.Column("record_id", sa.String, primary_key=True),
    sa.Column("run", sa.Integer, primary_key=True),
    sa.Column("member_id", sa.String, nullable=False),
)
CONTACT_NUMBERS = sa.Table(  # by which number a person of a row was known, from a run on
    "contact_numbers",
    META,
    sa.Column("record_id", sa.String, primary_key=True),
    sa.Column("person", sa.String, primary_key=True),
    sa.Column("run", sa.Integer, primary_key=True),
    sa.Column("contact_id", sa.String, nullable=False),
)
ALIASES = sa.Table(  # what an older member number leads to, from a run on
    "aliases",
    META,
    sa.Column("old_member_id", sa.String, primary_key=True),
    sa.Column("run", sa.Integer, primary_key=True),
    sa.Column("member_id", sa.String),  # NULL: the number is in use again
    sa.Column("cause", sa.String, nullable=False),
)
LEDGER = sa.Table(  # everything that people decided (ledger.py); nothing of it is ever changed
    "ledger",
    META,
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
)
QUESTIONS = sa.Table(  # what a report asked: the number that people see, and what is behind it
    "questions",
    META,
    sa.Column("question_id", sa.String, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("first_run", sa.Integer, nullable=False),
)
ISSUED = sa.Table(  # what the answer cells of a report were issued with, where not empty
    "issued",
    META,
    sa.Column("run", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String, primary_key=True),
    sa.Column("subject", sa.String, primary_key=True),
    sa.Column("answer", sa.String, nullable=False),
)
READINGS = sa.Table(  # a report, or a copy of one, that was read: no content is read twice
    "readings",
    META,
    sa.Column("digest", sa.String, primary_key=True),
    sa.Column("origin", sa.String, nullable=False),
    sa.Column("read_in", sa.Integer, nullable=False),
    sa.Column("run", sa.Integer),
    sa.Column("n_new", sa.Integer, nullable=False),
)
ABOUT = sa.Table(  # the store's own identity, so that the report of another club is known
    "about",
    META,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
)
STOPS = sa.Table(  # what held a register back, and its key; promises of the program have none
    "stops",
    META,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("run", sa.Integer, primary_key=True),
    sa.Column("source", sa.String),
    sa.Column("file", sa.String),
    sa.Column("problem", sa.String, nullable=False),
)
STANDING = sa.Table(  # whether a member is a current one of a club, from a published run on
    "standing",
    META,
    sa.Column("member_id", sa.String, primary_key=True),
    sa.Column("source", sa.String, primary_key=True),
    sa.Column("run", sa.Integer, primary_key=True),
    sa.Column("current", sa.Boolean, nullable=False),
)
LISTS = sa.Table(  # how a file was understood when it was last in a register; its rows: records
    "lists",
    META,
    sa.Column("file", sa.String, primary_key=True),
    sa.Column("run", sa.Integer, nullable=False),
    sa.Column("sheets", sa.String, nullable=False),
    sa.Column("columns", sa.String, nullable=False),
)
REGISTER_VALUES = sa.Table(  # a value of a member, from a published run on; NULL: none any more
    "register_values",
    META,
    sa.Column("club", sa.String, primary_key=True),  # "": the joint register
    sa.Column("member_id", sa.String, primary_key=True),
    sa.Column("field", sa.String, primary_key=True),
    sa.Column("run", sa.Integer, primary_key=True),
    sa.Column("value", sa.String),
    sa.Column("cause", sa.String, nullable=False),  # JSON: file, sheet, cell, rule or decision
    sqlite_with_rowid=False,
)
RUNS = sa.Table(  # a run, its manifest of hashes, and whether its register was put in place
    "runs",
    META,
    sa.Column("run", sa.Integer, primary_key=True),
    sa.Column("finished_at", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("manifest", sa.String, nullable=False),
    sa.Column("figures", sa.String),  # JSON (nights/figures.py); NULL: of before they were kept
)
