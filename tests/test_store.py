"""What was committed is recalled, and nothing is forgotten or doubled."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from reconcile.store import Store
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
    store.commit(
        run,
        raw=rows,
        members=belongs,
        finished_at=datetime(2026, 11, 22, 3, 0),
        manifest={"x.csv": "00"},
        **(values | more),
    )


def test_recall_gives_what_was_committed(tmp_path: Path) -> None:
    store = Store(tmp_path / "register.db")
    rows = raw("Miralix", "Bonal")
    asked = pd.DataFrame(
        {"question_id": ["Q-0001-B"], "left_id": ["R-00001"], "right_id": ["R-00002"]}
    )
    commit(store, 1, rows, ["M-0001", "M-0002"], questions=asked)
    memory = Store(tmp_path / "register.db").recall()
    known = rows.assign(last_run=pd.array([1, 1], "Int64"))
    pd.testing.assert_frame_equal(memory.raw[rows.columns], known)
    assert (memory.run, memory.last_record, memory.last_member, memory.last_question) == (
        2,
        2,
        2,
        1,
    )
    assert memory.last_register == date(2026, 11, 22)
    assert memory.manifest == {"x.csv": "00"}
    assert memory.questions.iloc[0].to_list() == asked.iloc[0].to_list()


def test_a_row_that_is_gone_is_still_known_and_a_changed_one_is_renewed(tmp_path: Path) -> None:
    store = Store(tmp_path / "register.db")
    commit(store, 1, raw("Miralix", "Bonal"), ["M-0001", "M-0002"])
    commit(store, 2, raw("Miralix SARL"), ["M-0001"])
    assert store.recall().raw["name"].to_list() == ["Miralix SARL", "Bonal"]


def test_first_and_last_member_of_a_record(tmp_path: Path) -> None:
    store = Store(tmp_path / "register.db")
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


def test_a_held_night_is_no_register(tmp_path: Path) -> None:
    store = Store(tmp_path / "register.db")
    commit(store, 1, raw("Miralix"), ["M-0001"], state="held")
    assert store.recall().last_register is None


def test_an_answer_is_kept_once(tmp_path: Path) -> None:
    store = Store(tmp_path / "register.db")
    answer = pd.DataFrame(
        [
            {
                "question_id": "Q-0001-B",
                "left_id": "R-00001",
                "right_id": "R-00002",
                "answer": "same",
                "reviewer": "Zoé",
                "note": "",
                "decided_at": "2026-11-22",
            }
        ]
    )
    store.keep_answers(answer)
    store.keep_answers(answer)
    assert store.recall().decisions["answer"].to_list() == ["same"]


def test_a_commit_that_fails_leaves_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "register.db")
    commit(store, 1, raw("Miralix"), ["M-0001"])
    with pytest.raises(Exception, match="UNIQUE"):
        commit(store, 1, raw("Miralix changed"), ["M-0001"])
    assert store.recall().raw["name"].to_list() == ["Miralix"]


def test_the_last_register_is_not_what_was_held_back(tmp_path: Path) -> None:
    """A list that came on a night that was held back must not pass for known on the next one."""
    store = Store(tmp_path / "register.db")
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
