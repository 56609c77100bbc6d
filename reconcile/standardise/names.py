"""Company names: what the register shows, the legal form, a former name, and the key to compare."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from . import name_parts
from .cells import NO_ORIGINS, Filled, Part, origin_where, remarks_on, single, stack
from .legal_forms import DOTTED_ONLY, LISTS, legal_forms, without_form, without_state
from .text import fold, replace_in, table_of_distinct

__all__ = ["legal_forms", "name_key", "read"]

_ASSOCIATES: Final = r"(?<=\S) (?:ET|AND) (?:CIE|COMPAGNIE|CO|COMPANY)(?= |$)"
_SAINT_WOMEN: Final = re.compile(rf"\bSTE (?=(?:{'|'.join(LISTS['saints']['women'])})\b)")
_ARTICLE_LAST: Final = re.compile(r"^(.*\w)\s*\((les?|la|l'|the)\)$", re.I)
_SMALL_WORDS: Final = frozenset(["LA", "LE", "LES", "DE", "DU", "DES", "ET", "AND", "ST", "STE"])
_LETTER: Final = r"[^\W\d_]"
_DOTTED: Final = re.compile(
    rf"(?<![\w.])(?<!\b[aAàÀ]\s)(?:{_LETTER}\.){{2,}}{_LETTER}?(?!\w)|\bSpA\b"
)
# (likely, pattern, new) of signs that say something: the first is quick to look for in a column
_SIGNS: Final = (
    ("['\u2019]", re.compile(r"['\u2019][sS]\b"), "s"),
    (r"\.|SpA", _DOTTED, lambda found: _acronym(found[0].replace(".", ""))),
    # forms that are words or names of places without their sign or their small letters
    ("OÜ|Oü", re.compile("\\bO[Üü]$"), "Osaühing"),
    ("(?i), ?lda|Lda|LDA\\.", re.compile(r"\bLda\b\.?$|\bLDA\.$|, ?LDA$"), " Limitada"),
    ("&", re.compile("&"), " et "),
    (r"\+", re.compile(r"(?<=\w)\+(?!\w)|(?<=\w)\s\+\s*$"), " plus"),
    (r"\+", re.compile(r"\+"), " et "),
    ("@", re.compile(rf"@(?={_LETTER})(?![\w-]+\.\w)"), "a"),
    ("(?i)St[éÉ]", re.compile(r"\bst[é](?=\W|$)", re.I), "Société"),
)
# (likely, pattern, long form), of folded names
_LONG_FORMS: Final = (
    (" STE ", re.compile(r"(?<=\S )STE(?= \S)"), "SAINTE"),
    ("(?:^| )ST ", re.compile(r"\bST(?= \S)"), "SAINT"),
    ("(?:^| )CIE(?: |$)", re.compile(r"\bCIE\b"), "COMPAGNIE"),
    (" FRES$", re.compile(r" FRES$"), " FRERES"),
    (" S(?:ON|ES) FIL", re.compile(r"(?<=\S )S(?:ON|ES) (?=FIL(?:S|LES)\b)"), ""),
    # an elided article says nothing, and its apostrophe is often lost: "L ATELIER"
    ("(?:^| )[LD] ", re.compile(r"\b[LD] (?=[AEIOUYH]\w)"), ""),
    ("^(?:LES|LE|LA|THE) ", re.compile(r"^(?:LES|LE|LA|THE) "), ""),
    ("^(?:DES|DE|DU) ", re.compile(r"^(?:DE LA|DES|DE|DU) (?=\S)"), ""),
)
_SHORT: Final = r"(?:[A-Z]|[0-9]{1,3}|[0-9]{1,2}[A-Z]|[A-Z][0-9]{1,2})"
_CONSONANTS: Final = "[B-DF-HJ-NP-TV-XZ]{2,3}"
# letters and digits that stand apart or together: "2 C B", "2C B", "2 CB", "TP 42"
_APART: Final = (
    (rf"(?:^| ){_SHORT} {_SHORT}(?: |$)", re.compile(rf"(?<!\S){_SHORT}(?: {_SHORT})+(?!\S)")),
    (
        "[0-9]",
        re.compile(rf"(?<!\S)(?:[0-9]{{1,2}} {_CONSONANTS}|{_CONSONANTS} [0-9]{{1,2}})(?!\S)"),
    ),
    ("[0-9]", re.compile(r"^(?=.*[0-9])[0-9A-Z]{1,3}(?: [0-9A-Z]{1,3}){1,2}$")),
)


def _acronym(letters: str) -> str:
    """Letters that dots held together; apart, where they would read as another word ("L.A.")."""
    apart = letters.upper() in DOTTED_ONLY | _SMALL_WORDS
    return " ".join(letters) if apart else letters


def _folded(names: pd.Series) -> pd.Series:
    """Names folded, dotted letters in one, "&" as "ET", then without any "ET", "et compagnie"."""
    text = names
    for likely, pattern, new in _SIGNS:
        text = replace_in(text, likely, pattern, new)
    text = fold(text).fillna(fold(names))
    linked = text.str.contains("(?:^| )(?:ET|AND)(?: |$)", na=False)
    some = text[linked].str.replace(_ASSOCIATES, "", regex=True)
    some = some.str.replace(r"\b(?:ET|AND)\b", "", regex=True)
    some = some.str.replace(r" +", " ", regex=True).str.strip()
    text[linked] = some.mask(some == "", text[linked])
    return replace_in(text, "(?:^| )STE ", _SAINT_WOMEN, "SAINTE ")


def _keys(names: pd.Series) -> pd.DataFrame:
    """key and form of distinct names."""
    plain = name_parts.form_first(name_parts.without_branch(names))
    plain = replace_in(plain, r"\)$", _ARTICLE_LAST, r"\2 \1")
    text, form = without_form(without_state(_folded(plain)))
    for likely, pattern, long in _LONG_FORMS:
        text = replace_in(text, likely, pattern, long)
    for likely, pattern in _APART:
        text = replace_in(text, likely, pattern, lambda found: found[0].replace(" ", ""))
    return pd.DataFrame({"key": text, "form": form})


def name_key(names: pd.Series) -> pd.Series:
    """Names as they are compared (`str`), the index of `names`.

    Folded; without legal forms, "Sté", "Ets", "Groupe" at either end, "et Cie", "- Agence de …";
    "&" and "et" left out; "St" as SAINT; letters and digits that stand alone joined ("2 C B" ->
    "2CB"); no leading article. Never empty where a name has a letter or
    a digit: "COOP" stays "COOP".
    """
    return table_of_distinct(names.astype("str"), _keys)["key"]


def _shops(name: pd.Series, trade: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Names without the shop's, and the shops' names, where the list has no other one for them."""
    company, shop = name_parts.shop(name)
    found = shop.notna() & (trade.isna() | (name_key(shop) == name_key(trade)))
    return company.where(found, name), trade.fillna(shop.where(found))


