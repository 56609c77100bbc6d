"""The report workbook out, the answers in."""

from .answers import NOTHING, Read, read_report
from .copies import reports
from .page import checks_page
from .report import report_workbook

__all__ = ["NOTHING", "Read", "checks_page", "read_report", "report_workbook", "reports"]
