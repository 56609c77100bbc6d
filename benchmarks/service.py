"""What `reconcile serve` costs at rest, and how long after a file is saved the register is there.

    python benchmarks/service.py [--saves 5] [--rest 120]

The sample lists, in a place of their own, the service as it is shipped but for the port. A save: a
row is added to a list; the time from there until a register that has it stands in its place, and
the time that runs took. At rest: the memory and the processor time of all processes of the service
while nothing happens, from a minute after the last run; and of a process that does nothing but
watch these folders, for what the service needs beside is Prefect's.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Final
from urllib.request import Request, urlopen

import pandas as pd
from nights import SAMPLES, SETTINGS

TIMEOUT_S: Final = 300.0
SETTLED_S: Final = 60.0
_TICK: Final = os.sysconf("SC_CLK_TCK")
_RECONCILE: Final = "from reconcile.cli import main; main()"
_WATCH: Final = """
import sys
from pathlib import Path
from flows.folder import Watcher
from reconcile.config import load
Watcher(load(Path(sys.argv[1])).paths, 30, lambda: True).run()
"""


def processes(root: int) -> list[int]:
    """A process and all that it started."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text()
        except OSError:
            continue
        parents[int(folder.name)] = int(stat.rpartition(")")[2].split()[1])
    found = [root]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def cost(root: int) -> tuple[float, float]:
    """Seconds of processor and MiB of resident memory of a process and its children."""
    used = memory = 0.0
    for one in processes(root):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            status = Path(f"/proc/{one}/status").read_text()
        except OSError:
            continue
        used += (int(fields[11]) + int(fields[12])) / _TICK
        told = re.search(r"VmRSS:\s+(\d+)", status)
        memory += int(told[1]) / 1024 if told else 0
    return used, memory


def at_rest(root: int, rest_s: float) -> str:
    """What a process and its children cost over `rest_s` seconds, in words."""
    (before, _), start = cost(root), time.monotonic()
    time.sleep(rest_s)
    (after, memory), lasted = cost(root), time.monotonic() - start
    return f"{memory:.0f} MiB, {100 * (after - before) / lasted:.2f} % of a core"


def register_with(clean: Path, name: str, since: float) -> float:
    """Seconds from `since` (time.time()) until the register that has a member of that name."""
    path = clean / "member_register.parquet"
    while time.time() < since + TIMEOUT_S:
        newer = path.exists() and path.stat().st_mtime > since
        if newer and name in set(pd.read_parquet(path)["name"]):
            return time.time() - since
        time.sleep(0.2)
    raise TimeoutError(f"no register with {name}")


def saved(path: Path, name: str) -> float:
    """Add a row to a list of the samples; when it was saved."""
    lines = path.read_bytes().splitlines(keepends=True)
    heads = lines[0].split(b";")
    row = {0: name.encode(), 3: b"42100", 4: b"Sorbiers"}
    cells = [row.get(nth, b"") for nth in range(len(heads))]
    path.write_bytes(b"".join([*lines, b";".join(cells), b"\r\n"]))
    return time.time()


def run_times(address: str) -> list[float]:
    """Seconds that each completed run took, as Prefect counts them."""
    asked = Request(f"{address}/api/flow_runs/filter", b"{}", {"Content-Type": "application/json"})
    with urlopen(asked, timeout=10) as answer:
        runs = json.load(answer)
    return [run["total_run_time"] for run in runs if run["state_type"] == "COMPLETED"]


def measured(root: Path, n_saves: int, rest_s: float) -> None:
    """Serve the place, and print."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = root / "reconcile.toml"
    settings.write_text(f"{SETTINGS}[service]\nport = {port}\n", encoding="utf-8")
    shutil.copytree(SAMPLES, root / "raw")
    changed = next((root / "raw" / "rezames").glob("*.csv"))
    command = [sys.executable, "-c", _RECONCILE, "serve", "--config", str(settings)]
    with (root / "serve.log").open("w") as log:
        service = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    try:
        register_with(root / "clean", "Roustelin Plomberie Chauffage", time.time())
        waits = []
        for nth in range(n_saves):
            time.sleep(5)
            name = f"Atelier Kelvarine {nth}"
            waits.append(register_with(root / "clean", name, saved(changed, name)))
            print(f"saved -> register\t{waits[-1]:.1f} s", flush=True)
        time.sleep(SETTLED_S)
        took = run_times(f"http://127.0.0.1:{port}")
        print(f"median: saved -> register {median(waits):.1f} s, a run {median(took):.1f} s")
        print(f"at rest: {at_rest(service.pid, rest_s)}")
        watch = subprocess.Popen([sys.executable, "-c", _WATCH, str(settings)])
        try:
            time.sleep(5)
            print(f"the watch alone: {at_rest(watch.pid, rest_s)}")
        finally:
            watch.kill()
            watch.wait()
    finally:
        os.killpg(service.pid, signal.SIGTERM)
        service.wait(30)


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--saves", type=int, default=5)
    parser.add_argument("--rest", type=float, default=120)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measured(Path(folder), given.saves, given.rest)


if __name__ == "__main__":
    main()
