"""Nights in fast motion, each with a fault of the machine or of people, and what must hold then.

    python benchmarks/faults.py [--nights 100] [--seed 1] [--firms 16]

The lists change and questions are answered as in year.py. Each night something goes wrong, drawn at
random: the run is killed at a file operation, no file can grow (a full disk), an output is open in
Excel, a list is cut or gone, the outputs are deleted, last week's report is saved over tonight's,
the store is damaged (and restored from its copy), the clock goes back, two runs begin at once, the
folder is copied to another machine. The outputs must then be a whole set, the fault must be told
(by the exit, by the terminal or by the report), and the next run must be good: no answer is lost,
no member, no number (oracles.py). POSIX alone.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from nights import REPORT, ended, faults_of_store, light, outputs_state
from openpyxl import load_workbook
from year import START, Year

from reconcile.commands.deciding import bring_in
from reconcile.config import load
from reconcile.errors import Stop
from reconcile.memory.alone import alone
from reconcile.nights.night import copying, run_night
from reconcile.nights.outcome import DONE
from reconcile.outputs import publish
from reconcile.words import words

_STORE: Final = "register.db"


class Nights(Year):
    """A year of which every night goes wrong first, and is then run as it should."""

    def run(self) -> None:
        """Write the lists, let something go wrong, look at what is left, run and look again."""
        if self.night:
            self.night += 1
            self.day = START + timedelta(days=6 * self.night)
            self.world.write(self.night, self.day)
            last = publish._manifest(self.root / "clean")["files"]
            name = self.chance.choice(sorted(FAULTS))
            told = FAULTS[name](self)
            self.done[name] += 1
            if not told:
                self.oracles.fault(self.night, f"{name} is not told")
            self._whole(name, last)
            self.night -= 1
        super().run()

    def decide(self, told: dict[str, str]) -> None:
        """Acts from the terminal, which has the copy written as they are noted."""
        super().decide(told)
        config = load(self.root / "reconcile.toml")
        copying(self.store, config, words("fr"))()

    def _whole(self, name: str, last: dict[str, str]) -> None:
        """What people changed or deleted is theirs; what the program wrote is whole."""
        if name in _PEOPLE_S:
            return
        changed = {REPORT} | {path.name for path in (self.root / "clean").glob(".~lock*")}
        state, wrong = outputs_state(
            self.root, {key: one for key, one in last.items() if key not in changed}
        )
        for one in [*wrong, *faults_of_store(self.root)]:
            self.oracles.fault(self.night, f"{name}: {state}: {one}")

    def attempt(self, day_shift: int = 0) -> str:
        """Run here; why it stopped or held the register back, "" where it is done."""
        day = self.day + timedelta(days=day_shift)
        try:
            outcome = run_night(self.root / "reconcile.toml", light, today=day)
        except (Stop, OSError) as error:
            return str(error)
        return "" if outcome.exit_status == DONE else outcome.summary

    def forked(self, prepare: Callable[[], None]) -> tuple[int, str]:
        """Run in a process of its own after `prepare`: its exit, or minus the signal; its words."""
        reader, writer = os.pipe()
        if pid := os.fork():
            os.close(writer)
            with os.fdopen(reader, encoding="utf-8", errors="replace") as stream:
                told = stream.read()
            return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), told
        status = 1
        try:
            os.close(reader)
            prepare()
            day = self.day
            status = run_night(self.root / "reconcile.toml", light, today=day).exit_status
        except BaseException as error:
            os.write(writer, f"{error}".encode())
        finally:
            os._exit(status)

    def problems(self) -> str:
        """The sentences of the report in place."""
        sheet = load_workbook(self.report, read_only=True)["Problèmes"]
        return " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)


def killed(year: Nights) -> str:
    """Told by the next run."""
    die_at = year.chance.randrange(400)

    def prepare() -> None:
        left = [die_at]

        def operation(event: str, args: object) -> None:
            left[0] -= event in ("open", "os.rename", "os.remove", "os.mkdir")
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(operation)

    status, _ = year.forked(prepare)
    if status != -signal.SIGKILL:
        return "it ended sooner"
    cut = (year.root / "state" / "under_way.json").exists()
    year.attempt()
    return "told" if not cut or "n'a pas pu finir" in year.problems() else ""


def full_disk(year: Nights) -> str:
    """No file may grow beyond a size drawn at random."""
    size = int(10 ** year.chance.uniform(0, 5.5))

    def prepare() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    status, told = year.forked(prepare)
    return told if status else "there was room"


def open_elsewhere(year: Nights) -> str:
    """Somebody has an output open; then closes it."""
    lock = year.root / "clean" / year.chance.choice([f".~lock.{REPORT}#", "~$member_register.xlsx"])
    lock.touch()
    year.attempt()
    notes = [path.read_text("utf-8") for path in (year.root / "clean").glob("*.txt")]
    lock.unlink()
    return "".join(notes)


def cut_list(year: Nights) -> str:
    """A list that arrived half."""
    path = _list(year)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    year.attempt()
    path.write_bytes(whole)
    return "told" if path.name in year.problems() else ""


def list_gone(year: Nights) -> str:
    """A list that somebody took away for a night."""
    path, away = _list(year), year.root / "away.xlsx"
    shutil.move(path, away)
    year.attempt()
    told = year.problems()
    shutil.move(away, path)
    return told if path.name in told or year.world.beside else ""  # or a copy stands in for it


def _list(year: Nights) -> Path:
    club = year.chance.randrange(2)
    return year.root / "raw" / ("technopole42", "rezames")[club] / year.world.files[club]


def outputs_deleted(year: Nights) -> str:
    """Emptied by hand, once what was answered has been read."""
    year.attempt()
    shutil.rmtree(year.root / "clean")
    year.attempt()
    return "told" if "disparu" in year.problems() else ""


def last_weeks_report(year: Nights) -> str:
    """An older report saved over tonight's, once what was answered in it has been read."""
    year.attempt()
    older = sorted((year.root / "clean" / publish.ARCHIVES).glob(f"0*/{REPORT}"))
    shutil.copyfile(year.chance.choice(older[-5:]), year.report)
    year.attempt()
    return "told" if "À la place du dernier rapport" in year.problems() else ""


