"""What a workbook shows by rules: cells coloured or struck out by a condition, rows by a filter."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

_BLOCK = re.compile(
    rb"<(?:\w+:)?conditionalFormatting\s([^>]*)>(.*?)</(?:\w+:)?conditionalFormatting>", re.DOTALL
)
_RULE = re.compile(rb"<(?:\w+:)?cfRule\s([^>]*)>")
_AREA = re.compile(rb'\bsqref="([^"]+)"')
_KIND, _FORMAT = re.compile(rb'\btype="(\w+)"'), re.compile(rb'\bdxfId="(\d+)"')
# Rules that speak of what a cell says; bars, scales and duplicates tell nothing of a member.
_SPEAKING = frozenset({b"expression", b"cellIs", b"containsText", b"beginsWith", b"endsWith"})


@dataclass(frozen=True)
class Ruled:
    """The areas ("A2:F90") that a condition colours, and those that it strikes out."""

    coloured: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()


def formats_of_rules(formats: Sequence[ElementTree.Element]) -> tuple[set[bytes], set[bytes]]:
    """The numbers of the formats for conditions (the dxfs of styles.xml) that colour cells, and of
    those that strike them out."""
    coloured, struck = set(), set()
    for number, one in enumerate(formats):
        parts = [part for part in one.iter() if part is not one]
        names = {part.tag.rpartition("}")[2] for part in parts}
        lines = [part for part in parts if part.tag.rpartition("}")[2] == "strike"]
        if any(part.get("val", "1") not in ("0", "false") for part in lines):
            struck.add(str(number).encode())
        elif names & {"fill", "color"}:
            coloured.add(str(number).encode())
    return coloured, struck


def ruled_xlsx(xml: bytes, formats: tuple[set[bytes], set[bytes]]) -> Ruled:
    """The areas of a worksheet whose look comes from conditions."""
    tail = xml[max(xml.rfind(b"sheetData"), 0) :]
    found: tuple[dict[str, None], dict[str, None]] = ({}, {})
    for block in _BLOCK.finditer(tail) if b"conditionalFormatting" in tail else ():
        area = _AREA.search(block[1])
        for rule in _RULE.finditer(block[2]) if area else ():
            kind, number = _KIND.search(rule[1]), _FORMAT.search(rule[1])
            if area and kind and number and kind[1] in _SPEAKING:
                for own, numbers in zip(found, formats, strict=True):
                    if number[1] in numbers:
                        own[area[1].decode("ascii", "replace")] = None
    return Ruled(tuple(found[0]), tuple(found[1]))


def tables_of(part: str, parts: Mapping[str, bytes]) -> Iterator[bytes]:
    """The XML of the tables ("Insert, Table") of the worksheet that the archive holds as `part`."""
    folder, name = posixpath.split(part)
    relations = parts.get(f"{folder}/_rels/{name}.rels")
    if not relations:
        return
    for one in ElementTree.fromstring(relations):
        if one.get("Type", "").endswith("/table"):
            target = one.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
            yield parts.get(posixpath.normpath(path), b"")
