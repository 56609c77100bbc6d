"""When a run is asked for: what it would read has changed, and has settled."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from flows import folder
from flows.folder import Watcher, inputs, note_seen, seen, wait_until_settled
from reconcile import answered
from reconcile.answers import edited, taking
from reconcile.answers.edited import Edits
from reconcile.config import Club, Config, Paths
from reconcile.results import Memory
from reconcile.tables import empty

if TYPE_CHECKING:
    from reconcile.memory.store import Store

SETTLE_S = 1.0
TIMEOUT_S = 30.0


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A place with a list, and a published set that nobody has touched."""
    found = Paths(raw=tmp_path / "raw", clean=tmp_path / "clean", state=tmp_path / "state")
    (found.raw / "nord").mkdir(parents=True)
    (found.raw / "nord" / "liste.csv").write_text("Nom\nAtelier\n", encoding="utf-8")
    publish(found.clean, "report of tonight")
    return found


def publish(clean: Path, report: str) -> None:
    """Put a set in place as a run does."""
    clean.mkdir(parents=True, exist_ok=True)
    (clean / "match_report.xlsx").write_text(report, encoding="utf-8")
    digest = hashlib.sha256(report.encode()).hexdigest()
    manifest = {"run": 1, "files": {"match_report.xlsx": digest}}
    (clean / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_what_a_run_read_is_seen(paths: Paths) -> None:
    assert seen(paths) is None
    read = inputs(paths)
    assert list(read) == ["raw/nord/liste.csv"]
    note_seen(paths, read)
    assert inputs(paths) == seen(paths) == read


def test_a_list_that_came_while_the_run_read_is_not_seen(paths: Paths) -> None:
    read = inputs(paths)
    (paths.raw / "nord" / "encore.csv").write_text("Nom\n", encoding="utf-8")
    note_seen(paths, read)
    assert inputs(paths) != seen(paths)


@pytest.mark.parametrize(
    "change",
    [
        lambda paths: (paths.raw / "nord" / "liste.csv").write_text("Nom\n", encoding="utf-8"),
        lambda paths: (paths.raw / "nord" / "liste.csv").unlink(),
        lambda paths: (paths.clean / "match_report.xlsx").write_bytes(b"answered"),
        lambda paths: (paths.clean / "match_report.xlsx").unlink(),
        lambda paths: (paths.clean / "manifest.json").unlink(),
        lambda paths: (paths.clean / "manifest.json").write_text("[]"),
        lambda paths: (paths.clean / "match_report.ods").write_bytes(b"answered"),
        lambda paths: (paths.clean / "member_register - Copie.xlsx").write_bytes(b"edited"),
    ],
    ids=[
        "list changed", "list gone", "report answered", "report gone", "outputs gone",
        "no manifest", "report saved as .ods", "copy of the register",
    ],
)  # fmt: skip
def test_what_no_run_has_read_differs(paths: Paths, change) -> None:
    note_seen(paths, inputs(paths))
    change(paths)
    assert inputs(paths) != seen(paths)


def test_what_people_saved_beside_the_outputs_is_read_once(paths: Paths) -> None:
    note_seen(paths, inputs(paths))
    copies = [paths.clean / name for name in ("match_report.csv", "member_register (2).ods")]
    for one in (*copies, paths.clean / "notes.xlsx"):
        one.write_bytes(b"edited")
    read = inputs(paths)
    assert {*read} - {*(seen(paths) or {})} == {f"clean/{one.name}" for one in copies}
    copies[0].write_bytes(b"edited again, while the run read")
    note_seen(paths, read)
    assert inputs(paths) != seen(paths)
    note_seen(paths, inputs(paths))
    assert inputs(paths) == seen(paths)


def test_the_watch_looks_at_the_registers_that_a_night_reads(tmp_path: Path, monkeypatch) -> None:
    names = ["member_register.xlsx", "member_register_nord.csv", "member_register - Copie.ods",
             "member_register.parquet", "autre.xlsx"]  # fmt: skip
    for name in names:
        (tmp_path / name).touch()
    read: list[Path] = []

    def edits(path: Path, *_: object) -> Edits:
        read.append(path)
        return Edits(empty("ledger"), empty("issues"), "")

    monkeypatch.setattr(edited, "edits", edits)
    config = Config(clubs={"nord": Club(name="N")}, paths=Paths(clean=tmp_path))
    taking.take_in(cast("Store", None), Memory(), config)
    assert read == answered.registers(tmp_path)
    assert len(read) == 3


@pytest.mark.parametrize("name", ["~$liste.xlsx", ".~lock.liste.xlsx#", ".liste.csv.swp"])
def test_locks_are_no_lists(paths: Paths, name: str) -> None:
    before = inputs(paths)
    (paths.raw / "nord" / name).write_text("", encoding="utf-8")
    assert inputs(paths) == before


def test_an_answered_report_that_is_open_is_read_once_and_placed_when_closed(paths: Paths) -> None:
    lock = paths.clean / "~$match_report.xlsx"
    lock.touch()
    (paths.clean / "match_report.xlsx").write_bytes(b"answered")
    read = inputs(paths)
    publish(paths.clean / "pending", "report of the next night")
    note_seen(paths, read)
    assert inputs(paths) == seen(paths)  # the report that stays in place was read
    lock.unlink()
    assert inputs(paths) != seen(paths)  # the set that waits can be put in place


@contextmanager
def watching(
    paths: Paths,
    may: bool = True,
    unwatched: Callable[[Exception], None] = print,
    killed: bool = False,
) -> Iterator[list[float]]:
    """When runs were asked for, while the block lasts; `may`: whether asking succeeds; `killed`:
    whether each run is."""
    asked: list[float] = []

    def ask() -> bool:
        asked.append(time.monotonic())
        return may

    watcher = Watcher(paths, SETTLE_S, ask, unwatched, lambda: killed)
    thread = threading.Thread(target=watcher.run, daemon=True)
    thread.start()
    time.sleep(0.5)
    try:
        yield asked
    finally:
        watcher.stop.set()
        thread.join(TIMEOUT_S)
        assert not thread.is_alive()


def wait_for(asked: list[float], n: int) -> None:
    """Wait until `n` runs were asked for."""
    end = time.monotonic() + TIMEOUT_S
    while len(asked) < n and time.monotonic() < end:
        time.sleep(0.05)


def test_a_burst_of_drops_makes_one_run_after_the_last(paths: Paths) -> None:
    note_seen(paths, inputs(paths))
    with watching(paths) as asked:
        for n in range(8):
            (paths.raw / "nord" / f"liste {n}.csv").write_text("Nom\n", encoding="utf-8")
            time.sleep(0.3)
        last = time.monotonic() - 0.3
        wait_for(asked, 1)
        time.sleep(3 * SETTLE_S)
    assert len(asked) == 1
    assert asked[0] - last >= SETTLE_S


def test_what_came_while_nothing_watched_asks_for_a_run(paths: Paths) -> None:
    with watching(paths) as asked:
        wait_for(asked, 1)
    assert len(asked) == 1


def test_what_the_run_itself_wrote_asks_for_none(paths: Paths) -> None:
    note_seen(paths, inputs(paths))
    with watching(paths) as asked:
        read = inputs(paths)
        publish(paths.clean, "report of the next night")
        (paths.clean / "archives").mkdir()
        (paths.clean / "archives" / "old.xlsx").write_bytes(b"old")
        note_seen(paths, read)
        time.sleep(4 * SETTLE_S)
    assert asked == []


def test_where_a_run_is_under_way_it_is_asked_again(paths: Paths) -> None:
    with watching(paths, may=False) as asked:
        wait_for(asked, 2)
    assert len(asked) >= 2


def test_what_a_killed_run_was_to_read_is_asked_for_once_more(paths: Paths, monkeypatch) -> None:
    monkeypatch.setattr(folder, "_TICK_MS", 100)
    monkeypatch.setattr(folder, "LOOK_S", 0.5)
    with watching(paths, killed=True) as asked:
        wait_for(asked, 2)
        time.sleep(3 * SETTLE_S)
        assert len(asked) == 2, "a file that kills each run must not loop"
        (paths.raw / "nord" / "encore.csv").write_text("Nom\n", encoding="utf-8")
        wait_for(asked, 4)
    assert len(asked) == 4


def test_a_folder_without_events_is_looked_at(paths: Paths, monkeypatch) -> None:
    def silent(*_: Path, stop_event: threading.Event, **__: object) -> Iterator[set[object]]:
        while not stop_event.wait(0.1):
            yield set()

    monkeypatch.setattr("watchfiles.watch", silent)
    monkeypatch.setattr(folder, "LOOK_S", 0.5)
    note_seen(paths, inputs(paths))
    with watching(paths) as asked:
        (paths.raw / "nord" / "encore.csv").write_text("Nom\n", encoding="utf-8")
        wait_for(asked, 1)
    assert len(asked) == 1


@pytest.mark.parametrize("error", [OSError("watch limit reached"), RuntimeError("internal")])
def test_a_system_that_watches_no_more_is_told_of_once(paths: Paths, monkeypatch, error) -> None:
    def fails(*_: Path, **__: object) -> Iterator[set[object]]:
        raise error
        yield

    monkeypatch.setattr("watchfiles.watch", fails)
    monkeypatch.setattr(folder, "LOOK_S", 0.5)
    monkeypatch.setattr(folder, "_TICK_MS", 100)
    note_seen(paths, inputs(paths))
    told: list[Exception] = []
    with watching(paths, unwatched=told.append) as asked:
        (paths.raw / "nord" / "encore.csv").write_text("Nom\n", encoding="utf-8")
        wait_for(asked, 1)
    assert len(asked) == 1
    assert told == [error]


def test_a_run_needs_no_watch() -> None:
    code = (
        "import sys, flows.folder; sys.exit(', '.join({'watchfiles', 'pandas'} & {*sys.modules}))"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.stderr.strip() == ""


def test_a_file_that_arrives_in_pieces_is_waited_for(paths: Paths) -> None:
    path = paths.raw / "nord" / "liste.csv"
    begun = time.monotonic()

    def arrive() -> None:
        for _ in range(6):
            with path.open("a", encoding="utf-8") as stream:
                stream.write("Atelier\n")
            time.sleep(0.5)

    thread = threading.Thread(target=arrive)
    thread.start()
    time.sleep(0.1)
    wait_until_settled(paths.raw, 2.0)
    assert time.monotonic() - begun >= 4.0  # the pieces take 2.5 s, and then it lies still
    thread.join()


@pytest.mark.parametrize("shift_s", [-86_400.0, 86_400.0], ids=["old", "clock set back"])
def test_what_is_not_of_now_is_not_waited_for(paths: Paths, shift_s: float) -> None:
    when = time.time() + shift_s
    os.utime(paths.raw / "nord" / "liste.csv", (when, when))
    begun = time.monotonic()
    wait_until_settled(paths.raw, 60.0)
    assert time.monotonic() - begun < 5.0
