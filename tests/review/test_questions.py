"""What is asked of pairs that may be one: beside the links, the questions."""

from __future__ import annotations

import pandas as pd
import pytest

from reconcile.decisions.ledger import lettered, pair_of
from reconcile.review.questions import numbered, questions
from reconcile.tables import conform, empty


def links(*pairs: str) -> pd.DataFrame:
    """LINKS of "ab .9": two records and how likely they are one."""
    rows = [{"left_id": one[0], "right_id": one[1], "probability": float(one[2:])} for one in pairs]
    return conform(pd.DataFrame(rows).assign(weight_bits=0.0), "links")


def decisions(*said: str) -> pd.DataFrame:
    words = {"=": "same", "≠": "different", "?": "later"}
    rows = [{"left_id": one[0], "right_id": one[2], "answer": words[one[1]]} for one in said]
    table = pd.DataFrame(rows).assign(disputed=False) if rows else empty("decisions")
    return conform(table, "decisions")


# The records of M-1 are a and b; the others are a member each.
MEMBERS = pd.Series({"a": "M-1", "b": "M-1", "c": "M-2", "d": "M-3", "e": "M-4"})


@pytest.mark.parametrize(
    ("found", "said", "expected"),
    [
        ([], [], []),
        (["ac.8"], [], ["ac"]),
        (["ac.8", "bc.9"], [], ["bc"]),  # two members, one question: the likeliest pair
        (["ab.9"], [], []),
        # Three that may be one: two questions, against the first, though c and d are likelier.
        (["ac.6", "ad.7", "cd.9"], [], ["ad", "ac"]),
        (["ac.6", "cd.9"], [], ["cd", "ac"]),  # a and d were not weighed: the best link instead
        (["ac.6", "ad.7", "ae.5", "cd.9", "de.9", "ce.9"], [], ["ad", "ac", "ae"]),
        (["ac.6", "de.9"], [], ["de", "ac"]),  # two groups
        # What follows: a and b are one, so that "a is not c" says it of b, too.
        (["bc.9"], ["a≠c"], []),
        (["ac.6", "ad.7", "cd.9"], ["b≠d"], ["cd", "ac"]),
        # Later stays, at the end, with the pair that was put off.
        (["ac.8", "bc.9", "de.6"], ["a?c"], ["de", "ac"]),
    ],
)
def test_what_is_asked(found: list[str], said: list[str], expected: list[str]) -> None:
    table = links(*found) if found else empty("links")
    asked = questions(table, MEMBERS, decisions(*said))
    assert [
        one + other for one, other in zip(asked["left_id"], asked["right_id"], strict=True)
    ] == (expected)


def test_later_is_marked() -> None:
    asked = questions(links("ac.8", "de.6"), MEMBERS, decisions("a?c"))
    assert asked["asked_as"].to_list() == ["open", "later"]


def test_a_number_lasts_whichever_record_comes_first() -> None:
    known = {"question_id": lettered("Q", 7), "kind": "pair", "subject": pair_of("a", "c")}
    asked = conform(pd.DataFrame([{**known, "first_run": 1}]), "asked")
    found = numbered(links("ca.8", "de.6"), asked, 9)
    assert found["question_id"].to_list() == [lettered("Q", 7), lettered("Q", 10)]
    assert found["subject"][0] == pair_of("a", "c")
