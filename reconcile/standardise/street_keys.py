"""Streets and their numbers as they are compared: long forms, digits, no small words.

Words and their short forms are in address_words.toml (NF Z10-011: both forms are right).
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any, Final

import pandas as pd

from .text import fold, on_distinct

WORDS: Final[dict[str, Any]] = tomllib.loads(
    resources.files(__package__).joinpath("address_words.toml").read_text(encoding="utf-8")
)


def _long_forms(*kinds: str) -> dict[str, str]:
    """Short forms, and the long ones themselves, with the long form of each."""
    words: dict[str, str] = {}
    for kind in kinds:
        for long, short in WORDS[kind].items():
            words |= dict.fromkeys([long.replace("_", " "), *short], long.replace("_", " "))
    return words


_FIRST: Final = _long_forms("types", "places")
_ENGLISH: Final = _long_forms("english")
_ENGLISH_WORDS: Final = _long_forms("english_words")
_TITLES: Final = _long_forms("titles")
_SMALL: Final = frozenset(WORDS["small"]["words"])
_NUMBERS: Final[dict[str, int]] = WORDS["numbers"]
_DAYS: Final[dict[str, int]] = _NUMBERS | WORDS["days"]
_MONTHS: Final = frozenset(WORDS["months"]["words"])
_COUNTED: Final = frozenset(_DAYS) | _MONTHS
_TEENS: Final = frozenset(["SEPT", "HUIT", "NEUF"])
_ROAD: Final = re.compile(r"^R ([ND]) (?=[0-9])")
_BOX: Final = re.compile(r"^(BP|CS|TSA|RD|RN|VC) ?(?:N |NO )?(?=[0-9])")
_LETTERS_OF: Final = re.compile(r"\bN D(?:AME)?\b")


@cache
def _some_words() -> re.Pattern[str]:
    """Kinds of several words, at the start."""
    words = sorted((word for word in _FIRST if " " in word), key=len, reverse=True)
    return re.compile(rf"^(?:{'|'.join(words)})(?= |$)")


def street_numbers(texts: pd.Series) -> pd.Series:
    """Street numbers as "12", "12BIS", "12A"; "12-14" is 12, and B, T, Q are BIS, TER, QUATER."""
    parts = texts.str.upper().str.extract(r"^0*([0-9]+)[\s,(.-]*([A-Z]*)")
    parts[1] = parts[1].mask(parts[1].isin(["ET"]))
    repeated = parts[1].replace({"B": "BIS", "T": "TER", "Q": "QUATER", "": pd.NA}).fillna("")
    return (parts[0] + repeated).astype("str")


def street_key(streets: pd.Series) -> pd.Series:
    """Streets (without number) as they are compared, in long forms and without small words."""
    return on_distinct(streets.astype("str"), keys_of_distinct)


def keys_of_distinct(streets: pd.Series) -> pd.Series:
    """`street_key` of streets that are distinct."""
    texts = [_key(text) if isinstance(text, str) else pd.NA for text in fold(streets).tolist()]
    return pd.Series(texts, streets.index, dtype="str")


def _key(folded: str) -> str:
    if " " not in folded and not folded.startswith(("BP", "CS", "RN", "RD", "VC", "TSA")):
        return _some_words().sub(lambda found: _FIRST[found[0]], folded)
    folded = _ROAD.sub(r"R\1 ", folded)
    folded = _some_words().sub(lambda found: _FIRST[found[0]], folded, count=1)
    folded = _BOX.sub(r"\1 ", folded)
    if " N D" in folded:
        folded = _LETTERS_OF.sub("NOTRE DAME", folded)
    words = folded.split(" ")
    if len(words) > 1:
        words = (
            _english(words) if _is_english(words) else [_FIRST.get(words[0], words[0]), *words[1:]]
        )
        if words[0] == words[1]:  # "QUA QUARTIER NEUF"
            words = words[1:]
    if not _COUNTED.isdisjoint(words):
        words = _digits(words)
    words = [_TITLES.get(word, word) for word in words]
    return " ".join([word for word in words if word not in _SMALL] or words)


def _is_english(words: list[str]) -> bool:
    return words[0] not in _FIRST and words[-1] in _ENGLISH


def _english(words: list[str]) -> list[str]:
    return [*(_ENGLISH_WORDS.get(word, word) for word in words[:-1]), _ENGLISH[words[-1]]]


def _digits(words: list[str]) -> list[str]:
    """Words with numbers in digits, and a day of a month without its year ("8 MAI 1945")."""
    result: list[str] = []
    rest = words
    while rest:
        word, rest = rest[0], rest[1:]
        month = rest[:1] and rest[0] in _MONTHS
        if word == "DIX" and rest[:1] and rest[0] in _TEENS:
            result.append(str(10 + _DAYS[rest[0]]))
            rest = rest[1:]
        elif word in ("VINGT", "TRENTE") and rest[:2] == ["ET", "UN"]:
            result.append(str(_DAYS[word] + 1))
            rest = rest[2:]
        elif word in ("VINGT", "TRENTE") and rest[:1] and 0 < _DAYS.get(rest[0], 0) < 10:
            result.append(str(_DAYS[word] + _DAYS[rest[0]]))
            rest = rest[1:]
        elif month and word in _DAYS:
            result.append(str(_DAYS[word]))
        elif word in _NUMBERS:
            result.append(str(_NUMBERS[word]))
        else:
            result.append(word)
        dated = result[-1] in _MONTHS and result[-2:-1] and result[-2].isdigit()
        if dated and rest[:1] and rest[0].isdigit() and len(rest[0]) in (2, 4):
            rest = rest[1:]
    return result
