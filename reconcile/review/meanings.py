"""What people write into a cell that takes an answer, in either language, and what it means."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from ..config import fold
from ..decisions.ledger import RELATIONS, WITHDRAWN
from ..decisions.naming import KIND, spelled
from ..words import words
from .digests import COLUMNS
from .files import TAKEN

# The key of the column of answers says what its words mean: in `Fusions faites` "annuler" says that
# two records are two members, in `Réponses données` that an answer is taken back.
ANSWER, UNDO, CHANGE = COLUMNS
_AMBIGUOUS: Final = "a"  # "annuler" and "autre site", where both may be meant
_FAR: Final = 3  # slips; more is another word
_BEGUN: Final = 3  # letters of a word that was not written to its end


class Meaning(NamedTuple):
    """answer and relation of the ledger."""

    answer: str
    relation: str | None = None


@cache
def meanings(kind: str, column: str) -> dict[str, Meaning]:
    """The meaning of each folded text in a column of answers, for a `kind` of the ledger."""
    found: dict[str, Meaning] = {}
    for language in ("fr", "en"):
        said = words(language).section("answers")
        if kind == KIND and column in (ANSWER, CHANGE):
            found |= {fold(text): Meaning(one) for one, text in spelled(words(language)).items()}
        if kind == "sheet" and column == ANSWER:
            for state in TAKEN:
                found[fold(words(language)(f"report.words.take_{state}"))] = Meaning(state)
        for key, texts in said.items():
            meaning = Meaning("different", key) if key in RELATIONS else Meaning(key)
            if key == WITHDRAWN and column == UNDO:
                meaning = Meaning("different")
            allowed = kind == "pair" or (key == WITHDRAWN and column == CHANGE)
            if allowed and not (column == UNDO and meaning.answer in ("same", "later")):
                found |= dict.fromkeys(map(fold, texts.split("|")), meaning)
    if column == UNDO:
        found |= dict.fromkeys(("oui", "yes", "x"), Meaning("different"))
        found = {text: one for text, one in found.items() if text not in ("non", "n", "no")}
    if column != ANSWER:
        found.pop(_AMBIGUOUS, None)
    return found


def nearest(text: str, kind: str, column: str) -> str:
    """The word of those that may stand there which begins with `text` ("même") or is most like it;
    "" where none is."""
    known = [one for one in _spelled(kind, column) if len(fold(one)) > 1]
    begun = [one for one in known if fold(one).startswith(fold(text))]
    if len(fold(text)) >= _BEGUN and begun:
        return begun[0]
    best = process.extractOne(
        fold(text), [fold(one) for one in known], scorer=DamerauLevenshtein.distance
    )
    far = best is None or best[1] > min(_FAR, max(len(fold(text)) // 2, 1))
    return "" if best is None or far else known[best[2]]


@cache
def _spelled(kind: str, column: str) -> tuple[str, ...]:
    """What may stand there, as it is written."""
    allowed, found = meanings(kind, column), []
    for language in ("fr", "en"):
        said = words(language).section("answers").values()
        texts = [one for many in said for one in many.split("|")]
        texts += [words(language)(f"report.words.take_{state}") for state in TAKEN]
        texts += spelled(words(language)).values()
        found += [one for one in texts if fold(one) in allowed]
    return tuple(dict.fromkeys(found))
