"""The store, its readable copy, and the machine that it belongs to. Opened to read alone."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ...config import Config
from ...words import Words
from .finding import ATTENTION, FAULT, OK, Note, Place
from .running import RUN, holder

if TYPE_CHECKING:
    import sqlalchemy as sa

_PATIENCE_S: Final = 5
_LAST: Final = "SELECT run, finished_at, state FROM runs ORDER BY run DESC LIMIT 1"
_MACHINE: Final = "SELECT value FROM about WHERE key = 'machine'"


@dataclass(frozen=True)
class Stored:
    """What a store says of itself. trouble: why it cannot be asked, with the cure; "" where it can.

    there: whether there is one. version: of its tables, None where it names none. run, finished_at
    and state are of the last run; run is 0 where there was none. holder: the machine whose run
    holds a database.
    """

    there: bool = True
    trouble: str = ""
    version: str | None = None
    run: int = 0
    finished_at: str = ""
    state: str = ""
    machine: dict[str, str] | None = None
    holder: str = ""


def look(config: Config, say: Words) -> Stored:
    """Ask the store of a place; nothing is made, brought to a newer version or written."""
    from ...errors import Stop
    from ...memory.opening import lost, place_of

    try:
        where = place_of(config, say)
    except Stop as stop:
        return Stored(trouble=str(stop))
    if isinstance(where, Path) and not where.exists():
        return Stored(False, str(lost(config, where, say) or ""))
    found = _in_file(where, config, say) if isinstance(where, Path) else _in_database(where, say)
    if not found.trouble and not found.run and (gone := lost(config, where, say)):
        return Stored(trouble=str(gone))
    return found


def _in_file(file: Path, config: Config, say: Words) -> Stored:
    from ...memory.opening import damaged

    journal, end = Path(f"{file}-journal"), time.monotonic() + _PATIENCE_S
    while journal.exists():  # a run is committing, which takes a moment, or was cut while it did
        if time.monotonic() > end:
            return Stored(trouble=say("doctor.store.journal"))
        time.sleep(0.2)
    try:
        address = f"{file.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=_PATIENCE_S)) as db:
            if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                return Stored(trouble=str(damaged(config, say)))
            names = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
            return _told(lambda query: db.execute(query).fetchone(), names)
    except sqlite3.OperationalError as error:
        return Stored(trouble=say("store.busy", store=file, error=error))
    except sqlite3.DatabaseError:
        return Stored(trouble=str(damaged(config, say)))


def _in_database(url: sa.URL, say: Words) -> Stored:
    import sqlalchemy as sa
    from sqlalchemy.pool import NullPool

    from ...memory.alone import holder_of
    from ...memory.opening import shown

    patience = {"connect_timeout": _PATIENCE_S}
    engine = sa.create_engine(url, poolclass=NullPool, connect_args=patience, hide_parameters=True)
    try:
        with engine.connect() as db:
            db.exec_driver_sql("SET TRANSACTION READ ONLY")
            names = set(sa.inspect(db).get_table_names())
            holder = holder_of(db)
            return _told(lambda query: db.exec_driver_sql(query).fetchone(), names, holder)
    except sa.exc.SQLAlchemyError:  # what the driver says may name the user
        return Stored(trouble=say("store.unreachable", store=shown(url)))


def _told(ask: Any, names: set[str], holder: str = "") -> Stored:
    """What the tables say, of which an old or empty store may lack some."""
    version = ask("SELECT version_num FROM alembic_version") if "alembic_version" in names else None
    run, at, state = (ask(_LAST) if "runs" in names else None) or (0, "", "")
    machine = ask(_MACHINE) if "about" in names else None
    return Stored(
        "runs" in names,
        version=version[0] if version else None,
        run=run,
        finished_at=at,
        state=state,
        machine=json.loads(machine[0]) if machine else None,
        holder=holder,
    )


def store(place: Place) -> Iterator[Note]:
    """The store is there, whole, and of a version that this program reads."""
    from ...memory.opening import place_of, shown
    from ...migrations import HEAD

    found = place.stored
    if found.trouble:
        journal = found.trouble == place.say("doctor.store.journal")
        yield Note(ATTENTION if journal else FAULT, found.trouble)
        return
    where = shown(place_of(place.config, place.say))
    told = {"store": where, "run": found.run, "version": found.version or "-", "head": HEAD}
    if not found.there:
        yield place.note(OK, "store.none", **told)
    elif found.version is not None and found.version > HEAD:
        yield Note(FAULT, place.say("store.newer", store=where))
    elif found.version != HEAD:
        yield place.note(OK, "store.older", **told)
    else:
        yield place.note(OK, "store.fine", **told)
    if found.holder:
        yield place.note(OK, "store.held", machine=found.holder)


def copy(place: Place) -> Iterator[Note]:
    """decisions.xlsx is there, can be read back, and is of the last run."""
    from ...memory import copies
    from ...memory.opening import COPY

    file, found = place.config.paths.state / COPY, place.stored
    if not file.exists():
        sign, key = (ATTENTION, "copy.missing") if found.run else (OK, "copy.none")
        yield place.note(sign, key, copy=file)
        return
    try:
        tables = copies.read(file)
        run = max((int(row["run"]) for row in tables["runs"]), default=0)
    except (copies.NoCopy, KeyError, ValueError):
        yield place.note(ATTENTION, "copy.unreadable", copy=file)
        return
    under_way = found.holder or holder(place.config.paths.state / RUN)
    if found.run and run != found.run and under_way:
        yield place.note(OK, "copy.being_written", copy=file, run=run)
    elif found.run and run != found.run:
        yield place.note(ATTENTION, "copy.old", copy=file, run=run, last=found.run)
    else:
        yield place.note(OK, "copy.fine", copy=file, run=run)


def machine(place: Place) -> Iterator[Note]:
    """The last run was made on this machine."""
    import platform

    from ...memory.opening import machine as this

    known = place.stored.machine
    if known is None or known["id"] == this()["id"]:
        yield place.note(OK, "machine.fine", machine=platform.node())
    else:
        day = place.stored.finished_at[:10] or "-"
        told = {"machine": known["name"], "here": platform.node(), "day": day}
        yield Note(FAULT, place.say("store.other_machine", **told))
