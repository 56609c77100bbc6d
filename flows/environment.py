"""What Prefect reads when it is imported: set before, hence a module without Prefect."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

LOG: Final = "prefect.db"  # in Prefect's folder: its log of runs
_NO_DATABASE: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

SETTINGS = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    # Its page asks the server that it came from, whatever its port and the name it is reached by.
    "PREFECT_SERVER_UI_API_URL": "/api",
    # That page is for people of a club, who are offered nothing.
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    # The server's own log prints tracebacks when a short run ends before its last event is stored.
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    # A person sees our sentences; what went wrong stands in the run's log all the same.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    # The 20 s that Prefect gives a temporary server are too few for a slow machine.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
    "PREFECT_CLI_COLORS": "false",
    # What a service at rest does: one deployment, no automations, workers, pauses or leases.
    "PREFECT_RUNNER_POLL_FREQUENCY": "5",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_LOOP_SECONDS": "60",
    "PREFECT_SERVER_SERVICES_CANCELLATION_CLEANUP_LOOP_SECONDS": "300",
    "PREFECT_SERVER_SERVICES_FOREMAN_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_REPOSSESSOR_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_CLEANUP_RECONCILER_ENABLED": "false",
}


def prepare(state: Path) -> Path | None:
    """Keep Prefect's things in the club's own `state` folder, quiet; what the caller set wins.

    To be called before Prefect is imported, with no relative path left to use: Prefect reads .env,
    prefect.toml and pyproject.toml of the current folder, which becomes its own. Gives where a log
    of runs that is no database any more was set aside; Prefect begins a new one.
    """
    state.mkdir(parents=True, exist_ok=True)
    home = state.resolve() / "prefect"
    home.mkdir(exist_ok=True)
    os.environ.setdefault("PREFECT_HOME", str(home))
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    for name in ("PREFECT_HOME", "PREFECT_PROFILES_PATH"):
        if value := os.environ.get(name, ""):
            os.environ[name] = str(Path(value).expanduser().absolute())
    os.chdir(home)
    log = home / LOG
    if not log.is_file() or _whole(log):
        return None
    try:
        with FileLock(home.parent / "serve.lock", timeout=0):  # a service has its log open
            return _set_aside(log)
    except Timeout:
        return None


def _set_aside(log: Path) -> Path:
    """Rename a log and what belongs to it; its new place."""
    aside = log.with_name(f"{log.name}.damaged")
    for part in ("-wal", "-shm", ""):
        old, new = log.with_name(log.name + part), aside.with_name(aside.name + part)
        new.unlink(missing_ok=True)
        if old.exists():
            old.replace(new)
    return aside


def _whole(log: Path) -> bool:
    """Whether SQLite can read it; one that is busy or may not be opened is not judged."""
    try:
        with closing(sqlite3.connect(log)) as database:
            return bool(database.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.Error as error:
        return getattr(error, "sqlite_errorcode", 0) & 0xFF not in _NO_DATABASE
