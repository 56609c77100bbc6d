"""What is proposed where an answer was not understood."""

from __future__ import annotations

import pytest

from reconcile.review.meanings import ANSWER, nearest


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ouii", "oui"),
        ("Même", "même groupe"),
        ("suc", "successeur"),
        ("plus", "plus tard"),
        ("autre", "autre site"),
        ("autr sitte", "autre site"),
        ("bof", ""),
        ("pl", ""),  # too little to go by
    ],
)
def test_the_answer_that_may_be_meant(text: str, meant: str) -> None:
    assert nearest(text, "pair", ANSWER) == meant
