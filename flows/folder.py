"""What lies in the folders that a run reads: whether a run has seen it, and whether it has settled.

A run is asked for where what it would read is not what the last one read: lists and answered copies
below data/raw by size and time, outputs by whether they are as published, and copies of the report
and the register beside them by size and time, too. So what a run itself wrote never asks for
another.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from reconcile import answered
from reconcile.config import Paths

SEEN: Final = "seen.json"  # in the state folder: what the last run read
LOOK_S: Final = 60.0  # folders on a network send no events: they are looked at
LONGEST_S: Final = 1200.0  # what never lies still is read all the same
_TICK_MS: Final = 1000
_MANIFEST, _PENDING = "manifest.json", "pending"
_PASSING: Final = ("~", ".")  # the locks of Excel and LibreOffice, and files on their way

Inputs = dict[str, str]


def inputs(paths: Paths) -> Inputs:
    """What a run would read, by name: size and time of each file of raw, a digest of each output
    that people changed, size and time of what else they saved beside the outputs, and whether a set
    that waits may be put in place."""
    found = {f"raw/{name}": told for name, told in _raw(paths.raw)}
    placed = published(paths.clean)
    if not placed:
        found["outputs"] = "none"
    for name, digest in placed.items():
        if (now := _digest(paths.clean / name)) != digest:
            found[f"clean/{name}"] = now
    for path in (*answered.reports(paths.clean), *answered.registers(paths.clean)):
        if path.name not in placed and (told := _told(path)):
            found[f"clean/{path.name}"] = told
    if waiting := published(paths.clean / _PENDING):
        found["pending"] = "held" if _open(paths.clean, [*placed, *waiting]) else "free"
    return found


def note_seen(paths: Paths, read: Inputs) -> None:
    """Keep what a run has read, whole or not at all: the lists as they were, and of the outputs and
    their copies what still stands as it was read."""
    kept = {name: told for name, told in read.items() if name.startswith("raw/")}
    for name, told in inputs(paths).items():
        if name == "pending":
            kept[name] = "held"
        elif name.startswith("clean/") and read.get(name) == told:
            kept[name] = told
    paths.state.mkdir(parents=True, exist_ok=True)
    part = paths.state / f"{SEEN}.part"
    part.write_text(json.dumps(kept), encoding="utf-8")
    part.replace(paths.state / SEEN)


def seen(paths: Paths) -> Inputs | None:
    """What the last run read; None where none is known."""
    try:
        found: Inputs = json.loads((paths.state / SEEN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def wait_until_settled(raw: Path, settle_s: float) -> None:
    """Return once no list has changed for `settle_s`; at once where the newest is older than that.

    A file that arrives in pieces is read whole. A clock that was set back is no reason to wait."""
    end = time.monotonic() + LONGEST_S
    before = dict(_raw(raw))
    quiet_s = min(settle_s, _newest_age_s(before))
    while quiet_s < settle_s and time.monotonic() < end:
        time.sleep(min(1.0, settle_s - quiet_s))
        now = dict(_raw(raw))
        quiet_s = 0.0 if now != before else quiet_s + 1.0
        before = now


class Watcher:
    """Asks for a run when what it would read has changed and then lain still for `settle_s`.

    ask: asks for a run, and says whether it could: not while one is under way, whose result decides
    whether another is wanted; it is asked again at the next look. unwatched: is told, once, why the
    system sends no events, so that the folders are only looked at. killed: says whether the last
    run was killed: what it was to read is asked for once more, and not a third time.
    """

    def __init__(
        self,
        paths: Paths,
        settle_s: float,
        ask: Callable[[], bool],
        unwatched: Callable[[Exception], None] = lambda error: None,
        killed: Callable[[], bool] = lambda: False,
    ) -> None:
        self.paths, self.settle_s, self.ask, self.unwatched = paths, settle_s, ask, unwatched
        self.killed = killed
        self.asked: Inputs | None = None
        self.lost: Inputs | None = None  # what a run was killed over
        self.last = inputs(paths)
        self.stop = threading.Event()

    def run(self) -> None:
        """Watch until `stop` is set. What came while nothing watched has changed just now."""
        changed_at: float | None = time.monotonic()
        looked_at = changed_at
        for event in self._events():
            now = time.monotonic()
            if event or now - looked_at >= LOOK_S:
                looked_at = now
                if self._differs() or self._lost():
                    changed_at = now
            elif changed_at is not None and now - changed_at >= self.settle_s and self._settle():
                changed_at = None

    def _events(self) -> Iterator[bool]:
        """True when something has changed, False each second that nothing has; that alone where the
        system can watch no more folders, or not these."""
        try:
            yield from self._watched()
        except (OSError, RuntimeError) as error:  # watchfiles' own errors are RuntimeErrors
            self.unwatched(error)
        while not self.stop.wait(_TICK_MS / 1000):
            yield False

    def _watched(self) -> Iterator[bool]:
        from watchfiles import watch  # here, since a run needs the rest of this module without it

        self.paths.raw.mkdir(parents=True, exist_ok=True)
        self.paths.clean.mkdir(parents=True, exist_ok=True)
        watched = watch(
            self.paths.raw,
            self.paths.clean,
            stop_event=self.stop,
            rust_timeout=_TICK_MS,
            yield_on_timeout=True,
            raise_interrupt=False,
            watch_filter=None,
        )
        for changes in watched:
            yield bool(changes)

    def _differs(self) -> bool:
        before, self.last = self.last, inputs(self.paths)
        return before != self.last

    def _lost(self) -> bool:
        """Whether a run was killed before it read what it was asked for; told once of the same."""
        now = self.last
        if now != self.asked or now in (self.lost, seen(self.paths)) or not self.killed():
            return False
        self.asked, self.lost = None, now
        return True

    def _settle(self) -> bool:
        """Whether nothing is left to do about what has settled."""
        now = inputs(self.paths)
        if now in (self.asked, seen(self.paths)):
            return True
        if not self.ask():
            return False
        self.asked = now
        return True


def _raw(folder: Path) -> Iterator[tuple[str, str]]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(_PASSING)]
        for name in names:
            path = Path(place) / name
            if not name.startswith(_PASSING) and (told := _told(path)):
                yield path.relative_to(folder).as_posix(), told


def _told(path: Path) -> str:
    """Size and time; "" of what is no file, is gone meanwhile, or leads nowhere."""
    try:
        told = path.stat()
    except OSError:
        return ""
    return f"{told.st_size} {told.st_mtime_ns}" if stat.S_ISREG(told.st_mode) else ""


def _newest_age_s(files: Inputs) -> float:
    """How long ago the newest of some files was written, by the clock."""
    times = [int(told.partition(" ")[2]) for told in files.values()]
    return abs(time.time() - max(times, default=0) / 1e9)


def published(folder: Path) -> dict[str, str]:
    """The names and digests of a published set; empty where there is none."""
    try:
        return dict(json.loads((folder / _MANIFEST).read_bytes())["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return "gone"


def _open(folder: Path, names: list[str]) -> bool:
    """Whether Excel or LibreOffice holds one of the files, by their locks."""
    locks = [(folder / f"~${name}", folder / f".~lock.{name}#") for name in names]
    return any(lock.exists() for pair in locks for lock in pair)
