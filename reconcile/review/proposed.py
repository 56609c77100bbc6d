"""The rows of `Écarts` that ask about changes of the register."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from ..decisions.by_hand import details, parts, proposals, sealed
from ..decisions.ledger import NO, OPEN, TERMINAL, YES, disputed
from ..workbooks.sheets import Shown
from ..workbooks.shown import enumeration, field_name, look_up, text_of, value_text
from .frame import Report
from .gap_line import line, names_of

_Place = tuple[str, str]  # member and field


class _Known(NamedTuple):
    """What the register says. names: by member; values: as they are, by member and field; lists:
    what the lists say where a correction holds; torn: who answered what, by subject."""

    names: dict[str, str]
    values: dict[_Place, str]
    lists: dict[_Place, str]
    torn: dict[str, str]


class _Asked(NamedTuple):
    """What a row says. about: member and field; source: what the lists say, None where hidden."""

    about: _Place
    name: str
    value: str
    other: str
    why: str
    choices: list[str]
    source: str | None = "current"


def proposed(report: Report) -> list[list[object]]:
    """The changes of the register that nobody has answered yet, or not with one voice. Before the
    clubs are one, that which tells of a person is asked about without its value."""
    found: list[list[object]] = []
    ledger = report.night.memory.ledger
    open_now = proposals(ledger)
    if open_now.empty:
        return found
    known, made = _known(report), _made(ledger)
    for act in open_now.to_dict("records"):
        first = made.get(act["subject"], act)
        by = {
            "file": text_of(first["origin"]),
            "who": text_of(first["reviewer"]) or report.words("gaps.somebody"),
        }
        shown = details(act["shown"]) or details(first["shown"])
        what, *about = parts(act["subject"])
        ask = {"value": _value, "left": _left}.get(what, _new)
        found.append(_row(report, act["subject"], ask(report, about, shown, by, known), known.torn))
    return found


def _known(report: Report) -> _Known:
    names: dict[str, str] = {}
    values: dict[_Place, str] = {}
    for register in report.night.registers.values():
        names |= names_of(register.register)
        kept = register.provenance.groupby(["member_id", "field"], sort=False)["value"]
        for (member, field), own in kept:
            values[member, field] = "; ".join(value_text(field, one) for one in own.dropna())
    lists = {
        (one["member_id"], one["field"]): text_of(one["source_text"])
        for one in report.night.corrections.to_dict("records")
    }
    return _Known(names, values, lists, _torn(report))


def _made(ledger: pd.DataFrame) -> dict[str, dict[Any, Any]]:
    """The proposals as people made them, by subject: an undo puts one to the question again."""
    own = ledger[(ledger["kind"] == "edit") & (ledger["answer"] == OPEN)]
    own = own[own["run"] != TERMINAL].drop_duplicates("subject", keep="last")
    return {act["subject"]: act for act in own.to_dict("records")}


def _torn(report: Report) -> dict[str, str]:
    """Who answered what to each change on which people disagree, by its subject."""
    said: dict[str, list[str]] = {}
    ledger = report.night.memory.ledger
    for act in disputed(ledger[ledger["kind"] == "edit"]).to_dict("records"):
        who = text_of(act["reviewer"]) or report.words("gaps.somebody")
        told = report.words("shown.colon", left=who, right=said_of(report, act))
        said.setdefault(act["subject"], []).append(told)
    return {subject: " ; ".join(several) for subject, several in said.items()}


def said_of(report: Report, act: dict[Any, Any]) -> str:
    """What was answered to a change of the register (an act of LEDGER), in words."""
    words, (what, *about) = report.words, parts(act["subject"])
    text = text_of(act["answer"]).removeprefix(YES)
    if act["answer"] == NO:
        return words("report.words.answer_no")
    if what == "new":
        clubs = report.night.clubs
        return ", ".join(clubs.get(one, one) for one in text.split(","))
    if what == "left" or text == about[2]:
        return words("report.words.answer_yes")
    return _hidden(report, about[1], text) or text or words("gaps.empty")


def subject_in(report: Report, subject: str) -> str:
    """The subject of a change as the report may hold it."""
    what, *about = parts(subject)
    if what == "value" and _hidden(report, *about[1:]):
        return sealed(subject, report.night.memory.salt)
    return subject


def _hidden(report: Report, field: str, *texts: str) -> str:
    """What stands in place of the values of a field; "" where they may be shown."""
    mask = report.mask
    if mask is None or (report.shows(field) and not any(map(mask.tells, texts))):
        return ""
    return mask.hidden


def _value(
    report: Report, about: list[str], shown: dict[str, Any], by: dict[str, str], known: _Known
) -> _Asked:
    words, (member, field, text) = report.words, about
    was = text_of(shown.get("was"))
    now = known.values.get((member, field), was)
    value, other, source = now, text or words("gaps.empty"), known.lists.get((member, field), now)
    # Where the two are one, what was done on a yes that was taken back still holds.
    was = (now if now != text else was) or "—"
    hidden = _hidden(report, field, now, text, was, source)
    if hidden:
        value = other = was = hidden
    why = words("gaps.edited", **by, was=was, now=other)
    called = known.names.get(member, "")
    return _Asked((member, field), called, value, other, why, _yes_no(report),
                  None if hidden else source)  # fmt: skip


def _left(
    report: Report, about: list[str], shown: dict[str, Any], by: dict[str, str], known: _Known
) -> _Asked:
    words, member = report.words, about[0]
    value = look_up(words, "shown", "current_member") or ""
    why = words("gaps.removed", **by, member=member)
    called = known.names.get(member, "")
    return _Asked((member, "status"), called, value, words("shown.left"), why, _yes_no(report))


def _new(
    report: Report, about: list[str], shown: dict[str, Any], by: dict[str, str], known: _Known
) -> _Asked:
    words, clubs = report.words, report.night.clubs
    joins = shown.get("joins") or list(filter(None, [shown.get("club")]))
    own = {
        label if len(joins) < 2 else f"{label}:{one}": text
        for one in joins
        for label, text in shown.get("own", {}).get(one, {}).items()
    }
    told = [
        f"{field_name(words, label, clubs)} : {text}"
        for label, text in {**shown.get("row", {}), **own}.items()
        if report.mask is None or label in ("name", "city")
    ]
    key = "added" if len(joins) == 1 else "added_both" if joins else "added_no_club"
    called = enumeration(words, (clubs.get(one, one) for one in joins))
    yes, no = _yes_no(report)
    offered = [*([yes] if joins else []), *(clubs.values() if len(joins) != 1 else []), no]
    why = words(f"gaps.{key}", **by, clubs=called)
    return _Asked(("", ""), text_of(shown.get("name")), "", "\n".join(told), why, offered)


def _yes_no(report: Report) -> list[str]:
    return [report.words(f"report.words.answer_{one}") for one in ("yes", "no")]


def _row(report: Report, subject: str, asked: _Asked, torn: dict[str, str]) -> list[object]:
    why = asked.why
    if subject in torn:
        why += "\n" + report.words("gaps.torn", said=torn[subject])
    other, told = Shown(asked.other, "differ"), Shown(why, "warn")
    cells: list[object] = [asked.value or None, other, None, None, told]
    said = ("edit", subject_in(report, subject), asked.source)
    member, field = asked.about
    return line(report, (member, asked.name, field), cells, said, asked.choices)
