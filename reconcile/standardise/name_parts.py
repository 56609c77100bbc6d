"""What else stands in the cell of a company's name: a former name, a shop's, a person, a branch.

All take names as they were written (tidied).
"""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from .legal_forms import LISTS
from .text import LONGEST, replace_in

_BRANCHES: Final = LISTS["branch"]
# Signs of each, quick to look for in a whole column: without \b, which Arrow leaves to Python.
_FORMERLY: Final = (
    r"(?i)(?:^|[^a-z])(?:ex|anct?|anciennement|ancienn?e?|formerly|f\.?k\.?a|devenue?s?|pr.c.demment|"
    r"ant.rieurement|autrefois|nouveau nom)(?:[^a-z]|$)"
)
_CIVILITY: Final = (
    r"(?i)(?:^|[^a-z])(?:Mr?|MM|Mme|Mlle|Mle|Monsieur|Madame|Mademoiselle|Me|Dr)(?:[. ]|$)"
)
_SHOPS: Final = r"(?i)enseigne|commercial|sigle|d[./]?b[./]?a|t/a|[(\[]"
_OLD_NAME: Final = (
    r"ancien(?:ne)?s?\s+(?:nom|d[ée]nomination|raison\s+sociale|appellation|enseigne)|"
    r"anciennement(?:\s+d[ée]nomm[ée]e?)?|pr[ée]c[ée]demment|ant[ée]rieurement|autrefois|"
    r"formerly|f\.?k\.?a\b\.?"
)
_FORMER_IN_BRACKETS: Final = (
    rf"(?i)^(?P<name>.*?)\s*[(\[]\s*(?:(?:{_OLD_NAME}|ex|anct?)\b|ancienn?\.)[\s.:\-]*"
    r"(?P<former>[^)\]]*\w[^)\]]*?)\s*(?:[)\]]\s*(?P<rest>.*))?$"
)
_FORMER_AT_END: Final = (
    rf"(?i)^(?P<name>.*?\w.*?)(?:\s*[,;/\-]+\s*|\s+)(?:ex[\s.\-:]|(?:{_OLD_NAME}|anct|ancienn\.)(?!\w))"
    r"[\s.:\-]*(?P<former>(?!machina|nihilo|libris|aequo|voto|cathedra)\w.*?)\s*(?P<rest>)$"
)
_FORMER_FIRST: Final = (  # "Martin, devenu Dupont"
    r"(?i)^(?P<former>[^(\[]*?\w[^(\[]*?)[\s,;(\[-]+"
    r"(?:devenue?s?|nouveau nom\s?:)(?!\w)\s*"
    r"(?P<name>\w[^)\]]*?)\s*[)\]]?(?P<rest>)$"
)
_FORMER_BEFORE: Final = r"(?i)[\s,;/(\[-]+(?:ex|anct?|anciennement)\b.*$"
_TITLE: Final = (
    r"(?:M\.|Mr\.?|MM\.?|M|Mme|Mlle|Mle|Monsieur|Madame|Mademoiselle|Me|Dr\.?|"
    r"MME|MLLE|MR\.?|MONSIEUR|MADAME)"
)
_PERSON: Final = (
    r"^(?P<name>.*?\w.*?)\s*(?:\s-|[,/;]|-\s|\()\s*"
    rf"(?P<person>{_TITLE}\s+[^\W\d_].*?)\)?$"
)
_SHOP: Final = (
    r"(?i)^(?P<name>.*?\w.*?)\s*(?:"
    r"[(\[]\s*(?:(?:à|sous)\s+l'\s?)?(?:enseigne|nom\s+commercial|sigle)\b[\s:.-]*|"
    r"(?:[,;/:]|\s-)?\s*\b(?:à|a|sous)\s+l'\s?enseigne\b[\s:.-]*|"
    r"(?:[,;/]|\s-)\s*(?:enseigne|nom\s+commercial|sigle)\s*(?::\s*|(?=[\"«]))|"
    r"[\s(\[,]+(?:d\.?b\.?a\b\.?|d/b/a|t/a)\s+)"
    r"[\"«]?\s*(?P<trade>\w[^)\]\"»]*?)\s*[\"»)\]]*$"
)
_FORMS_IN_FRONT: Final = "|".join(
    r"\.?".join(word)
    for form in LISTS["form"]
    if not form.get("last_only")
    for word in form["acronyms"]
    if len(word) > 2
)
_SIGN: Final = r"[-,;:(\[/]"
_FORM_BEFORE_SIGN: Final = re.compile(
    rf"^(.*?\w)[\s,(\[]+((?:{_FORMS_IN_FRONT})\.?)(?=\s*(?:\s-|[,;:()\[\]/]).*\w)", re.I
)
_FORM_BEHIND_SIGN: Final = re.compile(
    rf"^(.*?\w.*?(?:\s-|[,;:(\[/]))\s*((?:{_FORMS_IN_FRONT})\.?)\s+(?=\w)", re.I
)
_SHOP_OF: Final = (  # "Le Fournil (SARL Dupont)"
    rf"^(?P<trade>[^(\[]*\w[^(\[]*?)\s*[(\[]\s*(?P<name>(?:{_FORMS_IN_FRONT})\.?\s+\w[^)\]]*?)\s*[)\]]$"
)


