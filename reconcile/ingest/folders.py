"""Which files of the raw folder are whose, and which are nobody's."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..config import RESERVED, Config, fold, name_below
from ..errors import Stop
from ..words import words
from .headings import catalogue
from .workbook import READABLE

_SILENT = ("thumbs.db", "desktop.ini", "readme.md")
_SAMPLE = "exemple"


class IngestError(Stop):
    """Nothing can be read before a person acts; the message says what to do, in staff's words."""


@dataclass(frozen=True)
class Found:
    """A file to read. `file` is its path below the raw folder, with "/"."""

    club: str
    path: Path
    file: str


@dataclass(frozen=True)
class Survey:
    """What stands in the raw folder: `files` to read and `sheets`, rows of SHEETS on all else."""

    files: list[Found]
    sheets: list[dict[str, Any]]


def sheet_row(file: str, state: str, why: str | None = None, **values: Any) -> dict[str, Any]:
    """A row of SHEETS on a whole file or folder, unless `values` say more."""
    row: dict[str, Any] = {"source": None, "file": file, "sheet": None, "state": state}
    row |= {
        "header_row": None,
        "n_rows": 0,
        "n_left_out": 0,
        "why": why,
        "details": {},
        "left_out": [],
    }
    return row | values


def survey(config: Config) -> Survey:
    """The files of each club, in the order of the configuration, sorted by name.

    Raises IngestError where the raw folder is missing, or sample files lie beside others.
    """
    raw, say = config.paths.raw, words(config.language)
    if not raw.is_dir():
        raise IngestError(say("ingest.raw_missing", folder=raw))
    folders: dict[str, list[Path]] = defaultdict(list)
    strangers = []
    for entry in _entries(raw):
        if _leads_out(entry, raw):
            strangers.append(sheet_row(name_below(entry, raw), "ignored", "link_outside"))
            continue
        club = config.club_of(entry.name) if entry.is_dir() else None
        if club:
            folders[club].append(entry)
        elif entry.is_dir() and fold(entry.name) not in RESERVED:
            strangers.append(sheet_row(name_below(entry, raw), "ignored", "not_a_club"))
        elif entry.is_file():
            why = "lock_file" if _is_lock(entry) else "loose_file"
            strangers.append(sheet_row(name_below(entry, raw), "ignored", why))
    files: list[Found] = []
    sheets: list[dict[str, Any]] = []
    for club in config.clubs:
        own, passed = _club(club, folders[club], raw)
        files += own
        sheets += passed
    _refuse_mixed_samples(files, config)
    return Survey(files, sheets + strangers)


def _club(club: str, folders: list[Path], raw: Path) -> tuple[list[Found], list[dict[str, Any]]]:
    if not folders:
        return [], [sheet_row(club, "ignored", "club_missing", source=club)]
    files, sheets = [], []
    used: set[str] = set()
    for entry in (entry for folder in folders for entry in _entries(folder)):
        name = name_below(entry, raw)
        while name in used:  # two that only bytes tell apart
            name += "~"
        used.add(name)
        why = "link_outside" if _leads_out(entry, raw) else _why_not(entry)
        if why:
            sheets.append(sheet_row(name, "ignored", why, source=club))
        else:
            files.append(Found(club, entry, name))
    copies = _copies(files)
    for file in files:
        if file.file in copies:
            details = {"original": copies[file.file]}
            sheets.append(sheet_row(file.file, "ignored", "copy", source=club, details=details))
    if not files:
        sheets.append(sheet_row(folders[0].name, "ignored", "club_empty", source=club))
    return [file for file in files if file.file not in copies], sheets


def _entries(folder: Path) -> list[Path]:
    found = [one for one in folder.iterdir() if not one.name.startswith(".")]
    return sorted((one for one in found if one.name.lower() not in _SILENT), key=lambda p: p.name)


def _leads_out(entry: Path, raw: Path) -> bool:
    """Whether a link leads to a place outside the raw folder (or to nowhere)."""
    try:
        return entry.is_symlink() and not entry.resolve(strict=True).is_relative_to(raw.resolve())
    except (OSError, RuntimeError):
        return True


def _is_lock(path: Path) -> bool:
    return path.name.startswith("~$")


def _why_not(entry: Path) -> str | None:
    """Why an entry of a club's folder is not read, or None."""
    if entry.is_dir():
        return "subfolder"
    if _is_lock(entry):
        return "lock_file"
    if entry.suffix.lower() not in READABLE or not entry.is_file():  # a pipe would never end
        return "unknown_type"
    own = catalogue()["own_outputs"]["files"]
    return "own_output" if any(name in entry.stem.lower() for name in own) else None


def _copies(files: list[Found]) -> dict[str, str]:
    """Each file whose bytes another one of the club has too -> that one, of the shortest name."""
    by_size: dict[int, list[Found]] = defaultdict(list)
    for file in files:
        by_size[file.path.stat().st_size].append(file)
    same: dict[str, list[Found]] = defaultdict(list)
    for size, candidates in by_size.items():
        for file in candidates if size and len(candidates) > 1 else ():
            try:
                same[hashlib.sha256(file.path.read_bytes()).hexdigest()].append(file)
            except OSError:  # reading it says so
                continue
    copies: dict[str, str] = {}
    for group in same.values():
        first = min(group, key=lambda file: (len(file.file), file.file))
        copies |= {file.file: first.file for file in group if file is not first}
    return copies


def is_sample(file: str) -> bool:
    """Whether a file (its path below the raw folder) is one of invented members, by its name."""
    name = unicodedata.normalize("NFKC", file.rpartition("/")[2])
    return name.casefold().startswith(_SAMPLE)


def _refuse_mixed_samples(files: list[Found], config: Config) -> None:
    """Invented members must never enter a real register, nor real ones a try-out."""
    samples = [file.file for file in files if is_sample(file.file)]
    others = [file.file for file in files if file.file not in samples]
    if samples and others:
        listed = {"samples": ", ".join(samples), "others": ", ".join(others)}
        say = words(config.language)
        raise IngestError(say("ingest.samples_mixed", folder=config.paths.raw, **listed))
