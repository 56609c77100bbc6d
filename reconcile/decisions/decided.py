"""What people decided, as they may read it: a line an act, and which of them a person looks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from ..config import fold
from ..results import Memory
from ..words import Words
from ..workbooks.shown import field_name, look_up
from .by_hand import details
from .in_words import KINDS, about_by_hand, answer_by_hand, new_names
from .ledger import WITHDRAWN, disputed, in_force, parts_of, subject_of, text_in
from .naming import KIND, about_text, answer_text

_ADDED: Final = ["subject", "answer"]  # of a row that people added
COLUMNS: Final = (
    "decision_id",
    "decided_at",
    "kind",
    "about",
    "answer",
    "in_force",
    "reviewer",
    "note",
    "question_id",
    "origin",
    "read_in",
)
_SAID: Final = ["kind", "subject", "answer", "relation"]
_TORN, _HOLDS, _HELD = "disputed", "yes", "no"


@dataclass(frozen=True)
class Wanted:
    """Which acts a person looks for; what is empty excludes none. since: a day, 2026-11-22."""

    kind: str = ""
    member: str = ""
    question: str = ""
    reviewer: str = ""
    since: str = ""
    in_force: bool = False


def chosen(memory: Memory, wanted: Wanted) -> pd.DataFrame:
    """The acts of the ledger (LEDGER) that are wanted, with `in_force` (yes, no, disputed)."""
    ledger = memory.ledger.assign(in_force=_HELD)
    ledger.loc[in_force(memory.ledger).index, "in_force"] = _HOLDS
    ledger.loc[disputed(memory.ledger).index, "in_force"] = _TORN
    keep = pd.Series(True, index=ledger.index)
    if wanted.kind:
        keep &= ledger["kind"] == wanted.kind
    if wanted.question:
        keep &= ledger["question_id"].fillna("").str.casefold() == wanted.question.casefold()
    if wanted.reviewer:
        mine = fold(wanted.reviewer)
        keep &= ledger["reviewer"].fillna("").map(lambda name: mine in fold(name)).astype(bool)
    if wanted.since:
        keep &= ledger["decided_at"].str[:10] >= wanted.since
    if wanted.in_force:
        keep &= ledger["in_force"] != _HELD
    if wanted.member:
        own = {current_number(memory, wanted.member), wanted.member} | records_of(
            memory, wanted.member
        )
        parts = ledger["subject"].str.split(subject_of("", ""))
        keep &= parts.map(lambda some: bool(own & set(some))).astype(bool)
    return ledger[keep]


def current_number(memory: Memory, number: str) -> str:
    """The number that a member bears today, by one that he had."""
    now = memory.aliases.set_index("old_member_id")["member_id"].get(number)
    return number if now is None else str(now)


def records_of(memory: Memory, number: str) -> set[str]:
    """The records of a member, by any number of his."""
    own = memory.belongs["member_id"] == current_number(memory, number)
    return set(memory.belongs.loc[own, "record_id"])


def in_words(acts: pd.DataFrame, memory: Memory, say: Words) -> pd.DataFrame:
    """Acts (`chosen`) as people read them: the columns COLUMNS, all text, headings in words."""
    names = _members(memory) | new_names(memory.ledger) | names_of(memory)
    about = [
        _about(kind, subject, names, say)
        for kind, subject in zip(acts["kind"], acts["subject"], strict=True)
    ]
    told = acts.assign(
        about=about,
        answer=[
            _answer(kind, subject, answer, relation, say)
            for kind, subject, answer, relation in acts[_SAID].to_numpy().tolist()
        ],
        kind=[look_up(say, "decided.kinds", kind) or kind for kind in acts["kind"]],
        in_force=[say(f"decided.holds.{state}") for state in acts["in_force"]],
    )
    headings = {column: say(f"decided.columns.{column}") for column in COLUMNS}
    return told[list(COLUMNS)].astype("str").fillna("").rename(columns=headings)


def names_of(memory: Memory) -> dict[str, str]:
    """How each record is called: "Miralix (R-00001)"; and each row that people added."""
    raw = memory.raw
    called = raw["name"] if "name" in raw else pd.Series("", index=raw.index)
    own = memory.ledger[(memory.ledger["kind"] == "row") & (memory.ledger["answer"] != WITHDRAWN)]
    added = [(row, details(answer).get("row") or {}) for row, answer in own[_ADDED].to_numpy()]
    return {subject: str(row.get("name") or subject) for subject, row in added} | {
        record: f"{name} ({record})" if isinstance(name, str) and name else record
        for record, name in zip(raw["record_id"], called, strict=True)
    }


def _members(memory: Memory) -> dict[str, str]:
    """How the first record of each member is called, by the member's number."""
    if "name" not in memory.raw:
        return {}
    both = memory.belongs[["record_id", "member_id"]].merge(memory.raw[["record_id", "name"]])
    first = both.dropna(subset=["name"]).drop_duplicates("member_id")
    return dict(zip(first["member_id"], first["name"].astype(str), strict=True))


def _about(kind: str, subject: str, names: dict[str, str], say: Words) -> str:
    if kind in KINDS:
        return about_by_hand(kind, subject, names, say)
    if kind == KIND:
        return about_text(subject, say)
    parts = subject.split(subject_of("", ""))
    if kind == "value" and len(parts) == 2:
        return f"{parts[0]} · {field_name(say, parts[1])}"
    return " / ".join(names.get(part, part) for part in parts if part)


def _answer(kind: str, subject: str, answer: str, relation: object, say: Words) -> str:
    if kind in KINDS:
        return answer_by_hand(kind, subject, answer, say)
    if kind == "row" and answer != WITHDRAWN:
        return say("report.words.row_added", club=details(answer).get("club") or "")
    known = relation if isinstance(relation, str) and relation else answer
    find: Callable[[str], str | None] = lambda key: look_up(say, "decided.answers", key)  # noqa: E731
    if kind == "sheet":
        return look_up(say, "report.words", f"take_{answer}") or find(answer) or answer
    if kind == KIND and answer != WITHDRAWN:
        return answer_text(answer, say)
    return text_in(answer) if kind == "value" and answer != WITHDRAWN else find(known) or answer


def ends(pairs: pd.DataFrame) -> pd.DataFrame:
    """The records of acts about two: left_id, right_id."""
    return parts_of(pairs["subject"], ("left_id", "right_id"))
