"""Groups of records, beside the answers that people gave about them."""

from __future__ import annotations

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile import matching
from reconcile.matching import Bands, shipped
from reconcile.tables import conform
from tests.frames import NO_ANSWERS, records

BANDS = Bands.from_costs(wrong_merge=30, missed_merge=4)
ALIKE = {
    "name": "Miralix",
    "phones": ["+33465710001"],
    "emails": ["contact@miralix.example"],
    "city_key": "SORBIERS",
    "street_no": "12",
    "street_key": "RUE DES FORGES",
}
OTHERS = [{"name": f"Filler{n:02d}"} for n in range(40)]


def groups(rows: list[dict], answers: list[tuple[int, int, bool]]) -> list[int]:
    """The cluster of each of `rows`, among forty others."""
    table = records(*rows, *OTHERS)
    scores = matching.weigh(table, shipped(), BANDS).scores
    said = pd.DataFrame(answers, columns=["left", "right", "same"])
    said = said.astype({"left": "int64", "right": "int64", "same": "bool"})
    return list(matching.cluster(scores, table, BANDS, said).label[: len(rows)])


UNLIKE = [{"name": "Miralix"}, {"name": "Bonal"}, {"name": "Cazal"}]


@pytest.mark.parametrize(
    ("rows", "answers", "expected"),
    [
        (UNLIKE, [], [0, 1, 2]),
        (UNLIKE, [(0, 1, True), (1, 2, True)], [0, 0, 0]),
        ([ALIKE, ALIKE, ALIKE], [], [0, 0, 0]),
        ([ALIKE, ALIKE], [(0, 1, False)], [0, 1]),
        # "Different" beats "same" through a third record, whoever said which.
        (UNLIKE, [(0, 1, True), (1, 2, True), (0, 2, False)], [0, 0, 2]),
        ([ALIKE, ALIKE, {"name": "Bonal"}], [(0, 2, True), (1, 2, False)], [0, 1, 0]),
    ],
)
def test_answers_are_obeyed(
    rows: list[dict], answers: list[tuple[int, int, bool]], expected: list[int]
) -> None:
    assert groups(rows, answers) == expected


def test_two_valid_sirens_never_share_a_group_unless_a_person_says_so() -> None:
    one, other = {**ALIKE, "siret": "00012345600012"}, {**ALIKE, "siret": "00098765400018"}
    found = groups([one, ALIKE, other], [])
    assert found[0] != found[2]
    assert groups([one, other], [(0, 1, True)]) == [0, 0]


def test_what_has_nothing_to_do_with_it_stays() -> None:
    own = {"phones": ["+33465710002"], "emails": ["a@bonal.example"], "street_key": "RUE NEUVE"}
    pair = [{**ALIKE, "name": "Bonal", **own}] * 2
    before = groups([*pair, ALIKE, ALIKE], [])
    after = groups([*pair, ALIKE, ALIKE], [(2, 3, False)])
    assert before[:2] == after[:2] == [0, 0]
    assert before[2] == before[3] and after[2] != after[3]


def test_a_pair_elsewhere_changes_no_cluster() -> None:
    table = records(*[{"name": f"Firm{n}"} for n in range(6)])
    links = [(0, 1, 14.0), (1, 2, 13.0)]
    labels = [
        matching.cluster(_scores([*links, *more]), table, BANDS, NO_ANSWERS).label.tolist()[:3]
        for more in ([], [(4, 5, -15.0)], [(4, 5, 15.0)])
    ]
    assert labels[0] == labels[1] == labels[2]


@pytest.mark.parametrize(
    ("links", "answers", "expected"),
    [
        ([(0, 1, 6.0)], [], [0, 0, 2]),
        # What was merged by itself stays so once somebody says who else it is,
        ([(0, 1, 6.0), (0, 2, 1.0), (1, 2, -2.0)], [(1, 2, True)], [0, 0, 0]),
        ([(0, 1, 6.0), (0, 2, 1.0), (1, 2, 1.0)], [(0, 2, True)], [0, 0, 0]),
        # but where nobody said so a row does not join on one of two,
        ([(0, 1, 6.0), (0, 2, 6.0), (1, 2, -2.0)], [], [0, 0, 2]),
        # nor where the other row speaks against it.
        ([(0, 1, 6.0), (0, 2, -9.0), (1, 2, 1.0)], [(1, 2, True)], [0, 1, 1]),
    ],
)
def test_an_answer_same_takes_no_merge_back(
    links: list[tuple[int, int, float]],
    answers: list[tuple[int, int, bool]],
    expected: list[int],
) -> None:
    said = pd.DataFrame(answers, columns=["left", "right", "same"]).astype(NO_ANSWERS.dtypes)
    table = records(*[{"name": f"Firm{n}"} for n in range(3)])
    assert matching.cluster(_scores(links), table, BANDS, said).label.tolist() == expected


def _scores(links: list[tuple[int, int, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(links, columns=["left", "right", "weight_bits"])
    probability = 1 / (1 + 2.0 ** -frame["weight_bits"])
    nothing = {"refused": "", "rival": -1, "rival_bits": 0.0, "calibration_bits": 0.0}
    band = BANDS.of(probability.to_numpy())
    return conform(frame.assign(probability=probability, band=band, **nothing), "scores")


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 40), st.floats(0, 0.2), st.integers(0, 10_000))
def test_links_that_nothing_speaks_against_give_the_connected_parts(
    size: int, density: float, seed: int
) -> None:
    graph = nx.gnp_random_graph(size, density, seed=seed)
    edges = pd.DataFrame([sorted(edge) for edge in graph.edges], columns=["left", "right"])
    scores = conform(
        edges.assign(
            weight_bits=5_000.0, probability=0.999999, band="match", refused="",
            rival=-1, rival_bits=0.0, calibration_bits=0.0,
        ),
        "scores",
    )  # fmt: skip
    table = records(*[{"name": f"Firm{n}"} for n in range(size)])
    label = matching.cluster(scores, table, BANDS, NO_ANSWERS).label
    found = {frozenset(part) for part in label.groupby(label).groups.values()}
    assert found == {frozenset(part) for part in nx.connected_components(graph)}
