"""A Prefect server of the club's own on this machine, for as long as something serves.

Run as a program (`python -m flows.server PORT`), it stops when its standard input ends, so that it
never outlives the process that started it, however that one died.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from filelock import FileLock, Timeout
from prefect.settings import PREFECT_API_URL, temporary_settings

from reconcile.errors import Stop
from reconcile.words import Words

HOST = "127.0.0.1"
USUAL_PORT = 4200
START_TIMEOUT_S = 90.0


class NotServed(Stop):
    """The night cannot be served: it already is, or the server does not start."""

    exit_status = 1


@contextlib.contextmanager
def running(state: Path, say: Words) -> Iterator[str]:
    """The address of a server that runs inside the block, and to which Prefect talks meanwhile.

    One at a time in a `state` folder; raises NotServed where another holds it or it does not start.
    """
    try:
        with (
            FileLock(state / "serve.lock", timeout=0),
            _started(say) as address,
            temporary_settings({PREFECT_API_URL: f"{address}/api"}),
        ):
            yield address
    except Timeout as error:
        raise NotServed(say("flow.already_serving")) from error


@contextlib.contextmanager
def _started(say: Words) -> Iterator[str]:
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.server", str(port)], stdin=subprocess.PIPE
    )
    address = f"http://{HOST}:{port}"
    try:
        end = time.monotonic() + START_TIMEOUT_S
        while not _answers(f"{address}/api/health"):
            if process.poll() is not None or time.monotonic() > end:
                raise NotServed(say("flow.no_server"))
            time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait()


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _free_port() -> int:
    """The usual port, or any other where it is taken."""
    for port in (USUAL_PORT, 0):
        with contextlib.suppress(OSError), socket.socket() as taken:
            if os.name != "nt":  # there it would take the port from another program
                taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken.bind((HOST, port))
            return int(taken.getsockname()[1])
    raise OSError("no free port")


def _stop_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def main(port: int) -> None:
    """Serve Prefect's interface and schedule on `port` until standard input ends."""
    import uvicorn
    from prefect.server.api.server import create_app

    threading.Thread(target=_stop_with_parent, daemon=True).start()
    uvicorn.run(create_app(final=True), host=HOST, port=port, log_level="critical")


if __name__ == "__main__":
    main(int(sys.argv[1]))
