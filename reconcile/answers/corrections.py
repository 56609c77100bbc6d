"""Values that people set by hand: they outrank the sources, and last as long as their member.

A correction belongs to the number it was made for: it goes along when that member is merged into
another, and back when the two are told apart.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from ..config import fold
from ..members import Numbered
from ..results import Memory, Night, Register
from ..standardise import standardise
from ..tables import TABLES, conform, empty
from ..workbooks.shown import text_of, value_text

RULE: Final = "corrected"
LEFT: Final = "left_answer"  # the rule of a member of whom a person says that it has left
LISTS: Final = ("phones", "emails", "commissions")
NUMBERS: Final = "member_no"  # "member_no:rezames"
# How a value of a field is read: the label of RAW whose cleaner takes it. Others stay as typed.
_READ_AS: Final = {
    **{"phones": "phone", "emails": "email"},
    **{name: name for name in "joined_on siren siret vat naf postcode website".split()},
}
_CHECKED: Final = {"siren": "siren_ok", "siret": "siret_ok"}
# What a value that was read must look like, by label: cleaners keep what they cannot read.
_FORMS: Final = {
    "phone": r"\+\d{6,15}",
    "email": r"[^@\s]+@[^@\s]+\.[^@\s.]+",
    "joined_on": r"\d{4}(-\d\d){0,2}",
    "naf": r"\d\d\.?\d\d[A-Z]",
    "vat": r"[A-Z]{2}\w{2,13}",
}
_GOLDEN: Final = frozenset(
    "name trade_name former_name legal_form siren siret vat naf headcount activity address "
    "address_extra postcode city website".split()
)


def correctable(field: str) -> bool:
    """Whether a person can set `field` of a member; the others are sums of several rows."""
    return (
        field in _GOLDEN
        or field in (*LISTS, "joined_on", "status")
        or (field.partition(":")[0] == NUMBERS)
    )


def entries(text: str) -> list[str]:
    """The entries of a list as typed: "a; b" -> ["a", "b"]."""
    return [part.strip() for part in text.split(";") if part.strip()]


def of_tonight(memory: Memory, numbered: Numbered) -> tuple[pd.DataFrame, pd.DataFrame]:
    """CORRECTIONS with `subject_id`, `read` (str, list or None) and `source_then`, one a member of
    tonight and field; and ISSUES. Of two that a merge brought together, that of the number which
    stays holds, and the other waits."""
    table = memory.corrections
    if table.empty:
        return table.assign(subject_id="", read=None, source_then=""), empty("issues")
    now = numbered.aliases.set_index("old_member_id")["member_id"]
    table = table.rename(columns={"member_id": "subject_id"})
    table["member_id"] = table["subject_id"].map(now).astype("str").fillna(table["subject_id"])
    table["own"] = table["member_id"] == table["subject_id"]
    table = table.sort_values(["own", "subject_id"], ascending=[False, True], kind="stable")
    table = table[[correctable(field) for field in table["field"]]]
    twice = table.duplicated(["member_id", "field"])
    told = [_issue("correction_waits", one) for one in table[twice].to_dict("records")]
    table = table[~twice].reset_index(drop=True)
    read, faulty = read_values(table["field"].tolist(), table["value"].tolist())
    told += [
        _issue("correction_form", one)
        for one, bad in zip(table.to_dict("records"), faulty, strict=True)
        if bad
    ]
    then = [_shown(text).get("source") for text in table["shown"].fillna("")]
    table = table.assign(
        read=pd.Series(read, index=table.index, dtype=object), source_then=pd.array(then, "str")
    )
    issues = conform(pd.DataFrame(told), "issues") if told else empty("issues")
    return table, issues


def _shown(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _issue(problem: str, correction: Mapping[Any, Any]) -> dict[str, Any]:
    about = {"member": correction["member_id"], "other": correction["subject_id"]}
    about["who"] = text_of(correction["reviewer"])
    return {
        "problem": problem,
        "severity": "warning",
        "field": correction["field"],
        "raw": correction["value"],
        "details": about,
    }


def read_values(fields: list[str], texts: list[str]) -> tuple[list[Any], list[bool]]:
    """Each text as its field is kept: text, a list, or None where it is empty; and whether it does
    not pass the check of its field, in which case it stays as typed. An entry that holds several
    phones or mails is as many."""
    cells = [
        (nth, _READ_AS.get(field, ""), part)
        for nth, (field, text) in enumerate(zip(fields, texts, strict=True))
        for part in (entries(text) if field in LISTS else [text.strip()])
        if part
    ]
    raw = pd.DataFrame(
        [{"row": at, label: part} for at, (_, label, part) in enumerate(cells, 1) if label]
    )
    found: dict[int, tuple[list[str], bool]] = {}
    if len(raw):
        place = {"source": "", "file": "", "sheet": None, "hidden": False, "struck": False}
        records = standardise(conform(raw.assign(**place), "raw"), empty("columns")).records
        for row in records.to_dict("records"):
            label = cells[row["row"] - 1][1]
            field = {"phone": "phones", "email": "emails"}.get(label, label)
            several = row[field] if isinstance(row[field], list) else [row[field]]
            read = [str(one) for one in several if not pd.isna(one)]
            form = _FORMS.get(label, ".+")
            passed = bool(read) and all(re.fullmatch(form, one) for one in read)
            passed = passed and bool(row.get(_CHECKED.get(label, ""), True))
            found[row["row"]] = read, passed
    values: list[Any] = [[] if field in LISTS else None for field in fields]
    faulty = [False] * len(fields)
    for at, (nth, label, part) in enumerate(cells, 1):
        read, passed = found.get(at, ([], False)) if label else ([part], True)
        if isinstance(values[nth], list):
            values[nth] += [one for one in read or [part] if one not in values[nth]]
        else:
            values[nth] = (read or [part])[0]
        faulty[nth] = faulty[nth] or not passed
    return values, faulty


def unreadable(field: str, text: str) -> bool:
    """Whether a text is no value of `field` at all. A SIREN or SIRET whose check fails is one."""
    digits = re.fullmatch(r"[\d\s.]+", text) and re.sub(r"\D", "", text)
    if digits and len(digits) == {"siren": 9, "siret": 14}.get(field):
        return False
    return read_values([field], [text])[1][0]


def correct(registers: Mapping[str, Register], table: pd.DataFrame) -> dict[str, Register]:
    """`registers` with the corrections `table` (see `of_tonight`); one that was made already is not
    made again. PROVENANCE has them under the rule "corrected", with `replaces`, the value that the
    sources give."""
    return {club: _corrected(one, table) for club, one in registers.items()}


def _corrected(register: Register, table: pd.DataFrame) -> Register:
    frame, provenance = register.register, register.provenance
    if "replaces" not in provenance:
        provenance = provenance.assign(replaces=pd.array([None] * len(provenance), "str"))
    own = with_sirens(table[table["member_id"].isin(frame["member_id"])])
    done = provenance.loc[provenance["rule"].isin((RULE, LEFT)), ["member_id", "field"]]
    places = pd.MultiIndex.from_frame(own[["member_id", "field"]])
    own = own[~places.isin(pd.MultiIndex.from_frame(done))]
    if own.empty:
        return replace(register, provenance=provenance)
    frame = frame.copy()
    at = pd.Series(range(len(frame)), index=frame["member_id"])
    places = pd.MultiIndex.from_frame(own[["member_id", "field"]])
    here = pd.MultiIndex.from_frame(provenance[["member_id", "field"]]).isin(places)
    was = dict(list(provenance[here].groupby(["member_id", "field"])))
    rows: list[dict[str, Any]] = []
    for one in own.to_dict("records"):
        nth, field, value = int(at[one["member_id"]]), one["field"], one["read"]
        if field not in frame:
            continue
        before = frame[field].iloc[nth]
        frame[field] = _with(frame[field], nth, value)
        rows += _provenance(one, was.get((one["member_id"], field)), before)
    frame = _firms(frame, own)
    table_of = pd.DataFrame(rows, columns=[*TABLES["provenance"], "replaces"])
    kept = pd.concat([provenance[~here], conform(table_of, "provenance")], ignore_index=True)
    return replace(
        register,
        register=conform(frame, "register"),
        provenance=conform(kept.astype({"replaces": "str"}), "provenance"),
    )


def _with(column: pd.Series, nth: int, value: Any) -> pd.Series:
    values = column.tolist()
    values[nth] = value
    return pd.Series(values, index=column.index, dtype=column.dtype)


def with_sirens(own: pd.DataFrame) -> pd.DataFrame:
    """`own` with the SIREN of each SIRET that a person set and whose SIREN nobody set."""
    set_here = own.loc[own["field"] == "siren", "member_id"]
    sirets = own[(own["field"] == "siret") & ~own["member_id"].isin(set_here)]
    sirets = sirets[sirets["read"].str.fullmatch(r"\d{14}").eq(True)]
    return pd.concat([own, sirets.assign(field="siren", read=sirets["read"].str[:9])])


def _firms(frame: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """The firm of members whose SIREN or SIRET a person set."""
    changed = frame["member_id"].isin(own.loc[own["field"].isin(("siren", "siret")), "member_id"])
    valid = frame["siren"].str.fullmatch(r"\d{9}").fillna(False).astype(bool)
    frame.loc[changed, "firm_id"] = frame["siren"].where(valid, frame["member_id"])[changed]
    return frame


def _provenance(
    correction: Mapping[Any, Any], was: pd.DataFrame | None, before: object
) -> list[dict[str, Any]]:
    """The rows of PROVENANCE of a correction; `was`: those that it takes the place of."""
    field, value = correction["field"], correction["read"]
    about = {"member_id": correction["member_id"], "field": field}
    if field == "status":
        return [{**about, "rule": LEFT, "value": value, "others": [], "replaces": str(before)}]
    others: list[dict[str, Any]] = []
    for one in [] if was is None else was.to_dict("records"):
        kept = {key: one[key] for key in ("value", "record_id", "source", "file", "sheet", "cell")}
        others += [kept, *(one["others"] if isinstance(one["others"], list) else [])]
    values = value if isinstance(value, list) else [value]
    new = {fold(value_text(field, one)) for one in values}
    others = [one for one in others if fold(value_text(field, one["value"])) not in new]
    said = {**about, "rule": RULE, "replaces": source_text(field, before)}
    return [
        {**said, "value": one, "others": others if nth == 0 else []}
        for nth, one in enumerate(values or [None])
    ]


def source_text(field: str, value: object) -> str:
    """A value of the register as `Écarts` shows it and people type it: the entries of a list with
    semicolons between."""
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "; ".join(value_text(field, one) for one in value)
    return "" if pd.isna(value) else value_text(field, value)


def with_corrections(night: Night, table: pd.DataFrame, issues: pd.DataFrame) -> Night:
    """`night`, which tells its corrections (`table`, `issues`: see `of_tonight`), each with
    `source_text`, what the lists say tonight, and one issue for each of a member who is nowhere."""
    found: dict[tuple[str, str], str] = {}
    for register in night.registers.values():
        made = register.provenance[register.provenance["rule"].isin((RULE, LEFT))]
        for row in made.to_dict("records"):
            found.setdefault((row["member_id"], row["field"]), str(row["replaces"] or ""))
    places = list(zip(table["member_id"], table["field"], strict=True))
    here = [place in found for place in places]
    lost = [
        _issue("correction_gone", one)
        for one, there in zip(table.to_dict("records"), here, strict=True)
        if not there
    ]
    more = conform(pd.DataFrame(lost), "issues") if lost else empty("issues")
    now = table.assign(source_text=pd.array([found.get(place) for place in places], "str"))
    told = pd.concat([night.issues, issues, more], ignore_index=True)
    return replace(night, corrections=now.loc[here].reset_index(drop=True), issues=told)
