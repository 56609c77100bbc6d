"""`reconcile init`: a club's own place, outside the checkout."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from ..config import Config, load
from ..errors import Stop
from ..private import keep_private
from ..words import Words


def make_place(folder: Path, say: Words) -> str:
    """Settings, data/raw/<club>/, a blank model workbook in `folder`; what to do next, in words.

    Raises Stop where the folder has settings already: nothing is overwritten.
    """
    settings = folder / "reconcile.toml"
    if settings.exists():
        raise Stop(say("init.exists", file=settings))
    folder.mkdir(parents=True, exist_ok=True)
    settings.write_text(say("init.settings"), encoding="utf-8")
    config: Config = load(settings)
    for club in config.clubs:
        (config.paths.raw / club).mkdir(parents=True, exist_ok=True)
    keep_private(config.paths)
    model = folder / say("init.model_name")
    _model(say).save(model)
    return say("init.done", folder=folder, model=model.name, raw=config.paths.raw)


def _model(say: Words) -> Workbook:
    """A workbook with our headings, all cells text so that Excel keeps the zeros."""
    book = Workbook()
    sheet = book.active
    sheet.title = say("init.model_sheet")
    for column, heading in enumerate(say.section("model_headings").values(), start=1):
        cell = sheet.cell(row=1, column=column, value=heading)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1F3A5F")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = max(14, len(heading) + 4)
        sheet.column_dimensions[letter].number_format = "@"
        for row in range(2, 202):
            sheet.cell(row=row, column=column).number_format = "@"
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(sheet.max_column)}1"
    return book
