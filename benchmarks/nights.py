"""Nights of the sample lists in processes of their own, for kills.py: their start, how far they
are, what they leave. Nothing here starts a thread, so that a process may be forked from it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import pandas as pd
from openpyxl import load_workbook

from reconcile.nights.night import run_night
from reconcile.outputs import publish
from reconcile.results import Findings
from reconcile.tables import empty

SETTINGS: Final = """
merged_on = 2026-01-01
[clubs.technopole42]
name = "Technopole 42"
[clubs.rezames]
name = "Rezames"
[paths]
raw = "raw"
clean = "clean"
state = "state"
"""
SAMPLES: Final = Path(__file__).resolve().parents[1] / "data" / "raw"
TODAY: Final = date(2026, 11, 22)
REPORT: Final = "match_report.xlsx"
_OPERATIONS: Final = frozenset("open os.rename os.remove os.rmdir os.mkdir os.link".split())
_MARKS: Final = {"write": b"w", "after": b"a"}


def light(suite: str, frames: dict[str, pd.DataFrame]) -> Findings:
    """In place of the suites, which write nothing."""
    return Findings(empty("issues"), empty("checks"))


@dataclass
class Run:
    """A night in a process of its own. ended: a file descriptor that tells its end."""

    pid: int
    told: int
    ended: int
    answer: bytes = b""
    seen: bytes = b""
    status: int | None = None
    marks_s: dict[str, float] = field(default_factory=dict)

    def reached(self, phase: str) -> None:
        """Wait until the run comes to `phase`, or ends."""
        while _MARKS[phase] not in self.seen:
            found = os.read(self.told, 1)
            if not found:
                return
            self.seen += found
            self.marks_s[found.decode()] = time.monotonic()

    def kill(self) -> None:
        """End it at once, wherever it is."""
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
        self.wait()

    def wait(self) -> int:
        """Its exit status, when it has ended; negative where it was killed."""
        if self.status is None:
            while part := os.read(self.ended, 4096):
                self.answer += part
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
            os.close(self.told)
            os.close(self.ended)
        return self.status

    @property
    def register(self) -> str:
        """What names the values of the register that it published."""
        return json.loads(self.answer)["register"] if self.answer else ""

    @property
    def operations(self) -> int:
        """How many files it opened, moved, made or removed from the end of writing to its end."""
        return int(json.loads(self.answer)["operations"])


def start(
    place: Path,
    die_at: int | None = None,
    replace_at: tuple[int, Path, Path] | None = None,
) -> Run:
    """Start a night. die_at: the file operation after writing before which it kills itself;
    replace_at: that before which a file takes the place of another, once."""
    told, tell = os.pipe()
    ended, end = os.pipe()
    if pid := os.fork():
        os.close(tell)
        os.close(end)
        return Run(pid, told, ended)
    status = 1
    try:
        os.close(told)
        os.close(ended)
        status = _night(place, tell, end, die_at, replace_at)
    except BaseException as error:  # the parent reads the status; the reason is for a person
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
    finally:
        os._exit(status)


def _night(
    place: Path,
    tell: int,
    end: int,
    die_at: int | None,
    replace_at: tuple[int, Path, Path] | None,
) -> int:
    count = [-1]

    def operation(event: str, args: Any) -> None:
        nonlocal replace_at
        if count[0] < 0 or event not in _OPERATIONS:
            return
        count[0] += 1
        if die_at is not None and count[0] > die_at:
            os.kill(os.getpid(), signal.SIGKILL)
        if replace_at is not None and count[0] > replace_at[0]:
            (_, new, old), replace_at = replace_at, None
            new.replace(old)

    def step(name: str, stage: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if name == "write":
            os.write(tell, b"w")
        result = stage(*args, **kwargs)
        if name == "write":
            os.write(tell, b"a")
            count[0] = 0
        return result

    sys.addaudithook(operation)
    status = run_night(place / "reconcile.toml", light, step, TODAY).exit_status
    operations, count[0] = count[0], -1
    table = pd.read_parquet(place / "clean" / "member_register.parquet")
    register = hashlib.sha256(table.to_json().encode()).hexdigest()
    os.write(end, json.dumps({"register": register, "operations": operations}).encode())
    return status


@dataclass(frozen=True)
class Base:
    """A place where a night was published, its report answered and a row added since; what the
    next night takes, how many file operations follow its writing, and the register it gives.

    second: the same report with one more answer; last: the hashes of the outputs, the report as it
    was answered; tonight: those of the next night's."""

    place: Path
    second: Path
    whole_s: float
    write_s: float
    after_s: float
    operations: int
    register: str
    last: dict[str, str]
    tonight: dict[str, str]

    def copied(self, folder: Path) -> Path:
        """A copy of the place to be harmed."""
        target = folder / "place"
        shutil.copytree(self.place, target)
        return target


