"""`Écarts`: what was changed by hand and waits for an answer, where the lists disagree, and what
people set. In every row the right value is chosen, or typed."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import pandas as pd
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ..config import fold
from ..decisions.ledger import subject_of
from ..workbooks.sheets import Column, Shown
from ..workbooks.shown import day_text, look_up, place, text_of, value_text
from .done import green_when_filled
from .frame import FORM, Report
from .gap_line import MOST, line, names_of
from .proposed import proposed

_CHOICES: Final = tuple(
    Column(f"choice_{nth}", "", hidden=True, look="choice") for nth in range(1, MOST + 1)
)
_SET_BY_HAND: Final = frozenset(("corrected", "left_answer"))


class Gaps(NamedTuple):
    """The rows of the sheet, in their order. waiting: proposals, then corrections whose lists have
    changed since; open: each value that another list really contradicts (not by capitals, accents
    or signs alone); settled: the corrections in force."""

    waiting: list[list[object]]
    open: list[list[object]]
    settled: list[list[object]]


def gaps(report: Report) -> Gaps:
    """What the sheet asks and tells."""
    asked = proposed(report)
    differing: list[list[object]] = []
    settled: list[list[object]] = []
    fixed = {
        (one["member_id"], one["field"]): one for one in report.night.corrections.to_dict("records")
    }
    for register in report.night.registers.values():
        names = names_of(register.register)
        table = register.provenance
        by_hand = table["rule"].isin(_SET_BY_HAND)
        table = table[(table["others"].str.len() > 0) | by_hand]
        table = table.sort_values("member_id", kind="stable")
        for row in table.to_dict("records"):
            if not report.shows(row["field"]):
                continue
            name = names.get(row["member_id"], "")
            if row["rule"] in _SET_BY_HAND:
                correction = fixed.pop((row["member_id"], row["field"]), None)
                if correction is not None:
                    changed = _changed(correction)
                    line = _correction(report, row, correction, name, changed)
                    (asked if changed else settled).append(line)
                continue
            kept = fold(value_text(row["field"], row["value"]))
            others = [
                o for o in row["others"] if fold(value_text(row["field"], o["value"])) != kept
            ]
            if others:
                differing.append(_gap(report, row, others, name))
    return Gaps(asked, differing, settled)


def _changed(correction: dict[Any, Any]) -> bool:
    """Whether the lists say another thing than when the correction was made."""
    then, now = correction["source_then"], text_of(correction["source_text"])
    value = "; ".join(correction["read"] or []) if isinstance(correction["read"], list) else ""
    agrees = fold(now) == fold(value or text_of(correction["read"]))
    return not pd.isna(then) and fold(str(then)) != fold(now) and not agrees


def _gap(
    report: Report, row: dict[Any, Any], others: list[dict[str, Any]], name: str
) -> list[object]:
    words, field, rule = report.words, row["field"], text_of(row["rule"])
    kept = value_text(field, row["value"])
    texts = [value_text(field, other["value"]) for other in others]
    cells: list[object] = [
        Shown(kept, "good"),
        Shown("\n".join(texts), "differ"),
        place(row["file"], row["sheet"], row["cell"]),
        "\n".join(place(other["file"], other["sheet"], other["cell"]) for other in others),
        look_up(words, "rules", rule) or rule,
    ]
    said = ("value", subject_of(row["member_id"], field), kept)
    about = (row["member_id"], name, field)
    return line(report, about, cells, said, [kept, *texts, words("gaps.empty")])


def _correction(
    report: Report, row: dict[Any, Any], correction: dict[Any, Any], name: str, changed: bool
) -> list[object]:
    """A value that a person set; `changed`: the lists say another one than then."""
    words, field = report.words, row["field"]
    now = text_of(correction["source_text"])
    read = correction["read"]
    value = "; ".join(value_text(field, one) for one in read) if isinstance(read, list) else None
    value = value_text(field, read) if value is None else value
    if field == "status":
        value, now = words("shown.left"), look_up(words, "shown", now) or now
    who = text_of(correction["reviewer"]) or words("gaps.somebody")
    about = {"who": who, "when": day_text(text_of(correction["decided_at"])[:10])}
    said = words("gaps.set_by", number=correction["decision_id"], **about)
    if changed:
        then = str(correction["source_then"]) or words("gaps.empty")
        said += "\n" + words("gaps.changed", then=then, now=now or words("gaps.empty"))
    cells: list[object] = [
        Shown(value or words("gaps.empty"), "good"),
        Shown(now, "differ") if now and fold(now) != fold(value) else None,
        None,
        "\n".join(place(one["file"], one["sheet"], one["cell"]) for one in row["others"]) or None,
        Shown(said, "warn") if changed else said,
    ]
    asked = (
        "value",
        subject_of(correction["subject_id"], field),
        text_of(correction["source_text"]),
    )
    choices = [value, now, words("gaps.empty")] if field != "status" else []
    about_row = (row["member_id"], name, field)
    return line(report, about_row, cells, asked, [words("gaps.undo"), *choices])


def gaps_sheet(report: Report, found: Gaps) -> None:
    """`Écarts`."""
    words, rows = report.words, [*found.waiting, *found.open, *found.settled]
    columns = [
        report.column("member_id", 11, 12, "id"),
        report.column("name", 18, 30),
        report.column("field", 14, 22),
        report.column("value", 20, 36),
        report.column("others", 20, 36),
        Column("answer", words("gaps.answer"), 24, 30, "typed"),
        report.column("rule", 24, 44),
        report.column("place", 20, 46, "quiet"),
        report.column("other_places", 20, 46, "quiet"),
        *FORM,
        Column("sources", "", hidden=True),
        *_CHOICES,
    ]
    hint = words("report.hints.gaps" if rows else "report.hints.no_gaps")
    if report.mask is not None:
        hint += " " + words("report.hints.gaps_apart")
    sheet, heading, last = report.table("gaps", "B3541E", columns, rows, 3, hint)
    if not rows:
        return
    at = [column.key for column in columns]
    answer = get_column_letter(at.index("answer") + 1)
    first, end = (get_column_letter(at.index(f"choice_{nth}") + 1) for nth in (1, MOST))
    top = heading + 1
    # The values of a row stand in its own hidden cells: so the list goes with it when it is sorted.
    offered = f"OFFSET(${first}{top},0,0,1,MAX(1,COUNTA(${first}{top}:${end}{top})))"
    choice = DataValidation("list", offered, allow_blank=True, showErrorMessage=False)
    choice.add(f"{answer}{top}:{answer}{last}")
    sheet.add_data_validation(choice)
    green_when_filled(sheet, answer, top, f"A{top}:{answer}{last}")
