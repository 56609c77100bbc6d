"""A whole run, as `make run` makes it: whom it speaks to, and what it leaves behind of persons."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reconcile.config import load
from reconcile.ingest import read_clubs
from reconcile.standardise import standardise

ROOT = Path(__file__).parents[2]
# Python calls it in every process of the run, the server's too, before anything else.
HOOK = """
import os, sys

def heard(event, told):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.gethostbyname"):
        line = repr((event, told[0] if "get" in event else told[1])) + "\\n"
        file = os.open(os.environ["HEARD"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(file, line.encode("utf-8", "replace"))
        os.close(file)

sys.addaudithook(heard)
"""
HERE = {"127.0.0.1", "::1", "localhost", "", None}


def heard_by(tmp_path: Path) -> dict[str, str]:
    """An environment whose Python notes every address that is asked for."""
    (tmp_path / "hook").mkdir(exist_ok=True)
    (tmp_path / "hook" / "sitecustomize.py").write_text(HOOK)
    kept = {key: text for key, text in os.environ.items() if not key.startswith("PREFECT_")}
    paths = os.pathsep.join((str(tmp_path / "hook"), str(ROOT)))
    return kept | {"PYTHONPATH": paths, "HEARD": str(tmp_path / "heard"), "PYTHONUTF8": "1"}


def outside(tmp_path: Path) -> list[str]:
    """The addresses beyond this machine that were asked for; a path is a socket of the disk."""
    asked = [ast.literal_eval(line) for line in (tmp_path / "heard").read_text().splitlines()]
    hosts = [one[0] if isinstance(one, tuple) else one for _, one in asked]
    return [one for one in hosts if one not in HERE and not str(one).startswith("/")]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A place with the sample lists after a run, and all that the run printed."""
    place = tmp_path_factory.mktemp("quiet")
    shutil.copytree(ROOT / "data" / "raw", place / "data" / "raw")
    shutil.copy(ROOT / "reconcile.toml", place)
    command = [sys.executable, "-c", "from reconcile.cli import main; main()", "run"]
    done = subprocess.run(
        command, cwd=place, env=heard_by(place), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return place, done.stdout + done.stderr


def test_the_ear_hears(tmp_path: Path) -> None:
    lines = "import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.connect(('192.0.2.1', 9))"
    subprocess.run([sys.executable, "-c", lines], env=heard_by(tmp_path), check=False)
    assert outside(tmp_path) == ["192.0.2.1"]


def test_a_run_speaks_to_this_machine_alone(run: tuple[Path, str]) -> None:
    place, _ = run
    assert "127.0.0.1" in (place / "heard").read_text(), "Prefect's server was spoken to"
    assert outside(place) == []


def test_no_log_artifact_or_name_of_a_run_holds_a_value_of_a_person(run: tuple[Path, str]) -> None:
    place, printed = run
    values = personal(place)
    assert len(values) > 100, "the sample lists hold persons"
    left = {"what was printed": printed.encode()}
    for path in (place / "data" / "state" / "prefect").rglob("*"):
        if path.is_file():
            left[path.name] = path.read_bytes()
    assert any(b"nightly" in content for content in left.values()), "Prefect's memory was read"
    assert [
        (where, value)
        for where, content in left.items()
        for value in values
        if any(one in content.lower() for one in written(value))
    ] == []


def written(value: str) -> set[bytes]:
    """A value as it stands in a text, or in JSON; small letters."""
    texts = (value, json.dumps(value).strip('"'), json.dumps(value, ensure_ascii=False).strip('"'))
    return {text.encode().lower() for text in texts}


def personal(place: Path) -> set[str]:
    """Mails, phones as they are written and as they are read, and names of persons, but for those
    by which a firm is called, too."""
    config = load(place / "reconcile.toml")
    reading = read_clubs(config)
    found = standardise(reading.raw, reading.columns)
    labels = [one for one in reading.raw if re.match("email|phone|mobile|fax", one)]
    texts = {text for label in labels for text in reading.raw[label].dropna()}
    for field in ("emails", "phones"):
        texts |= {one for values in found.records[field] for one in values}
    firms = " ".join(reading.raw["name"].dropna()).casefold()
    people = {text for part in ("first", "last") for text in found.people[part].dropna()}
    texts |= {one for one in people if one.casefold() not in firms}
    return {one.strip() for one in texts if len(one.strip()) > 4}
