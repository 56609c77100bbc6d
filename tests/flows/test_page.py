"""Prefect's own page in a browser: what people see of a night, and that it asks nobody outside."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.flows.browser import asked_by, browsing, chromium
from tests.flows.serving import SELDOM_S, Served

HERE = {"127.0.0.1"}
KEYS = ("summary", "problems", "checks", "nights", "report", "register")
NIGHTS = ("Rows Club du Nord", "register made")
NAME = "2 rows → 2 members, nothing to answer"


@pytest.mark.skipif(chromium() is None, reason="no chromium, chromium-browser or google-chrome")
def test_the_page_of_a_night_shows_it_and_asks_nobody_outside(
    serving: Callable[..., Served], tmp_path: Path
) -> None:
    service = serving(SELDOM_S, "Raison sociale;Ville\nAtelier Nord;Lyon\nFour Bleu;Lyon\n")
    [night] = service.ended("COMPLETED", "FAILED")
    assert night["name"] == NAME
    report = service.place / "data" / "clean" / "match_report.xlsx"
    (tmp_path / "browser").mkdir()
    with browsing(tmp_path / "browser") as page:
        for pages in (service.address, f"{service.address}/v2"):  # Prefect has an old and a new one
            assert NAME in page.shows(f"{pages}/runs/flow-run/{night['id']}", NAME, "Completed")
            one = f"{pages}/artifacts/artifact"
            told = page.shows(f"{one}/{artifact(service, night, 'summary')}", str(report))
            assert str(report) in told, "the path, to be copied"
            told = page.shows(f"{one}/{artifact(service, night, 'nights')}", *NIGHTS)
            assert [word for word in NIGHTS if word not in told] == [], told
        told = page.shows(f"{pages}/runs/flow-run/{night['id']}?tab=Artifacts", *KEYS)
        assert [key for key in KEYS if key not in told] == [], told
        assert "Dashboard" in page.shows(service.address, "Dashboard", "Task Runs")
    assert asked_by(service.address, tmp_path / "browser" / "network.json") == HERE


def artifact(service: Served, run: dict[str, Any], key: str) -> str:
    """The id of an artifact of a run."""
    asked = {"artifacts": {"flow_run_id": {"any_": [run["id"]]}, "key": {"any_": [key]}}}
    request = Request(
        f"{service.address}/api/artifacts/filter",
        json.dumps(asked).encode(),
        {"Content-Type": "application/json"},
    )
    with urlopen(request, timeout=10) as answer:
        return str(json.load(answer)[0]["id"])
