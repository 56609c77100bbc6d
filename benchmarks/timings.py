"""What users wait for: whole processes, warm, several runs each, the median.

    .venv/bin/python benchmarks/timings.py [--runs 5] [--only NAME]

The sample lists are copied beside the settings in a temporary folder, so that data/ is left alone;
`make run` alone works in the checkout itself, as a newcomer has it.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RECONCILE = str(Path(sys.executable).with_name("reconcile"))


def measured(command: list[str], folder: Path, runs: int) -> list[float]:
    """Seconds of each of `runs` runs of a command, after one that warms up; it must succeed."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    seconds = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        answer = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        seconds.append(time.perf_counter() - start)
        if answer.returncode:
            sys.exit(f"{' '.join(command)}: exit status {answer.returncode}\n{answer.stderr}")
    return seconds[1:]


def sample_place(folder: Path) -> Path:
    """The settings and the sample lists, copied into `folder`."""
    shutil.copy(ROOT / "reconcile.toml", folder)
    for club in ("technopole42", "rezames"):
        shutil.copytree(ROOT / "data" / "raw" / club, folder / "data" / "raw" / club)
    return folder


def table(rows: list[tuple[str, list[float]]]) -> str:
    """The figures as a Markdown table."""
    lines = ["| command | median s | fastest s | slowest s | runs |", "|---|---|---|---|---|"]
    for name, seconds in rows:
        figures = statistics.median(seconds), min(seconds), max(seconds)
        cells = [f"`{name}`", *(f"{figure:.2f}" for figure in figures), str(len(seconds))]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", default="", help="only commands that contain this text")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = sample_place(Path(folder))
        commands = {
            "reconcile --help": ([RECONCILE, "--help"], place),
            "reconcile run --direct": ([RECONCILE, "run", "--direct"], place),
            "reconcile run": ([RECONCILE, "run"], place),
            "make run": (["make", "run"], ROOT),
        }
        rows = [
            (name, measured(command, where, options.runs))
            for name, (command, where) in commands.items()
            if options.only in name
        ]
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    print(f"Python {platform.python_version()}, {system}\n\n{table(rows)}")


if __name__ == "__main__":
    main()
