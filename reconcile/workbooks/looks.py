"""What a cell may look like, and text that is safe in one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

INK, PALE, LINE = "1F3A4D", "EEF3F6", "D5DDE3"
GREEN, AMBER, RED, BLUE, GREY = "DDEFE0", "FCEBC8", "F8D9D6", "DCEAF5", "737C83"
INPUT = "FFF7D1"
CELL_LIMIT: Final = 32_767  # Excel's own
# The full-width signs too: in Japanese and Chinese, Excel takes them for the others.
_RISKY = frozenset("=+-@\uff1d\uff0b\uff0d\uff20\t\r\n")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("\r\n?")
_ODD = re.compile(f"{_ILLEGAL.pattern[:-1]}\r]")


@dataclass(frozen=True)
class Look:
    """A cell style: fill and colours are RGB without '#'."""

    bold: bool = False
    italic: bool = False
    size: float = 10
    colour: str = "22292E"
    fill: str = ""
    number_format: str = "General"
    horizontal: str | None = None
    vertical: str = "top"
    indent: int = 0
    underline: str | None = None
    boxed: bool = False
    wrap: bool = True


DAY: Final = "dd/mm/yyyy"
LOOKS: Final = {
    "text": Look(),
    "line": Look(horizontal="left", wrap=False),
    "strong": Look(bold=True),
    "same": Look(colour=GREY),
    "differ": Look(bold=True, colour="9C3D0C"),
    "quiet": Look(colour="66717A", size=9),
    "number": Look(horizontal="right", number_format="#,##0"),
    "date": Look(horizontal="left", number_format=DAY),
    "moment": Look(horizontal="left", number_format=f"{DAY} hh:mm"),
    "time": Look(horizontal="left", number_format="hh:mm"),
    "duration": Look(horizontal="left", number_format="[h]:mm"),
    "percent": Look(horizontal="center", number_format="0.0%"),
    "share": Look(horizontal="center", number_format="0%"),
    "centre": Look(horizontal="center"),
    "id": Look(bold=True, colour=INK),
    "head": Look(bold=True, colour="FFFFFF", fill=INK, vertical="center"),
    "title": Look(bold=True, size=16, colour=INK, vertical="center", wrap=False),
    "banner_title": Look(
        bold=True, size=18, colour="FFFFFF", fill=INK, vertical="center", indent=1
    ),
    "subtitle": Look(size=10.5, colour="FFFFFF", fill=INK, vertical="center", indent=1),
    "hint": Look(colour="4A555D", vertical="center", wrap=False),
    "section": Look(bold=True, size=12, colour=INK, vertical="center", wrap=False),
    "sentence": Look(size=11, indent=1),
    "stop": Look(bold=True, size=11, colour="8C1D18", fill=RED, vertical="center", indent=1),
    "stop_more": Look(size=11, colour="8C1D18", fill=RED, vertical="center", indent=1),
    "stop_key": Look(
        bold=True, size=9, colour="8C1D18", fill=RED, horizontal="center", vertical="center"
    ),
    "notice": Look(size=11, colour="7A4B00", fill=AMBER, vertical="center", indent=1),
    "answer": Look(bold=True, fill=INPUT, horizontal="center", boxed=True),
    "typed": Look(bold=True, fill=INPUT, boxed=True, number_format="@"),
    "choice": Look(number_format="@", wrap=False),
    "remark": Look(fill=INPUT, boxed=True),
    "past": Look(colour=GREY, horizontal="left", wrap=False),
    "past_date": Look(colour=GREY, horizontal="left", number_format=DAY),
    "warn": Look(fill=AMBER),
    "critical": Look(fill=RED, bold=True, colour="8C1D18"),
    "info": Look(fill=BLUE),
    "good": Look(fill=GREEN),
    "link": Look(colour="1B5E8C", underline="single"),
    "figure": Look(bold=True, size=20, colour=INK, fill=PALE, horizontal="center"),
    "caption": Look(size=9, colour="4A555D", fill=PALE, horizontal="center"),
    "pale": Look(fill=PALE),
}
DATED: Final = {"text": "date", "line": "date", "past": "past_date"}


def dress(cell: Any, look: Look, quote: bool) -> Any:
    """Give a cell its look and return the style, which other cells of the workbook may share;
    `quote` marks text that a spreadsheet would take for a formula if it were typed again."""
    cell.font = Font(
        name="Calibri",
        size=look.size,
        bold=look.bold,
        italic=look.italic,
        color=look.colour,
        underline=look.underline,
    )
    if look.fill:
        cell.fill = PatternFill("solid", start_color=look.fill)
    cell.alignment = Alignment(
        horizontal=look.horizontal or ("left" if look.indent else None),
        vertical=look.vertical,
        wrap_text=look.wrap,
        indent=look.indent,
    )
    if look.boxed:
        edge = Side("thin", color="E0CF8A")
        cell.border = Border(left=edge, right=edge, top=edge, bottom=edge)
    cell.number_format = look.number_format
    cell._style.quotePrefix = int(quote)
    return cell._style


def tidy(text: str) -> str:
    """`text` as a cell can hold it: no characters that XML forbids, at most CELL_LIMIT of them."""
    clean = _ILLEGAL.sub("", _BREAKS.sub("\n", text)) if _ODD.search(text) else text
    return clean if len(clean) <= CELL_LIMIT else clean[: CELL_LIMIT - 1] + "…"


def quoted(text: str) -> bool:
    """Whether a spreadsheet might take `text` for a formula."""
    return text[:1] in _RISKY


def neutral(text: str) -> str:
    """`text` for a CSV cell: an apostrophe in front of what might pass for a formula."""
    return f"'{text}" if quoted(text) else text
