"""What the questions of a form ask for: "Dans quelle ville êtes-vous installé ?"."""

from __future__ import annotations

from ..fields import FIELD
from .synonyms import SURE, WEAK, Meaning, catalogue, exactly, is_other, words_of

_LONGEST_PHRASE = 4  # words of a known heading within a question


def asked_for(heading: str) -> Meaning | None:
    """The one field that a question names among its words, or None.

    A word that only says whose the thing is ("votre entreprise", "du gérant") does not count. A
    question that asks for a wish, an opinion or leave, or names a thing that is none of ours, has
    no field.
    """
    lists, words = catalogue()["words"], words_of(heading)
    if "?" not in heading or not set(words).isdisjoint([*lists["overseas"], *lists["second"]]):
        return None
    asked = catalogue()["asked"]
    if any(word.startswith((*asked["asking"], *asked["wishing"])) for word in words):
        return None
    phrases = _phrases([word for word in words if word not in asked["between"]])
    things = [one for one in phrases if not set(one) <= {*lists["owner"], *lists["person"]}]
    persons = [one for one in phrases if set(one) <= set(lists["person"])]
    found = [exactly(list(one)) for one in things or persons]
    fields = {one.field if one and one.confidence >= SURE else None for one in found}
    if len(fields) != 1:
        return None
    (field,) = fields
    if field not in FIELD or (things and persons and field not in lists["person_fields"]):
        return None
    return Meaning(field, WEAK, exact=False, question=True)


def _phrases(words: list[str]) -> list[tuple[str, ...]]:
    """The known headings within a list of words, the longest first, of which no two share a word;
    those that mean no field of ours too."""
    rest, found = list(words), []
    for size in range(_LONGEST_PHRASE, 0, -1):
        at = 0
        while at + size <= len(rest):
            phrase = rest[at : at + size]
            if "" not in phrase and (is_other(" ".join(phrase)) or exactly(phrase)):
                found.append(tuple(phrase))
                rest[at : at + size] = [""]
            at += 1
    return found
