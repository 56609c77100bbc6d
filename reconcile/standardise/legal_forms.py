"""Legal forms ("SARL") and words of manners ("Ets") at the ends of a folded name.

The lists are in legal_forms.toml.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import pandas as pd

from .text import fold, on_distinct

LISTS: Final[dict[str, Any]] = tomllib.loads(
    resources.files(__package__).joinpath("legal_forms.toml").read_text(encoding="utf-8")
)
_FORMS: Final[list[dict[str, Any]]] = LISTS["form"]
_MANNERS: Final = LISTS["manners"]
_TAILS: Final = LISTS["tails"]
_ARTICLES: Final = "|".join(_MANNERS["articles"])
_TAIL: Final = "|".join(sorted([*_TAILS["alone"], *_TAILS["others"]], key=len, reverse=True))
_LETTERS_APART: Final = re.compile(r"^\w(?: \w)+$")
# what is left where a name was legal words and small ones only
_NO_NAME: Final = frozenset([*_MANNERS["articles"], "DE", "DU", "DES", "D", "A", "AU", "ET"])
_OF_STATE: Final = re.compile(
    r"(?<=\S) (?:AU CAPITAL (?:SOCIAL )?DE [0-9].*|(?:RCS|SIREN|SIRET)\b.*[0-9]{3}.*)$"
)
MOST_PEELED: Final = 6  # words at each end: no name has more forms than that
DOTTED_ONLY: Final = frozenset(
    word.replace(" ", "")
    for form in _FORMS
    for word in form.get("spelled", [])
    if _LETTERS_APART.match(word)
)


def _spelled(word: str, beside_a_word: str) -> str:
    """What is spelled, also with "STE" for "SOCIETE"; letters ("S P A") only beside a real word."""
    if _LETTERS_APART.match(word):
        return beside_a_word.format(word)
    return re.sub("^SOCIETE ", "(?:SOCIETE|STE|SOC) ", word.replace(" ET ", " "))


def _spaced(acronym: str, beside_a_word: str) -> str:
    """An acronym, also with its letters apart; a short one ("S A") only beside a real word."""
    apart = " ".join(acronym)
    return f"{acronym}|{apart if len(acronym) >= 4 else beside_a_word.format(apart)}"


def _alternatives(forms: list[dict[str, Any]], beside_a_word: str, manners: list[str]) -> str:
    words = {word: _spaced(word, beside_a_word) for form in forms for word in form["acronyms"]}
    spelled = [word for form in forms for word in form.get("spelled", [])]
    words |= {word: _spelled(word, beside_a_word) for word in spelled}
    longest_first = "|".join(words[word] for word in sorted(words, key=len, reverse=True))
    return "|".join(
        [
            rf"(?:{longest_first})(?: (?:{_TAIL}))*",
            *(_spelled(word, beside_a_word) for word in manners),
        ]
    )


@dataclass(frozen=True)
class _Edge:
    """Legal and mannerly words at one end of a folded name; others: all but the word there."""

    pattern: re.Pattern[str]
    others: str
    words: frozenset[str]

    def cut(self, folded: pd.Series) -> tuple[pd.Series, pd.Series]:
        """Names that have such words at this end without them, and the words."""
        likely = folded.str.replace(self.others, "", regex=True).isin(self.words)
        found = folded[likely].str.extract(self.pattern, expand=False).dropna()
        at_start = self.others.startswith(" ")
        pairs = zip(folded[found.index], found, strict=True)
        rest = [
            _rest(name[len(words) :] if at_start else name[: -len(words)], words)
            for name, words in pairs
        ]
        kept = pd.Series(rest, index=found.index, dtype="str").dropna()
        return kept, found[kept.index]


def _rest(rest: str, words: str) -> str | None:
    """What remains of a name without `words`; None where that would no longer name anyone."""
    if rest in _NO_NAME or (rest in _acronyms() and form_of(words) is None):
        return None
    return rest


@cache
def _acronyms() -> frozenset[str]:
    return frozenset(word for form in _FORMS for word in form["acronyms"])


@cache
def _edges() -> tuple[_Edge, _Edge]:
    either = _MANNERS["either_end"]
    trusted = [form for form in _FORMS if not form.get("last_only")]
    first = _alternatives(trusted, r"{0}(?= \S\S)", either + _MANNERS["at_the_start"])
    last = _alternatives(_FORMS, r"(?<=\S\S ){0}", either + _MANNERS["at_the_end"])
    words = frozenset(re.findall(r"\w+", f"{_ARTICLES} {first} {last}"))
    return (
        _Edge(re.compile(rf"^((?:(?:{_ARTICLES}) )?(?:{first}) )"), r" .*$", words),
        _Edge(re.compile(rf"(?<=\S)( (?:{last}))$"), r"^.* ", words),
    )


@cache
def _canonical() -> dict[str, str]:
    """Legal forms by their letters without spaces: "SOCIETEANONYME" -> "SA"."""
    kinds = ("acronyms", "spelled", "column", "codes")
    return {
        word.replace(" ET ", "").replace(" ", ""): form["name"]
        for form in _FORMS
        for kind in kinds
        for word in form.get(kind, [])
    }


@cache
def form_of(folded: str) -> str | None:
    """The canonical form that a folded text without "ET" spells, with its tails; None if none."""
    known = _canonical()
    text = re.sub(r"^(?:STE|SOC) ", "SOCIETE ", folded.strip())
    text = re.sub(rf"^(?:{_ARTICLES}) (?=\S\S)", "", text)
    if name := known.get(text.replace(" ", "")):
        return name
    bare = re.sub(rf"(?: (?:{_TAIL}))+$", "", text)
    name = known.get(bare.replace(" ", ""))
    alone = any(tail in text for tail in _TAILS["alone"])
    return _TAILS["one_owner"].get(name, name) if alone else name


def without_form(folded: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Folded names without legal and mannerly words at their ends, and the first form found.

    A name of such words alone ("SA", "La Société") stays what it is.
    """
    rest = folded.copy()
    form = pd.Series(pd.NA, index=folded.index, dtype="str")
    active = folded.dropna()
    active = active[active.str.contains(" ")]
    whole = active.str.startswith(("SOC", "STE", "ASS", "ENT")) & active.map(form_of).notna()
    active = active[~whole]
    for _ in range(MOST_PEELED):
        if not len(active):
            break
        changed = []
        for edge in _edges():
            cut, words = edge.cut(active)
            active = active.copy()
            active[cut.index] = cut
            known = words.map(form_of).dropna().astype("str")
            form = form.fillna(known.reindex(form.index))
            changed.append(cut.index)
        rest[active.index] = active
        active = active.loc[changed[0].union(changed[1])]
    return rest, form


def without_state(folded: pd.Series) -> pd.Series:
    """Folded names without "au capital de …" and the number of a register at their end."""
    likely = folded.str.contains(r"\b(?:CAPITAL|RCS|SIREN|SIRET)\b", na=False)
    if not likely.any():
        return folded
    result = folded.copy()
    result[likely] = folded[likely].str.replace(_OF_STATE, "", regex=True)
    return result


def legal_forms(written: pd.Series) -> pd.Series:
    """Canonical legal forms ("SARL") of what stands in their column; others stay as written."""

    def rule(texts: pd.Series) -> pd.Series:
        folded = fold(texts.str.replace("&", " et "))
        plain = folded.str.replace(r"\bET\b ?", "", regex=True)
        # "SARL, société à responsabilité limitée": what stands at either end will do
        within = without_form(plain + " X")[1]
        return (
            plain.dropna()
            .map(form_of)
            .astype("str")
            .reindex(texts.index)
            .fillna(within)
            .fillna(texts)
        )

    return on_distinct(written, rule)
