"""Which question is worth most."""

from __future__ import annotations

import pandas as pd

from reconcile.matching.weights import COMPARISONS, LEVELS
from reconcile.matching.worth import by_worth

NO_EVIDENCE = pd.DataFrame({"one": [], "other": [], "bits": []})


def asked(*rows: tuple[str, str, float, str], crowd: int = -1) -> pd.DataFrame:
    """Questions, likeliest first: two members, a probability, and what the names show; those whose
    members begin with X are of one crowd."""
    table = pd.DataFrame(rows, columns=["one", "other", "probability", "name"])
    table["crowd"] = table["one"].str.startswith("X").map({True: crowd, False: -1})
    table["name"] = [LEVELS["name"].index(name) for name in table["name"]]
    nothing = dict.fromkeys((one for one in COMPARISONS if one != "name"), -1)
    return table.assign(**nothing)


def order(
    questions: pd.DataFrame, bits: pd.DataFrame = NO_EVIDENCE, missed_merge: float = 4
) -> list[int]:
    return by_worth(questions, bits, missed_merge)


def test_of_two_alike_the_likelier_is_asked_first_as_it_may_stay_apart() -> None:
    table = asked(("C", "D", 0.9, "equal"), ("A", "B", 0.8, "related"))
    assert order(table) == [0, 1]


def test_a_question_that_is_like_many_others_teaches_more() -> None:
    many = [(f"E{nth}", f"F{nth}", 0.3, "alike") for nth in range(8)]
    table = asked(("A", "B", 0.7, "equal"), ("C", "D", 0.6, "alike"), *many)
    assert order(table)[0] == 1


def test_one_of_a_crowd_comes_first_and_its_others_wait() -> None:
    crowd = [(f"X{nth}", f"Y{nth}", 0.4, "close") for nth in range(4)]
    table = asked(("A", "B", 0.7, "equal"), *crowd, ("X9", "Y9", 0.4, "contained"), crowd=3)
    found = order(table)
    assert found[0] in (1, 2, 3, 4, 5) and found[1] == 0
    assert order(table.assign(crowd=-1))[0] == 0


def test_a_question_whose_answer_settles_others_comes_first() -> None:
    """If A is B, C can be A only if it is B as well, and it does not look like it."""
    table = asked(("A", "B", 0.8, "equal"), ("X", "Y", 0.8, "equal"), ("A", "C", 0.4, "related"))
    unlike = pd.DataFrame({"one": ["B"], "other": ["C"], "bits": [-5.0]})
    alike = unlike.assign(bits=2.0)
    assert order(table.iloc[[1, 0, 2]], unlike)[0] == 1
    assert order(table.iloc[[1, 0, 2]], alike)[0] == 0


def test_a_question_whose_denial_brings_another_waits() -> None:
    """Where B and C are in doubt as well, "A is not B" leaves them to be asked about together."""
    table = asked(("A", "B", 0.5, "equal"), ("A", "C", 0.5, "equal"), ("X", "Y", 0.49, "related"))
    both = pd.DataFrame({"one": ["B"], "other": ["C"], "bits": [0.0]})
    assert order(table, both)[0] == 2
    assert order(table, both.assign(bits=-1.8))[0] == 0


def test_every_question_keeps_its_place_in_the_report() -> None:
    table = asked(*((f"A{nth}", f"B{nth}", 0.9 - nth / 300, "close") for nth in range(150)))
    assert sorted(order(table)) == list(range(150))


def test_no_questions() -> None:
    assert order(asked()) == []
