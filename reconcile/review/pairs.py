"""QUESTIONS and MERGES -> the sheets that set two records side by side, one above the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import pandas as pd
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ..config import fold
from ..decisions.ledger import disputed, in_force, pair_of
from ..words import Words
from ..workbooks.sheets import Column, Shown
from ..workbooks.shown import (
    NB,
    certainty,
    field_name,
    look_up,
    number,
    place,
    reason_text,
    text_of,
    value_text,
)
from .done import green_when_filled
from .frame import FORM, Report
from .questions import DISPUTED, LATER

Record = Mapping[str, Any]

# In the order of what helps to judge; the two that are joined are shown as one.
FIELDS: Final = (
    "source name trade_name siret address city phones emails people website siren former_name "
    "activity legal_form naf headcount vat member_no joined_on left_on commissions faxes notes"
).split()
_TOGETHER: Final = {"address": ("address", "address_extra"), "city": ("postcode", "city")}
_UNKNOWN: Final = "–"
ANSWERS: Final = ("same", "different", "later", "other_site", "same_group", "successor")
_KEYS: Final = {"address": ("street_no", "street_key"), "city": ("postcode", "city_key")}
_NO_EVIDENCE: Final = frozenset(("source", "member_no"))  # two clubs never share these
_ENDS: Final = ("left_id", "right_id")
_UNTOLD: Final = ("prior", "calibration")  # for `reconcile explain`, not for a busy reader
# What fits on a page one page wide; the other columns are for the screen.
_PRINTED: Final = frozenset(
    "question_id member_id answer reasons probability source name trade_name siret address city "
    "phones emails".split()
)


def reasons_text(words: Words, link: Mapping[str, Any]) -> str:
    """Why two records look like one, what speaks for it first, and how sure that is: "nom identique
    (+12,0) ; autre adresse (−2,0) ; en tout 99,7 %". No value of a record is in it."""
    parts = []
    for reason in sorted(link["reasons"], key=lambda one: -one.bits):
        if reason.comparison in _UNTOLD or not round(reason.bits, 1):
            continue
        sign = "+" if reason.bits >= 0 else "−"
        weight = sign + number(words, abs(reason.bits), 1)
        parts.append(words("report.words.bits", reason=reason_text(words, reason), bits=weight))
    if decided := text_of(link["decided"]):
        return words("report.words.answered_same", question=decided)
    sure = number(words, certainty(link["probability"]) * 100, 1)
    parts = parts or [words("report.words.no_reasons")]
    parts.append(words("report.words.total", certainty=sure))
    sentence = (f"{NB}; " if words.language == "fr" else "; ").join(parts)
    if refused := text_of(link["refused"]):
        why = look_up(words, "refused", refused) or refused
        sentence += "\n" + words("report.words.kept_apart", refused=why)
    if settled := text_of(link["settled_by"]):
        sentence += "\n" + words(f"settled_by.{settled}")
    return sentence


def questions_sheet(report: Report) -> None:
    """`À répondre`: a row a question, with a drop-down that refuses nothing; the pairs drawn at
    random come last."""
    words, night = report.words, report.night
    table = pd.concat([night.questions, night.sampled], ignore_index=True)
    lead = [
        report.column("question_id", 11, 12, "id"),
        report.column("answer", 12, 13, "answer"),
        report.column("reasons", 42, 42),
        report.column("probability", 10, 10, "percent"),
    ]
    note = report.column("note", 26, 26, "remark")
    torn, gone = _said(report), frozenset(night.gone["record_id"])
    late = words("report.words.answer_later")
    rows, issued = [], []
    noted = _noted(report)
    notes = [
        noted.get(pair_of(*ends)) for ends in zip(table[_ENDS[0]], table[_ENDS[1]], strict=True)
    ]
    for row in table.to_dict("records"):
        issued.append("later" if row.get("asked_as") == LATER else "")
        shown = Shown(late if issued[-1] else None, "answer")
        rows.append([row["question_id"], shown, _why_asked(words, row, torn, gone), _sure(row)])
    hint = words("report.hints.questions" if rows else "report.hints.no_questions")
    columns, rows = _with_records(report, table, lead, rows, note, issued, notes)
    sheet, heading, last = report.table("questions", "E0A800", columns, rows, 4, hint)
    _print_main(sheet, columns, last)
    if rows:
        choices = [words(f"report.words.answer_{answer}") for answer in ANSWERS]
        drop_down(sheet, choices, f"B{heading + 1}:B{last}", f"A{heading + 1}:D{last}")


