"""A scripted year of nights: what happens to two clubs' lists and their report, and what must hold.

    python benchmarks/year.py [--nights 60] [--seed 1] [--office 10] [--suites 10]

Firms come, leave, are renamed; clubs give their numbers anew and by permutation; cells are mended;
files are dropped twice and replaced by newer ones. Questions are answered in the report (of these
nights `--office` through a real LibreOffice round trip), now and then wrongly and taken back; two
reviewers answer copies in raw/reviews and disagree once; three records are answered A = B, B = C
and A ≠ C. Every night: no answer is lost or disobeyed, none is asked twice, no number changes or
names two firms. At the end all is undone: the first night's lists give the first night's register.
`--suites`: every so manieth night runs the suites too.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import pandas as pd
from nights import REPORT, SETTINGS, ended, light
from openpyxl import load_workbook
from oracles import Oracles
from world import World

from expectations import validate
from reconcile.decisions import ledger as said
from reconcile.memory.store import Store
from reconcile.nights.night import run_night
from reconcile.nights.outcome import DONE
from reconcile.review.frame import from_cell

START: Final = date(2026, 2, 2)
_LOOSE: Final = "\n[brake]\nshare = 1.0\nat_least = 500\nnames = 50\n"  # no night waits
_CHANGES: Final = ("rename", "number", "address", "phone")


@dataclass
class Year:
    """A place and its world, night by night. done: how often what happened."""

    root: Path
    chance: random.Random
    office: int = 0  # every so manieth night the report goes through LibreOffice
    suites: int = 10
    night: int = 0
    done: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, int] = field(default_factory=dict)  # subjects answered wrongly, until a night
    coming: list[str] = field(default_factory=list)  # deeds: each comes once before any comes again

    def __post_init__(self) -> None:
        self.world = World(self.root / "raw", self.chance)
        self.oracles = Oracles(self.world)
        (self.root / "reconcile.toml").write_text(SETTINGS + _LOOSE, encoding="utf-8")

    @property
    def store(self) -> Store:
        return Store(self.root / "state" / "register.db")

    @property
    def report(self) -> Path:
        return self.root / "clean" / REPORT

    def run(self) -> None:
        """A night over the lists as they are."""
        self.night += 1
        day = START + timedelta(days=6 * self.night)
        self.world.write(self.night, day)
        check = validate if self.suites and self.night % self.suites == 0 else light
        status = run_night(self.root / "reconcile.toml", check, today=day).exit_status
        self.done["nights"] += 1
        if status != DONE:
            self.oracles.fault(self.night, f"the night ends with {status}")
        self.oracles.look(self.night, self.store.recall(), self.questions())

    def questions(self) -> list[tuple[str, str]]:
        """question_id and subject of what the report asks."""
        sheet = load_workbook(self.report)["À répondre"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        at = next(nth for nth, row in enumerate(rows) if "subject" in row)
        id_at, subject_at = rows[at].index("question_id"), rows[at].index("subject")
        found = [row for row in rows[at + 2 :] if row[subject_at]]
        return [(row[id_at], from_cell(row[subject_at])) for row in found]

    def first_night(self, n: int) -> None:
        """`n` firms in each list: some in both, some of those in doubt, some namesakes."""
        for club in (0, 1):
            for _ in range(n):
                self.world.arrive(club)
        for nth in range(1, n + 1):
            if nth % 4 < 3:
                [self._alike, self._doubtful, self._namesake][nth % 4](nth)
        self.run()
        self.kept = self.root / "first raw"
        shutil.copytree(self.root / "raw", self.kept)
        self.register = self.read_register()

    def _alike(self, firm: int) -> None:
        self.world.join(firm, 1, alike=True)

    def _doubtful(self, firm: int) -> None:
        self.world.join(firm, 1, alike=False)

    def _namesake(self, firm: int) -> None:
        self.world.namesake(firm, 1)

    def read_register(self) -> pd.DataFrame:
        """The values of the register, by member."""
        table = pd.read_parquet(self.root / "clean" / "member_register.parquet")
        return table.set_index("member_id").sort_index()

    def happen(self) -> None:
        """What happens to the lists before a night."""
        world, chance = self.world, self.chance
        club = chance.randrange(2)
        deeds: dict[str, Callable[[], Any]] = {
            "arrival": lambda: world.arrive(club),
            "arrival in doubt": lambda: self._doubtful(world.arrive(0)[0]),
            "namesake": lambda: self._namesake(world.arrive(0)[0]),
            "departure": lambda: world.rows.pop(chance.choice(list(world.rows))),
            "permutation": lambda: world.permute(club),
            "dropped twice": lambda: world.copy(club, self.night + 3),
            "replaced": lambda: world.replace(club, f"liste {self.night}.xlsx", self.night + 3),
        }
        deeds |= {
            what: lambda what=what: world.change(chance.choice(list(world.rows)), what)
            for what in _CHANGES
        }
        for _ in range(2):
            if not self.coming:
                self.coming = chance.sample(list(deeds), len(deeds))
            deed = self.coming.pop()
            deeds[deed]()
            self.done[deed] += 1

    def answer(self) -> None:
        """Type up to three answers into the report, one in eight wrongly for some nights."""
        told = {}
        for _, subject in self.questions()[: self.chance.randrange(4)]:
            same = self.oracles.truly_one(subject)
            if self.chance.random() < 0.12:
                same, self.wrong[subject] = not same, self.night + 4
            told[subject] = self.chance.choice(["oui", "Oui", "O"] if same else ["non", "NON", "n"])
        if not told:
            return
        self.type(self.report, told, "Anne")
        self._through_office(self.report)
        self.done["answers"] += len(told)
        self.oracles.typed({one: _means(text) for one, text in told.items()}, "match_report")

    def type(self, report: Path, told: dict[str, str], author: str) -> None:
        """Write answers, by subject, into a report, saved by `author`."""
        book = load_workbook(report)
        sheet = book["À répondre"]
        keys = next(row for row in sheet.iter_rows() if any(c.value == "subject" for c in row))
        at = {str(cell.value).strip(): cell.column for cell in keys}
        for row in range(keys[0].row + 2, sheet.max_row + 1):
            if text := told.get(from_cell(str(sheet.cell(row, at["subject"]).value))):
                sheet.cell(row, at["answer"], text)
        book.properties.lastModifiedBy = author
        book.save(report)

    def _through_office(self, report: Path) -> None:
        """Save a report anew as LibreOffice does, on nights when it is its turn."""
        if not self.office or self.night % self.office:
            return
        with tempfile.TemporaryDirectory() as folder:
            command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
            command += ["--convert-to", "xlsx", "--outdir", folder, str(report)]
            subprocess.run(command, check=True, capture_output=True, timeout=180)
            shutil.copyfile(Path(folder) / report.name, report)
        self.done["through LibreOffice"] += 1

    def two_reviewers(self) -> None:
        """Copies of the report in raw/reviews: of two questions the reviewers agree on one."""
        asked = [subject for _, subject in self.questions()[:2]]
        if len(asked) < 2:
            return
        folder = self.root / "raw" / "reviews"
        folder.mkdir(exist_ok=True)
        for who, second in (("Bruno", "oui"), ("Chloé", "non")):
            copy = folder / f"{who} {self.night}.xlsx"
            shutil.copyfile(self.report, copy)
            first = "oui" if self.oracles.truly_one(asked[0]) else "non"
            self.type(copy, {asked[0]: first, asked[1]: second}, who)
            self._through_office(copy)
        self.oracles.typed({asked[0]: _means(first)}, "reviews")
        self.oracles.torn(asked[1])
        self.done["copies of two reviewers"] += 2

    def contradict(self) -> None:
        """Three records of one club that an import calls A = B, B = C, A ≠ C; taken back later."""
        ids = self.oracles.some_records(3)
        if len(ids) == 3:
            a, b, c = ids
            told = dict.fromkeys((said.pair_of(a, b), said.pair_of(b, c)), "same")
            told[said.pair_of(a, c)] = "different"
            self.decide(told)
            self.wrong |= dict.fromkeys(told, self.night + 3)
            self.done["contradictions"] += 1

    def decide(self, told: dict[str, str]) -> None:
        """Acts from the terminal, by subject."""
        about = {"kind": "pair", "reviewer": "Dora", "run": said.TERMINAL, "origin": "terminal"}
        about |= {"read_in": self.store.recall().run, "decided_at": f"{self.night:04d}"}
        rows = [{**about, "subject": one, "answer": it} for one, it in told.items()]
        self.store.keep(said.acts(rows))
        self.oracles.typed(told, "terminal")

    def take_back(self) -> None:
        """Answers that were wrong are taken back when their time has come; what reviewers disagree
        about is settled."""
        due = [subject for subject, night in self.wrong.items() if night <= self.night]
        if due:
            self.decide(dict.fromkeys(due, said.WITHDRAWN))
            self.done["taken back"] += len(due)
        for subject in due:
            del self.wrong[subject]
        if self.night % 5 == 0:
            torn = sorted(self.oracles.disputed)
            right = {one: "same" if self.oracles.truly_one(one) else "different" for one in torn}
            if torn:
                self.decide(right)

    def undo_all(self) -> None:
        """Take everything back, put the first night's lists in place; the first register again."""
        ledger = self.store.recall().ledger
        standing = pd.concat([said.in_force(ledger), said.disputed(ledger)])
        subjects = standing.loc[standing["kind"] == "pair", "subject"].unique()
        self.decide(dict.fromkeys(subjects, said.WITHDRAWN))
        about = {"kind": "sheet", "reviewer": "Dora", "run": said.TERMINAL, "origin": "terminal"}
        about |= {"read_in": self.store.recall().run, "decided_at": f"{self.night:04d}"}
        later = [one for one in self.world.placed if not (self.kept / one).exists()]
        subjects = [said.subject_of(one, "Liste") for one in later]
        gone = [{**about, "subject": one, "answer": "archive"} for one in subjects]
        self.store.keep(said.acts(gone))  # a list that is gone stands in until a person lets it go
        shutil.rmtree(self.root / "raw")
        shutil.copytree(self.kept, self.root / "raw")
        self.night += 1
        day = START + timedelta(days=6 * self.night)
        if run_night(self.root / "reconcile.toml", light, today=day).exit_status != DONE:
            self.oracles.fault(self.night, "the last night is not done")
        self.done["nights"] += 1
        self.oracles.same_again(self.night, self.register, self.read_register())


