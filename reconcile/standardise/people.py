"""A person as people write one: civility, first and last name, what they do.

Pure functions from text to Person; people_cells.py parts cells that name several. The lists are
in first_names.toml.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

from .text import fold_text

_LISTS: Final[dict[str, Any]] = tomllib.loads(
    resources.files(__package__).joinpath("first_names.toml").read_text(encoding="utf-8")
)
FIRST_NAMES: Final = frozenset(_LISTS["names"].split())
TITLES: Final[dict[str, str]] = _LISTS["titles"]
PARTICLES: Final = frozenset(_LISTS["particles"].split())
_LOWER: Final = frozenset(_LISTS["lower"].split())
ROLES: Final = frozenset(_LISTS["roles"].split())
_CIVIL: Final = re.compile(
    r"^(?:(monsieur|madame|mademoiselle|ma[iî]tre|docteur|professeur|mlle|mme|mle|mrs|mr|m|dr|me|pr)\b\.?\s*)+",
    re.I,
)
# What programs of accounts write as the civility of a company.
_OF_COMPANIES: Final = frozenset(
    "SOCIETE STE ENTREPRISE ASSOCIATION ETABLISSEMENT ETS SARL SAS SA EURL".split()
)
_INITIALS: Final = re.compile(r"[A-ZÉÈ]\.?(?:[ -]?[A-ZÉÈ]\.?)?(?<!^[A-Z]{2})")


@dataclass(frozen=True)
class Person:
    """title is canonical ("M.", "Mme"); a part that is not known is ""."""

    title: str = ""
    first: str = ""
    last: str = ""
    role: str = ""
    swapped: bool = False


def title_of(text: str) -> str:
    """The canonical civility ("Madame" -> "Mme"), "" where the text is none."""
    return TITLES.get(fold_text(text), "")


def is_first_name(text: str) -> bool:
    """Whether all words of the text are common first names ("Jean-Pierre")."""
    words = fold_text(text).split()
    return bool(words) and words[0] in FIRST_NAMES and (len(words) == 1 or words[-1] in FIRST_NAMES)


def capitals(text: str) -> str:
    """A name with proper capitals: "DUPONT" -> "Dupont", "JEAN-PIERRE" -> "Jean-Pierre", "DE LA
    TOUR" -> "de La Tour"; what has both cases within a word stays ("McDonald")."""
    words = text.split()
    done = [_capital(word) for word in words]
    if done and fold_text(done[0]).startswith("D ") and "'" in done[0]:  # "d'Artagnan"
        done[0] = "d" + done[0][1:]
    elif len(done) > 1 and fold_text(done[0]) in _LOWER:
        done[0] = done[0].lower()
    return " ".join(done)


def _capital(word: str) -> str:
    one_case = word.isupper() or word.islower()
    return re.sub(r"[^\W\d_]+", lambda run: run[0].capitalize(), word) if one_case else word


def _is_upper(word: str) -> bool:
    letters = [c for c in word if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() for c in letters)


def _begins_last(word: str) -> bool:
    return fold_text(word).split(" ")[0] in PARTICLES


def _by_case(words: list[str]) -> tuple[str, str] | None:
    """ "DUPONT Jean-Pierre", "Jean de LA TOUR": the last name is in capitals."""
    upper = [_is_upper(word) for word in words]
    if not any(upper) or all(upper):
        return None
    start, end = upper.index(True), len(upper) - upper[::-1].index(True)
    while start > 0 and _begins_last(words[start - 1]):
        start -= 1
    return " ".join(words[:start] + words[end:]), " ".join(words[start:end])


def _first_and_last(words: list[str]) -> tuple[str, str]:
    """The words of a name as first and last name, whichever order they stand in."""
    if len(words) < 2:
        known = bool(words) and is_first_name(words[0]) and not _is_upper(words[0])
        return (words[0], "") if known else ("", " ".join(words))
    if _INITIALS.fullmatch(words[-1]) and not _INITIALS.fullmatch(words[0]):  # "DUPONT J.-P."
        return words[-1], " ".join(words[:-1])
    if by_case := _by_case(words):
        return by_case
    particle = next((n for n, word in enumerate(words) if _begins_last(word)), None)
    ends_in_first = is_first_name(words[-1]) and (particle == 0 or not is_first_name(words[0]))
    if particle:  # "Paulette De Sousa"
        at = particle
    elif ends_in_first:  # "De La Tour Marie", "Dupont Jean"
        return words[-1], " ".join(words[:-1])
    elif particle == 0:  # "Le Goff"
        at = 0
    else:  # "Jean Pierre Dupont"
        at = 2 if len(words) > 2 and all(is_first_name(word) for word in words[:2]) else 1
    return " ".join(words[:at]), " ".join(words[at:])


def _name_and_role(text: str) -> tuple[str, str]:
    """A name parted from what the person does, which follows a comma, a dash or stands in brackets;
    "Dupont, Jean" is a name alone."""
    name = text.strip(" ,-:.")
    if bracket := re.search(r"\s*\(([^)]*)\)\s*$", name):
        return name[: bracket.start()], bracket[1]
    if found := re.search(r"\s*(,|:|\s-\s)\s*", name):
        head, tail = name[: found.start()], name[found.end() :]
        if found[1] == "," and is_first_name(tail) and not is_first_name(head):
            return f"{head.upper()} {tail.title()}", ""
        leads = set(fold_text(head).split()) & ROLES  # "Gérant : M. Dupont"
        return (tail, head) if leads else (head, tail)
    words = name.split()
    does = [n for n, word in enumerate(words) if n and set(fold_text(word).split()) & ROLES]
    if does:  # "Jean Dupont gérant"
        return " ".join(words[: does[0]]), " ".join(words[does[0] :])
    return name, ""


def one_person(text: str) -> Person:
    """The one person of a text: "M. DUPONT Jean-Pierre, gérant"."""
    name, role = _name_and_role(text)
    title, rest = _without_title(name)
    words = rest.split()
    if all(fold_text(word) in PARTICLES for word in words):  # "Madame la directrice"
        words = []
    first, last = _first_and_last(words)
    if title and first and not last:
        first, last = "", first
    return Person(title, capitals(first), capitals(last), role.strip(" ,-"))


def is_company_title(text: str) -> bool:
    """Whether what stands for a civility says that this is a company: "Société", "SARL"."""
    return fold_text(text) in _OF_COMPANIES


def _without_title(text: str) -> tuple[str, str]:
    """The civility at the start of a name and what follows it."""
    found = _CIVIL.match(text)
    if not found or not text[found.end() :].strip():
        return title_of(text), "" if title_of(text) else text
    return title_of(found[1]), text[found.end() :]


def from_columns(title: str, first: str, last: str, role: str) -> Person:
    """A person of four cells; names that stand in each other's column change places."""
    before, first = _without_title(first)
    other, last = _without_title(last)
    civility = title_of(title) or before or other
    role = role or ("" if title_of(title) or is_company_title(title) else title)
    if not first or not last:
        # one of the two columns holds the whole name
        whole = (first or last).split()
        if len(whole) > 1 and not first:
            first, last = _first_and_last(whole)
        return Person(civility, capitals(first), capitals(last), role)
    names = is_first_name(last) and not is_first_name(first)
    case = _is_upper(first) and not _is_upper(last) and not is_first_name(first)
    if names or case:
        return Person(civility, capitals(last), capitals(first), role, swapped=True)
    return Person(civility, capitals(first), capitals(last), role)