def _accents(words: list[str]) -> str:
    """The alternatives, each e with or without an accent."""
    return "|".join(words).replace("depot", "dep[oô]t").replace("e", "[eéèê]")


_TOWN: Final = (
    r"(?:\s+|(?=[\])])|$)(?:(?:de\s|d['’]|du\s|à\s)\s*(?-i:[A-ZÀ-Ý][a-zà-ÿ']).*|[\])].*)?$"
)
_TRADE: Final = (
    rf"(?!\s+(?:(?:de|en|des|du)\s+(?:la\s+|l['’])?|d['’])?(?:{_accents(_BRANCHES['trades'])})\b)"
)
_BRANCH: Final = re.compile(
    r"(?i)^(?P<name>.*?\w.*?)\s*(?:\s-|-\s|[,(\[/]|-(?=agences?\s(?:de\s|d['’])))\s*"
    rf"(?:(?:{_accents(_BRANCHES['words'])})(?!\w){_TRADE}.*|"
    rf"(?:{_accents(_BRANCHES['named'])}){_TOWN})$"
)
_MOTHER: Final = re.compile(
    rf"(?i)^(.*\w\w.*?)\s*[(\[]\s*(?:{_accents(_BRANCHES['mothers'])})\b[^)\]]*[)\]]?$"
)
_LIKELY: Final = (
    rf"(?i)(?:{'|'.join(_accents(_BRANCHES[kind]) for kind in ('words', 'named', 'mothers'))})"
)


def _cut(names: pd.Series, likely: str, *patterns: str) -> pd.DataFrame:
    """The groups of the first pattern that fits, by name, for the names that may hold one."""
    short = (names.str.len() <= LONGEST).fillna(False)
    some = names[names.str.contains(likely, na=False) & short].drop_duplicates()
    found = some.str.extract(re.compile(patterns[0]))
    for pattern in patterns[1:]:
        found = found.combine_first(some.str.extract(re.compile(pattern)))
    return found.set_axis(some, axis=0).dropna(how="all").astype("str")


def without_branch(names: pd.Series) -> pd.Series:
    """Names without "- Agence de …" and without the owner in brackets ("(Groupe Martin)")."""
    likely = names.str.contains(_LIKELY, na=False) & (names.str.len() <= LONGEST).fillna(False)
    if not likely.any():
        return names
    result = names.copy()
    some = names[likely]
    some = some.str.extract(_BRANCH, expand=False).fillna(some)
    result[likely] = some.str.extract(_MOTHER, expand=False).fillna(some)
    return result


def form_first(names: pd.Series) -> pd.Series:
    """Names with the legal form of one of their parts in front: "Dupont SARL (Lyon)"."""
    text = replace_in(names, _SIGN, _FORM_BEFORE_SIGN, r"\2 \1")
    return replace_in(text, _SIGN, _FORM_BEHIND_SIGN, r"\2 \1 ")


def on_one_line(names: pd.Series) -> pd.Series:
    """Names on one line; one with a civility on a line below stays apart ("Forge / M. Aze")."""
    text = replace_in(names, "\n", re.compile(rf"\s*\n\s*(?={_TITLE}\s+[^\W\d_])"), " / ")
    return text.str.replace("\n", " ")


def person(names: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Names without the person written beside them, and the persons (missing: there is none)."""
    cut = _cut(names, _CIVILITY, _PERSON)
    return names.map(cut["name"]).astype("str").fillna(names), names.map(cut["person"]).astype(
        "str"
    )


def former(names: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Names without their former names, and those ("Martin, ex Durand"; missing: there is none)."""
    now, old = _former(names)
    again = now[old.notna()]
    again = again[again.str.contains(_FORMERLY, na=False)]
    if len(again):
        now_again, older = _former(again)
        now = now.mask(older.reindex(now.index).notna(), now_again.reindex(now.index))
        both = old.reindex(again.index) + ", ex " + older
        old = both.reindex(old.index).fillna(old)
    return now, old.astype("str")


def _former(names: pd.Series) -> tuple[pd.Series, pd.Series]:
    cut = _cut(names, _FORMERLY, _FORMER_IN_BRACKETS, _FORMER_AT_END, _FORMER_FIRST)
    now = (cut["name"].fillna("") + " " + cut["rest"].fillna("")).str.strip(" -,;/")
    names_one = now.str.contains(r"\w")
    cut, now = cut[names_one], now[names_one]
    return names.map(now).astype("str").fillna(names), names.map(cut["former"]).astype("str")


def last_former(formers: pd.Series) -> pd.Series:
    """The last of former names: "Martin" of "Martin, ex Durand"."""
    return formers.str.replace(re.compile(_FORMER_BEFORE), "", regex=True)


def shop(names: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Names without the shop's name written beside them, and that name (missing: there is none).

    "Dupont (enseigne Le Fournil)", "Le Fournil (SARL Dupont)" -> "Dupont" | "SARL Dupont".
    """
    cut = _cut(names, _SHOPS, _SHOP, _SHOP_OF)
    return names.map(cut["name"]).astype("str").fillna(names), names.map(cut["trade"]).astype("str")
