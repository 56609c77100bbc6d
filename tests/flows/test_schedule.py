"""The schedule itself starts a run: a Prefect that does not fails without a word."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

SERVE = """
import sys
from datetime import timedelta
from pathlib import Path

from flows.environment import prepare

if __name__ == "__main__":
    config = Path(sys.argv[1])
    prepare(config.parent / "data" / "state")
    from prefect.schedules import Interval

    from flows import service

    service.serve(config, schedule=Interval(timedelta(seconds=5)))
"""
# No list to read: the night stops at once with a sentence, which is all that is needed here.
SETTINGS = """language = "en"
[clubs.nord]
name = "Club du Nord"
"""
TIMEOUT_S = 100.0


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that serves the night every five seconds."""
    config = tmp_path / "é t" / "reconcile.toml"
    (config.parent / "data" / "raw" / "nord").mkdir(parents=True)
    config.write_text(SETTINGS, encoding="utf-8")
    script = tmp_path / "serve.py"
    script.write_text(SERVE, encoding="utf-8")
    root = Path(__file__).parents[2]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    # Prefect's own pace is a look a minute.
    environment |= {"PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "2"}
    environment |= {"PREFECT_RUNNER_POLL_FREQUENCY": "1"}
    environment |= {"PYTHONPATH": str(root), "PYTHONUTF8": "1"}
    process = subprocess.Popen(
        [sys.executable, script, config],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    yield process
    if process.poll() is None:
        process.kill()
        process.wait()


def runs(address: str) -> list[dict[str, Any]]:
    """The flow runs that the server at `address` knows."""
    asked = Request(f"{address}/api/flow_runs/filter", b"{}", {"Content-Type": "application/json"})
    with urlopen(asked, timeout=10) as answer:
        found: list[dict[str, Any]] = json.load(answer)
    return found


def gone(address: str) -> bool:
    """Whether the server stops within some seconds."""
    for _ in range(50):
        try:
            urlopen(f"{address}/api/health", timeout=5).close()
        except ConnectionResetError:
            continue  # it is about to
        except URLError:
            return True
        time.sleep(0.2)
    return False


def test_the_schedule_starts_a_run(serving: subprocess.Popen[str]) -> None:
    assert serving.stdout is not None
    first_line = serving.stdout.readline()
    address = first_line.partition("follow it: ")[2].partition(";")[0]
    assert address.startswith("http://127.0.0.1:"), first_line

    end = time.monotonic() + TIMEOUT_S
    ended: list[dict[str, Any]] = []
    while not ended and time.monotonic() < end:
        time.sleep(0.5)
        ended = [run for run in runs(address) if run["state_type"] in ("COMPLETED", "FAILED")]
    assert ended and ended[0]["auto_scheduled"]
    assert ended[0]["name"].startswith("night of ")

    serving.kill()
    serving.wait()
    assert gone(address), "the server outlived the process that served"
