"""Postcode and town, each in its cell or together in one, and the town as it is compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import pandas as pd

from .abroad import DEPARTMENTS, FOREIGN_CODE, country_of, split_foreign
from .cells import NO_ORIGINS, NO_REMARKS, Filled, Part, origin_where, remarks_on, single, stack
from .text import fold, on_distinct, replace_in, table_of_distinct, tidy

_BOTH: Final = re.compile(
    r"^(?:(?:F|FR|FRANCE|MC|CP)[ -])?(?P<code>[0-9]{2} ?[0-9]{3})(?:\.0)?"
    r"[\s,/-]*(?P<town>[^\W\d_].*)$",
    re.I,
)
_TOWN_FIRST: Final = re.compile(
    r"^(?P<town>[^\W\d_].*?)[\s,/(-]+(?P<code>[0-9]{2} ?[0-9]{3})\)?$", re.I
)
# "1000 Bourg-en-Bresse", where a spreadsheet took the zero of a number away
_SHORT_FIRST: Final = re.compile(
    r"^(?P<code>[1-9][0-9]{3})(?:\.0)?[\s,/-]+(?P<town>[^\W\d_][^0-9]{2,})$", re.I
)
_CEDEX: Final = re.compile(r"[\s,-]*\b(?:C[ÉEée]DEX|CDX)(?:\s*[0-9]{1,2})?\b", re.I)
# "(42)", "(Loire)", and a number behind the name, but of the three towns that number their parts
_DEPARTMENT: Final = re.compile(
    rf"\s*\((?:[0-9]{{2,5}}|2[AB]|{DEPARTMENTS})\)|(?<!paris)(?<!lyon)(?<!marseille)"
    r"(?<=\w)[\s,-]+(?:[0-9]{2}|2[AB])$",
    re.I,
)
_NO_TOWN: Final = re.compile(r"(?:F|FR|FRANCE|MC|C\.?P\.?|CODE POSTAL)\W*", re.I)
# A town in the cell of postcodes; "Lyon 3e", "Saint-Étienne (42)" too
_TOWN_ALONE: Final = r"[^\W\d_][^0-9@]{2,}(?:[ (][0-9]{1,2}(?:e|er|[eè]me)?\)?)?"
_QUARTER: Final = (
    r"(?: (?:[0-9]{1,2} ?(?:ER|ERE|E|EME|ND|NDE)?|[0-9]{1,2} ?(?:ER|E|EME) ARR\w*))+$|"
    r" ARR(?:ONDISSEMENT|DT)?$|(?<=^PARIS) [IVX]+$|(?<=^LYON) [IVX]+$|(?<=^MARSEILLE) [IVX]+$"
)
_FRANCE: Final = re.compile(r"(?<=\w)(?<!\ben)(?<!\bde)(?:[\s,/-]+|\s*\()France\)?$", re.I)
_ARTICLE_LAST: Final = re.compile(r"^(.*\w)\s*\((l['’]|la|le|les)\)$", re.I)
# "Villars (Loire)", "Saint-Étienne, France" (not "Roissy-en-France"): the postcode says it better
_BESIDE: Final = re.compile(
    r"(?<=\w)(?:\s*\((?!ville|campagne)[^)]*\)|(?<!\ben)(?<!\bde)[\s,/-]+France)$", re.I
)


def split_town(texts: pd.Series) -> pd.DataFrame:
    """code and town (`str`) of texts that hold both, "42000 Saint-Étienne" (missing elsewhere)."""

    def rule(values: pd.Series) -> pd.DataFrame:
        likely = values[values.str.contains(r"[0-9] ?[0-9]{3}", na=False)]
        found = likely.str.extract(_BOTH).combine_first(likely.str.extract(_TOWN_FIRST))
        found = found.combine_first(likely.str.extract(_SHORT_FIRST))
        short = found["code"].str.fullmatch("[0-9]{4}", na=False)
        found["code"] = found["code"].str.replace(" ", "").str.zfill(5)
        country = country_of(found["town"].where(short))
        found["code"] = (country + "-" + found["code"].str[1:]).fillna(found["code"])
        found["town"] = found["town"].mask(found["town"].str.fullmatch(_CEDEX, na=False))
        found["town"] = found["town"].mask(found["town"].str.fullmatch(_NO_TOWN, na=False))
        found = split_foreign(likely).combine_first(found)
        return found.reindex(values.index).astype("str")

    return table_of_distinct(texts, rule)


def postcodes(texts: pd.Series) -> pd.Series:
    """Postcodes as 5 digits; 4 digits of the departments 01 to 09 get their zero back."""
    text = texts.str.replace(r"(?i)^(?:FR?|MC|CP)[ :-]*(?=[0-9])", "", regex=True)
    text = text.str.replace(r"\.0?$|,0$", "", regex=True).str.replace(
        r"^([0-9]{2})[ .-]([0-9]{3})$", r"\1\2", regex=True
    )
    text = text.str.replace(_CEDEX, "", regex=True)
    return text.mask(text.str.fullmatch(r"[1-9][0-9]{3}", na=False), "0" + text)


def town_names(texts: pd.Series) -> pd.Series:
    """Towns as written, without CEDEX, a number of department or a postcode."""
    text = texts.str.replace(_CEDEX, "", regex=True)
    text = replace_in(text, r"[0-9(]", _DEPARTMENT, "")
    text = replace_in(text, r"(?i)FRANCE", _FRANCE, "").str.strip(" ,;-/")
    return text.mask(text == "", texts)


def city_key(towns: pd.Series) -> pd.Series:
    """Towns as they are compared: folded, ST as SAINT, without CEDEX, number or quarter (`str`)."""
    return on_distinct(towns.astype("str"), _city_key)


def _city_key(towns: pd.Series) -> pd.Series:
    texts = replace_in(town_names(towns), r"\(", _ARTICLE_LAST, r"\2 \1")
    key = fold(replace_in(texts, r"(?i)\(|France", _BESIDE, "")).fillna(fold(towns))
    bare = key.str.replace(re.compile(r" CEDEX\b.*$| [0-9]{2} ?[0-9]{3}$"), "", regex=True)
    bare = bare.str.replace(re.compile(_QUARTER), "", regex=True)
    bare = bare.str.replace(re.compile(r"^[0-9]{5} "), "", regex=True)
    for short, long in (
        (r"^S(?= \w)|\bST\b", "SAINT"),
        (r"\bSTE\b", "SAINTE"),
        (r"\bS\b(?= \w)", "SUR"),
    ):
        bare = bare.str.replace(re.compile(short), long, regex=True)
    return bare.mask(bare == "", key)


@dataclass(frozen=True)
class Written:
    """What the cells "postcode" and "city" say, by position (`str`).

    code_text, town_text: the two cells; code, town: what stands in the cell of that name;
    other_code, other_town: what stands in the other one of the two cells; stray_code, stray_town:
    where it stands there alone.
    """

    code_text: pd.Series
    code: pd.Series
    town_text: pd.Series
    town: pd.Series
    other_code: pd.Series
    other_town: pd.Series
    stray_code: pd.Series
    stray_town: pd.Series


def look(filled: Filled) -> Written:
    """Reads the cells of postcode and town. A postcode alone in the town's cell counts as the
    postcode where its own cell says nothing else, and a town alone in the postcode's likewise."""
    codes, towns = single(filled, "postcode"), single(filled, "city")
    stray_code = towns.where(towns.str.fullmatch(r"[0-9]{2}[ .]?[0-9]{3}(?:\.0?|,0)?", na=False))
    stray_town = codes.where(codes.str.fullmatch(_TOWN_ALONE, na=False))
    stray_code = on_distinct(stray_code, postcodes)
    stray_code = stray_code.where(codes.isna() | stray_town.notna() | (codes == stray_code))
    stray_town = stray_town.where(towns.isna() | stray_code.notna())
    both = split_town(pd.concat([codes, towns], ignore_index=True))
    in_code = both.iloc[: len(codes)].set_axis(codes.index, axis=0)
    in_town = both.iloc[len(codes) :].set_axis(codes.index, axis=0)
    text = in_code["code"].fillna(codes.mask(stray_town.notna()))
    code = on_distinct(text, postcodes)
    town = in_town["town"].fillna(towns.mask(stray_code.notna() | in_town["code"].notna()))
    other_code = in_town["code"].fillna(stray_code)
    other_town = in_code["town"].fillna(stray_town)
    whole = codes.str.fullmatch("[1-9][0-9]{3}", na=False)
    code = (country_of(town.where(whole)) + "-" + codes).fillna(code)
    return Written(codes, code, towns, town, other_code, other_town, stray_code, stray_town)


