"""The suite of RECORDS: what the standardised values must look like.

What standardising could not read it reported itself; here stands what is left in the tables.
"""

from __future__ import annotations

import datetime
from typing import Final

import pandas as pd

from expectations.places import PLACE, Frames, at_rows, exploded
from expectations.rules import (
    CRITICAL,
    INFO,
    PAIR,
    WARNING,
    Between,
    Equal,
    Greater,
    InSet,
    Matches,
    NotMatches,
    NotNull,
    Rule,
    Unique,
    on,
)
from expectations.siret import ExpectColumnValuesToBeFrenchVat as FrenchVat
from expectations.siret import ExpectColumnValuesToBePhone as Phone
from expectations.siret import ExpectColumnValuesToBeSiren as Siren
from expectations.siret import ExpectColumnValuesToBeSiret as Siret
from expectations.siret import siret_ok
from expectations.towns import misplaced
from reconcile.tables import CONSENT_PURPOSES

_MAIL: Final = (
    r"^[^\s@,;:<>()\[\]\".]+(?:\.[^\s@,;:<>()\[\]\".]+)*@(?:[^\s@,;:<>.]+\.)+[^\s@,;:<>.\d]{2,}$"
)
_SITE: Final = r"^(?:https?://)?(?:[^\s/.@,;:]+\.)+[^\s/.@,;:\d]{2,}(?::\d+)?(?:[/?#]\S*)?$"
_DAY: Final = r"^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$"
_DEPARTMENT: Final = r"^(?:0[1-9]|[1-8]\d|9[0-5]|97[1-8]|98[046-8])"
_GARBLED: Final = "[ÃÂ][\u0080-\u00bf]|Ã[ƒ©ªŽ‰€]|â€"  # UTF-8 that was read as cp1252
_HEADCOUNT: Final = r"(?i)\d|^(?:TPE|PME|PMI|ETI|GE|micro|auto|solo|aucun|sans|ind[eé]p)"
# Standardising tells of these itself: a number that Excel has rounded or shown as 4,2E+13.
_ROUNDED: Final = r"^\d(?:[.,]\d+)?[eE]\+?\d+$|^\d{11,}000$"
_TEXTS: Final = (
    "name",
    "trade_name",
    "former_name",
    "activity",
    "address",
    "address_extra",
    "city",
)


def rules(today: datetime.date) -> tuple[Rule, ...]:
    """The lines of the suite."""
    day = today.year * 10000 + today.month * 100 + today.day
    consents, dues = ["yes", "no", "unknown"], ["paid", "unpaid", "unknown"]
    record, phone, fax, mail, text, consent, person, due = map(
        on, "records phones faxes emails texts consents people dues".split()
    )
    # fmt: off
    return (
        record("record_id_missing", NotNull, CRITICAL, column="record_id"),
        record("record_id_twice", Unique, CRITICAL, column="record_id", details=("record_id",)),
        record("name_hollow", NotNull, WARNING, column="compared_name", field="name"),
        record("name_letters", Matches, INFO, column="name", regex="[A-Za-zÀ-ÿ]"),
        record("name_mail", NotMatches, WARNING, column="name", regex=r"@|www\."),
        record("siren_form", Matches, WARNING, column="siren", regex=r"^\d{9}$"),
        record("siren_check", Siren, WARNING, column="siren", unless=("siren_form",)),
        record("siret_form", Matches, WARNING, column="siret", regex=r"^\d{14}$"),
        record("siret_check", Siret, WARNING, column="siret", unless=("siret_form",)),
        record("siret_siren", Equal, WARNING, column_A="siren_of_siret", column_B="siren", **PAIR,
            field="siret", details=("siren",), unless=("siren_form", "siret_form")),
        record("vat_form", Matches, WARNING, column="vat", regex=r"^FR[0-9A-Z]{2}\d{9}$"),
        record("vat_check", FrenchVat, WARNING, column="vat", unless=("vat_form",)),
        record("vat_siren", Equal, WARNING, column_A="siren_of_vat", column_B="siren", **PAIR,
            field="vat", details=("siren",), unless=("siren_form", "vat_form")),
        record("naf_form", Matches, INFO, column="naf", regex=r"^\d\d\.?\d\d[A-Z]$"),
        record("headcount_form", Matches, INFO, column="headcount", regex=_HEADCOUNT),
        record("postcode_form", Matches, WARNING, column="postcode", regex=r"^\d{5}$"),
        record("postcode_department", Matches, WARNING, column="postcode", regex=_DEPARTMENT,
            unless=("postcode_form",)),
        record("town_postcode", InSet, WARNING, column="postcode_fits", value_set=[True],
            field="postcode", details=("city",), unless=("postcode_form", "postcode_department")),
        record("postcode_town", InSet, WARNING, column="city_fits", value_set=[True], field="city",
            details=("postcode",)),
        record("city_missing", NotNull, INFO, column="wanted_city", field="postcode",
            details=("postcode",)),
        record("postcode_missing", NotNull, INFO, column="wanted_postcode", field="city",
            details=("city",)),
        record("joined_form", Matches, WARNING, column="joined_on", regex=_DAY),
        record("joined_future", Between, WARNING, column="joined_first", max_value=day,
            field="joined_on"),
        record("joined_old", Between, WARNING, column="joined_first", min_value=19000101,
            field="joined_on"),
        record("left_form", Matches, WARNING, column="left_on", regex=_DAY),
        record("left_before_joined", Greater, WARNING, column_A="left_last",
            column_B="joined_first", or_equal=True, **PAIR, field="left_on",
            details=("joined_on",)),
        record("website_form", Matches, INFO, column="website", regex=_SITE),
        record("mails_many", Between, INFO, column="n_mails", max_value=6, field="email",
            details=("n_mails",)),
        phone("phone_form", Phone, WARNING, column="value", field="phone"),
        fax("fax_form", Phone, INFO, column="value", field="fax"),
        mail("mail_form", Matches, WARNING, column="value", regex=_MAIL, field="email"),
        text("text_garbled", NotMatches, WARNING, column="value", regex=_GARBLED),
        consent("consent_word", InSet, WARNING, column="value", value_set=consents),
        person("person_unnamed", NotNull, INFO, column="who", field="contact"),
        person("person_digits", NotMatches, INFO, column="who", regex=r"\d", field="contact"),
        due("due_year", Between, WARNING, column="year", min_value=1990, max_value=today.year + 1,
            field="dues"),
        due("due_amount", Between, WARNING, column="amount", min_value=0, field="dues"),
        due("due_state", InSet, WARNING, column="state", value_set=dues, field="dues"),
    )
    # fmt: on


