"""A few whole nights at random: rows deleted, moved to the other club, listed by both (the program
merges them), files renamed, a cleaner that reads otherwise, answers given and taken back. Numbers
last, and all undone is the first night again."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pandas as pd
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from reconcile.nights import doubtful, numbering, pipeline, recognising
from reconcile.nights.outcome import DONE
from reconcile.results import Standardised
from tests.places import Place
from tests.test_editions import firm, save
from tests.test_lasting_numbers import aliases, numbers, said, store

SIZE = 8
PEOPLE = st.integers(0, SIZE - 1)
PLAIN = ("delete", "other club", "both clubs", "rename", "cleaner", "same", "different", "later")
DEEDS = st.tuples(st.sampled_from(PLAIN), PEOPLE, PEOPLE)


@dataclass
class World:
    """Firms, each in the list of its club (2: in none), some in the other club's, too."""

    place: Place
    clubs: dict[int, int] = field(default_factory=lambda: {n: n * 2 // SIZE for n in range(SIZE)})
    both: set[int] = field(default_factory=set)
    renamed: int = 0
    cleaner: bool = False  # whether another one reads the lists
    answered: set[tuple[int, int]] = field(default_factory=set)

    def night(self, turn: int) -> None:
        """Write the lists, the rows turned about, and run."""
        for path in (self.place.root / "raw").rglob("*.xlsx"):
            path.unlink()
        order = [*range(turn % SIZE, SIZE), *range(turn % SIZE)]
        for club, folder in enumerate(("technopole42", "rezames")):
            rows = [firm(n, no=f"{club}-{n}") for n in order if self.clubs[n] == club]
            rows += [
                firm(n, no=f"x-{n}") for n in order if n in self.both and self.other(n) == club
            ]
            save(self.place, f"{folder}/liste{self.renamed or ''}.xlsx", Liste=rows)
        with ExitStack() as stack:
            # One cleaner reads tonight's rows and those of before.
            for stage in (pipeline, recognising, numbering, doubtful) if self.cleaner else ():
                changed = _otherwise(stage.standardise)
                stack.enter_context(patch.object(stage, "standardise", changed))
            assert self.place.run().exit_status == DONE

    def other(self, nth: int) -> int:
        """The club that is not that of a firm which is in one."""
        return 1 - self.clubs[nth] if self.clubs[nth] < 2 else 2

    def do(self, deed: str, one: int, other: int, turn: int) -> None:
        """Let something happen, where it can."""
        alone = list(self.clubs.values()).count(self.clubs[one]) < 3  # a list is never left empty
        if deed == "delete" and not alone and list(self.clubs.values()).count(2) < 2:
            self.clubs[one] = 2
        elif deed == "other club" and not alone and self.clubs[one] < 2:
            self.clubs[one] = 1 - self.clubs[one]
        elif deed == "both clubs":
            self.both ^= {one}
        elif deed == "rename":
            self.renamed = turn
        elif deed == "cleaner":
            self.cleaner = not self.cleaner
        elif deed in ("same", "different", "later") and one < other:
            said(self.place, deed, one=one + 1, other=other + 1, nth=turn)
            self.answered.add((one, other))


def _otherwise(standardise):
    """A cleaner of another version, which writes the keys of names in another way."""

    def changed(*tables: pd.DataFrame) -> Standardised:
        found = standardise(*tables)
        records = found.records.assign(name_key=found.records["name_key"] + " sas")
        return replace(found, records=records)

    return changed


@settings(
    max_examples=2,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(DEEDS, min_size=3, max_size=5))
@example([("cleaner", 0, 0), ("other club", 3, 0), ("cleaner", 0, 0)])
@example([("both clubs", 2, 0), ("rename", 0, 0), ("cleaner", 0, 0), ("both clubs", 2, 0)])
def test_numbers_last_over_whole_nights(deeds: list[tuple[str, int, int]]) -> None:
    with TemporaryDirectory() as folder:
        place = Place(Path(folder))
        with place.settings.open("a") as file:
            file.write("\n[brake]\nat_least = 50\n")  # in lists so short, every night is abnormal
        world = World(place)
        world.night(0)
        first = numbers(place)
        for turn, (deed, one, other) in enumerate(deeds, start=1):
            world.do(deed, one, other, turn)
            world.night(turn)
            found, older = numbers(place), aliases(place)
            given = [number for number, _ in found.values()]
            assert len(set(given)) == len(given)
            touched = {nth for pair in world.answered for nth in pair}
            for nth in range(SIZE):
                name = firm(nth)[1]
                number = first[name][0]
                assert older.get(number, number) in given, "a number ever given finds a member"
                if nth not in touched:
                    assert found[name] == (number, "left" if world.clubs[nth] == 2 else "current")
        for nth, (one, other) in enumerate(sorted(world.answered), start=1):
            said(place, "later", one=one + 1, other=other + 1, nth=10 + nth)
        again = World(place)
        again.night(0)
        assert numbers(place) == first and aliases(place) == {}
        known = store(place).recall().belongs
        assert not pd.Series(known["owned_id"].dropna()).duplicated().any()
