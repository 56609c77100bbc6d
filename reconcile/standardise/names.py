"""Company names: what the register shows, the legal form, a former name, and the key to compare.

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

from .cells import NO_ORIGINS, Filled, Part, origin_where, remarks_on, single, stack
from .text import fold, on_distinct, replace_in, table_of_distinct

_LISTS: Final[dict[str, Any]] = tomllib.loads(
    resources.files(__package__).joinpath("legal_forms.toml").read_text(encoding="utf-8")
)
_MANNERS: Final = _LISTS["manners"]
_FORMERLY: Final = r"(?i)\b(?:ex|anc|anct|anciennement|formerly)\b"
_FORMER_IN_BRACKETS: Final = (
    r"(?i)^(?P<name>.*?)\s*[(\[]\s*(?:ex|anc|anct|anciennement|formerly)\b[\s.:\-]*"
    r"(?P<former>[^)\]]*\w[^)\]]*?)\s*[)\]]\s*(?P<rest>.*)$"
)
_FORMER_AT_END: Final = (
    r"(?i)^(?P<name>.*?\w.*?)(?:\s*[,;/\-]+\s*|\s+)(?:ex[\s.\-:]|anciennement\b|anct\b\.?)[\s.:\-]*"
    r"(?P<former>(?!machina|nihilo|libris|aequo|voto)\w.*?)\s*(?P<rest>)$"
)
_PERSON: Final = (
    r"^(?P<name>.*?\w.*?)\s*(?:\s-|[,/;]|-\s|\()\s*"
    r"(?P<person>(?:M\.|Mr\.?|MM\.?|M|Mme|Mlle|Mle|Monsieur|Madame|Mademoiselle|Me|Dr\.?|"
    r"MME|MLLE|MR\.?|MONSIEUR|MADAME)\s+[^\W\d_].*?)\)?$"
)
_CIVILITY: Final = r"(?i)\b(?:M\.|Mr|MM|Mme|Mlle|Mle|Monsieur|Madame|Mademoiselle|Me|Dr)(?:\b|\s)"
_BRANCH: Final = (
    rf"(?i)^(?P<name>.*?\w.*?)\s*(?:\s-|-\s|[,(/])\s*(?:{'|'.join(_LISTS['branch']['words'])})\b"
    rf"(?!\s+(?:de\s+|d')?(?:{'|'.join(_LISTS['branch']['trades'])})\b).*$"
)


_ASSOCIATES: Final = r"(?<=\S) (?:ET|AND) (?:CIE|COMPAGNIE|CO|COMPANY)(?= |$)"
_SAINT_WOMEN: Final = "|".join(_LISTS["saints"]["women"])
_ARTICLE_LAST: Final = re.compile(r"^(.*\w)\s*\((les?|la|l'|the)\)$", re.I)
_BRANCH_WORDS: Final = rf"(?i)\b(?:{'|'.join(_LISTS['branch']['words'])})\b"
# (likely, pattern, long form): the first is quick to look for in a whole column
_LONG_FORMS: Final = (
    (" STE ", re.compile(r"(?<=\S )STE(?= \S)"), "SAINTE"),
    (r"\bST ", re.compile(r"\bST(?= \S)"), "SAINT"),
    (r"\bCIE\b", re.compile(r"\bCIE\b"), "COMPAGNIE"),
    # an elided article says nothing, and its apostrophe is often lost: "L ATELIER"
    (r"\b[LD] ", re.compile(r"\b[LD] (?=[AEIOUYH]\w)"), ""),
    ("^(?:LES|LE|LA|THE) ", re.compile(r"^(?:LES|LE|LA|THE) "), ""),
)
_SINGLES: Final = re.compile(r"(?<!\S)(?:[A-Z]|[0-9]{1,3})(?: (?:[A-Z]|[0-9]{1,3}))+(?!\S)")


def _spaced(acronym: str, beside_a_word: str) -> str:
    """An acronym, also with its letters apart; a short one ("S A") only beside a real word."""
    apart = " ".join(acronym)
    return f"{acronym}|{apart if len(acronym) >= 4 else beside_a_word.format(apart)}"


def _alternatives(forms: list[dict[str, Any]], beside_a_word: str, manners: list[str]) -> str:
    words = {word: _spaced(word, beside_a_word) for form in forms for word in form["acronyms"]}
    spelled = (word.replace(" ET ", " ") for form in forms for word in form.get("spelled", []))
    words |= {word: word for word in spelled}
    return "|".join([*(words[word] for word in sorted(words, key=len, reverse=True)), *manners])


@dataclass(frozen=True)
class _Edge:
    """Legal and mannerly words at one end of a folded name; others: all but the word there."""

    pattern: re.Pattern[str]
    others: str
    words: frozenset[str]

    def find(self, folded: pd.Series) -> pd.Series:
        """The words found at this end (missing where there are none, or nothing would remain)."""
        likely = folded.str.replace(self.others, "", regex=True).isin(self.words)
        return folded[likely].str.extract(self.pattern, expand=False).dropna()


@cache
def _edges() -> tuple[_Edge, _Edge]:
    forms = _LISTS["form"]
    trusted = [form for form in forms if not form.get("last_only")]
    first = _alternatives(
        trusted, r"{0}(?= \S\S)", _MANNERS["either_end"] + _MANNERS["at_the_start"]
    )
    last = _alternatives(forms, r"(?<=\S\S ){0}", _MANNERS["either_end"] + _MANNERS["at_the_end"])
    words = frozenset(re.findall(r"[0-9A-Z]+", first + " " + last))
    return (
        _Edge(re.compile(rf"^((?:{first}) )"), r" .*$", words),
        _Edge(re.compile(rf"(?<=\S)( (?:{last}))$"), r"^.* ", words),
    )


@cache
def _canonical() -> dict[str, str]:
    """Legal forms by their letters without spaces: "SOCIETEANONYME" -> "SA"."""
    kinds = ("acronyms", "spelled", "codes")
    return {
        word.replace(" ET ", "").replace(" ", ""): form["name"]
        for form in _LISTS["form"]
        for kind in kinds
        for word in form.get(kind, [])
    }


def _without_form(folded: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Folded names without legal and mannerly words at their ends, and the first form found."""
    rest = folded.copy()
    form = pd.Series(pd.NA, index=folded.index, dtype="str")
    active = folded.dropna()
    while len(active):
        changed = []
        for nth, edge in enumerate(_edges()):
            found = edge.find(active)
            size = found.str.len()
            cut = [
                name[n:] if nth == 0 else name[:-n]
                for name, n in zip(active[found.index], size, strict=True)
            ]
            active = active.copy()
            active[found.index] = pd.Series(cut, index=found.index, dtype="str")
            known = found.str.replace(" ", "").map(_canonical()).dropna().astype("str")
            form = form.fillna(known.reindex(form.index))
            changed.append(found.index)
        rest[active.index] = active
        active = active.loc[changed[0].union(changed[1])]
    return rest, form


