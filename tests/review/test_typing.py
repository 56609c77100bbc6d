"""A letter and Enter: nothing in the sheet may change what was typed, and what is done shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from reconcile.config import fold
from reconcile.review import report_workbook
from reconcile.review.meanings import meanings
from reconcile.words import words
from tests import nights

TYPED = ("questions", "merges", "given")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_cell_above_completes_a_letter_to_another_word(tmp_path: Path, language: str) -> None:
    """A spreadsheet completes what is typed from the cells above, hidden ones too."""
    say, path = words(language), tmp_path / "report.xlsx"
    report_workbook(nights.night(), say, path)
    book, looked_at = load_workbook(path), 0
    for name in TYPED:
        sheet = book[say(f"report.sheets.{name}")]
        for key, heading in zip(sheet[3], sheet[4], strict=True):
            column = str(key.value).strip()
            if column not in ("answer", "undo", "change"):
                continue
            looked_at += 1
            known = meanings("pair", column)
            for above in (key.value, heading.value):
                for text, meaning in known.items():
                    completed = above.casefold().startswith(text)
                    assert not completed or known.get(fold(above)) == meaning, (name, above, text)
    assert looked_at >= 2


@pytest.mark.parametrize("name", ["questions", "merges", "gaps"])
def test_the_rule_that_colours_what_is_answered_comes_first(tmp_path: Path, name: str) -> None:
    """Of rules that meet in a cell LibreOffice obeys the first alone."""
    path = tmp_path / "report.xlsx"
    report_workbook(nights.night(), words("fr"), path)
    sheet = load_workbook(path)[words("fr")(f"report.sheets.{name}")]
    rules = [rule for area in sheet.conditional_formatting for rule in area.rules]
    assert [rule.formula[0].partition("(")[0] for rule in rules] == ["LEN", "TRUE"]
    assert [rule.priority for rule in rules] == [1, 2]
    assert rules[0].dxf.fill is not None
    assert rules[0].dxf.border.bottom.style == "thin"
