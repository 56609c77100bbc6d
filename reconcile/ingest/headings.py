"""What the heading of a column means: synonyms from headings.toml, exactly, then nearly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from ..fields import FIELD
from ..tables import CONSENT_PURPOSES
from .questions import asked_for
from .synonyms import (
    IN_PART,
    NEARLY,
    SURE,
    WEAK,
    Meaning,
    catalogue,
    choices,
    exactly,
    is_other,
    known,
    words_of,
)

__all__ = [
    "ANSWERED_YES_NO",
    "SURE",
    "WEAK",
    "YES_NO_FIELDS",
    "Meaning",
    "as_named",
    "catalogue",
    "is_bare_number",
    "is_known",
    "is_other",
    "is_second",
    "proposed",
    "understand",
    "words_of",
]

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_PARTS = re.compile(r"[/,;:|+\n]|\s[-–]\s")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SHORT_YEAR = re.compile(r"(?<!\d)([0-4]\d)(?!\d)")
_LONGEST, _LONGEST_QUESTION = 60, 160
_WHAT_IS = re.compile(r"^\W*(?:quel(?:le)?s?\s+(?:est|sont)|what\s+(?:is|are))\b", re.IGNORECASE)
# A heading under another: "Address 1 - City".
_UNDER = re.compile(r"\s[-–>]\s|:\s")
# "Newsletter (O/N)": a column of yes and no, so its heading is no name of the member.
_YES_NO = re.compile(r"\(?\s*(?<!\w)(?:oui|o|yes|y)\s?/\s?(?:non|no|n)(?!\w)\s*\)?", re.IGNORECASE)
_ENDINGS = re.compile(r"(?<=\w)\((?:s|e|es|e\)\(s|x)\)")  # "Commission(s)"
# Fields that a column of yes and no may be.
YES_NO_FIELDS = frozenset(
    "dues commissions newsletter directory photo notes joined_on left_on status".split()
)
# Of these, those that a question tells to which one says yes or no.
ANSWERED_YES_NO = frozenset({"dues", *CONSENT_PURPOSES})
_EXPLAINED = re.compile(r"[?:(\n.;*]")
_CHECKED = frozenset({"siren", "siret", "vat", "naf"})
_OF_ADDRESS = frozenset({"address", "address_extra", "postcode", "city"})
_JOINING = {"adhesion", "inscription", "adh", "insc"}
# A yes under such a heading is a no.
_REFUSES = re.compile(
    r"\b(?:ne|pas|refus\w*|stop|oppos\w*|d[ée]sinscri\w*|d[ée]sabonn\w*|opt.?out|unsubscribe\w*|"
    r"interdi\w*)\b|\bn['’]",
    re.IGNORECASE,
)
_DUE = re.compile(r"\bd[ûu]e?s?\b", re.IGNORECASE)  # "Reste dû"
_CUTOFF = 90  # of 100: "siren" against "siret" is 80, "nom salarié" against "nombre salariés" 88


@lru_cache(maxsize=20_000)
def understand(heading: str) -> Meaning | None:
    """What a heading means, or None.

    Known whole, without brackets, in part, but for whose it is ("Mail du président"), then nearly.
    """
    if len(heading) > _LONGEST or not any(sign.isalpha() for sign in heading):
        short = heading[:_LONGEST_QUESTION]
        found = _refusal(short) or _permission(heading)
        return found or _beginning(heading) or _question(heading)
    question = _YES_NO.sub(" ", heading)
    if refusal := _refusal(question) or _owed(question):
        return refusal
    found = _understood(_ENDINGS.sub("", _WHAT_IS.sub("", question)))
    if question != heading and found and found.field not in YES_NO_FIELDS:
        return None
    return found or _question(heading)


def _understood(heading: str) -> Meaning | None:
    without = _BRACKETS.sub(" ", heading)
    for text in (heading, without):
        found = exactly(words_of(text))
        if found:
            return _dated(replace(found, second=is_second(heading)), heading)
        if is_other(text) or _overseas(text):
            return None
    if is_second(heading):
        return _second(heading)
    last = _UNDER.split(without)[-1]
    if last != without and (is_other(last) or exactly(words_of(last))):
        return _part_under(without, last)
    words = words_of(without)
    found = _in_part(without) or _of_whom(words) or _permission(heading) or _in_brackets(heading)
    if found is None and words and set(words) <= set(catalogue()["words"]["paid_by"]):
        paid = _dated(Meaning("dues", IN_PART, exact=False), heading)  # "Chq 2025"
        return paid if paid.year else None
    return _dated(found, heading) if found else _nearly(" ".join(words), heading)


def _in_part(heading: str) -> Meaning | None:
    """What the first known of several things means: "Tél / fax"."""
    for text in _PARTS.split(heading):
        words = words_of(text)
        found = exactly(words) if words != ["no"] else None
        if found:
            return Meaning(found.field, min(found.confidence, IN_PART), exact=False)
    return None


def is_second(heading: str) -> bool:
    """Whether a heading speaks of what is not the member's own: where bills go, a home."""
    return not set(catalogue()["words"]["second"]).isdisjoint(words_of(heading))


