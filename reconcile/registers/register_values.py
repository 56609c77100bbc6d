"""The register as single values: what the store logs of it, and the register of any run again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np
import pandas as pd

from .. import members
from ..answers.corrections import with_sirens
from ..results import Night, Register, cell_of
from ..tables import FLOAT, INT, LIST, TABLES, conform, empty

KEYS: Final = ["club", "member_id", "field"]
RECORDS, PEOPLE = "records", "people"  # fields that REGISTER has not
_PLACES: Final = ("record_id", "file", "sheet", "cell", "rule")
_ROW: Final = ["file", "sheet", "row"]
_NOWHERE: Final = "[]"
_WHOSE: Final = r'"(?:record_id|decision)": ?"[^"]*"'  # of a cause: which record or answer says it
_LISTS: Final = frozenset(one for one, dtype in TABLES["register"].items() if dtype == LIST)


def values(night: Night) -> pd.DataFrame:
    """REGISTER_VALUES of the registers of `night`, whole, each value with its cause."""
    parts = [_of_register(night, club, one) for club, one in night.registers.items()]
    table = pd.concat(parts, ignore_index=True) if parts else empty("register_values")
    table = _decided(table, night.corrections)
    return conform(table.assign(run=night.run), "register_values")[list(TABLES["register_values"])]


def as_of(log: pd.DataFrame, run: int) -> pd.DataFrame:
    """REGISTER_VALUES, whole, of the register of a run; log: those of all runs, in their order."""
    last = log[log["run"] <= run].drop_duplicates(KEYS, keep="last")
    return last[last["value"].notna()].reset_index(drop=True)


def moved(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """What of `after` (whole, as `before`) must be appended to a log that ends with `before`: other
    values, and values that other records or answers say; not what moved within its list."""
    if before.empty:
        return after
    was = before[[*KEYS, "value", "cause"]].rename(columns={"value": "was", "cause": "why"})
    both = after.merge(was, on=KEYS, how="left", validate="1:1")
    other = (both["was"].isna() | (both["was"] != both["value"])).to_numpy(copy=True)
    same = np.flatnonzero(~other & (both["why"] != both["cause"]).to_numpy())
    said = [both[name].iloc[same].str.findall(_WHOSE).str.join(" ") for name in ("why", "cause")]
    other[same] = (said[0] != said[1]).to_numpy()
    new = both[other]
    gone = before.merge(after[KEYS], on=KEYS, how="left", indicator=True, validate="1:1")
    gone = gone[gone["_merge"] == "left_only"].assign(value=pd.NA, cause=_NOWHERE)
    table = conform(pd.concat([new, gone], ignore_index=True), "register_values")
    return table[list(TABLES["register_values"])]


def registers(whole: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """REGISTER by club of REGISTER_VALUES `whole` (see `as_of`), in the order of the numbers."""
    found = {}
    for club, own in whole.groupby("club", sort=False):
        table = own.pivot(index="member_id", columns="field", values="value")
        kept = [one for one in table if one in TABLES["register"] or _of_club(str(one))]
        table = table[kept].reset_index()
        for field in _LISTS - {"member_id"}:
            told = table[field] if field in table else pd.Series(pd.NA, table.index, dtype="str")
            lists = [json.loads(text) for text in told.fillna("[]")]
            table[field] = pd.Series(lists, index=table.index, dtype=object)
        table["n_records"] = table["n_records"].astype(INT)
        order = table["member_id"].str.removeprefix("M-").astype(INT).sort_values().index
        found[str(club)] = conform(table.loc[order].reset_index(drop=True), "register")
    return found


def _of_club(field: str) -> bool:
    return field.startswith(("member_no:", "joined_on:"))


def _of_register(night: Night, club: str, one: Register) -> pd.DataFrame:
    """REGISTER_VALUES of a register, without run."""
    plain = _fields(one.register)
    found = [_of_cells(one.provenance), _of_rows(night, club), _of_clubs(night, club, one)]
    causes = pd.concat(found, ignore_index=True)
    causes = causes.drop_duplicates(["member_id", "field"])
    plain = plain.merge(causes, on=["member_id", "field"], how="left", validate="1:1")
    rows = night.records[["file", "sheet", "row", "record_id"]].drop_duplicates(_ROW)
    said = [_dues(one, rows), _consents(one, rows)]
    parts = [plain, _people(night, one), _records(night, club, one), *said]
    table = pd.concat([part for part in parts if len(part)], ignore_index=True)
    table["cause"] = table["cause"].astype("str").fillna(_NOWHERE)
    return table.assign(club=club)


def _fields(register: pd.DataFrame) -> pd.DataFrame:
    """member_id, field and value of what REGISTER says, lists as JSON."""
    frame = register.set_index("member_id")
    texts = {
        str(name): pd.Series(_json(frame[name]), frame.index, dtype="str")
        if name in _LISTS
        else frame[name].astype("str")
        for name in frame.columns
    }
    table = pd.DataFrame(texts, index=frame.index)
    table = table.rename_axis("member_id").reset_index()
    long = table.melt("member_id", var_name="field", value_name="value").dropna(subset="value")
    return long.astype("str")


def _json(lists: Iterable[Any]) -> list[str | None]:
    return [json.dumps(list(one), ensure_ascii=False) if len(one) else None for one in lists]


def _of_cells(provenance: pd.DataFrame) -> pd.DataFrame:
    """member_id, field and cause of PROVENANCE; the entries of a list together, in their order."""
    texts = list(_places(provenance))
    table = provenance[["member_id", "field"]].assign(cause=pd.array(texts, "str"))
    many = table.duplicated(["member_id", "field"], keep=False)
    joined = table[many].groupby(["member_id", "field"], sort=False)["cause"].agg(",".join)
    table = pd.concat([table[~many], joined.reset_index()], ignore_index=True)
    return table.assign(cause="[" + table["cause"] + "]")


def _places(table: pd.DataFrame) -> Iterator[str]:
    """A JSON object a row, of what is known of its place; entries of lists with their value."""
    named = [name for name in (*_PLACES, "row") if name in table]
    columns = [table[name].astype(object).where(table[name].notna(), None) for name in named]
    said = [None] * len(table)
    if "value" in table:
        listed = table["field"].isin(_LISTS | {PEOPLE}) & table["value"].notna()
        said = table["value"].astype(object).where(listed, None).to_list()
    rows = zip(said, *(one.to_list() for one in columns), strict=True)
    for value, *cells in rows:
        place = {name: cell for name, cell in zip(named, cells, strict=True) if cell is not None}
        place |= {} if value is None else {"value": value}
        yield json.dumps(place, ensure_ascii=False, separators=(",", ":"))


def _of_rows(night: Night, club: str) -> pd.DataFrame:
    """member_id, field and cause of the numbers and dates that clubs gave."""
    belongs = night.members[["record_id", "member_id"]]
    records = night.records.merge(belongs, on="record_id", how="inner", validate="1:1")
    records = records[(records["source"] == club) | (club == "")]
    parts = []
    for label in ("member_no", "joined_on"):
        own = records.dropna(subset=label)
        own = own.sort_values(label, kind="stable") if label == "joined_on" else own  # the earliest
        own = own[["member_id", "record_id", "source", "file", "sheet", "row"]].assign(label=label)
        by_club = own.assign(field=f"{label}:" + own["source"])
        parts += [by_club, own.assign(field=label)] if label == "joined_on" else [by_club]
    table = pd.concat(parts, ignore_index=True).drop_duplicates(["member_id", "field"])
    table["cell"] = cell_of(table, night.reading.columns)
    return _alone(table.drop(columns="row"))


def _of_clubs(night: Night, club: str, one: Register) -> pd.DataFrame:
    """member_id, field and cause of the clubs of members: a row of each."""
    belongs = night.members[["record_id", "member_id"]]
    rows = night.records.merge(belongs, on="record_id", how="inner", validate="1:1")
    rows = rows[(rows["source"] == club) | (club == "")]
    rows = rows.assign(left=members.has_left(rows, night.today)).sort_values("left", kind="stable")
    rows = rows.drop_duplicates(["member_id", "source"]).rename(columns={"source": "value"})
    said = one.register[["member_id", "clubs"]].explode("clubs").dropna()
    said = said.rename(columns={"clubs": "value"}).astype("str")
    table = said.merge(rows, on=["member_id", "value"], how="inner", validate="1:1")
    table = table[["member_id", "record_id", "file", "sheet", "row", "value"]].assign(field="clubs")
    both = table.assign(cause=list(_places(table))).groupby("member_id", sort=False)["cause"]
    joined = both.agg(",".join).astype("str").reset_index()
    return joined.assign(field="clubs", cause="[" + joined["cause"] + "]")


def _alone(table: pd.DataFrame) -> pd.DataFrame:
    """member_id, field, value where it is told, and the cause of a value with one place."""
    texts = [f"[{text}]" for text in _places(table)]
    kept = ["member_id", "field", *(["value"] if "value" in table else [])]
    return table[kept].assign(cause=pd.array(texts, "str"))


def _people(night: Night, one: Register) -> pd.DataFrame:
    """The persons at a member, each as a text, in a list."""
    table = one.contacts
    if table.empty:
        return empty("register_values")
    rows = night.records.drop_duplicates("record_id").set_index("record_id")
    texts = table[["title", "first", "last", "role"]].fillna("").agg(" ".join, axis=1)
    reached = table["emails"].map(list) + table["phones"].map(list)
    said = [
        ", ".join([" ".join(text.split()), *more])
        for text, more in zip(texts, reached, strict=True)
    ]
    own = table[["member_id", "record_id"]].assign(field=PEOPLE, value=said)
    for name in ("file", "sheet", "row"):
        own[name] = own["record_id"].map(rows[name])
    own["row"] = own["row"].astype("Int64")
    own["cause"] = list(_places(own))
    both = own.groupby("member_id", sort=False)
    lists = [json.dumps(sorted(texts), ensure_ascii=False) for texts in both["value"].agg(list)]
    causes = "[" + both["cause"].agg(",".join) + "]"
    return causes.reset_index().assign(field=PEOPLE, value=lists)


def _records(night: Night, club: str, one: Register) -> pd.DataFrame:
    """The records of each member, by which merges and splits are known again."""
    source = night.memory.raw.set_index("record_id")["source"].to_dict()
    source |= dict(zip(night.records["record_id"], night.records["source"], strict=True))
    table = night.members[["record_id", "member_id"]]
    table = table[table["member_id"].isin(one.register["member_id"])]
    own = table["record_id"].map(source)
    table = table[(own == club) | (club == "")].sort_values("record_id")
    lists = table.groupby("member_id", sort=False)["record_id"].agg(list)
    told = lists.map(json.dumps).astype("str").rename("value").reset_index()
    return told.assign(field=RECORDS, cause=_NOWHERE)


def _dues(one: Register, rows: pd.DataFrame) -> pd.DataFrame:
    """Each due as "paid 120.0" or "unpaid", under its year and club."""
    table = one.dues
    if table.empty:
        return empty("register_values")
    year = "#" + table["year"].astype("str")
    amount = " " + table["amount"].astype(FLOAT).map("{:g}".format)
    amount = amount.where(table["amount"].notna(), "").astype("str")
    field = "dues" + year.fillna("") + ":" + table["club"]
    said = table.assign(field=field, value=table["state"] + amount)
    said = said.sort_values("value").drop_duplicates(["member_id", "field", "value"])
    first = said.drop_duplicates(["member_id", "field"]).set_index(["member_id", "field"])
    both = said.groupby(["member_id", "field"], sort=False)["value"].agg(" / ".join)
    return _alone(_with_records(first.assign(value=both).reset_index(), rows))


def _consents(one: Register, rows: pd.DataFrame) -> pd.DataFrame:
    """Each permission under its club; a no outweighs a yes."""
    if one.consents.empty:
        return empty("register_values")
    said = one.consents.assign(
        field=one.consents["purpose"] + ":" + one.consents["club"], value=one.consents["state"]
    )
    said = said.sort_values("value").drop_duplicates(["member_id", "field"])
    return _alone(_with_records(said, rows))


def _with_records(table: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """`table` with the record that each cell is of, without the row; missing where none is."""
    row = pd.to_numeric(table["cell"].str.extract(r"(\d+)$", expand=False)).astype("Int64")
    own = rows.assign(row=rows["row"].astype("Int64"))
    found = table.assign(row=row).merge(own, on=_ROW, how="left", validate="m:1")
    return found.drop(columns="row")


def _decided(table: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    """`table` where the cause of a corrected value is the decision; corrections: see NIGHT."""
    if corrections.empty:
        return table
    said = with_sirens(corrections)[["member_id", "field", "decision_id", "reviewer"]]
    both = table.merge(said, on=["member_id", "field"], how="left", validate="m:1")
    causes = [
        json.dumps([{"decision": decision, "reviewer": text or ""}])
        for decision, text in zip(both["decision_id"], both["reviewer"].fillna(""), strict=True)
    ]
    holds = both["decision_id"].notna().to_numpy()
    return table.assign(cause=table["cause"].where(~holds, pd.array(causes, "str")))
