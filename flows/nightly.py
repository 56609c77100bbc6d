"""The night as a Prefect flow: each stage a task, artifacts, and the schedule of 03:00.

Import `flows.environment` and call its `prepare` before this module, which imports Prefect.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.runtime import flow_run
from prefect.schedules import Cron, Schedule
from prefect.states import Completed
from prefect.types.entrypoint import EntrypointType

from expectations import beside
from flows.server import running
from flows.sweep import sweep
from reconcile.config import ConfigError, load
from reconcile.night import PARIS, run_night
from reconcile.outcome import DONE, Outcome
from reconcile.results import Step, Validate, call
from reconcile.words import Words, words

AT_THREE = Cron("0 3 * * *", timezone="Europe/Paris")  # at 02:00 the change of the clock misbehaves
RETRIED = {"read": 2}  # a list may be in the middle of being saved; nothing else is done twice
RETRY_DELAY_S = 10.0
PROBLEM_COLUMNS = ("file", "sheet", "cell", "problem", "cure")
CHECK_COLUMNS = ("suite", "expectation", "severity", "n_checked", "n_failed")

# How a stage is called inside its task: the command shows its progress here.
_watch: ContextVar[Step] = ContextVar("watch", default=call)
# A validator that is already loading: a scheduled run, alone in its process, begins its own.
_validate: ContextVar[Validate | None] = ContextVar("validate", default=None)
# The stops that a person confirms at the terminal; a scheduled run confirms none.
_accept: ContextVar[Sequence[str]] = ContextVar("accept", default=())


def as_task(name: str, stage: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """A Step that runs a stage as a Prefect task of that name.

    The tables are bound before Prefect sees the task: it neither hashes, walks nor stores them.
    """
    wrapped = task(
        name=name,
        task_run_name=name,
        retries=RETRIED.get(name, 0),
        retry_delay_seconds=RETRY_DELAY_S,
        retry_condition_fn=_may_pass,
        cache_policy=NO_CACHE,
        persist_result=False,
    )(_bound(partial(_watch.get(), name, stage, *args, **kwargs)))
    return wrapped()


def _bound(stage: partial[Any]) -> Callable[[], Any]:
    # Prefect asks a task's function for its name and code, which a partial lacks.
    def run_stage() -> Any:
        return stage()

    return run_stage


def _may_pass(task: Any, run: TaskRun, state: State[Any]) -> bool:
    """Only what a file or its disk did may pass by itself; our own refusals do not."""
    return isinstance(state.result(raise_on_failure=False), OSError)


def _run_name() -> str:
    """ "nuit du 2026-11-22, 03h00", in the words of the settings."""
    say = _words(Path(flow_run.parameters["config"]))
    now = datetime.now(PARIS)
    return say("flow.run_name", day=now.date().isoformat(), hour=now.strftime("%Hh%M"))


def _words(config: Path) -> Words:
    """The words of the settings, or French where the settings cannot be read (the run says why)."""
    try:
        return words(load(config).language)
    except ConfigError:
        return words("fr")


def _checks() -> AbstractContextManager[Validate]:
    """What runs the suites: the one that loads already, or one that begins to."""
    # Not inside the flow: its own function is pickled for the process of a scheduled run, and a
    # context variable cannot be.
    loading = _validate.get()
    return nullcontext(loading) if loading else beside()


def _night(config: Path, validate: Validate) -> Outcome:
    """The night, each stage a task."""
    accept = _accept.get()
    return run_night(config, validate, as_task, **({"accept": accept} if accept else {}))


@flow(name="nightly", flow_run_name=_run_name, persist_result=False)
def nightly(config: str) -> State[Outcome]:
    """Run the night of the club whose settings are `config`; gives the Outcome.

    Raises what `run_night` raises. A register held back shows as a state of that name.
    """
    say = _words(Path(config))
    with _checks() as validate:
        outcome = _night(Path(config), validate)
    show(outcome, say)
    name = None if outcome.exit_status == DONE else say("flow.held_back")
    return Completed(data=outcome, message=outcome.title, name=name)


def show(outcome: Outcome, say: Words) -> None:
    """Leave the summary, the problems and every check as artifacts of the run: ids, no values."""
    create_markdown_artifact(
        key="summary", markdown=f"# {outcome.title}\n\n{outcome.summary}", description=outcome.title
    )
    names = {column: say(f"flow.{column}") for column in PROBLEM_COLUMNS}
    create_table_artifact(
        key="problems",
        table=[{names.get(k, k): v for k, v in row.items()} for row in outcome.problems],
        description=say("flow.problems"),
    )
    counted = {column: say(f"flow.{column}") for column in CHECK_COLUMNS}
    create_table_artifact(
        key="checks",
        table=[{counted[k]: row[k] for k in CHECK_COLUMNS} for row in outcome.checks],
        description=say("flow.checks", n=len(outcome.checks)),
    )


def run(
    config: Path,
    watch: Step = call,
    validate: Validate | None = None,
    accept: Sequence[str] = (),
) -> int:
    """Run the night through Prefect, print its summary, give the exit status.

    watch: what shows the progress of each stage. validate: one that loads already, which hides its
    loading behind that of Prefect. accept: keys of stops that a person confirms. Raises what
    `run_night` raises.
    """
    with beside() if validate is None else nullcontext(validate) as loading:
        tokens = _watch.set(watch), _validate.set(loading), _accept.set(accept)
        try:
            # Called as a function, a flow that returns a state gives what the state holds.
            outcome = cast(Outcome, nightly(str(config.resolve())))
        finally:
            _watch.reset(tokens[0])
            _validate.reset(tokens[1])
            _accept.reset(tokens[2])
    print(outcome.summary)
    return outcome.exit_status


def serve(config: Path, schedule: Schedule = AT_THREE) -> None:
    """Run the night at 03:00, Europe/Paris, until stopped; raises NotServed where it already is.

    A temporary server never starts scheduled runs, so one is kept running meanwhile. Nights that
    were missed while nothing served are made up for by one run at the start.
    """
    config = config.resolve()
    settings = load(config)
    say = words(settings.language)
    parameters = {"config": str(config)}
    with running(settings.paths.state, say) as address:
        print(say("flow.serving", address=address), flush=True)
        sweep(nightly.name, parameters)
        # Prefect's handler of SIGTERM forgets to wait for itself; it stops all the same.
        warnings.filterwarnings("ignore", message="coroutine 'Runner.astop'")
        nightly.serve(
            name=nightly.name,
            schedule=schedule,
            parameters=parameters,
            description=say("flow.description"),
            limit=1,
            # A machine that is off at night makes up for the night when it starts.
            pause_on_shutdown=False,
            print_starting_message=False,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
