"""`reconcile serve`: the server, the nightly schedule and the watch over the folders, in one.

This process waits all day: it loads neither pandas nor the stages. Each run is a process
of its own.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from functools import partial
from pathlib import Path
from typing import Any

from prefect.schedules import Cron, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.folder import Watcher
from flows.nightly import nightly
from flows.server import running
from flows.sweep import ask, killed, sweep
from reconcile.config import SERVED, Service, load, served
from reconcile.words import words


def at(service: Service) -> Schedule:
    """The schedule of the settings: once a night, Paris time."""
    return Cron(f"{service.at.minute} {service.at.hour} * * *", timezone="Europe/Paris")


def serve(config: Path, schedule: Schedule | None = None) -> None:
    """Run the night at its hour, and when files have settled, until stopped; raises NotServed where
    it already is served.

    A temporary server never starts scheduled runs, so one is kept running meanwhile. Nights that
    were missed while nothing served are made up for by one run at the start.
    """
    config = config.resolve()
    settings = load(config)
    say = words(settings.language)
    parameters = {"config": str(config)}
    service = settings.service
    with running(settings.paths.state, say, service) as address:
        (settings.paths.state / SERVED).write_text(served(settings), encoding="utf-8")
        sweep(nightly.name, parameters, say)
        watcher = Watcher(
            settings.paths,
            service.settle_s,
            partial(ask, nightly.name, parameters),
            lambda error: print(say("flow.unwatched", error=error), flush=True),
            partial(killed, nightly.name),
        )
        hour = service.at.strftime("%H:%M")
        print(say("flow.serving", address=address, at=hour), flush=True)
        # Prefect's handler of SIGTERM forgets to wait for itself; it stops all the same.
        warnings.filterwarnings("ignore", message="coroutine 'Runner.astop'")
        with _beside(watcher):
            _serve(schedule or at(service), parameters, say("flow.description"))


@contextmanager
def _beside(watcher: Watcher) -> Iterator[None]:
    # A thread begins with Prefect's settings of outside, and would start a server of its own.
    here = copy_context().run
    thread = threading.Thread(target=here, args=(watcher.run,), name="watch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        watcher.stop.set()
        thread.join(timeout=5)


def _serve(schedule: Schedule, parameters: dict[str, Any], description: str) -> None:
    nightly.serve(
        name=nightly.name,
        schedule=schedule,
        parameters=parameters,
        description=description,
        limit=1,
        # A machine that is off at night makes up for the night when it starts.
        pause_on_shutdown=False,
        print_starting_message=False,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
