"""Doubtful pairs that hang together, and those that an answer about a neighbour settles."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reconcile.matching.crowds import LEAST_BITS, MOST, crowds, settled

SIZE = 8


def scored(*rows: tuple[int, int, float]) -> pd.DataFrame:
    """SCORES of pairs by their bits: a match from 5 bits on, distinct under -1.6."""
    table = pd.DataFrame(rows, columns=["left", "right", "weight_bits"])
    band = pd.cut(table["weight_bits"], [-99, -1.6, 5, 99], labels=["distinct", "review", "match"])
    return table.assign(band=band.astype(object), refused="")


def same(*pairs: tuple[int, int]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["left", "right"], dtype="int64")


def test_a_crowd_is_what_doubts_and_matches_join() -> None:
    scores = scored((0, 1, 0.5), (1, 2, 9.0), (2, 3, -4.0), (4, 5, 1.0), (6, 7, 9.0), (5, 7, 0.0))
    assert crowds(scores, SIZE).tolist() == [0, 0, 0, -1, 4, 4, 4, 4]


def test_two_records_are_no_crowd_and_a_long_chain_is_none() -> None:
    assert (crowds(scored((0, 1, 0.5)), SIZE) == -1).all()
    chain = scored(*((nth, nth + 1, 0.0) for nth in range(MOST)))
    assert (crowds(chain, MOST + 1) == -1).all()
    assert (crowds(chain.iloc[1:], MOST + 1)[1:] == 1).all()


def test_after_same_a_third_is_both_or_neither() -> None:
    """0 and 1 were called the same; 2 looks like 0 alone, 3 like both, 4 was never compared with 1,
    and 5 looks like neither."""
    scores = scored((0, 1, 0.5), (0, 2, 0.0), (1, 2, -5.0), (0, 3, 1.0), (1, 3, 2.0), (0, 4, 0.0))
    assert settled(scores, same((0, 1)), SIZE).tolist() == [
        0.0,  # it is answered
        (0.0 - 5.0) / 2,
        0.0,  # lowered never means raised
        0.0,
        (1.0 + 2.0) / 2 - 2.0,
        LEAST_BITS / 2,
    ]
    assert not settled(scores, same(), SIZE).any()


def test_rows_that_matched_by_themselves_speak_with_one_voice() -> None:
    """0 and 1 match, 2 was called the same as 1: what 0 says of 3 counts as much as what 2 says."""
    scores = scored((0, 1, 9.0), (1, 2, 0.0), (0, 3, 1.0), (1, 3, -6.0), (2, 3, -3.0))
    less = settled(scores, same((1, 2)), SIZE)
    mean = (1.0 - 3.0) / 2
    assert less.tolist() == [0.0, 0.0, mean - 1.0, 0.0, 0.0]
    confirmed = settled(scores, same((0, 1)), SIZE)
    assert not confirmed.any(), "a match that people confirm settles nothing new"


def test_groups_of_several_answers() -> None:
    """0 = 1 = 2, and 3 = 4: the mean of all six pairs, two of which were compared."""
    scores = scored((0, 1, 0.0), (1, 2, 0.0), (3, 4, 0.0), (0, 3, 2.0), (2, 4, -1.0))
    less = settled(scores, same((0, 1), (1, 2), (3, 4)), SIZE)
    mean = (2.0 - 1.0 + 4 * LEAST_BITS) / 6
    assert np.allclose(less[3:], [mean - 2.0, mean + 1.0])
