"""The persons named in one cell: where one ends and the next begins, and what they share.

people.py reads each of them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from .people import FIRST_NAMES, PARTICLES, ROLES, Person, one_person, title_of
from .text import LONGEST, fold_text

_CIVIL: Final = r"(?:monsieur|madame|mademoiselle|mlle|mme|mle|mr|m\.|dr|me)"
_SAFE_CIVIL: Final = re.compile(rf"^{_CIVIL}(?![^\W\d_])|^M (?=[^\W\d_])", re.I)
# "MM. DUPONT et MARTIN": the civility of each of them
_PLURAL: Final = re.compile(r"^(?:(MM\.?|Messieurs)|(Mmes|Mesdames)|(Mlles|Mesdemoiselles))\s+")
_COUPLE: Final = re.compile(
    rf"^({_CIVIL}|m)\.?\s*(?:et|&|ou|/|\+)\s*({_CIVIL}|m)\.?\s+(?=[^\W\d_])(.+)$", re.I
)
_BETWEEN: Final = re.compile(r"\s*(?:[;/\n|]|\s&\s|\s(?:et|and|ou)\s)\s*", re.I)
_BRACKET_ENDS: Final = re.compile(r"(?<=\))\s*[,;-]?\s*(?=[^\W\d_])")
_MAYBE_BETWEEN: Final = re.compile(r"\s*(,|\+|\s[-–]\s)\s*")
_NEXT_CIVIL: Final = re.compile(
    r"(?<=[^\W\d_]) (?=(?:MME|Mme|Mlle|MLLE|Madame|Monsieur|M\.) ?[^\W\d_])"
)
_MAIL_OR_PHONE: Final = re.compile(r"\S+@\S+|(?:\+|0)[0-9][0-9 ./()-]{6,}")
_EMPTY_BRACKET: Final = re.compile(r"\(\s*(?:\)|(?=[,;/]|$))")
_NOBODY: Final = frozenset(
    (
        "ASSOCIES",
        "ASSOCIE",
        "ASSOCIEES",
        "CO",
        "CIE",
        "FILS",
        "FILLE",
        "FRERES",
        "FAMILLE",
        "AUTRES",
    )
)
_SURE, _MAYBE = 2, 1


def read_people(text: str) -> tuple[Person, ...]:
    """The persons named in a cell: "M. DUPONT Jean-Pierre, gérant" is one; "M. et Mme Dupont",
    "MM. DUPONT Jean et MARTIN Paul" and "DUPONT Jean (gérant), MARTIN Paul (DG)" are two."""
    bare = _EMPTY_BRACKET.sub(" ", _MAIL_OR_PHONE.sub(" ", text)).strip(" ,;<>/-")
    if couple := _COUPLE.match(bare):
        return _couple(*couple.groups())
    pieces = _pieces(bare)
    found = _first_names([one_person(piece) for piece in pieces], bare)
    # in "Jean et Marie DUPONT" the last name comes with the next person, in "DUPONT Jean et Marie"
    # with the one before
    following = [*(person.last for person in found[1:]), ""][: len(found)]
    found = [
        person if person.last else replace(person, last=last)
        for person, last in zip(found, following, strict=True)
    ]
    for n in range(1, len(found)):
        before, one = found[n - 1], found[n]
        if one.first and not one.last and _ends_in(pieces[n - 1], before.first):
            found[n] = replace(one, last=before.last)
    return tuple(person for person in found if person.first or person.last)


def _first_names(found: list[Person], text: str) -> list[Person]:
    """ "MM. Paul et Marc MOREL": the civility of all makes no last name of "Paul", where the next
    person has a whole name; a name in capitals beside "Marc" is a last name ("MM. MARTIN et …")."""
    if not _PLURAL.match(text):
        return found
    for n in range(len(found) - 2, -1, -1):
        one, following = found[n], found[n + 1]
        capitals = one.last.upper() in text and following.first.upper() not in text
        alone = not one.first and fold_text(one.last) in FIRST_NAMES and not capitals
        if alone and following.first and following.last:
            found[n] = replace(one, first=one.last, last=following.last)
    return found


def _couple(title: str, other: str, rest: str) -> tuple[Person, ...]:
    """ "M. et Mme DUPONT Jean et Marie"; one first name alone is the man's, as is the custom."""
    titles = title_of(title), title_of(other)
    people = read_people(rest)
    if not people:
        return ()
    if len(people) == 1:
        one = people[0]
        men = titles.index("M.") if "M." in titles else 0
        return tuple(
            Person(civil, one.first if n == men else "", one.last or one.first, one.role)
            for n, civil in enumerate(titles)
        )
    first = [replace(one, title=civil) for one, civil in zip(people, titles, strict=False)]
    return (*first, *people[2:])


