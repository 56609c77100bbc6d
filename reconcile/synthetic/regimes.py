"""Kinds of lists: how complete and how messy they are, and what firms stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

COLUMNS: Final = "name trade_name address postcode city phone email website siret contact".split()


@dataclass(frozen=True)
class Regime:
    """left, right: column -> share filled in. All other numbers are shares or chances, 0 to 1.

    towns: tables of places.toml, one for each draw. styles: style of name -> weight.
    typos: of names with a typing error (other columns follow); variants: of names that a list
    words in its own way. moved … redirected: of firms that changed between the two lists.
    duplicates: of rows that repeat a firm of their list. kin … accountant: of firms that bring
    such a hard negative along (brand: other sites; sections: of bodies, at one address);
    network: of firms that are a branch of a brand. centre: of firms in a business centre. absent:
    of pairs in which a list lacks a column altogether. main: of rows with the main phone and mail,
    not another one. legal: factor on the habit of writing legal forms; alias: on that of acronyms
    and shop names. entrance: of firms with two doors. bodies: of training bodies known by two
    names. sites: whether the sites of one SIREN are members of their own.
    """

    left: Mapping[str, float]
    right: Mapping[str, float]
    towns: tuple[str, ...]
    styles: Mapping[str, float]
    typos: float = 0.16
    variants: float = 0.3
    moved: float = 0.08
    renamed: float = 0.03
    rephoned: float = 0.1
    redirected: float = 0.08
    duplicates: float = 0.05
    kin: float = 0.02
    brand: float = 0.02
    sections: float = 0.0
    network: float = 0.02
    namesake: float = 0.015
    near: float = 0.015
    neighbour: float = 0.025
    accountant: float = 0.02
    centre: float = 0.12
    absent: float = 0.2
    main: float = 0.9
    legal: float = 1.0
    entrance: float = 0.06
    bodies: float = 0.15
    alias: float = 1.0
    sites: bool = False


SMES: Final = {
    "surname": 19.0, "person": 4, "office": 7, "place": 11, "generic": 7, "invented": 19,
    "acronym": 8, "letters": 7, "english": 7, "first_name": 4, "shop": 3, "restaurant": 3,
    "hotel": 1, "association": 3, "public_school": 0.7, "private_school": 0.7, "cfa": 0.5,
    "institute": 1,
}  # fmt: skip
SCHOOLS: Final = {
    "public_school": 28.0, "private_school": 24, "cfa": 26, "institute": 20, "association": 4,
    "acronym": 4, "invented": 3, "letters": 2,
}  # fmt: skip
TABLES: Final = {
    "restaurant": 34.0, "foreign_table": 38, "hotel": 12, "shop": 12, "first_name": 3,
    "invented": 2,
}  # fmt: skip


def _filled(**shares: float) -> dict[str, float]:
    return {column: shares.get(column, 0.0) for column in COLUMNS}


_CLUB = _filled(
    name=1, trade_name=0.1, address=0.9, postcode=0.95, city=0.99, phone=0.85, email=0.75,
    website=0.4, siret=0.45, contact=0.9,
)  # fmt: skip
_CLUBS = Regime(_CLUB, _CLUB, ("loire",), SMES)
_SCHOOL = _filled(name=1, trade_name=0.5, address=0.97, postcode=0.99, city=1)
_GUIDE = _filled(name=1, address=0.99, city=1, phone=0.97)
_SHORT = _filled(name=1, postcode=0.98, city=0.98)
_POOR_A = _filled(name=1, address=0.1, postcode=0.3, city=0.97, phone=0.85, contact=0.3)
_POOR_B = _filled(name=1, address=0.1, postcode=0.3, city=0.97, email=0.75, phone=0.5, contact=0.3)
_SURE = _CLUB | {"siret": 0.9, "address": 0.98, "phone": 0.95}

REGIMES: Final[dict[str, Regime]] = {
    "clubs": _CLUBS,
    "clean": replace(
        _CLUBS, left=_SURE, right=_SURE, typos=0.04, variants=0.12, duplicates=0.01, absent=0.1,
        main=0.95, alias=0.4,
    ),
    "poor": replace(_CLUBS, left=_POOR_A, right=_POOR_B, typos=0.18, duplicates=0.04),
    "training": Regime(
        _SCHOOL, _SCHOOL, ("france",), SCHOOLS, typos=0.06, variants=0.45, moved=0.03,
        renamed=0.015, duplicates=0.02, kin=0.01, brand=0.07, sections=0.02, network=0.02,
        namesake=0.02, near=0.015,
        neighbour=0.03, centre=0.02, absent=0.25,
        legal=0.4, entrance=0.12, bodies=0.35, sites=True,
    ),
    "guides": Regime(
        _GUIDE, _GUIDE, ("cities", "cities", "cities", "abroad", "abroad"), TABLES, typos=0.05,
        variants=0.3, moved=0.02, renamed=0.02, rephoned=0.04, duplicates=0.005, kin=0.01,
        brand=0.02, namesake=0.015, near=0.015, neighbour=0.02, centre=0.01, absent=0.05,
        main=0.97, legal=0.05, alias=0.6,
    ),
    "names": replace(_CLUBS, left=_SHORT, right=_SHORT, typos=0.12, duplicates=0.03, absent=0.1),
    "offices": replace(_CLUBS, kin=0.06, brand=0.03, neighbour=0.06, accountant=0.03, centre=0.6),
}  # fmt: skip
