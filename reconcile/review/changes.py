"""`Changements`: what changed since the register that is in place, why, and how to undo it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from ..answers.added import FILE
from ..remembered import CHANGE_KINDS
from ..tables import CONSENT_PURPOSES, field_of
from ..words import Words
from ..workbooks.sheets import Shown, lines_of
from ..workbooks.shown import (
    certainty,
    count,
    enumeration,
    field_name,
    long_day,
    look_up,
    number,
    place,
    text_of,
    value_text,
)
from .frame import Report

Row = Mapping[Any, Any]
MOST: Final = 5000  # rows: nobody reads more, and the report must open at once
_LOOKS: Final = {"new": "good", "returned": "good", "left": "warn", "split": "warn"}
_JSON: Final = frozenset(("clubs", "phones", "emails", "commissions", "people"))
_SAID: Final = frozenset((*CONSENT_PURPOSES, "status", "up_to_date"))
_ABOUT_MEMBERS: Final = ("merged", "split")
# Causes that are a cell, or only known to be a row: whether in the register before or tonight.
_OF_CELLS: Final = {"cell": "", "cleared": "was_", "outdone": "was_"}
_LINE_POINTS: Final = 13.2
_MOVED: Final = ("pair", "other", "before", "after", "was_sure", "sure")


def changes_sheet(report: Report) -> None:
    """A row a change; below, the pairs that a newly adopted model sees otherwise."""
    table = report.night.changes
    several = len(report.night.registers) > 1
    columns = [
        report.column("member_id", 11, 12, "id"),
        report.column("name", 18, 30),
        *([report.column("source", 12, 20)] if several else []),
        report.column("kind", 12, 18),
        report.column("field", 14, 32),
        report.column("before", 16, 32),
        report.column("after", 16, 32),
        report.column("cause", 34, 46),
        report.column("how_to_undo", 34, 46),
    ]
    rows = [_row(report, one, several) for one in table.head(MOST).to_dict("records")]
    hint = told(report)
    if len(table) > MOST:
        runs = {"old": report.night.since, "new": report.night.run}
        shown = {key: number(report.words, n) for key, n in (("most", MOST), ("n", len(table)))}
        key = "most_held" if len(report.night.held_back) else "most"
        hint += " " + report.words(f"changes.{key}", **shown, **runs)
    sheet, _, last = report.table("changes", "7A5C99", columns, rows, 2, hint)
    _moved_table(report, sheet, last + 2)


def told(report: Report) -> str:
    """Since which register, and how many of each kind; why there is nothing to tell."""
    words, night = report.words, report.night
    memory = night.memory
    if not night.since or memory.placed_on is None:
        return words("changes.unlike" if memory.placed else "changes.first")
    since = {"run": night.since, "date": long_day(words, memory.placed_on)}
    said = counted(night.changes, words)
    key = "since" if said else "nothing"
    sentence = words(f"changes.{key}", what=said, **since)
    held = " " + words("changes.held") if len(night.held_back) and said else ""
    return sentence + held


def counted(changes: pd.DataFrame, words: Words) -> str:
    """ "3 nouveaux, 1 parti et 2 fusionnés": members of each kind; "" where nothing changed."""
    said = []
    for kind in CHANGE_KINDS:
        own = changes[changes["kind"] == kind]
        who = "other_id" if kind == "merged" else "member_id"
        if n := len(own.drop_duplicates(["club", who])):
            said.append(count(words, f"ch_{kind}", n))
    return enumeration(words, said) if said else ""


def _row(report: Report, one: Row, several: bool) -> list[object]:
    words, clubs, field = report.words, report.night.clubs, text_of(one["field"])
    shown = not field or report.shows(field_of(field).partition(":")[0])
    values = [
        value_of(words, one, side, clubs) if shown else words("shown.hidden_value")
        for side in ("before", "after")
    ]
    kind = str(one["kind"])
    return [
        one["member_id"],
        text_of(one["name"]) or None,
        *([clubs.get(one["club"], one["club"])] if several else []),
        Shown(words(f"changes.kinds.{kind}"), _LOOKS.get(kind, "text")),
        field_name(words, field, clubs) if field else None,
        *values,
        cause_text(words, one),
        undo_text(words, one),
    ]


def value_of(words: Words, one: Row, side: str, clubs: Mapping[str, str]) -> str | None:
    """The value before or after a change (a row of CHANGES) as people write it."""
    text, kind = text_of(one[side]), one["kind"]
    if kind in _ABOUT_MEMBERS:
        name = text_of(one["cause"].get("name")) if side == "before" else ""
        return f"{text} ({name})" if name else text or None
    if kind != "changed":
        return None  # the kind says it
    return shown_value(words, text_of(one["field"]), text, clubs) or None


def shown_value(words: Words, field: str, text: str, clubs: Mapping[str, str]) -> str:
    """A value of REGISTER_VALUES as people write it."""
    base = field_of(field).partition(":")[0]
    if not text:
        return ""
    if base in _JSON:
        return _listed(words, base, json.loads(text), clubs)
    if base == "dues":
        return " / ".join(_due(words, one) for one in text.split(" / "))
    if base in _SAID:
        return look_up(words, "shown", text) or text
    return value_text(field, text)


def _listed(words: Words, base: str, items: list[str], clubs: Mapping[str, str]) -> str:
    if base == "clubs":
        return enumeration(words, [clubs.get(one, one) for one in items])
    if base == "people":
        people = [[value_text("phones", part) for part in one.split(", ")] for one in items]
        return "\n".join(", ".join(parts) for parts in people)
    return value_text(base, items)


def _due(words: Words, text: str) -> str:
    state, _, amount = text.partition(" ")
    said = [look_up(words, "shown", state) or state]
    if amount:
        decimals = 0 if float(amount).is_integer() else 2
        said.append(words("shown.amount", amount=number(words, float(amount), decimals)))
    return ", ".join(said)


def cause_text(words: Words, one: Row) -> str:
    """Which cell, which answer or which rule made a change (a row of CHANGES)."""
    return words(f"changes.why.{_key(one)}", **_details(words, one)).strip()


def undo_text(words: Words, one: Row) -> str:
    """What a person does to take a change back."""
    return words(f"changes.undo.{_key(one)}", **_details(words, one)).strip()


def _key(one: Row) -> str:
    cause: Row = one["cause"]
    why = str(cause["why"])
    if why in (*_ABOUT_MEMBERS, "passed"):
        said = "withdrawn" if cause.get("withdrawn") else "said"
        return f"{why}_{said if cause.get('decision') else 'alone'}"
    if why == "cell" and cause.get("cell") and not text_of(one["before"]):
        return "cell_added"
    if why in _OF_CELLS and not cause.get(f"{_OF_CELLS[why]}cell"):
        return f"{why}_line"
    if why == "row" and text_of(cause.get("file")).endswith(f"/{FILE}"):
        return "row_added"
    if one["kind"] in ("new", "former", "returned") and why == "row":
        return f"{why}_{one['kind']}"
    return why


def _details(words: Words, one: Row) -> dict[str, str]:
    """What fills in the words of a cause."""
    cause: Row = one["cause"]
    rule = text_of(cause.get("rule"))
    rule = look_up(words, "rules", rule) or rule
    decision = text_of(cause.get("decision") or cause.get("was_decision"))
    reviewer = text_of(cause.get("reviewer") or cause.get("was_reviewer"))
    by = words("changes.by", decision=decision, reviewer=reviewer) if reviewer else decision
    now, was = place_of(words, cause), place_of(words, cause, "was_")
    return {
        "place": now,
        "was": was,
        "where": now or was,
        "file": text_of(cause.get("was_file")),
        "rule": rule,
        "because": f" ({rule})" if rule else "",
        "decision": decision,
        "by": by,
        "member": text_of(one["member_id"]),
        "other": text_of(one["other_id"]) or text_of(cause.get("other")),
        "merges": words("report.sheets.merges"),
        "questions": words("report.sheets.questions"),
        "gaps": words("report.sheets.gaps"),
        "files": words("report.sheets.files"),
        "given": words("report.sheets.given"),
        "members": words("register.sheets.members"),
    }


def place_of(words: Words, cause: Row, before: str = "") -> str:
    """Where a value stands: "rezames/liste.xlsx › Feuil1 › C12"."""
    cell, row = text_of(cause.get(f"{before}cell")), text_of(cause.get(f"{before}row"))
    cell = cell or (words("shown.row", row=row) if row else "")
    return place(cause.get(f"{before}file"), cause.get(f"{before}sheet"), cell)


def _moved_table(report: Report, sheet: Any, top: int) -> None:
    """The pairs whose band other answers changed."""
    words, book, moved = report.words, report.book, report.night.moved
    if moved.empty:
        return
    records = report.night.records.drop_duplicates("record_id").set_index("record_id")
    names = records["name"].to_dict()
    book.put(sheet, top, 1, words("changes.moved_head"), "section")
    sheet.row_dimensions[top].height = 22
    book.put(sheet, top + 1, 1, words("changes.moved_hint"), "hint")
    for nth, key in enumerate(_MOVED, start=2):
        book.put(sheet, top + 2, nth, words(f"changes.moved.{key}"), "head")
    for down, one in enumerate(moved.to_dict("records"), start=top + 3):
        ends = [f"{text_of(names.get(one[end]))} ({one[end]})" for end in ("left_id", "right_id")]
        bands = [words(f"bands.{one[side]}") for side in ("before", "after")]
        for nth, text in enumerate([*ends, *bands], start=2):
            book.put(sheet, down, nth, text)
        widths = [sheet.column_dimensions[letter].width for letter in "BC"]
        lines = max(lines_of(text, width) for text, width in zip(ends, widths, strict=True))
        sheet.row_dimensions[down].height = lines * _LINE_POINTS + 4
        for nth, side in enumerate(("before", "after"), start=6):
            sure = certainty(float(one[f"probability_{side}"]))
            book.put(sheet, down, nth, sure, "percent")
