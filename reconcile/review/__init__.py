"""The report workbook out, the answers in."""

from .answers import read_answers, read_confirmations, read_sheet_answers
from .page import checks_page
from .report import report_workbook

__all__ = [
    "checks_page",
    "read_answers",
    "read_confirmations",
    "read_sheet_answers",
    "report_workbook",
]
