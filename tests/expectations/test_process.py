"""The same suites in a process beside this one."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from expectations import ExpectationsError, beside, validate
from reconcile.errors import ChecksDied
from tests.expectations import baseline
from tests.expectations.worlds import put


def test_the_process_beside_finds_the_same():
    frames = baseline.frames("records")
    put("records", 1, siret="00000002600014")(frames)
    others = set(multiprocessing.active_children())
    with beside() as check:
        there = check("records", frames)
        with pytest.raises(KeyError, match="invoices"):
            check("invoices", {})
        with pytest.raises(ExpectationsError, match="due_year"):
            check("records", {**frames, "dues_read": frames["dues_read"].assign(year="two")})
        assert check("received", baseline.frames("received")).issues.empty
    assert set(multiprocessing.active_children()) == others
    here = validate("records", frames)
    assert list(there.issues["problem"]) == ["siret_check"]
    pd.testing.assert_frame_equal(there.issues, here.issues)
    pd.testing.assert_frame_equal(there.checks, here.checks)


def test_a_process_that_died_is_told():
    others = set(multiprocessing.active_children())
    with beside() as check:
        (child,) = set(multiprocessing.active_children()) - others
        child.kill()
        with pytest.raises(ChecksDied, match="died"):
            check("received", baseline.frames("received"))


def test_a_failed_run_does_not_wait_for_the_import():
    others = set(multiprocessing.active_children())
    with pytest.raises(ValueError, match="no files"), beside():
        raise ValueError("no files")
    assert set(multiprocessing.active_children()) == others


KEPT = """
import multiprocessing, time
from expectations import beside
if __name__ == "__main__":
    with beside():
        print(multiprocessing.active_children()[0].pid, flush=True)
        time.sleep(600)
"""


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="of POSIX")
def test_the_process_beside_ends_with_one_that_was_killed(tmp_path):
    script = tmp_path / "kept.py"
    script.write_text(KEPT, encoding="utf-8")
    run = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    child = int(run.stdout.readline())
    run.send_signal(signal.SIGKILL)
    run.wait()
    end = time.monotonic() + 60
    while alive(child) and time.monotonic() < end:
        time.sleep(0.2)
    assert not alive(child)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    # "Z": dead, and not reaped yet.
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"
