"""Rivals, against the share of all ways to link counted one by one."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.matching.competing import compete

NO_REPEATS = {"a": 0.0, "b": 0.0}


def heard(edges: dict[tuple[int, int], float], sources: list[str], **repeated: float) -> np.ndarray:
    """Probability of each edge, by position, after its rivals are heard; weights in bits."""
    pairs = pd.DataFrame(list(edges), columns=["left", "right"])
    bits, _ = compete(
        pairs, np.array(list(edges.values())), pd.Series(sources), NO_REPEATS | repeated
    )
    return 1 / (1 + np.exp2(-bits))


def counted(edges: dict[tuple[int, int], float]) -> np.ndarray:
    """The same by trying every set of edges of which no two meet."""
    names = list(edges)
    total, of_edge = 0.0, np.zeros(len(names))
    for size in range(len(names) + 1):
        for way in combinations(range(len(names)), size):
            ends = [end for at in way for end in names[at]]
            if len(set(ends)) == len(ends):
                worth = float(np.prod([2.0 ** edges[names[at]] for at in way]))
                total += worth
                of_edge[list(way)] += worth
    return of_edge / total


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-6, 8), min_size=1, max_size=6))
def test_on_a_chain_it_is_exact(weights: list[float]) -> None:
    nodes = [(0, 10), (1, 10), (1, 11), (2, 11), (2, 12), (3, 12)]
    edges = dict(zip(nodes, weights, strict=False))
    sources = ["a"] * 10 + ["b"] * 10
    assert heard(edges, sources) == pytest.approx(counted(edges), abs=1e-4)


def test_two_that_fit_equally_well_share() -> None:
    found = heard({(0, 1): 12.0, (0, 2): 12.0}, ["a", "b", "b"])
    assert found == pytest.approx([0.5, 0.5], abs=0.01)


def test_a_record_without_rivals_keeps_its_weight() -> None:
    assert heard({(0, 1): 3.0}, ["a", "b"]) == pytest.approx([8 / 9])


def test_one_record_written_twice_is_no_rival_of_itself() -> None:
    found = heard({(0, 1): 12.0, (0, 2): 12.0, (1, 2): 20.0}, ["a", "b", "b"])
    assert (found > 0.99).all()


def test_pairs_within_a_list_do_not_compete() -> None:
    found = heard({(0, 1): 5.0, (0, 2): 5.0}, ["a", "a", "a"])
    assert found == pytest.approx([32 / 33, 32 / 33])


@settings(max_examples=60, deadline=None)
@given(st.floats(-6, 16), st.floats(-6, 16), st.floats(-4, 16))
def test_a_rival_that_may_be_the_same_record_rules_out_in_part(
    first: float, second: float, twins: float
) -> None:
    found = heard({(0, 1): first, (0, 2): second, (1, 2): twins}, ["a", "b", "b"])
    once = 1 / (1 + 2.0**-twins)
    one, other = 2.0**first, 2.0**second
    mixed = once * one / (1 + one) + (1 - once) * one / (1 + one + other)
    assert found[0] == pytest.approx(mixed, abs=1e-3)


def test_the_surer_a_record_is_of_its_twin_the_surer_of_the_others_of_it() -> None:
    edges = {(0, 1): 30.0, (0, 2): 7.0}
    sources = ["a", "b", "b"]
    alone = heard(edges, sources)[1]
    with_twin = heard(edges | {(1, 2): 9.0}, sources)[1]
    assert alone < 0.01
    assert with_twin > 0.95
