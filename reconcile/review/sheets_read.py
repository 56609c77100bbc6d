"""A report, or a copy of one -> its sheets as rows of text, whatever saved it."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from ..answered import BOOKS, TEXTS, saved_at
from ..config import fold
from ..words import words
from .digests import COLUMNS
from .frame import MARK

REVIEWER: Final = "reviewer:"  # in a hidden cell of the row where a reviewer writes a name
MARKED: Final = re.compile(MARK + r"([0-9a-f]*):(\d+)")
_HEAD_ROWS: Final = 40  # rows may be put above the keys
_AUTHORS: Final = (
    ("docProps/core.xml", re.compile(r"<cp:lastModifiedBy>([^<]*)<")),
    ("meta.xml", re.compile(r"<dc:creator>([^<]*)<")),
)
_HEADINGS: Final = ("question_id", "decision_id", "answer", "undo", "change", "note")
Line = list[str]


@dataclass(frozen=True)
class Row:
    """A row below the keys: `cells` by key, `at` the name of the cell of each key, and `stray`,
    whether the keys themselves were gone and its columns are known by their headings."""

    cells: dict[str, str]
    at: dict[str, str]
    stray: bool


@dataclass(frozen=True)
class Page:
    """A sheet: its texts; store and run of its report, None where nothing says so."""

    name: str
    lines: list[Line]
    store: str | None
    run: int | None

    @property
    def keys(self) -> tuple[int, Line, bool] | None:
        """The row of the keys, the keys, and whether they are headings; None where the sheet has
        neither."""
        for nth, line in enumerate(self.lines[:_HEAD_ROWS]):
            if "subject" in line and "kind" in line:
                return nth, line, False
            own = [one for one in line if one in (*COLUMNS, "question_id", "decision_id")]
            if len(own) > 1:
                return nth, line, False
        for nth, line in enumerate(self.lines[:_HEAD_ROWS]):
            named = [headings().get(fold(cell), "") for cell in line]
            number = "question_id" in named or "decision_id" in named
            if number and any(one in COLUMNS for one in named):
                return nth, named, True
        return None

    def rows(self) -> Iterator[Row]:
        """The rows below the keys."""
        if (found := self.keys) is None:
            return
        nth, keys, stray = found
        place = {key: at for at, key in enumerate(keys) if key}
        for down, line in enumerate(self.lines[nth + 1 :], start=nth + 2):
            cells = {key: line[at] if at < len(line) else "" for key, at in place.items()}
            at = {key: f"{get_column_letter(one + 1)}{down}" for key, one in place.items()}
            yield Row(cells, at, stray)


@dataclass(frozen=True)
class Copy:
    """A file that was read: its sheets (None: it is damaged, or of another kind), who saved it and
    when, and the SHA-256 of its bytes."""

    origin: str
    pages: list[Page] | None
    reviewer: str
    saved: str
    digest: str


def read_copy(path: Path, origin: str) -> Copy:
    """Read a file. Raises OSError where another program keeps it shut."""
    content = path.read_bytes()
    saved = saved_at(path)
    pages = _pages(content, path.suffix.lower())
    reviewer = _named(pages or []) or _author(content)
    return Copy(origin, pages, reviewer, saved, hashlib.sha256(content).hexdigest())


def _pages(content: bytes, suffix: str) -> list[Page] | None:
    if suffix in TEXTS:
        return [_page("", _text_lines(content))]
    if suffix not in BOOKS:
        return None
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        # From the first row and column on, so that cells bear their own names.
        sheets = [
            (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for name in book.sheet_names
        ]
    except Exception:  # calamine has no error of its own
        return None
    return [_page(name, [[_text(cell) for cell in line] for line in rows]) for name, rows in sheets]


def _page(name: str, lines: list[Line]) -> Page:
    marks = (MARKED.fullmatch(cell) for line in lines[:_HEAD_ROWS] for cell in line)
    mark = next((one for one in marks if one), None)
    return Page(name, lines, mark[1] if mark else None, int(mark[2]) if mark else None)


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()


def _text_lines(content: bytes) -> list[Line]:
    """The cells of a text file: of the usual separators, the one that gives most cells."""
    for encoding in ("utf-16", "utf-8-sig", "cp1252", "latin-1"):
        if encoding == "utf-16" and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    ways = [list(csv.reader(io.StringIO(text, newline=""), delimiter=one)) for one in ";,\t"]
    lines = max(ways, key=lambda way: max(map(len, way), default=0))
    return [[cell.strip() for cell in line] for line in lines]


def _named(pages: Sequence[Page]) -> str:
    """The name that a reviewer wrote: what stands left of the hidden mark, but for its caption."""
    captions = {fold(words(one)("report.your_name")) for one in ("fr", "en")}
    for page in pages:
        for line in page.lines[:_HEAD_ROWS]:
            if REVIEWER in line:
                before = [cell for cell in line[: line.index(REVIEWER)] if cell]
                own = [cell for cell in before if fold(cell) not in captions]
                return " ".join(own)[:80]
    return ""


def _author(content: bytes) -> str:
    """Who saved the workbook last, as it says; "" where it does not."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for name, wanted in _AUTHORS:
                if name in parts.namelist():
                    found = wanted.search(parts.read(name).decode("utf-8", "replace"))
                    return found[1].strip() if found else ""
    except (zipfile.BadZipFile, KeyError, OSError):
        pass
    return ""


@cache
def headings() -> dict[str, str]:
    """The columns that answers are read by, by their folded headings in both languages."""
    return {
        fold(words(language)(f"report.columns.{key}")): key
        for language in ("en", "fr")
        for key in _HEADINGS
    }
