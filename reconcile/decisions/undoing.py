"""Taking back what people decided, or a merge: acts that are added, never a line that goes.

What is taken back is reckoned away: what would be in force without it is said again, and where
nothing would be, the act is "withdrawn".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from ..results import Memory, Night
from ..tables import conform
from . import ledger as acts
from .decided import ends, names_of, records_of
from .ledger import TERMINAL, WITHDRAWN, in_force, lettered, pair_of

_SUBJECT: Final = ["kind", "subject"]
# What an act says, and what it was said of: `shown` is the value of a cell, or what the lists said.
_KEPT: Final = ("answer", "relation", "question_id", "shown")
_MOST_ROUNDS: Final = 20


def said_by_decisions(memory: Memory, ids: set[str]) -> pd.DataFrame:
    """LEDGER rows that take the acts `ids` back; none about what would stay as it is."""
    gone = memory.ledger["decision_id"].isin(ids)
    now = in_force(memory.ledger).set_index(_SUBJECT)
    then = in_force(memory.ledger[~gone]).set_index(_SUBJECT)
    rows = []
    for subject in dict.fromkeys(memory.ledger.loc[gone, _SUBJECT].itertuples(index=False)):
        was, held = _act(now, subject), _act(then, subject)
        if held is None and was is None and not _torn(memory.ledger, subject):
            continue
        if held is not None and was is not None and _says(held) == _says(was):
            continue
        rows.append(_row(subject[0], subject[1], held))
    return acts.acts(rows)


def _act(table: pd.DataFrame, subject: tuple[str, str]) -> dict[str, Any] | None:
    if tuple(subject) not in table.index:
        return None
    return dict(table.loc[tuple(subject)])


def _torn(ledger: pd.DataFrame, subject: tuple[str, str]) -> bool:
    against = acts.disputed(ledger)
    return bool(((against["kind"] == subject[0]) & (against["subject"] == subject[1])).any())


def _says(act: dict[str, Any]) -> tuple[str, str]:
    relation = act["relation"]
    return act["answer"], relation if isinstance(relation, str) else ""


def _row(kind: str, subject: str, act: dict[str, Any] | None) -> dict[str, Any]:
    """An act of the terminal that says again what `act` said; None: that nothing holds."""
    kept: dict[str, Any] = {name: act[name] for name in _KEPT if name in act} if act else {}
    place = {"run": TERMINAL, "read_in": 0}  # `signed` says when
    return {"kind": kind, "subject": subject, "answer": WITHDRAWN, **place, **kept}


def of_run(memory: Memory, run: int) -> set[str]:
    """The acts that were first told in the report of a run; no erasure, which taking a night back
    does not lift."""
    own = (memory.ledger["read_in"] == run) & (memory.ledger["kind"] != "erase")
    return set(memory.ledger.loc[own, "decision_id"])


def said_by_member(
    memory: Memory, number: str, night: Callable[[Memory], Night]
) -> tuple[pd.DataFrame, Night]:
    """LEDGER rows that take the merge of a member apart, and the night that they would give: the
    answers that joined its records are withdrawn, and what was joined by itself is answered
    "different". night: what a run would find with a memory."""
    own = records_of(memory, number)
    pairs = in_force(memory.ledger[memory.ledger["kind"] == "pair"])
    pairs = pairs[pairs["answer"] == "same"]
    joined = pairs[ends(pairs).isin(own).all(axis="columns")] if len(pairs) else pairs
    said = acts.acts([_row("pair", subject, None) for subject in joined["subject"]])
    for _ in range(_MOST_ROUNDS):
        found = night(with_acts(memory, said))
        left, right = found.merges["left_id"], found.merges["right_id"]
        held = found.merges[left.isin(own) & right.isin(own)]
        if held.empty:
            break
        apart = [pair_of(*pair) for pair in zip(held["left_id"], held["right_id"], strict=True)]
        rows = [_row("pair", one, {"answer": "different", "relation": None, "question_id": None})
                for one in apart]  # fmt: skip
        said = pd.concat([said[~said["subject"].isin(apart)], acts.acts(rows)], ignore_index=True)
    return said, found


def signed(said: pd.DataFrame, memory: Memory, reviewer: str, when: str, note: str) -> pd.DataFrame:
    """Acts as given at the terminal, by whom and when."""
    return said.assign(
        reviewer=reviewer,
        decided_at=when,
        run=TERMINAL,
        read_in=memory.run,
        origin="terminal",
        note=note,
    )


def with_acts(memory: Memory, said: pd.DataFrame) -> Memory:
    """The memory as it would be after these acts, which bear the numbers after its last."""
    numbers = memory.ledger["decision_id"].str.extract(r"^D-(\d+)", expand=False).dropna()
    after_last = int(numbers.astype(int).max()) + 1 if len(numbers) else 1
    ids = [lettered("D", number) for number in range(after_last, after_last + len(said))]
    signed_acts = signed(said, memory, "", "9999", "").assign(decision_id=ids)
    ledger = pd.concat([memory.ledger, signed_acts[list(memory.ledger)]], ignore_index=True)
    ledger = conform(ledger, "ledger")
    return replace(
        memory,
        ledger=ledger,
        decisions=acts.decisions(ledger),
        corrections=acts.corrections(ledger),
        sheet_answers=acts.sheet_answers(ledger),
        acceptances=acts.acceptances(ledger),
    )


def moved(before: Night, after: Night, memory: Memory) -> list[tuple[str, list[str]]]:
    """The members that would be others: the number of before, and each part of it after, "M-0042:
    Miralix (R-00001), …"; members that come together have lines of the same part."""
    names = names_of(memory)
    both = before.members[["record_id", "member_id"]].merge(
        after.members[["record_id", "member_id"]], on="record_id", suffixes=("_was", "")
    )
    changed = both[both["member_id_was"] != both["member_id"]]
    touched = {*changed["member_id_was"], *changed["member_id"]}
    lines = []
    for was, parts in both[both["member_id_was"].isin(touched)].groupby("member_id_was"):
        told = []
        for now, rows in parts.groupby("member_id"):
            called = ", ".join(names.get(one, one) for one in rows["record_id"])
            told.append(f"{now} : {called}")
        lines.append((str(was), told))
    return lines
