"""Contacts, consents and dues of each member, in tables of their own."""

from __future__ import annotations

import pandas as pd

from ..seal import name_key
from ..tables import CONSENT_PURPOSES, TABLES, conform
from .cells import Cells
from .newest import is_old, newest


def contacts(records: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """CONTACTS: the persons of each member, each once; persons are joined within one member only.

    records: RECORDS with pos and member_id. `named` has the mentions of a person, by which he keeps
    his number (contact_numbers.py); the contact_id is the one of a person who was never met before.
    A row of an older edition names nobody where a newer row does.
    """
    own = newest(records[records["pos"].isin(people["pos"])])
    own = own[["pos", "member_id", "record_id", "source"]]
    people = people[people["pos"].isin(own["pos"])]
    table = people.merge(own, on="pos", validate="m:1").sort_values(["record_id", "nth"])
    names = table["first"].fillna("") + " " + table["last"].fillna("")
    table["key"] = names.map({one: name_key(one) for one in names.unique()}).astype("str")
    # "M. et Mme Faure" are two
    sex = table["title"].map({"M.": "m", "Mme": "f", "Mlle": "f"}).where(table["first"].isna())
    two = sex.groupby([table["member_id"], table["key"]]).transform("nunique") > 1
    table["sex"] = sex.where(two, "").fillna("")
    number = table["record_id"].str.removeprefix("R-")
    table["contact_id"] = "C-" + number + "-" + (table["nth"] + 1).astype("str")
    # No key has brackets: "M. Faure" is another than "Faure M."
    person = table["key"] + table["sex"].map({"m": " (m)", "f": " (f)", "": ""})
    table["named"] = list(zip(table["record_id"], person, table["nth"], strict=True))
    groups = table.groupby(["member_id", "key", "sex"], sort=False)
    first = groups[["contact_id", "record_id", "title", "first", "last", "role"]].first()
    lists = groups.agg({"emails": _union, "phones": _union, "source": _distinct, "named": list})
    joined = first.join(lists).reset_index().rename(columns={"source": "clubs"})
    return conform(joined, "contacts")[list(TABLES["contacts"])]


def _union(lists: pd.Series) -> list[str]:
    return list(dict.fromkeys(value for entries in lists for value in entries))


def _distinct(values: pd.Series) -> list[str]:
    return list(dict.fromkeys(values))


def consents(records: pd.DataFrame, cells: Cells) -> pd.DataFrame:
    """CONSENTS: what each row says of each purpose, with its club and cell. What a list does not
    say has no row and counts as no. Of an older edition only a no still counts: consent never
    widens."""
    yes_counts = ~is_old(records)
    parts = [
        records.loc[yes_counts | (records[purpose] == "no"), ["member_id", "pos", purpose]]
        .rename(columns={purpose: "state"})
        .assign(purpose=purpose, field=purpose, nth=0)
        for purpose in CONSENT_PURPOSES
    ]
    table = pd.concat(parts, ignore_index=True)
    table = cells.locate(table[table["state"].isin(["yes", "no"])])
    return conform(table.rename(columns={"source": "club"}), "consents")[list(TABLES["consents"])]


def dues(records: pd.DataFrame, dues_read: pd.DataFrame, cells: Cells) -> pd.DataFrame:
    """DUES: each club's dues of each year; paid here and unpaid there stay two rows. What an older
    edition says of a year counts where no newer row says anything of it."""
    place = records[["pos", "member_id", "source", "file", "sheet", "row"]]
    place = place.assign(old=is_old(records))
    table = cells.at_label(dues_read.merge(place, on="pos", validate="m:1"))
    year = ["member_id", "source", "year"]
    said = pd.MultiIndex.from_frame(table.loc[~table["old"] & (table["state"] != "unknown"), year])
    table = table[~(table["old"] & pd.MultiIndex.from_frame(table[year]).isin(said))]
    return conform(table.rename(columns={"source": "club"}), "dues")[list(TABLES["dues"])]
