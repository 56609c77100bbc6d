"""What is measured of a night: the machine's own merges, whatever people answered."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from reconcile.config import Club, Config, Review
from reconcile.nights.linking import link
from reconcile.nights.measuring import Measured, measured
from reconcile.tables import conform, empty
from tests.frames import records

NAMES = ("Miralix", "Torvanel", "Quessard", "Oberlune", "Zéphyrine")


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    """Five companies, each in both clubs with the same SIRET, phone and address."""
    same = [
        {
            "name": f"{name} Ateliers",
            "siret": f"0001234{nth}100012",
            "phones": [f"+3346571000{nth}"],
            "street_no": str(nth),
            "street_key": f"RUE {name.upper()}",
            "city_key": "SAINT ETIENNE",
            "postcode": "42000",
        }
        for nth, name in enumerate(NAMES)
    ]
    return records(*({**one, "source": club} for club in "ab" for one in same))


def night(rows: pd.DataFrame, decisions: pd.DataFrame, sample: int = 2) -> Measured:
    config = Config(clubs={"a": Club(name="A"), "b": Club(name="B")}, review=Review(sample=sample))
    return measured(link(rows, config, decisions, "joint"), config, decisions, "joint")


def answered(asked: pd.DataFrame, answer: str) -> pd.DataFrame:
    return conform(asked.assign(question_id="Q-0001-H", answer=answer, disputed=False), "decisions")


def merged(found: Measured) -> dict[str, int]:
    strata = found.strata[found.strata["kind"] == "merged"]
    return strata[["size", "n_drawn", "n_wrong"]].iloc[0].to_dict()


def test_an_answer_counts_and_the_next_pair_is_asked(rows: pd.DataFrame) -> None:
    first = night(rows, empty("decisions"))
    assert merged(first) == {"size": 5, "n_drawn": 0, "n_wrong": 0}
    assert len(first.sampled) == 2 and first.sampled["reasons"].str.len().gt(0).all()
    for answer, n_wrong in (("same", 0), ("different", 1)):
        said = answered(first.sampled.head(1), answer)
        after = night(rows, said)
        assert merged(after) == {"size": 5, "n_drawn": 1, "n_wrong": n_wrong}
        before, now = (set(one["left_id"]) for one in (first.sampled, after.sampled))
        assert before & now == set(first.sampled["left_id"][1:]) and len(now) == 2


def test_what_is_a_question_tonight_is_not_asked_twice(rows: pd.DataFrame) -> None:
    config = Config(clubs={"a": Club(name="A"), "b": Club(name="B")})
    later = answered(night(rows, empty("decisions")).sampled.head(1), "later")
    linked = link(rows, config, later, "joint")
    assert len(measured(linked, config, later, "joint").sampled) == 5
    doubtful = linked.clusters.scores.assign(band="review")
    linked = replace(linked, clusters=replace(linked.clusters, scores=doubtful))
    assert measured(linked, config, later, "joint").sampled.empty


def test_nothing_is_asked_where_nobody_wants_to(rows: pd.DataFrame) -> None:
    assert night(rows, empty("decisions"), sample=0).sampled.empty
