"""SIREN, SIRET, VAT numbers and APE codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.fr import siren as stdnum_siren
from stdnum.fr import siret as stdnum_siret
from stdnum.fr import tva

from reconcile.standardise import identifiers
from reconcile.standardise.identifiers import naf_codes, siren_valid, siret_valid, vat_numbers

from .raw import FEW, filled, text, values

SIREN, SIRET = "000259168", "00025916800011"
VAT = "FR61000259168"


@pytest.mark.parametrize(
    ("siren", "siret", "read_siren", "read_siret"),
    [
        (None, SIRET, SIREN, SIRET),
        (None, "000 259 168 00011", SIREN, SIRET),
        (None, "000\u00a0259\u00a0168\u202f00011", SIREN, SIRET),
        (None, "000.259.168.00011", SIREN, SIRET),
        (None, "SIRET : 000 259 168 00011", SIREN, SIRET),
        (None, "n° siret 00025916800011", SIREN, SIRET),
        (None, f"{SIRET}.0", SIREN, SIRET),
        (None, "25916800011", SIREN, SIRET),  # Excel took the zeros away
        (None, "25916800011.0", SIREN, SIRET),
        (None, "25916800012", None, "25916800012"),  # with zeros it would fail its check
        (SIREN, "00011", SIREN, SIRET),  # a NIC beside its SIREN
        (SIREN, "11", SIREN, SIRET),
        (SIREN, "11.0", SIREN, SIRET),
        (SIREN, "00012", SIREN, f"{SIREN}00012"),  # fails its check, and is told so
        (SIREN, "12", SIREN, "12"),
        (None, "00011", None, "00011"),
        (None, SIREN, SIREN, None),  # a SIREN in the column of SIRETs
        (SIRET, None, SIREN, SIRET),
        ("259168", None, SIREN, None),
        ("000 259 168", None, SIREN, None),
        ("RCS 000 259 168", None, SIREN, None),
        ("'" + SIREN, None, SIREN, None),  # the mark that makes it text in Excel
        (None, "'" + SIRET, SIREN, SIRET),
        (None, "n° 000 259 168 00011 (siège)", SIREN, SIRET),
        (None, "n°SIRET 00025916800011 siège", SIREN, SIRET),
        (None, "SIRET n° 00025916800011", SIREN, SIRET),
        (None, "SIRET00025916800011", SIREN, SIRET),
        (None, "000 259 168 / 00011", SIREN, SIRET),
        ("RCS Saint-Étienne 000 259 168", None, SIREN, None),
        ("000 259 168 RCS ST ETIENNE", None, SIREN, None),
        ("R.C.S. Saint-Étienne B 000 259 168", None, SIREN, None),
        ("W000259168", None, "W000259168", None),  # an association's RNA number
        ("W 000259168", None, "W000259168", None),
        (None, "siège : 25916800011", SIREN, SIRET),
        (None, "annexe 12 rue 000259168", None, "annexe12rue000259168"),  # several numbers
        ("000259169", None, "000259169", None),  # fails its check, stays
        (None, "en cours", None, None),
        (None, "?", None, None),
        (None, "00025916800012", SIREN, "00025916800012"),  # the SIREN in it is right
        (None, "4.2E+13", None, "4.2E+13"),
        (None, "4,25916E+13", None, "4,25916E+13"),
        ("000330589", SIRET, "000330589", SIRET),  # they contradict: both stay
    ],
)
def test_siren_and_siret(
    siren: str | None, siret: str | None, read_siren: str | None, read_siret: str | None
) -> None:
    part = identifiers.read(filled(siren=[siren], siret=[siret]))
    assert values(part.columns["siren"]) == [read_siren]
    assert values(part.columns["siret"]) == [read_siret]
    assert list(part.columns["siren_ok"]) == [
        bool(read_siren and stdnum_siren.is_valid(read_siren))
    ]
    assert list(part.columns["siret_ok"]) == [
        bool(read_siret and stdnum_siret.is_valid(read_siret))
    ]


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("25916800011", "zero_put_back"),
        (SIREN, "siren_in_siret"),
        ("4.2E+13", "digits_lost"),
        ("4,2E+13", "digits_lost"),
        ("42591680001000", "digits_lost"),  # rounded: zeros at the end, and the check fails
        ("123", None),  # a bad form is for the validation to say
        (SIRET, None),
    ],
)
def test_what_is_said_of_a_siret(written: str, problem: str | None) -> None:
    said = identifiers.read(filled(siret=[written])).remarks
    assert list(said["problem"]) == ([problem] if problem else [])
    if problem == "zero_put_back":
        assert list(said["details"]) == [{"value": SIRET}]


def test_la_poste_has_a_rule_of_its_own() -> None:
    site, head, wrong = "35600000000001", "35600000000048", "35600000000002"
    assert sum(map(int, "35600000049837")) % 5 == 0
    given_ = text("35600000049837", head, wrong, site)
    assert list(siret_valid(given_)) == [True, True, False, sum(map(int, site)) % 5 == 0]


@pytest.mark.parametrize(
    ("written", "vat", "siren"),
    [
        (VAT, VAT, SIREN),
        ("FR 61 000 259 168", VAT, SIREN),
        ("fr61.000.259.168", VAT, SIREN),
        ("61000259168", VAT, SIREN),
        ("TVA : FR61000259168", VAT, SIREN),
        ("n° TVA FR 61 000 259 168", VAT, SIREN),
        ("TVA intracom. : FR 61 / 000 259 168", VAT, SIREN),
        ("'FR61000259168", VAT, SIREN),
        ("FR33000259168", "FR33000259168", None),  # a wrong key says nothing of the SIREN
        ("DE123456789", "DE123456789", None),
        (None, None, None),
    ],
)
def test_vat(written: str | None, vat: str | None, siren: str | None) -> None:
    part = identifiers.read(filled(vat=[written]))
    assert values(part.columns["vat"]) == [vat]
    assert values(part.columns["siren"]) == [siren]
    assert list(part.origins["label"]) == (["vat"] if siren else [])


@pytest.mark.parametrize(
    ("written", "naf"),
    [
        ("6201Z", "62.01Z"),
        ("62.01z", "62.01Z"),
        ("62.01 Z", "62.01Z"),
        ("6201Z Logiciels", "62.01Z"),
        ("6201Z - Programmation informatique", "62.01Z"),
        ("Programmation informatique (6201Z)", "62.01Z"),
        ("APE : 620 1Z", "62.01Z"),
        ("code NAF 62.01Z", "62.01Z"),
        ("6201Z / 6202A", "6201Z / 6202A"),  # which one?
        ("722", "722"),
        ("Informatique", "Informatique"),
        (None, None),
    ],
)
def test_naf(written: str | None, naf: str | None) -> None:
    assert values(naf_codes(text(written))) == [naf]


def _with_check(digits: str) -> str:
    return digits + luhn.calc_check_digit(digits)


SIRENS = st.integers(0, 10**8 - 1).map(lambda n: _with_check(f"{n:08}"))
SIRETS = st.tuples(SIRENS, st.integers(0, 9999)).map(lambda t: _with_check(f"{t[0]}{t[1]:04}"))
DIGITS = st.text("0123456789", min_size=8, max_size=15)
SPACED = st.sampled_from(
    [
        "{}",
        " {} ",
        "{}.0",
        "SIRET {}",
        "siret:{}",
        "'{}",
        "n° {} (siège)",
        "SIRET n° {}",
        "{} siège",
    ]
)


@FEW
@given(st.lists(DIGITS | SIRENS | SIRETS | st.just("35600000049837"), max_size=6))
def test_the_check_by_column_agrees_with_stdnum(numbers: list[str]) -> None:
    assert list(siren_valid(text(*numbers))) == [stdnum_siren.is_valid(n) for n in numbers]
    assert list(siret_valid(text(*numbers))) == [stdnum_siret.is_valid(n) for n in numbers]


@FEW
@given(SIRETS, SPACED, st.sampled_from(["", " ", "\u00a0", "\u202f"]), st.booleans())
def test_a_siret_is_known_however_it_is_written(
    siret: str, form: str, gap: str, zeros_lost: bool
) -> None:
    written = (
        siret.lstrip("0")
        if zeros_lost
        else gap.join([siret[:3], siret[3:6], siret[6:9], siret[9:]])
    )
    if len(written) < 10 or written.endswith("000") or not stdnum_siret.is_valid(siret):
        return  # of a SIRET with more than four zeros in front too little is left
    part = identifiers.read(filled(siret=[form.format(written)]))
    assert values(part.columns["siret"]) == [siret]
    assert values(part.columns["siren"]) == [siret[:9]]


@FEW
@given(SIRENS, st.booleans())
def test_vat_by_column_agrees_with_stdnum(siren: str, wrong: bool) -> None:
    key = (int(siren + "12") + wrong) % 97
    number = f"FR{key:02}{siren}"
    assert tva.is_valid(number) is not wrong
    assert values(vat_numbers(text(f"{key:02} {siren}"))) == [number if not wrong else number[2:]]


@FEW
@given(st.text(max_size=25) | st.text("0123456789 .-/SIRETn°()'W", max_size=25))
def test_any_text_of_an_identifier_is_kept_or_valid(written: str) -> None:
    cells = filled(siren=[written], siret=[written], vat=[written])
    part = identifiers.read(cells)
    for name, valid in (("siren", siren_valid), ("siret", siret_valid)):
        ok = part.columns[f"{name}_ok"]
        assert list(ok) == list(valid(part.columns[name]))
    digits = [sign for sign in written if sign in "123456789"]
    for name in ("siren", "siret", "vat"):
        kept = [sign for sign in str(values(part.columns[name])[0] or "") if sign in "123456789"]
        assert "".join(kept) in "".join(digits)  # none is made up, none changes its place


def test_no_siren_is_taken_from_a_siret_that_lost_digits() -> None:
    read = identifiers.read(filled(siret=["99000001000000", "00025916800000"]))
    assert values(read.columns["siren"]) == [None, None]
