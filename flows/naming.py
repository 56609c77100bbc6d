"""Names of runs, in the words of the settings. Loaded by what waits all day: nothing heavy."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import UUID

import httpx
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import Flow, FlowRun, State
from prefect.exceptions import PrefectException
from prefect.logging import get_logger
from prefect.runtime import flow_run

from reconcile.config import PARIS, ConfigError, load
from reconcile.words import Words, words


def words_of(config: Path) -> Words:
    """The words of the settings, also where these cannot be read (the run says why)."""
    try:
        return words(load(config).language)
    except ConfigError as error:
        return error.say


def dated(key: str, say: Words, when: datetime | None = None) -> str:
    """The words at `key` with a day and hour of Paris, those of now where none are given."""
    here = (when or datetime.now(PARIS)).astimezone(PARIS)
    return say(key, day=here.date().isoformat(), hour=here.strftime("%Hh%M"))


def first_name() -> str:
    """ "nuit du 2026-11-22, 03h00", until what came of it is known."""
    return dated("flow.run_name", words_of(Path(flow_run.parameters["config"])))


def named(name: str, run: UUID | str | None = None) -> None:
    """Give a run (this one) its name; a server that does not answer is no reason to fail."""
    try:
        with get_client(sync_client=True) as client:
            client.update_flow_run(UUID(str(run or flow_run.id)), name=name)
    except (httpx.HTTPError, PrefectException) as error:
        get_logger(__name__).warning("A run keeps its name: %s", type(error).__name__)


def name_crashed(flow: Flow, run: FlowRun, state: State) -> None:
    """Prefect's hook for a night that was stopped on its way."""
    say = words_of(Path(run.parameters["config"]))
    named(dated("flow.name_stopped", say, run.start_time), run.id)
