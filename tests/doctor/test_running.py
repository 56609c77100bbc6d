"""The doctor on what runs and on the program itself; the command, its exit status, its words."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from filelock import FileLock
from typer.testing import CliRunner

from reconcile.cli import app
from reconcile.commands.doctor import CHECKS, examine, running
from reconcile.commands.doctor.finding import ATTENTION, FAULT, OK
from reconcile.config import load
from reconcile.memory.alone import alone
from reconcile.words import words
from tests.doctor.conftest import MAIN, found, free_port, told
from tests.places import Place

TIMEOUT_S = 150.0
Serve = Callable[[Path], subprocess.Popen[str]]


def command(settings: Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["doctor", "--config", str(settings)])
    return done.exit_code, done.output


def test_all_is_well_while_the_service_runs(place: Place, served: Serve) -> None:
    process = served(place.settings)
    place.root.chmod(0o755)
    status, output = command(place.settings)
    assert status == OK, output
    lines = output.splitlines()
    assert lines[-1] == f"Tout va bien : {len(CHECKS) + 2} vérifications."
    assert all(line.startswith("OK         ") for line in lines[:-2])
    assert f"(processus {process.pid} (" in output
    process.kill()
    process.wait()
    status, output = command(place.settings)
    assert (status, output.count("ATTENTION  ")) == (ATTENTION, 1)
    assert "« reconcile serve » ne tourne pas" in output


def test_a_night_that_failed_under_the_service(tmp_path: Path, served: Serve) -> None:
    """A place without any list: each of its nights fails."""
    place = Place(tmp_path)
    for club in ("technopole42", "rezames"):
        (tmp_path / "raw" / club).mkdir(parents=True)
    with place.settings.open("a") as settings:
        settings.write(f"[service]\nport = {free_port()}\nsettle_s = 1\n")
    served(place.settings)
    end = time.monotonic() + TIMEOUT_S
    while time.monotonic() < end:
        sign, says, cure = told(examine(place.settings)[1], "night")
        if sign == ATTENTION and "» a échoué" in says:
            break
        time.sleep(3)
    assert "» a échoué" in says
    assert "http://127.0.0.1:" in cure


def test_a_run_under_way(place: Place) -> None:
    assert "est resté du dernier" in told(found(place), "lock")[1]
    with alone(load(place.settings), words("fr")):
        assert f"processus {os.getpid()} (" in told(found(place), "lock")[1]


def test_without_the_list_of_locks_one_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_LOCKS", tmp_path / "no such file")
    file = tmp_path / "run.lock"
    assert running.holder(file) is None and not file.exists()
    with FileLock(file):
        assert running.holder(file) == running.Holder(0, "reconcile")
    assert running.holder(file) is None
    with FileLock(file, timeout=0):
        pass


def test_a_service_that_does_not_answer(place: Place) -> None:
    with FileLock(place.root / "state" / running.SERVE):
        sign, says, cure = told(found(place), "service")
    assert sign == ATTENTION
    assert "mais ne répond pas" in says and "port" in cure


def test_settings_that_changed_since_the_service_started(place: Place, served: Serve) -> None:
    served(place.settings)
    settings = place.settings.read_text(encoding="utf-8")
    of_each_run = settings + "[matching]\nwrong_merge = 31\n"
    place.settings.write_text(of_each_run, encoding="utf-8")
    assert told(examine(place.settings)[1], "service")[0] == OK
    place.settings.write_text(settings + 'at = "04:00"\n', encoding="utf-8")
    sign, says, cure = told(examine(place.settings)[1], "service")
    assert sign == ATTENTION
    assert "a changé depuis" in says and "relancez le service" in cure


@contextmanager
def answering(port: int, body: bytes) -> Iterator[None]:
    """Another program that answers at a port."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", port), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("body", "says"), [(b"true", "répond celui d'un autre"), (b"<html>", "ne tourne pas : rien")]
)
def test_another_program_at_the_port(place: Place, body: bytes, says: str) -> None:
    with answering(load(place.settings).service.port, body):
        sign, told_, _ = told(found(place), "service")
    assert sign == ATTENTION
    assert says in told_


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:4200"),
        ("0.0.0.0", "http://127.0.0.1:4200"),
        ("::", "http://[::1]:4200"),
        ("::1", "http://[::1]:4200"),
    ],
)
def test_where_a_service_is_asked(tmp_path: Path, host: str, address: str) -> None:
    settings = load(Place(tmp_path).settings).service.model_copy(update={"host": host})
    assert running.address_of(settings) == address


