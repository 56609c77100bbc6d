"""The same suites in a process beside this one."""

from __future__ import annotations

import multiprocessing

import pandas as pd
import pytest

from expectations import ExpectationsError, beside, validate
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
        with pytest.raises(ExpectationsError, match=r"died.*'received'.*run again"):
            check("received", baseline.frames("received"))


def test_a_failed_run_does_not_wait_for_the_import():
    others = set(multiprocessing.active_children())
    with pytest.raises(ValueError, match="no files"), beside():
        raise ValueError("no files")
    assert set(multiprocessing.active_children()) == others
