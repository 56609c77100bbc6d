"""What stands in the columns that people added to the register, by member."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..results import OwnColumn
from ..tables import conform, empty
from ..workbooks.plain import plain
from .by_hand import details
from .ledger import BETWEEN, TERMINAL, WITHDRAWN, held_and_torn, in_force, subject_of, text_in
from .own_columns import KEPT, OF_REGISTER, value_of

Extras = dict[str, OwnColumn]
# What stands at a heading and member: text and value by the number at which it was written, that of
# the member first, each text once.
_Cells = dict[tuple[str, str], dict[str, tuple[str, object]]]
# Of a changed cell: what it had (None: not known), the numbers that were the member's by then, and
# whether it had another text than the member's own, so that all of theirs were seen.
_Seen = tuple[str | None, Sequence[str], bool]


@dataclass(frozen=True)
class OwnCells:
    """held: the acts that hold (LEDGER), of cells on which people disagree those of before; torn:
    those that stand against each other; cells: see _Cells."""

    held: pd.DataFrame
    torn: pd.DataFrame
    cells: _Cells


def own_cells(ledger: pd.DataFrame, aliases: pd.DataFrame) -> OwnCells:
    """What stands in such columns. What stood at a number that became an alias stands below what
    the member has, until somebody who saw it changed the cell."""
    own = _without_undone(ledger[ledger["kind"] == "extra"])
    held, torn = held_and_torn(own)
    if len(torn):
        before = own[own["subject"].isin(torn["subject"])].drop(torn.index)
        held = pd.concat([held, in_force(before)])
    return OwnCells(held, torn, _cells(own, held, aliases))


def extras(known: OwnCells) -> Extras:
    """The columns that people added, by heading, with values of the numbers in use. Where two
    people who did not know of each other wrote different values, that of before stays."""
    found: Extras = {}
    for subject, text in known.held[["subject", "answer"]].to_numpy().tolist():
        place, _, heading = subject.partition(BETWEEN)
        column = found.setdefault(heading, OwnColumn())
        if place.startswith(OF_REGISTER):
            column.forms[place.removeprefix(OF_REGISTER)] = text.removeprefix(KEPT).strip()
    for (heading, member), several in known.cells.items():
        one = next(iter(several.values()))
        texts = [text for text, _ in several.values()]
        found[heading].values[member] = one[1] if len(texts) == 1 else "\n".join(texts)
    return found


def _cells(own: pd.DataFrame, held: pd.DataFrame, aliases: pd.DataFrame) -> _Cells:
    now = dict(zip(aliases["old_member_id"], aliases["member_id"], strict=True))
    seen = _seen(own, set(now.values()))
    found: _Cells = {}
    said = held[["subject", "answer", "shown"]].to_numpy().tolist()
    acts = [
        (*subject.partition(BETWEEN)[::2], text_in(text), shown) for subject, text, shown in said
    ]
    for number, heading, text, shown in sorted(acts, key=lambda one: one[0] in now):
        if number.startswith(OF_REGISTER):
            continue
        member = now.get(number, number)
        cell = found.setdefault((heading, member), {})
        over = seen.get(subject_of(member, heading), ()) if number in now else ()
        if any(text == one for one, _ in cell.values()) or any(
            (both or number in joined) and _held_in(text, was) for was, joined, both in over
        ):
            continue
        cell[number] = (text, value_of(text, shown))
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


def torn_extras(known: OwnCells) -> pd.DataFrame:
    """ISSUES on the cells of such columns for which two people wrote different values, or that had
    two when two members became one."""
    rows = _joined(known.cells)
    texts = known.torn["answer"].replace(WITHDRAWN, "—").map(text_in)
    who = known.torn["reviewer"].fillna("")
    who = who.where(who != "", known.torn["origin"])
    several: dict[str, list[str]] = {}
    for subject, one, text in zip(known.torn["subject"], who, texts, strict=True):
        several.setdefault(subject, []).append(f"{one} : {text}")
    for subject in sorted(several):
        member, _, heading = subject.partition(BETWEEN)
        if member.startswith(OF_REGISTER):
            continue  # the heading of a column, or the form of its numbers
        about = {"member_id": member, "column": heading, "said": " ; ".join(several[subject])}
        rows.append({"problem": "own_column_torn", "details": about})
    # What people write there may tell of a person, as remarks do.
    told = [{"severity": "warning", "field": "notes", **row} for row in rows]
    return conform(pd.DataFrame(told), "issues") if told else empty("issues")


def _joined(cells: _Cells) -> list[dict[str, Any]]:
    """The cells in which two members who became one had numbers, dates or the like: kept as text.
    Of two texts, one below the other, nothing is told."""
    found = []
    for (heading, member), several in cells.items():
        if len(several) > 1 and not all(isinstance(one, str) for _, one in several.values()):
            said = " ; ".join(f"{number} : {text}" for number, (text, _) in several.items())
            about = {"member_id": member, "column": heading, "said": said}
            found.append({"problem": "own_column_joined", "details": about})
    return found
