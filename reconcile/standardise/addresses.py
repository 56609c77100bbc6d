"""Addresses: the street with its number, what goes beside it (building, zone, BP), and their keys.

Words and their short forms are in address_words.toml (NF Z10-011: both forms are right).
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any, Final

import pandas as pd

from .cells import Filled, Part, joined, origin_where
from .places import split_town
from .text import fold, on_distinct

_WORDS: Final[dict[str, Any]] = tomllib.loads(
    resources.files(__package__).joinpath("address_words.toml").read_text(encoding="utf-8")
)
_NUMBER: Final = r"[0-9]{1,5}(?:\s?[-/]\s?[0-9]{1,5})?(?:\s?(?:bis|ter|quater|[a-dqt](?![\w.'’])))?"
_NUMBER_SIGN: Final = r"(?:n\s?[°º]\s?)?"
# What begins something other than the street: post boxes, buildings, floors, zones.
_BESIDE: Final = (
    r"(?:B\.?\s?P\.?|C\.?\s?S\.?|TSA)\s?(?:n\s?[°º]\s?)?[0-9]+|"
    r"b[âa]t(?:iment)?\b\.?|imm(?:euble)?\b\.?|r[ée]s(?:idence)?\b\.?|appt?\b\.?|appartement\b|"
    r"[0-9]+\s?(?:er|[èe]me|e)\s+[ée]tage|[ée]tage\b|rdc\b|rez[ -]de|hall\b|esc(?:alier)?\b\.?|"
    r"porte\b|bureau\b|local\b|cellule\b|lot(?:issement)?\b\.?|centre\b|espace\b|"
    r"p[ôo]le\b|p[ée]pini[èe]re\b|"
    r"Z\.?\s?[IA]\.?\s?C?\b\.?|zone\s|parc\b|technop[ôo]le\b|c/o\b|chez\b|suite\b|floor\b"
)
_BESIDE_INSIDE: Final = (  # the same, in the middle of a line without a comma
    r"(?:B\.?\s?P\.?|C\.?\s?S\.?|TSA)\s?(?:n\s?[°º]\s?)?[0-9]{1,6}\b|"
    r"(?<!\bdu\s)(?<!\bde\s)(?<!\bla\s)(?<!\ble\s)(?:b[âa]t(?:iment)?\b\.?|immeuble\b|Z\.?\s?I\b\.?|Z\.?\s?A\.?(?:\s?C)?\b\.?|"
    r"zone\s(?:indus|artis|d)|parc\sd|technop[ôo]le\b|[0-9]+\s?(?:er|[èe]me|e)\s[ée]tage)"
)


def _types() -> str:
    words = [word for long, short in _WORDS["types"].items() for word in [long, *short]]
    accents = str.maketrans({"E": "[EÉÈ]", " ": r"\s", "_": r"[\s-]"})
    pattern = "|".join(word.translate(accents) for word in sorted(words, key=len, reverse=True))
    return rf"(?:{pattern})(?:\.|\b)(?!')"


@cache
def _street() -> re.Pattern[str]:
    """before, core (number and street) and after, in a line that names a kind of street."""
    kind = _types()
    begins = rf"(?={kind}(?:\s|(?<=\.)))"
    numbered = rf"(?<![\w°])(?<!BP )(?<!CS ){_NUMBER_SIGN}(?P<no>{_NUMBER})[\s,]*{begins}"
    return re.compile(
        rf"^(?P<before>.*?)(?P<core>(?:{numbered}|(?:(?<=^)|(?<=,\s)){begins})"
        rf"(?P<street>.*?))(?P<after>(?:,|\s+(?:\(|(?={_BESIDE_INSIDE}))).*)?$",
        re.I,
    )


_PLAIN: Final = re.compile(
    rf"^(?P<before>)(?P<core>{_NUMBER_SIGN}(?P<no>{_NUMBER})[\s,]+(?P<street>\w.*?))"
    rf"(?P<after>(?:,|\s+(?:\(|(?=(?:between|near|at|off)\s)|(?={_BESIDE_INSIDE}))).*)?$",
    re.I,
)
_BESIDE_PART: Final = re.compile(rf"(?:^|(?<=,\s))(?:{_BESIDE})[^,]*(?:,\s|$)", re.I)
_TOWN_AT_END: Final = re.compile(
    r"^(?P<line>.*?\w.*?)[\s,;-]+(?:F-|FR-)?(?P<both>(?:0[1-9]|[1-8][0-9]|9[0-8])\s?[0-9]{3}[\s,]+[^\W\d_][^\d]*"
    r"(?:cedex\s?[0-9]{0,2})?)$",
    re.I,
)


def _lined(texts: pd.Series) -> pd.Series:
    """One line, its parts held apart by ", "."""
    text = texts.str.replace(r" - | / |; ?", ", ", regex=True)
    return text.str.replace(r"[ ,]*,[ ,]*", ", ", regex=True).str.strip(" ,")


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
    return found.astype("str")


def street_numbers(texts: pd.Series) -> pd.Series:
    """Street numbers as "12", "12BIS", "12A"; "12-14" is 12, and B, T, Q are BIS, TER, QUATER."""
    parts = texts.str.upper().str.extract(r"^0*([0-9]+)(?:\s?[-/]\s?[0-9]+)?\s?([A-Z]*)$")
    repeated = parts[1].replace({"B": "BIS", "T": "TER", "Q": "QUATER"}).fillna("")
    return (parts[0] + repeated).astype("str")


def _long_forms(kinds: dict[str, list[str]]) -> dict[str, str]:
    return {word: long.replace("_", " ") for long, short in kinds.items() for word in short}


def street_key(streets: pd.Series) -> pd.Series:
    """Streets (without number) as they are compared, in long forms and without small words."""
    return on_distinct(streets.astype("str"), _street_key)


def _street_key(streets: pd.Series) -> pd.Series:
    types, english = _long_forms(_WORDS["types"]), _long_forms(_WORDS["english"])
    titles, small = _long_forms(_WORDS["titles"]), set(_WORDS["small"]["words"])
    french = set(types.values()) | {long.replace("_", " ") for long in _WORDS["types"]}
    two_words = tuple(word for word in types if " " in word)

    def key(folded: str) -> str:
        for word in two_words:
            if folded.startswith(word + " "):
                folded = types[word] + folded[len(word) :]
        first, *rest = folded.split(" ")
        first = types.get(first, first) if rest else first
        if rest and first not in french and rest[-1] in english:
            rest[-1] = english[rest[-1]]
        words = [titles.get(word, word) for word in [first, *rest]]
        kept = [word for word in words if word not in small]
        return " ".join(kept or words)

    folded = fold(streets)
    return pd.Series(
        [key(text) if isinstance(text, str) else pd.NA for text in folded.tolist()],
        streets.index,
        dtype="str",
    )


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
    written = joined(filled, "address", ", ")
    lines = on_distinct(written, _lined)
    ends = _town_at_end(lines)
    usable = ends["line"].notna() & (code.isna() | (code == ends["code"]))
    ends = ends.where(usable)
    lines = ends["line"].str.strip(" ,").fillna(lines)
    codes, distinct = pd.factorize(lines)
    parts = _split(pd.Series(distinct, dtype="str"))
    parts["no"] = street_numbers(parts["no"])
    parts["key"] = _street_key(parts["street"])
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
