"""A Prefect server of the club's own, inside the process that serves, and as long as it.

The runner of Prefect loads all of the server's code anyway; in one process it is loaded once, and
neither outlives the other, however they end.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

import uvicorn
from filelock import FileLock, Timeout
from prefect.settings import PREFECT_API_URL, temporary_settings

from reconcile.config import Service
from reconcile.errors import Stop
from reconcile.words import Words

HERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # this machine, of those that are everywhere
# Prefect's page asks a firm that counts visitors for its settings, whatever is switched off.
ONLY_HERE: Final = b"default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'"
START_TIMEOUT_S: Final = 90.0
STOP_TIMEOUT_S: Final = 10.0
CHORES: Final = timedelta(seconds=2)  # how often Prefect looks whether a chore of its own is due


class NotServed(Stop):
    """The night cannot be served: it already is, or the server does not start."""

    exit_status = 1


@contextlib.contextmanager
def running(state: Path, say: Words, service: Service) -> Iterator[str]:
    """The address of a server that runs inside the block and to which Prefect talks meanwhile.

    One at a time in a `state` folder; raises NotServed where another holds it or it does not start.
    """
    try:
        with (
            FileLock(state / "serve.lock", timeout=0),
            _started(say, service) as address,
            temporary_settings({PREFECT_API_URL: f"{address}/api"}),
        ):
            yield address
    except Timeout as error:
        raise NotServed(say("flow.already_serving")) from error


@contextlib.contextmanager
def _started(say: Words, service: Service) -> Iterator[str]:
    from prefect.server.api.server import create_app

    _calm()
    port = _port(service, say)
    settings = uvicorn.Config(
        _shut(create_app(final=True)),
        log_level="critical",
        timeout_graceful_shutdown=int(STOP_TIMEOUT_S / 2),
    )
    server = uvicorn.Server(settings)
    thread = threading.Thread(target=server.run, args=([port],), name="server", daemon=True)
    thread.start()
    try:
        end = time.monotonic() + START_TIMEOUT_S
        while not server.started:
            if not thread.is_alive() or time.monotonic() > end:
                raise NotServed(say("flow.no_server"))
            time.sleep(0.1)
        yield _address(service.host, port.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(STOP_TIMEOUT_S)


def _calm() -> None:
    """Let Prefect look less often for due chores, which it has no setting for: eight looks a second
    are a third of what a service at rest costs, and the most pressing chore is due every 5 s."""
    from prefect.server.api import background_workers as chores

    if not isinstance(chores.Worker, partial):
        often = {"minimum_check_interval": CHORES, "scheduling_resolution": CHORES}
        chores.Worker = partial(chores.Worker, **often)  # type: ignore[misc, assignment]


def _shut(app: Any) -> Any:
    """An ASGI app whose pages no browser lets ask for anything from elsewhere."""

    async def shut(scope: Any, receive: Any, send: Any) -> None:
        async def with_policy(message: Any) -> None:
            if message["type"] == "http.response.start":
                policy = (b"content-security-policy", ONLY_HERE)
                message = {**message, "headers": [*message.get("headers", ()), policy]}
            await send(message)

        await app(scope, receive, with_policy)

    return shut


def _address(host: str, port: int) -> str:
    """Where a page that is served at `host` is found from this machine."""
    host = HERE.get(host, host)
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _port(service: Service, say: Words) -> socket.socket:
    """A socket bound to the port of the settings, or to any other where that one is taken; raises
    NotServed where the host of the settings is none of this machine."""
    for number in (service.port, 0):
        with contextlib.suppress(OSError, UnicodeError):  # a name that is none is no OSError
            return _bound(service.host, number)
    raise NotServed(say("flow.no_host", host=service.host))


def _bound(host: str, port: int) -> socket.socket:
    taken = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        if os.name != "nt":  # there it would take the port from another program
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((host, port))
    except (OSError, UnicodeError):
        taken.close()
        raise
    return taken
