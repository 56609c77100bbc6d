"""Postcodes against towns."""

from __future__ import annotations

import pandas as pd
import pytest

from expectations.towns import misplaced


@pytest.mark.parametrize(
    ("postcode", "town", "wrong"),
    [
        ("42000", "Saint-Étienne", None),
        ("42100", "ST-ETIENNE", None),
        ("42230", "St Etienne", None),
        ("42007", "SAINT-ETIENNE CEDEX 1", None),
        ("42950", "Saint-Étienne Cedex 9", None),
        ("42230", "Roche-la-Molière", None),
        ("42351", "La Talaudière Cedex", None),  # a CEDEX code that no table knows
        ("13200", "Villars", None),  # another town's postcode: there are other Villars
        (None, "Saint-Étienne", None),
        ("42000", None, None),
        ("42400", "Saint-Étienne", "postcode"),
        ("69003", "saint étienne", "postcode"),
        ("42100", "Firminy", "postcode"),
        ("42000", "Villars", "postcode"),
        ("42100", "Lyon", "town"),
        ("42000", "Le Puy-en-Velay", "town"),
    ],
)
def test_which_of_the_two_is_wrong(postcode, town, wrong):
    codes, towns = (pd.Series([value], dtype="str") for value in (postcode, town))
    found = [bool(one.iloc[0]) for one in misplaced(codes, towns)]
    assert found == [wrong == "postcode", wrong == "town"]
