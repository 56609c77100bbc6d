"""Cells that hold all that one reaches a firm by, and names with a person on a line below."""

from __future__ import annotations

import pandas as pd
import pytest

from reconcile.standardise import standardise
from reconcile.standardise.cards import without_reach

from .raw import columns, raw

CARD = ("12 rue Neuve", "42100 Saint-Étienne", "04 65 71 00 10", "a@forge.example")


@pytest.mark.parametrize(
    "written",
    [
        "\n".join(CARD),
        " - ".join(CARD),
        "; ".join(CARD),
        ", ".join(CARD),
        "12 rue Neuve\n42100 Saint-Étienne\nTél : 04 65 71 00 10\nmail : a@forge.example",
        "12 rue Neuve\nTél. 04.65.71.00.10 - a@forge.example\n42100 Saint-Étienne",
        "Courriel: a@forge.example / Tél: +33 4 65 71 00 10\n12 rue Neuve\n42100 Saint-Étienne",
    ],
)
def test_a_card_is_read_into_all_its_fields(written: str) -> None:
    read = standardise(raw(name=["Forge"], address=[written]), columns("name", "address"))
    record = read.records.iloc[0]
    place = [record[name] for name in ("address", "postcode", "city")]
    assert place == ["12 rue Neuve", "42100", "Saint-Étienne"]
    assert (record["phones"], record["emails"]) == (["+33465710010"], ["a@forge.example"])
    origins = read.origins.set_index("field")["label"]
    for field in ("postcode", "city", "phones", "emails"):
        assert origins[field] == "address"
    assert set(read.issues["problem"]) == {"mail_elsewhere", "phone_elsewhere"}
    assert set(read.issues["cell"]) == {"B2"}


def test_a_fax_and_a_site_in_a_card() -> None:
    written = (
        "12 rue Neuve, 42100 Villars\nTél. 04 65 71 00 10 Fax 04 65 71 00 11\nwww.forge.example"
    )
    read = standardise(raw(name=["Forge"], address=[written]), columns("name", "address"))
    record = read.records.iloc[0]
    assert (record["phones"], record["faxes"]) == (["+33465710010"], ["+33465710011"])
    assert (record["website"], record["address"]) == ("forge.example", "12 rue Neuve")


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("12 rue Neuve", "12 rue Neuve"),
        ("BP 30042, 42003 Saint-Étienne Cedex 1", "BP 30042, 42003 Saint-Étienne Cedex 1"),
        ("Le Portail, 2 rue du Port", "Le Portail, 2 rue du Port"),
        ("a@forge.example", None),
        ("Tél : 04 65 71 00 10", None),
        (None, None),
    ],
)
def test_an_address_keeps_what_is_no_phone_or_mail(written: str | None, left: str | None) -> None:
    found = without_reach(pd.Series([written], dtype="str"))
    assert found.astype(object).where(found.notna(), None).tolist() == [left]


@pytest.mark.parametrize(
    ("written", "name", "people"),
    [
        ("Forge Neuve\nMme Anne DUVAL", "Forge Neuve", [["Mme", "Anne", "Duval"]]),
        ("Forge\nNeuve\nM. Paul Morel", "Forge Neuve", [["M.", "Paul", "Morel"]]),
        ("Forge\nMonsieur Bricolage", "Forge", [["M.", None, "Bricolage"]]),
        ("Monsieur\nBricolage", "Monsieur Bricolage", []),
        ("Forge Neuve\nAnne Duval", "Forge Neuve Anne Duval", []),  # nothing says who is who
    ],
)
def test_a_person_on_a_line_below_the_name(
    written: str, name: str, people: list[list[str | None]]
) -> None:
    read = standardise(raw(name=[written]), columns("name"))
    assert read.records["name"].tolist() == [name]
    found = read.people[["title", "first", "last"]].astype(object)
    assert found.where(found.notna(), None).to_numpy().tolist() == people
