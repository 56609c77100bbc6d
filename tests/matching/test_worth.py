"""Which question is worth most."""

from __future__ import annotations

import pandas as pd

from reconcile.matching.worth import worth
from reconcile.results import Reason


def asked(*rows: tuple[str, str, float, str]) -> pd.DataFrame:
    """Questions: two members, a probability, and what the names show."""
    return pd.DataFrame(
        [
            {"one": one, "other": other, "probability": p, "reasons": [Reason("name", level, 0.0)]}
            for one, other, p, level in rows
        ]
    )


def order(questions: pd.DataFrame, missed_merge: float = 4) -> list[int]:
    return worth(questions, missed_merge).sort_values(ascending=False, kind="stable").index.tolist()


def test_of_two_alike_the_likelier_is_asked_first_as_it_is_apart_meanwhile() -> None:
    table = asked(("A", "B", 0.5, "near"), ("C", "D", 0.8, "near"))
    assert order(table) == [1, 0]


def test_a_question_whose_answer_settles_others_comes_first() -> None:
    triangle = [("A", "B", 0.6, "near"), ("A", "C", 0.6, "near"), ("B", "C", 0.6, "near")]
    table = asked(("X", "Y", 0.6, "near"), *triangle)
    assert order(table)[-1] == 0


def test_a_question_that_is_like_many_others_teaches_more() -> None:
    many = [(f"E{nth}", f"F{nth}", 0.3, "initials") for nth in range(8)]
    table = asked(("A", "B", 0.6, "near"), ("C", "D", 0.6, "initials"), *many)
    assert order(table)[0] == 1


def test_no_questions() -> None:
    assert worth(asked(), 4).empty
