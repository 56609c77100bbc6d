"""What Prefect is told before it is imported."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from flows import environment


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path.cwd())  # to which it comes back
    for name in (*environment.SETTINGS, "PREFECT_HOME"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def test_prefect_lives_in_the_state_folder_and_tells_nobody(tmp_path: Path) -> None:
    environment.prepare(tmp_path / "état")
    assert os.environ["PREFECT_HOME"] == str(tmp_path / "état" / "prefect")
    assert (tmp_path / "état" / "prefect").is_dir()
    assert os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert os.environ["DO_NOT_TRACK"] == "1"


def test_what_the_caller_set_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "INFO")
    environment.prepare(tmp_path)
    assert os.environ["PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"] == "INFO"


def test_preparing_does_not_import_prefect(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from flows.environment import prepare;"
        "prepare(pathlib.Path(sys.argv[1])); print('prefect' in sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "False"


ASK = """
import sys, pathlib
from flows.environment import prepare
prepare(pathlib.Path(sys.argv[1]))
from prefect.settings import PREFECT_API_URL, PREFECT_HOME
print(PREFECT_API_URL.value(), PREFECT_HOME.value())
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".env", "PREFECT_API_URL=http://192.0.2.7/api\n"),
        ("prefect.toml", '[api]\nurl = "http://192.0.2.7/api"\n'),
        ("pyproject.toml", '[tool.prefect.api]\nurl = "http://192.0.2.7/api"\n'),
    ],
)
def test_files_of_the_current_folder_set_nothing(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-c", ASK, "state"]
    bare = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}

    def said(**more: str) -> str:
        environment = {**bare, "PYTHONPATH": str(Path(__file__).parents[2]), **more}
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        ).stdout.strip()

    assert said() == f"None {tmp_path / 'state' / 'prefect'}"
    set_ = {"PREFECT_API_URL": "http://127.0.0.1:9/api", "PREFECT_HOME": "home"}
    assert said(**set_) == f"http://127.0.0.1:9/api {tmp_path / 'home'}"


@pytest.mark.parametrize("start", [0, 100], ids=["no database", "pages overwritten"])
def test_a_damaged_log_of_runs_is_set_aside(tmp_path: Path, start: int) -> None:
    log = tmp_path / "prefect" / "prefect.db"
    wal = log.with_name("prefect.db-wal")
    log.parent.mkdir()
    with closing(sqlite3.connect(log)) as database:
        database.execute("CREATE TABLE run (name TEXT)")
    assert environment.prepare(tmp_path) is None
    damaged = log.read_bytes()[:start] + b"?" * 4096
    log.write_bytes(damaged)
    wal.write_bytes(b"?")
    with FileLock(tmp_path / "serve.lock"):
        assert environment.prepare(tmp_path) is None, "a service has it open"
    assert environment.prepare(tmp_path) == log.with_name("prefect.db.damaged")
    assert log.with_name("prefect.db.damaged").read_bytes() == damaged
    assert not log.exists() and not wal.exists()
    assert environment.prepare(tmp_path) is None