def _folded(names: pd.Series) -> pd.Series:
    """Names folded, "&" as "ET", then without any "ET" and without "et compagnie"."""
    text = names.str.replace(r"['\u2019][sS]\b", "s", regex=True).str.replace("&", " et ")
    text = fold(text)
    linked = text.str.contains(r"\b(?:ET|AND)\b", na=False)
    some = text[linked].str.replace(_ASSOCIATES, "", regex=True)
    some = some.str.replace(r"\b(?:ET|AND)\b", "", regex=True)
    some = some.str.replace(r" +", " ", regex=True).str.strip()
    text[linked] = some.mask(some == "", text[linked])
    return text.str.replace(rf"\bSTE (?:(?={_SAINT_WOMEN})\b)", "SAINTE ", regex=True)


def _keys(names: pd.Series) -> pd.DataFrame:
    """key and form of distinct names."""
    likely = names[names.str.contains(_BRANCH_WORDS, na=False)]
    branch = likely.str.extract(re.compile(_BRANCH), expand=False).reindex(names.index)
    plain = replace_in(branch.fillna(names), r"\)$", _ARTICLE_LAST, r"\2 \1")
    text, form = _without_form(_folded(plain))
    for likely, pattern, long in _LONG_FORMS:
        text = replace_in(text, likely, pattern, long)
    run = r"(?:^| )(?:[A-Z]|[0-9]{1,3}) (?:[A-Z]|[0-9]{1,3})(?: |$)"
    text = replace_in(text, run, _SINGLES, lambda found: found[0].replace(" ", ""))
    return pd.DataFrame({"key": text, "form": form})


