"""What is asked first, through the report's own tables."""

from __future__ import annotations

import pandas as pd
import pytest

from reconcile import synthetic
from reconcile.commands.learning import read
from reconcile.config import Club, Config
from reconcile.matching import links, shipped
from reconcile.nights.asking import by_worth
from reconcile.nights.linking import Linked, link
from reconcile.review.questions import questions
from reconcile.tables import empty


@pytest.fixture(scope="module")
def linked() -> Linked:
    records = read(synthetic.draw(73001, 200, 200, 80, "names")).records
    ids = [f"R-{nth:05d}" for nth in range(len(records))]
    records = records.assign(record_id=pd.Series(ids, dtype="str"))
    config = Config(clubs={"left": Club(name="L")})
    return link(records, config, empty("decisions"), "joint")


def test_what_is_worth_most_comes_first_and_what_was_put_off_last(linked: Linked) -> None:
    doubtful = linked.clusters.scores.query("band == 'review'")
    review = links(linked.heads, linked.weighed, doubtful, shipped(), linked.bands)
    members = pd.Series(linked.label.astype("str").to_numpy(), linked.records["record_id"])
    asked = questions(review, members, empty("decisions"))
    ordered = by_worth(linked, asked, members, 4)
    assert sorted(ordered["left_id"] + ordered["right_id"]) == sorted(
        asked["left_id"] + asked["right_id"]
    )
    assert not ordered["probability"].is_monotonic_decreasing
    late = asked.assign(asked_as=["later", *asked["asked_as"].iloc[1:]])
    again = by_worth(linked, late, members, 4)
    assert (again["asked_as"] == "later").to_list() == [False] * (len(asked) - 1) + [True]
    turned = by_worth(linked, asked.sample(frac=1, random_state=1), members, 4)
    assert turned["left_id"].to_list() == ordered["left_id"].to_list(), "whatever their order was"
