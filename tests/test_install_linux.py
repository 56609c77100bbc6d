"""install/linux.sh, run with what needs root or a network in its place."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
pytestmark = pytest.mark.skipif(os.name == "nt", reason="a script of Linux")
STUBS = {
    "id": '[ "$1" = -u ] && echo 0 || [ -e "$AWAY/useradd" ]',
    "useradd": ': >"$AWAY/useradd"; echo "useradd $*" >>"$AWAY/calls"',
    "systemctl": 'echo "$*" >>"$AWAY/calls"; [ "$1" != is-active ] || [ -e "$AWAY/active" ]',
    "chown": 'echo "chown $*" >>"$AWAY/calls"',
    "runuser": 'shift 3; exec "$@"',
    "make": f'mkdir -p "$3/.venv/bin"; ln -sf "{BIN}/python" "{BIN}/reconcile" "$3/.venv/bin"',
}


class Machine:
    """A checkout of the program, and folders in the place of those of the system."""

    def __init__(self, away: Path) -> None:
        if str(away).startswith(("/home/", "/root/")):
            pytest.skip("the service is refused there")
        self.away, self.program, self.place = away, away / "program", away / "place"
        self.unit = away / "units/reconcile.service"
        self.checkout = away / "checkout"
        shutil.copytree(ROOT / "install", self.checkout / "install")
        self.git("init", "-q")
        self.commit()
        for folder in ("units", "stubs"):
            (away / folder).mkdir()
        for name, line in STUBS.items():
            self.stub(name, line)

    def stub(self, name: str, line: str) -> None:
        file = self.away / "stubs" / name
        file.write_text(f"#!/bin/sh\n{line}\n")
        file.chmod(0o755)

    def git(self, *words: str) -> str:
        me = ("-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false")
        command = ["git", "-C", str(self.checkout), *me, *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "one")

    def install(self, path: str = "", **others: str) -> tuple[int, str, list[str]]:
        """The exit status, what is told, and what was asked of the system."""
        (self.away / "calls").write_text("")
        places = {"PROGRAM": self.program, "PLACE": self.place, "UNITS": self.unit.parent}
        path = path or f"{BIN}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["/bin/sh", str(self.checkout / "install/linux.sh")],
            env={"PATH": f"{self.away}/stubs{os.pathsep}{path}", "AWAY": str(self.away)}
            | {name: str(folder) for name, folder in places.items()}
            | others,
            capture_output=True,
            text=True,
            check=False,
        )
        calls = (self.away / "calls").read_text().splitlines()
        return done.returncode, done.stderr, [one for one in calls if "show" not in one]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_script_is_plain_sh() -> None:
    subprocess.run(["/bin/sh", "-n", str(ROOT / "install/linux.sh")], check=True)


def test_one_command_installs_and_the_second_time_brings_up_to_date(machine: Machine) -> None:
    status, told, calls = machine.install()
    assert (status, calls[1:]) == (0, [
        "is-active --quiet reconcile", f"chown reconcile:reconcile {machine.place}",
        "daemon-reload", "enable --quiet reconcile",
    ]), told  # fmt: skip
    assert calls[0].startswith(f"useradd --system --user-group --home-dir {machine.place} ")
    assert "Nommez les clubs" in told and "Name the clubs" in told
    settings = machine.place / "reconcile.toml"
    modes = [path.stat().st_mode & 0o777 for path in (machine.place, settings, machine.unit)]
    assert modes == [0o700, 0o600, 0o644]
    unit = (ROOT / "install/reconcile.service").read_text()
    for was, now in (("/opt/reconcile", machine.program), ("/srv/reconcile", machine.place)):
        unit = unit.replace(was, str(now))
    assert machine.unit.read_text() == unit

    named = settings.read_text().replace('"Club A"', '"Technopole"')
    settings.write_text(named)
    machine.commit()
    (machine.away / "active").touch()
    status, told, calls = machine.install()
    assert (status, calls) == (0, [
        "is-active --quiet reconcile", "stop reconcile", "daemon-reload",
        "enable --quiet reconcile", "restart reconcile",
    ]), told  # fmt: skip
    assert settings.read_text() == named
    head = machine.git("rev-parse", "HEAD")
    assert machine.git("-C", str(machine.program), "rev-parse", "HEAD") == head


@pytest.mark.parametrize("missing", ["git", "make"])
def test_what_is_missing_is_told(machine: Machine, missing: str) -> None:
    tools = machine.away / "tools"
    tools.mkdir()
    for name in {"git", "dirname"} - {missing}:
        (tools / name).symlink_to(shutil.which(name) or "")
    if missing == "make":
        (machine.away / "stubs/make").unlink()
    status, told, calls = machine.install(str(tools))
    assert (status, calls) == (1, [])
    assert f"Il manque {missing} ; pour l'installer : sudo apt install git make" in told
    assert f"{missing} is missing; to install it: sudo apt install git make" in told


@pytest.mark.parametrize(
    ("stub", "line", "said"),
    [
        ("id", "echo 1000", "It takes root's rights"),
        ("systemctl", "exit 1", "systemd does not run here"),
        ("runuser", '[ "$2" != nobody ]', "can be read by root alone"),
        ("useradd", "exit 1", "The user reconcile could not be made"),
        ("make", "exit 2", "The setup in"),
        ("make", 'mkdir -p "$3/.venv/bin"', "cannot start"),
        ("chown", "exit 1", "cannot write into"),
    ],
)
def test_what_fails_stops_with_a_sentence(
    machine: Machine, stub: str, line: str, said: str
) -> None:
    machine.stub(stub, line)
    status, told, calls = machine.install()
    assert (status, said in told) == (1, True), told
    assert "enable --quiet reconcile" not in calls


@pytest.mark.parametrize("place", ["srv/r", "/srv/a b", "/home/a/r", ""])
def test_a_place_that_the_service_could_not_use_is_refused(machine: Machine, place: str) -> None:
    status, told, calls = machine.install(PLACE=place or str(machine.program))
    assert (status, calls) == (1, [])
    assert "PROGRAM and PLACE: two whole paths" in told


def test_a_folder_of_something_else_is_left_alone(machine: Machine) -> None:
    machine.place.mkdir()
    (machine.place / "thesis.txt").touch()
    status, told, calls = machine.install()
    assert (status, calls) == (1, [])
    assert "is not empty" in told
