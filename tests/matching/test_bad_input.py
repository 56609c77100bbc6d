"""Lists that nobody would make on purpose: nothing hangs, crashes or merges what it should not."""

from __future__ import annotations

import pandas as pd
import pytest

from reconcile import lists
from reconcile.config import Matching

FULL = {
    "name": ["Miralix", "Cazal Optique", "Bonal"],
    "address": ["12 rue des Forges", "3 avenue du Lac", "8 rue Blanche"],
    "postcode": ["42000", "42100", "42350"],
    "city": ["Saint-Étienne", "Saint-Étienne", "La Talaudière"],
    "phone": ["04 65 71 00 01", "04 65 71 00 02", "04 65 71 00 03"],
}


def table(columns: dict[str, list[str | None]], start: str) -> pd.DataFrame:
    size = len(next(iter(columns.values()), []))
    ids = pd.Series([f"{start}{nth}" for nth in range(size)], dtype="str")
    texts = {name: pd.Series(values, dtype="str") for name, values in columns.items()}
    return pd.DataFrame({"id": ids, **texts})


def matched(left: dict, right: dict) -> set[tuple[str, str]]:
    pairs = lists.link(table(left, "a"), table(right, "b"), Matching()).pairs
    assert pairs["probability"].between(0, 1).all()
    sure = pairs[pairs["band"] == "match"]
    return set(zip(sure["id_a"], sure["id_b"], strict=True))


NOTHING: dict[str, list] = {name: [] for name in FULL}
EMPTY = {name: [None] * 3 for name in FULL}
ONE_ROW = {name: values[:1] for name, values in FULL.items()}
NO_NAME = {name: values for name, values in FULL.items() if name != "name"}
SELF = {("a0", "b0"), ("a1", "b1"), ("a2", "b2")}


@pytest.mark.parametrize(
    ("left", "right", "allowed"),
    [
        (NO_NAME, FULL, SELF),
        (EMPTY, EMPTY, set()),
        (EMPTY, FULL, set()),
        (ONE_ROW, ONE_ROW, {("a0", "b0")}),
        (ONE_ROW, FULL, {("a0", "b0")}),
        (NOTHING, FULL, set()),
        (NOTHING, NOTHING, set()),
        (FULL, FULL, SELF),
    ],
)
def test_thin_lists(left: dict, right: dict, allowed: set) -> None:
    assert matched(left, right) <= allowed


def test_the_same_list_on_both_sides_is_found() -> None:
    assert matched(FULL, FULL) == SELF


def test_a_value_of_ten_thousand_characters() -> None:
    long = {**FULL, "name": ["Miralix " * 1250, "Cazal Optique", "Bonal"]}
    assert matched(long, FULL) <= SELF


def test_names_in_other_scripts() -> None:
    other = {**FULL, "name": ["شركة النور", "上海贸易公司", "Bonal"]}
    assert matched(other, other) == SELF
    assert matched(other, FULL) <= SELF


def test_one_name_five_thousand_times() -> None:
    many = {"name": ["Conseil"] * 5_000}
    assert matched(many, ONE_ROW) == set()
    assert matched(many, {"name": ["Conseil"]}) == set()
