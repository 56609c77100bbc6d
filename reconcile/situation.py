"""What words say of who is a member: in a cell, and in the name of a list (situations.toml)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final

LEFT, PROSPECT, CURRENT = "left", "prospect", "current"
FORMER, PROSPECTS, MEMBERS = "former", "prospects", "members"
_LONGEST: Final = 60
_BRACKETS: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_AND: Final = re.compile(r"[&+/,;]|\b(?:et|ou|and|or)\b")  # "Adhérents et anciens" are both
_NO_LETTER: Final = re.compile(r"[^a-z]+")


@cache
def _words() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("situations.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _plain(text: str) -> list[str]:
    """The words of a text in small letters without accents; "Radié-2024" is ["radie"]."""
    plain = unicodedata.normalize("NFKD", text).casefold().replace("œ", "oe")
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _NO_LETTER.sub(" ", plain).split()


def _stem(word: str) -> str:
    """A word without its plural and feminine ending: radiées -> radi, ancienne -> ancien."""
    short = word.rstrip("s").rstrip("e") if len(word) > 2 else word
    if short[-2:-1] == short[-1:]:
        short = short[:-1]
    return f"{short[:-1]}f" if short.endswith("v") else short


def _stems(text: str) -> list[str]:
    return [_stem(word) for word in _plain(text)]


@cache
def _of_cells() -> tuple[dict[str, str], dict[tuple[str, ...], str], frozenset[str]]:
    """The kind of each word, of each phrase, and the words that say nothing."""
    said = _words()
    kinds = (LEFT, PROSPECT, CURRENT)
    words = {_stem(_plain(one)[0]): kind for kind in kinds for one in said["cell"][kind]}
    phrases = {tuple(_stems(one)): kind for kind in kinds for one in said["phrase"][kind]}
    filler = frozenset(stem for one in said["cell"]["filler"] for stem in _stems(one))
    return words, phrases, filler


def of_cell(text: str) -> str | None:
    """Whether a cell says left, prospect or current; None where one of its words is not known.

    A word for leaving outweighs one for a member to be, and that one a word for a member.
    """
    return _of_cell(text) if len(text) <= _LONGEST else None


@lru_cache(maxsize=10_000)
def _of_cell(text: str) -> str | None:
    words, phrases, filler = _of_cells()
    for stems in (_stems(text), _stems(_BRACKETS.sub(" ", text))):
        if kind := phrases.get(tuple(stems)):
            return kind
        own = [stem for stem in stems if stem in words or stem not in filler]
        kinds = {words.get(stem) for stem in own}
        if own and None not in kinds:
            return next(kind for kind in (LEFT, PROSPECT, CURRENT) if kind in kinds)
    return None


def of_flag(text: str) -> str | None:
    """The same of a cell under a heading that asks whether someone is a member: "non" is left, and
    "non ?" is not known."""
    if "?" in text:
        return None
    said, flags = " ".join(_plain(text)), _words()["flag"]
    return next((kind for kind in (LEFT, CURRENT) if said in flags[kind]), None) or of_cell(text)


def is_yes(text: str) -> bool:
    """Whether a cell says yes and no more; "oui ?" asks."""
    return "?" not in text and " ".join(_plain(text)) in _words()["flag"]["current"]


@cache
def _of_names() -> dict[str, frozenset[str]]:
    said = _words()
    lists = {**said["name"], "general": said["general"]["names"], "views": said["general"]["views"]}
    single = {
        key: frozenset(word for one in own for word in _plain(one)) for key, own in lists.items()
    }
    whole = ("nobody", "no_longer")
    return single | {key: frozenset(" ".join(_plain(one)) for one in lists[key]) for key in whole}


def of_name(name: str, club: str = "") -> str | None:
    """Whether a sheet, file or section of that name holds former members, prospects or members;
    None where its name says nothing, or more ("Anciens élèves"). The words of `club` do not count.
    """
    return _of_name(name, club) if len(name) <= _LONGEST else None


@lru_cache(maxsize=10_000)
def _of_name(name: str, club: str) -> str | None:
    lists, own = _of_names(), _plain(club)
    found = [word for word in _plain(name) if word not in own]
    meant = [word for word in found if word not in lists["filler"]]
    texts = {" ".join(meant), " ".join(found)}
    if texts & lists["nobody"]:
        return PROSPECTS
    if texts & lists["no_longer"]:
        return FORMER
    kinds = {
        next((kind for kind in (FORMER, PROSPECTS, MEMBERS) if word in lists[kind]), "")
        for word in meant
    }
    said = kinds & {FORMER, PROSPECTS}
    both = MEMBERS in kinds and said and _AND.search(name.casefold())
    if meant and meant[0] in lists["opening"] and not _AND.search(name.casefold()):
        return FORMER if meant[0] in lists[FORMER] else PROSPECTS
    if not meant or "" in kinds or len(said) > 1 or both:
        return None
    return next(iter(said), MEMBERS)


def kinds_of(names: Iterable[str], club: str = "") -> dict[str, str | None]:
    """`of_name` of each of several names that stand beside each other: where one of them is of new
    members, "Anciens" alone are those who were there before."""
    lists, given = _of_names(), list(dict.fromkeys(names))
    any_new = any(word in lists["new"] for name in given for word in _plain(name))
    found = {name: of_name(name, club) for name in given}
    if any_new:
        for name in given:
            meant = [word for word in _plain(name) if word not in lists["filler"]]
            if meant and all(word.startswith("ancien") for word in meant):
                found[name] = None
    return found


def is_general(name: str, views: bool = False) -> bool:
    """Whether the name of a sheet says nothing of what kind of members it holds ("Feuil1"); with
    `views`, those of other views of the same members ("Cotisations") are such names too."""
    lists = _of_names()
    known = lists["general"] | lists["views"] if views else lists["general"]
    return all(word in known for word in _plain(name))
