"""Tiny nights, and what Prefect knows of their runs."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
from prefect.client.schemas.objects import FlowRun

from reconcile.nights.outcome import DONE, Outcome

CONFIG = """language = "{language}"
[clubs.nord]
name = "Club du Nord"
"""


def outcome(exit_status: int = DONE) -> Outcome:
    """An outcome with one problem."""
    problem = {
        "file": "nord/liste.xlsx",
        "sheet": "Membres",
        "cell": "C12",
        "problem": "Ce SIRET n'existe pas.",
        "cure": "Recopiez-le depuis l'extrait Kbis.",
    }
    name = "2 lignes → 2 adhérents, rien à répondre"
    return Outcome(exit_status, "Deux adhérents", name, "Tout va bien.", {"members": 2}, [problem])


def last_run(client: SyncPrefectClient) -> FlowRun:
    """The flow run that began last."""
    runs = client.read_flow_runs()
    return max(runs, key=lambda run: run.created or datetime.min.replace(tzinfo=UTC))


def task_names(client: SyncPrefectClient, run: FlowRun, count: int) -> list[str]:
    """The names of a flow run's tasks, in the order in which they began."""
    only = FlowRunFilter(id=FlowRunFilterId(any_=[run.id]))
    end = time.monotonic() + 30
    # The server writes down what tasks did a little after they did it.
    while len(tasks := client.read_task_runs(flow_run_filter=only)) < count:
        assert time.monotonic() < end, f"{len(tasks)} tasks of {count}"
        time.sleep(0.2)
    return [one.name for one in sorted(tasks, key=lambda one: one.expected_start_time)]


def artifacts(client: SyncPrefectClient, run: FlowRun) -> dict[str, Any]:
    """The data of a flow run's artifacts, by key."""
    asked = {"artifacts": {"flow_run_id": {"any_": [str(run.id)]}}}
    answer = client.request("POST", "/artifacts/filter", json=asked)
    return {one["key"]: one["data"] for one in answer.json()}
