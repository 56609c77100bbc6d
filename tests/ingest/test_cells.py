"""Typed cells as the text that a person sees."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.ingest.cells import address, as_text, grid, letter, unread

from .lists import read, save


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("  12 rue  ", "  12 rue  "),
        ("", None),
        (" \u00a0", None),
        (None, None),
        (12.0, "12"),
        (42000, "42000"),
        (4.2e13, "42000000000000"),
        (25916800011.0, "25916800011"),
        (1.5, "1.5"),
        (1e-7, "0.0000001"),
        (1e22, "10000000000000000000000"),
        (-3.0, "-3"),
        (True, "VRAI"),
        (False, "FAUX"),
        (date(2011, 2, 1), "2011-02-01"),
        (datetime(2011, 2, 1), "2011-02-01"),
        (datetime(2011, 2, 1, 10, 30), "2011-02-01 10:30:00"),
        (time(10, 30), "10:30"),
        (timedelta(hours=30), "1 day, 6:00:00"),
        ("=1+1", "=1+1"),
    ],
)
def test_a_cell_is_what_a_person_sees(typed: object, text: str | None) -> None:
    assert as_text([typed]) == [text]


@settings(max_examples=100, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_keeps_its_digits_and_has_no_exponent(number: float) -> None:
    (text,) = as_text([number])
    assert text is not None and "e" not in text.lower()
    assert float(Decimal(text)) == number


@pytest.mark.parametrize(
    ("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_letters_of_columns(column: int, letters: str) -> None:
    assert letter(column) == letters
    assert address(11, column) == f"{letters}12"


def test_rows_of_different_lengths_are_filled_up() -> None:
    assert grid([["a"], ["b", 2.0], []]).tolist() == [["a", None], ["b", "2"], [None, None]]


def test_cells_that_no_column_reads_are_summed_up(tmp_path: Path) -> None:
    heads = ("Raison sociale", "Ville", "Code INSEE", "Latitude")
    alike, other = ("Velinore", "Sorbiers", "42218", 45.4), ("Velinore", "Sorbiers", "42218", 45.5)
    save(tmp_path, [heads, alike, alike, other, ("Tarandel", "Firminy", None, None)])
    sums = read(tmp_path).raw["unread"]
    assert sums[0] == sums[1] != sums[2]
    assert list(sums.isna()) == [False, False, False, True]


def test_cells_are_summed_up_each_for_itself() -> None:
    rows = np.array([["ab", None], ["a", "b"], [None, "ab"], ["ab", None]], dtype=object)
    one, other, third, again = unread(rows, [True, True])
    assert len({one, other, third}) == 3 and one == again


def test_thousands_of_columns_take_no_seconds() -> None:
    rows = np.array([[f"{at}" for at in range(16_000)]] * 3, dtype=object)
    started = process_time()
    assert unread(rows, [True] * 16_000).nunique() == 1
    assert process_time() - started < 1  # 2.5 s as a frame
