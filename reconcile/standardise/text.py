"""Text as it should have been typed (`tidy`), and as it is compared (`fold`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

import pandas as pd

# What a keyboard or a paste brings in place of the plain sign.
_ODD: Final = (
    (re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u0000-\u0008\u000e-\u001f]"), ""),
    (re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"), " "),
    (re.compile("[\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u00b4]"), "'"),
    (re.compile("[\u2010-\u2015\u2212]"), "-"),
    (re.compile("[\u201c-\u201f\u2033]"), '"'),
    (re.compile("[\u0085\u2028\u2029]"), "\n"),
    (re.compile("\u2026"), "..."),
)
# Letters that no decomposition turns into plain ones.
_LIGATURES: Final = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
    | {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ı": "i", "™": " ", "℠": " "}
)
_ACCENTS: Final = re.compile("[\u0300-\u036f]")
_SIGNS: Final = re.compile(r"[\W_]+")
# What people write, folded, where they know nothing; the last line is what Excel writes.
_NOTHING: Final = (
    r"N ?[CDR]|N ?A|S O|NEANT|IDEM|DITT?O|EN COURS|EN ATTENTE|A (?:COMPLETER|DEFINIR|VENIR|VOIR)|"
    r"INCONNUE?S?|AUCUNE?|SANS|SANS OBJET|NON (?:COMMUNIQUE|RENSEIGNE|CONNU)E?|VIDE|X+|0+|"
    r"NULL|NONE|NAN|NAT|TB[CD]|UNKNOWN"
)
_LONGEST_NOTHING: Final = 20
# What is longer is no name: patterns that look for its parts would take minutes over a pasted page.
LONGEST: Final = 500
_ERROR_CELL: Final = r"^#(?:N/A|REF!|VALUE!|VALEUR!|NOM\?|NAME\?|DIV/0!|NULL!|NUM!|NOMBRE!)$"
_SAME_AS_ABOVE: Final = r"^(?:IDEM|DITT?O)$"


def on_distinct(values: pd.Series, rule: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """`rule(values)`, with each distinct value looked at once; a missing value stays missing.

    rule: takes a text Series without missing values, gives a Series of the same index.
    """
    codes, distinct = pd.factorize(values)
    if not len(distinct):
        return pd.Series(pd.NA, index=values.index, dtype="str")
    result = rule(pd.Series(distinct, dtype="str"))
    taken = pd.api.extensions.take(result.array, codes, allow_fill=True)
    return pd.Series(taken, index=values.index)


def table_of_distinct(values: pd.Series, rule: Callable[[pd.Series], pd.DataFrame]) -> pd.DataFrame:
    """As `on_distinct`, for a rule that gives a frame of text columns."""
    codes, distinct = pd.factorize(values)
    table = rule(pd.Series(distinct, dtype="str"))
    return table.reindex(codes).set_axis(values.index, axis=0)


def tidy(values: pd.Series, line: str = " ") -> pd.Series:
    """Text (`str`) with accents in one piece (NFC), plain spaces, apostrophes and hyphens.

    Runs of spaces become one, invisible signs go, a line break within the cell becomes `line`.
    Empty text becomes missing. Doing it twice changes nothing.
    """
    return on_distinct(values.astype("str"), lambda texts: _tidy(texts, line))


def _tidy(texts: pd.Series, line: str) -> pd.Series:
    result = texts.copy()
    odd = ~result.str.isascii() | result.str.contains(r"[\x00-\x08\x0e-\x1f`]")
    if odd.any():
        # composed first, for some composed forms are odd signs; and last, for an invisible sign may
        # stand between a letter and its accent
        some = result[odd].str.normalize("NFC").str.replace("`", "'")
        for sign, plain in _ODD:
            some = some.str.replace(sign, plain, regex=True)
        result[odd] = some.str.normalize("NFC")
    if result.str.contains(r"[\n\r\x0b\x0c]").any():
        result = result.str.replace(r"[ \t]*[\n\r\x0b\x0c]+[ \t\n\r\x0b\x0c]*", "\n", regex=True)
        result = result.str.strip().str.replace("\n", line)
    gaps = result.str.contains(r"[ \t]{2}|\t")
    if gaps.any():
        result[gaps] = result[gaps].str.replace(r"[ \t]+", " ", regex=True)
    result = result.str.strip()
    return result.mask(result == "")


def replace_in(texts: pd.Series, likely: str, pattern: re.Pattern[str], new: Any) -> pd.Series:
    """`pattern` replaced by `new`, looked for only in the texts where `likely` is found.

    likely: a simple pattern (no look-around), which a whole column is searched for at once. Texts
    longer than LONGEST stay as they are.
    """
    some = texts.str.contains(likely, na=False) & (texts.str.len() <= LONGEST).fillna(False)
    if not some.any():
        return texts
    result = texts.copy()
    result[some] = texts[some].str.replace(pattern, new, regex=True)
    return result


def fold(values: pd.Series) -> pd.Series:
    """Text (`str`) in capitals without accents or signs, words parted by one space.

    "Cœur d'Été" -> "COEUR D ETE". Letters of other scripts are kept. Text without a letter or a
    digit becomes missing. Doing it twice changes nothing.
    """
    return on_distinct(values.astype("str"), _fold)


def _fold(texts: pd.Series) -> pd.Series:
    result = texts.copy()
    plain = result.str.isascii()
    if plain.any():
        some = result[plain].str.upper().str.replace(r"[^0-9A-Z]+", " ", regex=True)
        result[plain] = some.str.strip()
    if not plain.all():
        result[~plain] = [fold_text(text) for text in result[~plain].tolist()]
    return result.mask(result == "")


@lru_cache(maxsize=100_000)
def fold_text(text: str) -> str:
    """`fold` of one text, "" where nothing is left."""
    plain = unicodedata.normalize("NFKD", text.upper().translate(_LIGATURES))
    plain = unicodedata.normalize("NFC", _ACCENTS.sub("", plain)).upper()
    return _SIGNS.sub(" ", plain).strip()


def is_nothing(tidied: pd.Series) -> pd.Series:
    """Where tidied text only says that nothing is known ("-", "NC", "néant", "0000"): bool."""
    result = tidied.isna()
    # all that says so is short and has no digit but 0
    short = (tidied.str.len() <= _LONGEST_NOTHING) & ~tidied.str.contains("[1-9]", na=True)
    some = tidied[short.fillna(False).astype(bool)]
    folded = fold(some)
    excel = some.str.contains(_ERROR_CELL, case=False, na=False)
    result[some.index] = folded.isna() | excel | folded.str.fullmatch(_NOTHING, na=False)
    signs = tidied[~result & (tidied.str.len() > _LONGEST_NOTHING)]
    result[signs.index] = ~signs.str.contains(r"[0-9A-Za-z]") & fold(signs).isna()
    return result


def is_same_as_above(tidied: pd.Series) -> pd.Series:
    """Where tidied text says "as in the row above" ("idem", a ditto mark): bool."""
    return fold(tidied).str.contains(_SAME_AS_ABOVE, na=False) | tidied.isin(
        ['"', "''", "〃", "//"]
    )
