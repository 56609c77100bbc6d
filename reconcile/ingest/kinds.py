"""What the bytes of a file are, whatever its name says, and the parts of a zipped one."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from .limits import MOST_UNPACKED

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS = {
    "pdf": (b"%pdf",),
    "html": (b"<!doctype html", b"<html", b"<table", b"<?xml", b"<head", b"<meta"),
}
_KEPT = (".xml", ".rels")
_MOST_PARTS = 10_000
_PROLOGUE = 1 << 16  # entities are declared before anything else
_CONTROLS = bytes(sign for sign in range(32) if sign not in b"\t\n\r\f\x1a\x1c\x1d\x1e\x1f")


class UnreadableError(Exception):
    """A file cannot be read; `why` is a key of the words [sheets], `details` its values."""

    def __init__(self, why: str, **details: str) -> None:
        super().__init__(why)
        self.why = why
        self.details = details


def kind_of(data: bytes) -> tuple[str, dict[str, bytes]]:
    """(xlsx, xls, ods, html, pdf, text or other; the XML parts of a zipped workbook by name).

    Raises UnreadableError where the file is damaged, sealed by a password, or unpacks to more than
    any list holds, or declares entities as no spreadsheet does.
    """
    if data.startswith(b"PK"):
        return _unzipped(data)
    if data.startswith(_OLE):
        return _kind_of_ole(data), {}
    start = data[:512].lstrip().removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for kind, signs in _STARTS.items():
        if start.startswith(signs):
            return kind, {}
    # Text holds no zero bytes, unless it is UTF-16, where every other byte is one.
    zeros = data.count(0)
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff") or 0.2 < zeros / len(data) < 0.6
    strange = len(data) - len(data.translate(None, _CONTROLS))
    return "text" if wide or (not zeros and strange * 50 <= len(data)) else "other", {}


def _kind_of_ole(data: bytes) -> str:
    def holds(*names: str) -> bool:
        return any(name.encode("utf-16-le") in data for name in names)

    if holds("EncryptedPackage", "EncryptionInfo"):
        raise UnreadableError("file_encrypted")
    if holds("WordDocument", "PowerPoint Document"):
        return "other"
    if holds("Workbook", "Book"):
        return "xls"
    raise UnreadableError("file_damaged")


def _unzipped(data: bytes) -> tuple[str, dict[str, bytes]]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            unpacked = sum(one.file_size for one in members)
            if unpacked > MOST_UNPACKED or len(members) > _MOST_PARTS:
                raise UnreadableError("file_bomb", size=f"{unpacked >> 20}")
            parts = {one.filename: _part(archive, one) for one in members}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise UnreadableError("file_damaged") from error
    except (RuntimeError, NotImplementedError) as error:  # a zip with a password of its own
        raise UnreadableError("file_encrypted") from error
    if "META-INF/manifest.xml" in parts:
        if b"encryption-data" in parts["META-INF/manifest.xml"]:
            raise UnreadableError("file_encrypted")
        return "ods" if "content.xml" in parts else "other", parts
    return "xlsx" if "xl/workbook.xml" in parts else "other", parts


def _part(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """A part whose check sum holds; b"" where it is no XML, which nothing here reads."""
    if not member.filename.lower().endswith(_KEPT):
        with archive.open(member) as stream:
            while stream.read(1 << 20):
                pass
        return b""
    xml = archive.read(member)
    # UTF-16 writes a zero beside each letter.
    if b"<!ENTITY" in xml[:_PROLOGUE].replace(b"\x00", b""):
        raise UnreadableError("file_entities")
    return xml