def _second(heading: str) -> Meaning | None:
    """What a heading means that says whose or which the thing is: "Ville (domicile)"."""
    lists, without = catalogue()["words"], _BRACKETS.sub(" ", heading)
    found = None
    for text in (without, *_PARTS.split(without)):
        rest = [word for word in words_of(text) if word not in lists["second"]]
        found = found or (understand(" ".join(rest)) if rest else None)
    fields = list(lists["second_fields"])
    if not set(lists["second_person"]).isdisjoint(words_of(heading)):
        fields += lists["second_names"]
    if found is None or found.field not in fields:
        return None
    return Meaning(found.field, min(found.confidence, IN_PART), exact=False, second=True)


def _part_under(heading: str, last: str) -> Meaning | None:
    """What "Address 1 - City" means: the last part says more, but for another name of a name."""
    first = exactly(words_of(_UNDER.split(heading)[0]))
    found = None if is_other(last) else exactly(words_of(last))
    if first and found and {"name"} == {first.field} and found.field != "contact_role":
        found = first
    return found and Meaning(found.field, min(found.confidence, IN_PART), exact=False)


def _in_brackets(heading: str) -> Meaning | None:
    """What brackets say of a number: "Id. prof. 2 (SIRET)"."""
    for inside in _BRACKETS.findall(heading):
        for text in (inside, *_PARTS.split(inside.strip("()[]"))):
            found = exactly(words_of(text))
            if found and found.field in _CHECKED:
                return Meaning(found.field, IN_PART, exact=False)
    return None


def _beginning(heading: str) -> Meaning | None:
    """What a heading means that goes on to explain itself: "Raison sociale (telle qu'elle…)"."""
    start = _EXPLAINED.split(_BRACKETS.sub(" ", _WHAT_IS.sub("", heading)))[0]
    found = exactly(words_of(start)) if len(start) <= _LONGEST else None
    return found and Meaning(found.field, min(found.confidence, IN_PART), exact=False)


def _permission(heading: str) -> Meaning | None:
    """What a question asks a permission for: "Acceptez-vous de recevoir la newsletter ?"."""
    if len(heading) > _LONGEST_QUESTION:
        return None
    asked, words = catalogue()["asked"], words_of(heading)
    if not any(word.startswith(tuple(asked["asking"])) for word in words):
        return None
    about = [name for name in CONSENT_PURPOSES if not set(asked[name]).isdisjoint(words)]
    return Meaning(about[0], IN_PART, exact=False) if len(about) == 1 else None


def _refusal(heading: str) -> Meaning | None:
    """What a heading refuses: "Ne souhaite pas la newsletter", "Refus annuaire", "Désabonné"."""
    asked, words = catalogue()["asked"], words_of(heading)
    about = [name for name in CONSENT_PURPOSES if not set(asked[name]).isdisjoint(words)]
    if not about and _stops_mail(words):
        about = ["newsletter"]
    elif not _REFUSES.search(heading):
        return None
    return Meaning(about[0], IN_PART, exact=False, refused=True) if len(about) == 1 else None


def _stops_mail(words: list[str]) -> bool:
    """Whether words say, and say no more, that who stands here wants no more mails."""
    asked = catalogue()["asked"]
    if any(words == words_of(one) for one in asked["never"]):
        return True
    ends = [word for word in words if word.startswith(tuple(asked["ending"]))]
    return bool(ends) and {*words} - {*ends} <= {*asked["mails"]}