def _ends_in(piece: str, first: str) -> bool:
    return bool(first) and fold_text(piece).endswith(" " + fold_text(first))


def _pieces(text: str) -> list[str]:
    """The text of each person; each of several with a civility in the plural has it."""
    plural = _PLURAL.match(text)
    civil = title_of(("M", "MME", "MLLE")[(plural.lastindex or 1) - 1]) if plural else ""
    parts = _BETWEEN.split(text[plural.end() :] if plural else text)
    if plural:
        parts = [part for one in parts for part in one.split(",")]
    parts = [one for part in parts for half in _BRACKET_ENDS.split(part) for one in _cut(half)]
    pieces: list[str] = []
    for part in parts:
        if pieces and _is_role(part):
            pieces[-1] += f", {part}"
        elif re.search(r"[^\W\d_]", part) and not (pieces and fold_text(part) in _NOBODY):
            pieces.append(part)
    return [f"{civil} {one.strip()}" for one in pieces] if plural else pieces


def _cut(part: str) -> list[str]:
    """Cut at commas and dashes where a person stands on both sides, and before a civility; not in
    a page that was pasted."""
    if len(part) > LONGEST:
        return [part]
    for found in _MAYBE_BETWEEN.finditer(part):
        head, tail = part[: found.start()], part[found.end() :]
        before, after = _whole_name(head), _whole_name(tail)
        civil = bool(_SAFE_CIVIL.match(head))
        if _SAFE_CIVIL.match(tail) and (found[1] == "," or civil or before):
            return [head, *_cut(tail)]
        # of "Dupont Martin, Jean Pierre" the words before the comma are a last name alone
        begins = civil or fold_text(head).split(" ")[0] in FIRST_NAMES
        if (after == _SURE and (before or civil)) or (after and before == _SURE and begins):
            return [head, *_cut(tail)]
    if _SAFE_CIVIL.match(part):
        found_at = _NEXT_CIVIL.search(part, part.index(" ") + 1 if " " in part else len(part))
        if found_at:
            return [part[: found_at.start()], *_cut(part[found_at.end() :])]
    return [part]


def _whole_name(text: str) -> int:
    """Whether a text begins, up to a comma or a dash, with a whole name: _SURE where a first name
    stands beside another word or one of two is in capitals, _MAYBE where all may be first names."""
    name = re.sub(r"\(.*?\)", " ", re.split(r",|\s[-–]\s", text)[0])
    words = fold_text(name).split()
    names = [word for word in words if word not in PARTICLES]
    known = [word for word in names if word in FIRST_NAMES]
    if not 2 <= len(words) <= 5 or len(names) < 2 or not known or set(words) & ROLES:
        return 0
    if re.search("[0-9]", name):
        return 0
    mixed = any(word.isupper() for word in name.split()) and not name.isupper()
    return _SURE if len(known) < len(names) or mixed else _MAYBE


def _is_role(text: str) -> bool:
    words = fold_text(text).split()
    return bool(words) and words[0] in ROLES and not _SAFE_CIVIL.search(text)
