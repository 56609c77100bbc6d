"""Who goes on with a member that no list has any more: beside each night, whom one finds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from reconcile.members import owners
from reconcile.nights.linking import link
from reconcile.nights.numbering import successors
from reconcile.results import Memory
from reconcile.standardise import standardise
from reconcile.tables import conform, empty
from tests.ingest.lists import config
from tests.members.test_identity import raw

Row = dict[str, Any]
MIRALIX = {"name": "Miralix Découpe", "city": "Sorbiers", "phone": "04 65 71 00 01",
           "address": "3 rue du Lac", "email": "contact@miralix.example"}  # fmt: skip
BONAL = {"name": "Ateliers Bonal", "city": "Sorbiers", "phone": "04 65 71 00 02",
         "address": "9 place Carnot"}  # fmt: skip
MOVED = {**MIRALIX, "phone": "04 65 71 00 09"}
LIKE = {"name": "Miralix", "city": "Lyon"}
SIREN, OTHER_SIREN = {"siren": "000000018"}, {"siren": "000000026"}


def found(gone: list[tuple[int, Row]], tonight: list[tuple[int, Row]]) -> set[tuple[int, int]]:
    """Pairs of record numbers. gone: rows of before, each with its member; tonight: rows with the
    member that they had, 0 where they were never met."""
    both = [*gone, *tonight]
    ids = pd.Series([f"R-{nth:05d}" for nth in range(1, len(both) + 1)])
    table = raw([row for _, row in both])
    new = table.iloc[len(gone) :].reset_index(drop=True)
    records = standardise(new, empty("columns")).records
    records = records.assign(record_id=ids[len(gone) :].to_numpy(), edition="current")
    member = pd.DataFrame({"record_id": ids, "member_id": [f"M-{one:04d}" for one, _ in both]})
    history = member[member["member_id"] != "M-0000"].assign(run=1)
    memory = Memory(
        raw=conform(table.assign(record_id=ids), "known"), belongs=owners(history), last_record=9
    )
    settings = config(Path("x"), "a")
    linked = link(records, settings, empty("decisions"), "joint")
    pairs = successors(linked, memory, settings)
    ends = [pairs[end].str[2:].astype(int) for end in ("left_id", "right_id")]
    return set(zip(*ends, strict=True))


@pytest.mark.parametrize(
    ("gone", "tonight", "expected"),
    [
        ([(1, MIRALIX)], [(2, BONAL), (0, MOVED)], {(1, 3)}),
        ([(1, MIRALIX), (2, BONAL)], [(0, BONAL), (0, MOVED)], {(1, 4), (2, 3)}),
        ([(1, MIRALIX)], [(2, BONAL), (0, LIKE)], set()),  # doubtful
        ([(1, MIRALIX)], [(2, MIRALIX), (0, BONAL)], set()),  # nobody new
        ([(1, MIRALIX)], [(2, MIRALIX), (0, MOVED)], set()),  # one with a member of today
        ([(1, MIRALIX), (2, MOVED)], [(0, MIRALIX)], set()),  # of which of the two?
        ([(1, MIRALIX), (1, BONAL)], [(0, MOVED)], {(1, 3), (2, 3)}),  # the whole member
        ([(1, MIRALIX)], [(1, BONAL), (0, MOVED)], set()),  # somebody speaks for it still
        ([(1, MIRALIX | SIREN)], [(2, BONAL), (0, MOVED | SIREN)], {(1, 3)}),
        ([(1, MIRALIX | SIREN)], [(2, BONAL), (0, MIRALIX | OTHER_SIREN)], set()),
    ],
)
def test_who_goes_on_with_whom(
    gone: list[tuple[int, Row]], tonight: list[tuple[int, Row]], expected: set[tuple[int, int]]
) -> None:
    assert found(gone, tonight) == expected
