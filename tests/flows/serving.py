"""`reconcile serve` of a place of its own, as a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
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

    service.serve(config, schedule=Interval(timedelta(seconds=int(sys.argv[2]))))
"""
# No list to read: the night stops at once with a sentence, which is all that is needed here.
SETTINGS = """language = "en"
[clubs.nord]
name = "Club du Nord"
[service]
settle_s = 1
port = 0
"""
TIMEOUT_S = 100.0
OFTEN_S, SELDOM_S = 5, 86_400


@dataclass
class Served:
    """A service of a place of its own: its process, and where its server answers."""

    process: subprocess.Popen[str]
    place: Path
    address: str = ""

    def ended(self, *kinds: str) -> list[dict[str, Any]]:
        """The first runs that ended so, waited for."""
        end = time.monotonic() + TIMEOUT_S
        found: list[dict[str, Any]] = []
        while not found and time.monotonic() < end:
            time.sleep(0.5)
            found = [run for run in runs(self.address) if run["state_type"] in kinds]
        return found


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Gives a function that serves the night each so many seconds, of a list of some rows."""
    config = tmp_path / "é t" / "reconcile.toml"
    (config.parent / "data" / "raw" / "nord").mkdir(parents=True)
    config.write_text(SETTINGS, encoding="utf-8")
    # The service starts there; neither it nor the processes of its runs may read it.
    (tmp_path / "prefect.toml").write_text("no settings [", encoding="utf-8")
    script = tmp_path / "serve.py"
    script.write_text(SERVE, encoding="utf-8")
    root = Path(__file__).parents[2]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    # Prefect's own pace is a look a minute.
    environment |= {"PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "2"}
    environment |= {"PREFECT_RUNNER_POLL_FREQUENCY": "1"}
    environment |= {"PYTHONPATH": str(root), "PYTHONUTF8": "1"}
    started: list[Served] = []

    def serve(every_s: int, rows: str = "") -> Served:
        if rows:
            list_ = config.parent / "data" / "raw" / "nord" / "Liste.csv"
            list_.write_text(rows, encoding="utf-8")
        process = subprocess.Popen(
            [sys.executable, script, config, str(every_s)],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        started.append(Served(process, config.parent))
        assert process.stdout is not None
        line = process.stdout.readline()
        started[-1].address = line.partition("follow it: ")[2].partition(";")[0]
        assert started[-1].address.startswith("http://127.0.0.1:"), line
        return started[-1]

    yield serve
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()


def runs(address: str) -> list[dict[str, Any]]:
    """The flow runs that the server at `address` knows."""
    asked = Request(f"{address}/api/flow_runs/filter", b"{}", {"Content-Type": "application/json"})
    with urlopen(asked, timeout=10) as answer:
        found: list[dict[str, Any]] = json.load(answer)
    return found