def store_damaged(year: Nights) -> str:
    """Pages of the store overwritten; restored from the copy of the last run, as the run says."""
    state = year.root / "state"
    content = bytearray((state / _STORE).read_bytes())
    at = year.chance.randrange(4096, len(content) - 4096)
    content[at : at + 4096] = os.urandom(4096)
    (state / _STORE).write_bytes(content)
    told = year.attempt()
    if "decisions.xlsx" in told:
        for path in state.glob(f"{_STORE}*"):
            path.unlink()
        bring_in(year.root / "reconcile.toml", state / "decisions.xlsx")
        return told
    return "" if faults_of_store(year.root) else "an empty page"


def clock_back(year: Nights) -> str:
    """The clock goes back some weeks for a night."""
    year.attempt()
    year.attempt(day_shift=-7 * year.chance.randrange(2, 30))
    return "told" if "horloge" in year.problems() else ""


def two_at_once(year: Nights) -> str:
    """A second run begins while one is under way."""
    config = load(year.root / "reconcile.toml")
    with alone(config, words("fr")):
        return year.attempt()


def copied_elsewhere(year: Nights) -> str:
    """The folder goes on on another machine, too: it asks, and does nothing."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(year.root, Path(folder) / "copy")
        there, here = Path(folder) / "copy", year.root
        os.environ["RECONCILE_MACHINE"] = "another"
        year.root = there
        try:
            return year.attempt()
        finally:
            year.root = here
            del os.environ["RECONCILE_MACHINE"]


_PEOPLE_S: Final = frozenset(("outputs_deleted", "last_weeks_report", "open_elsewhere"))
FAULTS: Final[dict[str, Callable[[Nights], str]]] = {
    one.__name__: one
    for one in (
        killed,
        full_disk,
        open_elsewhere,
        cut_list,
        list_gone,
        outputs_deleted,
        last_weeks_report,
        store_damaged,
        clock_back,
        two_at_once,
        copied_elsewhere,
    )
}


def measured(nights: int, seed: int = 1, firms: int = 16) -> tuple[dict[str, int], list[str]]:
    """How often what happened in `nights` nights, and every oracle that failed."""
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        year = Nights(Path(folder), random.Random(seed), 0, 0)
        year.first_night(firms)
        told = 0
        while year.night < nights:
            year.take_back()
            year.answer()
            year.happen()
            year.run()
            print(f"night {year.night}", *year.oracles.faults[told:], sep="\n  ", file=sys.stderr)
            told = len(year.oracles.faults)
        return dict(year.done), year.oracles.faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nights", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--firms", type=int, default=16, help="in each list")
    asked = parser.parse_args()
    done, faults = measured(asked.nights, asked.seed, asked.firms)
    ended(done, faults)


if __name__ == "__main__":
    main()
