"""All files that are still to be cleaned, and what the program knows them again by."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from .. import answered
from ..config import Config
from ..memory.database import begin
from ..memory.schema import READINGS, RUNS
from ..memory.store import Store
from ..outputs import publish
from ..workbooks.other_sheets import marks_of, sheets_of
from ..workbooks.written import MARKED, packed, path_of, unpacked
from . import files, stored
from .asking import without_wishes
from .blocks import Blocks
from .lines import Lines

ALL: Final = "*"
_SHUT: Final = "erase_left"  # what tells of a file that is open elsewhere or damaged
_NAMES: Final = (answered.REPORT, answered.REGISTER)


@dataclass(frozen=True)
class Sweep:
    """One sweep. copy: writes the copy of the store (decisions.xlsx) anew, False where it is open
    elsewhere."""

    store: Store
    config: Config
    blocks: Blocks
    copy: Callable[[], bool]

    def finish(self, left: str) -> dict[str, str]:
        """Clean the files of `left` (ALL, or their names, a line each), pack the store, and note
        what is still left; the problem that tells of each, by name. Safe to call again after a kill
        at any moment."""
        if not left or not self.blocks:
            self.store.note(stored.LEFT, "")
            return {}
        only = None if left == ALL else set(left.split("\n"))
        paths = self.config.paths
        files.drop_unfinished(paths.clean, paths.state)
        still = {} if self.copy() else {str(paths.state / "decisions.xlsx"): _SHUT}
        lines, known = Lines(self.blocks), self._known()
        todo = [one for one in files.ours(paths.clean, paths.state)
                if only is None or {self._name(one), one.name} & only]  # fmt: skip
        found = ((self._name(path), self._one(path, lines, known)) for path in todo)
        still |= {name: problem for name, problem in found if problem}
        stored.pack(self.store)
        # What stands in its place, or waits for it, moves to the archives with the next set: a name
        # without a folder means the file wherever it lies.
        moved = (one.removeprefix(f"{publish.PENDING}/") for one in still)
        self.store.note(stored.LEFT, "\n".join(moved))
        return still

    def _name(self, path: Path) -> str:
        clean = self.config.paths.clean
        return path.relative_to(clean).as_posix() if path.is_relative_to(clean) else str(path)

    def alone(self, path: Path) -> str:
        """Clean one file; the problem that tells of it where that must wait."""
        return self._one(path, Lines(self.blocks), self._known())

    def _one(self, path: Path, lines: Lines, known: frozenset[str]) -> str:
        """The same of one of many. known: of `_known` before the first of them was cleaned, since
        the store knows a file, and those that are like it, by another digest from then on."""
        try:
            before = path.read_bytes()
            after = files.cleaned(path, before, lines)
            if after is None:
                return ""
            was, now = files.digest(before), files.digest(after)
            unread = path in self._written_into and was not in known
            if publish.open_elsewhere(path.parent, [path.name]) or unread:
                return _SHUT
            self._note(path, was, now)
            if files.digest(path.read_bytes()) != was:
                return _SHUT  # saved meanwhile, perhaps with answers
            files.replace(path, after)
            _in_manifest(path, was, now)
            if path.stem.startswith(answered.REGISTER) and path.suffix == ".xlsx":
                self._marks(before, after)
        except files.LeftError as error:
            return error.problem
        except Exception:  # damaged or shut: the readers have no error in common
            return _SHUT
        return ""

    def _known(self) -> frozenset[str]:
        """The digests of files in which nothing stands that no run has read."""
        clean = self.config.paths.clean
        with begin(self.store.engine) as db:
            read = db.execute(sa.select(READINGS.c.digest)).scalars().all()
            texts = db.execute(sa.select(RUNS.c.manifest)).scalars().all()
        sets = [json.loads(text) for text in texts]
        # The store may have forgotten what the files in place were before others like them were
        # cleaned: the manifest beside them knows it still.
        sets += [publish.placed(folder) for folder in (clean, clean / publish.PENDING)]
        return frozenset([*read, *(digest for one in sets for digest in one.values())])

    @cached_property
    def _written_into(self) -> frozenset[Path]:
        """The files into which people write what runs read: workbooks, and reports as text."""
        clean = self.config.paths.clean
        waits, (report, register) = clean / publish.PENDING, (f"{one}.xlsx" for one in _NAMES)
        registers = (*answered.registers(clean), *answered.registers(waits))
        books = (one for one in registers if one.suffix.lower() in answered.BOOKS)
        old = (*publish.late(clean, report), *publish.late(clean, register))
        return frozenset([*books, *answered.reports(clean), waits / report, *old])

    def _note(self, path: Path, was: str, now: str) -> None:
        """Have the store know the file again as it will be: nobody changed it by hand."""
        named = path.stem.startswith(answered.REPORT) and path.suffix == ".xlsx"
        row = {
            "digest": now,
            "origin": f"{answered.REPORT}.xlsx" if named else path.name,
            "n_new": 0,
        }
        with begin(self.store.engine) as db:
            runs = db.execute(sa.select(RUNS.c.run, RUNS.c.manifest)).all()
            for run, text in runs:
                if was in text:
                    changed = text.replace(was, now)
                    db.execute(sa.update(RUNS).where(RUNS.c.run == run).values(manifest=changed))
            last = max((run for run, _ in runs), default=0)
            known = sa.select(READINGS.c.digest).where(READINGS.c.digest == now)
            if not db.execute(known).first():
                db.execute(sa.insert(READINGS), row | {"read_in": last + 1, "run": last})

    def _marks(self, before: bytes, after: bytes) -> None:
        """Let what is kept of a register's other sheets (edited.py) say what they say now."""
        old, new = (without_wishes(sheets_of(content)) for content in (before, after))
        marks = [str(rows[0][0]) for rows in new.values() if rows and rows[0]]
        found = next((one for text in marks if (one := MARKED.fullmatch(text))), None)
        if found is None:
            return
        path = path_of(self.config.paths.state, found[2], found[3])
        if not path.exists():
            return
        told = unpacked(path.read_bytes())
        for name, kept in (told.get("others") or {}).items():
            if name in old and name in new:
                kept[:] = _moved(kept, *(marks_of({name: one[name]})[name] for one in (old, new)))
        files.replace(path, packed(told))


