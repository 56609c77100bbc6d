"""The service starts runs by itself: by its schedule, and for a list that is dropped.

A Prefect that does not fails without a word."""

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
def serving(tmp_path: Path) -> Iterator[Callable[[int], Served]]:
    """Gives a function that serves the night each so many seconds."""
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
    started: list[Served] = []

    def serve(every_s: int) -> Served:
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


def test_the_schedule_starts_a_run(serving: Callable[[int], Served]) -> None:
    service = serving(OFTEN_S)
    end = time.monotonic() + TIMEOUT_S
    while time.monotonic() < end:
        by_schedule = [run for run in service.ended("COMPLETED", "FAILED") if run["auto_scheduled"]]
        if by_schedule:
            break
    assert by_schedule and by_schedule[0]["name"].startswith("night of ")

    service.process.kill()
    service.process.wait()
    assert gone(service.address), "the server outlived the process that served"


def test_a_list_that_is_dropped_starts_a_run(serving: Callable[[int], Served]) -> None:
    service = serving(SELDOM_S)
    assert service.ended("FAILED"), "a place that never ran is run; it has no list to read"
    list_ = service.place / "data" / "raw" / "nord" / "Liste.csv"
    list_.write_text("Raison sociale;Ville\nAtelier Nord;Lyon\nFour Bleu;Lyon\n", encoding="utf-8")
    assert service.ended("COMPLETED")
    register = service.place / "data" / "clean" / "member_register_nord.csv"
    assert "Atelier Nord" in register.read_text(encoding="utf-8-sig")
    time.sleep(5)
    begun = [run for run in runs(service.address) if run["state_type"] != "SCHEDULED"]
    assert len(begun) == 2, "what a run wrote asked for another"