def _owed(heading: str) -> Meaning | None:
    """What a heading calls unpaid: "Impayé 2025", "Reste à payer (cotisation)"."""
    lists = catalogue()["owed"]
    words = [word for word in words_of(heading) if word not in lists["about"]]
    if not words or words not in [words_of(one) for one in lists["headings"]]:
        return None
    if words in (["reste"], ["restant"]) and not _DUE.search(heading):
        return None
    return replace(_dated(Meaning("dues", SURE), heading), refused=True)


def _question(heading: str) -> Meaning | None:
    short = len(heading) <= _LONGEST_QUESTION and not _YES_NO.search(heading)
    return asked_for(heading) if short else None


def _overseas(heading: str) -> bool:
    """Whether a heading that is not known as it stands names a number of overseas companies."""
    return not set(words_of(heading)).isdisjoint(catalogue()["words"]["overseas"])


def as_named(field: str, heading: str | None) -> Meaning:
    """The meaning of a column whose field a person named; dues keep the year of their heading, and
    what is refused or owed by its heading stays so."""
    said = understand(heading) if heading else None
    meaning = Meaning(field, SURE)
    if said and said.refused and said.field == field:
        return replace(said, confidence=SURE)
    return _dated(meaning, heading or "") if field == "dues" else meaning


@lru_cache(maxsize=20_000)
def is_known(heading: str) -> bool:
    """Whether a cell is a heading as it stands, but for case, accents, signs and numbers."""
    return len(heading) <= _LONGEST and exactly(words_of(heading)) is not None


def is_bare_number(heading: str | None) -> bool:
    """Whether a heading says "N°" and no more: a member's number, or only the row's."""
    return heading is not None and words_of(heading) == ["no"]


def _of_whom(words: list[str]) -> Meaning | None:
    """What `words` mean but for those that only say whose it is: the member's or its contact's."""
    lists = catalogue()["words"]
    own = [word for word in words if word not in lists["owner"]]
    rest = [word for word in own if word not in lists["person"]]
    found = known().get(tuple(sorted(own))) if own not in ([], ["no"], words) else None
    if found and found.field in FIELD:
        return Meaning(found.field, min(found.confidence, IN_PART), exact=False)
    part = [word for word in own if word not in ("adresse", "addres")]
    found = known().get(tuple(sorted(part))) if part not in ([], own) else None
    if found and found.field in _OF_ADDRESS:  # "Adresse_Ville"
        return Meaning(found.field, IN_PART, exact=False)
    found = known().get(tuple(sorted(rest))) if rest not in ([], ["no"], own) else None
    if found and found.field == "company_or_last_name":
        return Meaning("last_name", WEAK, exact=False)
    if found and found.field in lists["person_fields"]:
        return Meaning(found.field, min(found.confidence, IN_PART), exact=False)
    return None


def _nearly(folded: str, heading: str) -> Meaning | None:
    if len(folded) < 5:
        return None
    best = process.extractOne(folded, choices().keys(), scorer=fuzz.ratio, score_cutoff=_CUTOFF)
    if best is None:
        return None
    found = choices()[best[0]]
    if found is None:
        return None
    confidence = found.confidence * NEARLY * best[1] / 100
    return _dated(Meaning(found.field, round(confidence, 3), exact=False), heading)


def _dated(meaning: Meaning, heading: str) -> Meaning:
    """`meaning` with the year that the heading of a column of dues, or of members, names.

    "Adhésion 2024" and "Adh 24" tell who paid for that year, "Date d'adhésion 2024" does not.
    """
    year = _YEAR.search(heading) or _SHORT_YEAR.search(heading)
    if year is None:
        return meaning
    if meaning.field == "joined_on" and set(words_of(heading)) <= _JOINING:
        meaning = Meaning("dues", IN_PART, exact=meaning.exact)
    if meaning.field not in ("dues", "company_or_person"):
        return meaning
    number = int(year[1]) + (2000 if len(year[1]) == 2 else 0)
    return replace(meaning, year=number)


def proposed() -> Iterator[str]:
    """The heading of each field that the report proposes to people."""
    for headings in catalogue()["fields"].values():
        yield headings[0]
