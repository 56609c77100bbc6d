"""What runs: a night under way, and the service that starts them."""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ...config import SERVED, Config, Service, served
from .finding import ATTENTION, OK, Note, Place

RUN, SERVE = "run.lock", "serve.lock"  # in the state folder
HEALTH: Final = "/api/health"
_LOCKS: Final = Path("/proc/locks")
_ANYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}
_PATIENCE_S: Final = 5.0


@dataclass(frozen=True)
class Holder:
    """A process that holds a lock; pid 0 where the system does not say which."""

    pid: int
    name: str

    def __str__(self) -> str:
        return f"{self.pid or '?'} ({self.name})"


def lock(place: Place) -> Iterator[Note]:
    """A run under way, or the lock that one left, which bars nobody."""
    file = place.config.paths.state / RUN
    if (who := holder(file)) is not None:
        yield place.note(OK, "lock.held", process=who)
    else:
        yield place.note(OK, "lock.left" if file.exists() else "lock.fine")


def service(place: Place) -> Iterator[Note]:
    """Whether `reconcile serve` runs for this place, by the settings of now, and its server answers
    where it should."""
    settings = place.config.service
    who = holder(place.config.paths.state / SERVE)
    address = address_of(settings)
    answers = settings.port != 0 and healthy(address)
    told = {"address": address, "hour": settings.at.strftime("%H:%M"), "process": who or ""}
    if who is None:
        key = "service.other" if answers else "service.stopped"
        yield place.note(ATTENTION, key, **told, file=place.file)
    elif _changed(place.config):
        yield place.note(ATTENTION, "service.changed", **told)
    elif answers or settings.port == 0:
        yield place.note(OK, "service.fine", **told)
    else:
        yield place.note(ATTENTION, "service.silent", **told)


def _changed(config: Config) -> bool:
    """Whether the service holds other settings than those of now; not where it noted none."""
    try:
        return (config.paths.state / SERVED).read_text(encoding="utf-8") != served(config)
    except (OSError, ValueError):
        return False


def address_of(settings: Service) -> str:
    """Where the server of the settings answers on this machine."""
    host = _ANYWHERE.get(settings.host, settings.host)
    host = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return f"http://{host}:{settings.port}"


def ask(url: str, body: bytes | None = None) -> Any:
    """The JSON that a server of this machine answers; None where none does. No proxy is asked."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    try:
        with direct.open(request, timeout=_PATIENCE_S) as answer:
            return json.load(answer)
    except (OSError, ValueError):
        return None


def healthy(address: str) -> bool:
    return ask(address + HEALTH) is True


def holder(file: Path) -> Holder | None:
    """Who holds a lock file; None where nobody does. Makes nothing; where the system lists locks
    (Linux), takes nothing either."""
    try:
        told = file.stat()
    except OSError:
        return None
    if _LOCKS.exists():
        return _listed(told, _LOCKS.read_text(encoding="ascii", errors="replace"))
    return Holder(0, "reconcile") if _barred(file) else None


def _listed(file: os.stat_result, table: str) -> Holder | None:
    """The holder of a file by the kernel's table: number, kind, mode, rights, pid, device:inode."""
    device = (os.major(file.st_dev), os.minor(file.st_dev))
    for line in table.splitlines():
        fields = line.split()
        if len(fields) < 6 or fields[1] == "->" or fields[5].count(":") != 2:
            continue  # "->" waits for a lock
        major, minor, inode = fields[5].split(":")
        if int(inode) != file.st_ino:
            continue
        pid = int(fields[4])
        # Layered file systems show another device there than stat does.
        if (int(major, 16), int(minor, 16)) == device or _has_open(pid, file):
            return Holder(pid, _name(pid))
    return None


def _has_open(pid: int, file: os.stat_result) -> bool:
    try:
        for entry in Path(f"/proc/{pid}/fd").iterdir():
            if os.path.samestat(entry.stat(), file):
                return True
    except OSError:
        pass
    return False


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return "?"


def _barred(file: Path) -> bool:
    """Whether a lock of the file is refused: taken and given back in a moment where it is not."""
    try:
        if sys.platform == "win32":
            import msvcrt

            number = os.open(file, os.O_RDWR)
            try:
                msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
                msvcrt.locking(number, msvcrt.LK_UNLCK, 1)
            finally:
                os.close(number)
        else:
            import fcntl

            with file.open("rb") as stream:  # shared: two doctors do not see each other
                fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as error:  # on POSIX any other error is not a lock
        return sys.platform == "win32" or isinstance(error, BlockingIOError)
    return False