def _means(text: str) -> str:
    return "same" if text.lower().startswith("o") else "different"


def measured(
    nights: int, seed: int = 1, office: int = 0, suites: int = 0, firms: int = 24
) -> tuple[Counter[str], list[str]]:
    """What happened in a year of `nights` nights, and every oracle that failed."""
    with tempfile.TemporaryDirectory(prefix="year-") as folder:
        year = Year(Path(folder), random.Random(seed), nights // office if office else 0, suites)
        year.first_night(firms)
        told = 0
        while year.night < nights - 1:
            year.take_back()
            year.answer()
            if year.night % 12 == 5:
                year.two_reviewers()
            if year.night % 15 == 7:
                year.contradict()
            year.happen()
            year.run()
            print(f"night {year.night}", *year.oracles.faults[told:], sep="\n  ", file=sys.stderr)
            told = len(year.oracles.faults)
        year.undo_all()
        return year.done, year.oracles.faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nights", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--office", type=int, default=10)
    parser.add_argument("--suites", type=int, default=10)
    parser.add_argument("--firms", type=int, default=24, help="in each list")
    asked = parser.parse_args()
    done, faults = measured(asked.nights, asked.seed, asked.office, asked.suites, asked.firms)
    ended(done, faults)


if __name__ == "__main__":
    main()
