"""Rows that turn green when they are answered."""

from __future__ import annotations

from typing import Any

from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Border, PatternFill, Side

from ..workbooks.looks import GREEN, LINE


def green_when_filled(sheet: Any, letter: str, first: int, area: str) -> None:
    """Colour the rows of `area` (from row `first` on) whose cell in column `letter` is filled.

    The rule comes before those that the sheet has: of rules that meet in a cell LibreOffice obeys
    the first alone, so this one also draws the line below the row.
    """
    rule = FormulaRule(
        formula=[f"LEN(TRIM(${letter}{first}))>0"],
        fill=PatternFill("solid", bgColor=GREEN),
        border=Border(bottom=Side("thin", color=LINE)),
    )
    former, sheet.conditional_formatting = (
        sheet.conditional_formatting,
        ConditionalFormattingList(),
    )
    sheet.conditional_formatting.add(area, rule)
    for own in former:
        for one in own.rules:
            one.priority = 0  # given anew, in the order of the file
            sheet.conditional_formatting.add(str(own.sqref), one)