def drop_down(sheet: Any, choices: Sequence[str], area: str, coloured: str) -> None:
    """A list in the cells of `area`, which helps and refuses nothing: what else people write is
    read, too. `coloured`: the cells that turn green in a row that has an answer."""
    choice = DataValidation("list", f'"{",".join(choices)}"', allow_blank=True)
    choice.showErrorMessage = False
    choice.add(area)
    sheet.add_data_validation(choice)
    letter, first = area[0], area.partition(":")[0][1:]
    green_when_filled(sheet, letter, int(first), coloured)


def _said(report: Report) -> dict[str, str]:
    """Who said what of each pair on which people disagree, by its subject."""
    words = report.words
    said: dict[str, list[str]] = {}
    own = disputed(report.night.memory.ledger)
    for act in own[own["kind"] == "pair"].to_dict("records"):
        who = text_of(act["reviewer"]) or words("report.words.somebody")
        answer = words(f"report.words.answer_{text_of(act['relation']) or act['answer']}")
        told = words("report.words.said", who=who, answer=answer, number=act["decision_id"])
        said.setdefault(act["subject"], []).append(told)
    return {subject: " ; ".join(parts) for subject, parts in said.items()}


def _noted(report: Report) -> dict[str, str]:
    """The remark on each pair that was put off, by its subject."""
    own = in_force(report.night.memory.ledger)
    own = own[(own["kind"] == "pair") & (own["answer"] == "later") & own["note"].notna()]
    return dict(zip(own["subject"], own["note"], strict=True))


def _why_asked(
    words: Words, row: Mapping[str, Any], torn: Mapping[str, str], gone: frozenset[str]
) -> str:
    """Why a question is asked. torn: who said what (`_said`); gone: the records of which it is
    asked who goes on with them, put off or not."""
    text = reasons_text(words, row)
    if text_of(row.get("stratum")):
        text = words("report.words.sampled", reasons=text)
    if row["left_id"] in gone:
        text = words("report.words.successor", reasons=text)
    if row.get("asked_as") == DISPUTED:
        said = torn.get(row["subject"], "")
        text = words("report.words.disputed", said=said) + "\n" + text
    return text


def merges_sheet(report: Report) -> None:
    """`Fusions faites`: a row a link that holds a member together, each of which can be undone."""
    words, table = report.words, report.night.merges
    lead = [
        report.column("question_id", 11, 12, "id"),
        report.column("undo", 12, 13, "answer"),
        report.column("member_id", 11, 12, "id"),
        Column("reasons", words("report.columns.why"), 42, 42),
        report.column("probability", 10, 10, "percent"),
    ]
    rows = [
        [
            row["question_id"],
            Shown(None, "answer"),
            row["member_id"],
            reasons_text(words, row),
            _sure(row),
        ]
        for row in table.to_dict("records")
    ]
    hint = words("report.hints.merges" if rows else "report.hints.no_merges")
    columns, rows = _with_records(report, table, lead, rows, None, [""] * len(rows))
    sheet, heading, last = report.table("merges", "3C8D5A", columns, rows, 5, hint)
    _print_main(sheet, columns, last)
    if rows:
        area = f"B{heading + 1}:B{last}"
        drop_down(sheet, [words("report.words.undo")], area, f"A{heading + 1}:E{last}")


def _print_main(sheet: Any, columns: list[Column], last: int) -> None:
    width = max(nth for nth, column in enumerate(columns, start=1) if column.key in _PRINTED)
    sheet.print_area = f"A1:{get_column_letter(width)}{last}"


def _sure(link: Mapping[str, Any]) -> Shown:
    sure = certainty(link["probability"])
    return Shown(sure, "percent")


