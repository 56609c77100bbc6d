"""`Réponses données`: what people decided and is in force, and where to change or take it back."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from ..answered import REGISTER
from ..decisions.by_hand import KINDS, details
from ..decisions.ledger import BETWEEN, ERASE, WITHDRAWN, disputed, in_force, parts_of, text_in
from ..decisions.naming import KIND, about_text, answer_text
from ..workbooks.sheets import Column, Shown
from ..workbooks.shown import count, field_name, long_day, text_of
from .frame import FORM, Report
from .pairs import ANSWERS, drop_down
from .proposed import said_of, subject_in

_READ: Final = 5  # copies named below the hint


def given_sheet(report: Report) -> int:
    """Write the sheet; return how many answers are in force or disputed."""
    words = report.words
    columns = [
        report.column("decision_id", 11, 12, "id"),
        report.column("change", 14, 15, "answer"),
        report.column("said", 14, 20),
        report.column("about", 30, 44),
        report.column("remark", 24, 40),
        report.column("reviewer", 14, 24),
        report.column("decided_at", 12, 16),
        report.column("question_id", 11, 12),
        report.column("note", 20, 30),
        report.column("origin", 18, 30, "quiet"),
        *FORM,
    ]
    # The remark was given with the answer: here it is shown, not asked.
    columns[8] = Column("noted", columns[8].heading, 20, 30)
    ledger = report.night.memory.ledger
    # Erasures have a sheet of their own. What people changed in the register is no answer: it is
    # asked in `Écarts`, or comes back; answers to it stand here while they disagree.
    ledger = ledger[~ledger["kind"].isin((ERASE, "extra"))]
    held, torn = in_force(ledger), disputed(ledger)
    acts = pd.concat([held[held["kind"] != "edit"], torn]).sort_index(ascending=False)
    about = _About(report)
    rows = [_row(report, act, act["decision_id"] in set(torn["decision_id"]), about)
            for act in acts.to_dict("records")]  # fmt: skip
    hint = words("report.hints.given" if rows else "report.hints.no_given") + _copies(report)
    sheet, heading, last = report.table("given", "6B5B95", columns, rows, 2, hint)
    if rows:
        choices = [words("report.words.undo")]
        choices += [words(f"report.words.answer_{one}") for one in ANSWERS]
        drop_down(sheet, choices, f"B{heading + 1}:B{last}", f"A{heading + 1}:E{last}")
    return len(rows)


class _About:
    """Records by the names that people know them by, also those that are gone."""

    def __init__(self, report: Report) -> None:
        self.report = report
        tonight, known = report.night.records, report.night.memory.raw
        self.there = frozenset(tonight["record_id"])
        issues = report.night.issues
        against = issues.loc[issues["problem"] == "answers_contradict", "details"]
        self.waiting = frozenset(one["decision"] for one in against)
        self.names: dict[str, tuple[str, str]] = {}
        for table in (known, tonight):
            # Before the clubs are one, what a list called a row may be a person.
            if table is tonight or report.mask is None:
                name = table["name"] if "name" in table else table["record_id"]
                rows = zip(table["record_id"], name, table["source"], strict=True)
                self.names |= {str(one): (text_of(text), source) for one, text, source in rows}

    def record(self, record: str) -> str:
        name, source = self.names.get(record, ("", ""))
        club = self.report.night.clubs.get(source, source)
        return f"{name or record} ({club})" if club else name or record

    def subject(self, act: dict[Any, Any]) -> tuple[str, list[str]]:
        """What an act is about, in words, and the records that are in no list any more."""
        kind, subject = act["kind"], pd.Series([act["subject"]])
        if kind == "pair":
            ends = [str(one) for one in parts_of(subject, ("one", "other")).iloc[0]]
            gone = [self.record(one) for one in ends if one not in self.there]
            return "\n".join(map(self.record, ends)), gone
        if kind == KIND:
            return about_text(act["subject"], self.report.words), []
        if kind == "row":
            return text_of(details(act["answer"]).get("name")), []
        parts = act["subject"].split(BETWEEN)
        if kind == "edit":
            if parts[0] == "new":
                return text_of(details(act["shown"]).get("name")), []
            kind, parts = "value", [parts[1], "status" if parts[0] == "left" else parts[2]]
        if kind == "value" and len(parts) > 1:
            parts[1] = field_name(self.report.words, parts[1], self.report.night.clubs)
        return " › ".join(filter(None, parts)), []


def _row(report: Report, act: dict[Any, Any], torn: bool, about: _About) -> list[object]:
    words, kind = report.words, act["kind"]
    what, gone = about.subject(act)
    remarks = (
        [words(f"report.words.given_{'torn' if kind == KIND else 'disputed'}")] if torn else []
    )
    if gone:
        remarks.append(words("report.words.given_gone", names=", ".join(gone)))
    if act["decision_id"] in about.waiting:
        remarks.append(words("report.words.given_waiting"))
    elif kind == "pair" and act["subject"] in report.night.contrary and not torn:
        remarks.append(words("report.words.given_contrary"))
    day = pd.to_datetime(act["decided_at"], errors="coerce")
    return [
        act["decision_id"],
        Shown(None, "answer"),
        _said(report, act),
        what,
        "\n".join(remarks) or None,
        text_of(act["reviewer"]) or None,
        text_of(act["decided_at"]) if pd.isna(day) else long_day(words, day.date()),
        text_of(act["question_id"]) or None,
        text_of(act["note"]) or None,
        text_of(act["origin"]) or None,
        *report.keys(kind, subject_in(report, act["subject"])),
    ]


def _said(report: Report, act: dict[Any, Any]) -> str:
    words, answer = report.words, text_of(act["answer"])
    if act["kind"] == "pair":
        return words(f"report.words.answer_{text_of(act['relation']) or answer}")
    if act["kind"] == KIND:
        return answer_text(answer, words)
    if act["kind"] == "sheet":
        return words(f"report.words.take_{answer}")
    if act["kind"] == "row":
        club = text_of(details(answer).get("club"))
        return words("report.words.row_added", club=report.night.clubs.get(club, club))
    if act["kind"] in KINDS:
        edit = act["kind"] == "edit"
        return said_of(report, act) if edit else _value_said(report, act["subject"], answer)
    return words("report.words.answer_yes") if answer == "yes" else answer


def _value_said(report: Report, subject: str, answer: str) -> str:
    """A value that a person set, as the report may show it."""
    words, mask, field = report.words, report.mask, subject.split(BETWEEN)[1]
    if answer == WITHDRAWN:
        return words("report.words.answer_withdrawn")
    answer = text_in(answer)
    if mask and answer and (not report.shows(field) or mask.tells(answer)):
        return mask.hidden
    left = answer == "left" and field == "status"
    return words("shown.left") if left else answer or words("gaps.empty")


def _copies(report: Report) -> str:
    """The copies that were read for tonight, in a sentence; "" where there were none."""
    words, memory = report.words, report.night.memory
    own = memory.readings
    own = own[
        (own["read_in"] == memory.run) & ((own["n_new"] > 0) | (own["origin"].str.contains("/")))
    ]
    if own.empty:
        return ""
    told = [
        f"{one.origin} ({count(words, _counted(one.origin), one.n_new)})"
        for one in own.head(_READ).itertuples()
    ]
    return " " + words("report.words.copies_read", list=" ; ".join(told))


def _counted(origin: str) -> str:
    """What is counted of a copy: of a register, what was changed in it."""
    return "new_changes" if REGISTER in origin else "new_answers"
