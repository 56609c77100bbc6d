"""The report workbook out, the answers in."""

from .answers import read_report
from .page import checks_page
from .report import report_workbook

__all__ = ["checks_page", "read_report", "report_workbook"]
