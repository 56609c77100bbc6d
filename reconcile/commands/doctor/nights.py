"""The last night: when it was, how it ended, and whether what it made is in place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from ...config import PARIS
from .finding import ATTENTION, FAULT, OK, Note, Place, named
from .running import SERVE, address_of, ask, holder

OFTEN: Final = timedelta(hours=26)  # a night a day, and some time for it
RARE: Final = timedelta(days=8)  # where people run it by hand
_AHEAD: Final = timedelta(minutes=10)
_FILES_AHEAD: Final = timedelta(days=1)
_FAILED: Final = ("FAILED", "CRASHED")
_ENDED: Final = ["COMPLETED", *_FAILED]


def last_night(place: Place) -> Iterator[Note]:
    """When the last run was, whether its register was held back, and whether a later one failed."""
    found = place.stored
    if found.trouble:
        yield place.note(ATTENTION, "night.unknown")
        return
    serving = holder(place.config.paths.state / SERVE) is not None
    last = _at(found.finished_at) if found.run else None
    failed = _failed_since(place, last) if serving else None
    told = {"run": found.run, "at": f"{last:%Y-%m-%d %H:%M}" if last else "-"}
    if failed:
        address = address_of(place.config.service)
        key = "night.failed" if last else "night.failed_first"
        yield place.note(ATTENTION, key, **told, night=failed, address=address)
    elif last is None:
        yield place.note(OK, "night.none", file=place.file)
        return
    if last and place.now - last > (OFTEN if serving else RARE):
        yield place.note(ATTENTION, "night.long_ago", **told)
    if found.state == "held":
        report = place.config.paths.clean / "match_report.xlsx"
        yield place.note(ATTENTION, "night.held", **told, report=report)
    yield place.note(OK, "night.fine", **told)


def _at(text: str) -> datetime:
    """A time of the store: by the clock of Paris, without a zone."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def _failed_since(place: Place, last: datetime | None) -> str | None:
    """The name of the service's last run of this place where it failed after `last`."""
    body = {
        "sort": "END_TIME_DESC",
        "limit": 50,
        "flow_runs": {"state": {"type": {"any_": _ENDED}}},
    }
    address = address_of(place.config.service)
    answer = ask(f"{address}/api/flow_runs/filter", json.dumps(body).encode())
    own = [run for run in answer or [] if run["parameters"].get("config") == str(place.file)]
    if not own or own[0]["state_type"] not in _FAILED:
        return None
    ended = datetime.fromisoformat(own[0]["end_time"])
    return str(own[0]["name"]) if last is None or ended > last else None


def waiting(place: Place) -> Iterator[Note]:
    """No set waits for its place; where one does, which files are open."""
    from ...outputs.publish import MANIFEST, NEXT, PENDING, open_elsewhere

    clean = place.config.paths.clean
    pending = clean / PENDING / MANIFEST
    if not pending.exists():
        left = (clean / NEXT / MANIFEST).exists()
        busy = holder(place.config.paths.state / "run.lock") is not None
        key = "waiting.left" if left and not busy else "waiting.fine"
        yield place.note(ATTENTION if left and not busy else OK, key)
        return
    names = sorted({*_files(pending), *_files(clean / MANIFEST)})
    held = open_elsewhere(clean, names)
    key = "waiting.open" if held else "waiting.free"
    yield place.note(ATTENTION, key, files=named(held), folder=clean)


def outputs(place: Place) -> Iterator[Note]:
    """The files in place are those of the manifest; workbooks may have been edited by people."""
    from ...outputs.publish import MANIFEST, digest, register_in_place

    clean = place.config.paths.clean
    if not (clean / MANIFEST).exists():
        yield place.note(OK, "outputs.none")
        return
    files = _files(clean / MANIFEST)
    if not files:
        yield place.note(ATTENTION, "outputs.unreadable", file=clean / MANIFEST)
        return
    gone = [name for name in files if not (clean / name).exists()]
    other = [name for name in files if name not in gone and digest(clean / name) != files[name]]
    books = [name for name in other if name.endswith(".xlsx")]
    changed = [name for name in other if name not in books]
    number = register_in_place(clean)
    if place.stored.run and number > place.stored.run:
        told = {"register": number, "run": place.stored.run, "state": place.config.paths.state}
        yield place.note(FAULT, "outputs.newer", **told)
    if gone:
        yield place.note(ATTENTION, "outputs.gone", files=named(gone))
    if changed:
        yield place.note(ATTENTION, "outputs.changed", files=named(changed))
    key = "outputs.edited" if books else "outputs.fine"
    yield place.note(OK, key, n=len(files), files=named(books))


def _files(manifest: Path) -> dict[str, str]:
    """The names and digests of a manifest; none where it cannot be read."""
    try:
        found: Any = json.loads(manifest.read_bytes())["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return dict(found) if isinstance(found, dict) else {}


def clock(place: Place) -> Iterator[Note]:
    """Neither the last run nor a list is of the future."""
    found, now = place.stored, place.now
    told = {"now": f"{now.astimezone(PARIS):%Y-%m-%d %H:%M}"}
    ahead = found.run and not found.trouble and _at(found.finished_at) - now > _AHEAD
    if ahead:
        at = f"{_at(found.finished_at):%Y-%m-%d %H:%M}"
        yield place.note(FAULT, "clock.behind", **told, at=at)
    late = (now + _FILES_AHEAD).timestamp()
    raw = place.config.paths.raw
    files = [one for one in raw.rglob("*") if one.is_file() and one.stat().st_mtime > late]
    if files:
        names = sorted(one.relative_to(raw).as_posix() for one in files)
        yield place.note(ATTENTION, "clock.files", **told, files=named(names))
    if not ahead and not files:
        yield place.note(OK, "clock.fine", **told)
