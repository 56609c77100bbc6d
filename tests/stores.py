"""The places of stores for the tests: a file, and PostgreSQL where a server is at hand."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

from reconcile.memory.database import url_of

SERVER = "RECONCILE_TEST_POSTGRES"  # the URL of a server in which databases may be made
_NUMBER = count(1)


@contextmanager
def server() -> Iterator[sa.URL | None]:
    """The URL of a PostgreSQL server: that of the environment, else one of our own in a temporary
    folder, without a port; None where there is no PostgreSQL on this machine."""
    programs = [_program(name) for name in ("initdb", "postgres")]
    if importlib.util.find_spec("psycopg") is None:
        yield None
    elif os.environ.get(SERVER):
        yield url_of(os.environ[SERVER])
    elif None in programs:
        yield None
    else:
        with _own(*[str(program) for program in programs]) as url:
            yield url


def _program(name: str) -> Path | None:
    found = shutil.which(name)
    there = [Path(found)] if found else sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return there[-1] if there else None


@contextmanager
def _own(initdb: str, postgres: str) -> Iterator[sa.URL | None]:
    root = Path(tempfile.mkdtemp(prefix="pg"))
    user = _user(root)
    settings = ["-c", "fsync=off", "-c", "listen_addresses=", "-k", str(root)]
    made = subprocess.run(
        [initdb, "-D", str(root / "data"), "-U", "tests", "-A", "trust", "-E", "UTF8", "-N"],
        capture_output=True, check=False, user=user, cwd=root,
    )  # fmt: skip
    if made.returncode:
        shutil.rmtree(root, ignore_errors=True)
        yield None
        return
    running = subprocess.Popen(
        [postgres, "-D", str(root / "data"), *settings],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=user, cwd=root,
    )  # fmt: skip
    try:
        url = url_of("postgresql://tests@/postgres").set(query={"host": str(root)})
        yield url if _answers(url) else None
    finally:
        running.terminate()
        running.wait(30)
        shutil.rmtree(root, ignore_errors=True)


def _user(root: Path) -> str | None:
    """PostgreSQL refuses to run as root: then it runs as the user made for it, or as nobody."""
    if os.geteuid() != 0:
        return None
    known = {one.pw_name for one in pwd.getpwall()}
    user = "postgres" if "postgres" in known else "nobody"
    shutil.chown(root, user)
    return user


def _answers(url: sa.URL) -> bool:
    engine = sa.create_engine(url)
    for _ in range(100):
        try:
            engine.connect().close()
        except sa.exc.OperationalError:
            time.sleep(0.1)
        else:
            engine.dispose()
            return True
    return False


def database(at: sa.URL | None) -> sa.URL:
    """The URL of an empty database of a server."""
    if at is None:
        pytest.skip(f"no PostgreSQL at hand: install it, or set {SERVER} to the URL of a server")
    name = f"reconcile_{os.getpid()}_{next(_NUMBER)}"
    engine = sa.create_engine(at, isolation_level="AUTOCOMMIT")
    with engine.connect() as db:
        db.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}"'))
        db.execute(sa.text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return at.set(database=name)
