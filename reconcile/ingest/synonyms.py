"""The words of headings, and what is known of them: headings.toml looked up."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import product
from typing import Any

from ..fields import FIELD, FIELDS

_CAMEL = re.compile(r"(?<=[a-zà-ÿ0-9])(?=[A-Z])")
_NUMBERED = re.compile(r"(?<=[a-z]{3})\d+$")  # "tel2"
_SIGNS = re.compile(r"[\W_]+")
_MOST_WORDS = 6  # of a heading with short forms
SURE, IN_PART, WEAK, NEARLY = 1.0, 0.9, 0.85, 0.95


@dataclass(frozen=True)
class Meaning:
    """What a heading means by itself: a field, or a kind of [person] that its neighbours settle.

    confidence: 1 is a known heading, less is a guess. year: of a column of dues, or None.
    exact: the whole heading is known, but for numbers and signs. second: what counts only where
    the member has none of its own ("Ville (domicile)"). refused: a yes refuses the permission,
    or says that dues are not paid.
    question: a question names the field, and may be answered with yes and no.
    """

    field: str
    confidence: float
    year: int | None = None
    exact: bool = True
    second: bool = False
    refused: bool = False
    question: bool = False


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
    return dict.fromkeys(words["number"], "no") | dict.fromkeys(words["count"], "nombre")


def words_of(text: str) -> list[str]:
    """The words of a heading without case, accents, signs, plural s, little words and digits.

    "N° d'Adhérents (2024)" -> ["no", "adherent"].
    """
    plain = unicodedata.normalize("NFKD", _CAMEL.sub(" ", text)).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    found: list[str] = []
    for written in _SIGNS.sub(" ", plain.replace("œ", "oe")).split():
        if written.isdigit() or written in _dropped():
            continue
        word = _NUMBERED.sub("", written)
        short = word[:-1] if len(word) > 3 and word.endswith("s") else word
        if short == "mail" and found[-1:] == ["e"]:  # "E-mail", "E mail"
            found.pop()
            short = "email"
        found.append(_same_words().get(short, short))
    return found


@cache
def known() -> dict[tuple[str, ...], Meaning]:
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
def choices() -> dict[str, Meaning | None]:
    """Meaning of each synonym as one text, None of those that mean no field of ours."""
    tables = catalogue()
    others = [words_of(heading) for heading in tables["others"]["headings"]]
    spelled: dict[str, Meaning | None] = {" ".join(words): None for words in others}
    for group in (tables["person"], tables["fields"]):
        for headings in group.values():
            for heading in headings:
                words = words_of(heading)
                spelled[" ".join(words)] = known()[tuple(sorted(words))]
    return spelled


def is_other(heading: str | None) -> bool:
    """Whether a heading is known to mean no field of ours ("Code INSEE")."""
    return heading is not None and tuple(sorted(words_of(heading))) in _others()


def exactly(words: list[str]) -> Meaning | None:
    """What words mean that are known as they stand, in any order, or with short forms in full."""
    found = _as_written(words)
    if found or set(words).isdisjoint(catalogue()["short"]):
        return found
    forms = [catalogue()["short"].get(word, [word]) for word in words]
    if len(forms) > _MOST_WORDS:
        return None
    return next((full for one in product(*forms) if (full := _as_written(list(one)))), None)


def _as_written(words: list[str]) -> Meaning | None:
    found = known().get(tuple(sorted(words)))
    if found is None and words[1:] and words[-1] == "no":  # "Tél n° 2"
        shorter = known().get(tuple(sorted(words[:-1])))
        many = shorter and shorter.field in FIELD and FIELD[shorter.field].many
        return shorter if many else None
    return found
