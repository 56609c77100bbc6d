"""What every sheet of the report is made with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from ..decisions.ledger import BETWEEN
from ..results import LET_GO, Night
from ..words import Words
from ..workbooks.sheets import FILLED_IN, Book, Column, Shown, finish_table, write_table
from ..workbooks.shown import field_name, fill, is_personal, look_up, text_of
from .digests import SHOWN, digest_of
from .masks import Mask

MARK: Final = "report:"  # before the store's identity and the run, in a hidden cell
_IN_CELL: Final = "¦"
FORM: Final = (Column("kind", "", hidden=True), Column("subject", "", hidden=True))


def in_cell(subject: str) -> str:
    """A subject (ledger.py) in the letters that also a text file in a Western code page keeps."""
    return subject.replace(BETWEEN, _IN_CELL)


def from_cell(text: str) -> str:
    """The subject that a cell holds."""
    return text.replace(_IN_CELL, BETWEEN)


def _start(sheet: Any, top: int, freeze: int, rows: Sequence[Sequence[object]]) -> None:
    """Open a sheet whose panes are frozen with the cursor in the first cell that people fill in;
    where they fill none in, as it is. top: the first of `rows`; freeze: how many columns are
    frozen."""
    first = (
        (row, column)
        for row, values in enumerate(rows, start=top)
        for column, value in enumerate(values, start=1)
        if isinstance(value, Shown) and value.look in FILLED_IN
    )
    if (at := next(first, None)) is None:
        return
    view = sheet.sheet_view
    view.pane.activePane = "bottomLeft" if at[1] <= freeze else "bottomRight"
    for selection in view.selection:
        selection.activeCell = selection.sqref = sheet.cell(*at).coordinate


@dataclass(frozen=True)
class Report:
    """A report being written. raw_link: the folder of the clubs' files, seen from the report;
    mask: what hides personal data before the clubs are one, None afterwards; issued: what the cells
    that take an answer are issued with (ISSUED without run), filled as they are written."""

    night: Night
    words: Words
    book: Book
    raw_link: str
    mask: Mask | None
    issued: list[dict[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, night: Night, words: Words, raw_link: str) -> Report:
        """A report of `night`, its workbook still without sheets."""
        footer = words("report.footer", run=night.run, date=f"{night.today:%d/%m/%Y}")
        book = Book(words("report.title"), footer)
        apart = night.mode == "apart"
        mask = Mask.of(night.records, words("shown.hidden_value")) if apart else None
        return cls(night, words, book, raw_link, mask)

    @cached_property
    def _gone(self) -> frozenset[str]:
        sheets = self.night.reading.sheets
        return frozenset(sheets.loc[sheets["why"].isin(("stands_in", *LET_GO)), "file"])

    @property
    def mark(self) -> str:
        """What tells this report from that of another run or club, for a hidden cell."""
        return f"{MARK}{self.night.memory.store_id}:{self.night.run}"

    def keys(self, kind: str, subject: str, answer: str = "", relation: str = "") -> list[object]:
        """The hidden cells of a row that takes an answer, and what it is issued with."""
        if answer:
            said = f"{answer}/{relation}"
            self.issued.append({"kind": kind, "subject": subject, "answer": said})
        return [kind, in_cell(subject)]

    def is_there(self, file: str) -> bool:
        """Whether a link can open the file."""
        ours = file.removeprefix("pending/").startswith(("match_report.", "member_register"))
        return bool(file) and not ours and file not in self._gone

    def shows(self, field: str) -> bool:
        """Whether values of `field` may be shown."""
        return self.mask is None or not is_personal(field)

    def name(self, sheet: str) -> str:
        """What the sheet is called."""
        return self.words(f"report.sheets.{sheet}")

    def column(self, key: str, narrowest: float, widest: float, look: str = "text") -> Column:
        """A column that the words name."""
        heading = self.words(f"report.columns.{key}")
        return Column(key, heading, narrowest, widest, look)

    def table(
        self,
        sheet_key: str,
        tab: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[object]],
        freeze: int,
        hint: str,
    ) -> tuple[Any, int, int]:
        """A sheet with a title, a hint, hidden keys, headings and rows, its first `freeze` columns
        frozen, the cursor in the first cell to fill in. Returns the sheet, the row of the headings
        and the last row."""
        sheet = self.book.sheet(self.name(sheet_key), tab)
        if any(column.key == "subject" for column in columns):
            rows = [[*row, digest_of(columns, row)] for row in rows]
            columns = [*columns, Column(SHOWN, "", hidden=True)]
        last = write_table(self.book, sheet, columns, rows, top=3, keys=True)
        self.book.put(sheet, 3, len(columns) + 1, self.mark, "quiet")
        self.book.put(sheet, 1, 1, self.name(sheet_key), "title")
        self.book.put(sheet, 2, 1, hint, "hint")
        sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 26, 20
        finish_table(sheet, 4, last, len(columns), sheet.cell(5, freeze + 1).coordinate)
        _start(sheet, 5, freeze, rows)
        return sheet, 4, last

    def told(self, issue: Mapping[str, Any]) -> tuple[str, str, str]:
        """The raw text, the sentence and the cure of an issue; before the clubs are one, nothing
        in them repeats what a cell says of a person."""
        words, key, raw = self.words, text_of(issue["problem"]), text_of(issue["raw"])
        details = issue["details"] if isinstance(issue["details"], dict) else {}
        places = {place: text_of(issue[place]) for place in ("file", "sheet", "cell", "row")}
        values = {**places, "raw": raw, **details}
        if "who" in details:
            values["who"] = text_of(details["who"]) or words("gaps.somebody")
        if self.mask is not None:
            values = self.mask.values(issue, values)
            raw = text_of(values["raw"])
        field = text_of(issue["field"])
        values["field"] = field_name(words, field) if field else words("report.whole_row")
        sentence = look_up(words, f"problems.{key}", "sentence")
        cure = look_up(words, f"problems.{key}", "cure") or words("report.look")
        if sentence is None:
            sentence = words("report.unnamed_problem", problem=key)
        return raw, fill(sentence, values), fill(cure, values)
