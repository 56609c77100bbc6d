"""What is installed for real: each command, option, path and address in install/ and its pages is
one that the program has."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import pairwise
from pathlib import Path, PurePosixPath
from shutil import which
from threading import Thread
from typing import Any
from xml.etree import ElementTree

import pytest
import typer
import yaml

from reconcile.cli import app
from reconcile.commands.doctor.running import HEALTH
from reconcile.config import Paths, Service
from reconcile.memory.opening import MACHINE, URL

ROOT = Path(__file__).parents[1]
INSTALL = ROOT / "install"
ENGLISH = {"linux": "linux", "container": "conteneur", "windows": "windows"}
PAGES = sorted([*(ROOT / "docs/installing").glob("*.md"), *(ROOT / "docs/installer").glob("*.md")])
UNIT, IMAGE, COMPOSE = "reconcile.service", "Containerfile", "compose.yaml"
HEALTHY = f"http://127.0.0.1:{Service().port}{HEALTH}"
COMMANDS: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]


def text(name: str) -> str:
    return (INSTALL / name).read_text(encoding="utf-8")


def asked(line: str) -> list[list[str]]:
    """The commands of `reconcile` in a line of a shell, a unit, an image or a task."""
    words = re.findall(r"[^\s\"'`,\[\]]+", line)
    starts = [
        nth
        for nth, (word, after) in enumerate(pairwise(words))
        if re.split(r"[/\\]", word)[-1] in ("reconcile", "reconcile.exe")
        and re.fullmatch("[a-z]+", after)
        and after != "reconcile"
        and words[nth - 1] != "-C"  # a folder of make or git
    ]
    return [words[nth + 1 :] for nth in starts]


def check(command: list[str]) -> None:
    """The command is there, and each of its options."""
    assert command[0] in COMMANDS, command
    options = {name for option in COMMANDS[command[0]].params for name in option.opts}
    assert {word for word in command if word.startswith("--")} <= options, command


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("ExecStart=/o/.venv/bin/reconcile serve --config /s/r.toml", ["serve", "--config"]),
        ("compose run --rm reconcile reconcile init /club", ["init", "/club"]),
        ('CMD ["reconcile", "serve", "--config", "/club/r.toml"]', ["serve", "--config"]),
        (r"C:\r\.venv\Scripts\reconcile.exe init C:\club", ["init", r"C:\club"]),
        ("systemctl enable --now reconcile", []),
        ("make -C /opt/reconcile setup", []),
        ("install -o reconcile -g reconcile -m 0700 /srv/reconcile", []),
    ],
)
def test_commands_are_found(line: str, found: list[str]) -> None:
    assert [word for one in asked(line) for word in one[:2]] == found


@pytest.mark.parametrize("wrong", [["server"], ["serve", "--port"]])
def test_commands_that_are_not_there_are_found_out(wrong: list[str]) -> None:
    with pytest.raises(AssertionError):
        check(wrong)


def unit() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in text(UNIT).splitlines():
        if "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


def test_the_unit_runs_what_is_there_and_may_write_where_a_night_does() -> None:
    said = unit()
    (start,) = said["ExecStart"]
    (command,) = asked(start)
    check(command)
    assert command == ["serve", "--config", "/srv/reconcile/reconcile.toml"]
    assert PurePosixPath(start.split()[0]).parts[-3:] == (".venv", "bin", "reconcile")
    assert "reconcile" in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    place, own = PurePosixPath(said["WorkingDirectory"][0]), Paths()
    (written,) = said["ReadWritePaths"]
    assert {str(place / one.parent) for one in (own.clean, own.state)} == {written}
    assert said["ReadOnlyPaths"] == [f"-{place / own.raw}"]
    assert said["UMask"] == ["0077"]


@pytest.mark.skipif(which("systemd-analyze") is None, reason="systemd is not installed here")
def test_systemd_takes_the_unit_and_finds_it_closed(tmp_path: Path) -> None:
    file = tmp_path / UNIT
    program = Path(sys.executable)
    file.write_text(text(UNIT).replace("/opt/reconcile/.venv/bin/reconcile", str(program)))
    verified = analyze("verify", str(file))
    assert verified.returncode == 0 and str(file) not in verified.stderr, verified.stderr
    told = analyze("security", "--offline=true", str(file)).stdout
    exposure = re.search(r"exposure level for reconcile.service: ([\d.]+)", told)
    assert exposure and float(exposure[1]) <= 1.5, told
    for page in PAGES:
        if page.stem == "linux":
            assert re.search(r"[Ee]xpos\w+ \d\.\d", page.read_text("utf-8")), page


def analyze(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemd-analyze", *words], capture_output=True, text=True, check=False)


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(text(COMPOSE))
    return found


def test_compose_publishes_here_alone_and_names_what_the_program_reads() -> None:
    said = compose()["services"]
    assert (INSTALL / said["reconcile"]["build"]["context"]).resolve() == ROOT
    assert (ROOT / said["reconcile"]["build"]["dockerfile"]).is_file()
    port = Service().port
    assert said["reconcile"]["ports"] == [f"127.0.0.1:{port}:{port}"]
    assert "ports" not in said["database"]
    assert set(said["reconcile"]["environment"]) == {MACHINE, URL}
    assert said["database"]["profiles"] == ["postgres"]
    (volume,) = said["reconcile"]["volumes"]
    (command,) = asked(image()["CMD"][-1])
    assert command[2] == f"{volume.rpartition(':')[2]}/reconcile.toml"


def image() -> dict[str, list[str]]:
    """The lines of the image by their word, those that go on joined."""
    found: dict[str, list[str]] = {}
    for line in text(IMAGE).replace("\\\n", " ").splitlines():
        if line and not line.startswith("#"):
            word, _, rest = line.partition(" ")
            found.setdefault(word, []).append(rest)
    return found


def test_the_image_takes_what_is_there_and_nothing_of_a_club() -> None:
    said = image()
    taken = [word for line in said["COPY"] if "--from" not in line for word in line.split()[:-1]]
    assert all((ROOT / one).exists() for one in taken)
    let_in = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in let_in
    assert {line[1:] for line in let_in if line.startswith("!")} == set(taken)
    packages = [one for one in taken if (ROOT / one).is_dir()]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    patterns = project["tool"]["setuptools"]["packages"]["find"]["include"]
    assert [f"{one}*" for one in packages] == patterns
    assert any("--require-hashes -r requirements.lock" in line for line in said["RUN"])
    assert said["USER"] == ["reconcile"]
    check(asked(said["CMD"][-1])[0])


class _Answer(BaseHTTPRequestHandler):
    body = b""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == HEALTH else 404)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize(("body", "status"), [(b"true", 0), (b"false", 1), (None, 1)])
def test_the_check_of_the_container_asks_where_the_server_answers(
    body: bytes | None, status: int
) -> None:
    """tests/doctor/test_running.py holds that the real server answers there."""
    (line,) = image()["HEALTHCHECK"]
    assert f"'{HEALTHY}'" in line
    command = yaml.safe_load(line.partition("CMD ")[2])
    handler = type("Answer", (_Answer,), {"body": body})
    server = HTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    if body is None:
        server.shutdown()
        server.server_close()
    code = command[2].replace(f":{Service().port}/", f":{server.server_port}/")
    done = subprocess.run([sys.executable, *command[1:2], code], capture_output=True, check=False)
    assert done.returncode == status
    if body is not None:
        server.shutdown()
        server.server_close()


def test_the_task_of_windows_runs_what_is_there_without_an_end() -> None:
    assert not text("reconcile-task.xml").startswith("<?xml"), "schtasks reads it as it is"
    task = ElementTree.fromstring(text("reconcile-task.xml"))
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}

    def one(name: str) -> str:
        return task.findtext(f".//t:{name}", namespaces=space) or ""

    (command,) = asked(f"{one('Command')} {one('Arguments')}")
    check(command)
    assert one("Command").endswith(r"\.venv\Scripts\reconcile.exe")
    assert one("ExecutionTimeLimit") == "PT0S", "else it ends after three days"
    for page in PAGES:
        if page.stem == "windows":
            assert one("Command") in page.read_text("utf-8")
            assert one("Arguments") in page.read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_what_a_page_says_to_type_is_there(page: Path) -> None:
    said = page.read_text(encoding="utf-8")
    commands = [one for line in _code(said) for one in asked(line)]
    assert len(commands) >= 2
    for command in commands:
        check(command)
    for name in re.findall(r"install[/\\]([\w.-]+\w)", said):
        assert (INSTALL / name).exists() or name == ".env", name
    for link in re.findall(r"\]\(([^)]+)\)", said):
        assert (page.parent / link).exists(), link
    for target in re.findall(r"make (?:-C \S+ )?(\w+)`?$", said, re.MULTILINE):
        assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE), target
    variables = set(re.findall(r"\b(RECONCILE_\w+|POSTGRES_\w+)=", said))
    assert variables <= set(re.findall(r"\$\{(\w+)", text(COMPOSE)))


def _code(said: str) -> list[str]:
    blocks = re.findall(r"```\n(.*?)```", said, re.DOTALL)
    rest = re.sub(r"```\n.*?```", "", said, flags=re.DOTALL)
    return [*"\n".join(blocks).splitlines(), *re.findall(r"`([^`\n]+)`", rest)]


@pytest.mark.parametrize(("english", "french"), ENGLISH.items())
def test_both_languages_say_to_type_the_same(english: str, french: str) -> None:
    pages = (ROOT / f"docs/installing/{english}.md", ROOT / f"docs/installer/{french}.md")
    one, other = ([c for line in _code(p.read_text("utf-8")) for c in asked(line)] for p in pages)
    assert one == other