def read(written: Written, filled: Filled, ends: pd.DataFrame) -> Part:
    """postcode, city, city_key (`str`) with origins and remarks.

    ends: the code and the town at the end of each address; they fill in what is missing.
    """
    code, town = written.code, written.town
    lost = re.compile(r"[1-9][0-9]{3}(?:\.0)?(?![0-9])(?: ?\D.*)?")
    restored = written.code_text.str.fullmatch(lost, na=False)
    restored &= code.str.fullmatch("0[0-9]{4}", na=False)
    other = written.town_text.str.fullmatch(lost, na=False)
    other &= written.other_code.str.fullmatch("0[0-9]{4}", na=False)
    no_code = code.isna() & written.other_code.isna()
    no_town = town.isna() & written.other_town.isna()
    origins = [
        origin_where(code.isna() & written.other_code.notna(), "postcode", "city"),
        origin_where(no_code & ends["code"].notna(), "postcode", "address"),
        origin_where(town.isna() & written.other_town.notna(), "city", "postcode"),
        origin_where(no_town & ends["town"].notna(), "city", "address"),
    ]
    towns = town.fillna(written.other_town).fillna(ends["town"])
    city = on_distinct(towns, lambda texts: tidy(town_names(texts)))
    columns = {
        "postcode": code.fillna(written.other_code).fillna(ends["code"]),
        "city": city,
        "city_key": city_key(city),
    }
    strays = written.stray_code, written.stray_town
    notes = [
        remarks_on(filled, "city", strays[0].notna(), "postcode_in_town", "info", value=strays[0]),
        remarks_on(
            filled, "postcode", strays[1].notna(), "town_in_postcode", "info", value=strays[1]
        ),
        remarks_on(filled, "postcode", restored, "zero_put_back", "info", value=code),
        remarks_on(filled, "city", other, "zero_put_back", "info", value=written.other_code),
        *_abroad(filled, written),
    ]
    return Part(columns, stack(origins, NO_ORIGINS), stack(notes, NO_REMARKS))


def _abroad(filled: Filled, written: Written) -> list[pd.DataFrame]:
    """A remark on each postcode of another country: it is kept, and checked against no list."""
    told = []
    for name, code in (("postcode", written.code), ("city", written.other_code)):
        abroad = code.str.fullmatch(FOREIGN_CODE, na=False)
        told.append(remarks_on(filled, name, abroad, "postcode_foreign", "info", value=code))
    return told
