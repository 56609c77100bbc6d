"""The folders of a place: there, writable, private, with room left."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ...private import barred
from .finding import ATTENTION, FAULT, OK, Note, Place, named

TIMES: Final = 10  # a night should find room for so many times the last set
LEAST_BYTES: Final = 200 << 20
_MB: Final = 1 << 20
_PASS: Final = 0o011
_IN_STATE: Final = ("models", "written", "prefect")
_IN_CLEAN: Final = ("archives", "pending")
_OPENED: Final = ("register.db", "run.lock", "serve.lock")


def folders(place: Place) -> Iterator[Note]:
    """raw is there and read; clean and state are writable, or can be made."""
    paths = place.config.paths
    raw, wrong = paths.raw, False
    if not raw.is_dir():
        wrong = True
        yield place.note(FAULT, "folders.raw_missing", folder=raw)
    elif not allowed(raw, os.R_OK | os.X_OK):
        wrong = True
        yield place.note(FAULT, "folders.raw_unread", folder=raw)
    else:
        there = {place.config.club_of(one.name) for one in raw.iterdir() if one.is_dir()}
        if lacking := [key for key in place.config.clubs if key not in there]:
            wrong = True
            yield place.note(ATTENTION, "folders.club_missing", folder=raw, clubs=named(lacking))
        for note in _lists(place, [one for one in raw.iterdir() if one.is_dir()]):
            wrong = True
            yield note
    for note in _written(place):
        wrong = True
        yield note
    if not wrong:
        yield place.note(OK, "folders.fine", folder=raw.parent)


def _lists(place: Place, inner: list[Path]) -> Iterator[Note]:
    """What of the lists this account may not read, or not save."""
    for folder in inner:
        if not allowed(folder, os.R_OK | os.X_OK):
            yield place.note(FAULT, "folders.raw_unread", folder=folder)
            continue
        shut = [one.name for one in folder.iterdir() if one.is_file() and not allowed(one, os.R_OK)]
        if shut:
            yield place.note(
                ATTENTION, "folders.list_unread", folder=folder, files=named(sorted(shut))
            )
    for folder in [place.config.paths.raw, *inner]:
        if not allowed(folder, os.W_OK):
            yield place.note(ATTENTION, "folders.raw_unwritable", folder=folder)


def _written(place: Place) -> Iterator[Note]:
    """What a run writes and cannot: folders, and the files that it opens as they are."""
    clean, state = place.config.paths.clean, place.config.paths.state
    inner = [state / one for one in _IN_STATE] + [clean / one for one in _IN_CLEAN]
    for folder in (clean, state, *(one for one in inner if one.exists())):
        if folder.exists() and not folder.is_dir():
            yield place.note(FAULT, "folders.no_folder", folder=folder)
        elif not allowed(_nearest(folder), os.R_OK | os.W_OK | os.X_OK):
            yield place.note(FAULT, "folders.unwritable", folder=_nearest(folder))
    for file in (state / one for one in _OPENED):
        if file.is_dir():
            yield place.note(FAULT, "folders.no_file", file=file)
        elif file.exists() and not allowed(file, os.R_OK | os.W_OK):
            yield place.note(FAULT, "folders.file_unwritable", file=file, folder=state)


def allowed(path: Path, mode: int) -> bool:
    """Whether this account may do so, by the system's own answer; nothing is tried."""
    effective = os.access in os.supports_effective_ids
    return os.access(path, mode, effective_ids=effective)


def _nearest(folder: Path) -> Path:
    """The folder, or the one above it in which it would be made."""
    return next((one for one in (folder, *folder.parents) if one.exists()), folder)


def links(place: Place) -> Iterator[Note]:
    """No link in raw leads out of it: a run would not follow it."""
    raw = place.config.paths.raw
    out = [
        path.relative_to(raw).as_posix()
        for at, inner, files in os.walk(raw)
        for path in (Path(at) / name for name in [*inner, *files])
        if path.is_symlink() and not _inside(path, raw)
    ]
    if out:
        yield place.note(ATTENTION, "links.outside", links=named(sorted(out)), folder=raw)
    else:
        yield place.note(OK, "links.fine")


def _inside(path: Path, raw: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(raw.resolve())
    except (OSError, RuntimeError):  # it leads nowhere, or in a circle
        return False


def rights(place: Place) -> Iterator[Note]:
    """Nobody but this account reaches what clean and state hold."""
    if os.name == "nt":
        yield place.note(OK, "rights.windows")
        return
    paths = place.config.paths
    own = [folder for folder in (paths.clean, paths.state) if folder.is_dir()]
    if reached := [folder for folder in own if _reached(folder, barred(paths))]:
        told = " ".join(f'"{folder}"' for folder in reached)
        yield place.note(ATTENTION, "rights.open", folders=told)
    else:
        yield place.note(OK, "rights.fine")


def _reached(folder: Path, bits: int) -> bool:
    """Whether other accounts have a right to a folder, and no folder above it bars them all."""
    bars = any(not above.stat().st_mode & _PASS for above in folder.resolve().parents)
    return bool(folder.stat().st_mode & bits) and not bars


def disk(place: Place) -> Iterator[Note]:
    """There is room for TIMES the last set, where the outputs and where the store lie."""
    last = last_set_bytes(place.config.paths.clean)
    wanted = max(TIMES * last, LEAST_BYTES)
    free = {
        folder: shutil.disk_usage(_nearest(folder)).free
        for folder in (place.config.paths.clean, place.config.paths.state)
    }
    folder, least = min(free.items(), key=lambda one: one[1])
    told = {"folder": folder, "free": least // _MB, "wanted": wanted // _MB}
    if least < max(2 * last, LEAST_BYTES // TIMES):
        yield place.note(FAULT, "disk.full", **told)
    elif least < wanted:
        yield place.note(ATTENTION, "disk.low", **told)
    else:
        yield place.note(OK, "disk.fine", **told)


def last_set_bytes(clean: Path) -> int:
    """How large the set in place is; 0 where there is none."""
    try:
        names = json.loads((clean / "manifest.json").read_bytes())["files"]
        return sum((clean / name).stat().st_size for name in names if (clean / name).is_file())
    except (OSError, ValueError, KeyError, TypeError):
        return 0
