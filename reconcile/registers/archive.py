"""The registers of former runs: which there are, where they lie, and copies kept for ever."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from .. import answered
from ..errors import Stop
from ..memory.store import Store
from ..outputs import publish
from ..words import Words
from ..workbooks.shown import count, enumeration, long_day
from .register_values import as_of

FROZEN: Final = "frozen"
_STEM: Final = "member_register"
_NUMBER: Final = b"reconcile.run"
_LONGEST_NAME: Final = 60  # file systems take some 255 bytes
_NOT_IN_NAMES: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


class UnknownRegister(Stop):
    """A register that was asked for is not known, or its files are not kept."""

    exit_status = 2


@dataclass(frozen=True)
class Numbered:
    """A published register: its number (the run), day, members of today (-1: not known), the folder
    of its files (None: it was never in place, or they are gone), and the names of its frozen
    copies."""

    run: int
    day: date
    members: int
    folder: Path | None
    frozen: tuple[str, ...]


def numbered(store: Store, clean: Path) -> list[Numbered]:
    """All published registers, in their order."""
    log, folders, kept = store.values(), _folders(clean), _frozen(clean)
    status = log[log["field"] == "status"]
    found = []
    for run, day in store.published().items():
        n = _members(status, run)
        names = tuple(sorted(name for name, (of, _) in kept.items() if of == run))
        folder = folders.get(run)
        if folder is None and names:
            folder = kept[names[0]][1]
        found.append(Numbered(run, day, n, folder, names))
    return found


def _members(status: pd.DataFrame, run: int) -> int:
    if not (status["run"] <= run).any():
        return -1
    return int((as_of(status, run)["value"] != "left").sum())


def _folders(clean: Path) -> dict[int, Path]:
    """Where the files of each register lie. The number inside the file counts, not the name of the
    folder: in old archives that is the number of the run before the next set."""
    places = [clean, *sorted((clean / publish.ARCHIVES).glob("[0-9]*"))]
    found: dict[int, Path] = {}
    for folder in places:
        for path in sorted(folder.glob(f"{_STEM}*.parquet")):
            if (run := _number(path)) is not None:
                found.setdefault(run, folder)
    return found


def _number(path: Path) -> int | None:
    try:
        told = (pq.read_metadata(path).metadata or {}).get(_NUMBER)
    except (OSError, pa.ArrowException):
        return None
    return int(told) if told else None


def _frozen(clean: Path) -> dict[str, tuple[int, Path]]:
    """The number and the folder of each frozen register, by name."""
    found = {}
    for path in sorted((clean / publish.ARCHIVES / FROZEN).glob("[!.]*/frozen.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        found[str(told["name"])] = (int(told["run"]), path.parent)
    return found


def freeze(store: Store, clean: Path, asked: str, name: str, say: Words) -> str:
    """Keep the files of a register under a name for ever, and say where, and which of them people
    had changed by hand. Nothing writes over it.

    Raises UnknownRegister where they are not kept, or the name is taken, a number or no name.
    """
    name = " ".join(name.split())
    frozen = clean / publish.ARCHIVES / FROZEN
    folder = frozen / _NOT_IN_NAMES.sub("_", name).strip(". ")
    one = known(numbered(store, clean), asked, say)
    if one.folder is None:
        raise UnknownRegister(say("registers.no_files", run=one.run))
    if folder == frozen or name.isdecimal() or len(name) > _LONGEST_NAME:
        raise UnknownRegister(say("registers.no_name", longest=_LONGEST_NAME))
    if folder.exists():
        raise UnknownRegister(say("registers.taken", name=name, folder=folder))
    beside = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    for path in _files(one.folder, one.run):
        shutil.copy2(path, beside / path.name)
    wrote = store.manifest(one.run)
    copied = [path for path in sorted(beside.iterdir()) if path.name in wrote]
    edited = [path.name for path in copied if publish.digest(path) != wrote[path.name]]
    told = {"run": one.run, "name": name, "day": one.day.isoformat(), "edited": edited}
    text = json.dumps(told, ensure_ascii=False, indent=2)
    (beside / "frozen.json").write_text(text, encoding="utf-8")
    for path in beside.iterdir():
        path.chmod(0o444)
    beside.rename(folder)
    done = say("registers.frozen", run=one.run, name=name, folder=folder)
    # That a report was answered is what it is for.
    by_hand = [one for one in edited if not one.startswith(answered.REPORT)]
    more = say("registers.edited", files=enumeration(say, by_hand)) if by_hand else ""
    return f"{done} {more}".strip()


def _files(folder: Path, run: int) -> list[Path]:
    """The files of a register in a folder, and its report where that is of the same run."""
    manifest = folder / publish.MANIFEST
    own = sorted(folder.glob(f"{_STEM}*.*"))
    if manifest.exists():  # the set in place: its report may be a newer one's
        runs = json.loads(manifest.read_text(encoding="utf-8")).get("runs", {})
        beside = [name for name, of in runs.items() if of == run and not name.startswith(_STEM)]
        return [*own, *(folder / name for name in sorted(beside) if (folder / name).exists())]
    return [*own, *sorted(one for one in folder.iterdir() if one not in own and one.is_file())]


def known(registers: list[Numbered], asked: str, say: Words) -> Numbered:
    """The register of a number, or frozen under that name; UnknownRegister, in words, where there
    is none."""
    name = " ".join(asked.split())
    for one in registers:
        if name in (str(one.run), *one.frozen):
            return one
    numbers = ", ".join(str(one.run) for one in registers[-20:]) or "–"
    raise UnknownRegister(say("registers.unknown", asked=asked, known=numbers))


def lines(registers: list[Numbered], clean: Path, say: Words) -> list[str]:
    """The registers for a terminal, the newest last."""
    told = []
    placed = publish.register_in_place(clean)
    for one in registers:
        n = say("registers.no_count") if one.members < 0 else count(say, "members", one.members)
        if one.run == placed:
            where = say("registers.in_place")
        elif one.folder is None:
            where = say("registers.nowhere")
        else:
            where = str(one.folder.relative_to(clean))
        frozen = "".join(say("registers.named", name=name) for name in one.frozen)
        day = long_day(say, one.day)
        told.append(say("registers.line", run=one.run, date=day, members=n, where=where) + frozen)
    return told
