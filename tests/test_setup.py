"""The set-up script: which Python it takes, what it says, when it works and when it rests."""

from __future__ import annotations

import ast
import base64
import hashlib
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import setup_env

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="stands in for Pythons with shell scripts")

BACKEND = '''"""The smallest build backend: a wheel that points to the folder it is built in."""

import os
import zipfile

FILES = {
    "../reconcile_here.pth": os.getcwd(),
    "METADATA": "Metadata-Version: 2.1\\nName: reconcile\\nVersion: 0.1\\n",
    "WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    "entry_points.txt": "[console_scripts]\\nreconcile = reconcile:main\\n",
    "RECORD": "",
}


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    name = "reconcile-0.1-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(wheel_directory, name), "w") as wheel:
        for file, text in FILES.items():
            path = os.path.normpath(os.path.join("reconcile-0.1.dist-info", file))
            wheel.writestr(path, text)
    return name
'''
PYPROJECT = """[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "reconcile"
version = "0.1"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with a dependency that a wheel beside it brings, in an awkward path."""
    root = tmp_path / "é t"
    wheels = tmp_path / "wheels"
    (root / "reconcile").mkdir(parents=True)
    wheels.mkdir()
    (root / "reconcile" / "__init__.py").write_text("import tiny\ndef main(): print(tiny.NAME)\n")
    (root / "backend.py").write_text(BACKEND)
    (root / "pyproject.toml").write_text(PYPROJECT)
    wheel = wheels / "tiny-1.0-py3-none-any.whl"
    info = "tiny-1.0.dist-info/"
    with zipfile.ZipFile(wheel, "w") as archive:
        code = b"NAME = 'tiny'\n"
        archive.writestr("tiny.py", code)
        archive.writestr(info + "METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        archive.writestr(
            info + "WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        hashed = base64.urlsafe_b64encode(hashlib.sha256(code).digest()).decode().rstrip("=")
        archive.writestr(info + "RECORD", f"tiny.py,sha256={hashed},{len(code)}\n")
    lock(root, hashlib.sha256(wheel.read_bytes()).hexdigest())
    return root


def lock(root: Path, digest: str) -> None:
    """Write a lock of one package whose hash is `digest`."""
    (root / "requirements.lock").write_text(f"tiny==1.0 \\\n    --hash=sha256:{digest}\n")


def set_up(root: Path) -> subprocess.CompletedProcess[str]:
    """Run the script on a project, as a person whose settings name a folder of wheels."""
    # Only its own folder of wheels, and no uv: nothing is fetched.
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "UV_"))}
    environment |= {
        "PATH": "/usr/bin:/bin",
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": (root.parent / "wheels").as_uri(),
        "PIP_CONFIG_FILE": os.devnull,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(ROOT),
    }
    code = "import sys, setup_env; sys.exit(setup_env.main(sys.argv[2:], sys.argv[1]))"
    return subprocess.run(
        [sys.executable, "-c", code, str(root), "--python", sys.executable],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_project_is_set_up_then_left_alone(project: Path) -> None:
    good = (project / "requirements.lock").read_text()
    (project / "requirements.lock").write_text(good.replace("sha256:", "sha256:0")[:-2] + "\n")
    refused = set_up(project)
    assert refused.returncode == 1
    assert "hash" in refused.stderr.lower()
    assert not (project / ".venv" / setup_env.STAMP).exists()

    # What was left half made is made again.
    (project / "requirements.lock").write_text(good)
    done = set_up(project)
    assert done.returncode == 0, done.stderr
    assert "incomplet" in done.stderr
    command = [project / ".venv" / "bin" / "reconcile"]
    answer = subprocess.run(command, env={"PATH": "/bin"}, capture_output=True, check=True)
    assert answer.stdout == b"tiny\n"
    library = next((project / ".venv" / "lib").glob("python3.*")) / "site-packages"
    assert list((library / "__pycache__").glob("tiny.*.pyc"))
    assert list((project / "reconcile" / "__pycache__").glob("*.pyc"))

    made_at = (project / ".venv" / setup_env.STAMP).stat().st_mtime_ns
    again = set_up(project)
    assert (again.returncode, again.stderr) == (0, "")
    assert (project / ".venv" / setup_env.STAMP).stat().st_mtime_ns == made_at


def stamped(root: Path) -> str:
    """A `.venv` that looks whole."""
    (root / ".venv" / "bin").mkdir(parents=True)
    (root / ".venv" / "bin" / "python").touch()
    setup_env.stamp(str(root), str(root / ".venv"))
    return str(root / ".venv")


def test_what_is_to_be_done_again(project: Path) -> None:
    root = str(project)
    assert setup_env.state(root, str(project / ".venv")) == "make"
    venv = stamped(project)
    assert setup_env.state(root, venv) == "whole"

    with (project / "pyproject.toml").open("a") as file:
        file.write("# changed\n")
    assert setup_env.state(root, venv) == "project"

    setup_env.stamp(root, venv)
    lock(project, "1" * 64)
    assert setup_env.state(root, venv) == "make"

    setup_env.stamp(root, venv)
    (project / ".venv" / "bin" / "python").unlink()
    assert setup_env.state(root, venv) == "make"


def test_a_moved_project_is_set_up_again(project: Path) -> None:
    stamped(project)
    moved = project.rename(project.with_name("ailleurs"))
    assert setup_env.state(str(moved), str(moved / ".venv")) == "make"


def python(folder: Path, name: str, answer: str, status: int = 0) -> str:
    """A command that answers the probe as a Python would."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{answer}'\nexit {status}\n")
    path.chmod(0o755)
    return str(path)


def test_a_python_that_does_not_run_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python(tmp_path / "shims", "python3.13", "pyenv: python3.13: command not found", 127)
    python(tmp_path / "shims", "python3.12", "3.10 True True")
    good = python(tmp_path / "usual", "python3.12", "3.12 True True")
    monkeypatch.setenv("PATH", f"{tmp_path / 'shims'}{os.pathsep}{tmp_path / 'usual'}")
    assert setup_env.find_python(None, str(tmp_path / ".venv"), uv=None) == [good]


def test_the_own_environment_is_no_candidate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".venv").mkdir()
    python(tmp_path / ".venv" / "bin", "python3", "3.12 True True")
    monkeypatch.setenv("PATH", str(tmp_path / ".venv" / "bin"))
    with pytest.raises(setup_env.MissingError):
        setup_env.find_python(None, str(tmp_path / ".venv"), uv=None)


def test_without_ensurepip_a_python_does_only_with_uv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = python(tmp_path / "bin", "python3", "3.11 True False")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert setup_env.find_python(None, str(tmp_path / ".venv"), uv="/usr/bin/uv") == [bare]
    with pytest.raises(setup_env.MissingError) as error:
        setup_env.find_python(None, str(tmp_path / ".venv"), uv=None)
    french, english = str(error.value).splitlines()
    assert french.startswith("Il manque le module venv de Python 3.11 ; pour l'installer : ")
    assert english.startswith("The venv module of Python 3.11 is missing; to install it: ")


@pytest.mark.parametrize(
    ("manager", "command"),
    [
        ("apt-get", "apt install python3-venv"),
        ("dnf", "dnf install python3.12"),
        ("zypper", "zypper install python313"),
        ("brew", "brew install python@3.13"),
        (None, "https://www.python.org/downloads/"),
    ],
)
def test_the_remedy_is_that_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, manager: str | None, command: str
) -> None:
    monkeypatch.setattr(setup_env.platform, "system", lambda: "Linux")
    if manager:
        python(tmp_path, manager, "")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(setup_env.MissingError) as error:
        setup_env.find_python(None, str(tmp_path), uv=None)
    french, english = str(error.value).splitlines()
    assert french.startswith("Il manque Python 3.11, 3.12 ou 3.13 ; pour l'installer : ")
    assert french.endswith(command) and english.endswith(command)


def test_nothing_fitting_gives_2(tmp_path: Path) -> None:
    script = tmp_path / "setup_env.py"
    script.write_bytes((ROOT / "setup_env.py").read_bytes())
    (tmp_path / "requirements.lock").touch()
    (tmp_path / "pyproject.toml").touch()
    answer = subprocess.run(
        [sys.executable, script], env={"PATH": str(tmp_path)}, capture_output=True, check=False
    )
    assert answer.returncode == 2
    assert answer.stderr.count(b"\n") == 2
    assert not (tmp_path / ".venv").exists()


def test_an_old_python_can_read_the_script() -> None:
    source = (ROOT / "setup_env.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))
    used = {
        name.name.split(".")[0]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import)
        for name in node.names
    }
    assert used <= set(sys.stdlib_module_names)


def test_the_lock_names_no_host_and_no_machine() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for sign in ("://", "--index-url", "--find-links", " @ ", "/home/", "/root/", "/tmp/"):
        assert sign not in text
    pinned = [line for line in text.splitlines() if line and line[0] not in " #"]
    assert all("==" in line and line.endswith("\\") for line in pinned)
    assert text.count("\n    --hash=sha256:") >= len(pinned)


def wanted() -> list[str]:
    """The names of what pyproject.toml asks for, tools included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    return [re.split(r"[<>=\[ ]", one, maxsplit=1)[0] for one in asked]


@pytest.mark.parametrize("name", wanted())
def test_a_dependency_is_locked_and_earns_its_place(name: str) -> None:
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    reasons = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## What each")[2]
    assert re.search(rf"^{re.escape(name)}==", locked, re.MULTILINE)
    assert re.search(rf"^\|[^|]*\b{re.escape(name)}\b", reasons, re.MULTILINE)
