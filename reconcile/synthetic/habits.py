"""How one list writes: habits drawn once for a list, from its regime."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from .regimes import COLUMNS, Regime

CASES: Final = (
    "title",
    "title",
    "title",
    "title",
    "upper",
    "upper",
    "upper",
    "mixed",
    "mixed",
    "lower",
)
PHONES: Final = ("spaces", "spaces", "dots", "joined", "joined", "plus", "mixed", "dashes")
CONTACTS: Final = (
    "first last", "first last", "first LAST", "LAST first", "last first", "mixed", "title",
)  # fmt: skip
KEPT: Final = frozenset(("name", "city"))  # never missing from a whole list


@dataclass(frozen=True)
class Habits:
    """Shares are 0 to 1. filled: column -> share. old: how often the list still has the former
    state of a firm. legal: how often a legal form is written, and whether in front."""

    filled: Mapping[str, float]
    case: str
    accents: float
    legal: float
    legal_first: float
    dotted: float
    acronym: float
    full_form: float
    shop: float
    typos: float
    variants: float
    old: float
    width: int
    phone: str
    main: float
    upper_address: bool
    long_street: float
    zone_first: float
    city_upper: bool
    saint: float
    cedex: float
    contact: str
    siret: str


def habits(rng: random.Random, regime: Regime, side: str, old: float) -> Habits:
    """The habits of the list `side` ("left", "right"); `old`: its share of former states."""
    care = 0.45 + 1.2 * rng.random()
    width = rng.randrange(20, 33) if rng.random() < 0.06 * min(1.0, regime.typos * 8) else 0
    return Habits(
        filled=_filled(rng, regime, side),
        case=rng.choice(CASES),
        accents=rng.choice((0.0, 0.6, 0.9, 0.97, 1.0)),
        legal=rng.choice((0.0, 0.1, 0.4, 0.6, 0.8)) * regime.legal,
        legal_first=rng.choice((0.1, 0.5, 0.9)),
        dotted=rng.choice((0.0, 0.05, 0.3)),
        acronym=rng.choice((0.2, 0.45, 0.7)) * regime.alias,
        full_form=rng.choice((0.1, 0.3, 0.8)),
        shop=rng.choice((0.1, 0.25, 0.5)) * regime.alias,
        typos=regime.typos * care,
        variants=regime.variants * (0.45 + 1.2 * rng.random()),
        old=old,
        width=width,
        phone=rng.choice(PHONES),
        main=regime.main + (1 - regime.main) * rng.choice((-0.7, 0.0, 0.7)),
        upper_address=rng.random() < 0.3,
        long_street=rng.choice((0.1, 0.5, 0.9, 0.97)),
        zone_first=rng.choice((0.2, 0.5, 0.9)),
        city_upper=rng.random() < 0.5,
        saint=rng.choice((0.0, 0.05, 0.3, 0.8)),
        cedex=rng.choice((0.1, 0.5, 0.9)),
        contact=rng.choice(CONTACTS),
        siret=rng.choice(("joined", "joined", "spaces", "mixed")),
    )  # fmt: skip


def _filled(rng: random.Random, regime: Regime, side: str) -> dict[str, float]:
    """Shares of the regime, each list around them; one list in some lacks a column."""
    shares = dict(regime.left if side == "left" else regime.right)
    for column in COLUMNS:
        if 0 < shares[column] < 1:
            spread = min(shares[column], 1 - shares[column]) * 0.6
            shares[column] += spread * (2 * rng.random() - 1)
    if rng.random() < regime.absent / 2:  # either list may be the one
        lost = [column for column in COLUMNS if column not in KEPT and shares[column] > 0]
        if len(lost) > 2:
            shares[rng.choice(lost)] = 0.0
    return shares
