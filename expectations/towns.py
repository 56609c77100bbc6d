"""Postcodes against towns, by the official list of the towns of France (towns.csv beside this)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pandas as pd
from rapidfuzz import fuzz, process

TABLE: Final = Path(__file__).with_name("towns.csv")
_SPELT_ALIKE: Final = 80  # of 100: "Talodière" and "Talaudière"
_MOST_NAMED: Final = 3
_MOST_WORDS: Final = 12
_PLAINER: Final = (
    (r"œ", "oe"),
    (r"æ", "ae"),
    ("[\u0300-\u036f]", ""),
    (r"\((l['’]?|la|le|les)\)", r" \1"),
    (r"\(.*?\)", " "),
    (r"\bs/s\b", "sous "),
    (r"\bs/", "sur "),
    (r"[^a-z0-9]+", " "),
    (r" ?\b(?:cedex|cdx)\b.*", ""),
    (r"^ ?\d{5} | \d{5}\b.*$| france$", ""),
    (r"(?<=\S) \d{1,2} ?(?:er|ere|e|eme|nd|nde)?(?: arr\w*)?(?= ?$)", ""),
    (r"^s(?= )|\bst\b", "saint"),
    (r"\bste\b", "sainte"),
    (r"\bss\b", "sous"),
    (r"\bs\b(?= )", "sur"),
    (r"\b(?:lez|les|lès)\b", "les"),
    (r"^ *(.*\S) (la|le|les|l) *$", r"\2\1"),
    (r" ", ""),
)


class Places(NamedTuple):
    """What the official list says of rows with a postcode and a town (each indexed as the rows).

    mismatch: `bool`, both are listed and do not belong together, or lie in two departments.
    code_unlisted, town_unlisted: `bool`, never true with mismatch; towns: `str`, where the town is
    not listed, the listed ones that have the postcode, the most alike first; missing elsewhere.
    """

    mismatch: pd.Series
    code_unlisted: pd.Series
    town_unlisted: pd.Series
    towns: pd.Series


class _Official(NamedTuple):
    names: pd.Series  # index postcode: its towns as written, a list
    plain: pd.Series  # the same as they are compared
    codes: pd.Index  # postcodes
    pairs: pd.Index  # plain name + postcode
    areas: pd.Index  # plain name + department
    towns: pd.Index  # plain names


def judged(postcode: pd.Series, town: pd.Series, cedex: pd.Series) -> Places:
    """Whether the official list has each postcode, each town, and the two together.

    postcode, town: `str`, missing where unknown (then nothing is said); cedex: `bool`, the row says
    CEDEX: such a code is a firm's or a post office's own and on no list, but of its department.
    Towns may be written in any way: case, accents, "St", "s/", CEDEX, "Lyon 3e", "Pacaudière (La)";
    a quarter may stand before or after them ("Saint-Étienne - Bellevue").
    """
    official, name = _official(), _plain(town)
    both = postcode.str.fullmatch(r"\d{5}", na=False) & (name != "")
    listed, known = _among(official.codes, postcode), _among(official.towns, name)
    fits = _among(official.pairs, name + postcode)
    near = _among(official.areas, name + _department(postcode))
    plainly = both & known & ~fits
    mismatch = plainly & (~near | (listed & ~cedex))
    code_unlisted = both & ~listed & ~cedex & ~mismatch
    town_unlisted = both & listed & ~known & ~cedex
    town_unlisted &= ~_named_beside(postcode, town, town_unlisted)
    towns = pd.Series(pd.NA, index=town.index, dtype="str")
    asked = pd.DataFrame({"code": postcode, "name": name})[town_unlisted]
    told = {key: _nearest(*key) for key in set(asked.itertuples(index=False, name=None))}
    towns[town_unlisted] = [told[key] for key in asked.itertuples(index=False, name=None)]
    return Places(
        *(one.astype(bool) for one in (mismatch, code_unlisted, town_unlisted)), towns=towns
    )


def plain_name(town: str) -> str:
    """One town's name as it is compared: "St-Étienne CEDEX 1" -> "saintetienne"."""
    return str(_plain(pd.Series([town], dtype="str")).iloc[0])


@cache
def _official() -> _Official:
    table = pd.read_csv(TABLE, comment="#", dtype="str", keep_default_na=False)
    names = table.set_index("postcode")["towns"].str.split("|")
    long = names.explode().astype("str")
    plain, code = _plain(long).to_numpy(), long.index.astype("str")
    pair = pd.Series(plain, dtype="str") + pd.Series(code, dtype="str")
    area = pd.Series(plain, dtype="str") + _department(pd.Series(code, dtype="str"))
    by_code = pd.Series(plain, index=long.index).groupby(level=0).agg(list)
    lists = (pd.Index(one, dtype=object).unique() for one in (names.index, pair, area, plain))
    return _Official(names, by_code, *lists)


def _among(listed: pd.Index, values: pd.Series) -> pd.Series:
    """Whether each value is in a list (`bool`). Its hash table is made once, where `isin` would
    make one of the whole list for each call."""
    return pd.Series(listed.get_indexer(values.astype(object)) >= 0, index=values.index)


def _named_beside(postcode: pd.Series, town: pd.Series, asked: pd.Series) -> pd.Series:
    """Whether the first or the last words of a town are one that has the postcode (`bool`)."""
    rows = pd.DataFrame({"code": postcode, "town": town})[asked]
    ends = rows.drop_duplicates().assign(end=lambda once: [_ends(text) for text in once["town"]])
    ends = ends.explode("end").dropna(subset=["end"]).astype({"end": "str"})
    ends = ends[_among(_official().pairs, _plain(ends["end"]) + ends["code"])]
    named = pd.MultiIndex.from_frame(rows).isin(pd.MultiIndex.from_frame(ends[["code", "town"]]))
    return pd.Series(named, index=rows.index).reindex(town.index, fill_value=False)


def _ends(town: str) -> list[str]:
    """The first words of a name, and its last words, but never all of them."""
    words = re.findall(r"[^\W_]+", town)[:_MOST_WORDS]
    sizes = range(1, len(words))
    return [" ".join(words[:n]) for n in sizes] + [" ".join(words[-n:]) for n in sizes]


def _department(postcode: pd.Series) -> pd.Series:
    """The first two digits, three overseas (`str`)."""
    return postcode.str[:2].mask(postcode.str.startswith(("97", "98"), na=False), postcode.str[:3])


def _nearest(code: str, name: str) -> str:
    """The towns with that postcode: the one that is spelt alike alone, else the largest few."""
    names, plain = _official().names[code], _official().plain[code]
    best = process.extractOne(name, plain, scorer=fuzz.ratio, score_cutoff=_SPELT_ALIKE)
    if best is not None:
        return str(names[best[2]])
    more = ["…"] if len(names) > _MOST_NAMED else []
    return ", ".join([*names[:_MOST_NAMED], *more])


def _plain(town: pd.Series) -> pd.Series:
    """Town names without accents, signs, spaces and CEDEX (`str`; "" where missing)."""
    written = pd.Series(town.dropna().unique(), dtype="str")
    text = written.str.casefold().str.normalize("NFKD")
    for pattern, plain in _PLAINER:
        text = text.str.replace(pattern, plain, regex=True)
    plainly = dict(zip(written, text, strict=True))
    return town.map(plainly).astype("str").fillna("")
