"""Files that the program wrote or archived, without what is blocked.

The store is cleaned first, and what is blocked stands there as hashes alone; files are then cleaned
by those, each whole or not at all. A kill in the middle leaves the list of what is left in the
store, and the next run goes on; what cannot be cleaned (open elsewhere, damaged) is tried again
each night. The files of staff (data/raw) are read, never changed.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar, Final

import pyarrow as pa
import pyarrow.parquet as pq

from ..answered import BOOKS
from ..decisions.own_columns import EXTRA
from ..outputs.publish import MANIFEST, NEXT
from ..workbooks.other_sheets import sheets_of
from ..workbooks.plain import lined
from ..workbooks.written import WRITTEN, packed, unpacked
from . import books
from .lines import Lines
from .text import ids_in

_STATE: Final = (WRITTEN, "models")  # folders of the state
_BOOKS: Final = (".xlsx", ".xlsm", ".ods")
_FIXED: Final = frozenset(BOOKS).difference(_BOOKS)  # read, and nothing here writes them
_TABLES: Final = (".csv", ".tsv")
_TEXTS: Final = (*_TABLES, ".txt", ".html", ".json", ".toml", ".damaged")
_ENCODINGS: Final = ("utf-8", "cp1252")


class LeftError(Exception):
    """A file that stays as it is. `problem`: what tells of it."""

    problem: ClassVar[str]


class FixedError(LeftError):
    """A file in which something is blocked is of a kind that cannot be written again (.xls)."""

    problem = "erase_fixed"


class UnseenError(LeftError):
    """A file of a kind that nothing here can look into (.pdf, .numbers): it may hold anybody."""

    problem = "erase_unseen"


def ours(clean: Path, state: Path) -> Iterator[Path]:
    """The files that may hold values, but for the store and its copy."""
    for path in sorted(clean.rglob("*")):
        inside = path.relative_to(clean).parts
        hidden = path.name.startswith((".", "~$")) or path.name.endswith(".part")
        if path.is_file() and inside[0] != NEXT and path.name != MANIFEST and not hidden:
            yield path
    for folder in _STATE:
        yield from sorted(one for one in (state / folder).glob("*") if one.is_file())


def drop_unfinished(clean: Path, state: Path) -> None:
    """Throw away what a kill left of files that were being written."""
    for folder in (clean, state):
        for path in folder.rglob("*.part"):
            if path.is_file():
                path.unlink()


def cleaned(path: Path, content: bytes, lines: Lines) -> bytes | None:
    """The bytes of a file without what is blocked, None where nothing is. Raises what its reader
    raises where it is damaged, FixedError where it can only be read, UnseenError where not even
    that."""
    kind = path.suffix.lower()
    if kind in _FIXED:
        if _holds(content, lines):
            raise FixedError(path.name)
        return None
    if kind in _BOOKS:
        return books.cleaned(content, lines)
    if kind == ".parquet":
        return _parquet(content, lines)
    if kind == ".gz":
        return _kept(content, lines)
    if kind in _TEXTS:
        return _text(content, kind, lines)
    raise UnseenError(path.name)


def _holds(content: bytes, lines: Lines) -> bool:
    """Whether something is blocked in the cells of a workbook."""
    sheets = sheets_of(content)
    rows = ([lined(cell) for cell in row] for sheet in sheets.values() for row in sheet)
    return any(lines.clean(row) != row for row in rows)


def _text(content: bytes, kind: str, lines: Lines) -> bytes | None:
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        text, encoding = content.decode("latin-1"), "latin-1"
    if kind == ".html":
        after = books._plain(text, lines)
    else:
        after = _rows(text, lines) if kind in _TABLES else _lines(text, lines)
    return None if after == text else after.encode(encoding, "replace")


def _rows(text: str, lines: Lines) -> str:
    """A table as text, row by row, whose cells may hold line breaks; as it was where nothing is
    blocked, with the line ends of the first row otherwise."""
    mark, body = text[:1] if text.startswith("\ufeff") else "", text.removeprefix("\ufeff")
    head = body.partition("\n")[0]
    parts = max(";,\t", key=head.count)
    rows = list(csv.reader(io.StringIO(body, newline=""), delimiter=parts))
    after = [lines.clean(row) for row in rows]
    if after == rows:
        return text
    out = io.StringIO(newline="")
    end = "\r\n" if head.endswith("\r") else "\n"
    csv.writer(out, delimiter=parts, lineterminator=end).writerows(after)
    return mark + out.getvalue()


def _lines(text: str, lines: Lines) -> str:
    parts = max(";,\t", key=text.partition("\n")[0].count)
    return "".join(_line(line, parts, lines) for line in text.splitlines(keepends=True))


def _line(line: str, parts: str, lines: Lines) -> str:
    end = line[len(line.rstrip("\r\n")) :]
    return parts.join(lines.clean(line.removesuffix(end).split(parts))) + end


def _parquet(content: bytes, lines: Lines) -> bytes | None:
    table = pq.read_table(io.BytesIO(content))
    rows, kept, changed = table.to_pylist(), [], False
    for row in rows:
        number = str(row.get("member_id") or "")
        if number in lines.blocks.erased:
            changed = True
            continue
        own = lines.scrub.own(ids_in(number))
        new = {key: _value(value, own, lines) for key, value in row.items()}
        changed |= new != row
        kept.append(new)
    if not changed:
        return None
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(kept, schema=table.schema), out)
    return out.getvalue()


def _value(value: Any, own: frozenset[int], lines: Lines) -> Any:
    if isinstance(value, list):
        return [
            one for one in value if not isinstance(one, str) or lines.scrub.text(one, own) == one
        ]
    return lines.scrub.text(value, own) if isinstance(value, str) else value


def _kept(content: bytes, lines: Lines) -> bytes | None:
    """What a register was written with (edited.py)."""
    told = unpacked(content)
    rows = {
        member: dict(zip(row, lines.clean([member, *row.values()])[1:], strict=True))
        for member, row in told["rows"].items()
        if member not in lines.blocks.erased
    }
    after = {**told, "rows": {member: _by_key(row, lines) for member, row in rows.items()}}
    for one in ("headings", "forms"):
        if one in told:
            after[one] = _by_key(told[one], lines)
    after["headings"] = {key: lines.scrub.heading(text) for key, text in after["headings"].items()}
    return None if after == told else packed(after)


def _by_key(texts: Mapping[str, str], lines: Lines) -> dict[str, str]:
    """Texts by the keys of columns, in which a heading of people's own may stand: of two that are
    one without what is blocked the first that says something counts."""
    found: dict[str, str] = {}
    for key, text in texts.items():
        heading = key.removeprefix(EXTRA)
        name = key if heading == key else f"{EXTRA}{lines.scrub.heading(heading)}"
        found[name] = found.get(name) or text
    return found


def replace(path: Path, content: bytes) -> None:
    """Put bytes in the place of a file, whole or not at all; its times and rights stay."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        with beside.open("rb+") as stream:
            os.fsync(stream.fileno())
        shutil.copystat(path, beside)
        if os.name == "nt":
            path.chmod(stat.S_IWRITE)  # a frozen one is read-only
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def holding(paths: Iterable[Path], lines: Lines) -> list[Path]:
    """Those of some files in which something is blocked; one that cannot be read is none."""
    found = []
    for path in paths:
        try:
            if cleaned(path, path.read_bytes(), lines) is not None:
                found.append(path)
        except FixedError:
            found.append(path)
        except Exception:  # the readers have no error in common; the file is another's
            continue
    return found
