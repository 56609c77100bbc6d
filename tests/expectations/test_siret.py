"""The vectorised checks against the libraries that are the authority."""

from __future__ import annotations

import pandas as pd
import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.fr import siren, siret, tva

from expectations.siret import phone_ok, siren_ok, siret_ok, vat_ok

DIGITS = "0123456789"


def _with_check(stem: str) -> str:
    return stem + luhn.calc_check_digit(stem)


def _texts(lengths: tuple[int, int], start: str = "") -> st.SearchStrategy[str]:
    """Digits of about the right length, some with a check digit that fits, and other text."""
    digits = st.text(DIGITS, min_size=lengths[0], max_size=lengths[1])
    good = st.text(DIGITS, min_size=lengths[1] - 2, max_size=lengths[1] - 2).map(_with_check)
    return st.one_of(digits, good).map(start.__add__) | st.text(max_size=16)


SIREN = st.text(DIGITS, min_size=8, max_size=8).map(_with_check)
SIRET = st.builds(
    lambda own, nic: _with_check(own + nic), SIREN, st.text(DIGITS, min_size=4, max_size=4)
)
LA_POSTE = st.text(DIGITS, min_size=5, max_size=5).map("356000000".__add__)
VAT = st.builds(lambda key, own: f"FR{key:02d}{own}", st.integers(0, 99), SIREN)


def _agree(check, authority, values):
    column = pd.Series([*values, None], dtype="str")
    assert list(check(column)) == [*map(authority, values), False]


@settings(max_examples=60, deadline=None)
@given(st.lists(_texts((8, 10)) | SIREN, max_size=8))
def test_siren_as_the_library_says(values):
    _agree(siren_ok, siren.is_valid, values)


@settings(max_examples=100, deadline=None)
@given(st.lists(_texts((13, 15)) | SIRET | LA_POSTE | _texts((5, 5), "356000000"), max_size=8))
def test_siret_as_the_library_says(values):
    _agree(siret_ok, siret.is_valid, values)


@settings(max_examples=60, deadline=None)
@given(st.lists(VAT | SIREN.map(siren.to_tva).map("FR".__add__) | st.text(max_size=13), max_size=8))
def test_vat_as_the_library_says(values):
    _agree(vat_ok, tva.is_valid, values)


@settings(max_examples=60, deadline=None)
@given(st.lists(_texts((8, 10), "+33"), max_size=8))
def test_phone_as_the_library_says(values):
    def possible(text: str) -> bool:
        try:
            number = phonenumbers.parse(text, None)
        except phonenumbers.NumberParseException:
            return False
        whole = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) == text
        trunk_zero = text.startswith("+330")  # the library lets it pass
        return whole and phonenumbers.is_possible_number(number) and not trunk_zero

    _agree(phone_ok, possible, values)


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("00000001800002", True),
        ("00000001800003", False),  # the check digit
        ("00000001900001", False),  # Luhn over all 14, but not over the SIREN
        ("35600000000048", True),  # La Poste's head office passes Luhn
        ("35600000049837", True),  # a post office: the digits add up to a multiple of 5
        ("35600000049838", False),
        ("35600010000008", False),  # begins like La Poste, but is not
        ("0000000180000", False),
        ("", False),
    ],
)
def test_siret(text, valid):
    assert list(siret_ok(pd.Series([text], dtype="str"))) == [valid]


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("+33465710001", True),
        ("+3246571000", True),  # Belgium
        ("+41223456789", True),
        ("+33065710001", False),
        ("0465710001", False),
        ("+334657100", False),
        ("+999123456", False),
    ],
)
def test_phone(text, valid):
    assert list(phone_ok(pd.Series([text], dtype="str"))) == [valid]


def test_a_column_of_nothing():
    for check in (siren_ok, siret_ok, vat_ok, phone_ok):
        assert list(check(pd.Series([None, None], dtype="str"))) == [False, False]
        assert list(check(pd.Series([], dtype="str"))) == []
