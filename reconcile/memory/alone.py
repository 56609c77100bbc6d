"""One at a time: what changes the store or its folder waits for nobody, and says who is at it."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import sqlalchemy as sa
from filelock import FileLock, Timeout
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from ..config import Config
from ..errors import NoInput, Stop
from ..private import keep_private
from ..words import Words
from .database import PATIENCE_S
from .opening import place_of, shown

LOCK: Final = 4_242_001  # of a database: each register has one of its own
_NAMED: Final = "reconcile "  # before the name of the machine, among the connections
_MOST: Final = 63  # letters that PostgreSQL keeps of it
_WHO: Final = sa.text(
    "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
    "WHERE l.locktype = 'advisory' AND l.granted AND l.objid = :key "
    "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


class Busy(Stop):
    """Another run is under way."""

    exit_status = 1


class StoreFailed(Stop):
    """The store could not be written or read while it was worked with."""

    exit_status = 1


@contextmanager
def alone(config: Config, say: Words) -> Iterator[None]:
    """Hold the folder of the state and, in PostgreSQL, the database, until the end; also a kill
    frees both. Raises Busy, in words, where another run holds one of them; NoInput where the
    database does not answer; StoreFailed where what is done meanwhile cannot write to it."""
    keep_private(config.paths)
    try:
        with FileLock(config.paths.state / "run.lock", timeout=0), _database(config, say):
            yield
    except Timeout as error:
        raise Busy(say("run.locked")) from error
    except OperationalError as error:  # a full disk, or one that fails
        place = place_of(config, say)
        why = "-" if isinstance(place, sa.URL) else error.orig  # a driver may name the user
        raise StoreFailed(say("store.failed", store=shown(place), error=why)) from error


def holder_of(db: sa.Connection) -> str:
    """The machine whose run holds the database; "" where none does."""
    return str(db.scalar(_WHO, {"key": LOCK}) or "").removeprefix(_NAMED)


@contextmanager
def _database(config: Config, say: Words) -> Iterator[None]:
    place = place_of(config, say)
    if not isinstance(place, sa.URL):
        yield
        return
    name = f"{_NAMED}{platform.node()}"[:_MOST]
    settings = {"connect_timeout": PATIENCE_S, "application_name": name}
    engine = sa.create_engine(
        place, poolclass=NullPool, connect_args=settings, isolation_level="AUTOCOMMIT"
    )
    try:
        held = engine.connect()
    except OperationalError:  # what the driver says may name the user
        raise NoInput(say("store.unreachable", store=shown(place))) from None
    with held:  # a lock of the session: it ends with the connection
        if not held.scalar(sa.text("SELECT pg_try_advisory_lock(:key)"), {"key": LOCK}):
            raise Busy(say("store.elsewhere", machine=holder_of(held) or "?"))
        yield
