"""`Mode d'emploi`: how to answer, how to read, how to mend, what the colours mean."""

from __future__ import annotations

from typing import Final

from .frame import Report

_PARTS: Final = {"answer": 8, "read": 3, "fix": 4, "erase": 5}
_COLOURS: Final = {
    "answer": "answer",
    "good": "good",
    "differ": "differ",
    "same": "same",
    "critical": "critical",
    "warn": "warn",
    "info": "info",
}


def guide_sheet(report: Report) -> None:
    """A page to read once."""
    words, book = report.words, report.book
    sheet = book.sheet(report.name("guide"), "8A939A")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 16, 108
    book.put(sheet, 1, 1, report.name("guide"), "title")
    sheet.row_dimensions[1].height = 28
    about = {
        "questions": report.name("questions"),
        "given": report.name("given"),
        "merges": report.name("merges"),
        "summary": report.name("summary"),
        "problems": report.name("problems"),
        "gaps": report.name("gaps"),
        "files": report.name("files"),
        "erasing": report.name("erasing"),
        "contacts": words.section("register.sheets")["contacts"],
        "erase": words("report.words.erase_erase"),
        "confirm": words("report.words.erase_confirm"),
        "note": words("report.columns.note"),
        "info": words("shown.info"),
    }
    sheet.page_setup.fitToHeight = 1
    row = 3
    for part, n in _PARTS.items():
        book.put(sheet, row, 1, words(f"report.guide.{part}_head"), "section")
        sheet.row_dimensions[row].height = 22
        for nth in range(1, n + 1):
            row += 1
            text = words(f"report.guide.{part}_{nth}", **about)
            book.wide(sheet, row, text, "sentence", (1, 2))
        row += 2
    book.put(sheet, row, 1, words("report.guide.colours_head"), "section")
    for key, look in _COLOURS.items():
        row += 1
        book.put(sheet, row, 1, words("report.guide.example_text"), look)
        book.wide(sheet, row, words(f"report.guide.colour_{key}"), "sentence", (2, 2))
