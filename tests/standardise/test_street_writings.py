"""Addresses in all the ways that people write them (street_writings.toml), and towns."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

import pytest

from reconcile.standardise import addresses, places
from reconcile.standardise.places import city_key

from .raw import filled, text, values

ADDRESSES: Final[list[dict[str, Any]]] = tomllib.loads(
    Path(__file__).with_name("street_writings.toml").read_text(encoding="utf-8")
)["address"]


def read(written: list[str]) -> list[tuple[object, object, str | None]]:
    """Number, key and extra of each address."""
    cells = filled(address=list(written))
    part, _ = addresses.read(cells, places.look(cells).code)
    columns = (values(part.columns[name]) for name in ("street_no", "street_key", "address_extra"))
    return [
        (number, key, extra.strip("()").lower() if isinstance(extra, str) else None)
        for number, key, extra in zip(*columns, strict=True)
    ]


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address["writings"][0][:40])
def test_all_writings_are_one_address(address: dict[str, Any]) -> None:
    one_each = " | ".join(address["writings"]).split(" | ")
    wanted = (address.get("number"), address["key"], address.get("extra", "").lower() or None)
    assert dict(zip(one_each, read(one_each), strict=True)) == dict.fromkeys(one_each, wanted)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 rue Neuve", "12 bis rue Neuve"),
        ("12 A rue Neuve", "12 bis rue Neuve"),
        ("12 rue Neuve", "12 avenue Neuve"),
        ("12 rue Neuve", "14 rue Neuve"),
        ("12-14 rue Neuve", "14 rue Neuve"),
        ("2 rue du Pont", "2 rue du Pont Neuf"),
        ("2 rue des Deux Ponts", "2 rue des Trois Ponts"),
        ("2 rue du 8 mai", "2 rue du 18 mai"),
        ("rue Neuve", "ZI rue Neuve Nord"),
        ("2 rue St Roch", "2 rue Roch"),
    ],
)
def test_two_addresses_stay_two(one: str, other: str) -> None:
    first, second = read([one, other])
    assert first[:2] != second[:2]


@pytest.mark.parametrize(
    ("key", "writings"),
    [
        (
            "SAINT ETIENNE",
            "Saint-Étienne | ST ETIENNE | St-Etienne | ST ETIENNE CEDEX 1 | "
            "Saint-Etienne | St-Étienne cedex | 42000 Saint-Étienne | "
            "SAINT ETIENNE CEDEX 01 | St. Etienne | ST-ETIENNE CEDEX1 | "
            "Saint Etienne Cédex 2 | 42001 ST ETIENNE CEDEX 1 | F-42000 Saint-Étienne | "
            "Saint-Étienne (42) | Saint-Étienne (Loire) | St Etienne 42000 | "
            "42 000 St-Etienne | SAINT-ETIENNE (42000) | Saint - Etienne | St Étienne. | "
            "SAINT ETIENNE, FRANCE | Saint-Étienne France | St Etienne CDX 1 | "
            "CEDEX 1 ST ETIENNE | St.Etienne | S-Etienne",
        ),
        (
            "SAINTE CROIX EN JAREZ",
            "Ste-Croix-en-Jarez | Sainte Croix en Jarez | STE CROIX EN JAREZ",
        ),
        (
            "SAINT JUST SAINT RAMBERT",
            "St-Just-St-Rambert | SAINT JUST SAINT RAMBERT | "
            "Saint-Just - Saint-Rambert | ST JUST ST RAMBERT",
        ),
        (
            "SAINT PRIEST EN JAREZ",
            "St Priest-en-Jarez | ST PRIEST EN JAREZ | Saint-Priest en Jarez",
        ),
        (
            "LYON",
            "Lyon | LYON 03 | Lyon 3e | Lyon 3ème | LYON 3EME | Lyon 3e arrondissement | "
            "LYON CEDEX 03 | 69003 LYON | Lyon 3 | LYON 07 CEDEX | Lyon (3e)",
        ),
        (
            "PARIS",
            "Paris | PARIS 8 | Paris 8e | Paris VIII | Paris 16ème arr. | 75008 PARIS | "
            "PARIS CEDEX 08",
        ),
        (
            "L ETRAT",
            "L'Étrat | L ETRAT | L’Etrat | L' Etrat | ETRAT (L')",
        ),
        (
            "LA TALAUDIERE",
            "La Talaudière | LA TALAUDIERE | Talaudière (La)",
        ),
        (
            "SAINT JEAN BONNEFONDS",
            "St Jean Bonnefonds | Saint-Jean-Bonnefonds | ST-JEAN-BONNEFONDS",
        ),
        (
            "ROCHE LA MOLIERE",
            "Roche-la-Molière | ROCHE LA MOLIERE",
        ),
        (
            "ANDREZIEUX BOUTHEON",
            "Andrézieux-Bouthéon | ANDREZIEUX BOUTHEON | Andrézieux Bouthéon Cedex",
        ),
        (
            "VILLARS",
            "Villars | VILLARS CEDEX",
        ),
    ],
)
def test_all_writings_are_one_town(key: str, writings: str) -> None:
    one_each = writings.split(" | ")
    assert dict(zip(one_each, towns(one_each), strict=True)) == dict.fromkeys(one_each, key)


def towns(written: list[str]) -> list[object]:
    """The key of each town, with the postcode where it stands in the same cell."""
    cells = filled(city=list(written))
    found = places.look(cells)
    _, ends = addresses.read(cells, found.code)
    return values(places.read(found, cells, ends).columns["city_key"])


def test_towns_of_one_name_keep_what_is_written() -> None:
    written = text("Villars", "Villars-les-Dombes", "Roissy-en-France", "Château-Chinon (Ville)")
    assert values(city_key(written)) == [
        "VILLARS",
        "VILLARS LES DOMBES",
        "ROISSY EN FRANCE",
        "CHATEAU CHINON VILLE",
    ]
