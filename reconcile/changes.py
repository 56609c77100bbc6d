"""CHANGES: what is new, changed, left, merged and split between two registers, each with its cause.

Pure: both registers are REGISTER_VALUES, whole. What else is known of tonight (`Known`) makes the
causes precise; without it only the values speak.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from . import register_values as logged
from .ledger import WITHDRAWN, parts_of
from .members import number_of
from .remembered import CHANGE_KINDS
from .results import Night
from .tables import TABLES, conform, empty

# What follows from other values, or says nothing to a reader.
_UNTOLD: Final = frozenset(("firm_id", "n_records", "records", "up_to_date", "status"))
Row = dict[str, Any]


@dataclass(frozen=True)
class Known:
    """What tells causes apart. was, now: the cells of each record (any text that changes with them)
    in the last register and tonight; files: the files read tonight; ledger: LEDGER; left: of each
    (club, member) who has left, the place that says so (file, sheet, cell, rule)."""

    was: Mapping[str, str] = field(default_factory=dict)
    now: Mapping[str, str] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    ledger: pd.DataFrame = field(default_factory=lambda: empty("ledger"))
    left: Mapping[tuple[str, str], Row] = field(default_factory=dict)


def known_of(night: Night) -> Known:
    """What `night` knows of causes."""
    memory, raw = night.memory, night.reading.raw
    ids = night.records["record_id"] if len(night.records) == len(raw) else pd.Series(dtype="str")
    left = {}
    for club, one in night.registers.items():
        status = one.provenance[one.provenance["field"] == "status"]
        for row in status[["member_id", "file", "sheet", "cell", "rule"]].to_dict("records"):
            left[club, row.pop("member_id")] = {k: v for k, v in row.items() if not pd.isna(v)}
    return Known(
        was=_contents(memory.raw, memory.raw["record_id"]),
        now=_contents(raw.iloc[: len(ids)], ids),
        files=frozenset(night.reading.sheets["file"]),
        ledger=memory.ledger,
        left=left,
    )


def _contents(raw: pd.DataFrame, record_ids: pd.Series) -> dict[str, str]:
    """What the cells of each row say, by record_id."""
    labels = sorted(set(raw) - {*TABLES["known"], *TABLES["raw"], "pos"} | {"category"} & set(raw))
    if raw.empty or not labels:
        return {}
    texts = pd.Series("", index=raw.index, dtype="str")
    for label in labels:
        said = raw[label].astype("str")
        texts += (f"\n{label}=" + said).where(said.notna(), "").astype("str")
    return dict(zip(record_ids, texts, strict=True))


def changes(before: pd.DataFrame, now: pd.DataFrame, known: Known | None = None) -> pd.DataFrame:
    """CHANGES from one register to another (REGISTER_VALUES, whole), by kind and member.

    A club that has a register in one of them alone is left out: nothing can be compared.
    """
    known = known or Known()
    rows: list[Row] = []
    for club in [one for one in now["club"].unique() if (before["club"] == one).any()]:
        sides = (before[before["club"] == club], now[now["club"] == club])
        rows += _Club(str(club), *sides, known).rows()
    table = conform(pd.DataFrame(rows), "changes") if rows else empty("changes")
    rank = table["kind"].map({kind: nth for nth, kind in enumerate(CHANGE_KINDS)})
    order = table.assign(rank=rank, number=number_of(table["member_id"]))
    order = order.sort_values(["rank", "number", "field"], kind="stable")
    return table.loc[order.index, list(TABLES["changes"])].reset_index(drop=True)


class _Club:
    """The changes of one register."""

    def __init__(self, club: str, before: pd.DataFrame, now: pd.DataFrame, known: Known) -> None:
        self.club, self.known = club, known
        self.before, self.now = before, now
        self.was = _column(before, "status")
        self.status = _column(now, "status")
        self.names = {**_column(before, "name"), **_column(now, "name")}
        self.records_before, self.records_now = _records(before), _records(now)
        self.ends = _ends(known.ledger)

    def rows(self) -> Iterator[Row]:
        moved = list(self._moved())
        yield from moved
        merged = {row["other_id"] for row in moved if row["kind"] == "merged"}
        split = {row["member_id"] for row in moved if row["kind"] == "split"}
        yield from self._standing(merged, split)
        yield from self._fields({row[end] for row in moved for end in ("member_id", "other_id")})

    def _row(self, member: str, kind: str, cause: Row, **more: object) -> Row:
        told = {"club": self.club, "member_id": member, "name": self.names.get(member)}
        return {**told, "kind": kind, "cause": cause, **more}

    def _moved(self) -> Iterator[Row]:
        """Members whose records went to another."""
        seen = set()
        for record, now in self.records_now.items():
            was = self.records_before.get(record, now)
            if was == now or (was, now) in seen:
                continue
            seen.add((was, now))
            kind = "split" if was in self.status else "merged"
            cause = {"why": kind, "name": self.names.get(was), **self._decision(kind, was, now)}
            yield self._row(now, kind, cause, other_id=was, before=was, after=now)

    def _decision(self, kind: str, was: str, now: str) -> Row:
        """The last answer that put the records of two members together, or apart."""
        wanted = ("same",) if kind == "merged" else ("different", WITHDRAWN)
        # Who was part of it: the records of both sides, as they were when they were apart.
        member_of = self.records_before if kind == "merged" else self.records_now
        for one in reversed(self.ends):
            sides = {member_of.get(one["left_id"]), member_of.get(one["right_id"])}
            if one["answer"] in wanted and sides == {was, now}:
                return {"decision": one["decision_id"], "reviewer": one["reviewer"]}
        return {}

    def _standing(self, merged: set[str], split: set[str]) -> Iterator[Row]:
        """Who is new, has left or is back."""
        for member, status in self.status.items():
            was, left = self.was.get(member), status == "left"
            if was is None and member not in split:
                kind = "former" if left else "new"
                yield self._row(member, kind, self._first_cell(member), after=status)
            elif was is not None and (was == "left") != left:
                kind = "left" if left else "returned"
                cause = {"why": "left", **self.known.left.get((self.club, member), {})}
                cause = cause if left else self._first_cell(member)
                yield self._row(member, kind, cause, before=was, after=status)
        for member in self.was:
            if member not in self.status and member not in merged:
                yield self._row(member, "left", {"why": "unlisted"}, before=self.was[member])

    def _first_cell(self, member: str) -> Row:
        own = self._causes.get(member)
        place = _first(own) if own else {}
        return {"why": "row" if place else "derived", **place}

    @property
    def _causes(self) -> dict[str, str]:
        if not hasattr(self, "_names"):
            own = self.now[self.now["field"] == "name"]
            self._names = dict(zip(own["member_id"], own["cause"], strict=True))
        return self._names

    def _fields(self, moved: set[str]) -> Iterator[Row]:
        """The values that changed of those who are in both registers."""
        keys = ["member_id", "field"]
        columns = [*keys, "value", "cause"]
        both = self.before[columns].merge(
            self.now[columns], on=keys, how="outer", suffixes=("_was", "_now"), validate="1:1"
        )
        here = both["member_id"].isin(self.was) & both["member_id"].isin(self.status)
        same = (both["value_was"] == both["value_now"]).fillna(False).astype(bool)
        table = both[here & ~same & ~both["field"].isin(_UNTOLD)]
        for one in table.astype(object).where(table.notna(), None).to_dict("records"):
            member = one["member_id"]
            standing = (self.was[member] == "left") != (self.status[member] == "left")
            if standing and one["field"] == "left_on":
                continue
            cause = self._cause(one, member in moved)
            values = {"before": one["value_was"], "after": one["value_now"], "field": one["field"]}
            yield self._row(member, "changed", cause, **values)

    def _cause(self, one: Row, moved: bool) -> Row:
        """Why a value is another one."""
        was, now = (
            _news(one["cause_was"], one["cause_now"]),
            _news(one["cause_now"], one["cause_was"]),
        )
        place = {f"was_{key}": value for key, value in was.items()} | now
        return {"why": self._why(one, was, now, moved), **place}

    def _why(self, one: Row, was: Row, now: Row, moved: bool) -> str:
        if "decision" in now or "decision" in was:
            return "correction" if "decision" in now else "uncorrected"
        if not was and not now:
            return "moved" if moved else "derived"
        if moved and self._crossed(one["member_id"], now.get("record_id"), was.get("record_id")):
            return "moved"
        gone = one["value_now"] is None or not now
        return self._why_gone(was) if gone else self._why_other(was, now)

    def _crossed(self, member: str, record: object, old: object) -> bool:
        """Whether a value came from another member's record, or its record went to another."""
        came = self.records_before.get(str(record), member) != member
        return came or self.records_now.get(str(old), member) != member

    def _why_gone(self, was: Row) -> str:
        """Why there is a value no longer."""
        file, record = was.get("file"), was.get("record_id")
        if file and self.known.files and file not in self.known.files:
            return "file_gone"
        if self.known.now and record is not None and record not in self.known.now:
            return "row_gone"
        return "cleared" if self._edited(record) else "read_otherwise"

    def _why_other(self, was: Row, now: Row) -> str:
        """Why there is another value."""
        record = now.get("record_id")
        if record is None:
            return "cell"
        if record not in self.records_before:
            return "row"
        if self._edited(record):
            return "cell"
        return "read_otherwise" if was.get("record_id") in (record, None) else "preferred"

    def _edited(self, record: object) -> bool:
        """Whether the cells of a record changed; unknown counts as yes."""
        was, now = self.known.was.get(str(record)), self.known.now.get(str(record))
        return was is None or now is None or was != now


