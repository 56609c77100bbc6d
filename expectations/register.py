"""The suite of the register: no row lost, none counted twice, nothing said that no list says.

Most of its rules are promises of the program itself, so a breach is critical: the register of the
last night stays in place.
"""

from __future__ import annotations

import datetime
from string import ascii_uppercase
from typing import Final

import pandas as pd

from expectations.places import ROW, Frames, at_rows, counted, exploded
from expectations.rules import (
    CRITICAL,
    PAIR,
    WARNING,
    Between,
    Equal,
    InSet,
    Matches,
    NotNull,
    Rule,
    Unique,
    on,
)
from expectations.siret import siret_ok
from reconcile.tables import CONSENT_PURPOSES, TABLES

# Golden fields of one value each; joined_on and those below are summed up from several rows.
_SUMMED: Final = {"member_id", "firm_id", "joined_on", "left_on", "up_to_date", "status"}
_GOLDEN: Final = [n for n, kind in TABLES["register"].items() if kind == "str" and n not in _SUMMED]
_ROWS: Final = ("row_lost", "row_doubled", "record_unplaced", "record_divided")
_LINKS: Final = ("placed_unknown", "member_unlisted", "member_id_missing", "member_id_twice")
_MEMBER: Final = ("member_id",)
# The table that each view is made of; the others bear its name.
FEEDS: Final = {
    **{"rows": "raw", "totals": "raw", "clubs": "register"},
    **{"values": "provenance", "sirets": "provenance"},
}


def rules(today: datetime.date) -> tuple[Rule, ...]:
    """The lines of the suite."""
    states = ["paid", "unpaid", "unknown"]
    row, record, placed, total, line, club, siret, value, contact, due, consent = map(
        on,
        "rows records members totals register clubs sirets values contacts dues consents".split(),
    )
    # fmt: off
    return (
        row("row_lost", Between, CRITICAL, column="n_records", min_value=1),
        row("row_doubled", Between, CRITICAL, column="n_records", max_value=1),
        record("record_unplaced", Between, CRITICAL, column="n_members", min_value=1,
            details=("record_id",)),
        record("record_divided", Between, CRITICAL, column="n_members", max_value=1,
            details=("record_id",)),
        placed("placed_unknown", Between, CRITICAL, column="n_records", min_value=1,
            details=("record_id", "member_id")),
        placed("member_unlisted", Between, CRITICAL, column="n_lines", min_value=1,
            details=("record_id", "member_id"), unless=("placed_unknown",)),
        total("rows_counted", Equal, CRITICAL, column_A="n_raw", column_B="n_register",
            details=("n_raw", "n_register"), unless=(*_ROWS, *_LINKS, "member_count")),
        line("member_id_missing", NotNull, CRITICAL, column="member_id"),
        line("member_id_twice", Unique, CRITICAL, column="member_id", details=_MEMBER),
        line("member_id_form", Matches, CRITICAL, column="member_id", regex=r"^M-\d{4,}$",
            details=_MEMBER),
        line("member_empty", Between, CRITICAL, column="n_placed", min_value=1, details=_MEMBER,
            unless=("member_id_missing",)),
        line("member_count", Equal, CRITICAL, column_A="n_records", column_B="n_placed",
            details=("member_id", "n_records", "n_placed"), unless=("member_empty",)),
        line("member_clubless", Between, CRITICAL, column="n_clubs", min_value=1, details=_MEMBER),
        club("member_club_unknown", Between, CRITICAL, column="n_rows", min_value=1,
            details=("member_id", "value")),
        line("member_unnamed", NotNull, WARNING, column="name", details=_MEMBER),
        siret("siret_shared", Between, WARNING, column="n_members", max_value=1,
            details=("member_id", "other")),
        siret("siret_worse", InSet, WARNING, column="better", value_set=["-"],
            details=("member_id", "better")),
        value("value_unsourced", NotNull, WARNING, column="sourced",
            details=("member_id", "value")),
        value("value_differs", Equal, WARNING, column_A="value", column_B="sourced", **PAIR,
            details=("member_id", "value", "sourced")),
        value("value_elsewhere", Equal, CRITICAL, column_A="member_id", column_B="home", **PAIR,
            details=("member_id", "home", "value")),
        contact("contact_orphan", Between, CRITICAL, column="n_lines", min_value=1,
            details=("contact_id", "member_id")),
        contact("contact_id_twice", Unique, CRITICAL, column="contact_id", details=("contact_id",)),
        contact("contact_elsewhere", Equal, CRITICAL, column_A="member_id", column_B="home",
            **PAIR, details=("contact_id", "member_id", "home"), unless=("contact_orphan",)),
        due("due_orphan", Between, CRITICAL, column="n_lines", min_value=1, details=_MEMBER),
        due("due_unknown", InSet, CRITICAL, column="state", value_set=states,
            details=("member_id", "state")),
        consent("consent_orphan", Between, CRITICAL, column="n_lines", min_value=1,
            details=_MEMBER),
        consent("consent_state", InSet, CRITICAL, column="state",
            value_set=["yes", "no", "unknown"], details=("member_id", "state")),
        consent("consent_purpose", InSet, CRITICAL, column="purpose",
            value_set=list(CONSENT_PURPOSES), details=("member_id", "purpose")),
    )
    # fmt: on


