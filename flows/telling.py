"""How a run ends for who looks at Prefect's page: its name, its state and, where it failed, why.

No text of an error that is not our own is shown or logged: it may quote a cell.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from typing import Any

from prefect.logging import get_run_logger
from prefect.runtime import flow_run
from prefect.states import Completed, Failed, State

from flows.naming import dated, named
from reconcile.errors import FULL, Stop, disk_told
from reconcile.nights.outcome import DONE, Outcome
from reconcile.words import Words


class Told(Exception):  # noqa: N818 - how an error is told
    """An error as Prefect may show it: a sentence. `error` is what was raised."""

    def __init__(self, error: Exception, sentence: str) -> None:
        super().__init__(sentence)
        self.error = error


def reason(error: Exception, say: Words) -> str:
    """Why a night stopped, in a sentence without personal values."""
    if isinstance(error, Stop):
        return str(error)
    if isinstance(error, OSError) and (error.errno in FULL or (error.filename and error.strerror)):
        return disk_told(error, say)
    return say("flow.unexpected", kind=type(error).__name__)


def where(error: BaseException) -> str:
    """The traceback of an error and of those before it, each by its kind alone."""
    return "\n".join(_parts(error))


def _parts(error: BaseException) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _parts(before)
    yield "".join(traceback.format_tb(error.__traceback__)) + type(error).__qualname__


def ended(outcome: Outcome, say: Words) -> State[Outcome]:
    """The state of a night that went through. A register held back counts as failed, so that it is
    red among the green and exits of programs that wait for it tell it, under a name of its own."""
    named(outcome.name)
    if outcome.exit_status == DONE:
        return Completed(data=outcome, message=outcome.title)
    return Failed(data=outcome, message=say("run.held"), name=say("flow.held_back"))


def failed(error: Exception, say: Words) -> State[Any]:
    """The state of a night that did not go through: its message is the reason, in a sentence."""
    sentence = reason(error, say)
    told = sentence if isinstance(error, Stop) else f"{sentence}\n{where(error)}"
    get_run_logger().error(told)
    named(dated("flow.name_failed", say, flow_run.scheduled_start_time))
    return Failed(data=error, message=sentence)
