"""The versions of the store, and how one is brought from each to the next (Alembic).

A change of schema.py needs a file in `versions/`; a test holds that both agree. What a version did
is never changed after it was released.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

HEAD: Final = "0006"  # the newest version; held by a test
_FIRST, _LEDGER = "0001", "0002"


class NewerStore(Exception):  # noqa: N818 - becomes a Stop, in words
    """The store was written by a newer program than this one."""


def version(db: sa.Connection) -> str | None:
    """The version that a store says it has; None where it says nothing."""
    if not sa.inspect(db).has_table("alembic_version"):
        return None
    return db.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(db: sa.Connection, to: str = HEAD) -> None:
    """Bring a store to a version, inside the transaction of `db`; an empty one is made.

    Raises NewerStore where its version is none that this program knows.
    """
    known = version(db)
    if known == to:
        return
    # Alembic takes a moment to load, and most nights need none of it.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    settings = Config()
    settings.set_main_option("script_location", "reconcile:migrations")
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = db
    scripts = ScriptDirectory.from_config(settings)
    versions = {one.revision for one in scripts.walk_revisions()}
    if known is not None and known not in versions:
        raise NewerStore(known)
    if known is None and (had := _unnamed(db)):
        _complete(db, settings, had)
    command.upgrade(settings, to)


def _unnamed(db: sa.Connection) -> str | None:
    """The version of a store from the time before versions had names; None where it is empty."""
    look = sa.inspect(db)
    if not look.has_table("records"):
        return None
    questions = {one["name"] for one in look.get_columns("questions")}
    return _LEDGER if "subject" in questions else _FIRST


def _complete(db: sa.Connection, settings: object, had: str) -> None:
    """Make the tables that an old store lacks, and note its version."""
    from importlib import import_module

    from alembic import command
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    names = {_FIRST: "v0001_store", _LEDGER: "v0002_ledger"}
    with Operations.context(MigrationContext.configure(db)):
        for revision, name in names.items():
            step = import_module(f"{__name__}.versions.{name}")
            if revision <= had:
                step.make_tables(lacks=had == _LEDGER)
    command.stamp(settings, had)  # type: ignore[arg-type]
