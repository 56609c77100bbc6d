"""The colour of cells in an .xlsx: of their fill, else of their letters, where it is not the usual.

Two cells look the same where Excel wrote the same colour for both; what colour that is matters not.
"""

from __future__ import annotations

from xml.etree import ElementTree

_WHITE = {"rgb=FFFFFFFF", "rgb=00FFFFFF", "theme=0", "indexed=64", "indexed=65", "indexed=9"}
_BLACK = {"rgb=FF000000", "rgb=00000000", "theme=1", "indexed=8", "indexed=64", "auto=1"}
Groups = dict[str, list[ElementTree.Element]]


def looks_of_styles(groups: Groups) -> dict[bytes, str]:
    """Number of a cell style -> its colour ("fill rgb=FFFF0000", "font theme=4"), of those that
    have one of their own. groups: the children of styles.xml."""
    fills = [_fill(one) for one in groups.get("fills", [])]
    fonts = [_font(one) for one in groups.get("fonts", [])]
    found = {}
    for number, style in enumerate(groups.get("cellXfs", [])):
        look = _at(fills, style.get("fillId")) or _at(fonts, style.get("fontId"))
        if look:
            found[str(number).encode()] = look
    return found


def _at(looks: list[str | None], number: str | None) -> str | None:
    place = int(number or 0)
    return looks[place] if place < len(looks) else None


def _fill(fill: ElementTree.Element) -> str | None:
    for pattern in fill:
        if pattern.get("patternType") == "solid":
            return _colour("fill", pattern, "fgColor", _WHITE)
    return None


def _font(font: ElementTree.Element) -> str | None:
    return _colour("font", font, "color", _BLACK)


def _colour(kind: str, parent: ElementTree.Element, tag: str, usual: set[str]) -> str | None:
    for part in parent:
        if part.tag.rpartition("}")[2] == tag:
            told = " ".join(f"{key}={value}" for key, value in sorted(part.items()))
            return None if not told or told in usual else f"{kind} {told}"
    return None
