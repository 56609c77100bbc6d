"""Phones and faxes."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.standardise import phones
from reconcile.standardise.phones import french, read_number

from .raw import FEW, filled, text, values

A, B = "+33465710000", "+33639980001"


@pytest.mark.parametrize(
    ("written", "numbers", "faxes"),
    [
        ("04 65 71 00 00", [A], []),
        ("0465710000", [A], []),
        ("04.65.71.00.00", [A], []),
        ("04-65-71-00-00", [A], []),
        ("04/65/71/00/00", [A], []),
        ("04\u00a065\u00a071\u00a000\u00a000", [A], []),
        ("+33 4 65 71 00 00", [A], []),
        ("+33 (0)4 65 71 00 00", [A], []),
        ("+33 (0)465710000", [A], []),
        ("0033465710000", [A], []),
        ("00 33 (0)4 65 71 00 00", [A], []),
        ("(0)4 65 71 00 00", [A], []),
        ("465710000", [A], []),  # Excel took the zero away
        ("465710000.0", [A], []),
        ("465710000,0", [A], []),
        ("04 65 71 00 00 ::: 06 39 98 00 01", [A, "+33639980001"], []),
        ("33465710000", [A], []),
        ("Tél : 04 65 71 00 00", [A], []),
        ("04 65 71 00 00 poste 12", [A], []),
        ("04 65 71 00 00 / 06 39 98 00 01", [A, B], []),
        ("04 65 71 00 00/06 39 98 00 01", [A, B], []),
        ("04 65 71 00 00 ou 06 39 98 00 01", [A, B], []),
        ("04 65 71 00 00; 06 39 98 00 01", [A, B], []),
        ("04 65 71 00 00, 0639980001", [A, B], []),
        ("04 65 71 00 00 - 06 39 98 00 01", [A, B], []),
        ("04-65-71-00-00 - 06-39-98-00-01", [A, B], []),
        ("04 65 71 00 00\n06 39 98 00 01", [A, B], []),
        ("04 65 71 00 00 06 39 98 00 01", [A, B], []),
        ("04 65 71 00 00/01", [A, "+33465710001"], []),
        ("04 65 71 00 00 / 04 65 71 00 01 (fax)", [A], ["+33465710001"]),
        ("Tél 04 65 71 00 00 Fax 04 65 71 00 01", [A], ["+33465710001"]),
        ("fax : 04 65 71 00 00", [], [A]),
        ("06 39 98 00 01; 04 65 71 00 00; (fax)", [B], [A]),  # the mark belongs to the last one
        ("+41 22 730 51 11", ["+41227305111"], []),
        ("310/246-1501", ["+13102461501"], []),  # 3-3-4 without a 0: North America
        ("04 65 71 00", ["04 65 71 00"], []),  # too short: stays, for the validation to find
        ("standard", ["standard"], []),
        ("04 65 71 00 00 / 04 65 71 00 00", [A], []),
        ("a@b.example", [], []),
        ("0000", [], []),
        ("-", [], []),
        (None, [], []),
    ],
)
def test_a_cell_of_phones(written: str | None, numbers: list[str], faxes: list[str]) -> None:
    part, _ = phones.read(filled(phone=[written]))
    assert values(part.columns["phones"]) == [numbers]
    assert values(part.columns["faxes"]) == [faxes]


def test_columns_come_one_after_the_other_and_say_where_from() -> None:
    cells = filled(
        phone=["04 65 71 00 00 / 04 65 71 00 02"],
        phone__2=["0465710000"],
        mobile=["06 39 98 00 01"],
        fax=["04 65 71 00 03"],
    )
    part, mobiles = phones.read(cells)
    assert values(part.columns["phones"]) == [[A, "+33465710002", B]]
    assert values(part.columns["faxes"]) == [["+33465710003"]]
    assert part.origins.to_numpy().tolist() == [
        [0, "phones", 0, "phone"],
        [0, "phones", 1, "phone"],
        [0, "phones", 2, "mobile"],
        [0, "faxes", 0, "fax"],
    ]
    assert mobiles.to_numpy().tolist() == [[0, "mobile", B]]


def test_a_number_that_was_completed_is_said() -> None:
    part, _ = phones.read(filled(phone=["04 65 71 00 00/01", "04 65 71 00 00"]))
    assert part.remarks[["pos", "problem"]].to_numpy().tolist() == [[0, "second_number_completed"]]


NATIONAL = st.integers(0, 9999).map(lambda n: f"46571{n:04}") | st.integers(0, 9999).map(
    lambda n: f"63998{n:04}"
)
PREFIXES = st.sampled_from(["0", "+33", "+33 ", "+33 (0)", "0033", "0033 (0)", "", "(0)", "33"])
GAPS = st.sampled_from(["", " ", ".", "-", "\u00a0", "/", "  "])


def _spaced(national: str, gap: str) -> str:
    return gap.join([national[0], *(national[n : n + 2] for n in range(1, 9, 2))])


@FEW
@given(NATIONAL, PREFIXES, GAPS)
def test_every_written_form_is_read(national: str, prefix: str, gap: str) -> None:
    part, _ = phones.read(filled(phone=[prefix + _spaced(national, gap)]))
    assert values(part.columns["phones"]) == [[f"+33{national}"]]


@FEW
@given(NATIONAL, NATIONAL, GAPS, GAPS, st.sampled_from([" / ", " ou ", ";", ", ", " - ", "\n"]))
def test_two_numbers_in_a_cell(one: str, other: str, gap: str, gap2: str, glue: str) -> None:
    part, _ = phones.read(filled(phone=[f"0{_spaced(one, gap)}{glue}0{_spaced(other, gap2)}"]))
    assert values(part.columns["phones"]) == [list(dict.fromkeys([f"+33{one}", f"+33{other}"]))]


@FEW
@given(st.from_regex(r"(\+33 ?|0033|0)[1-9]([ .-]?[0-9]{2}){4}", fullmatch=True))
def test_the_rule_by_column_agrees_with_phonenumbers(written: str) -> None:
    parsed = phonenumbers.parse(written, "FR")
    expected = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    assert values(french(text(written))) == [expected]
    assert read_number(written) == expected


@FEW
@given(st.text("0123456789 +()./-abFfx@", max_size=30))
def test_nothing_written_is_lost(written: str) -> None:
    part, _ = phones.read(filled(phone=[written]))
    found = values(part.columns["phones"])[0] + values(part.columns["faxes"])[0]
    assert found or "@" in written or not any("1" <= sign <= "9" for sign in written)
