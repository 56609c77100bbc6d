"""Words and values of records, and what two sides say."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from reconcile.matching.values import holders, sides, signs_of, words

TEXTS = st.lists(st.one_of(st.none(), st.text(alphabet="AB C", max_size=8)), max_size=12)


@given(TEXTS)
def test_words_are_what_splitting_gives(texts: list[str | None]) -> None:
    found = words(pd.Series(texts, dtype="str"))
    wanted = [(at, word) for at, text in enumerate(texts) for word in (text or "").split()]
    assert list(zip(found.index, found, strict=True)) == wanted


def test_a_value_is_counted_once_a_record() -> None:
    table = holders(pd.Series([["x", "x", "y"], ["x"], []], dtype=object))
    assert table["pos"].tolist() == [0, 0, 1]
    assert table["held"].tolist() == [2, 1, 2]


@given(TEXTS.filter(lambda texts: len(texts) > 1))
def test_sides_agree_with_one_pair_at_a_time(texts: list[str | None]) -> None:
    left, right = np.triu_indices(len(texts), k=1)
    found = sides(pd.Series(texts, dtype="str"), left, right)
    every = np.ones(len(left), dtype=bool)
    alike, misspelt = found.alike(every, fuzz.ratio, 60), found.misspelt(every)
    for at, (one, other) in enumerate(zip(left, right, strict=True)):
        a, b = texts[one] or "", texts[other] or ""
        both = bool(a and b)
        assert found.both[at] == both
        assert found.same[at] == (both and a == b)
        assert alike[at] == (both and a != b and fuzz.ratio(a, b, score_cutoff=60) > 0)
        assert misspelt[at] == (both and OSA.distance(a, b) == 1)


@given(st.lists(st.text(alphabet="AZ09é漢 ", max_size=5), max_size=6))
def test_signs_tell_which_letters_and_digits_a_text_holds(texts: list[str]) -> None:
    found = signs_of(np.array(texts, dtype=object))
    plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    wanted = [sum(1 << at for at, sign in enumerate(plain) if sign in text) for text in texts]
    assert found.tolist() == wanted
