"""A place after a good night of today, and what the doctor says of it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from shutil import copytree, rmtree
from socket import socket

import pytest

from reconcile.commands.doctor import Findings, examine, worst
from reconcile.nights.night import run_night
from tests.factory import write_samples
from tests.places import Place, unchecked

NOBODY = 65534
MAIN = "from reconcile.cli import main; main()"


@pytest.fixture(scope="session")
def good_night(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("good é night"))
    write_samples(place.root / "raw")
    assert run_night(place.settings, unchecked).exit_status == 0
    return place


@pytest.fixture
def place(good_night: Place, tmp_path: Path) -> Place:
    copytree(good_night.root, tmp_path, dirs_exist_ok=True)
    with (tmp_path / "reconcile.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"[service]\nport = {free_port()}\nsettle_s = 600\n")
    return good_night.at(tmp_path)


def free_port() -> int:
    with socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def found(place: Place, now: datetime | None = None) -> Findings:
    """What the doctor finds, which changes no file."""
    before = everything(place.root)
    seen = examine(place.settings, now)[1]
    assert everything(place.root) == before, "the doctor changed something"
    return seen


def everything(root: Path) -> dict[str, tuple[int, int, int]]:
    return {
        str(one): ((told := one.lstat()).st_mode, told.st_size, told.st_mtime_ns)
        for one in [root, *root.rglob("*")]
    }


def told(findings: Findings, check: str) -> tuple[int, str, str]:
    """The sign of a check, and the sentences and cures of that sign."""
    notes = [note for note in findings[check] if note.sign == worst(findings[check])]
    return (
        worst(findings[check]),
        " ".join(note.sentence for note in notes),
        " ".join(note.cure for note in notes),
    )


@contextmanager
def unprivileged() -> Iterator[Path]:
    """A folder of an ordinary user, and the test as that user: root may write everywhere."""
    root = Path(tempfile.mkdtemp(prefix="doctor-"))
    root.chmod(0o755)
    if os.geteuid() == 0:
        os.chown(root, NOBODY, NOBODY)
        os.seteuid(NOBODY)
        try:
            yield root
        finally:
            os.seteuid(0)
    else:
        yield root
    for one in root.rglob("*"):
        if one.is_dir():
            one.chmod(0o700)
    rmtree(root)


@pytest.fixture
def served() -> Iterator[Callable[[Path], subprocess.Popen[str]]]:
    """Gives a function that starts `reconcile serve` and waits until it says that it serves."""
    started: list[subprocess.Popen[str]] = []
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    environment |= {"PREFECT_RUNNER_POLL_FREQUENCY": "1", "PYTHONUTF8": "1"}

    def start(settings: Path) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", MAIN, "serve", "--config", str(settings)]
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        started.append(process)
        assert process.stdout is not None
        line = process.stdout.readline()
        assert "http://127.0.0.1:" in line, line
        return process

    yield start
    for one in started:
        if one.poll() is None:
            one.kill()
        one.wait()
