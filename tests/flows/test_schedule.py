"""The service starts runs by itself: by its schedule, and for a list that is dropped.

A Prefect that does not fails without a word."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.error import URLError
from urllib.request import urlopen

from tests.flows.serving import OFTEN_S, SELDOM_S, TIMEOUT_S, Served, runs


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
    assert by_schedule and by_schedule[0]["name"].startswith("failed: night of ")

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