def _column(whole: pd.DataFrame, name: str) -> dict[str, str]:
    own = whole[whole["field"] == name]
    return dict(zip(own["member_id"], own["value"], strict=True))


def _records(whole: pd.DataFrame) -> dict[str, str]:
    """The member of each record."""
    own = _column(whole, logged.RECORDS)
    return {record: member for member, text in own.items() for record in json.loads(text)}


def _ends(ledger: pd.DataFrame) -> list[Row]:
    """The acts about pairs, with their records."""
    own = ledger[ledger["kind"] == "pair"]
    if own.empty:
        return []
    ends = parts_of(own["subject"], ("left_id", "right_id"))
    table = own.assign(reviewer=own["reviewer"].fillna(""), **ends)
    kept = ["decision_id", "reviewer", "answer", "left_id", "right_id"]
    return [dict(row) for row in table[kept].to_dict("records")]


def _first(cause: str) -> Row:
    places: list[Row] = json.loads(cause)
    return places[0] if places else {}


def _news(cause: str | None, other: str | None) -> Row:
    """The place in `cause` that is not in `other`, by value where it is one of a list; the first
    where none is. A list whose entries the other has all has no news."""
    places: list[Row] = json.loads(cause or "[]")
    if not places or "value" not in places[0]:
        return places[0] if places else {}
    told = {place.get("value") for place in json.loads(other or "[]")}
    return next((place for place in places if place.get("value") not in told), {})
