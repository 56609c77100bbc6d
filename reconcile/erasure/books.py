"""Workbooks (.xlsx, .xlsm, .ods) without what is blocked, cell by cell in their XML.

All the rest of the file, charts, drop-downs and looks, stays as it is.
"""

from __future__ import annotations

import io
import re
from typing import Final
from xml.sax.saxutils import escape, unescape
from zipfile import ZipFile

from .lines import Lines

_ENTITIES: Final = {"&quot;": '"', "&apos;": "'", "&#10;": "\n", "&#13;": "\r", "&#9;": "\t"}
_PARTS: Final = (".xml", ".rels", ".vml")
_ROW: Final = re.compile(r"<((?:\w+:)?row)\b[^>]*?(?<!/)>.*?</\1>", re.S)
_CELL: Final = re.compile(r"<((?:\w+:)?c)\b([^>]*?)(?:/>|>(.*?)</\1>)", re.S)
_ITEM: Final = re.compile(r"<((?:\w+:)?si)\b[^>]*?(?:/>|>(.*?)</\1>)", re.S)
_TEXT: Final = re.compile(r"<((?:\w+:)?t)\b[^>]*?(?:/>|>(.*?)</\1>)", re.S)
_VALUE: Final = re.compile(r"<((?:\w+:)?v)\b[^>]*?>(.*?)</\1>", re.S)
_SPOKEN: Final = re.compile(r"<((?:\w+:)?rPh)\b.*?</\1>", re.S)
_ODS_ROW: Final = re.compile(r"<table:table-row\b[^>]*?(?<!/)>.*?</table:table-row>", re.S)
_ODS_CELL: Final = re.compile(r"<table:table-cell\b([^>]*?)(?:/>|>(.*?)</table:table-cell>)", re.S)
_ODS_VALUE: Final = re.compile(
    r'\s(?:office:[\w-]*value[\w-]*|calcext:[\w-]+|table:formula)="[^"]*"'
)
_BETWEEN: Final = re.compile(r'(?<=>)[^<>]{2,}(?=<)|(?<==")[^"<>]{5,}(?=")')
_TYPE: Final = re.compile(r'\st="[^"]*"')


def cleaned(content: bytes, lines: Lines) -> bytes | None:
    """The bytes of a workbook without what is blocked, None where nothing is. Raises BadZipFile and
    UnicodeDecodeError where it is damaged."""
    out = io.BytesIO()
    changed = False
    with ZipFile(io.BytesIO(content)) as archive, ZipFile(out, "w") as new:
        if archive.testzip():
            raise ValueError("damaged")
        shared = _Shared(archive)
        parts: dict[str, str] = {}
        for info in archive.infolist():
            if info.filename.lower().endswith(_PARTS) and info.filename != shared.name:
                text = archive.read(info).decode("utf-8")
                parts[info.filename] = _part(text, shared, lines)
        for info in archive.infolist():
            before = archive.read(info)
            after = before
            if info.filename == shared.name:
                after = shared.text(lines).encode()
            elif info.filename in parts:
                after = parts[info.filename].encode()
            changed |= after != before
            new.writestr(info, after, compress_type=info.compress_type)
    return out.getvalue() if changed else None


class _Shared:
    """The texts that the cells of a workbook share, and which of them no cell has any more."""

    def __init__(self, archive: ZipFile) -> None:
        names = [one for one in archive.namelist() if one.lower().endswith("sharedstrings.xml")]
        self.name = names[0] if names else ""
        self._whole = archive.read(self.name).decode("utf-8") if names else ""
        self.texts = [_texts(found[2] or "") for found in _ITEM.finditer(self._whole)]
        self.taken: set[int] = set()
        self.used: set[int] = set()

    def text(self, lines: Lines) -> str:
        """The part again: what was taken from its cells is gone, unless another cell has it."""
        nth = iter(range(len(self.texts)))

        def item(found: re.Match[str]) -> str:
            at = next(nth)
            gone = at in self.taken and at not in self.used
            if at not in self.used and not gone:
                gone = lines.text(self.texts[at]) != self.texts[at]
            prefix = found[1].removesuffix("si")
            return f"<{found[1]}><{prefix}t></{prefix}t></{found[1]}>" if gone else found[0]

        return _ITEM.sub(item, self._whole)


