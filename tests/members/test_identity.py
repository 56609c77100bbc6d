"""A row is known again: beside each change, whether it keeps its record number."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from reconcile.members.contents import content_keys, digests, outdated
from reconcile.members.identity import one_to_one
from reconcile.nights.recognising import recognise
from reconcile.results import Memory
from reconcile.standardise import standardise
from reconcile.tables import TABLES, conform

ROWS: list[dict[str, Any]] = [
    {"member_no": "12", "name": "SARL Miralix", "city": "Saint-Étienne", "phone": "0465710001"},
    {"member_no": "13", "name": "Ateliers Bonal", "city": "Sorbiers", "email": "a@bonal.example"},
    {
        "name": "Cazal Peinture",
        "address": "3 rue du Lac",
        "city": "Sorbiers",
        "phone": "0465710003",
    },
    {
        "name": "Cazal Peinture",
        "address": "3 rue du Lac",
        "city": "Sorbiers",
        "phone": "0465710003",
    },
]


def raw(rows: list[dict[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(
        [
            {"source": "a", "file": "a/l.xlsx", "sheet": "S", "row": nth + 2, **row}
            for nth, row in enumerate(rows)
        ]
    )
    labels = [name for name in frame.columns if name not in TABLES["raw"]]
    frame = frame.astype(dict.fromkeys(labels, "str"))
    return conform(frame.assign(hidden=False, struck=False), "raw")


def ids(rows: list[dict[str, Any]], memory: Memory) -> list[str]:
    table = raw(rows)
    standard = standardise(table, pd.DataFrame(columns=[*TABLES["columns"]]))
    return list(recognise(standard, table, memory).standard.records["record_id"])


@pytest.fixture(scope="module")
def memory() -> Memory:
    table = raw(ROWS)
    assert ids(ROWS, Memory()) == ["R-00001", "R-00002", "R-00003", "R-00004"]
    known = table.assign(record_id=["R-00001", "R-00002", "R-00003", "R-00004"])
    return Memory(run=2, raw=conform(known, "known"), last_record=4)


def test_nothing_changed(memory: Memory) -> None:
    assert ids(ROWS, memory) == ["R-00001", "R-00002", "R-00003", "R-00004"]


def test_rows_moved(memory: Memory) -> None:
    assert ids([ROWS[1], ROWS[2], ROWS[0]], memory) == ["R-00002", "R-00003", "R-00001"]


def test_typing_error_mended_and_phone_added(memory: Memory) -> None:
    mended = {**ROWS[1], "name": "Atelier Bonal", "phone": "0465710009"}
    assert ids([ROWS[0], mended, *ROWS[2:]], memory)[1] == "R-00002"


def test_typing_error_mended_without_a_number(memory: Memory) -> None:
    mended = {**ROWS[2], "name": "Cazal Peintures"}
    assert sorted(ids([ROWS[0], ROWS[1], mended, ROWS[3]], memory)[2:]) == ["R-00003", "R-00004"]


def test_number_given_to_another_firm_is_a_new_record(memory: Memory) -> None:
    other = {"member_no": "12", "name": "Zéphyr Conseil", "city": "Sorbiers"}
    assert ids([other, *ROWS[1:]], memory)[0] == "R-00005"


@pytest.mark.parametrize("edition", ["current", "replaced"])
def test_the_one_new_row_is_not_the_one_that_is_long_gone(edition: str) -> None:
    """Where nothing but the street and a phone that is much alike speak for it."""
    place = {"city": "Saint-Étienne", "postcode": "42000"}
    gone = {**place, "member_no": "T012", "name": "Sorrelle hestuque Optique",
            "address": "40 rue des Carrières", "phone": "04 65 71 62 65"}  # fmt: skip
    come = {**place, "member_no": "T016", "name": "Zynlande bosuque Optique",
            "address": "60 rue des Carrières", "phone": "04 65 71 62 35"}  # fmt: skip
    old = raw([ROWS[0], gone]).assign(record_id=["R-00001", "R-00002"], last_run=[3, 1])
    old = old.assign(edition=["current", edition])
    memory = Memory(run=4, raw=conform(old, "known"), last_record=2)
    assert ids([ROWS[0], come], memory) == ["R-00001", "R-00003"]
    back = {**gone, "member_no": "T016", "address": "9 quai Vert", "city": "Sorbiers"}
    assert ids([ROWS[0], back], memory) == ["R-00001", "R-00002"]


def test_numbers_changed_about(memory: Memory) -> None:
    one, other = {**ROWS[0], "member_no": "13"}, {**ROWS[1], "member_no": "12"}
    assert ids([one, other, *ROWS[2:]], memory)[:2] == ["R-00001", "R-00002"]


def test_a_row_of_another_club_is_another_record(memory: Memory) -> None:
    table = raw(ROWS[:1]).assign(source="b", file="b/l.xlsx")
    standard = standardise(table, pd.DataFrame(columns=[*TABLES["columns"]]))
    assert list(recognise(standard, table, memory).standard.records["record_id"]) == ["R-00005"]


BONAL = {"member_no": "1", "name": "Bonal Décolletage", "city": "Sorbiers", "phone": "0465710001"}
CAZAL = {"member_no": "2", "name": "Cazal Décolletage", "city": "Sorbiers", "phone": "0465710002"}
TWIN = {**BONAL, "postcode": "42290"}


@pytest.mark.parametrize(
    ("night", "expected"),
    [
        (
            [
                BONAL | {"member_no": "2", "naf": "2562B"},
                CAZAL | {"member_no": "1", "naf": "2562B"},
            ],
            [1, 2],
        ),
        ([{**TWIN, "member_no": "2"}, {**BONAL, "member_no": "2"}, CAZAL], [3, 1, 2]),
        ([CAZAL, {**TWIN, "member_no": "9"}, {**BONAL, "member_no": "8"}], [2, 3, 1]),
    ],
)
def test_a_club_gives_new_numbers(night: list[dict[str, Any]], expected: list[int]) -> None:
    known = raw([BONAL, CAZAL, TWIN]).assign(record_id=["R-00001", "R-00002", "R-00003"])
    memory = Memory(run=2, raw=conform(known, "known"), last_record=3)
    assert ids(night, memory) == [f"R-{nth:05d}" for nth in expected]


def test_a_row_long_gone_does_not_stand_between_a_number_and_who_has_it_now() -> None:
    rows = [{"member_no": "12", "name": "Miralix"}, {"member_no": "12", "name": "Zéphyr Conseil"}]
    known = raw(rows).assign(record_id=["R-00001", "R-00002"], last_run=[1, 2])
    memory = Memory(run=3, raw=conform(known, "known"), last_record=2)
    mended = {"member_no": "12", "name": "Zéfir Conseil", "city": "Sorbiers"}
    assert ids([mended], memory) == ["R-00002"]


def night_after(memory: Memory, was: list[dict[str, Any]], now: list[dict[str, Any]]) -> Memory:
    """What is known after a night in which the rows `was` (of R-00001 and on) became `now`."""
    known = [f"R-{nth + 1:05d}" for nth in range(len(now))]
    before, after = (raw(rows).assign(record_id=known) for rows in (was, now))
    former = pd.concat([memory.former_contents, outdated(before, after)], ignore_index=True)
    rows = conform(after.assign(last_run=memory.run), "known")
    return Memory(run=memory.run + 1, raw=rows, former_contents=former, last_record=len(known))


MOVED = {"member_no": "90", "name": "Bonal", "address": "1 rue Haute", "city": "Firminy"}
ELSEWHERE = {"member_no": "91", "name": "Zéphyr", "address": "2 rue Basse", "city": "Sorbiers"}


@pytest.mark.parametrize(
    ("nights", "tonight", "expected"),
    [
        ([[BONAL, CAZAL], [MOVED, CAZAL]], [BONAL, CAZAL], [1, 2]),  # a list of before is back
        ([[BONAL, CAZAL], [MOVED, CAZAL], [ELSEWHERE, CAZAL]], [BONAL, CAZAL], [1, 2]),
        ([[BONAL, CAZAL], [MOVED, CAZAL]], [MOVED, CAZAL, BONAL], [1, 2, 3]),  # it has its record
        ([[BONAL, BONAL], [MOVED, ELSEWHERE]], [BONAL], [3]),  # two were that: nobody guesses
        ([[BONAL, CAZAL], [MOVED, CAZAL]], [BONAL, BONAL], [3, 4]),
    ],
)
def test_a_row_is_again_what_it_once_was(
    nights: list[list[dict[str, Any]]], tonight: list[dict[str, Any]], expected: list[int]
) -> None:
    memory = Memory()
    for was, now in pairwise(nights):
        memory = night_after(memory, was, now)
    assert ids(tonight, memory) == [f"R-{nth:05d}" for nth in expected]


def test_what_a_row_of_another_club_once_was_says_nothing() -> None:
    memory = night_after(Memory(), [BONAL], [MOVED])
    table = raw([BONAL]).assign(source="b", file="b/l.xlsx")
    standard = standardise(table, pd.DataFrame(columns=[*TABLES["columns"]]))
    assert list(recognise(standard, table, memory).standard.records["record_id"]) == ["R-00002"]


def test_a_content_has_one_digest_whatever_stands_beside_it() -> None:
    rows = raw([{"name": "Miralix", "city": "Sorbiers"}])
    beside = raw([{"city": "Sorbiers", "phone": None, "name": "Miralix"}])
    moved = beside.assign(row=40, file="a/other.xlsx", hidden=True)
    for table in (rows, beside, moved):
        assert digests(content_keys(table)) == ["3c5bde57e1fe980641c61a86f4c1c01b"]


def pairs(*ends: tuple[int, int, float]) -> pd.DataFrame:
    table = pd.DataFrame(ends, columns=["new", "old", "weight_bits"])
    return table.assign(probability=0.99)


@pytest.mark.parametrize(
    ("likely", "expected"),
    [
        ([(0, 0, 9.0), (0, 1, 8.0), (1, 0, 8.5)], {(0, 0)}),  # 1 and 1 are nobody's best
        ([(0, 0, 9.0), (0, 1, 9.0), (1, 0, 9.0), (1, 1, 9.0)], {(0, 0), (1, 1)}),  # twins
        ([(0, 0, 9.0), (1, 0, 9.0)], {(0, 0)}),  # twins, of whom one is left
        ([(0, 0, 9.0), (0, 1, 9.0), (1, 1, 8.0)], {(0, 0)}),  # 1 is better elsewhere
        ([], set()),
    ],
)
def test_each_goes_on_with_its_best_and_twins_each_with_one(
    likely: list[tuple[int, int, float]], expected: set[tuple[int, int]]
) -> None:
    assert set(one_to_one(pairs(*likely)).itertuples(index=False, name=None)) == expected
    turned = pairs(*likely[::-1])
    assert set(one_to_one(turned).itertuples(index=False, name=None)) == expected
