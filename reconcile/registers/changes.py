"""CHANGES: what is new, changed, left, merged and split between two registers, each with its cause.

Pure: both registers are REGISTER_VALUES, whole. What else is known of tonight (`Known`) makes the
causes precise; without it only the values speak.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

import pandas as pd

from ..decisions.ledger import WITHDRAWN, parts_of
from ..fields import FIELD
from ..members import number_of
from ..remembered import CHANGE_KINDS
from ..tables import TABLES, conform, empty
from . import register_values as logged
from .causes import Causes, Known, Row

# What follows from other values, or says nothing to a reader.
_UNTOLD: Final = frozenset(("firm_id", "n_records", "records", "up_to_date", "status"))
_FIRST: Final = {"clubs": -1}  # before the fields of FIELD, in their order


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
    nth = {
        field: nth
        for nth, field in enumerate(sorted(set(table["field"].dropna()), key=field_order))
    }
    order = table.assign(rank=rank, number=number_of(table["member_id"]))
    order = order.assign(nth=table["field"].map(nth))
    order = order.sort_values(["rank", "number", "nth"], kind="stable")
    return table.loc[order.index, list(TABLES["changes"])].reset_index(drop=True)


def field_order(field: str) -> tuple[int, str]:
    """What fields are sorted by: the order of the columns of lists ("emails" as "email")."""
    base = field.partition(":")[0].partition("#")[0]
    known = {name: nth for nth, name in enumerate(FIELD)} | _FIRST
    return known.get(base, known.get(base.removesuffix("s"), len(known))), field


class _Club:
    """The changes of one register."""

    def __init__(self, club: str, before: pd.DataFrame, now: pd.DataFrame, known: Known) -> None:
        self.club, self.known = club, known
        self.before, self.now = before, now
        self.was = _column(before, "status")
        self.status = _column(now, "status")
        self.names = {**_column(before, "name"), **_column(now, "name")}
        self.records_before, self.records_now = _records(before), _records(now)
        self.causes = Causes(known, self.records_before, self.records_now)
        self.named = _column(now, "name", "cause")
        self.says_left = _column(now, "status", "cause")
        self.ends = _ends(known.ledger)

    def rows(self) -> Iterator[Row]:
        moved = list(self._moved())
        yield from moved
        merged = {row["other_id"] for row in moved if row["kind"] == "merged"}
        split = {row["member_id"] for row in moved if row["kind"] == "split"}
        yield from self._standing(merged, split)
        others: dict[str, Row] = {}
        for row in moved:
            for end, other in (("member_id", "other_id"), ("other_id", "member_id")):
                told = others.setdefault(row[end], {"why": f"moved_{row['kind']}", "other": ""})
                told["other"] = ", ".join(filter(None, (told["other"], row[other])))
        yield from self._fields(others)

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
            why = "passed" if kind == "split" and now in self.was else kind
            cause = {"why": why, "name": self.names.get(was), **self._decision(why, was, now)}
            yield self._row(now, kind, cause, other_id=was, before=was, after=now)

    def _decision(self, kind: str, was: str, now: str) -> Row:
        """The last answer that put the records of two members together, or apart."""
        wanted = {"merged": "same", "split": "different"}
        # Who was part of it: the records of both sides, as they were when they were apart.
        member_of = {"merged": self.records_before, "split": self.records_now}
        for one in reversed(self.ends):
            for way in ("split", "merged") if kind == "passed" else (kind,):
                sides = {member_of[way].get(one["left_id"]), member_of[way].get(one["right_id"])}
                if sides != {was, now}:
                    continue
                told = {"decision": one["decision_id"], "reviewer": one["reviewer"]}
                if one["answer"] == wanted[way]:
                    return told
                if one["answer"] == WITHDRAWN and one["took_back"] != wanted[way]:
                    return told | {"withdrawn": True}
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
                cause = self._gone(member) if left else self._first_cell(member)
                yield self._row(member, kind, cause, before=was, after=status)
        for member in self.was:
            if member not in self.status and member not in merged:
                yield self._row(member, "left", {"why": "unlisted"}, before=self.was[member])

    def _gone(self, member: str) -> Row:
        """What says that a member has left."""
        says = _first(self.says_left.get(member, "[]"))
        return {"why": "left_said" if "decision" in says else "left", **says}

    def _first_cell(self, member: str) -> Row:
        place = _first(self.named.get(member, "[]"))
        return {"why": "row" if place else "derived", **place}

    def _fields(self, others: dict[str, Row]) -> Iterator[Row]:
        """The values that changed of those who are in both registers; others: whom each of them was
        merged with, or split from."""
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
            cause = self.causes.of(one, others.get(member))
            values = {"before": one["value_was"], "after": one["value_now"], "field": one["field"]}
            yield self._row(member, "changed", cause, **values)


def _column(whole: pd.DataFrame, name: str, wanted: str = "value") -> dict[str, str]:
    own = whole[whole["field"] == name]
    return dict(zip(own["member_id"], own[wanted], strict=True))


def _records(whole: pd.DataFrame) -> dict[str, str]:
    """The member of each record."""
    own = _column(whole, logged.RECORDS)
    return {record: member for member, text in own.items() for record in json.loads(text)}


def _ends(ledger: pd.DataFrame) -> list[Row]:
    """The acts about pairs that were not taken back, with their records; of one that takes an
    answer back, which."""
    own = ledger[ledger["kind"] == "pair"]
    if own.empty:
        return []
    ends = parts_of(own["subject"], ("left_id", "right_id"))
    said = own["answer"].where(own["answer"].isin(("same", "different")))
    before = said.groupby(own["subject"]).transform(lambda one: one.ffill().shift())
    withdrawn = (own["answer"] == WITHDRAWN).astype("int64")
    later = withdrawn[::-1].groupby(own["subject"]).cumsum() - withdrawn
    table = own.assign(reviewer=own["reviewer"].fillna(""), took_back=before, **ends)
    kept = ["decision_id", "reviewer", "answer", "took_back", "left_id", "right_id"]
    return [dict(row) for row in table.loc[later == 0, kept].to_dict("records")]


def _first(cause: str) -> Row:
    places: list[Row] = json.loads(cause)
    return places[0] if places else {}
