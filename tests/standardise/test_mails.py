"""Mail addresses, web sites and own domains."""

from __future__ import annotations

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from reconcile.standardise import mails
from reconcile.standardise.mails import regular, sites

from .raw import FEW, filled, text, values


@pytest.mark.parametrize(
    ("written", "addresses"),
    [
        ("contact@forge.example", ["contact@forge.example"]),
        ("Contact@Forge.Example", ["contact@forge.example"]),
        ("contact@forge.example,", ["contact@forge.example"]),
        ("mailto:contact@forge.example", ["contact@forge.example"]),
        ("Jean Dupont <jean@forge.example>", ["jean@forge.example"]),
        ("<jean@forge.example>", ["jean@forge.example"]),
        ("a@forge.example; b@forge.example", ["a@forge.example", "b@forge.example"]),
        ("a@forge.example / b@forge.example", ["a@forge.example", "b@forge.example"]),
        ("a@forge.example ou b@forge.example", ["a@forge.example", "b@forge.example"]),
        ("a@forge.example\nb@forge.example", ["a@forge.example", "b@forge.example"]),
        ("a@forge.example, A@FORGE.EXAMPLE", ["a@forge.example"]),
        ("contact @ forge.example", ["contact@forge.example"]),
        ("a@forge.example; b@", ["a@forge.example", "b@"]),  # what is wrong stays to be found
        ("contact(at)forge.example", ["contact(at)forge.example"]),
        ("contact@forge", ["contact@forge"]),
        ("a@forge,fr", ["a@forge,fr"]),
        ("a@forge.example,FR", ["a@forge.example,fr"]),  # not another's address
        ("a@forge.example,fr; b@forge.example", ["b@forge.example", "a@forge.example,fr"]),
        ("Anne <a@forge.example,com>", ["a@forge.example,com"]),
        ("a@forge.example,fr@forge.example", ["a@forge.example", "fr@forge.example"]),
        ("a@forge.example,de la part de Jean", ["a@forge.example"]),
        ("a@forge.example,secrétariat", ["a@forge.example"]),
        ("néant", []),
        (None, []),
    ],
)
def test_a_cell_of_mails(written: str | None, addresses: list[str]) -> None:
    part, _ = mails.read(filled(email=[written]))
    assert values(part.columns["emails"]) == [addresses]


def test_a_mail_in_another_column_is_found_and_said() -> None:
    cells = filled(
        email=["a@forge.example"],
        phone=["04 65 71 00 00 b@forge.example"],
        website=["c@forge.example"],
    )
    part, _ = mails.read(cells)
    assert values(part.columns["emails"]) == [
        ["a@forge.example", "b@forge.example", "c@forge.example"]
    ]
    assert values(part.columns["website"]) == [None]
    assert part.origins["label"].tolist() == ["email", "phone", "website"]
    assert part.remarks[["label", "problem", "details"]].to_numpy().tolist() == [
        ["phone", "mail_elsewhere", {"value": "b@forge.example"}],
        ["website", "mail_elsewhere", {"value": "c@forge.example"}],
    ]


@pytest.mark.parametrize(
    ("written", "site"),
    [
        ("https://www.Forge.example/", "forge.example"),
        ("http://forge.example", "forge.example"),
        ("www.forge.example/index.html", "forge.example"),
        ("forge.example/fr", "forge.example/fr"),
        ("www.facebook.com/forge", "facebook.com/forge"),
        ("en construction", "en construction"),
    ],
)
def test_site(written: str, site: str) -> None:
    assert values(sites(text(written))) == [site]


@pytest.mark.parametrize(
    ("website", "email", "domain"),
    [
        ("www.forge.example", "jean@gmail.com", "forge.example"),
        (None, "contact@forge.example", "forge.example"),
        (None, "forge@orange.fr", None),
        (None, "forge@wanadoo.fr; contact@forge.example", "forge.example"),
        ("facebook.com/forge", "contact@forge.example", "forge.example"),
        ("forge.wixsite.com", None, None),
        ("shop.forge.example", None, "forge.example"),
        ("forge.co.uk", None, "forge.co.uk"),
        (None, "forge@example.fr", None),  # set aside for examples: nobody's own
        ("en construction", None, None),
        (None, None, None),
    ],
)
def test_own_domain(website: str | None, email: str | None, domain: str | None) -> None:
    part, _ = mails.read(filled(website=[website], email=[email]))
    assert values(part.columns["domain"]) == [domain]


ATOMS = st.text("abcXYZ019._+-'", min_size=1, max_size=12)
DOMAINS = st.text("abcXYZ019.-", min_size=1, max_size=15)


@FEW
@given(st.builds("{}@{}.{}".format, ATOMS, DOMAINS, st.sampled_from(["fr", "example", "com"])))
def test_the_rule_by_column_agrees_with_email_validator(written: str) -> None:
    bare = written.lower().strip(" \t,;:.<>()[]\"'")
    try:
        expected = validate_email(bare, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        expected = None
    found = values(regular(text(written)))[0]
    assert found in (None, expected)  # it never takes what the library refuses
    part, _ = mails.read(filled(email=[written]))
    if expected and bare == written.lower():
        assert values(part.columns["emails"]) == [[expected]]
