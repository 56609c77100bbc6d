"""What people write by hand into our own workbooks: proposals, and the answers to them.

A value typed into `Écarts` is an act at once. A change of the register is a proposal, an act of the
kind "edit", which is open until somebody answers. Its subject says what would change:
value␟M-0042␟phones␟(text), left␟M-0042, or new␟(digest of the row).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from .config import fold
from .ledger import WITHDRAWN, in_force, subject_of
from .words import words

OPEN: Final = "proposed"
KINDS: Final = ("value", "edit")
EXTRA: Final = "extra:"  # before the heading of a column that people added, as its key
_ANSWERS: Final = ("same", "different", "later", "withdrawn")
_PARTS: Final = re.compile("␟")


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


def acts_of(rows: Sequence[Mapping[str, str]], ledger: pd.DataFrame) -> list[dict[str, Any]]:
    """The acts (columns of LEDGER) of the filled answer cells in `rows` of `Écarts`, by hidden key.

    ledger: LEDGER, for the proposals that they answer.
    """
    asked = [row for row in rows if row.get("kind") in KINDS and row.get("subject")]
    asked = [row for row in asked if row.get("answer", "").strip()]
    if not asked:
        return []
    open_now = ledger[ledger["kind"] == "edit"].drop_duplicates("subject", keep="last")
    shown = open_now.set_index("subject")["shown"].to_dict()
    meanings = {key: _said(f"answers.{key}") for key in _ANSWERS}
    meanings["empty"] = _said("gaps.empty_words")
    found: list[dict[str, Any]] = []
    for row in asked:
        said = fold(row["answer"])
        meaning = next((key for key, texts in meanings.items() if said in texts), "")
        typed = re.sub(r"^(\d+)\.0$", r"\1", row["answer"].strip())
        if row["kind"] == "value":
            found += _value(row, meaning, typed)
        else:
            found += _proposal(row, meaning, typed, details(shown.get(row["subject"])))
    return found


def _value(row: Mapping[str, str], meaning: str, typed: str) -> list[dict[str, Any]]:
    if meaning in ("same", "different", "later"):
        return []  # no value: which one is right was the question
    answer = {"withdrawn": WITHDRAWN, "empty": ""}.get(meaning, typed)
    return [_act("value", row["subject"], answer, row.get("sources"))]


def _proposal(
    row: Mapping[str, str],
    meaning: str,
    typed: str,
    shown: Mapping[str, Any],
) -> list[dict[str, Any]]:
    """The answer to a proposal, and what is done where it is yes."""
    if meaning == "later":
        return []
    what, *about = parts(row["subject"])
    closed = _act("edit", row["subject"], WITHDRAWN, json.dumps(dict(shown), ensure_ascii=False))
    if meaning in ("different", "withdrawn"):
        return [closed]
    if what == "value":
        member, field, text = about
        answer = {"same": text, "empty": ""}.get(meaning, typed)
        return [_act("value", subject_of(member, field), answer, row.get("sources")), closed]
    if what == "left" and meaning == "same":
        return [_act("value", subject_of(about[0], "status"), "left", row.get("sources")), closed]
    clubs = shown.get("clubs", {})
    named = {fold(name): club for club, name in clubs.items()} | {fold(one): one for one in clubs}
    club = shown.get("club") if meaning == "same" else named.get(fold(typed))
    if what == "new" and club:
        added = json.dumps({**shown, "club": club}, ensure_ascii=False)
        return [_act("row", about[0], added, None), closed]
    return []


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
