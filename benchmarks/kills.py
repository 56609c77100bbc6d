"""Runs killed at random moments, and answers saved in the middle of runs.

    python benchmarks/kills.py [--kills 200] [--saves 50] [--commands 10] [--seed 1] [--processes 2]

A night of the sample lists, after one that was published, is killed (SIGKILL) at a moment between
its start and its end, mostly after reading: while it writes, commits and puts in place. Then the
outputs must be last night's or tonight's, whole, or tonight's half in place, which the next start
completes; the store must be whole, nothing that people said may be gone, and the next run must give
tonight's register. `--commands`: so many of the kills are of the command `reconcile run --direct`;
the others are of a process forked from one that has imported everything, without the suites.

An answer saved into the report (by a rename, as Excel does) at a moment of a run must be in the
ledger after the next run, once. POSIX alone.
"""

from __future__ import annotations

import argparse
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nights import (
    Base,
    Run,
    answered,
    faults_of_store,
    ledger,
    outputs_state,
    rolled_forward,
    start,
)

# What part of the moments are drawn where: over the whole run, while it writes, from there to its
# end by the clock, and from there to its end by the file that is opened, moved or removed.
PHASES: Final = {"whole": 0.2, "write": 0.1, "after": 0.3, "operation": 0.4}
RECONCILE: Final = "from reconcile.cli import main; main()"


@dataclass(frozen=True)
class Moment:
    """When to strike: `at` is seconds after the start of the phase, or which file operation."""

    phase: str
    at: float


def moments(n: int, base: Base, chance: random.Random) -> list[Moment]:
    """`n` moments of a run that takes as long as `base` did."""
    names = chance.choices(list(PHASES), list(PHASES.values()), k=n)
    lasts = {"whole": base.whole_s, "write": base.write_s, "after": base.after_s}
    return [
        Moment(name, chance.randrange(base.operations))
        if name == "operation"
        else Moment(name, chance.uniform(0, lasts[name]))
        for name in names
    ]


def wait(run: Run, moment: Moment) -> None:
    """Until `moment` of `run`, or its end."""
    if moment.phase != "whole":
        run.reached(moment.phase)
    select.select([run.ended], [], [], moment.at)


def killed(folder: Path, base: Base, moment: Moment, command: bool) -> tuple[str, list[str]]:
    """Kill a run of a copy of `base`: what the outputs were then, and what is wrong."""
    place = base.copied(folder)
    said = ledger(place)
    if command:
        _kill_command(place, moment)
    elif moment.phase == "operation":
        start(place, die_at=int(moment.at)).wait()
    else:
        run = start(place)
        wait(run, moment)
        run.kill()
    state, faults = outputs_state(place, base.last)
    if state == "between":
        faults += rolled_forward(place / "clean", folder / "rolled", base)
    faults += faults_of_store(place)
    if ledger(place)[: len(said)] != said:
        faults.append("acts are lost")
    faults += _next_run(place, base, expected=1)
    return state, faults


def _kill_command(place: Path, moment: Moment) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", RECONCILE, "run", "--direct", "-c", str(place / "reconcile.toml")],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(moment.at)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def saved(folder: Path, base: Base, moment: Moment) -> tuple[str, list[str]]:
    """Save an answer into the report while a copy of `base` runs."""
    place = base.copied(folder)
    report, mine = place / "clean" / "match_report.xlsx", folder / "answered.xlsx"
    shutil.copy2(base.second, mine)
    if moment.phase == "operation":
        run = start(place, replace_at=(int(moment.at), mine, report))
    else:
        run = start(place)
        wait(run, moment)
        mine.replace(report)
    faults = [] if run.wait() == 0 else ["the run failed"]
    if mine.exists():
        return "unused", faults
    return "saved", faults + _next_run(place, base, expected=2)


def _next_run(place: Path, base: Base, expected: int) -> list[str]:
    """What is wrong after the next run; `expected`: how many answers people gave."""
    run = start(place)
    if status := run.wait():
        return [f"the next run ends with {status}"]
    faults = faults_of_store(place)
    if outputs_state(place, base.last) != ("tonight", []):
        faults.append("the next run's outputs are not whole")
    if expected == 1 and run.register != base.register:
        faults.append("the next run's register is not tonight's")
    said = ledger(place)
    if len(said) != expected or len(set(said)) != expected:
        faults.append(f"{len(said)} acts instead of {expected}")
    return faults


def strike(
    kind: str, base: Base, todo: list[tuple[Moment, bool]], processes: int
) -> tuple[Counter[str], list[str]]:
    """All the moments, in some processes: how often the outputs were in which state; faults."""
    readers = []
    for nth in range(processes):
        reader, writer = os.pipe()
        if os.fork() == 0:
            os.close(reader)
            with os.fdopen(writer, "w") as out:
                _worker(kind, base, todo[nth::processes], out)
            os._exit(0)
        os.close(writer)
        readers.append(os.fdopen(reader))
    lines = [line.rstrip("\n").split("\t") for one in readers for line in one]
    for _ in range(processes):
        os.wait()
    return Counter(line[1] for line in lines), ["; ".join(one) for one in lines if one[2]]


def _worker(kind: str, base: Base, todo: list[tuple[Moment, bool]], out: object) -> None:
    for moment, command in todo:
        with tempfile.TemporaryDirectory(prefix="kills-") as folder:
            if kind == "kill":
                state, faults = killed(Path(folder), base, moment, command)
            else:
                state, faults = saved(Path(folder), base, moment)
        line = f"{moment.phase} {moment.at:.4f}\t{state}\t{', '.join(faults)}"
        print(line, file=out, flush=True)  # type: ignore[call-overload]
        print(f"{kind}\t{line}", file=sys.stderr, flush=True)


def measured(
    kills: int, saves: int, seed: int = 1, commands: int = 0, processes: int = 2
) -> dict[str, tuple[Counter[str], list[str]]]:
    """States and faults of `kills` kills, of which `commands` of the command, and `saves` saves."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="kills-base-") as folder:
        base = answered(Path(folder))
        todo = [(moment, False) for moment in moments(kills - commands, base, chance)]
        slow = base.whole_s * 2 + 6  # of the command: with the suites, and all that it imports
        todo += [(Moment("whole", chance.uniform(0, slow)), True) for _ in range(commands)]
        found = {"kill": strike("kill", base, todo, processes)}
        todo = [(moment, False) for moment in moments(saves, base, chance)]
        found["save"] = strike("save", base, todo, processes)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--saves", type=int, default=50)
    parser.add_argument("--commands", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    commands = min(asked.commands, asked.kills)
    found = measured(asked.kills, asked.saves, asked.seed, commands, asked.processes)
    for kind, (states, faults) in found.items():
        told = ", ".join(f"{state} {n}" for state, n in sorted(states.items()))
        print(f"{kind}: {sum(states.values())} ({told}), {len(faults)} with a fault")
        for fault in faults:
            print(f"  {fault}")
    sys.exit(any(faults for _, faults in found.values()))


if __name__ == "__main__":
    main()
