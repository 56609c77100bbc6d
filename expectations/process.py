"""Where the suites run: in this process, or in one beside it that loads meanwhile."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

import pandas as pd

from reconcile.errors import ChecksDied
from reconcile.results import Findings, Validate
from reconcile.tables import empty

_ALONE = threading.Lock()  # Great Expectations keeps its context in a global


class ExpectationsError(Exception):
    """The suites did not all run: nothing is known about the tables. A fault of the program, whose
    text may quote a cell: it is told by its kind alone."""


def validate(suite: str, frames: dict[str, pd.DataFrame]) -> Findings:
    """Run a suite over frames of tables.py in this process; the first call loads the library.

    suite "received" takes raw, columns, sheets and before (RAW of the last register); "records"
    takes records, people, dues_read, raw, columns, origins; "register" takes raw, records, members,
    register, contacts, consents, dues, provenance. A frame that is not given is not checked. Gives
    ISSUES, record_id NA, and CHECKS, a row an expectation. Raises KeyError for another suite,
    ExpectationsError where an expectation
    could not be evaluated or is lost.
    """
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read when the library is imported
    with _ALONE:
        from expectations.run import run_suite

        return run_suite(suite, frames)


@contextmanager
def beside() -> Iterator[Validate]:
    """A `validate` that runs in a process of its own, which loads the library from now on.

    The import of Great Expectations takes seconds and a core; this way it passes beside the reading
    and matching. The process is spawned, so a script that calls this needs its
    `if __name__ == "__main__":`. Raises ChecksDied where the process has died.
    """
    pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _end_together)
    others = set(multiprocessing.active_children())
    ready = pool.submit(_load)
    mine = set(multiprocessing.active_children()) - others

    def there(suite: str, frames: dict[str, pd.DataFrame]) -> Findings:
        try:
            ready.result()
            answer: Future[Findings] = pool.submit(validate, suite, frames)
            return answer.result()
        except BrokenProcessPool as error:
            codes = ", ".join(str(child.exitcode) for child in mine)
            raise ChecksDied(codes or "?") from error

    try:
        yield there
    finally:
        # All answers are here, or the run failed: wait neither for the import nor a tidy exit.
        for child in mine:
            child.terminate()
        pool.shutdown(wait=True, cancel_futures=True)


def _load() -> None:
    """Load the library and warm it up with tables without rows."""
    from tqdm import tqdm

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    # The library's progress bars would else make a lock that outlives a stopped process.
    tqdm.set_lock(threading.RLock())
    gc.disable()  # the import makes objects that stay: looking for rubbish takes a tenth of it
    validate("records", {"records": empty("records")})
    gc.freeze()
    gc.enable()


def _end_together() -> None:
    """End when the parent does, however it ends: nobody would ask for anything any more."""

    def watch() -> None:
        if parent := multiprocessing.parent_process():
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
