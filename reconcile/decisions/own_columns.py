"""The columns that people added to the register: what stands in them, by member.

A changed cell is an act at once (kind "extra", subject M-0042␟heading), which needs no answer; that
a column has a heading is one, too (register:club␟heading). The answer is the cell as text, `shown`
its value where it is no text, or what stood in a cell that was emptied.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import pandas as pd

from ..results import OwnColumn
from ..tables import conform, empty
from ..workbooks.plain import plain
from .by_hand import details
from .ledger import BETWEEN, TERMINAL, WITHDRAWN, answer_of, disputed, in_force, subject_of, text_in

EXTRA: Final = "extra:"  # before the heading of a column that people added, as its key
OF_REGISTER: Final = "register:"  # before a club ("" for both), in place of a member
_KEPT: Final = "kept"  # of a column, before the format of its numbers
_TIMES: Final[Mapping[str, Any]] = {"moment": datetime, "day": date, "time": time}
_DURATION: Final = "duration_s"
Extras = dict[str, OwnColumn]
# Of a changed cell: what it had (None: not known), the numbers that were the member's by then, and
# whether it had another text than the member's own, so that all of theirs were seen.
_Seen = tuple[str | None, Sequence[str], bool]


def cell_act(
    member: str, heading: str, text: str, value: object, was: str, joined: Sequence[str] = ()
) -> dict[str, Any]:
    """The act of a changed cell. text, value: the cell as text and as it is; was: its text then;
    joined: the numbers that had become the member's, whose texts were seen, too."""
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
    if was:  # of two members who became one, says whose value was seen
        shown["was"] = was
    if joined:
        shown["joined"] = list(joined)
    answer = answer_of(text) or WITHDRAWN
    said = {"kind": "extra", "subject": subject_of(member, heading), "answer": answer}
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
    """The columns that people added, by heading, with values of the numbers in use. What stood at a
    number that became an alias stands below what the member has, until somebody who saw it changed
    the cell. Where two people who did not know of each other wrote different values, that of before
    stays."""
    own = _without_undone(ledger[ledger["kind"] == "extra"])
    held = _held(own)
    found: Extras = {}
    for subject, text in held[["subject", "answer"]].to_numpy().tolist():
        place, _, heading = subject.partition(BETWEEN)
        column = found.setdefault(heading, OwnColumn())
        if place.startswith(OF_REGISTER):
            column.forms[place.removeprefix(OF_REGISTER)] = text.removeprefix(_KEPT).strip()
    for (heading, member), several in _cells(own, held, aliases).items():
        one = next(iter(several.values()))
        texts = [text for text, _ in several.values()]
        found[heading].values[member] = one[1] if len(texts) == 1 else "\n".join(texts)
    return found


def _held(own: pd.DataFrame) -> pd.DataFrame:
    """The acts that hold; of cells on which people disagree, those of before."""
    torn = disputed(own)
    held = in_force(own)
    if torn.empty:
        return held
    before = in_force(own.drop(torn.index))
    return pd.concat([held, before[before["subject"].isin(torn["subject"])]])


def _cells(
    own: pd.DataFrame, held: pd.DataFrame, aliases: pd.DataFrame
) -> dict[tuple[str, str], dict[str, tuple[str, object]]]:
    """What stands at a heading and member: text and value by the number at which it was written,
    that of the member first, each text once."""
    now = dict(zip(aliases["old_member_id"], aliases["member_id"], strict=True))
    seen = _seen(own, set(now.values()))
    found: dict[tuple[str, str], dict[str, tuple[str, object]]] = {}
    acts = [(*str(one.subject).partition(BETWEEN)[::2], one) for one in held.itertuples()]
    for number, heading, act in sorted(acts, key=lambda one: one[0] in now):
        if number.startswith(OF_REGISTER):
            continue
        member, text = now.get(number, number), text_in(str(act.answer))
        cell = found.setdefault((heading, member), {})
        over = seen.get(subject_of(member, heading), ()) if number in now else ()
        if any(text == one for one, _ in cell.values()) or any(
            (both or number in joined) and _held_in(text, was) for was, joined, both in over
        ):
            continue
        cell[number] = (text, _value(text, act.shown))
    return {place: cell for place, cell in found.items() if cell}


def _seen(own: pd.DataFrame, members: set[str]) -> dict[str, list[_Seen]]:
    """What stood in the cells of `members` when they were changed, by subject."""
    found: dict[str, list[_Seen]] = {}
    earlier: dict[str, list[Any]] = {}
    for act in own.itertuples():
        subject = str(act.subject)
        if subject.partition(BETWEEN)[0] not in members:
            continue
        before = earlier.setdefault(subject, [])
        told = details(act.shown)
        was = told.get("was")
        if act.run != TERMINAL and (was or act.answer == WITHDRAWN):
            known = [one for one in before if one.read_in <= act.run]
            own_texts = {plain(_text(one.answer)) for one in (*known[-1:], *before[-1:])}
            both = was is None or plain(was) not in own_texts
            found.setdefault(subject, []).append((was, told.get("joined", ()), both))
        before.append(act)
    return found


def _text(answer: str) -> str:
    return "" if answer == WITHDRAWN else text_in(answer)


def _held_in(text: str, was: str | None) -> bool:
    """Whether a changed cell had a text among its lines; None: what it had is not known."""
    return was is None or plain(text) == plain(was) or {*text.splitlines()} <= {*was.splitlines()}


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


def torn_extras(ledger: pd.DataFrame, aliases: pd.DataFrame) -> pd.DataFrame:
    """ISSUES on the cells of such columns for which two people wrote different values, or that had
    two when two members became one."""
    rows = _joined(ledger, aliases)
    for subject, several in disputed(_without_undone(ledger[ledger["kind"] == "extra"])).groupby(
        "subject"
    ):
        member, _, heading = str(subject).partition(BETWEEN)
        if member.startswith(OF_REGISTER):
            continue  # the heading of a column, or the form of its numbers
        texts = several["answer"].replace(WITHDRAWN, "—").map(text_in)
        who = several["reviewer"].fillna("").where(several["reviewer"] != "", several["origin"])
        said = " ; ".join(f"{one} : {text}" for one, text in zip(who, texts, strict=True))
        about = {"member_id": member, "column": heading, "said": said}
        rows.append({"problem": "own_column_torn", "details": about})
    # What people write there may tell of a person, as remarks do.
    told = [{"severity": "warning", "field": "notes", **row} for row in rows]
    return conform(pd.DataFrame(told), "issues") if told else empty("issues")


def _joined(ledger: pd.DataFrame, aliases: pd.DataFrame) -> list[dict[str, Any]]:
    """The cells in which two members who became one had numbers, dates or the like: kept as text.
    Of two texts, one below the other, nothing is told."""
    own = _without_undone(ledger[ledger["kind"] == "extra"])
    found = []
    for (heading, member), several in _cells(own, _held(own), aliases).items():
        if len(several) > 1 and not all(isinstance(one, str) for _, one in several.values()):
            said = " ; ".join(f"{number} : {text}" for number, (text, _) in several.items())
            about = {"member_id": member, "column": heading, "said": said}
            found.append({"problem": "own_column_joined", "details": about})
    return found
