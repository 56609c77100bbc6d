"""Lists that nobody would make on purpose: nothing hangs, crashes or merges what it should not."""

from __future__ import annotations

import pandas as pd
import pytest

from reconcile.commands import lists
from reconcile.config import Matching
from reconcile.synthetic import draw

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
        (NO_NAME, NO_NAME, SELF),
        ({"phone": FULL["phone"]}, {"phone": FULL["phone"]}, SELF),
        ({"website": ["miralix.example", "cazal.example"]}, FULL, SELF),
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


def test_a_name_of_thousands_of_short_words() -> None:
    long = {**FULL, "name": ["ab " * 3_000, "SARL " * 2_000, "Bonal"]}
    assert matched(long, FULL) <= SELF


def test_rows_in_another_order_change_nothing() -> None:
    drawn = draw(12, 350, 330, 120)
    plain = lists.link(drawn.left, drawn.right, Matching()).pairs
    mixed = lists.link(
        drawn.left.sample(frac=1, random_state=1, ignore_index=True),
        drawn.right.sample(frac=1, random_state=2, ignore_index=True),
        Matching(),
    ).pairs
    both = plain.merge(mixed, on=["id_a", "id_b"], how="outer", suffixes=("", "_mixed"))
    gap = (both["probability"].fillna(0) - both["probability_mixed"].fillna(0)).abs()
    assert gap.max() < 0.01
    sure = plain[plain["band"] == "match"]
    assert len(sure) > 80


def test_a_firm_that_its_list_repeats_is_still_found() -> None:
    drawn = draw(200, 300, 250, 80)
    firms = drawn.labels.set_index("id")["firm"]
    shared = drawn.left[drawn.left["id"].map(firms).isin(set(drawn.right["id"].map(firms)))]
    row = shared[shared["phone"].notna() & shared["email"].notna()].head(1)
    copies = [row.assign(id=f"C{nth}") for nth in range(3)]
    more = pd.concat([drawn.left, *copies], ignore_index=True)
    pairs = lists.link(more, drawn.right, Matching()).pairs
    own = pairs[pairs["id_a"].isin([row["id"].iloc[0], "C0", "C1", "C2"])]
    assert len(own[own["band"] != "distinct"]) >= 4


def test_names_in_other_scripts() -> None:
    other = {**FULL, "name": ["شركة النور", "上海贸易公司", "Bonal"]}
    assert matched(other, other) == SELF
    assert matched(other, FULL) <= SELF


def test_one_name_five_thousand_times() -> None:
    many = {"name": ["Conseil"] * 5_000}
    assert matched(many, ONE_ROW) == set()
    assert matched(many, {"name": ["Conseil"]}) == set()
