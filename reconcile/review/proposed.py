"""The rows of `Écarts` that ask about changes of the register."""

from __future__ import annotations

from typing import Any

from ..decisions.by_hand import details, parts, proposals, sealed
from ..decisions.ledger import NO, YES, disputed
from ..workbooks.sheets import Shown
from ..workbooks.shown import enumeration, field_name, look_up, text_of, value_text
from .frame import Report
from .gap_line import line, names_of


def proposed(report: Report) -> list[list[object]]:
    """The changes of the register that nobody has answered yet, or not with one voice. Before the
    clubs are one, that which tells of a person is asked about without its value."""
    found: list[list[object]] = []
    names: dict[str, str] = {}
    values: dict[tuple[str, str], str] = {}
    open_now = proposals(report.night.memory.ledger)
    for register in report.night.registers.values() if len(open_now) else ():
        names |= names_of(register.register)
        kept = register.provenance.groupby(["member_id", "field"], sort=False)["value"]
        for (member, field), own in kept:
            values[member, field] = "; ".join(value_text(field, one) for one in own.dropna())
    torn = _torn(report)
    for act in open_now.to_dict("records"):
        what, *about = parts(act["subject"])
        found.append(_proposal(report, act, what, about, (names, values, torn)))
    return found


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


def _proposal(
    report: Report,
    act: dict[Any, Any],
    what: str,
    about: list[str],
    known: tuple[dict[str, str], dict[tuple[str, str], str], dict[str, str]],
) -> list[object]:
    words, shown, (names, values, torn) = report.words, details(act["shown"]), known
    yes, no = words("report.words.answer_yes"), words("report.words.answer_no")
    origin = text_of(act["origin"])
    who = text_of(act["reviewer"]) or words("gaps.somebody")
    member, field, choices = about[0], "status", [yes, no]
    subject = subject_in(report, act["subject"])
    source: str | None = "current"
    if what == "value":
        field, text = about[1], about[2]
        now = values.get((member, field), text_of(shown.get("was")))
        value, other, source = now, text or words("gaps.empty"), now
        if hidden := _hidden(report, field, now, text):
            value, other, source = hidden, hidden, None
        why = words("gaps.edited", file=origin, who=who, was=value or "—", now=other)
    elif what == "left":
        value, other = look_up(words, "shown", "current_member") or "", words("shown.left")
        why = words("gaps.removed", file=origin, who=who, member=member)
    else:
        clubs = report.night.clubs
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
        names, member, field, value, other = (
            {"": text_of(shown.get("name"))},
            "",
            "",
            "",
            "\n".join(told),
        )
        key = "added" if len(joins) == 1 else "added_both" if joins else "added_no_club"
        called = enumeration(words, (clubs.get(one, one) for one in joins))
        why = words(f"gaps.{key}", file=origin, who=who, clubs=called)
        names_of_clubs = list(clubs.values()) if len(joins) != 1 else []
        choices = [*([yes] if joins else []), *names_of_clubs, no]
    if act["subject"] in torn:
        why += "\n" + words("gaps.torn", said=torn[act["subject"]])
    cells: list[object] = [value or None, Shown(other, "differ"), None, None, Shown(why, "warn")]
    said = ("edit", subject, source)
    return line(report, (member, names.get(member, ""), field), cells, said, choices)
