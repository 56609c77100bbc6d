"""In which order questions are asked."""

from __future__ import annotations

import pandas as pd

from reconcile.asking import _by_worth
from reconcile.results import Reason


def test_what_settles_most_comes_first_and_what_was_put_off_last() -> None:
    rows = [
        ("R-1", "R-2", 0.9, "later"),  # put off
        ("R-3", "R-4", 0.6, "open"),
        ("R-5", "R-6", 0.6, "open"),  # with the next two a group: one answer settles another
        ("R-5", "R-7", 0.6, "open"),
        ("R-6", "R-7", 0.6, "open"),
        ("R-8", "R-9", 0.8, "open"),  # likelier, and apart until answered
    ]
    asked = pd.DataFrame(rows, columns=["left_id", "right_id", "probability", "asked_as"])
    asked["reasons"] = [[Reason("name", "near", 0.0)] for _ in rows]
    members = pd.Series({f"R-{nth}": f"M-{nth}" for nth in range(1, 10)})
    ordered = _by_worth(asked, members, missed_merge=4)
    assert ordered["left_id"].to_list() == ["R-8", "R-5", "R-5", "R-6", "R-3", "R-1"]
