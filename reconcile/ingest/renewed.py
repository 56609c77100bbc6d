"""What was and what is: "Ancienne adresse" beside "Nouvelle adresse"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .headings import Meaning, catalogue, understand, words_of
from .synonyms import IN_PART

_JOINED = ("address", "address_extra")  # of which a list may have several, put together


@dataclass(frozen=True)
class Renewed:
    """found: the meanings of the columns, without those below. former: the columns of what was, to
    their field. again: the columns of what is, to the plain column that has the same field."""

    found: list[Meaning | None]
    former: dict[int, str]
    again: dict[int, int]


def settle(
    found: Sequence[Meaning | None], headings: Sequence[str | None], empty: Sequence[bool]
) -> Renewed:
    """Columns whose headings say that the thing is new or of today hold the field; those that say
    that it was once hold none. A new address is no further line of a plain one."""
    lists, settled = catalogue()["words"], list(found)
    former: dict[int, str] = {}
    again: dict[int, int] = {}
    current = {}
    for at, heading in enumerate(headings):
        words = words_of(heading) if heading else []
        once, now = (_without(words, lists[name]) for name in ("once", "now"))
        if once and once in lists["renewed_fields"]:
            settled[at], former[at] = None, once
        elif now and now in lists["renewed_fields"] and (found[at] is None or now in _JOINED):
            settled[at], current[at] = None, now
    for at, field in current.items():
        plain = [n for n, one in enumerate(settled) if one and one.field == field and not empty[n]]
        if plain and field in _JOINED and plain[0] not in current:
            again[at] = plain[0]
        else:
            settled[at] = Meaning(field, IN_PART, exact=False)
    return Renewed(settled, former, again)


def _without(words: list[str], said: Sequence[str]) -> str | None:
    """The field that `words` name but for those of `said`, of which there must be one."""
    rest = [word for word in words if word not in said]
    meaning = understand(" ".join(rest)) if rest and len(rest) < len(words) else None
    return meaning.field if meaning else None