def views(frames: Frames) -> Frames:
    """RECORDS with what its rules compare, its lists a row an entry, and what hangs on its rows."""
    records = at_rows(frames["records"])
    records["pos"], records["nth"] = range(len(records)), 0
    keep = [*PLACE, "pos"]
    views = {
        "records": _compared(records),
        "texts": _long(records, keep, [name for name in _TEXTS if name in records]),
        "consents": _long(records, keep, [name for name in CONSENT_PURPOSES if name in records]),
    }
    for name in ("phones", "faxes", "emails"):
        if name in records:
            views[name] = exploded(records, name, keep)
    for view, table in (("people", "people"), ("dues", "dues_read")):
        if table in frames:
            views[view] = frames[table].merge(records[keep], on="pos", how="left", validate="m:1")
    if "people" in views:
        views["people"] = _named(views["people"])
    return views


def _compared(records: pd.DataFrame) -> pd.DataFrame:
    """RECORDS with the columns that only the rules need, each where what it needs is there."""

    def column(name: str) -> pd.Series:
        return records[name] if name in records else pd.Series(pd.NA, records.index, dtype="str")

    joined, left = column("joined_on"), column("left_on")
    postcode, city, town = column("postcode"), column("city"), column("city_key")
    wrong_code, wrong_town = misplaced(postcode, town.fillna(city))
    mails = records["emails"].str.len() if "emails" in records else 0
    whole = {name: _whole(column(name)) for name in ("siren", "siret") if name in records}
    return records.assign(
        **whole,
        compared_name=column("name_key").where(column("name").notna(), "-"),
        siren_of_siret=column("siret").str[:9],
        siren_of_vat=column("vat").str[4:],
        wanted_city=city.where(postcode.notna(), "-"),
        wanted_postcode=postcode.where(city.notna(), "-"),
        postcode_fits=~wrong_code,
        city_fits=~wrong_town,
        joined_first=_day(joined, "0101"),
        left_last=_day(left, "1231"),
        n_mails=mails,
    )


def _whole(numbers: pd.Series) -> pd.Series:
    """Identifiers without those whose digits are lost and told already."""
    rounded = numbers[numbers.str.contains(_ROUNDED, na=False)]
    return numbers.mask(numbers.index.isin(rounded.index[~siret_ok(rounded)]))


def _day(dates: pd.Series, rest: str) -> pd.Series:
    """20110214 for "2011-02-14"; an imprecise date is filled up with `rest`. Else missing."""
    digits = dates.where(dates.str.contains(_DAY, na=False)).str.replace("-", "")
    whole = digits + digits.str.len().map({4: rest, 6: rest[2:], 8: ""}).astype("str")
    return pd.to_numeric(whole).astype("float64")


def _long(records: pd.DataFrame, keep: list[str], fields: list[str]) -> pd.DataFrame:
    """A row for each filled cell of `fields`: keep, field, value."""
    long = records.melt(keep, fields, "field", "value").dropna(subset=["value"])
    return long.astype({"field": "str"}).reset_index(drop=True).assign(nth=0)


def _named(people: pd.DataFrame) -> pd.DataFrame:
    """PEOPLE with `who`, the first and last name."""
    who = people["first"].fillna("") + " " + people["last"].fillna("")
    return people.assign(who=who.str.strip().replace("", pd.NA))