def _part(text: str, shared: _Shared, lines: Lines) -> str:
    """A part of the file; what stands outside of rows is cleaned as plain text."""
    rows, cell = (_ODS_ROW, _ods_row) if "<table:table-row" in text else (_ROW, _row)
    parts, at = [], 0
    for found in rows.finditer(text):
        parts += [_plain(text[at : found.start()], lines), cell(found[0], shared, lines)]
        at = found.end()
    return "".join([*parts, _plain(text[at:], lines)])


def _plain(text: str, lines: Lines) -> str:
    def change(found: re.Match[str]) -> str:
        was = _read(found[0])
        now = lines.text(was)
        return found[0] if now == was else _written(now)

    return _BETWEEN.sub(change, text)


def _row(row: str, shared: _Shared, lines: Lines) -> str:
    cells = list(_CELL.finditer(row))
    places = [_shared_at(found) for found in cells]
    texts = [
        shared.texts[at] if at is not None and at < len(shared.texts) else _own(found)
        for at, found in zip(places, cells, strict=True)
    ]
    after = lines.clean(texts)
    parts, start = [], 0
    for found, place, was, now in zip(cells, places, texts, after, strict=True):
        parts.append(row[start : found.start()])
        start = found.end()
        if now == was:
            parts.append(found[0])
            shared.used |= {place} if place is not None else set()
            continue
        shared.taken |= {place} if place is not None else set()
        name, prefix = found[1], found[1].removesuffix("c")
        about = _TYPE.sub("", found[2])
        inside = (
            f'<{prefix}is><{prefix}t xml:space="preserve">{_written(now)}</{prefix}t></{prefix}is>'
        )
        parts.append(f'<{name}{about} t="inlineStr">{inside}</{name}>')
    return "".join([*parts, row[start:]])


def _shared_at(found: re.Match[str]) -> int | None:
    value = _VALUE.search(found[3] or "") if ' t="s"' in found[2] else None
    return int(value[2]) if value else None


def _own(found: re.Match[str]) -> str:
    inside = found[3] or ""
    if value := _VALUE.search(inside):
        return _read(value[2])
    return _texts(inside)


def _texts(inside: str) -> str:
    """The text of a cell, whatever runs of looks it is made of."""
    return "".join(_read(one[2] or "") for one in _TEXT.finditer(_SPOKEN.sub("", inside)))


def _ods_row(row: str, shared: _Shared, lines: Lines) -> str:
    del shared  # a part of the other kind of file
    cells = list(_ODS_CELL.finditer(row))
    texts = [_ods_text(found[2] or "") for found in cells]
    parts, start = [], 0
    for found, was, now in zip(cells, texts, lines.clean(texts), strict=True):
        parts.append(row[start : found.start()])
        start = found.end()
        if now == was:
            parts.append(found[0])
            continue
        about = _ODS_VALUE.sub("", found[1]) + ' office:value-type="string"'
        inside = f"<text:p>{_written(now)}</text:p>"
        parts.append(f"<table:table-cell{about}>{inside}</table:table-cell>")
    return "".join([*parts, row[start:]])


def _ods_text(inside: str) -> str:
    broken = inside.replace("</text:p><text:p", "</text:p>\n<text:p").replace("<text:s/>", " ")
    return _read(re.sub(r"<[^>]*>", "", broken))


def _read(text: str) -> str:
    return unescape(text, _ENTITIES)


def _written(text: str) -> str:
    return escape(text, {'"': "&quot;"})
