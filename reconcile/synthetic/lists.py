"""Two lists with a known truth."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

import pandas as pd

from . import write_cells, write_places
from .changes import aged
from .firms import Firm, World, world
from .habits import Habits, habits
from .regimes import COLUMNS, REGIMES
from .relatives import family
from .vocabulary import shipped
from .write_names import names

LABELS: Final = ("id", "firm", "kin", "brand")
Row = dict[str, str | None]


@dataclass(frozen=True)
class Draw:
    """left, right: id, name, trade_name, address, postcode, city, phone, email, website, siret,
    contact; labels: id, firm, kin, brand of both lists. All dtype str, missing is NA.

    Rows of one `firm` are one member, within a list too. Rows of one `kin` and other firms are
    linked firms; of one `brand` and other firms, sites or branches of one body.
    """

    left: pd.DataFrame
    right: pd.DataFrame
    labels: pd.DataFrame


def draw(seed: int, left: int, right: int, shared: int, regime: str = "clubs") -> Draw:
    """Lists of `left` and `right` rows in which exactly `shared` firms stand in both.

    The same arguments give the same frames under every Python. KeyError: no such regime;
    ValueError: more shared firms than rows, or a negative number.
    """
    if not 0 <= shared <= min(left, right):
        raise ValueError(f"shared={shared} must be 0 to {min(left, right)}")
    rng = random.Random(f"{seed} {left} {right} {shared} {regime}")
    kind, words = REGIMES[regime], shipped()
    scene = world(rng, words, kind)
    twins_left = _duplicates(rng, kind.duplicates, left, shared)
    twins_right = _duplicates(rng, kind.duplicates, right, shared)
    only_left, only_right = left - shared - twins_left, right - shared - twins_right
    firms = _firms(rng, scene, shared + only_left + only_right)
    roles = ["both"] * shared + ["left"] * only_left + ["right"] * only_right
    rng.shuffle(roles)
    stale = rng.choice((0.1, 0.2, 0.8, 0.9))
    sides = []
    for side, twins, old in (("left", twins_left, stale), ("right", twins_right, 1 - stale)):
        own = [firm for firm, role in zip(firms, roles, strict=True) if role in ("both", side)]
        own += [rng.choice(own) for _ in range(twins)]
        rng.shuffle(own)
        sides.append((own, habits(rng, kind, side, old)))
    (firms_left, ways_left), (firms_right, ways_right) = sides
    return Draw(
        _frame(rng, scene, firms_left, ways_left, "A"),
        _frame(rng, scene, firms_right, ways_right, "B"),
        _labels(firms_left, "A", firms_right, "B"),
    )


def _duplicates(rng: random.Random, rate: float, rows: int, shared: int) -> int:
    """How many rows of a list repeat a firm of it; at least one firm remains."""
    wanted = round(rows * rate * (0.4 + 1.2 * rng.random()))
    return max(0, min(wanted, rows - shared, rows - 1))


def _firms(rng: random.Random, scene: World, count: int) -> list[Firm]:
    """`count` firms, families after one another, each with what old lists have of it."""
    firms: list[Firm] = []
    while len(firms) < count:
        firms.extend(family(rng, scene, len(firms) + 1))
    return [aged(rng, scene, firm) for firm in firms[:count]]


def _frame(
    rng: random.Random, scene: World, firms: list[Firm], ways: Habits, letter: str
) -> pd.DataFrame:
    rows = [_row(rng, scene, firm, ways) for firm in firms]
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype("str")
    table.insert(0, "id", pd.Series(_ids(letter, len(firms)), dtype="str"))
    return table


def _ids(letter: str, count: int) -> list[str]:
    return [f"{letter}{number:07d}" for number in range(1, count + 1)]


def _row(rng: random.Random, scene: World, firm: Firm, ways: Habits) -> Row:
    """One row: the firm as this list knows it, each cell filled in by the list's shares."""
    if firm.before is not None and rng.random() < ways.old:
        firm = firm.before
    words, boxed = scene.words, rng.random() < ways.cedex
    name, trade = names(rng, firm, ways, words)
    cells = {
        "name": name,
        "trade_name": trade,
        "address": write_places.address(rng, firm.place, ways, words),
        "postcode": write_places.postcode(rng, firm.place, ways, boxed),
        "city": write_places.city(rng, firm.place, ways, boxed),
        "phone": write_cells.phone(rng, firm, ways),
        "email": write_cells.email(rng, firm, ways),
        "website": write_cells.website(rng, firm, ways),
        "siret": write_cells.siret(rng, firm, ways),
        "contact": write_cells.contact(rng, firm, ways, words),
    }
    return {
        column: text if rng.random() < ways.filled[column] and text else None
        for column, text in cells.items()
    }


def _labels(left: list[Firm], a: str, right: list[Firm], b: str) -> pd.DataFrame:
    ids = _ids(a, len(left)) + _ids(b, len(right))
    rows = [(firm.firm, firm.kin, firm.brand) for firm in left + right]
    table = pd.DataFrame(rows, columns=list(LABELS[1:]), dtype="str")
    table.insert(0, "id", pd.Series(ids, dtype="str"))
    return table
