"""What people write by hand into our own workbooks: proposals, and the answers to them.

A value typed into `Écarts` is an act at once. A change of the register is a proposal, an act of the
kind "edit", which is open until somebody answers. Its subject says what would change:
value␟M-0042␟phones␟(text), left␟M-0042, or new␟(digest of the row).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd
from rapidfuzz.distance import DamerauLevenshtein

from ..config import fold
from ..words import words
from .ledger import WITHDRAWN, in_force, subject_of

OPEN: Final = "proposed"
KINDS: Final = ("value", "edit")
EXTRA: Final = "extra:"  # before the heading of a column that people added, as its key
_ANSWERS: Final = ("same", "different", "later", "withdrawn")
UNCLEAR: Final = {"problem": "answer_unclear"}
_PARTS: Final = re.compile("␟")
_Taken = tuple[list[dict[str, Any]], dict[str, Any] | None]
# Whether a text is no value of a field (field, text): what reads values decides (corrections.py).
Unreadable = Callable[[str, str], bool]


def proposals(ledger: pd.DataFrame) -> pd.DataFrame:
    """The acts of LEDGER that are proposals without an answer."""
    return in_force(ledger[ledger["kind"] == "edit"])


def parts(subject: str) -> list[str]:
    """What a proposal is about: ["value", member, field, text], ["left", member], ["new", key]."""
    return _PARTS.split(subject, 3)


def proposal(subject: str, shown: Mapping[str, Any]) -> dict[str, Any]:
    """The act (kind, subject, answer, shown) that puts a change of the register to the question."""
    text = json.dumps(dict(shown), ensure_ascii=False)
    return {"kind": "edit", "subject": subject, "answer": OPEN, "shown": text}


def details(text: object) -> dict[str, Any]:
    """The JSON of `LEDGER.shown` as a dict; empty where there is none."""
    try:
        found = json.loads(text) if isinstance(text, str) and text else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _said(key: str) -> frozenset[str]:
    """What people write for an answer, in either language, folded."""
    texts = [words(language)(key) for language in ("fr", "en")]
    return frozenset(fold(part) for text in texts for part in text.split("|"))


def acts_of(row: Mapping[str, str], ledger: pd.DataFrame, unreadable: Unreadable) -> _Taken:
    """The acts (columns of LEDGER) of a row of `Écarts` whose answer cell is filled, by hidden key;
    or what is told of an answer that cannot be taken: `problem` and its `details`.

    ledger: LEDGER, for the proposals that are answered; unreadable: see Unreadable.
    """
    typed = re.sub(r"^(\d+)\.0$", r"\1", row["answer"].strip())
    meanings = {key: _said(f"answers.{key}") for key in _ANSWERS}
    meanings["empty"] = _said("gaps.empty_words")
    meaning = next((key for key, texts in meanings.items() if fold(typed) in texts), "")
    if row["kind"] == "value":
        return _value(row, meaning, typed, unreadable)
    asked = ledger[(ledger["kind"] == "edit") & (ledger["subject"] == row["subject"])]
    shown = details(asked["shown"].iloc[-1] if len(asked) else None)
    return _proposal(row, meaning, typed, shown, unreadable)


def _value(row: Mapping[str, str], meaning: str, typed: str, unreadable: Unreadable) -> _Taken:
    if meaning == "later":
        return [], None
    if meaning in ("same", "different"):
        return [], {"problem": "gap_which"}  # which value is right was the question
    answer = {"withdrawn": WITHDRAWN, "empty": ""}.get(meaning, typed)
    offered = {fold(text) for key, text in row.items() if text and key.startswith("choice_")}
    odd = None if meaning or fold(typed) in offered else _odd(row["subject"], typed, unreadable)
    return ([], odd) if odd else ([_act("value", row["subject"], answer, row.get("sources"))], None)


def _odd(subject: str, typed: str, unreadable: Unreadable) -> dict[str, Any] | None:
    """What is told of a text that is no value of its field: a word of an answer misspelled, signs
    alone, or what has not the form of the field."""
    words_of = [word for key in _ANSWERS for word in _said(f"answers.{key}") if len(word) > 2]
    near = [word for word in words_of if DamerauLevenshtein.distance(fold(typed), word) <= 1]
    field = subject.split("␟")[1]
    if near or not fold(typed):
        return {"problem": "answer_unclear_near", "details": {"near": near[0]}} if near else UNCLEAR
    return {"problem": "gap_form"} if unreadable(field, typed) else None


def _proposal(
    row: Mapping[str, str],
    meaning: str,
    typed: str,
    shown: Mapping[str, Any],
    unreadable: Unreadable,
) -> _Taken:
    """The answer to a proposal, and what is done where it is yes."""
    what, *about = parts(row["subject"])
    closed = _act("edit", row["subject"], WITHDRAWN, json.dumps(dict(shown), ensure_ascii=False))
    if meaning in ("later", "different", "withdrawn"):
        return [] if meaning == "later" else [closed], None
    if what == "value":
        member, field, text = about
        subject = subject_of(member, field)
        if odd := None if meaning else _odd(subject, typed, unreadable):
            return [], odd
        answer = {"same": text, "empty": ""}.get(meaning, typed)
        return [_act("value", subject, answer, row.get("sources")), closed], None
    if what == "new":
        return _new(typed, meaning, about[0], shown, closed)
    if meaning != "same":
        return [], UNCLEAR
    said = _act("value", subject_of(about[0], "status"), "left", row.get("sources"))
    return [said, closed], None


def _new(
    typed: str, meaning: str, key: str, shown: Mapping[str, Any], closed: dict[str, Any]
) -> _Taken:
    """The answer to a new row: yes, or the club that it joins."""
    clubs = shown.get("clubs", {})
    named = {fold(name): club for club, name in clubs.items()} | {fold(one): one for one in clubs}
    club = shown.get("club") if meaning == "same" else named.get(fold(typed))
    if not club:
        return [], {"problem": "gap_club", "details": {"clubs": ", ".join(clubs.values())}}
    added = json.dumps({**shown, "club": club}, ensure_ascii=False)
    return [_act("row", key, added, None), closed], None


def _act(kind: str, subject: str, answer: str, shown: str | None) -> dict[str, Any]:
    return {
        "kind": kind,
        "subject": subject,
        "answer": answer,
        "relation": None,
        "question_id": None,
        "note": None,
        "shown": shown or None,
    }


def extras(ledger: pd.DataFrame, aliases: pd.DataFrame) -> dict[str, dict[str, str]]:
    """The columns that people added: heading -> text by member, of the numbers in use; a number
    that became an alias gives its text where the member has none."""
    own = in_force(ledger[ledger["kind"] == "extra"])
    now = dict(zip(aliases["old_member_id"], aliases["member_id"], strict=True))
    found: dict[str, dict[str, str]] = {}
    for subject, text in zip(own["subject"], own["answer"], strict=True):
        member, _, heading = subject.partition("␟")
        column = found.setdefault(heading, {})
        if member in now:
            column.setdefault(now[member], text)
        else:
            column[member] = text
    return found
