"""The report workbook out, the answers in."""

from .answers import read_answers, read_confirmations, read_sheet_answers
from .report import report_workbook

__all__ = ["read_answers", "read_confirmations", "read_sheet_answers", "report_workbook"]
