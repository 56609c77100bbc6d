"""What is hidden before the clubs are one: an issue goes in, its values come out."""

from __future__ import annotations

import pandas as pd
import pytest

from reconcile.review.masks import Mask
from tests import nights

MASK = Mask.of(nights.night().records, "***")


@pytest.mark.parametrize(
    ("field", "row", "record", "values", "shown"),
    [
        ("phone", 6, None, {"raw": "04 65 71 00 0"}, {"raw": "***"}),
        ("contact#2", 6, None, {"first": "Odile", "last": "X"}, {"first": "***", "last": "***"}),
        ("siret", 8, None, {"raw": "4.2E+13"}, {"raw": "4.2E+13"}),
        ("siret", 8, None, {"raw": "0465710001234"}, {"raw": "0465710001234"}),
        ("activity", 4, None, {"raw": "voir a@b.example"}, {"raw": "***"}),
        ("notes", 4, None, {"raw": "rien"}, {"raw": "***"}),
        ("address", 4, None, {"raw": "appeler 04.65.71.00.01"}, {"raw": "***"}),
        ("name", 5, "R-00008", {"raw": "Lumen - Odile FARGUES"}, {"raw": "***"}),
        ("name", 5, "R-00008", {"raw": "Lumen et Fils"}, {"raw": "Lumen et Fils"}),
        (None, 9, None, {"raw": "Camille", "row": "9"}, {"raw": "***", "row": "9"}),
        (None, None, None, {"file": "a.xlsx", "n": 3}, {"file": "a.xlsx", "n": 3}),
        ("phone", None, None, {"heading": "Tél. 2"}, {"heading": "Tél. 2"}),
        ("phone", None, None, {"heading": "06 39 98 00 01"}, {"heading": "***"}),
    ],
)  # fmt: skip
def test_what_tells_of_a_person_is_hidden(
    field: str | None,
    row: int | None,
    record: str | None,
    values: dict[str, object],
    shown: dict[str, object],
) -> None:
    issue = {"field": field or pd.NA, "row": row or pd.NA, "record_id": record or pd.NA}
    before = dict(values)
    assert MASK.values(issue, values) == shown
    assert values == before
