"""What runs beside the service."""

from __future__ import annotations

import threading
from typing import Any, cast

from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.service import _beside


def test_the_watch_speaks_to_the_server_that_serves() -> None:
    """A thread of its own knows nothing of the settings, and would start a second server."""
    seen: list[str | None] = []

    class Watch:
        stop = threading.Event()

        def run(self) -> None:
            seen.append(PREFECT_API_URL.value())

    here = temporary_settings({PREFECT_API_URL: "http://127.0.0.1:1/api"})
    with here, _beside(cast("Any", Watch())):
        pass
    assert seen == ["http://127.0.0.1:1/api"]
