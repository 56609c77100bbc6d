"""Invented pairs of lists: the truth is exact, the same everywhere, and of the promised form."""

from __future__ import annotations

import hashlib

import pandas as pd
import pytest
from stdnum.fr import siret

from reconcile.synthetic import REGIMES, Draw, draw
from reconcile.synthetic.identifiers import luhn_digit
from reconcile.synthetic.naming import initials_of, smooth
from reconcile.synthetic.text import squeeze

COLUMNS = "id name trade_name address postcode city phone email website siret contact".split()


def firms(drawn: Draw, letter: str) -> pd.Series:
    """The firms of one list, a row a row."""
    labels = drawn.labels
    return labels.loc[labels["id"].str.startswith(letter), "firm"]


def digest(drawn: Draw) -> str:
    """A short text that changes with any cell."""
    text = "".join(frame.to_csv() for frame in (drawn.left, drawn.right, drawn.labels))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def test_same_seed_same_lists() -> None:
    assert digest(draw(3, 60, 50, 20)) == digest(draw(3, 60, 50, 20))
    assert digest(draw(3, 60, 50, 20)) != digest(draw(4, 60, 50, 20))


@pytest.mark.parametrize("regime", sorted(REGIMES))
def test_every_regime_gives_what_was_asked_for(regime: str) -> None:
    drawn = draw(1, 300, 200, 120, regime)
    for frame, rows, letter in ((drawn.left, 300, "A"), (drawn.right, 200, "B")):
        assert list(frame.columns) == COLUMNS
        assert len(frame) == rows
        assert (frame.dtypes == "str").all()
        assert frame["id"].iloc[0] == f"{letter}0000001"
        assert frame["name"].notna().all()
        assert not (frame == "").any(axis=None)
    assert len(set(firms(drawn, "A")) & set(firms(drawn, "B"))) == 120
    assert list(drawn.labels["id"]) == [*drawn.left["id"], *drawn.right["id"]]
    assert (drawn.labels.dtypes == "str").all()
    assert drawn.labels.notna().all(axis=None)


@pytest.mark.parametrize(
    ("left", "right", "shared"), [(0, 0, 0), (1, 0, 0), (0, 1, 0), (1, 1, 1), (1, 1, 0), (9, 9, 9)]
)
def test_small_lists(left: int, right: int, shared: int) -> None:
    drawn = draw(5, left, right, shared)
    assert (len(drawn.left), len(drawn.right)) == (left, right)
    assert len(set(firms(drawn, "A")) & set(firms(drawn, "B"))) == shared
    assert (drawn.left.dtypes == "str").all()


def test_more_shared_firms_than_rows() -> None:
    with pytest.raises(ValueError, match="shared=3 must be 0 to 2"):
        draw(1, 2, 9, 3)


def test_clubs_hold_duplicates_linked_firms_and_branches() -> None:
    labels = draw(2, 1500, 1000, 600).labels
    assert firms(draw(2, 1500, 1000, 600), "A").duplicated().mean() > 0.01
    for column in ("kin", "brand"):
        of_each = labels.groupby(column)["firm"].nunique()
        assert (of_each > 1).sum() > 10


def test_most_sirets_pass_the_check() -> None:
    drawn = draw(7, 900, 10, 5, "clean")
    digits = drawn.left["siret"].dropna().str.replace(" ", "")
    whole = digits[digits.str.len() == 14]
    assert len(whole) > 500
    assert whole.map(siret.is_valid).mean() > 0.9


def test_lists_write_a_firm_in_different_ways() -> None:
    same: list[bool] = []
    for seed in (8, 9, 10, 11):
        drawn = draw(seed, 400, 400, 350)
        left = drawn.left.merge(drawn.labels, on="id").drop_duplicates("firm")
        right = drawn.right.merge(drawn.labels, on="id").drop_duplicates("firm")
        both = left.merge(right, on="firm", suffixes=("", "_right"))
        pairs = zip(both["name"], both["name_right"], strict=True)
        same += [squeeze(one).upper() == squeeze(other).upper() for one, other in pairs]
    assert 0.2 < sum(same) / len(same) < 0.7


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (luhn_digit("7992739871"), "3"),
        (initials_of("Bureau d'Études Techniques du Forez"), "BETF"),
        (smooth("Office de Tourisme de Le Coteau"), "Office de Tourisme du Coteau"),
        (smooth("MFR de Andrézieux"), "MFR d'Andrézieux"),
    ],
)
def test_small_parts(made: str, expected: str) -> None:
    assert made == expected
