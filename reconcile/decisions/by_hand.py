"""What people write by hand into our own workbooks: proposals, and the answers to them.

A value typed into `Écarts` is an act at once. A change of the register is a proposal, an act of the
kind "edit", which is open until somebody answers, by an act about the same, and while two answers
disagree. Its subject says what would change:
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
from ..seal import Seal
from ..words import words
from .ledger import (
    NO,
    OPEN,
    WITHDRAWN,
    YES,
    answer_of,
    disputed,
    effect_of,
    in_force,
    subject_of,
)

KINDS: Final = ("value", "edit")
_ANSWERS: Final = ("same", "different", "later", "withdrawn")
UNCLEAR: Final = {"problem": "answer_unclear"}
_PARTS: Final = re.compile("␟")
_Taken = tuple[list[dict[str, Any]], dict[str, Any] | None]
# Whether a text is no value of a field (field, text): what reads values decides (corrections.py).
Unreadable = Callable[[str, str], bool]


def proposals(ledger: pd.DataFrame) -> pd.DataFrame:
    """The acts of LEDGER that are proposals without an answer, or with answers that disagree, or
    with a yes that somebody who did not know of it opposes."""
    own = ledger[ledger["kind"] == "edit"]
    waiting, against = in_force(own), disputed(ledger)
    torn = set(zip(against["kind"], against["subject"], strict=True))
    yes = waiting.loc[waiting["answer"].str.startswith(YES), "subject"]
    opposed = [one for one in yes if effect_of(one) in torn]
    open_again = [*against.loc[against["kind"] == "edit", "subject"], *opposed]
    again = own[(own["answer"] == OPEN) & own["subject"].isin(open_again)]
    again = again.drop_duplicates("subject", keep="last")
    return pd.concat([waiting[waiting["answer"] == OPEN], again]).sort_index()


def parts(subject: str) -> list[str]:
    """What a proposal is about: ["value", member, field, text], ["left", member], ["new", key]."""
    return _PARTS.split(subject, 3)


def sealed(subject: str, salt: str) -> str:
    """The subject of a proposal without its value, for a report that must not show it."""
    return subject_of(*parts(subject)[:3], Seal(salt).of("edit", subject))


def unsealed(subject: str, ledger: pd.DataFrame, salt: str) -> str:
    """The subject of the proposal of LEDGER that bears this one in a report."""
    of_edits = ledger.loc[ledger["kind"] == "edit", "subject"].drop_duplicates().tolist()
    if subject in of_edits or not subject.startswith("value"):
        return subject
    return next((one for one in of_edits if sealed(one, salt) == subject), subject)


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
    shown = details(next(iter(asked["shown"].dropna()[::-1]), None))
    return _proposal(row, meaning, typed, shown, unreadable)


def _value(row: Mapping[str, str], meaning: str, typed: str, unreadable: Unreadable) -> _Taken:
    if meaning == "later" and _put_off(typed):
        return [], None
    if meaning in ("same", "different"):
        return [], {"problem": "gap_which"}  # which value is right was the question
    answer = {"withdrawn": WITHDRAWN, "empty": ""}.get(meaning, answer_of(typed))
    offered = {fold(text) for key, text in row.items() if text and key.startswith("choice_")}
    taken = meaning in ("withdrawn", "empty") or fold(typed) in offered
    odd = None if taken else _no_value(row["subject"], typed, unreadable)
    return ([], odd) if odd else ([_act("value", row["subject"], answer, row.get("sources"))], None)


def _put_off(typed: str) -> bool:
    """Whether "later" is meant where a value is asked for: "Later" may be a firm."""
    said = {text for one in ("fr", "en") for text in words(one)("answers.later").split("|")}
    return typed in said or " " in typed or len(typed) == 1


def _no_value(subject: str, typed: str, unreadable: Unreadable) -> dict[str, Any] | None:
    """What is told of a text that is no value of its field: signs alone, or what has not its
    form."""
    if not fold(typed):
        return UNCLEAR
    return {"problem": "gap_form"} if unreadable(subject.split("␟")[1], typed) else None


def _odd(subject: str, typed: str, unreadable: Unreadable) -> dict[str, Any] | None:
    """The same where the question was yes or no, and may be answered by another value: a word of an
    answer misspelled is asked about."""
    words_of = [word for key in _ANSWERS for word in _said(f"answers.{key}") if len(word) > 2]
    near = [word for word in words_of if DamerauLevenshtein.distance(fold(typed), word) <= 1]
    if near:
        return {"problem": "answer_unclear_near", "details": {"near": near[0]}}
    return _no_value(subject, typed, unreadable)


def _proposal(
    row: Mapping[str, str],
    meaning: str,
    typed: str,
    shown: Mapping[str, Any],
    unreadable: Unreadable,
) -> _Taken:
    """The answer to a proposal, and what is done where it is yes."""
    what, *about = parts(row["subject"])
    subject, told = effect_of(row["subject"])[1], json.dumps(dict(shown), ensure_ascii=False)
    if meaning == "later":
        return [], None
    if meaning in ("different", "withdrawn"):
        return [_act("edit", row["subject"], NO, told)], None
    if what == "new":
        clubs = _joined(typed, meaning, shown)
        if not clubs:
            names = ", ".join(shown.get("clubs", {}).values())
            return [], {"problem": "gap_club", "details": {"clubs": names}}
        answer, done = ",".join(clubs), _rows(subject, clubs, shown)
    elif what == "left" and meaning != "same":
        return [], UNCLEAR
    else:
        if odd := None if meaning else _odd(subject, typed, unreadable):
            return [], odd
        proposed = "left" if what == "left" else about[2]
        answer = {"same": proposed, "empty": ""}.get(meaning, typed)
        done = [_act("value", subject, answer_of(answer), row.get("sources"))]
    return [*done, _act("edit", row["subject"], YES + answer, told)], None


def _joined(typed: str, meaning: str, shown: Mapping[str, Any]) -> list[str]:
    """The clubs that a new row joins by an answer, yes or names; none where one is unknown."""
    clubs = shown.get("clubs", {})
    if meaning == "same":
        return shown.get("joins") or list(filter(None, [shown.get("club")]))
    named = {fold(name): club for club, name in clubs.items()} | {fold(one): one for one in clubs}
    found = named.get(fold(typed))
    parts_of = [typed] if found else re.split("[,;/]", typed)
    several = [named.get(fold(one), "") for one in parts_of]
    return sorted(set(several), key=list(clubs).index) if all(several) else []


def _rows(key: str, clubs: list[str], shown: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The acts that add a row to the lists of clubs, one a club."""
    return [
        _act(
            "row",
            f"{key}:{club}" if len(clubs) > 1 else key,
            json.dumps({**shown, "club": club}, ensure_ascii=False),
            None,
        )
        for club in clubs
    ]


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
