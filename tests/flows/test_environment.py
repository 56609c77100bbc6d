"""What Prefect is told before it is imported."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows import environment


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
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
