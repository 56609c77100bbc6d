"""What happens to a machine: a full disk, folders that may not be written, a copy in mid-run. After
each, the last good register is in place, nothing is lost, and the next run is good."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reconcile.errors import NoInput
from reconcile.nights.outcome import DONE
from reconcile.outputs.publish import digest
from tests.places import Place
from tests.test_editions import firm, save

pytestmark = pytest.mark.skipif(os.name == "nt", reason="disks of Linux and macOS")
LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
from reconcile.cli import main
main()
"""
RUN = ["run", "--direct", "-c"]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A register of six members; since then one more came."""
    return lived_in(tmp_path / "club")


def lived_in(root: Path) -> Place:
    root.mkdir(parents=True, exist_ok=True)
    made = Place(root)
    save(made, "technopole42/membres.xlsx", Membres=[firm(nth) for nth in range(6)])
    assert made.run().exit_status == DONE
    save(made, "technopole42/membres.xlsx", Membres=[firm(nth) for nth in range(7)])
    return made


def outputs(place: Place) -> dict[str, str]:
    return {path.name: digest(path) for path in place.clean.iterdir() if path.is_file()}


def failed(place: Place, limit: int) -> str:
    """Run as people do, no file longer than `limit` bytes; what is told of the failure."""
    command = [sys.executable, "-c", LIMITED, str(limit), *RUN, str(place.settings)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def good_again(place: Place, before: dict[str, str]) -> None:
    assert outputs(place) == before, "the last register, whole"
    assert place.run().exit_status == DONE
    assert place.register()["member_id"].to_list() == [f"M-{nth:04d}" for nth in range(1, 8)]


@pytest.mark.parametrize("limit", [0, 8_000, 60_000])
def test_a_file_that_cannot_grow(place: Place, limit: int) -> None:
    """Wherever a full disk strikes: the note of the run, the store at its start and later."""
    before = outputs(place)
    assert "disque" in failed(place, limit)
    good_again(place, before)


@contextmanager
def disk(folder: Path, *options: str) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["mount", *options, str(folder)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("a disk of its own may not be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_is_full(tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "-t", "tmpfs", "-o", "size=4m", "tmpfs"):
        place = lived_in(tmp_path / "disk" / "club")
        before, ballast = outputs(place), tmp_path / "disk" / "ballast"
        free = shutil.disk_usage(tmp_path / "disk").free
        ballast.write_bytes(b"0" * (free - 40_000))
        assert "disque" in failed(place, 10**9)
        ballast.unlink()
        good_again(place, before)


@pytest.mark.parametrize("room", [0, 40_000, 90_000])
def test_a_disk_of_the_registers_that_is_full(tmp_path: Path, room: int) -> None:
    """It strikes the workbooks and the tables beside them; the store has a disk of its own."""
    club = tmp_path / "club"
    with disk(club / "clean", "-t", "tmpfs", "-o", "size=4m", "tmpfs"):
        place = lived_in(club)
        before, ballast = outputs(place), place.clean / ".ballast"
        ballast.write_bytes(b"0" * (shutil.disk_usage(place.clean).free - room))
        assert "Le disque est plein" in failed(place, 10**9)
        ballast.unlink()
        good_again(place, before)


def test_outputs_that_may_not_be_written(place: Place) -> None:
    before = outputs(place)
    with disk(place.clean, "--bind", str(place.clean)):
        subprocess.run(["mount", "-o", "remount,bind,ro", str(place.clean)], check=True)
        said = failed(place, 10**9)
        assert "clean" in said and "droits" in said
    good_again(place, before)


def test_a_folder_copied_in_mid_run(place: Place, tmp_path: Path) -> None:
    """A copy taken at any moment is whole, or says that it is damaged; the run goes on."""
    before = place.register()["member_id"].to_list()
    command = [sys.executable, "-c", LIMITED, str(10**9), *RUN, str(place.settings)]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    copied = []
    while run.poll() is None:
        copied.append(tmp_path / f"copy {len(copied)}")
        shutil.copytree(place.root, copied[-1])
        time.sleep(0.2)
    assert run.returncode == 0
    for one in copied[len(copied) // 2 :: max(1, len(copied) // 5)]:
        copy = Place(one)
        try:
            assert copy.run().exit_status == DONE
        except NoInput as stop:  # the file of the store was copied while it was written
            assert "decisions" in str(stop)
        else:
            assert copy.register()["member_id"].to_list()[: len(before)] == before
