"""Postcodes and towns as people write them, in their own cell and in the other's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.standardise import standardise
from reconcile.standardise.places import town_names

from .raw import FEW, columns, raw, text, values

ST = "Saint-Étienne"


def read(**cells: str | None) -> tuple[list[object], list[str]]:
    """Postcode and town of one row, and the problems told."""
    found = standardise(raw(**{name: [cell] for name, cell in cells.items()}), columns(*cells))
    shown = [values(found.records[name])[0] for name in ("postcode", "city")]
    return shown, list(found.issues["problem"])


@pytest.mark.parametrize(
    ("written", "postcode", "city"),
    [
        ("F-42000", "42000", None),
        ("FR-42000", "42000", None),
        ("CP 42000", "42000", None),
        ("42000 France", "42000", None),
        ("F 42000 St Etienne", "42000", "St Etienne"),
        ("F-42000 Saint-Étienne", "42000", ST),
        ("42000 - ST ETIENNE CEDEX 1", "42000", "ST ETIENNE"),
        ("42000 ST ETIENNE CEDEX 01 FRANCE", "42000", "ST ETIENNE"),
        ("42000 Saint-Étienne (Loire)", "42000", ST),
        ("42000Saint-Étienne", "42000", ST),
        ("42 000 Saint-Étienne", "42000", ST),
        ("MC-98000 Monaco", "98000", "Monaco"),
        ("93290 Tremblay-en-France", "93290", "Tremblay-en-France"),
    ],
)
@pytest.mark.parametrize("cell", ["postcode", "city"])
def test_both_in_one_cell(cell: str, written: str, postcode: str, city: str | None) -> None:
    assert read(**{cell: written}) == ([postcode, city], [])


@pytest.mark.parametrize(
    ("written", "postcode", "city"),
    [
        ("CH-1201 Genève", "CH-1201", "Genève"),
        ("L-1234 Luxembourg", "L-1234", "Luxembourg"),
        ("LU-1234 Luxembourg", "L-1234", "Luxembourg"),
        ("B-1000 Bruxelles", "B-1000", "Bruxelles"),
        ("D-10115 Berlin", "D-10115", "Berlin"),
        ("CH 1201", "CH-1201", None),
        ("1201 Genève", "CH-1201", "Genève"),  # no zero is lost there
    ],
)
@pytest.mark.parametrize("cell", ["postcode", "city"])
def test_another_country(cell: str, written: str, postcode: str, city: str | None) -> None:
    assert read(**{cell: written}) == ([postcode, city], ["postcode_foreign"])


@pytest.mark.parametrize(
    ("postcode", "city", "shown", "told"),
    [
        ("42 000", ST, ["42000", ST], []),
        ("42.000", ST, ["42000", ST], []),
        ("42000,0", ST, ["42000", ST], []),
        ("42000.", ST, ["42000", ST], []),
        ("'42000", ST, ["42000", ST], []),
        (None, "Saint-Étienne 42", [None, ST], []),
        (None, "Saint-Étienne (Loire)", [None, ST], []),
        (None, "Paris 15", [None, "Paris 15"], []),
        (None, "Lyon 03", [None, "Lyon 03"], []),
        ("1201", "Genève", ["CH-1201", "Genève"], ["postcode_foreign"]),
        ("1000", "Bourg-en-Bresse", ["01000", "Bourg-en-Bresse"], ["zero_put_back"]),
        ("Saint-Étienne 42", "42000", ["42000", ST], ["postcode_in_town", "town_in_postcode"]),
        ("Lyon 3e", None, [None, "Lyon 3e"], ["town_in_postcode"]),
        ("42000 - 42100", None, ["42000 - 42100", None], []),  # which one?
    ],
)
def test_each_in_a_cell(
    postcode: str | None, city: str | None, shown: list[str | None], told: list[str]
) -> None:
    found, problems = read(postcode=postcode, city=city)
    assert (found, sorted(problems)) == (shown, told)


@FEW
@given(st.text(max_size=20))
def test_a_town_is_never_emptied(written: str) -> None:
    assert values(town_names(text(written)))[0] is not None
