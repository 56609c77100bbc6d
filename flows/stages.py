"""What a night does inside its flow: each stage a task, what people look at as artifacts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any, Final

from prefect import task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.runtime import deployment
from prefect.states import Completed

from expectations import beside
from flows import folder
from reconcile.config import load
from reconcile.memory.alone import Busy
from reconcile.nights.night import run_night
from reconcile.nights.outcome import DONE, Outcome
from reconcile.results import Step, Validate, call
from reconcile.words import Words, words

RETRIED: Final = {"read": 2}  # a list may be in the middle of being saved; nothing else is repeated
RETRY_DELAY_S = 10.0
BUSY_S, LOOKS_AT_BUSY = 10.0, 60  # a run that a person started is waited for, ten minutes at most
PROBLEM_COLUMNS: Final = ("file", "sheet", "cell", "problem", "cure")
CHECK_COLUMNS: Final = ("suite", "expectation", "severity", "n_checked", "n_failed")

# How a stage is called inside its task: the command shows its progress here.
_watch: ContextVar[Step] = ContextVar("watch", default=call)
# A validator that is already loading: a scheduled run, alone in its process, begins its own.
_validate: ContextVar[Validate | None] = ContextVar("validate", default=None)
# The stops that a person confirms at the terminal; a scheduled run confirms none.
_accept: ContextVar[Sequence[str]] = ContextVar("accept", default=())


@contextmanager
def given(watch: Step | None, validate: Validate | None, accept: Sequence[str]) -> Iterator[None]:
    """What nights inside the block are given by the command that runs them (see nightly.run)."""
    tokens = _watch.set(watch or call), _validate.set(validate), _accept.set(accept)
    try:
        yield
    finally:
        _watch.reset(tokens[0])
        _validate.reset(tokens[1])
        _accept.reset(tokens[2])


def night(config: Path) -> State[Outcome]:
    """The night inside its flow: run it, show it, give its state with the Outcome."""
    settings = load(config)
    say = words(settings.language)
    served = deployment.id is not None
    if served:
        folder.wait_until_settled(settings.paths.raw, settings.service.settle_s)
    seen = folder.inputs(settings.paths)
    with _checks() as validate:
        outcome = _night(config, validate, LOOKS_AT_BUSY if served else 0)
    folder.note_seen(settings.paths, seen)
    show(outcome, say)
    name = None if outcome.exit_status == DONE else say("flow.held_back")
    return Completed(data=outcome, message=outcome.title, name=name)


def _checks() -> AbstractContextManager[Validate]:
    """What runs the suites: the one that loads already, or one that begins to."""
    loading = _validate.get()
    return nullcontext(loading) if loading else beside()


def _night(config: Path, validate: Validate, looks: int) -> Outcome:
    """The night, each stage a task. looks: how often to try again where another run is under way;
    then raises Busy."""
    accept = _accept.get()
    for left in range(looks, -1, -1):
        try:
            return run_night(config, validate, as_task, **({"accept": accept} if accept else {}))
        except Busy:
            if not left:
                raise
            time.sleep(BUSY_S)
    raise AssertionError("unreachable")


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