def _with_records(
    report: Report,
    table: pd.DataFrame,
    lead: list[Column],
    rows: list[list[object]],
    note: Column | None,
    issued: Sequence[str],
    notes: Sequence[str | None] = (),
) -> tuple[list[Column], list[list[object]]]:
    """The leading columns, then a column a field that any of the records fills, the remark, file
    and row of both records, and their hidden ids."""
    words = report.words
    records = pd.concat([report.night.records, report.night.gone], ignore_index=True)
    ends = list(zip(table["left_id"], table["right_id"], strict=True))
    asked = records["record_id"].isin({one for pair in ends for one in pair})
    known = records[asked].set_index("record_id").to_dict("index")
    pairs = [(known.get(left, {}), known.get(right, {})) for left, right in ends]
    columns, parts = [*lead], [rows]
    for field in filter(report.shows, FIELDS):
        cells = [_two_lines(report, field, *pair) for pair in pairs]
        if any(cell is not None for cell in cells):
            columns.append(Column(field, _heading(report, field), 9, 30))
            parts.append([[cell] for cell in cells])
    if note:
        columns.append(note)
        parts.append([[Shown(text, "remark")] for text in notes])
    columns += [report.column("file", 16, 30, "quiet"), report.column("row", 14, 26, "quiet")]
    parts.append([[_lines(_file, pair), _lines(_row(words), pair)] for pair in pairs])
    columns += [Column(key, words(f"report.columns.{key}"), hidden=True) for key in _ENDS]
    parts.append([[left, right] for left, right in ends])
    columns += FORM
    parts.append(
        [
            report.keys("pair", pair_of(left, right), answer)
            for (left, right), answer in zip(ends, issued, strict=True)
        ]
    )
    joined = [[value for part in line for value in part] for line in zip(*parts, strict=True)]
    return columns, joined


def _lines(text: Callable[[Record], str], pair: tuple[Record, Record]) -> str:
    return "\n".join((text(record) if record else "") or _UNKNOWN for record in pair)


def _file(record: Record) -> str:
    return text_of(record["file"])


def _row(words: Words) -> Callable[[Record], str]:
    return lambda one: place(one["sheet"], words("shown.row", row=one["row"]), None)


def _heading(report: Report, field: str) -> str:
    special = {"source": "report.columns.source", "city": "report.columns.city"}
    return report.words(special[field]) if field in special else field_name(report.words, field)


def _two_lines(report: Report, field: str, left: Record, right: Record) -> Shown | None:
    """Both values: grey where they say the same, bold where they differ, plain where one is
    missing or the lists share some entries; None where both are missing."""
    one, other = (_text(report, field, record) for record in (left, right))
    if not one and not other:
        return None
    text = f"{one or _UNKNOWN}\n{other or _UNKNOWN}"
    if not one or not other:
        return Shown(text, "text")
    if field in _NO_EVIDENCE:
        return Shown(text)
    parts = [_parts(record, field, said) for record, said in ((left, one), (right, other))]
    if parts[0] == parts[1]:
        return Shown(text, "same")
    return Shown(text, "text" if parts[0] & parts[1] else "differ")


def _parts(record: Record, field: str, text: str) -> set[str]:
    """What a value is compared by: each entry of a list; the keys of an address or a town, so that
    "av." is "avenue"; else the text without case, accents and signs."""
    value = record.get(field)
    if isinstance(value, list):
        return {fold(str(one)) for one in value}
    keys = [text_of(record.get(key)) for key in _KEYS.get(field, ())]
    return {" ".join(keys)} if any(keys) else {fold(text)}


def _text(report: Report, field: str, record: Record) -> str:
    if field == "source":
        source = text_of(record.get("source"))
        return report.night.clubs.get(source, source)
    if field == "people":
        return ", ".join(str(one).title() for one in record.get("people", ()))
    parts = [value_text(one, record.get(one)) for one in _TOGETHER.get(field, (field,))]
    # One record is one line of the cell.
    return " ".join(" ".join(parts).split())
