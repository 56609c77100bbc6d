"""The night as a Prefect flow, and the command that runs it.

Import `flows.environment` and call its `prepare` before this module, which imports Prefect. What a
night works with (`flows.stages`) is loaded when one begins, not by what waits for it all day.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from prefect import flow
from prefect.client.schemas.objects import State

from flows.naming import first_name, name_crashed

if TYPE_CHECKING:
    from reconcile.nights.outcome import Outcome
    from reconcile.results import Step, Validate


@flow(
    name="nightly",
    flow_run_name=first_name,
    on_crashed=[name_crashed],
    persist_result=False,
)
def nightly(config: str) -> State[Any]:
    """Run the night of the club whose settings are `config`; gives the Outcome.

    The state says what became of it, and holds the Outcome or what `run_night` raised.
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
        state = nightly(str(config.resolve()), return_state=True)
    held = state.result(raise_on_failure=False)
    if isinstance(held, BaseException):
        raise held
    outcome = cast("Outcome", held)
    print(outcome.summary)
    return outcome.exit_status
