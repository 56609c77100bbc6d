"""Runs of the deployment: what a service that was killed left behind, and asking for one more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import TERMINAL_STATES, FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import PrefectException
from prefect.states import Cancelled, Crashed

from flows.naming import dated, named
from reconcile.words import Words

UNDER_WAY: Final = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]


def sweep(deployment: str, parameters: dict[str, Any], say: Words) -> None:
    """End the runs that nobody runs any more and cancel the late ones; ask for one run instead of
    these, and of a last run that was killed.

    Left alone, a killed run would be "running" for ever, and each missed night made up for in turn.
    Only runs of `deployment` are touched: those started by hand belong to no deployment.
    To be called while nothing serves; the new run waits for what will.
    """
    with get_client(sync_client=True) as client:
        dead, last = _runs(client, deployment, UNDER_WAY), _killed(client, deployment)
        for run in dead:
            client.set_flow_run_state(run.id, Crashed(message=say("flow.killed")), force=True)
            named(dated("flow.name_stopped", say, run.start_time), run.id)
        late = _due(client, deployment)
        for run in late:
            client.set_flow_run_state(run.id, Cancelled(message=say("flow.missed")), force=True)
            named(dated("flow.name_missed", say, run.expected_start_time), run.id)
        of_deployment = next((run.deployment_id for run in dead + late + last), None)
        if of_deployment is not None:
            client.create_flow_run_from_deployment(of_deployment, parameters=parameters)


def ask(deployment: str, parameters: dict[str, Any]) -> bool:
    """Ask for a run of `deployment`; False where one is under way or the server does not answer.
    One that is due but has not begun will read what there is: none is added to it."""
    try:
        with get_client(sync_client=True) as client:
            if _runs(client, deployment, UNDER_WAY):
                return False
            if _due(client, deployment):
                return True
            found = client.read_deployment_by_name(f"{deployment}/{deployment}")
            client.create_flow_run_from_deployment(found.id, parameters=parameters)
            return True
    except (httpx.HTTPError, PrefectException):
        return False


def killed(deployment: str) -> bool:
    """Whether the last run of `deployment` was killed and none is under way or due since; False
    where the server does not answer."""
    try:
        with get_client(sync_client=True) as client:
            next_ = _runs(client, deployment, UNDER_WAY) or _due(client, deployment)
            return not next_ and bool(_killed(client, deployment))
    except (httpx.HTTPError, PrefectException):
        return False


def _killed(client: SyncPrefectClient, deployment: str) -> list[FlowRun]:
    """The last run that ended, where it was killed."""
    ended = _runs(
        client, deployment, list(TERMINAL_STATES), sort=FlowRunSort.END_TIME_DESC, limit=1
    )
    return [run for run in ended if run.state_type is StateType.CRASHED]


def _due(client: SyncPrefectClient, deployment: str) -> list[FlowRun]:
    """The runs that should have begun by now."""
    soon = datetime.now(UTC) + timedelta(seconds=1)
    waiting = _runs(client, deployment, [StateType.SCHEDULED])
    return [one for one in waiting if (one.expected_start_time or soon) <= soon]


def _runs(
    client: SyncPrefectClient, deployment: str, types: list[StateType], **how: Any
) -> list[FlowRun]:
    return client.read_flow_runs(
        deployment_filter=DeploymentFilter(name=DeploymentFilterName(any_=[deployment])),
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=types))
        ),
        **how,
    )
