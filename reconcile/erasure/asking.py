"""What people asked for, as acts that hold no value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from ..config import fold
from ..decisions.ledger import ASKED, CONFIRMED, ERASE, TORN, TYPED
from ..results import Memory
from ..tables import conform, empty
from ..words import words
from ..workbooks.written import ERASE_MARK
from .blocks import wishes
from .text import GONE
from .who import CONTACT, Known, NotMeant, subject_of_typed

_STANDING: Final = frozenset((ASKED, CONFIRMED, TORN))


def resolved(said: pd.DataFrame, memory: Memory) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Acts in which hashes stand for what people typed, without those that say nothing new; and
    ISSUES on what means nobody."""
    if not (said["kind"] == ERASE).any():
        return said, empty("issues")
    known, told, rows = Known(memory), [], []
    state = {one.subject: one.state for one in wishes(memory.ledger)}
    earlier = set(
        map(tuple, memory.ledger[["run", "subject", "answer", "origin"]].to_numpy().tolist())
    )
    for act in said.to_dict("records"):
        if act["kind"] == ERASE:
            act["note"] = act["shown"] = None
            typed = str(act["subject"]).removeprefix(TYPED)
            if typed != act["subject"]:
                try:
                    act["subject"] = subject_of_typed(typed, known)
                except NotMeant as why:
                    about = {"file": act["origin"], "severity": "warning"}
                    told.append({**about, "problem": str(why), "details": {}})
                    continue
            again = act["answer"] == ASKED and state.get(act["subject"]) in _STANDING
            if again or (act["run"], act["subject"], act["answer"], act["origin"]) in earlier:
                continue
            state[act["subject"]] = act["answer"]
        rows.append(act)
    found = conform(pd.DataFrame(rows), "ledger")[list(said)] if rows else said[:0]
    return found, conform(pd.DataFrame(told), "issues") if told else empty("issues")


def _yes() -> frozenset[str]:
    texts = [words(one)("erasing.erase") for one in ("fr", "en")]
    return frozenset(fold(text) for many in texts for text in many.split("|"))


def _wish(line: Sequence[object], yes: frozenset[str]) -> tuple[int, str] | None:
    """Where in a row of contacts it was chosen, right before the hidden key, and that key."""
    for at, cell in enumerate(line):
        if str(cell).startswith(ERASE_MARK):
            chosen = at > 0 and str(line[at - 1]) != GONE and fold(str(line[at - 1])) in yes
            return (at - 1, str(cell).removeprefix(ERASE_MARK)) if chosen else None
    return None


def of_contacts(sheets: Mapping[str, Sequence[Sequence[object]]]) -> list[dict[str, Any]]:
    """Acts (kind, subject, answer) of the rows of contacts in which it was chosen."""
    yes = _yes()
    return [
        {"kind": ERASE, "subject": f"{CONTACT}:{wish[1]}", "answer": ASKED}
        for lines in sheets.values()
        for line in lines
        if (wish := _wish(line, yes))
    ]


def without_wishes(
    sheets: Mapping[str, Sequence[Sequence[object]]],
) -> dict[str, Sequence[Sequence[object]]]:
    """The sheets without what is chosen there, which is no change of what they tell."""
    yes = _yes()

    def without(line: Sequence[object]) -> Sequence[object]:
        wish = _wish(line, yes)
        return line if wish is None else [*line[: wish[0]], "", *line[wish[0] + 1 :]]

    return {name: [without(line) for line in lines] for name, lines in sheets.items()}