def clean_file(store: Store, config: Config, blocks: Blocks, path: Path) -> bool:
    """Clean a file that was read; where that must wait (False), every run tries again."""
    if not Sweep(store, config, blocks, lambda: True).alone(path):
        return True
    left = left_of(store)
    if left != ALL:
        store.note(stored.LEFT, "\n".join(dict.fromkeys([*left.split("\n"), path.name])).strip())
    return False


def clean_again(store: Store, config: Config, blocks: Blocks) -> None:
    """Clean the reports and registers that people put beside or in place of those of the last run:
    what a run has read once it does not read again."""
    clean = config.paths.clean
    own = publish.placed(clean)
    paths = [*answered.reports(clean), *answered.registers(clean)] if blocks else []
    for path in paths:
        if path.exists() and publish.digest(path) != own.get(path.name):
            clean_file(store, config, blocks, path)


def _moved(kept: list[str], old: list[str], new: list[str]) -> list[str]:
    """Marks of rows, those of rows that were cleaned as they are now."""
    if len(old) != len(new):
        return kept
    lost = Counter(was for was, now in zip(old, new, strict=True) if was != now)
    found = []
    for one in kept:
        if lost[one]:
            lost[one] -= 1
        else:
            found.append(one)
    return [*found, *(now for was, now in zip(old, new, strict=True) if was != now)]


def _in_manifest(path: Path, was: str, now: str) -> None:
    manifest = path.parent / publish.MANIFEST
    if manifest.exists() and was in (text := manifest.read_text(encoding="utf-8")):
        files.replace(manifest, text.replace(was, now).encode())


def left_of(store: Store) -> str:
    return store.note(stored.LEFT) or ""