def views(frames: Frames) -> Frames:
    """Each table with how often its keys stand in the others, and where its faults are shown."""
    raw, records, members, register = (
        at_rows(frames[name]) for name in ("raw", "records", "members", "register")
    )
    records["n_members"] = counted(records, ["record_id"], members)
    members["n_records"] = counted(members, ["record_id"], records)
    home = members.drop_duplicates("record_id").set_index("record_id")["member_id"]
    places = records.drop_duplicates("record_id")[["record_id", "source", *ROW]]
    firsts = members.drop_duplicates("member_id").merge(places, on="record_id", how="left")
    firsts = firsts[["member_id", "source", *ROW]]
    lined = {"members": members.merge(places, on="record_id", how="left", validate="m:1")}
    for name, field in (("contacts", "contact"), ("dues", "dues"), ("consents", "consents")):
        if name in frames:
            lined[name] = at_rows(frames[name]).assign(field=field)
    for table in lined.values():
        table["n_lines"] = counted(table, ["member_id"], register)
    if "contacts" in lined:
        lined["contacts"] = lined["contacts"].merge(places, on="record_id", how="left")
        lined["contacts"]["home"] = lined["contacts"]["record_id"].map(home)
    sums = {"n_raw": len(raw), "n_register": int(register["n_records"].sum())}
    views = {
        "rows": raw.assign(n_records=counted(raw, ROW, records)),
        "records": records,
        "register": _lines(register, members).merge(firsts, on="member_id", how="left"),
        "clubs": _clubs(register, raw),
        "totals": pd.DataFrame([sums]),
        **lined,
    }
    if "provenance" in frames:
        views["values"] = _values(register, frames["provenance"], home)
        views["sirets"] = _sirets(views["values"])
    return views


def _lines(register: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """REGISTER with n_placed, the records that MEMBERS gives each line, and n_clubs."""
    return register.assign(
        n_placed=counted(register, ["member_id"], members), n_clubs=register["clubs"].str.len()
    )


def _clubs(register: pd.DataFrame, raw: pd.DataFrame) -> pd.DataFrame:
    """A row for each club of a line, with n_rows, the rows that came from it."""
    clubs = exploded(register, "clubs", ["member_id"])
    clubs["n_rows"] = counted(clubs.assign(source=clubs["value"]), ["source"], raw)
    return clubs


def _values(register: pd.DataFrame, provenance: pd.DataFrame, home: pd.Series) -> pd.DataFrame:
    """A row for each golden value: field, value, `sourced` (the value of PROVENANCE), its place,
    and `home`, the member of the record that it came from.
    """
    golden = [name for name in _GOLDEN if name in register]
    values = register.melt("member_id", golden, "field", "value")
    values = values.dropna(subset=["member_id", "value"])
    known = provenance.rename(columns={"value": "sourced"})
    known = known.drop_duplicates(["member_id", "field"])
    keys = ["member_id", "field"]
    values = values.merge(known, on=keys, how="left", validate="m:1").reset_index(drop=True)
    row = pd.to_numeric(values["cell"].str.lstrip(ascii_uppercase), errors="coerce")
    return values.assign(row=row.astype("Int64"), home=values["record_id"].map(home))


def _sirets(values: pd.DataFrame) -> pd.DataFrame:
    """The SIRETs of the register: n_members and `other` of a valid one, `better` of a faulty one
    (a valid SIRET that another of the member's records has; "-" where there is none).
    """
    sirets = at_rows(values[values["field"] == "siret"])
    valid = siret_ok(sirets["value"])
    same = sirets["member_id"].groupby(sirets["value"])
    sirets["n_members"] = same.transform("nunique").where(valid, 1)
    first, last = same.transform("first"), same.transform("last")
    sirets["other"] = first.where(first != sirets["member_id"], last)
    others = sirets[["others"]].assign(faulty=~valid).query("faulty")["others"].explode().dropna()
    texts = pd.Series([other["value"] for other in others], index=others.index, dtype="str")
    better = texts[siret_ok(texts)].groupby(level=0).first()
    return sirets.assign(better=better.reindex(sirets.index).fillna("-"))
