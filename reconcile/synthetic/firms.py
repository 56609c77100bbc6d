"""A world of firms: what is true, before any list writes it down."""

from __future__ import annotations

import random
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from .identifiers import mobile, nic, siren
from .naming import Name, Person, name, person, syllables
from .places import Place, Town, phone_at, place_in, towns
from .regimes import Regime
from .vocabulary import Vocabulary
from .web import domain, mails

BRANDS: Final = 24


@dataclass(frozen=True)
class Firm:
    """One member. phones: main, another or ""; mobile of the director; mails: main, another,
    personal of the director; before: the same firm as an old list knows it."""

    firm: str
    kin: str
    brand: str
    name: Name
    place: Place
    phones: tuple[str, str]
    mobile: str
    boss: Person
    mails: tuple[str, str, str]
    domain: str
    siren: str
    nic: str
    former: str = ""
    before: Firm | None = None


@dataclass(frozen=True)
class Brand:
    """A franchise or a network of agencies; one_siren: all its sites are one legal person."""

    name: str
    domain: str
    siren: str
    one_siren: bool
    mail: str


@dataclass(frozen=True)
class World:
    """What the firms of one draw share. ends: weights of the towns, cumulated."""

    words: Vocabulary
    regime: Regime
    towns: tuple[Town, ...]
    ends: tuple[float, ...]
    styles: tuple[str, ...]
    style_ends: tuple[float, ...]
    brands: tuple[Brand, ...]
    accountants: tuple[str, ...]

    def town(self, rng: random.Random) -> Town:
        """A town, by size."""
        return self.towns[bisect_right(self.ends[:-1], rng.random() * self.ends[-1])]

    def place(self, rng: random.Random, town: Town) -> Place:
        """A new address in a town."""
        return place_in(rng, self.words, town, self.regime.entrance)

    def name(self, rng: random.Random, style: str, boss: Person, town: str) -> Name:
        """A new name; of training bodies, some have two."""
        return name(rng, self.words, style, boss, town, self.regime.bodies)

    def style(self, rng: random.Random) -> str:
        """A style of name, by the regime."""
        return self.styles[bisect_right(self.style_ends[:-1], rng.random() * self.style_ends[-1])]


def world(rng: random.Random, words: Vocabulary, regime: Regime) -> World:
    """A new world for a regime."""
    places = towns(rng, words, rng.choice(regime.towns))
    if places[0].commune.phone[0] != "0":  # abroad hardly anything is French
        shift = {"restaurant": 0.25, "foreign_table": 2.0, "hotel": 0.15, "shop": 0.05}
    else:
        shift = {"foreign_table": 0.5}
    styles = {style: share * shift.get(style, 1) for style, share in regime.styles.items()}
    return World(
        words,
        regime,
        places,
        tuple(accumulate(town.commune.weight for town in places)),
        tuple(styles),
        tuple(accumulate(styles.values())),
        tuple(_brand(rng, words, "cfa" in styles and styles["cfa"] > 5) for _ in range(BRANDS)),
        tuple(f"contact@{domain(rng, words, syllables(rng, words))}" for _ in range(9)),
    )


def _brand(rng: random.Random, words: Vocabulary, schools: bool) -> Brand:
    """A brand; `schools`: one of training bodies, without its town."""
    style = "school_brand" if schools else "brand"
    made = name(rng, words, style, person(rng, words), "")
    site = domain(rng, words, made.usual)
    return Brand(made.usual, site, siren(rng), rng.random() < 0.35, f"contact@{site}")


def firm(rng: random.Random, scene: World, number: int, style: str = "") -> Firm:
    """A new firm of the world."""
    _words, boss = scene.words, person(rng, scene.words)
    town = scene.town(rng)
    title = scene.name(rng, style or scene.style(rng), boss, town.commune.name)
    place, phone = scene.place(rng, town), phone_at(rng, town.commune)
    if rng.random() < scene.regime.centre:
        house = rng.choice(town.centres)
        place = house.place
        phone = house.phone if rng.random() < 0.15 else phone
    return build(rng, scene, number, title, place, phone, boss)


def build(
    rng: random.Random,
    scene: World,
    number: int,
    title: Name,
    place: Place,
    phone: str,
    boss: Person,
) -> Firm:
    """A firm with a name, an address and a director; everything else is new."""
    words = scene.words
    label = rng.choice((title.shop or title.usual, title.usual, title.short or title.usual))
    site = domain(rng, words, label) if rng.random() < 0.66 else ""
    company, key = siren(rng), f"{number:07d}"
    other = mobile(rng) if rng.random() < 0.4 else phone_at(rng, place.town)
    french = place.town.phone[0] == "0"
    if french and title.style in ("person", "first_name", "surname") and rng.random() < 0.3:
        phone = mobile(rng)
    return Firm(
        f"F{key}", f"K{key}", f"B{key}", title, place, (phone, other), mobile(rng), boss,
        mails(rng, words, boss, label, site), site, company, nic(rng, company),
    )  # fmt: skip
