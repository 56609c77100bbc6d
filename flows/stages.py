"""What a night does inside its flow: each stage a task."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.logging import get_run_logger
from prefect.runtime import deployment

from expectations import beside
from flows import folder
from flows.artifacts import show, show_failure
from flows.naming import words_of
from flows.telling import Told, ended, failed, reason
from reconcile.config import PARIS, Config, load
from reconcile.memory.alone import Busy
from reconcile.nights.night import run_night
from reconcile.nights.outcome import Outcome
from reconcile.notices.telling import tell_ended, tell_failed
from reconcile.results import Step, Validate, call
from reconcile.words import Words

RETRIED: Final = {"read": 2}  # a list may be in the middle of being saved; nothing else is repeated
RETRY_DELAY_S = 10.0
BUSY_S, LOOKS_AT_BUSY = 10.0, 60  # a run that a person started is waited for, ten minutes at most

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


def night(config: Path) -> State[Any]:
    """The night inside its flow: run it, show it, name it, give its state with the Outcome, or
    with the error that stopped it."""
    say, settings = words_of(config), None
    try:
        settings = load(config)
        return _whole(config, settings, say)
    except Exception as error:
        why = [reason(error, say)]
        if settings and _unseen():
            why += _logged(tell_failed(settings, why[0], datetime.now(PARIS).date(), say))
        show_failure(why, settings, say)
        return failed(error, say)


def _whole(config: Path, settings: Config, say: Words) -> State[Any]:
    served = deployment.id is not None
    if served:
        folder.wait_until_settled(settings.paths.raw, settings.service.settle_s)
    seen = folder.inputs(settings.paths)
    with _checks() as validate:
        outcome = _night(config, validate, say, LOOKS_AT_BUSY if served else 0)
    folder.note_seen(settings.paths, seen)
    if _unseen():
        waiting, today = outcome.figures.get("questions", 0), datetime.now(PARIS).date()
        told = outcome.summary, outcome.stopped, waiting, today
        lines = _logged(tell_ended(settings, *told, say))
        outcome = replace(outcome, summary="\n\n".join([outcome.summary, *lines]))
    show(outcome, settings.paths.clean, say)
    return ended(outcome, say)


def _unseen() -> bool:
    """Whether nobody watches: of a run that a person starts at a terminal no notice is sent."""
    return deployment.id is not None or not sys.stderr.isatty()


def _logged(lines: list[str]) -> list[str]:
    for line in lines:
        get_run_logger().warning(line)
    return lines


def _checks() -> AbstractContextManager[Validate]:
    """What runs the suites: the one that loads already, or one that begins to."""
    loading = _validate.get()
    return nullcontext(loading) if loading else beside()


def _night(config: Path, validate: Validate, say: Words, looks: int) -> Outcome:
    """The night, each stage a task. looks: how often to try again where another run is under way;
    then raises Busy."""
    accept, step = _accept.get(), partial(as_task, say)
    for left in range(looks, -1, -1):
        try:
            return run_night(config, validate, step, **({"accept": accept} if accept else {}))
        except Busy:
            if not left:
                raise
            time.sleep(BUSY_S)
    raise AssertionError("unreachable")


def as_task(say: Words, name: str, stage: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """A Step that runs a stage as a Prefect task of that name.

    The tables are bound before Prefect sees the task: it neither hashes, walks nor stores them.
    Prefect shows what a task raises: it sees a sentence, the caller what was raised.
    """
    wrapped = task(
        name=name,
        task_run_name=name,
        retries=RETRIED.get(name, 0),
        retry_delay_seconds=RETRY_DELAY_S,
        retry_condition_fn=_may_pass,
        cache_policy=NO_CACHE,
        persist_result=False,
    )(_bound(partial(_watch.get(), name, stage, *args, **kwargs), say))
    try:
        return wrapped()
    except Told as told:
        raise told.error from None


def _bound(stage: partial[Any], say: Words) -> Callable[[], Any]:
    # Prefect asks a task's function for its name and code, which a partial lacks.
    def run_stage() -> Any:
        try:
            return stage()
        except Exception as error:
            raise Told(error, reason(error, say)) from None

    return run_stage


def _may_pass(task: Any, run: TaskRun, state: State[Any]) -> bool:
    """Only what a file or its disk did may pass by itself; our own refusals do not."""
    told = state.result(raise_on_failure=False)
    return isinstance(told, Told) and isinstance(told.error, OSError)
