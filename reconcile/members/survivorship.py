"""Records -> REGISTER and PROVENANCE: which value survives, by which rule, from which cell.

Fields that belong together (an address, a firm's identifiers) survive together: one record leads
and the others only fill what it leaves empty.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

import pandas as pd

from ..tables import TABLES, conform
from .cells import Cells
from .leaving import has_left
from .newest import is_old, newest
from .numbers import number_of

LISTS: Final = ("phones", "emails", "commissions")


def _filled(records: pd.DataFrame, *columns: str) -> pd.Series:
    return records[list(columns)].notna().sum(axis=1)


def most_complete_name(records: pd.DataFrame) -> pd.Series:
    """In small letters rather than capitals, then in full rather than shortened, then without
    ballast (legal form, agency)."""
    name, key = records["name"].fillna(""), records["name_key"].fillna("")
    small = name != name.str.upper()
    return 8.0 * small + key.str.len() - 0.1 * name.str.len()


def most_complete_place(records: pd.DataFrame) -> pd.Series:
    """The record whose address has the most parts; small letters break a tie."""
    parts = _filled(records, "street_no", "street_key", "postcode", "city", "address")
    city = records["city"].fillna("")
    return parts + 0.5 * (city != city.str.upper())


def valid_identifier(records: pd.DataFrame) -> pd.Series:
    """A SIRET that passes its check, then a SIREN that does, then any."""
    return 4.0 * records["siret_ok"] + 2.0 * records["siren_ok"] + 0.1 * _filled(records, "siret")


def first_list(records: pd.DataFrame) -> pd.Series:
    """Nothing speaks for one: the order of the clubs in the settings, then of files and rows."""
    return pd.Series(0.0, index=records.index)


# rule -> (the fields that survive together, how good a record is for them)
RULES: Final[dict[str, tuple[tuple[str, ...], Callable[[pd.DataFrame], pd.Series]]]] = {
    "most_complete_name": (("name",), most_complete_name),
    "valid_identifier": (("siren", "siret", "vat"), valid_identifier),
    "most_complete_place": (
        ("address", "address_extra", "postcode", "city"),
        most_complete_place,
    ),
    "first_list": (
        ("trade_name", "former_name", "legal_form", "naf", "headcount", "activity", "website"),
        first_list,
    ),
}
# What two values are compared by before they are called different.
SAME_BY: Final = {
    "name": "name_key",
    "trade_name": "trade_key",
    "former_name": "former_key",
    "address": "street_key",
    "city": "city_key",
}


def survivors(records: pd.DataFrame, cells: Cells) -> pd.DataFrame:
    """PROVENANCE: a row for each value of the register, a golden field or an entry of a list.

    records: RECORDS with member_id and pos; the golden value is the first that is filled, in the
    order of its rule, a row of an older edition after all others; `others` are the values that
    differ from it by more than their writing.
    """
    parts = []
    for rule, (fields, goodness) in RULES.items():
        ranked = records.assign(goodness=goodness(records), old=is_old(records)).sort_values(
            ["member_id", "old", "goodness", "pos"], ascending=[True, True, False, True]
        )
        for field in fields:
            values = ranked[["member_id", "record_id", "pos"]].assign(
                field=field,
                rule=rule,
                nth=0,
                value=ranked[field],
                key=ranked[SAME_BY.get(field, field)].fillna(ranked[field]).str.casefold(),
            )
            parts.append(values.dropna(subset=["value"]))
    table = cells.locate(pd.concat(parts, ignore_index=True))
    kept = table.drop_duplicates(["member_id", "field"])
    rest = table.drop(kept.index).merge(
        kept[["member_id", "field", "key"]], on=["member_id", "field"], suffixes=("", "_kept")
    )
    rest = rest[rest["key"] != rest["key_kept"]].drop_duplicates(["member_id", "field", "key"])
    shown = ["value", "record_id", "source", "file", "sheet", "cell"]
    others = {
        place: group[shown].to_dict("records")
        for place, group in rest.groupby(["member_id", "field"])
    }
    places = zip(kept["member_id"], kept["field"], strict=True)
    kept = kept.assign(others=[others.get(place, []) for place in places])
    alone = kept["others"].str.len() == 0
    kept = kept.assign(rule=kept["rule"].where(~alone, "only_value"))
    lists = [_entries(records, cells, field) for field in LISTS]
    return conform(pd.concat([kept, *lists], ignore_index=True), "provenance")[
        list(TABLES["provenance"])
    ]


def _entries(records: pd.DataFrame, cells: Cells, field: str) -> pd.DataFrame:
    """PROVENANCE of a list: each different entry once, from the first record that has it."""
    columns = newest(records[records[field].str.len() > 0])[
        ["member_id", "record_id", "pos", field]
    ]
    entries = columns.explode(field)
    entries = entries.rename(columns={field: "value"}).assign(field=field, rule="all_values")
    entries["nth"] = entries.groupby("pos").cumcount()
    entries = entries.sort_values(["member_id", "pos", "nth"])
    entries["others"] = pd.Series([[] for _ in range(len(entries))], entries.index, dtype=object)
    return cells.locate(entries.drop_duplicates(["member_id", "value"]))


def register(
    records: pd.DataFrame, provenance: pd.DataFrame, dues: pd.DataFrame, today: date
) -> pd.DataFrame:
    """REGISTER: a line a member, in the order of the numbers.

    records: RECORDS with member_id; provenance: what survived; dues: DUES.
    """
    scalar = provenance[~provenance["field"].isin((*LISTS, "status"))]
    golden = scalar.pivot(index="member_id", columns="field", values="value")
    members = records.groupby("member_id")
    frame = golden.reindex(members.size().index)
    for field in LISTS:
        entries = provenance[provenance["field"] == field].groupby("member_id")["value"].agg(list)
        frame[field] = _lists(entries, frame.index)
    sources = list(dict.fromkeys(records["source"]))
    standing = newest(records).groupby("member_id")
    clubs = standing["source"].agg(lambda own: [one for one in sources if one in set(own)])
    left = has_left(records, today)
    gone = left.groupby(records["member_id"]).all()
    frame = frame.assign(
        clubs=clubs,
        n_records=members.size(),
        joined_on=members["joined_on"].min(),
        left_on=members["left_on"].max().where(gone),
        status=gone.map({True: "left", False: "current"}),
        up_to_date=up_to_date(dues, frame.index),
    )
    for source in sources:
        numbered = records[(records["source"] == source) & records["member_no"].notna()]
        numbers = newest(numbered).groupby("member_id")["member_no"].agg(_joined)
        own = records[records["source"] == source].groupby("member_id")
        frame[f"member_no:{source}"] = numbers.reindex(frame.index)
        frame[f"joined_on:{source}"] = own["joined_on"].min().reindex(frame.index)
    frame = frame.reset_index()
    valid = newest(records[records["siren_ok"]]).drop_duplicates("member_id")
    siren = frame["member_id"].map(valid.set_index("member_id")["siren"])
    frame["firm_id"] = siren.where(siren.notna(), frame["member_id"])
    order = number_of(frame["member_id"]).sort_values().index
    return conform(frame.loc[order].reset_index(drop=True), "register")


def up_to_date(dues: pd.DataFrame, members: pd.Index) -> pd.Series:
    """yes, no, mixed (paid here, unpaid there) or unknown, by the last year of each club."""
    known = dues[dues["state"] != "unknown"].assign(year=dues["year"].fillna(9999))
    last = known.sort_values("year", kind="stable").drop_duplicates(
        ["member_id", "club"], keep="last"
    )
    paid = (last["state"] == "paid").groupby(last["member_id"]).agg(["all", "any"])
    state = pd.Series("mixed", index=paid.index, dtype="str")
    state = state.mask(paid["all"], "yes").mask(~paid["any"], "no")
    return state.reindex(members).fillna("unknown")


def _lists(entries: pd.Series, members: pd.Index) -> pd.Series:
    found = entries.to_dict()
    return pd.Series([found.get(member, []) for member in members], index=members, dtype=object)


def _joined(values: pd.Series) -> str | None:
    return " / ".join(dict.fromkeys(values.dropna())) or None
