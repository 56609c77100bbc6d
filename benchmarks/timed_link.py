"""`reconcile link`, telling the seconds of linking: python benchmarks/timed_link.py A B --out PAIRS

The command itself, with a clock at the steps of reconcile.commands.lists.link; standardising is
not linking.
"""

from __future__ import annotations

import inspect
import json
import sys
import time
from collections.abc import Callable
from typing import Any

from reconcile import cli
from reconcile.commands import lists

CLEANING = "standardise"


def clocked(link: Callable[..., Any], seconds: dict[str, float]) -> Callable[..., Any]:
    """The same function, which leaves the seconds of each step in `seconds`."""

    def step(name: str, stage: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        start = time.perf_counter()
        result = stage(*args, **kwargs)
        seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - start
        return result

    def linked(*args: Any, **kwargs: Any) -> Any:
        given = inspect.signature(link).bind(*args, **kwargs)
        given.arguments["step"] = step
        return link(*given.args, **given.kwargs)

    return linked


def main() -> None:
    """Run the command; the last line of standard output has the seconds of linking."""
    seconds: dict[str, float] = {}
    lists.link = clocked(lists.link, seconds)
    sys.argv[1:1] = ["link"]
    try:
        cli.main()
    finally:
        linking = sum(spent for name, spent in seconds.items() if name != CLEANING)
        print(json.dumps({"linking_s": linking}))


if __name__ == "__main__":
    main()
