"""The columns that people added to the register: what stands in them, by member.

A changed cell is an act at once (kind "extra", subject M-0042␟heading), which needs no answer; that
a column has a heading is one, too (register:club␟heading). The answer is the cell as text, `shown`
its value where it is no text, or what stood in a cell that was emptied.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import pandas as pd

from ..results import OwnColumn
from ..tables import conform, empty
from ..workbooks.plain import plain, same
from .by_hand import details
from .ledger import BETWEEN, TERMINAL, WITHDRAWN, disputed, in_force, subject_of

EXTRA: Final = "extra:"  # before the heading of a column that people added, as its key
OF_REGISTER: Final = "register:"  # before a club ("" for both), in place of a member
_KEPT: Final = "kept"  # of a column, before the format of its numbers
_TIMES: Final[Mapping[str, Any]] = {"moment": datetime, "day": date, "time": time}
_DURATION: Final = "duration_s"
Extras = dict[str, OwnColumn]


def cell_act(member: str, heading: str, text: str, value: object, was: str) -> dict[str, Any]:
    """The act of a changed cell. text, value: the cell as text and as it is; was: its text then."""
    shown: dict[str, Any] = {}
    if not text:
        shown = {"was": was}
    elif isinstance(value, bool | int | float):
        shown = {"value": value}
    elif isinstance(value, date | time):  # a datetime is a date
        kind = next(key for key, one in _TIMES.items() if isinstance(value, one))
        shown = {kind: value.isoformat()}
    elif isinstance(value, timedelta):
        shown = {_DURATION: round(value.total_seconds())}
    said = {"kind": "extra", "subject": subject_of(member, heading), "answer": text or WITHDRAWN}
    return {**said, "shown": json.dumps(shown, ensure_ascii=False) if shown else None}


def heading_act(club: str, heading: str, there: bool, form: str = "") -> dict[str, Any]:
    """The act of a column that is in the register of `club` ("" for both), or no more; form: the
    number format of its numbers."""
    subject = subject_of(f"{OF_REGISTER}{club}", heading)
    kept = f"{_KEPT} {form}".strip()
    return {"kind": "extra", "subject": subject, "answer": kept if there else WITHDRAWN}


def _value(text: str, shown: object) -> object:
    said = details(shown)
    for kind, of in _TIMES.items():
        if kind in said:
            return of.fromisoformat(said[kind])
    if _DURATION in said:
        return timedelta(seconds=said[_DURATION])
    value = said.get("value", text)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def extras(ledger: pd.DataFrame, aliases: pd.DataFrame) -> Extras:
    """The columns that people added, by heading, with values of the numbers in use. A number that
    became an alias gives its value where the member has none, unless it was emptied there. Where
    two people who did not know of each other wrote different values, that of before stays."""
    own = _without_undone(ledger[ledger["kind"] == "extra"])
    torn = disputed(own)
    held = in_force(own)
    if len(torn):
        before = in_force(own.drop(torn.index))
        held = pd.concat([held, before[before["subject"].isin(torn["subject"])]])
    now = dict(zip(aliases["old_member_id"], aliases["member_id"], strict=True))
    taken: dict[str, list[str | None]] = {}
    for act in own[own["answer"] == WITHDRAWN].itertuples():
        taken.setdefault(str(act.subject), []).append(details(act.shown).get("was"))
    found: Extras = {}
    for subject, text, shown in held[["subject", "answer", "shown"]].to_numpy().tolist():
        member, _, heading = subject.partition(BETWEEN)
        column = found.setdefault(heading, OwnColumn())
        if member.startswith(OF_REGISTER):
            column.forms[member.removeprefix(OF_REGISTER)] = text.removeprefix(_KEPT).strip()
        elif member in now:
            gone = taken.get(subject_of(now[member], heading), ())
            if not any(was is None or same(plain(was), plain(text)) for was in gone):
                column.values.setdefault(now[member], _value(text, shown))
        else:
            column.values[member] = _value(text, shown)
    return found


def _without_undone(own: pd.DataFrame) -> pd.DataFrame:
    """Acts of such columns without the cells that went with a column whose going was taken back:
    it comes back with its values."""
    reading = ["run", "read_in", "reviewer", "origin"]
    undone: set[tuple[object, ...]] = set()
    of_register = own[own["subject"].str.startswith(OF_REGISTER)]
    for subject, acts in of_register.groupby("subject"):
        heading = str(subject).partition(BETWEEN)[2]
        went: tuple[object, ...] | None = None
        for act in acts[["answer", *reading]].astype(object).fillna("").to_dict("records"):
            if act["run"] != TERMINAL:
                gone = act["answer"] == WITHDRAWN
                went = (heading, *(act[one] for one in reading)) if gone else None
            elif went and act["answer"] == WITHDRAWN:
                undone.discard(went)
            elif went:
                undone.add(went)
    if not undone:
        return own
    headings = own["subject"].str.partition(BETWEEN)[2]
    places = zip(
        headings, *own[reading].astype(object).fillna("").T.to_numpy().tolist(), strict=True
    )
    back = pd.Series([one in undone for one in places], index=own.index)
    return own[~(back & (own["answer"] == WITHDRAWN))]


def torn_extras(ledger: pd.DataFrame) -> pd.DataFrame:
    """ISSUES on the cells of such columns for which two people wrote different values."""
    rows = []
    for subject, several in disputed(_without_undone(ledger[ledger["kind"] == "extra"])).groupby(
        "subject"
    ):
        member, _, heading = str(subject).partition(BETWEEN)
        if member.startswith(OF_REGISTER):
            continue  # the heading of a column, or the form of its numbers
        texts = several["answer"].replace(WITHDRAWN, "—")
        who = several["reviewer"].fillna("").where(several["reviewer"] != "", several["origin"])
        said = " ; ".join(f"{one} : {text}" for one, text in zip(who, texts, strict=True))
        about = {"member_id": member, "column": heading, "said": said}
        # What people write there may tell of a person, as remarks do.
        rows.append({"problem": "own_column_torn", "severity": "warning", "field": "notes"}
                    | {"details": about})  # fmt: skip
    return conform(pd.DataFrame(rows), "issues") if rows else empty("issues")
