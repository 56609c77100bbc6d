"""The database under the store: SQLite in a file, or PostgreSQL by URL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from ..config import PRIVATE

PATIENCE_S: Final = 30  # how long one that writes waits for another
DRIVER: Final = "postgresql+psycopg"


class NoStoreUrl(Exception):  # noqa: N818 - becomes a Stop, in words
    """The URL of a store is none of PostgreSQL. Its text is told to nobody: it may hold a
    password."""


def url_of(text: str) -> sa.URL:
    """The URL of a PostgreSQL database, with our driver; raises NoStoreUrl."""
    try:
        url = sa.make_url(text)
        wanted = url.get_backend_name() in ("postgresql", "postgres") and bool(url.database)
    except (sa.exc.ArgumentError, ValueError):
        wanted = False
    if not wanted:
        raise NoStoreUrl
    return url.set(drivername=DRIVER)


def engine_of(place: Path | sa.URL) -> sa.Engine:
    """An engine for a file (its folder is made) or a URL."""
    if isinstance(place, sa.URL):
        settings = {"connect_timeout": PATIENCE_S}
        return sa.create_engine(place, connect_args=settings, hide_parameters=True)
    place.parent.mkdir(PRIVATE, parents=True, exist_ok=True)
    url = sa.URL.create("sqlite", database=str(place))
    engine = sa.create_engine(url, connect_args={"timeout": PATIENCE_S}, hide_parameters=True)
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _: Any) -> None:
    # Python's driver begins no transaction before a table is made or dropped; we begin our own.
    connection.isolation_level = None
    # A rollback journal, flushed: what was committed survives a cut of the current, and the file
    # alone is the whole store.
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("PRAGMA synchronous=FULL")


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN")


@contextmanager
def begin(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction: whole or not at all; afterwards nothing holds the file open."""
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()
