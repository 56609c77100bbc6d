"""What the rules on RECORDS look at: the records and all that hangs on them, a row a value."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Final

import pandas as pd

from expectations.places import PLACE, ROW, Frames, at_rows, exploded
from expectations.siret import siret_ok
from expectations.towns import judged
from reconcile.tables import CONSENT_PURPOSES, OLD_EDITIONS, labels_of

DAY: Final = r"^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$"
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
_CEDEX: Final = r"(?i)\b(?:c[eé]dex|cdx)\b"
# Mail providers and sites of many firms: the list that standardising reads, not its code.
_WEB: Final[dict[str, list[str]]] = tomllib.loads(
    resources.files("reconcile").joinpath("standardise/web.toml").read_text(encoding="utf-8")
)
_ANYBODY: Final = frozenset(_WEB["mail_providers"] + _WEB["platforms"])
# The table that each view is made of; the others bear its name.
FEEDS: Final = dict.fromkeys(("phones", "faxes", "emails", "texts", "consents"), "records") | {
    "dues": "dues_read"
}


def views(frames: Frames) -> Frames:
    """RECORDS with what its rules compare, its lists a row an entry, and what hangs on its rows."""
    records = at_rows(frames["records"])
    records["pos"], records["nth"] = range(len(records)), 0
    keep = [*PLACE, "pos"]
    views = {
        "records": _compared(records, _says_cedex(records, frames.get("raw"))),
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
    if "dues" in views and "left_on" in records:
        left = views["dues"]["pos"].map(records["left_on"]).astype("str")
        paid = views["dues"]["year"].where(views["dues"]["state"] == "paid")
        after = pd.to_numeric(paid, errors="coerce") - pd.to_numeric(
            left.str.extract(r"^(\d{4})", expand=False)
        )
        views["dues"] = views["dues"].assign(left_on=left, years_after_left=after.astype("float64"))
    return views


def _compared(records: pd.DataFrame, cedex: pd.Series) -> pd.DataFrame:
    """RECORDS with the columns that only the rules need, each where what it needs is there."""

    def column(name: str) -> pd.Series:
        return records[name] if name in records else pd.Series(pd.NA, records.index, dtype="str")

    joined, left = column("joined_on"), column("left_on")
    postcode, city, town = column("postcode"), column("city"), column("city_key")
    places = judged(postcode, town.fillna(city), cedex)
    mails = records["emails"].str.len() if "emails" in records else 0
    gone = column("edition").isin(OLD_EDITIONS) | left.notna()
    gone |= records.get("struck", False)
    whole = {name: _whole(column(name)) for name in ("siren", "siret") if name in records}
    return records.assign(
        **whole,
        compared_name=column("name_key").where(column("name").notna(), "-"),
        siren_of_siret=column("siret").str[:9],
        siren_of_lone_siret=_whole(column("siret")).str[:9].where(column("siren").isna()),
        siren_of_vat=column("vat").str[4:],
        wanted_city=city.where(postcode.notna(), "-"),
        wanted_postcode=postcode.where(city.notna(), "-"),
        postcode_fits=~places.mismatch,
        postcode_unlisted=places.code_unlisted,
        city_unlisted=places.town_unlisted,
        towns=places.towns,
        joined_first=_day(joined, "0101"),
        left_first=_day(left, "0101"),
        left_last=_day(left, "1231"),
        notes_of_member=column("notes").mask(gone),
        notes_of_reader=column("notes").mask(column("newsletter") == "no"),
        n_mails=mails,
        mails_elsewhere=_mails_elsewhere(records),
    )


def _says_cedex(records: pd.DataFrame, raw: pd.DataFrame | None) -> pd.Series:
    """Whether the row says CEDEX anywhere in its address (`bool`): standardising takes it off."""
    if raw is None:
        return pd.Series(False, index=records.index)
    said = pd.Series(False, index=raw.index)
    for field in ("city", "postcode", "address", "address_extra"):
        for label in labels_of(raw, field):
            said |= raw[label].str.contains(_CEDEX, na=False)
    places = raw.loc[said, ROW].drop_duplicates().assign(said=True)
    found = records[ROW].merge(places, on=ROW, how="left", validate="m:1")["said"]
    return found.eq(True).set_axis(records.index)


def _mails_elsewhere(records: pd.DataFrame) -> pd.Series:
    """Whether a row has mails at a domain of somebody's own and none at that of its web site
    (`bool`). Another ending ("abricot.fr", "abricot.com") is the same firm's.
    """
    if not {"emails", "website", "domain"} <= set(records):
        return pd.Series(False, index=records.index)
    domain = records["domain"].where(
        [
            isinstance(own, str) and isinstance(site, str) and own in site
            for own, site in zip(records["domain"], records["website"], strict=True)
        ]
    )
    rows = records.assign(own=domain).dropna(subset=["own"])
    mails = rows[["own", "emails"]].explode("emails").dropna(subset=["emails"])
    host = mails["emails"].astype("str").str.replace(r"^.*@", "", regex=True)
    two = host.str.extract(r"([^.]+\.[^.]+)$", expand=False)
    stem = mails["own"].astype("str").str.replace(r"\..*$", "", regex=True)
    owned = ("." + host).str.replace(r"\.[^.]+$", "", regex=True)
    alike = [f".{mine}." in f"{there}." for mine, there in zip(stem, owned, strict=True)]
    own = two.notna() & ~two.isin(_ANYBODY) & ~host.isin(_ANYBODY)
    told = pd.DataFrame({"alike": alike, "own": own})
    told = told.set_index(mails.index).groupby(level=0)
    elsewhere = told["own"].any() & ~told["alike"].any()
    return elsewhere.reindex(records.index).eq(True)


def _whole(numbers: pd.Series) -> pd.Series:
    """Identifiers without those whose digits are lost and told already."""
    rounded = numbers[numbers.str.contains(_ROUNDED, na=False)]
    return numbers.mask(numbers.index.isin(rounded.index[~siret_ok(rounded)]))


def _day(dates: pd.Series, rest: str) -> pd.Series:
    """20110214 for "2011-02-14"; an imprecise date is filled up with `rest`. Else missing."""
    digits = dates.where(dates.str.contains(DAY, na=False)).str.replace("-", "")
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