def package(root: Path, name: str, version: str, more: str = "", record: str = "") -> None:
    """A package's lists, as an installer leaves them."""
    info = root / f"{name}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{more}"
    )
    (info / "RECORD").write_text(record)


OURS = "Requires-Dist: {}\nRequires-Python: >=3.11\n"
PROGRAMS = [
    (("prefect", "3.9.1"), "prefect 3.9.1 (==3.8.8)", "supprimez le dossier .venv"),
    (("prefect", "3.8.8", "", "prefect/gone.py,,10\n"), "prefect (prefect/gone.py)", "antivirus"),
    (("reconcile", "0.1.0", OURS.format("no-such>=1")), "Il manque des paquets : no-such", ".venv"),
    (("reconcile", "0.1.0", "Requires-Python: >=4\n"), "ne convient pas (il faut >=4)", ".venv"),
]


@pytest.mark.parametrize(("made", "says", "cure"), PROGRAMS, ids=[one[1] for one in PROGRAMS])
def test_an_installation_that_is_not_whole(
    place: Place, tmp_path: Path, made: tuple[str, ...], says: str, cure: str
) -> None:
    package(tmp_path / "lib", *made)
    done = doctor_with(tmp_path / "lib", place)
    assert done.returncode == FAULT, done.stdout
    line = next(line for line in done.stdout.splitlines() if line.startswith("DÉFAUT"))
    assert line.startswith("DÉFAUT     Programme : ")
    assert says in line and cure in line


def doctor_with(library: Path, place: Place) -> subprocess.CompletedProcess[str]:
    """The doctor where packages of a folder go before those installed."""
    return subprocess.run(
        [sys.executable, "-c", MAIN, "doctor", "--config", str(place.settings)],
        env={**os.environ, "PYTHONPATH": str(library), "PYTHONUTF8": "1"},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "needed"), [("prefect", False), ("pandas", True), ("sqlalchemy", True)]
)
def test_packages_that_cannot_be_loaded(
    place: Place, tmp_path: Path, name: str, needed: bool
) -> None:
    """Each check that needs the package says so, the others go on."""
    broken = tmp_path / "lib" / name
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text('raise ImportError("0601020304")')
    done = doctor_with(tmp_path / "lib", place)
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == len(CHECKS) + 4
    assert ("n'a pas pu se faire (ImportError)" in done.stdout) == needed
    assert done.returncode == (FAULT if needed else ATTENTION)
    assert "0601020304" not in done.stdout


def test_a_place_with_nothing(tmp_path: Path) -> None:
    status, output = command(tmp_path / "none.toml")
    assert status == FAULT
    assert output.startswith("DÉFAUT     Réglages : ") and "reconcile init" in output
    assert list(tmp_path.iterdir()) == []


def test_it_speaks_english(place: Place) -> None:
    text = place.settings.read_text(encoding="utf-8").replace('"fr"', '"en"')
    place.settings.write_text(text, encoding="utf-8")
    status, output = command(place.settings)
    assert status == ATTENTION
    assert 'ATTENTION  Service: "reconcile serve" does not run' in output
    assert "To do: reconcile serve --config" in output


def test_every_sentence_of_a_fault_has_its_cure() -> None:
    """Each key of the words that has a cure is a sentence of the same name."""
    for language in ("fr", "en"):
        for check, sentences in words(language).section("doctor").items():
            cures = [key.removesuffix("_cure") for key in sentences if key.endswith("_cure")]
            assert set(cures) <= set(sentences), check
