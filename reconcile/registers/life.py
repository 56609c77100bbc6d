"""The life of a member in words: since when, from which rows, merged, split, told what, and each
value with its changes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from ..decisions.ledger import parts_of
from ..erasure import blocks_of
from ..errors import Stop
from ..members import number_of
from ..results import Memory
from ..review.changes import cause_text, shown_value, value_of
from ..tables import empty
from ..words import Words
from ..workbooks.shown import enumeration, field_name, long_day, place, text_of
from .causes import known_later
from .changes import changes, field_order
from .register_values import RECORDS, as_of

_UNTOLD = ("firm_id", "n_records", "records", "up_to_date", "status")


class UnknownMember(Stop):
    """A number that no member has or had."""

    exit_status = 2


def history(
    asked: str, memory: Memory, days: Mapping[int, date], clubs: Mapping[str, str], say: Words
) -> str:
    """What is remembered of the member of a number, an older one too (M-0042, m-42, 42).

    memory: with `values`; days: the day of each published run. Raises UnknownMember, in words.
    """
    number = asked.strip().upper().removeprefix("M").strip("- ")
    typed = f"M-{int(number):04d}" if number.isdecimal() else asked
    alias = memory.aliases.set_index("old_member_id")["member_id"]
    member = str(alias.get(typed, typed))
    log = memory.values
    if member in blocks_of(memory.ledger, memory.salt).erased:
        return say("history.erased", member=member)
    if not (log["member_id"] == member).any():
        raise UnknownMember(say("history.unknown", member=asked))
    log, records = _related(log, member)
    lines = [say("history.alias", old=typed, member=member)] if member != typed else []
    lines += _head(log, member, memory, days, say)
    lines += _rows(memory, records, clubs, say)
    lines += _answers(memory, member, records, say)
    return "\n".join([*lines, *_by_run(log, member, memory, days, clubs, say)])


def _related(log: pd.DataFrame, member: str) -> tuple[pd.DataFrame, list[str]]:
    """`log` of the member and of all with whom it ever shared a record; its records."""
    told = log[(log["field"] == RECORDS) & log["value"].notna()]
    lists = told["value"].map(json.loads)
    own = {one for records in lists[told["member_id"] == member] for one in records}
    kin = {member, *told.loc[[bool(own & set(one)) for one in lists], "member_id"]}
    now = as_of(told, int(log["run"].max()))
    mine = now.loc[now["member_id"] == member, "value"].map(json.loads)
    return log[log["member_id"].isin(kin)], sorted(
        {one for records in mine for one in records} or own
    )


def _head(
    log: pd.DataFrame, member: str, memory: Memory, days: Mapping[int, date], say: Words
) -> Iterator[str]:
    whole = log[log["member_id"] == member]
    names = whole.loc[(whole["field"] == "name") & whole["value"].notna(), "value"]
    status = whole.loc[whole["field"] == "status", "value"].fillna("gone").to_list()[-1:]
    key = {"left": "left", "gone": "gone"}.get("".join(status), "current")
    yield f"{member}  {''.join(names.to_list()[-1:])} ({say(f'history.{key}')})"
    first = int(whole["run"].min())
    yield say("history.first", **_run(first, days, say))
    old = memory.aliases.loc[memory.aliases["member_id"] == member, "old_member_id"]
    if len(old):
        yield say("history.aliases", numbers=enumeration(say, sorted(old)))


def _run(run: int, days: Mapping[int, date], say: Words) -> dict[str, object]:
    return {"run": run, "date": long_day(say, days[run]) if run in days else "?"}


def _rows(
    memory: Memory, records: list[str], clubs: Mapping[str, str], say: Words
) -> Iterator[str]:
    """The rows of its lists, as they were last read."""
    yield from ("", say("history.rows"))
    own = memory.raw[memory.raw["record_id"].isin(records)]
    for row in own.to_dict("records"):
        where = place(row["file"], row["sheet"], say("shown.row", row=row["row"]))
        club = clubs.get(row["source"], row["source"])
        here = "" if row["record_id"] in memory.last_rows else " " + say("history.row_gone")
        told = say("shown.colon", left=f"{row['record_id']}  {club}", right=where)
        yield f"  {told}{here}"


def _answers(memory: Memory, member: str, records: list[str], say: Words) -> Iterator[str]:
    """What people said about it, in the order in which it was read."""
    ledger = memory.ledger
    pairs = ledger[ledger["kind"] == "pair"]
    ends = parts_of(pairs["subject"], ("left_id", "right_id")) if len(pairs) else None
    about = set(pairs.index[ends.isin(records).any(axis=1)]) if ends is not None else set()
    valued = ledger[(ledger["kind"] == "value") & ledger["subject"].str.startswith(f"{member}␟")]
    told = ledger.loc[sorted(about | set(valued.index))]
    if told.empty:
        return
    yield from ("", say("history.answers"))
    for one in told.to_dict("records"):
        yield "  " + _answer(one, say)


def _answer(one: Mapping[Any, Any], say: Words) -> str:
    said = str(one["answer"])
    if one["kind"] == "value":
        field = str(one["subject"]).partition("␟")[2]
        about = field_name(say, field)
        said = say("answers.withdrawn").split("|")[0] if said == "withdrawn" else f"« {said} »"
    else:
        about = str(one["subject"]).replace("␟", " / ")
        key = text_of(one["relation"]) or said
        said = say(f"answers.{key}").split("|")[0]
    who = text_of(one["reviewer"]) or "–"
    when = text_of(one["decided_at"])[:10]
    day = long_day(say, date.fromisoformat(when)) if when else "?"
    return say(
        "history.answer", decision=one["decision_id"], about=about, answer=said, by=who, day=day
    )


def _by_run(
    log: pd.DataFrame,
    member: str,
    memory: Memory,
    days: Mapping[int, date],
    clubs: Mapping[str, str],
    say: Words,
) -> Iterator[str]:
    """What each register changed of it, its values first."""
    before = empty("register_values")
    for run in sorted(log["run"].unique()):
        now = as_of(log, run)
        lines = [] if (before["member_id"] == member).any() else _values(now, member, clubs, say)
        found = changes(before, now, known_later(memory, int(run)))
        own = found[(found["member_id"] == member) | (found["other_id"] == member)]
        told = [*_told(own, clubs, say), *lines]
        if told:
            yield from ("", say("history.run", **_run(int(run), days, say)), *told)
        before = now


def _values(now: pd.DataFrame, member: str, clubs: Mapping[str, str], say: Words) -> list[str]:
    own = now[(now["member_id"] == member) & ~now["field"].isin(_UNTOLD)]
    own = own.sort_values("field", key=lambda fields: fields.map(field_order))
    return [
        "  "
        + say(
            "shown.colon",
            left=field_name(say, one["field"], clubs),
            right=_line(shown_value(say, one["field"], one["value"], clubs)),
        )
        for one in own.to_dict("records")
    ]


def _told(own: pd.DataFrame, clubs: Mapping[str, str], say: Words) -> Iterator[str]:
    ranked = own.assign(order=number_of(own["member_id"])) if len(own) else own
    for one in ranked.to_dict("records"):
        field = text_of(one["field"])
        before, after = (value_of(say, one, side, clubs) for side in ("before", "after"))
        kind = say(f"changes.kinds.{one['kind']}")
        what = field_name(say, field, clubs) if field else kind
        moved = f" : {_line(before or '–')} → {_line(after or '–')}" if before or after else ""
        yield f"  {what}{moved}. {cause_text(say, one)}"


def _line(text: str) -> str:
    return " ; ".join(text.split("\n"))
