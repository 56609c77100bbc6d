"""Killed in the middle, an erasure is carried on; what cannot be cleaned is tried again."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reconcile.commands.erasing import erase
from reconcile.erasure.sweep import left_of
from reconcile.memory.store import Store
from reconcile.outputs import publish
from tests.erasure.erased import MAIL, contacts, made, night, problems, traces
from tests.places import copied

KILLED = """
import os, signal, sys
from pathlib import Path
from reconcile.commands.erasing import erase
from reconcile.erasure import files, stored
moment, settings, whom = sys.argv[1:]
if moment == "store":
    stored._values = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
elif moment == "pack":
    stored.pack = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
else:
    left, put = [int(moment)], files.replace
    def replace(path, content):
        if not left[0]:
            path.with_name(f".{path.name}.part").write_bytes(content[:100])
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        put(path, content)
    files.replace = replace
erase(Path(settings), whom, lambda *_: True)
"""


@pytest.mark.parametrize("moment", ["store", "0", "3", "pack"])
def test_killed_between_files_the_next_run_completes_it(tmp_path: Path, moment: str) -> None:
    place = copied(made, tmp_path)
    command = [sys.executable, "-c", KILLED, moment, str(place.settings), MAIL]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert "brondel" not in (done.stdout + done.stderr).casefold()
    if moment == "store":
        assert "Brondel" in contacts(place)["Nom"].to_list()
        assert len(Store(tmp_path / "state" / "register.db").recall().ledger) == 0, "all or nothing"
        return
    assert left_of(Store(tmp_path / "state" / "register.db"))
    night(place)
    assert left_of(Store(tmp_path / "state" / "register.db")) == ""
    assert traces(place) == []
    assert not list(place.clean.rglob(".*.part"))


def test_a_damaged_or_open_file_is_told_and_tried_again(tmp_path: Path) -> None:
    place = copied(made, tmp_path)
    night(place)
    archive = place.clean / "archives" / "00001"
    damaged, whole = archive / "member_register.xlsx", archive / "match_report.xlsx"
    kept = damaged.read_bytes()
    damaged.write_bytes(kept[:-500])
    lock = archive / "~$match_report.xlsx"
    lock.touch()
    said = erase(place.settings, MAIL, lambda *_: True)
    assert "archives/00001/member_register.xlsx" in said
    assert "archives/00001/match_report.xlsx" in said
    assert whole.exists()
    night(place)
    assert "archives/00001/match_report.xlsx" in problems(place)
    lock.unlink()
    damaged.write_bytes(kept)
    night(place)
    assert traces(place) == []
    assert left_of(Store(tmp_path / "state" / "register.db")) == ""


def test_a_set_that_a_crash_left_waiting_is_cleaned_before_it_appears(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = copied(made, tmp_path)
    (place.clean / "member_register.xlsx").unlink()
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("reconcile.nights.night.publish.place", _stopped_at_second_call())
        night(place)
    assert (place.clean / publish.NEXT / publish.MANIFEST).exists(), "committed, not in its place"
    erase(place.settings, MAIL, lambda *_: True)
    assert traces(place) == []
    night(place)
    assert "Brondel" not in contacts(place)["Nom"].to_list()


def _stopped_at_second_call() -> Callable[..., list[str]]:
    put, calls = publish.place, []

    def place(clean: Path, note: str) -> list[str]:
        calls.append(clean)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return put(clean, note)

    return place


def test_a_file_that_waits_is_known_by_its_name_wherever_it_lies(tmp_path: Path) -> None:
    place = copied(made, tmp_path)
    lock = place.clean / ".~lock.match_report.xlsx#"
    lock.touch()
    erase(place.settings, MAIL, lambda *_: True)
    assert left_of(Store(tmp_path / "state" / "register.db")) == "match_report.xlsx"
    lock.unlink()
    night(place)
    assert traces(place) == []
    assert left_of(Store(tmp_path / "state" / "register.db")) == ""
