"""The match report: one workbook that says what happened and asks what only people know."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ..results import Night
from ..tables import conform
from ..words import Words
from ..workbooks.looks import INK
from .changes import changes_sheet
from .columns_read import fields_sheet
from .erasing import erasing_sheet
from .files import files_sheet
from .findings import problems_sheet
from .frame import Report
from .gaps import gaps, gaps_sheet
from .given import given_sheet
from .guide import guide_sheet
from .pairs import merges_sheet, questions_sheet
from .reliability import reliability_sheet
from .summary import summary_sheet


def report_workbook(
    night: Night, words: Words, path: Path, raw_link: str = "../raw"
) -> pd.DataFrame:
    """Write the report of `night` to `path` (.xlsx); give what its answer cells are ISSUED with.

    raw_link: the folder of the clubs' files, seen from where the report will lie; the links of
    `Problèmes` go there. Before the clubs are one (mode "apart") no personal value is in it.
    """
    report = Report.of(night, words, raw_link)
    book = report.book
    first = book.sheet(report.name("summary"), INK)
    found = gaps(report)
    questions_sheet(report)
    n_given = given_sheet(report)
    merges_sheet(report)
    changes_sheet(report)
    gaps_sheet(report, found)
    problems_sheet(report)
    files_sheet(report)
    reliability_sheet(report)
    erasing_sheet(report)
    guide_sheet(report)
    fields_sheet(report)
    summary_sheet(report, first, len(found.open), len(found.waiting), n_given)
    book.save(path)
    return conform(pd.DataFrame(report.issued).assign(run=night.run), "issued")
