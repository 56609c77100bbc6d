"""A short year of benchmarks/year.py: all that happens there, once; the whole one takes minutes."""

from __future__ import annotations

import re
from typing import Final

import pytest

from tests.test_kills import measure

NIGHTS: Final = 9
HAPPENS: Final = (
    *("arrival", "arrival in doubt", "namesake", "departure", "rename", "number", "permutation"),
    *("address", "phone", "dropped twice", "replaced"),
    *("answers", "contradictions", "copies of two reviewers"),
)


@pytest.mark.parametrize("seed", [1])
def test_no_answer_is_lost_no_number_changes_and_all_can_be_undone(seed: int) -> None:
    told = measure(
        *("year.py", "--nights", f"{NIGHTS}", "--seed", f"{seed}", "--firms", "8"),
        *("--office", "0", "--suites", "0"),
    )
    happened = dict(re.findall(r"([a-z ]+?) (\d+)(?:, |$)", told[0]))
    assert [what for what in HAPPENS if not int(happened.get(what, 0))] == []
    assert int(happened["nights"]) == NIGHTS
    assert told[1:] == ["0 faults"]