def read(filled: Filled) -> tuple[Part, pd.DataFrame]:
    """Names, their keys and the legal form; and the persons found in the names.

    The second frame has pos, label and text, a row a person to read.
    """
    written = single(filled, "trade_name")
    name, person = name_parts.person(name_parts.on_one_line(single(filled, "name", line="\n")))
    name, former = name_parts.former(name)
    name, trade = _shops(name, written)
    texts = {"name": name, "trade": trade, "former": name_parts.last_former(former)}
    table = table_of_distinct(pd.concat(texts.values(), ignore_index=True), _keys)
    keys = {
        kind: table.iloc[nth * len(name) : (nth + 1) * len(name)].set_axis(name.index, axis=0)
        for nth, kind in enumerate(texts)
    }
    own_form = legal_forms(single(filled, "legal_form"))
    found_form = keys["name"]["form"]
    columns = {
        "name": name,
        "trade_name": trade,
        "former_name": former,
        "legal_form": own_form.fillna(found_form),
        **{f"{kind}_key": found["key"] for kind, found in keys.items()},
    }
    origins = [
        origin_where(written.isna() & trade.notna(), "trade_name", "name"),
        origin_where(former.notna(), "former_name", "name"),
        origin_where(own_form.isna() & found_form.notna(), "legal_form", "name"),
    ]
    moved = person.dropna()
    persons = pd.DataFrame({"pos": moved.index, "label": "name", "text": moved.to_numpy()})
    notes = remarks_on(filled, "name", person.notna(), "person_in_name", "info", person=person)
    return Part(columns, stack(origins, NO_ORIGINS), notes), persons
