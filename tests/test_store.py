"""What was committed is recalled, and nothing is forgotten or doubled."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from reconcile.decisions.ledger import acts, pair_of, subject_of
from reconcile.memory.store import Store
from reconcile.tables import conform, empty


def raw(*names: str) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "record_id": [f"R-{nth:05d}" for nth in range(1, len(names) + 1)],
            "source": "a",
            "file": "a/list.csv",
            "row": range(2, len(names) + 2),
            "hidden": False,
            "struck": False,
            "name": list(names),
            "phone#2": [pd.NA, *["04 65 71 00 01"] * (len(names) - 1)],
        }
    )
    return conform(frame, "known")


def commit(store: Store, run: int, rows: pd.DataFrame, members: list[str], **more) -> None:
    belongs = pd.DataFrame({"record_id": rows["record_id"], "member_id": members})
    values = {"aliases": empty("aliases"), "questions": empty("asked"), "state": "published"}
    values |= {"finished_at": datetime(2026, 11, 22, 3, 0)}
    store.commit(
        run,
        raw=rows,
        members=belongs,
        manifest={"x.csv": "00"},
        **(values | more),
    )


def test_recall_gives_what_was_committed(store_place: Path | sa.URL) -> None:
    store = Store(store_place)
    rows = raw("Miralix", "Bonal")
    pair = {"kind": "pair", "subject": pair_of("R-00001", "R-00002")}
    asked = pd.DataFrame([{"question_id": "Q-0001-B", **pair}])
    commit(store, 1, rows, ["M-0001", "M-0002"], questions=asked)
    memory = Store(store_place).recall()
    known = rows.assign(**dict.fromkeys(("first_run", "last_run"), pd.array([1, 1], "Int64")))
    pd.testing.assert_frame_equal(memory.raw[rows.columns], known)
    assert (memory.run, memory.last_record, memory.last_member, memory.last_question) == (
        2,
        2,
        2,
        1,
    )
    assert memory.last_register == date(2026, 11, 22)
    assert memory.manifest == {"x.csv": "00"}
    known = memory.questions[["question_id", "left_id", "right_id"]]
    assert known.iloc[0].to_list() == ["Q-0001-B", "R-00001", "R-00002"]


def test_a_row_that_is_gone_is_still_known_and_a_changed_one_is_renewed(
    store_place: Path | sa.URL,
) -> None:
    store = Store(store_place)
    commit(store, 1, raw("Miralix", "Bonal"), ["M-0001", "M-0002"])
    commit(store, 2, raw("Miralix SARL"), ["M-0001"])
    assert store.recall().raw["name"].to_list() == ["Miralix SARL", "Bonal"]


def test_what_a_row_said_before_is_known_once(store_place: Path | sa.URL) -> None:
    store, members = Store(store_place), ["M-0001", "M-0002"]
    nights = [
        (raw("Miralix", "Bonal"), "published", []),
        (raw("Miralix SARL", "Bonal").assign(row=[3, 2]), "published", [1]),  # moving is no change
        (raw("Miralix", "Bonal SA"), "held", [1]),
        (raw("Miralix", "Bonal"), "published", [1, 1]),
        (raw("Miralix SARL", "Bonal"), "published", [1, 1]),
        (raw("Miralix SARL", "Bonal SA"), "published", [1, 1, 2]),
    ]
    for run, (rows, state, expected) in enumerate(nights, 1):
        commit(store, run, rows, members, state=state)
        known = sorted(store.recall().former_contents["record_id"])
        assert known == [f"R-{nth:05d}" for nth in expected]


def test_first_and_last_member_of_a_record(store_place: Path | sa.URL) -> None:
    store = Store(store_place)
    rows = raw("Miralix", "Bonal")
    commit(store, 1, rows, ["M-0001", "M-0002"])
    alias = pd.DataFrame(
        {"old_member_id": ["M-0002"], "member_id": ["M-0001"], "cause": ["merged"]}
    )
    commit(store, 2, rows, ["M-0001", "M-0001"], aliases=alias)
    memory = store.recall()
    assert memory.belongs.iloc[1].to_list() == ["R-00002", "M-0001", "M-0002", "M-0002"]
    assert memory.aliases["old_member_id"].to_list() == ["M-0002"]
    commit(store, 3, rows, ["M-0001", "M-0002"])
    assert store.recall().aliases.empty
    assert store.recall().last_member == 2


def test_a_held_night_is_no_register(store_place: Path | sa.URL) -> None:
    store = Store(store_place)
    commit(store, 1, raw("Miralix"), ["M-0001"], state="held")
    assert store.recall().last_register is None


def test_what_people_said_is_recalled_with_a_lasting_number(store_place: Path | sa.URL) -> None:
    store = Store(store_place)
    about = {"decided_at": "2026-11-22", "run": 1, "read_in": 2, "origin": "match_report.xlsx"}
    said = [
        {"kind": "pair", "subject": pair_of("R-00002", "R-00001"), "answer": "same", **about},
        {"kind": "sheet", "subject": subject_of("a/list.csv", ""), "answer": "archive", **about},
        {"kind": "stop", "subject": "A-7K3Q-M", "answer": "yes", **about},
        {"kind": "value", "subject": subject_of("M-0001", "city"), "answer": "Firminy", **about},
    ]
    store.keep(acts(said))
    memory = Store(store_place).recall()
    assert memory.ledger["decision_id"].to_list() == [
        "D-0001-B",
        "D-0002-C",
        "D-0003-D",
        "D-0004-E",
    ]
    pair = memory.decisions[["left_id", "right_id", "answer"]].iloc[0].to_list()
    assert pair == ["R-00001", "R-00002", "same"]
    assert memory.sheet_answers[["file", "state"]].iloc[0].to_list() == ["a/list.csv", "archive"]
    assert memory.acceptances["key"].to_list() == ["A-7K3Q-M"]
    value = memory.corrections[["member_id", "field", "value"]].iloc[0].to_list()
    assert value == ["M-0001", "city", "Firminy"]


def test_a_commit_that_fails_leaves_nothing(store_place: Path | sa.URL) -> None:
    store = Store(store_place)
    commit(store, 1, raw("Miralix"), ["M-0001"])
    with pytest.raises(Exception, match=r"UNIQUE|duplicate key"):
        commit(store, 1, raw("Miralix changed"), ["M-0001"])
    assert store.recall().raw["name"].to_list() == ["Miralix"]


def test_the_last_register_is_not_what_was_held_back(store_place: Path | sa.URL) -> None:
    """A list that came on a night that was held back must not pass for known on the next one."""
    store = Store(store_place)
    assert store.recall().last_rows == frozenset()
    ids = ["M-0001", "M-0002", "M-0003"]
    commit(store, 1, raw("Miralix", "Bonal"), ids[:2])
    commit(store, 2, raw("Miralix"), ids[:1])
    commit(store, 3, raw("Miralix", "Bonal", "Cerfeuil"), ids, state="held")
    assert store.recall().last_rows == {"R-00001"}
    commit(store, 4, raw("Miralix SARL"), ids[:1], state="held")
    assert store.recall().raw["name"].to_list()[0] == "Miralix", "as it was published"
    commit(store, 5, raw("Miralix", "Bonal", "Cerfeuil"), ids)
    assert store.recall().last_rows == {"R-00001", "R-00002", "R-00003"}
