"""Answers about rows that are gone: beside each, what they say of the rows of tonight."""

from __future__ import annotations

import pandas as pd
import pytest

from reconcile.nights.linking import positions

HERE = pd.Series(["a", "b", "c", "d"])


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("a=b", {"ab": True}),
        ("a=b a≠b", {"ab": False}),
        ("a≠b a=b", {"ab": True}),
        ("a=b a?b", {}),
        ("a=x", {}),
        ("a=x x=b", {"ab": True}),
        ("a=x x=y y=b", {"ab": True}),
        ("a=x x=b x?a", {}),
        ("a=x x≠b", {"ab": False}),
        ("a=x b=x c=x", {"ab": True, "ac": True}),
        ("a=x x=b a≠b", {"ab": False}),
        ("a≠b a=x x=b", {"ab": False}),
        ("x=y", {}),
        ("x≠a x=b y=c x≠y", {"ab": False, "bc": False}),
        ("x=b y=c x≠y", {"bc": False}),
    ],
)
def test_what_answers_say_of_tonight(answers: str, expected: dict[str, bool]) -> None:
    words = {"=": "same", "≠": "different", "?": "later"}
    rows = [(one[0], one[2], words[one[1]]) for one in answers.split()]
    found = positions(pd.DataFrame(rows, columns=["left_id", "right_id", "answer"]), HERE)
    said = {HERE[one.left] + HERE[one.right]: one.same for one in found.itertuples()}
    assert said == expected
