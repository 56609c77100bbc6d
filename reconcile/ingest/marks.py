"""What a workbook says beside its values: hidden rows, struck cells, failed and empty formulas.

Taken from the sheets' XML in one pass of a regular expression each: a workbook of 100,000 rows
takes a second, where reading it through openpyxl for these signs takes minutes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from xml.etree import ElementTree

from .looks import looks_of_styles
from .ruled import Ruled, formats_of_rules, ruled_xlsx, tables_of

_TAG = rb"<(?:\w+:)?"
_HIDDEN_ROW = re.compile(_TAG + rb'row\s[^>]*?\bhidden="(?:1|true)"[^>]*>')
_ROW_NUMBER = re.compile(rb'\br="(\d+)"')
_CELL = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
_FORMULA = rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)"
_ERROR = re.compile(
    _TAG + rb'c\s[^>]*?\bt="e"[^>]*>\s*(?:' + _FORMULA + rb")?\s*" + _TAG + rb"v>([^<]*)<"
)
_NO_VALUE = re.compile(
    _TAG + rb"c\s([^>]*)>\s*" + _FORMULA + rb"\s*"
    rb"(?:" + _TAG + rb"v\s*/>|" + _TAG + rb"v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_HIDDEN_COLUMN = re.compile(_TAG + rb'col\s[^>]*?\bhidden="(?:1|true)"[^>]*>')
_FIRST, _LAST = re.compile(rb'\bmin="(\d+)"'), re.compile(rb'\bmax="(\d+)"')
_MOST_COLUMNS = 16_384
_DAYLESS = re.compile(r"^(?=[^y]*y)(?=[^m]*m)[^dhs]+$", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')

Cell = tuple[int, int]


@dataclass(frozen=True)
class Marks:
    """Rows and cells of a sheet, counted from 0.

    errors: what a failed formula shows ("#N/A"). no_value: formulas whose result was never stored.
    dayless: dates shown without their day ("sept-11"). filtered: a filter was left on. looks: gives
    the colour of each cell that has one of its own; asked for only where a legend names colours;
    plain: there is none. ruled: the areas whose look comes from conditions.
    """

    hidden: frozenset[int] = frozenset()
    struck: frozenset[Cell] = frozenset()
    errors: dict[Cell, str] = field(default_factory=dict)
    no_value: frozenset[Cell] = frozenset()
    dayless: frozenset[Cell] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: bool = False
    looks: Callable[[], dict[Cell, str]] = dict
    plain: bool = True
    ruled: Ruled = field(default_factory=Ruled)


def xlsx_marks(parts: Mapping[str, bytes]) -> dict[str, Marks]:
    """Marks of each sheet by its name, from the parts of an .xlsx or .xlsm; none where its XML is
    not as usual."""
    try:
        styles = _styles(parts)
        return {
            name: _sheet_marks(parts[part], styles, b"".join(tables_of(part, parts)))
            for name, part in _parts(parts)
        }
    except (KeyError, StopIteration, ElementTree.ParseError, ValueError):
        return {}


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _parts(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Name of each sheet and of the archive's member that holds it."""
    relations = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    target = {one.attrib["Id"]: one.attrib["Target"] for one in relations}
    book = ElementTree.fromstring(parts["xl/workbook.xml"])
    for element in book.iter():
        if _local(element) == "sheet":
            key = next(value for name, value in element.items() if name.endswith("}id"))
            path = target[key]
            part = path.lstrip("/") if path.startswith("/") else f"xl/{path}"
            if part in parts:
                yield element.attrib["name"], part


@dataclass(frozen=True)
class _Styles:
    """Numbers of the cell styles whose font is struck, those of a date without its day, the colours
    of those that have one, and the formats that conditions give."""

    struck: frozenset[bytes] = frozenset()
    dayless: frozenset[bytes] = frozenset()
    looks: dict[bytes, str] = field(default_factory=dict)
    of_rules: tuple[set[bytes], set[bytes]] = (set(), set())


