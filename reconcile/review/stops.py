"""Why the register was held back, at the top of `Résumé`, and where a person may confirm it."""

from __future__ import annotations

from typing import Any, Final

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ..workbooks.looks import GREEN
from ..workbooks.shown import long_day, text_of
from .findings import sorted_issues
from .frame import Report

CONFIRM: Final = "confirm:"  # before a key, in a hidden cell of the row of its stop
_WIDE: Final = (1, 12)
_TEXT, _KEY, _ANSWER, _HIDDEN = (1, 9), 10, (11, 12), 13
_MOST_REASONS: Final = 5  # that nobody can confirm; what can be is shown whole


def stops(report: Report, sheet: Any, row: int) -> int:
    """Write why the register was held back from `row` on; return the next free row."""
    words, night, book = report.words, report.night, report.book
    if night.held_back.empty:
        return row
    last = night.last_register
    key = "held_back" if last else "never_published"
    when = long_day(words, last) if last else ""
    book.wide(sheet, row, words(f"report.{key}", date=when), "stop", _WIDE)
    row += 1
    issues = sorted_issues(night.held_back)
    mine = [issue for issue in issues if text_of(issue.get("key"))]
    if mine:
        book.wide(sheet, row, words("report.held_confirm"), "stop_more", _WIDE)
        row = _confirmable(report, sheet, row + 1, mine)
    told = [report.told(issue)[1:] for issue in issues if not text_of(issue.get("key"))]
    reasons = list(dict.fromkeys(told))
    lines = [
        words("report.held_why", sentence=sentence, cure=cure)
        for sentence, cure in reasons[:_MOST_REASONS]
    ]
    if len(reasons) > _MOST_REASONS:
        more = {"n": len(reasons) - _MOST_REASONS, "sheet": report.name("problems")}
        lines.append(words("report.held_more", **more))
    lines += [words("report.held_promise")] if reasons else []
    for text in [*lines, words("report.held_next")]:
        book.wide(sheet, row, text, "stop_more", _WIDE)
        row += 1
    return row


def _confirmable(report: Report, sheet: Any, row: int, issues: list[dict[Any, Any]]) -> int:
    """A row a stop: what is abnormal, its key, and a drop-down."""
    words, book = report.words, report.book
    yes = words("report.words.answer_yes")
    choice = DataValidation("list", f'"{yes}"', allow_blank=True, showErrorMessage=False)
    letter = get_column_letter(_ANSWER[0])
    first = row
    for issue in issues:
        _, sentence, cure = report.told(issue)
        key = text_of(issue["key"])
        text = words("report.held_why", sentence=sentence, cure=cure)
        book.wide(sheet, row, text, "stop_more", _TEXT)
        book.put(sheet, row, _KEY, words("report.held_key", key=key), "stop_key")
        for column in range(_ANSWER[0], _ANSWER[1] + 1):
            book.put(sheet, row, column, None, "answer")
        sheet.merge_cells(
            start_row=row, end_row=row, start_column=_ANSWER[0], end_column=_ANSWER[1]
        )
        book.put(sheet, row, _HIDDEN, CONFIRM + key, "quiet")
        book.put(sheet, 1, _HIDDEN, report.mark, "quiet")
        sheet.row_dimensions[row].height = max(sheet.row_dimensions[row].height, 34)
        choice.add(f"{letter}{row}")
        row += 1
    sheet.column_dimensions[get_column_letter(_HIDDEN)].hidden = True
    sheet.add_data_validation(choice)
    done = PatternFill("solid", bgColor=GREEN)
    rule = FormulaRule(formula=[f"LEN(TRIM(${letter}{first}))>0"], fill=done)
    sheet.conditional_formatting.add(f"{letter}{first}:{letter}{row - 1}", rule)
    return row
