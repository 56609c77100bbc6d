"""The night as a Prefect flow, and the command that runs it.

Import `flows.environment` and call its `prepare` before this module, which imports Prefect. What a
night works with (`flows.stages`) is loaded when one begins, not by what waits for it all day.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from reconcile.config import PARIS, ConfigError, load
from reconcile.words import Words, words

if TYPE_CHECKING:
    from reconcile.nights.outcome import Outcome
    from reconcile.results import Step, Validate


def _words(config: Path) -> Words:
    """The words of the settings, or French where the settings cannot be read (the run says why)."""
    try:
        return words(load(config).language)
    except ConfigError:
        return words("fr")


def _run_name() -> str:
    """ "nuit du 2026-11-22, 03h00", in the words of the settings; what came of it, at the end."""
    say = _words(Path(flow_run.parameters["config"]))
    now = datetime.now(PARIS)
    return say("flow.run_name", day=now.date().isoformat(), hour=now.strftime("%Hh%M"))


@flow(name="nightly", flow_run_name=_run_name, persist_result=False)
def nightly(config: str) -> State[Any]:
    """Run the night of the club whose settings are `config`; gives the Outcome.

    Raises what `run_night` raises. A register held back shows as a state of that name.
    """
    from flows import stages

    return stages.night(Path(config))


def run(
    config: Path,
    watch: Step | None = None,
    validate: Validate | None = None,
    accept: Sequence[str] = (),
) -> int:
    """Run the night through Prefect, print its summary, give the exit status.

    watch: what shows the progress of each stage. validate: one that loads already, which hides its
    loading behind that of Prefect. accept: keys of stops that a person confirms. Raises what
    `run_night` raises.
    """
    from expectations import beside
    from flows import stages

    loading: AbstractContextManager[Validate] = nullcontext(validate) if validate else beside()
    with loading as ready, stages.given(watch, ready, accept):
        # Called as a function, a flow that returns a state gives what the state holds.
        outcome = cast("Outcome", nightly(str(config.resolve())))
    print(outcome.summary)
    return outcome.exit_status