def answered(folder: Path) -> Base:
    """Make the Base in `folder`."""
    place = folder / "base"
    shutil.copytree(SAMPLES, place / "raw")
    (place / "reconcile.toml").write_text(SETTINGS, encoding="utf-8")
    if start(place).wait():
        raise RuntimeError("the first night failed")
    file = next((place / "raw" / "rezames").glob("*.csv"))
    rows = file.read_bytes().rstrip(b"\r\n").split(b"\n")
    cells = rows[-1].split(b";")
    file.write_bytes(b"\n".join([*rows, b";".join([b"Zyntoral Vexabrine", *cells[1:]])]))
    files = publish._manifest(place / "clean")["files"]
    report, second = place / "clean" / REPORT, folder / "second.xlsx"
    typed(report, report, 0, "oui")
    typed(report, second, 1, "non")
    last = files | {REPORT: publish.digest(report)}
    trial = folder / "trial"
    shutil.copytree(place, trial)
    began, run = time.monotonic(), start(trial)
    run.reached("write")
    run.reached("after")
    if run.wait():
        raise RuntimeError("the second night failed")
    done, marks = time.monotonic(), run.marks_s
    return Base(
        place, second, done - began, marks["a"] - marks["w"], done - marks["a"],
        run.operations, run.register, last, publish._manifest(trial / "clean")["files"],
    )  # fmt: skip


def typed(report: Path, out: Path, nth: int, answer: str) -> None:
    """Write `report` to `out` with an answer to its nth question."""
    book = load_workbook(report)
    sheet = book["À répondre"]
    keys = next(row for row in sheet.iter_rows() if any(cell.value == "subject" for cell in row))
    column = next(cell.column for cell in keys if str(cell.value).strip() == "answer")
    sheet.cell(keys[0].row + 2 + nth, column, answer)
    book.save(out)


def ledger(place: Path) -> list[tuple[Any, ...]]:
    """What people said of what, by the store, in the order of its reading."""
    with sqlite3.connect(place / "state" / "register.db") as db:
        return db.execute("SELECT kind, subject, answer, run FROM ledger ORDER BY id").fetchall()


def faults_of_store(place: Path) -> list[str]:
    """What SQLite says against the file."""
    with sqlite3.connect(place / "state" / "register.db") as db:
        said = [str(row[0]) for row in db.execute("PRAGMA integrity_check")]
    return [] if said == ["ok"] else said


def _committed(place: Path) -> dict[str, str]:
    with sqlite3.connect(place / "state" / "register.db") as db:
        row = db.execute("SELECT manifest FROM runs ORDER BY run DESC").fetchone()
    return dict(json.loads(row[0]))


def outputs_state(place: Path, last: dict[str, str]) -> tuple[str, list[str]]:
    """ "last" where all outputs are those of the files `last`, "tonight" where they are those of
    the manifest in place, which the store knows; "between" where the set that the store knows is
    half in place, each file whole; else "broken", and what is."""
    clean, committed = place / "clean", _committed(place)
    if not _other_than(clean, last):
        return "last", []
    set_in_place = publish._manifest(clean)["files"]
    wrong = _other_than(clean, set_in_place)
    if set_in_place == committed and not wrong:
        return "tonight", []
    coming = clean / publish.NEXT
    tonight = publish._manifest(coming)["files"]
    if not tonight or tonight != committed:
        return "broken", [f"neither set is whole: {', '.join(wrong) or 'no manifest'}"]
    faults = []
    for name, digest in tonight.items():
        here = [path for path in (clean / name, coming / name) if path.exists()]
        found = {publish.digest(path) for path in here}
        if digest not in found:
            faults.append(f"{name} of tonight is lost")
        if found - {digest, last.get(name)}:
            faults.append(f"{name} is not whole")
    return "between", faults


def _other_than(clean: Path, files: dict[str, str]) -> list[str]:
    return [
        name
        for name, digest in files.items()
        if not (clean / name).exists() or publish.digest(clean / name) != digest
    ]


def rolled_forward(clean: Path, folder: Path, base: Base) -> list[str]:
    """What is wrong with a copy of half-placed outputs once the next start has completed them."""
    shutil.copytree(clean, folder)
    publish.place(folder, "note.txt")
    found = publish._manifest(folder)["files"]
    wrong = _other_than(folder, found)
    if set(found) != set(base.tonight):
        wrong.append("not tonight's files")
    return [f"not completed: {', '.join(wrong)}"] if wrong else []


def ended(done: Mapping[str, int], faults: list[str]) -> None:
    """Print what happened and every fault; exit with 1 where there is one."""
    print(", ".join(f"{what} {n}" for what, n in sorted(done.items())))
    print(f"{len(faults)} faults")
    for fault in faults:
        print(f"  {fault}")
    sys.exit(bool(faults))
