"""A few whole nights at random: rows deleted, moved to the other club, files renamed, answers given
and taken back. Numbers last, and all undone is the first night again."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from reconcile.nights.outcome import DONE
from tests.places import Place
from tests.test_editions import firm, save
from tests.test_lasting_numbers import ONE, OTHER, aliases, numbers, said, store

SIZE = 8
PEOPLE = st.integers(0, SIZE - 1)
DEEDS = st.one_of(
    st.tuples(st.just("delete"), PEOPLE, PEOPLE),
    st.tuples(st.just("other club"), PEOPLE, PEOPLE),
    st.tuples(st.sampled_from(["same", "different", "later"]), PEOPLE, PEOPLE),
)


def lists(place: Place, clubs: dict[int, int], turn: int) -> None:
    """Each firm in the list of its club (2: in none), the rows turned about."""
    order = [*range(turn % SIZE, SIZE), *range(turn % SIZE)]
    for club, file in enumerate((ONE, OTHER)):
        rows = [firm(nth, no=f"{club}-{nth}") for nth in order if clubs[nth] == club]
        save(place, file, Liste=rows)


def first_clubs() -> dict[int, int]:
    return {nth: nth * 2 // SIZE for nth in range(SIZE)}


@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(DEEDS, min_size=3, max_size=5))
def test_numbers_last_over_whole_nights(deeds: list[tuple[str, int, int]]) -> None:
    with TemporaryDirectory() as folder:
        place, clubs = Place(Path(folder)), first_clubs()
        with place.settings.open("a") as file:
            file.write("\n[brake]\nat_least = 50\n")  # in lists so short, every night is abnormal
        lists(place, clubs, 0)
        assert place.run().exit_status == DONE
        first, answered = numbers(place), set()
        for turn, (deed, one, other) in enumerate(deeds, start=1):
            others = list(clubs.values()).count(clubs[one]) > 2  # a list is never left empty
            if deed == "delete" and others and list(clubs.values()).count(2) < 2:
                clubs[one] = 2
            elif deed == "other club" and others and clubs[one] < 2:
                clubs[one] = 1 - clubs[one]
            elif deed in ("same", "different", "later") and one < other:
                said(place, deed, one=one + 1, other=other + 1, nth=turn)
                answered.add((one, other))
            lists(place, clubs, turn)
            assert place.run().exit_status == DONE
            found, older = numbers(place), aliases(place)
            given = [number for number, _ in found.values()]
            assert len(set(given)) == len(given)
            touched = {nth for pair in answered for nth in pair}
            for nth in range(SIZE):
                name = firm(nth)[1]
                number = first[name][0]
                assert older.get(number, number) in given, "a number ever given finds a member"
                if nth not in touched:
                    assert found[name] == (number, "left" if clubs[nth] == 2 else "current")
        for nth, (one, other) in enumerate(sorted(answered), start=1):
            said(place, "later", one=one + 1, other=other + 1, nth=10 + nth)
        lists(place, first_clubs(), 0)
        assert place.run().exit_status == DONE
        assert numbers(place) == first and aliases(place) == {}
        known = store(place).recall().belongs
        assert not pd.Series(known["owned_id"].dropna()).duplicated().any()
