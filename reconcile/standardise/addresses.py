"""Addresses: the street with its number, what goes beside it (building, zone, BP), and their keys.

Words and their short forms are in address_words.toml (NF Z10-011: both forms are right).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import pandas as pd

from .cards import without_reach
from .cells import Filled, Part, joined, origin_where
from .places import split_town
from .street_keys import WORDS, keys_of_distinct, street_key, street_numbers
from .text import on_distinct, replace_in

__all__ = ["read", "street_key", "street_numbers"]

_REPEATED: Final = r"\s?[,-]?\s?\(?(?:bis|ter|quater|quinquies)\b\)?\.?"
_ONE: Final = rf"[0-9]{{1,5}}(?:{_REPEATED}|\s?-?\s?[a-dqt](?![\w.'’]))?"
_NUMBER: Final = rf"{_ONE}(?:\s?[-/]\s?{_ONE}){{0,3}}"
# before a kind of street any letter may repeat a number, but R is short for "rue"
# ("12 R NEUVE"), and a small e beside it makes an ordinal number ("2e avenue")
_NUMBER_OF_KIND: Final = _NUMBER.replace("[a-dqt]", "(?:[a-df-qs-z]|(?-i:E)|(?<=\\s)e)")
_NUMBER_SIGN: Final = r"(?:(?:n\s?[°º]\s?|n[o°º]?\.?\s|num[ée]ro\s|au\s)(?=[0-9]))?"
# What begins something other than the street: post boxes, buildings, floors, zones.
_BESIDE: Final = (
    r"(?:B\.?\s?P\.?|C\.?\s?S\.?|TSA)\s?(?:n\s?[°º]\s?)?[0-9]+|"
    r"b[âa]t(?:iment)?\b\.?|imm(?:euble)?\b\.?|r[ée]s(?:idence)?\b\.?|appt?\b\.?|appartement\b|"
    r"[0-9]+\s?(?:er|[èe]me|e)\s+[ée]tage|[ée]tage\b|rdc\b|rez[ -]de|hall\b|esc(?:alier)?\b\.?|"
    r"porte\b|bureau\b|local\b|cellule\b|lot(?:issement)?\b\.?|centre\b|espace\b|"
    r"p[ôo]le\b|p[ée]pini[èe]re\b|"
    r"Z\.?\s?[IA]\.?\s?[CE]?\b\.?|zone\s|parc\b|technop[ôo]le\b|c/o\b|chez\b|suite\b|floor\b|"
    r"niveau\b|entr[ée]e\b|quartier\b|cedex\b"
)
_BESIDE_INSIDE: Final = (  # the same, in the middle of a line without a comma
    r"(?:B\.?\s?P\.?|C\.?\s?S\.?|TSA)\s?(?:n\s?[°º]\s?)?[0-9]{1,6}\b|"
    r"cedex(?:\s[0-9]{1,2})?\s*$|c/o\s|"
    r"(?<!\bdu\s)(?<!\bde\s)(?<!\bla\s)(?<!\ble\s)(?<!\bdes\s)(?<!\baux\s)(?:"
    r"b[âa]t(?:iment)?\b\.?|immeuble\b|Z\.?\s?I\b\.?|Z\.?\s?A\.?(?:\s?[CE])?\b\.?|"
    r"zone\s(?:indus|artis|d|commer)|parc\sd|technop[ôo]le\b|r[ée]s(?:idence)?\b\.?\s|rdc\b|"
    r"rez[ -]de|lotissement\b|p[ée]pini[èe]re\b|centre\s(?:commercial|cial|d['’]affaires)|"
    r"[0-9]+\s?(?:er|[èe]me|e|[èe])\s[ée]tage|[0-9]+(?:st|nd|rd|th)\s(?:floor|fl)\b|"
    r"(?:appt?\.?|appartement|bureaux?|hall|esc(?:alier)?\.?|lot|porte|local|cellule|entr[ée]e|"
    r"niveau|[ée]tage|suite|unit)\s(?:n\s?[°º]\s?)?(?:[0-9]{1,4}[a-z]?|[a-z])(?=\s|,|$))"
)


def _types() -> str:
    words = [word for long, short in WORDS["types"].items() for word in [long, *short]]
    accents = str.maketrans({"E": "[EÉÈ]", " ": r"[\s'’-]", "_": r"[\s-]"})
    pattern = "|".join(word.translate(accents) for word in sorted(words, key=len, reverse=True))
    return rf"(?:{pattern})(?:\.|\b)(?!')"


@cache
def _street() -> re.Pattern[str]:
    """before, core (number and street) and after, in a line that names a kind of street."""
    kind = _types()
    begins = rf"(?={kind}(?:\s|(?<=\.)))"
    numbered = rf"(?<![\w°])(?<!BP )(?<!CS ){_NUMBER_SIGN}(?P<no>{_NUMBER_OF_KIND})[\s,.:]*{begins}"
    return re.compile(
        rf"^(?P<before>.*?)(?P<core>(?:{numbered}|(?:(?<=^)|(?<=,\s)){begins})"
        rf"(?P<street>.*?))(?P<after>(?:,|\s+(?:\(|(?={_BESIDE_INSIDE}))).*)?$",
        re.I,
    )


_PLAIN: Final = re.compile(
    rf"^(?P<before>)(?P<core>{_NUMBER_SIGN}(?P<no>{_NUMBER})[\s,.:]+(?P<street>\w.*?))"
    rf"(?P<after>(?:,|\s+(?:\(|(?=(?:between|near|at|off)\s)|(?={_BESIDE_INSIDE}))).*)?$",
    re.I,
)
_BESIDE_PART: Final = re.compile(rf"(?:^|(?<=,\s))(?:{_BESIDE})[^,]*(?:,\s|$)", re.I)
_TOWN_AT_END: Final = re.compile(
    r"^(?P<line>.*?\w.*?)[\s,;-]+(?:F-|FR-)?(?P<both>(?:0[1-9]|[1-8][0-9]|9[0-8])\s?[0-9]{3}[\s,]+[^\W\d_][^\d]*"
    r"(?:cedex\s?[0-9]{0,2})?)$",
    re.I,
)


# "12 - 14 rue", "12, 14 rue", "12 à 14 rue": the second number of a building
_BETWEEN: Final = r"(?: ?[-/,&] ?| (?:à|a|et) )"
_RANGE: Final = re.compile(
    rf"^({_NUMBER_SIGN}{_ONE}){_BETWEEN}({_ONE})(?:{_BETWEEN}({_ONE}))?"
    rf"(?=[\s,]*{_types()}(?:\s|(?<=\.)))",
    re.I,
)
_KIND: Final = re.compile(rf"{_types()}\s", re.I)
_BARE: Final = re.compile(rf"(?!gr){_types()}", re.I)
# a number behind its street: "rue Neuve, 12 bis", "rue Neuve n° 12", "rue Neuve 12 bis"
_SHORT_NUMBER: Final = _ONE.replace("{1,5}", "{1,4}")
_BEHIND: Final = re.compile(
    r"^(?P<core>(?P<street>[^,(]*[^\W\d][^,(]*?)(?:"
    rf"\s*[,(]\s*(?:n\s?[°º]?\s?|no\.?\s)?(?P<listed>{_SHORT_NUMBER})\)?|"
    rf"\s+(?:n\s?[°º]\s?|no\.?\s)(?P<signed>{_SHORT_NUMBER})|"
    rf"\s(?P<repeated>[0-9]{{1,4}}{_REPEATED})))(?P<after>\s*,.*)?$",
    re.I,
)


# "12 rue Neuve (42000 Saint-Étienne)"; "12, bis, RUE, DES FLEURS" of four columns
_TOWN_IN_BRACKETS: Final = r"\s*\(((?:F-)?[0-9]{2} ?[0-9]{3}\s[^\W\d_][^()0-9]*)\)$"
_IN_COLUMNS: Final = re.compile(
    rf"^([0-9]{{1,5}})(?:,? ?(bis|ter|quater|[a-d]))?, ({_types()}), (?=\w)", re.I
)


def _ranged(found: re.Match[str]) -> str:
    """The numbers beside each other, if they ascend; "7,3" is something else."""
    texts = [text for text in found.groups() if text]
    numbers = [int("".join(sign for sign in text if sign.isdigit())) for text in texts]
    return "-".join(texts) if numbers == sorted(set(numbers)) else found[0]


def _of_columns(found: re.Match[str]) -> str:
    return " ".join(text for text in found.groups() if text) + " "


def _lined(texts: pd.Series) -> pd.Series:
    """One line, its parts held apart by ", "."""
    text = replace_in(texts, r"(?:[-/,&]|à|a|et) ?[0-9]", _RANGE, _ranged)
    text = text.str.replace(_TOWN_IN_BRACKETS, r", \1", regex=True)
    text = text.str.replace(r" - | / |; ?", ", ", regex=True)
    return text.str.replace(r"[ ,]*,[ ,]*", ", ", regex=True).str.strip(' ,"«»')


def _split(lines: pd.Series) -> pd.DataFrame:
    """before, no, street, after of distinct lines (missing where there is none)."""
    found = lines.str.extract(_street())
    rest = found["street"].isna()
    found[rest] = lines[rest].str.extract(_PLAIN)[found.columns]
    rest = found["street"].isna()
    if rest.any():
        line = lines[rest]
        street = line.str.replace(_BESIDE_PART, "", regex=True).str.strip(" ,")
        beside = pd.Series(
            [", ".join(m.strip(" ,") for m in _BESIDE_PART.findall(text)) for text in line],
            index=line.index,
            dtype="str",
        )
        whole = street == ""
        found.loc[rest, "street"] = found.loc[rest, "core"] = street.mask(whole, line)
        found.loc[rest, "after"] = beside.mask(whole | (beside == ""))
    return _number_behind(_whole_street(found.astype("str")))


def _whole_street(found: pd.DataFrame) -> pd.DataFrame:
    """A street has a name: "rue" alone takes what follows ("rue Résidence Bellevue")."""
    some = found[found["after"].str.contains("^ *[^ ,(]", na=False)]
    bare = some[some["street"].str.fullmatch(_BARE, na=False)]
    for name in ("street", "core"):
        found.loc[bare.index, name] = bare[name] + bare["after"]
    found.loc[bare.index, "after"] = pd.NA
    return found


def _number_behind(found: pd.DataFrame) -> pd.DataFrame:
    """With the numbers that follow their street."""
    some = found[found["no"].isna() & found["street"].notna()]
    line = some["street"] + some["after"].fillna("")
    line = line[line.str.contains("[0-9]") & line.str.match(_KIND, na=False)]
    cut = line.str.extract(_BEHIND).astype("str")
    cut["no"] = cut["listed"].fillna(cut["signed"]).fillna(cut["repeated"])
    cut = cut.dropna(subset=["no"])
    columns = ["core", "street", "no", "after"]
    found.loc[cut.index, columns] = cut[columns]
    return found


def _town_at_end(lines: pd.Series) -> pd.DataFrame:
    """line, code and town of lines that end in "42000 Saint-Étienne" (missing elsewhere)."""
    likely = lines[
        lines.str.contains(r".[ ,][0-9]{2} ?[0-9]{3}[ ,]+\D", na=False)
    ].drop_duplicates()
    cut = likely.str.extract(_TOWN_AT_END)
    street = cut["both"].str.contains(rf"(?i)^[0-9 ]+,?\s*{_types()}\s", regex=True, na=False)
    cut = cut[~street.to_numpy(dtype=bool)]
    both = split_town(cut["both"].astype("str"))
    table = pd.DataFrame(
        {"line": cut["line"], "code": both["code"], "town": both["town"]}
    ).set_axis(likely[cut.index])
    found = {name: lines.map(table[name]).astype("str") for name in table.columns}
    return pd.DataFrame(found, index=lines.index)


def read(filled: Filled, code: pd.Series) -> tuple[Part, pd.DataFrame]:
    """address, address_extra, street_no, street_key (`str`); then the code and town that the
    address ends in (missing where it has none, or a code other than the row's own)."""
    written = on_distinct(joined(filled, "address", ", "), without_reach)
    written = on_distinct(
        written, lambda texts: replace_in(texts, r"^[0-9][^,]{0,6}, ", _IN_COLUMNS, _of_columns)
    )
    lines = on_distinct(written, _lined)
    ends = _town_at_end(lines)
    usable = ends["line"].notna() & (code.isna() | (code == ends["code"]))
    ends = ends.where(usable)
    lines = ends["line"].str.strip(" ,").fillna(lines)
    codes, distinct = pd.factorize(lines)
    parts = _split(pd.Series(distinct, dtype="str"))
    parts["no"] = street_numbers(parts["no"])
    parts["key"] = keys_of_distinct(parts["street"])
    parts = parts.reindex(codes).set_axis(filled.index, axis=0).astype("str")
    before, after = (parts[name].str.strip(" ,").replace("", pd.NA) for name in ("before", "after"))
    whole = before.isna() & after.isna() & ends["line"].isna()
    beside = [before, after, joined(filled, "address_extra", ", ")]
    columns = {
        "address": written.where(whole, parts["core"].str.strip(" ,")),
        "address_extra": _beside(beside),
        "street_no": parts["no"],
        "street_key": parts["key"],
    }
    inside = joined(filled, "address_extra", ", ").isna() & columns["address_extra"].notna()
    origins = origin_where(inside, "address_extra", "address")
    return Part(columns, origins), ends


def _beside(texts: list[pd.Series]) -> pd.Series:
    """The texts that are there, joined by ", "."""
    result = texts[0]
    for text in texts[1:]:
        both = result.notna() & text.notna()
        result = (result + ", " + text).where(both, result.fillna(text))
    return result.astype("str")