def name_key(names: pd.Series) -> pd.Series:
    """Names as they are compared (`str`), the index of `names`.

    Folded; without legal forms, "Sté", "Ets", "Groupe" at either end, "et Cie", "- Agence de …";
    "&" and "et" left out; "St" as SAINT; letters and digits that stand alone joined ("2 C B" ->
    "2CB"); no leading article. Never empty where a name has a letter or
    a digit: "COOP" stays "COOP".
    """
    return table_of_distinct(names.astype("str"), _keys)["key"]


def legal_forms(written: pd.Series) -> pd.Series:
    """Canonical legal forms ("SARL") of what stands in their column; others stay as written."""

    def rule(texts: pd.Series) -> pd.Series:
        folded = fold(texts.str.replace("&", " et "))
        letters = folded.str.replace(r"\bET\b", "", regex=True).str.replace(" ", "")
        # "SARL, société à responsabilité limitée": what stands at either end will do
        within = _without_form(folded + " X")[1]
        return letters.map(_canonical()).astype("str").fillna(within).fillna(texts)

    return on_distinct(written, rule)


def _cut(names: pd.Series, likely: str, *patterns: str) -> pd.DataFrame:
    """The groups of the first pattern that fits, by name, for the names that may hold one."""
    some = names[names.str.contains(likely, na=False)].drop_duplicates()
    found = some.str.extract(re.compile(patterns[0]))
    for pattern in patterns[1:]:
        found = found.combine_first(some.str.extract(re.compile(pattern)))
    return found.set_axis(some, axis=0).dropna(how="all").astype("str")


def _former(names: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Names without their former name, and the former names (missing where there is none)."""
    cut = _cut(names, _FORMERLY, _FORMER_IN_BRACKETS, _FORMER_AT_END)
    now = (cut["name"].fillna("") + " " + cut["rest"].fillna("")).str.strip(" -,;/")
    cut, now = cut[now != ""], now[now != ""]
    return names.map(now).astype("str").fillna(names), names.map(cut["former"]).astype("str")


def read(filled: Filled) -> tuple[Part, pd.DataFrame]:
    """Names, their keys and the legal form; and the persons found in the names.

    The second frame has pos, label and text, a row a person to read.
    """
    whole, trade = single(filled, "name"), single(filled, "trade_name")
    cut = _cut(whole, _CIVILITY, _PERSON)
    person = whole.map(cut["person"]).astype("str")
    name, former = _former(whole.map(cut["name"]).astype("str").fillna(whole))
    keys = table_of_distinct(pd.concat([name, trade, former], ignore_index=True), _keys)
    name_keys, trade_keys, former_keys = (
        (
            keys.iloc[start : start + len(name)].set_axis(name.index, axis=0)
            for start in range(0, 3 * len(name), max(len(name), 1))
        )
        if len(name)
        else (keys, keys, keys)
    )
    own_form = legal_forms(single(filled, "legal_form"))
    columns = {
        "name": name,
        "trade_name": trade,
        "former_name": former,
        "legal_form": own_form.fillna(name_keys["form"]),
        "name_key": name_keys["key"],
        "trade_key": trade_keys["key"],
        "former_key": former_keys["key"],
    }
    origins = [
        origin_where(former.notna(), "former_name", "name"),
        origin_where(own_form.isna() & name_keys["form"].notna(), "legal_form", "name"),
    ]
    moved = person.dropna()
    persons = pd.DataFrame({"pos": moved.index, "label": "name", "text": moved.to_numpy()})
    notes = remarks_on(filled, "name", person.notna(), "person_in_name", "info", person=person)
    return Part(columns, stack(origins, NO_ORIGINS), notes), persons
