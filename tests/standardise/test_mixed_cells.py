"""Cells that hold several things, or what belongs in another column: a row of cells -> a record."""

from __future__ import annotations

from typing import Any

import pytest

from reconcile.results import Standardised
from reconcile.standardise import standardise

from .raw import columns, raw

A, B = "00025916800011", "00029487600016"


def record(**cells: str | None) -> Standardised:
    return standardise(raw(**{name: [cell] for name, cell in cells.items()}), columns(*cells))


def fields(read: Standardised, *names: str) -> list[Any]:
    row = read.records.iloc[0]
    return [
        row[name] if isinstance(row[name], list) or row[name] == row[name] else None
        for name in names
    ]


def told(read: Standardised) -> list[tuple[str, str, str]]:
    issues = read.issues
    return list(zip(issues["field"], issues["problem"], issues["severity"], strict=True))


@pytest.mark.parametrize(
    ("postcode", "city", "expected", "said"),
    [
        (None, "42000 Saint-Étienne", ["42000", "Saint-Étienne"], []),
        ("42023 ST ETIENNE CEDEX 2", None, ["42023", "ST ETIENNE"], []),
        ("42000 CEDEX", "Sorbiers", ["42000", "Sorbiers"], []),
        ("42000 CEDEX", None, ["42000", None], []),
        (None, "1000 Bourg-en-Bresse", ["01000", "Bourg-en-Bresse"], ["city zero_put_back"]),
        ("1000", "Bourg", ["01000", "Bourg"], ["postcode zero_put_back"]),
        ("F42000", "Sorbiers", ["42000", "Sorbiers"], []),
        (None, "42000", ["42000", None], ["city postcode_in_town"]),
        ("Sorbiers", None, [None, "Sorbiers"], ["postcode town_in_postcode"]),
        (
            *("Sorbiers", "42290", ["42290", "Sorbiers"]),
            ["city postcode_in_town", "postcode town_in_postcode"],
        ),
        # two that contradict each other stay, for the validation to find
        ("Sorbiers", "Firminy", ["Sorbiers", "Firminy"], []),
        ("42100", "42000", ["42100", "42000"], []),
    ],
)
def test_postcode_and_town(
    postcode: str | None, city: str | None, expected: list[str | None], said: list[str]
) -> None:
    read = record(postcode=postcode, city=city)
    assert fields(read, "postcode", "city") == expected
    assert [f"{field} {problem}" for field, problem, _ in told(read)] == said


def test_a_whole_address_in_one_cell() -> None:
    for written in ("12 rue Neuve, 42000 Saint-Étienne", "12 rue Neuve (42000 Saint-Étienne)"):
        read = record(address=written)
        assert fields(read, "address", "postcode", "city") == [
            *("12 rue Neuve", "42000", "Saint-Étienne")
        ]


def test_a_street_over_several_columns() -> None:
    read = record(address="12 bis", address__2="RUE", address__3="DES FLEURS")
    assert fields(read, "address", "street_no") == ["12 bis RUE DES FLEURS", "12BIS"]
    other = record(address="12 bis rue des Fleurs")
    assert fields(read, "street_no", "street_key") == fields(other, "street_no", "street_key")


@pytest.mark.parametrize(
    ("cells", "phones", "emails", "said"),
    [
        (
            {"email": "contact@x.example / 04 65 71 00 00"},
            *(["+33465710000"], ["contact@x.example"]),
            [("email", "phone_elsewhere", "info")],
        ),
        (
            {"email": "04 65 71 00 00"},  # in the wrong column
            *(["+33465710000"], []),
            [("email", "phone_elsewhere", "info")],
        ),
        (
            {"phone": "contact@x.example / 04 65 71 00 00"},
            *(["+33465710000"], ["contact@x.example"]),
            [("phone", "mail_elsewhere", "info")],
        ),
        (
            {"phone": "04 65 71 00 01", "email": "a@x.example ou 04 65 71 00 00"},
            *(["+33465710001", "+33465710000"], ["a@x.example"]),
            [("email", "phone_elsewhere", "info")],
        ),
        ({"email": "0465710000@x.example"}, [], ["0465710000@x.example"], []),
        ({"phone": "4,6571E+8"}, ["4,6571E+8"], [], [("phone", "digits_lost", "warning")]),
    ],
)
def test_mails_and_phones(
    cells: dict[str, str], phones: list[str], emails: list[str], said: list[tuple[str, str, str]]
) -> None:
    read = record(**cells)
    assert fields(read, "phones", "emails") == [phones, emails]
    assert told(read) == said


def test_a_person_with_all_that_stands_beside() -> None:
    read = record(contact="M. DUPONT Jean-Pierre, gérant, 06 39 98 00 01, jp.dupont@x.example")
    (person,) = read.people[["title", "first", "last", "phones", "emails"]].to_numpy().tolist()
    assert person == [*("M.", "Jean-Pierre", "Dupont", ["+33639980001"], ["jp.dupont@x.example"])]
    assert {problem for _, problem, _ in told(read)} == {"phone_elsewhere", "mail_elsewhere"}


def test_initials_are_a_first_name() -> None:
    (person,) = record(contact="Mr DUPONT J.-P.").people[["first", "last"]].to_numpy().tolist()
    assert person == ["J.-P", "Dupont"]


@pytest.mark.parametrize(
    ("written", "siren", "siret", "said"),
    [
        (f"{A} / {B}", A[:9], A, ["several_identifiers"]),
        (f"{A[:9]} {A[9:]} et {B}", A[:9], A, ["several_identifiers"]),
        (f"{A}\n{B}", A[:9], A, ["several_identifiers"]),
        (f"SIREN {A[:9]} SIRET {A}", A[:9], A, []),
        (f"{A[:9]} / {A}", A[:9], A, []),
        (f"{A} / {B[:-1]}0", None, f"{A}{B[:-1]}0", []),  # one fails: stays, for the validation
    ],
)
def test_several_identifiers_in_a_cell(
    written: str, siren: str | None, siret: str, said: list[str]
) -> None:
    read = record(siret=written)
    assert fields(read, "siren", "siret") == [siren, siret]
    assert [problem for _, problem, _ in told(read)] == said


@pytest.mark.parametrize("written", ["https://", "http://www.", "www."])
def test_a_site_that_was_never_typed(written: str) -> None:
    read = record(website=written)
    assert fields(read, "website", "domain") == [None, None]
    assert told(read) == []


@pytest.mark.parametrize(
    ("written", "state"),
    [
        *(("non merci", "no"), ("ne souhaite pas", "no"), ("refuse les envois", "no")),
        *(("1.0", "yes"), ("0,0", "no"), ("√", "yes"), ("Acceptée", "yes"), ("refusée", "no")),
        # what says that nothing is known, or both, or yes with a condition
        *(("non renseigné", "unknown"), ("ne sait pas", "unknown"), ("non/oui", "unknown")),
        *(("pas de réponse", "unknown"), ("oui, par mail", "unknown"), ("pas encore", "unknown")),
    ],
)
def test_yes_and_no_in_more_words(written: str, state: str) -> None:
    assert fields(record(newsletter=written), "newsletter") == [state]
