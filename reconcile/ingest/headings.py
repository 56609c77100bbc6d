"""What the heading of a column means: synonyms from headings.toml, exactly, then nearly."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from rapidfuzz import fuzz, process

from ..tables import FIELD, FIELDS

_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")
_SIGNS = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_PARTS = re.compile(r"[/,;:|+\n]|\s[-–]\s")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SHORT_YEAR = re.compile(r"(?<!\d)([0-4]\d)(?!\d)")
_LONGEST = 60
_CUTOFF = 90  # of 100: "siren" against "siret" is 80, "nom salarié" against "nombre salariés" 88
SURE, IN_PART, WEAK, NEARLY = 1.0, 0.9, 0.85, 0.95


@dataclass(frozen=True)
class Meaning:
    """What a heading means by itself: a field, or a kind of [person] that its neighbours settle.

    confidence: 1 is a known heading, less is a guess. year: of a column of dues, or None.
    exact: the whole heading is known, but for numbers and signs.
    """

    field: str
    confidence: float
    year: int | None = None
    exact: bool = True


@cache
def catalogue() -> dict[str, Any]:
    """headings.toml."""
    text = resources.files(__package__).joinpath("headings.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _dropped() -> frozenset[str]:
    return frozenset(catalogue()["words"]["drop"])


@cache
def _same_words() -> dict[str, str]:
    """Words that stand for another: "numero" for "no", "nbre" for "nombre"."""
    words = catalogue()["words"]
    alike = dict.fromkeys(words["number"], "no") | dict.fromkeys(words["count"], "nombre")
    return alike | dict(words["short"])


def words_of(text: str) -> list[str]:
    """The words of a heading without case, accents, signs, plural s, little words and digits.

    "N° d'Adhérents (2024)" -> ["no", "adherent"].
    """
    plain = unicodedata.normalize("NFKD", _CAMEL.sub(" ", text)).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    found: list[str] = []
    for word in _SIGNS.sub(" ", plain.replace("œ", "oe")).split():
        if word.isdigit() or word in _dropped():
            continue
        short = word[:-1] if len(word) > 3 and word.endswith("s") else word
        if short == "mail" and found[-1:] == ["e"]:  # "E-mail", "E mail"
            found.pop()
            short = "email"
        found.append(_same_words().get(word) or _same_words().get(short, short))
    return found


@cache
def _known() -> dict[tuple[str, ...], Meaning]:
    """Meaning of each synonym by its sorted words; the first that claims it keeps it."""
    tables = catalogue()
    known: dict[tuple[str, ...], Meaning] = {}
    named = {field.name: [field.name] for field in FIELDS}
    groups = [(tables["person"], WEAK), (named, SURE), (tables["fields"], SURE)]
    for group, confidence in [*groups, (tables["weak"], WEAK)]:
        for name, headings in group.items():
            for heading in headings:
                meaning = Meaning(name, confidence)
                known.setdefault(tuple(sorted(words_of(heading))), meaning)
    return known


@cache
def _others() -> frozenset[tuple[str, ...]]:
    """The sorted words of headings that mean no field of ours."""
    return frozenset(tuple(sorted(words_of(one))) for one in catalogue()["others"]["headings"])


@cache
def _choices() -> dict[str, Meaning | None]:
    tables = catalogue()
    others = [words_of(heading) for heading in tables["others"]["headings"]]
    spelled: dict[str, Meaning | None] = {" ".join(words): None for words in others}
    for group in (tables["person"], tables["fields"]):
        for headings in group.values():
            for heading in headings:
                words = words_of(heading)
                spelled[" ".join(words)] = _known()[tuple(sorted(words))]
    return spelled


@lru_cache(maxsize=20_000)
def understand(heading: str) -> Meaning | None:
    """What a heading means, or None.

    Known whole, without brackets, in part, but for whose it is ("Mail du président"), then nearly.
    """
    if len(heading) > _LONGEST or not any(sign.isalpha() for sign in heading):
        return None
    without = _BRACKETS.sub(" ", heading)
    for text in (heading, without):
        found = _exactly(words_of(text))
        if found:
            return _dated(found, heading)
        if is_other(text):
            return None
    for text in _PARTS.split(without):
        words = words_of(text)
        found = _exactly(words) if words != ["no"] else None
        if found:
            part = Meaning(found.field, min(found.confidence, IN_PART), exact=False)
            return _dated(part, heading)
    words = words_of(without)
    found = _of_whom(words)
    return _dated(found, heading) if found else _nearly(" ".join(words), heading)


def is_other(heading: str | None) -> bool:
    """Whether a heading is known to mean no field of ours ("Code INSEE")."""
    return heading is not None and tuple(sorted(words_of(heading))) in _others()


def as_named(field: str, heading: str | None) -> Meaning:
    """The meaning of a column whose field a person named; dues keep the year of their heading."""
    meaning = Meaning(field, SURE)
    return _dated(meaning, heading or "") if field == "dues" else meaning


@lru_cache(maxsize=20_000)
def is_known(heading: str) -> bool:
    """Whether a cell is a heading as it stands, but for case, accents, signs and numbers."""
    return len(heading) <= _LONGEST and _exactly(words_of(heading)) is not None


def is_bare_number(heading: str | None) -> bool:
    """Whether a heading says "N°" and no more: a member's number, or only the row's."""
    return heading is not None and words_of(heading) == ["no"]


def _exactly(words: list[str]) -> Meaning | None:
    if words[1:] and words[-1] == "no":  # "Tél n° 2"
        shorter = _known().get(tuple(sorted(words[:-1])))
        return _known().get(tuple(sorted(words))) or shorter
    return _known().get(tuple(sorted(words)))


def _of_whom(words: list[str]) -> Meaning | None:
    """What `words` mean but for those that only say whose it is: the member's or its contact's."""
    lists = catalogue()["words"]
    own = [word for word in words if word not in lists["owner"]]
    rest = [word for word in own if word not in lists["person"]]
    found = _known().get(tuple(sorted(own))) if own not in ([], ["no"], words) else None
    if found and found.field in FIELD:
        return Meaning(found.field, min(found.confidence, IN_PART), exact=False)
    found = _known().get(tuple(sorted(rest))) if rest not in ([], ["no"], own) else None
    if found and found.field == "company_or_last_name":
        return Meaning("last_name", WEAK, exact=False)
    if found and found.field in lists["person_fields"]:
        return Meaning(found.field, min(found.confidence, IN_PART), exact=False)
    return None


def _nearly(folded: str, heading: str) -> Meaning | None:
    if len(folded) < 5:
        return None
    best = process.extractOne(folded, _choices().keys(), scorer=fuzz.ratio, score_cutoff=_CUTOFF)
    if best is None:
        return None
    found = _choices()[best[0]]
    if found is None:
        return None
    confidence = found.confidence * NEARLY * best[1] / 100
    return _dated(Meaning(found.field, round(confidence, 3), exact=False), heading)


def _dated(meaning: Meaning, heading: str) -> Meaning:
    """`meaning` with the year that the heading of a column of dues names.

    "Adhésion 2024" and "Adh 24" tell who paid for that year, "Date d'adhésion 2024" does not.
    """
    year = _YEAR.search(heading) or _SHORT_YEAR.search(heading)
    adhesion = set(words_of(heading)) <= {"adhesion", "inscription"}
    if meaning.field == "joined_on" and adhesion and year:
        meaning = Meaning("dues", IN_PART, exact=meaning.exact)
    if meaning.field != "dues":
        return meaning
    if year is None:
        return meaning
    number = int(year[1]) + (2000 if len(year[1]) == 2 else 0)
    return Meaning("dues", meaning.confidence, number, meaning.exact)


def proposed() -> Iterator[str]:
    """The heading of each field that the report proposes to people."""
    for headings in catalogue()["fields"].values():
        yield headings[0]
