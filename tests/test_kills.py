"""A small measure of benchmarks/kills.py: the whole one takes a quarter of an hour."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reconcile.memory.store import Store
from tests.places import Place

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def measure(script: str, *arguments: str) -> list[str]:
    """What a benchmark says; it must find no fault."""
    command = [sys.executable, str(BENCHMARKS / script), *arguments]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=500)
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout.splitlines()


@pytest.mark.skipif(os.name == "nt", reason="kills a forked process")
def test_runs_killed_anywhere_leave_one_nights_set_and_lose_no_answer() -> None:
    told = measure("kills.py", "--kills", "6", "--saves", "3", "--commands", "1")
    assert [line.split(" (")[0] for line in told] == ["kill: 6", "save: 3"]


def test_an_answer_saved_just_before_its_report_is_archived_is_read_there(place: Place) -> None:
    assert place.run().exit_status == 0
    report = sorted((place.clean / "archives").rglob("match_report.xlsx"))[-1]
    book = load_workbook(report)
    sheet = book["À répondre"]
    keys = next(row for row in sheet.iter_rows() if any(cell.value == "subject" for cell in row))
    at = {str(cell.value).strip(): cell.column for cell in keys}
    sheet.cell(keys[0].row + 2, at["answer"], "oui")
    book.save(report)
    for _ in range(2):
        assert place.run().exit_status == 0
        kept = Store(place.root / "state" / "register.db").recall().ledger
        assert kept["answer"].to_list() == ["same"]