def _styles(parts: Mapping[str, bytes]) -> _Styles:
    if "xl/styles.xml" not in parts:
        return _Styles()
    root = ElementTree.fromstring(parts["xl/styles.xml"])
    groups = {_local(group): list(group) for group in root}
    lines = [
        any(
            _local(part) == "strike" and part.get("val", "1") not in ("0", "false") for part in font
        )
        for font in groups.get("fonts", [])
    ]
    # 17 is Excel's built-in "mmm-yy".
    formats = {
        one.get("numFmtId", ""): one.get("formatCode", "") for one in groups.get("numFmts", [])
    }
    months = {"17"} | {
        key for key, code in formats.items() if _DAYLESS.match(_LITERAL.sub("", code))
    }
    struck, dayless = set(), set()
    for number, style in enumerate(groups.get("cellXfs", [])):
        font = int(style.get("fontId", "0"))
        if font < len(lines) and lines[font]:
            struck.add(str(number).encode())
        if style.get("numFmtId") in months:
            dayless.add(str(number).encode())
    of_rules = formats_of_rules(groups.get("dxfs", []))
    return _Styles(frozenset(struck), frozenset(dayless), looks_of_styles(groups), of_rules)


def _sheet_marks(xml: bytes, styles: _Styles, tables: bytes) -> Marks:
    hidden = set()
    for row in _HIDDEN_ROW.finditer(xml) if b"hidden=" in xml else ():
        number = _ROW_NUMBER.search(row[0])
        if number:
            hidden.add(int(number[1]) - 1)
    errors, no_value = {}, set()
    for cell in _ERROR.finditer(xml) if b't="e"' in xml else ():
        place = _place(cell[0])
        if place:
            errors[place] = unescape(cell[1].decode("utf-8", "replace"))
    for cell in _NO_VALUE.finditer(xml) if b"<f" in xml or b":f" in xml else ():
        place = _place(cell[0])
        # A stored text that is empty is a result too.
        if place and b't="str"' not in cell[1]:
            no_value.add(place)
    return Marks(
        frozenset(hidden),
        frozenset(_styled(xml, styles.struck)),
        errors,
        frozenset(no_value),
        frozenset(_styled(xml, styles.dayless)),
        frozenset(_hidden_columns(xml)),
        b"filterColumn" in xml or b"filterColumn" in tables,
        lambda: _looks(xml, styles.looks),
        not styles.looks,
        ruled_xlsx(xml, styles.of_rules),
    )


def _hidden_columns(xml: bytes) -> Iterator[int]:
    head = xml[: max(xml.find(b"sheetData"), 0)]
    for column in _HIDDEN_COLUMN.finditer(head):
        first, last = _FIRST.search(column[0]), _LAST.search(column[0])
        if first and last:
            yield from range(int(first[1]) - 1, min(int(last[1]), _MOST_COLUMNS))


def _looks(xml: bytes, looks: Mapping[bytes, str]) -> dict[Cell, str]:
    by_look: dict[str, set[bytes]] = {}
    for style, look in looks.items():
        by_look.setdefault(look, set()).add(style)
    return {cell: look for look, own in by_look.items() for cell in _styled(xml, own)}


def _styled(xml: bytes, styles: Collection[bytes]) -> Iterator[Cell]:
    if styles:
        wanted = re.compile(_TAG + rb'c\s[^>]*?\bs="(?:' + b"|".join(sorted(styles)) + rb')"[^>]*>')
        for cell in wanted.finditer(xml):
            place = _place(cell[0])
            if place:
                yield place


def _place(tag: bytes) -> Cell | None:
    """The row and the column of a cell's tag, counted from 0."""
    found = _CELL.search(tag)
    if found is None:
        return None
    column = 0
    for sign in found[1]:
        column = column * 26 + sign - 64
    return int(found[2]) - 1, column - 1
