"""Why a value of the register is another one than in a register before, and where what says so
stands tonight."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

import pandas as pd

from ..decisions.ledger import corrections
from ..results import Memory, Night, Reading
from ..tables import TABLES, empty

Row = dict[str, Any]
Place = tuple[str, str, int]  # file, sheet, row
_CELL: Final = re.compile(r"([A-Z]+)(\d+)")
_CLUBS: Final = "clubs"
# Of these, the value that there is now is another one's.
_INSTEAD: Final = {
    "cleared": "outdone",
    "row_gone": "row_gone_other",
    "file_gone": "file_gone_other",
}


@dataclass(frozen=True)
class Known:
    """What tells causes apart. was, now: a row a record (the index), its cells as text by label, as
    the last register had them and tonight; stood, stands: where they stood and stand; labels: of
    each column (file, sheet, letters) that is where it was, its label; sheets: those read tonight
    (file, sheet); read: the records that the later register was made of (None: not known); ledger:
    LEDGER as far as that register knew it; emptied: by member and field, the answer that emptied a
    value of it. Where nothing is known of the last register (was is empty) a value counts as
    changed in its cell."""

    was: pd.DataFrame = field(default_factory=pd.DataFrame)
    now: pd.DataFrame = field(default_factory=pd.DataFrame)
    stood: Mapping[str, Place] = field(default_factory=dict)
    stands: Mapping[str, Place] = field(default_factory=dict)
    labels: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    sheets: frozenset[tuple[str, str]] = frozenset()
    read: frozenset[str] | None = None
    ledger: pd.DataFrame = field(default_factory=lambda: empty("ledger"))
    emptied: Mapping[tuple[str, str], Row] = field(default_factory=dict)

    @cached_property
    def files(self) -> frozenset[str]:
        """The files read tonight."""
        return frozenset(file for file, _ in self.sheets)

    @cached_property
    def _renamed(self) -> frozenset[str]:
        """The files of the last register whose rows are read under another name tonight."""
        both = ((self.stood[one], now) for one, now in self.stands.items() if one in self.stood)
        return frozenset(was[0] for was, now in both if was[0] != now[0])

    def lost(self, file: object) -> bool:
        """Whether a file is read no longer, under no other name either."""
        return bool(file and self.files) and file not in {*self.files, *self._renamed}

    def cell_changed(self, place: Row) -> bool:
        """Whether the cell of a place of tonight says something else than it did."""
        found = _CELL.fullmatch(str(place.get("cell")))
        own = (str(place.get("file")), str(place.get("sheet", "")), found[1] if found else "")
        label, record = self.labels.get(own), str(place.get("record_id"))
        if label is None or label not in self.was or label not in self.now:
            return self.row_changed(record)
        if record not in self.was.index or record not in self.now.index:
            return True
        return _text(self.was.at[record, label]) != _text(self.now.at[record, label])

    def row_changed(self, record: str) -> bool:
        """Whether the cells of a record say something else than they did; unknown counts as yes."""
        if record not in self.was.index or record not in self.now.index:
            return True
        was, now = self.was.loc[record].dropna(), self.now.loc[record].dropna()
        return bool(was.to_dict() != now.to_dict())

    def handed_on(self, record: str) -> bool:
        """Whether a record stands in a newer list, beside the one where it stood."""
        stood, stands = self.stood.get(record), self.stands.get(record)
        return bool(stood and stands and stood[:2] != stands[:2] and stood[:2] in self.sheets)

    def here(self, place: Row) -> Row:
        """A place of the register before, where it is tonight: rows move when others come or go."""
        record = str(place.get("record_id"))
        if record not in self.stands:
            return place
        file, sheet, row = self.stands[record]
        moved = {"file": file, "sheet": sheet}
        stood = self.stood.get(record)
        found = _CELL.fullmatch(str(place.get("cell")))
        same = stood is not None and stood[:2] == (file, sheet)
        if found and stood and same and (file, sheet, found[1]) in self.labels:
            return place | moved | {"cell": f"{found[1]}{int(found[2]) + row - stood[2]}"}
        return {key: value for key, value in place.items() if key != "cell"} | moved | {"row": row}


def known_of(night: Night) -> Known:
    """What `night` knows of causes."""
    memory, raw = night.memory, night.reading.raw
    ids = night.records["record_id"] if len(night.records) == len(raw) else pd.Series(dtype="str")
    tonight = raw.iloc[: len(ids)].assign(record_id=ids.to_numpy())
    sheets = night.reading.sheets
    sheets = sheets.loc[sheets["state"] == "read", ["file", "sheet"]].fillna("")
    known = Known(
        read=frozenset(ids),
        now=_cells(tonight),
        stands=_stands(tonight),
        sheets=frozenset(sheets.itertuples(index=False, name=None)),
        ledger=memory.ledger,
        emptied=_emptied(night.corrections),
    )
    if memory.placed != memory.last_published:  # the rows remembered are of a register that waits
        return known
    return replace(
        known,
        was=_cells(memory.raw),
        stood=_stands(memory.raw),
        labels=_labels(memory, night.reading),
    )


def known_later(memory: Memory, run: int) -> Known:
    """What is known of the causes in the register of a former run."""
    rows = memory.raw
    later = rows.loc[(rows["last_run"] >= run).fillna(False).astype(bool), "record_id"]
    ledger = memory.ledger[memory.ledger["read_in"] <= run]
    return Known(read=frozenset(later), ledger=ledger, emptied=_emptied(corrections(ledger)))


def _emptied(corrections: pd.DataFrame) -> dict[tuple[str, str], Row]:
    """The answers that empty a value, by member and field."""
    own = corrections[corrections["value"].str.strip() == ""]
    told = zip(own["decision_id"], own["reviewer"].fillna(""), strict=True)
    causes = [{"decision": decision, "reviewer": reviewer} for decision, reviewer in told]
    return dict(zip(zip(own["member_id"], own["field"], strict=True), causes, strict=True))


def _cells(raw: pd.DataFrame) -> pd.DataFrame:
    labels = sorted(set(raw) - {*TABLES["known"], *TABLES["raw"]} | {"category"} & set(raw))
    return raw.drop_duplicates("record_id").set_index("record_id")[labels]


def _stands(raw: pd.DataFrame) -> dict[str, Place]:
    places = zip(raw["file"], raw["sheet"].fillna(""), raw["row"].astype("int64"), strict=True)
    return dict(zip(raw["record_id"], places, strict=True))


def _labels(memory: Memory, reading: Reading) -> dict[tuple[str, str, str], str]:
    """The columns that hold what they held, each with its label; not those of sheets with several
    tables, where a column holds several things."""
    read = [row for text in memory.lists["columns"] for row in json.loads(text)]
    names = ["file", "sheet", "column", "label"]
    both = [pd.DataFrame(read, columns=names), reading.columns[names]]
    before, now = (one.dropna(subset="label").fillna("").astype("str") for one in both)
    kept = before.merge(now, on=names).drop_duplicates()
    kept = kept[~kept.duplicated(names[:3], keep=False)]
    places = kept[names[:3]].itertuples(index=False, name=None)
    return dict(zip(places, kept["label"], strict=True))


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)


class Causes:
    """Why single values changed. before, now: the member of each record in both registers."""

    def __init__(self, known: Known, before: Mapping[str, str], now: Mapping[str, str]) -> None:
        self.known, self.before, self.now = known, before, now

    def of(self, one: Row, moved: Row | None) -> Row:
        """The cause of a changed value (field, value_was, cause_was, value_now, cause_now) of a
        member (member_id); moved: the cause of what follows from its merge or split."""
        was = news(one["cause_was"], one["cause_now"])
        now = news(one["cause_now"], one["cause_was"])
        if one["value_now"] is None:
            now = self.known.emptied.get((one["member_id"], one["field"]), now)
        why = self._why(one, was, now, moved is not None)
        beside = why == "preferred" and self.known.handed_on(str(was.get("record_id")))
        stood = was if beside else self.known.here(was)
        place = {f"was_{key}": value for key, value in stood.items()} | now
        return {"why": why, **place, **(moved if moved and why == "moved" else {})}

    def _why(self, one: Row, was: Row, now: Row, moved: bool) -> str:
        if "decision" in now or "decision" in was:
            return "correction" if "decision" in now else "uncorrected"
        if not was and not now:
            return "moved" if moved else "derived"
        if moved and self._crossed(one["member_id"], now.get("record_id"), was.get("record_id")):
            return "moved"
        if one["field"] == _CLUBS:
            unknown = one["value_was"] and not was and one["cause_was"] in (None, "[]")
            return "derived" if unknown else self._why_club(was, now)
        gone = one["value_now"] is None or not now
        why = self._why_gone(was) if gone else self._why_other(was, now)
        return "moved" if moved and why == "read_otherwise" else why  # a sum of several records

    def _crossed(self, member: str, record: object, old: object) -> bool:
        """Whether a value came from another member's record, or its record went to another."""
        came = self.before.get(str(record), member) != member
        return came or self.now.get(str(old), member) != member

    def _why_club(self, was: Row, now: Row) -> str:
        """Why a member came to a club, or is in it no longer."""
        if now:
            return "row" if str(now.get("record_id")) not in self.before else "club_joined"
        why = self._why_gone(was)
        return why if why in ("row_gone", "file_gone") else "club_left"

    def _why_gone(self, was: Row) -> str:
        """Why there is a value no longer."""
        if self._row_gone(was):
            return "file_gone" if self.known.lost(was.get("file")) else "row_gone"
        changed = self.known.cell_changed(self.known.here(was))
        return "cleared" if changed else "read_otherwise"

    def _row_gone(self, was: Row) -> bool:
        record, read = was.get("record_id"), self.known.read
        return record is not None and read is not None and record not in read

    def _why_other(self, was: Row, now: Row) -> str:
        """Why there is another value."""
        record, old = now.get("record_id"), was.get("record_id")
        if record is None:
            return "cell"
        if record not in self.before:
            return "row"
        if old in (record, None):
            changed = self.known.cell_changed(now) or self.known.row_changed(str(record))
            why = "cell" if changed else "read_otherwise"
            return "preferred" if old and self.known.handed_on(str(record)) else why
        told = len(self.known.was) > 0
        if told and self.known.cell_changed(now):
            return "cell"
        if not told and not self._row_gone(was):
            return "preferred"
        return _INSTEAD.get(self._why_gone(was), "preferred")


def news(cause: str | None, other: str | None) -> Row:
    """The place in `cause` that is not in `other`, by value where it is one of a list; the first
    where none is. A list whose entries the other has all has no news."""
    places: list[Row] = json.loads(cause or "[]")
    if not places or "value" not in places[0]:
        return places[0] if places else {}
    told = {place.get("value") for place in json.loads(other or "[]")}
    return next((place for place in places if place.get("value") not in told), {})
