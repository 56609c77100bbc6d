"""Marks of an OpenDocument spreadsheet: hidden rows, struck cells, failed formulas.

The tables are walked only where the file holds such a mark at all: most do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from .marks import Cell, Marks
from .ruled import Ruled

_FAILED = b'value-type="error"'
_FILTERED = (b'visibility="filter"', b'visibility="collapse"')
_RULED = b"conditional-format "
_COLOURED = b'background-color="#'
_STRUCK = b"text-line-through-style="
# A run of blank cells to the sheet's edge is written as one cell repeated: it says nothing.
_MOST_REPEATS = 1000


def ods_marks(parts: Mapping[str, bytes]) -> dict[str, Marks]:
    """Marks of each table by its name, from the parts of an .ods; none where its XML is not as
    usual."""
    xml = parts["content.xml"]
    if not any(sign in xml for sign in (_FAILED, _STRUCK, _COLOURED, _RULED, *_FILTERED)):
        return {}
    try:
        root = ElementTree.fromstring(xml)
    except (ElementTree.ParseError, ValueError):
        return {}
    struck = {
        _value(style, "name")
        for style in root.iter()
        if _local(style) == "style"
        and any(_value(part, "text-line-through-style") not in ("", "none") for part in style)
    }
    looks = {_value(style, "name"): look for style in root.iter() if (look := _look(style))}
    tables = [element for element in root.iter() if _local(element) == "table"]
    return {_value(table, "name"): _table_marks(table, struck, looks) for table in tables}


def _look(style: ElementTree.Element) -> str | None:
    """The colour of a cell style's ground, else of its letters, where it has one of its own."""
    if _local(style) != "style":
        return None
    for kind, usual in (("background-color", "#ffffff"), ("color", "#000000")):
        for part in style:
            value = _value(part, kind).lower()
            if value.startswith("#") and value != usual:
                return f"{kind} {value}"
    return None


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _value(element: ElementTree.Element, name: str) -> str:
    found = (value for key, value in element.items() if key.rpartition("}")[2] == name)
    return next(found, "")


def _repeated(element: ElementTree.Element, what: str) -> int:
    return int(_value(element, f"number-{what}-repeated") or 1)


def _table_marks(table: ElementTree.Element, struck: set[str], looks: dict[str, str]) -> Marks:
    hidden: set[int] = set()
    crossed: set[Cell] = set()
    errors: dict[Cell, str] = {}
    coloured: dict[Cell, str] = {}
    row, filtered = 0, False
    for element in (one for one in table.iter() if _local(one) == "table-row"):
        repeats, seen = _repeated(element, "rows"), _value(element, "visibility")
        if repeats <= _MOST_REPEATS and seen in ("filter", "collapse"):
            hidden.update(range(row, row + repeats))
            filtered |= seen == "filter"
        column = 0
        for cell in element:
            style = _value(cell, "style-name")
            if style in struck:
                crossed.add((row, column))
            if style in looks:
                coloured[row, column] = looks[style]
            kinds = [value for key, value in cell.items() if key.endswith("}value-type")]
            if "error" in kinds:
                errors[row, column] = "".join(cell.itertext())
            column += _repeated(cell, "columns")
        row += repeats
    return Marks(
        frozenset(hidden),
        frozenset(crossed),
        errors,
        hidden_columns=frozenset(_hidden_columns(table)),
        filtered=filtered,
        looks=lambda: coloured,
        plain=not coloured,
        ruled=_ruled(table, struck),
    )


def _ruled(table: ElementTree.Element, struck: set[str]) -> Ruled:
    """The areas whose look comes from conditions; "Liste.A2:Liste.B4" is told as "A2:B4"."""
    coloured: list[str] = []
    crossed: list[str] = []
    for rule in (one for one in table.iter() if _local(one) == "conditional-format"):
        said = [_value(one, "apply-style-name") for one in rule if _local(one) == "condition"]
        area = " ".join(
            ":".join(place.rpartition(".")[2] for place in one.split(":"))
            for one in _value(rule, "target-range-address").split()
        )
        if said and area:
            (crossed if struck.intersection(said) else coloured).append(area)
    return Ruled(tuple(coloured), tuple(crossed))


def _hidden_columns(table: ElementTree.Element) -> Iterator[int]:
    column = 0
    for element in (one for one in table.iter() if _local(one) == "table-column"):
        repeats = _repeated(element, "columns")
        if repeats <= _MOST_REPEATS and _value(element, "visibility") in ("filter", "collapse"):
            yield from range(column, column + repeats)
        column += repeats
