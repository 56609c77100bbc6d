"""Hostile spreadsheets, read one by one: each must give a table or a fault in words.

`.venv/bin/python benchmarks/fuzz.py [CASES] [FIRST]` reads CASES files (2,000), from the seed FIRST
(0) on, in a child process that is watched. A traceback, over 10 seconds, over 1 GiB, or a process
that dies is a failure, named by its seed; the exit status then is 1.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path

from hostile import hostile

from reconcile.config import Club, Config, Paths
from reconcile.ingest import read_clubs
from reconcile.standardise import standardise
from reconcile.words import words

MOST_SECONDS, MOST_MIB, CEILING_MIB = 10.0, 1024, 6 * 1024


def outcome(name: str, data: bytes, folder: Path) -> str:
    """What reading a file gives: "table", or "fault: " and why; raises what reading raises."""
    club = folder / "est"
    club.mkdir(parents=True, exist_ok=True)
    for old in club.iterdir():
        old.unlink()
    (club / name).write_bytes(data)
    config = Config(clubs={"est": Club(name="Est")}, paths=Paths(raw=folder))
    reading = read_clubs(config)
    standardise(reading.raw, reading.columns)
    say = words("fr")
    for issue in reading.issues.to_dict("records"):
        assert say(f"problems.{issue['problem']}.cure", **{**issue, **issue["details"]})
    if len(reading.raw):
        return "table"
    told = reading.sheets.iloc[0]
    why = told["why"] if told["state"] != "read" else reading.issues["problem"].iloc[-1]
    return f"fault: {why}"


def _work(pipe: Connection, folder: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (CEILING_MIB << 20, CEILING_MIB << 20))
    # The readers' own cries as they die tell less than the seed does.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    while True:
        seed = pipe.recv()
        started = time.monotonic()
        try:
            found = outcome(*hostile(seed), Path(folder))
        except BaseException:
            last = traceback.format_exc().strip().splitlines()
            found = f"TRACEBACK {last[-1]} | {last[-3].strip()}"
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        pipe.send((found, time.monotonic() - started, held))


class _Child:
    """A process that reads what it is told to, and is replaced when it fails."""

    def __init__(self, folder: str) -> None:
        context = multiprocessing.get_context("fork")
        self.pipe, other = context.Pipe()
        self.process = context.Process(target=_work, args=(other, folder), daemon=True)
        self.process.start()

    def read(self, seed: int) -> tuple[str, float, float] | None:
        """Outcome, seconds and MiB; None where no answer came. Twice the time is granted, for the
        file is also made by the child."""
        try:
            self.pipe.send(seed)
            return self.pipe.recv() if self.pipe.poll(2 * MOST_SECONDS) else None
        except (EOFError, OSError):
            return None

    def stop(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.join()


def main(cases: int, first: int) -> int:
    """Read the files of the seeds, print what came of them; 1 if any failed."""
    counts: Counter[str] = Counter()
    failed: list[int] = []
    slowest, most = (0.0, -1), 0.0
    with tempfile.TemporaryDirectory() as folder:
        child = _Child(folder)
        for seed in range(first, first + cases):
            answer = child.read(seed)
            if answer is None:
                answer = (f"DIED OR HUNG (seed {seed})", 0.0, 0.0)
                child.stop()
                child = _Child(folder)
            found, seconds, held = answer
            slowest, most = max(slowest, (seconds, seed)), max(most, held)
            bad = not found.startswith(("table", "fault"))
            if bad or seconds > MOST_SECONDS or held > MOST_MIB:
                failed.append(seed)
                print(f"seed {seed}: {found}, {seconds:.1f} s, {held:.0f} MiB", flush=True)
            if held > MOST_MIB:
                child.stop()
                child = _Child(folder)
            counts[found if not bad else "FAILED"] += 1
        child.stop()
    for found, number in counts.most_common():
        print(f"{number:6,}  {found}")
    print(f"slowest {slowest[0]:.1f} s (seed {slowest[1]}), at most {most:.0f} MiB")
    return 1 if failed else 0


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:3]]
    cases, first = [*numbers, *(2_000, 0)[len(numbers) :]]
    sys.exit(main(cases, first))
