"""Towns, streets, business centres, and the address of a firm."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from .identifiers import foreign, landline
from .vocabulary import Commune, Vocabulary

SUFFIXES = ("bis", "bis", "bis", "ter", "B", "A")


@dataclass(frozen=True)
class Street:
    """A street of a town: "rue", "de la Gare". Abroad the kind stands last."""

    kind: str
    name: str


@dataclass(frozen=True)
class Place:
    """Where a firm is. extra: building, zone or centre; entrance: the other door of the same
    house; cedex: the words behind the town and the postcode that goes with them, or "";
    alias: the bigger or the next town, which some write instead."""

    town: Commune
    postcode: str
    street: Street
    number: int
    suffix: str = ""
    extra: str = ""
    entrance: tuple[int, Street] | None = None
    box: str = ""
    cedex: str = ""
    cedex_code: str = ""
    alias: str = ""


@dataclass(frozen=True)
class Centre:
    """A house with many firms, and the switchboard that some share."""

    place: Place
    phone: str


@dataclass(frozen=True)
class Town:
    """A commune with the streets where firms are, by how many are there."""

    commune: Commune
    streets: tuple[Street, ...]
    centres: tuple[Centre, ...]
    near: tuple[str, ...]


def phone_at(rng: random.Random, town: Commune) -> str:
    """A number of the town, ten digits."""
    return landline(rng, town.phone) if town.phone[0] == "0" else foreign(rng, town.phone)


def street(rng: random.Random, words: Vocabulary, abroad: bool) -> Street:
    """A street; abroad with its direction sometimes, or a number for a name."""
    if not abroad:
        return Street(words.pools["kinds"].pick(rng), words.pools["names"].pick(rng))
    kind, chance = words.pools["kinds_en"].pick(rng), rng.random()
    name = words.pools["street_en"].pick(rng) if chance < 0.6 else ordinal(rng.randrange(1, 90))
    if rng.random() < 0.4:
        name = words.pools["directions"].pick(rng) + " " + name
    return Street(kind, name)


def ordinal(number: int) -> str:
    """1 -> "1st"."""
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if 10 < number % 100 < 14 else ends.get(number % 10, 'th')}"


def place_in(rng: random.Random, words: Vocabulary, town: Town, entrance: float = 0.06) -> Place:
    """A new address in a town."""
    commune = town.commune
    abroad = commune.phone[0] != "0"
    where = town.streets[int(len(town.streets) * rng.random() ** 1.5)]
    number = 1 + int(rng.random() ** 2 * (400 if abroad else 120))
    if abroad:
        number = number * rng.choice((1, 7, 13, 29))
    place = Place(commune, rng.choice(commune.postcodes), where, number)
    if rng.random() < 0.07:
        place = replace(place, suffix=rng.choice(SUFFIXES))
    if rng.random() < 0.14 and not abroad:
        kind = "buildings" if rng.random() < 0.55 else "zones"
        place = replace(place, extra=words.pools[kind].pick(rng))
    if rng.random() < (0.12 if abroad else entrance):
        other = where if rng.random() < 0.5 and not abroad else rng.choice(town.streets)
        place = replace(place, entrance=(number + rng.choice((2, 2, 4, 6)), other))
    if town.near and rng.random() < (0.2 if abroad else 0.06):
        place = replace(place, alias=rng.choice(town.near))
    if rng.random() < 0.1 and not abroad:
        place = _with_cedex(rng, place)
    return place


def _with_cedex(rng: random.Random, place: Place) -> Place:
    number = rng.choice(("", "", " 1", " 2", " 9", " 03"))
    code = place.town.postcodes[0][:3] + f"{rng.randrange(3, 99):02d}"
    box = f"{rng.choice(('BP', 'BP', 'CS', 'B.P.'))} {rng.randrange(10, 90_000)}"
    return replace(place, cedex="Cedex" + number, cedex_code=code, box=box)


def centre(rng: random.Random, words: Vocabulary, town: Town) -> Centre:
    """A business centre of a town."""
    place = place_in(rng, words, town)
    name = words.pools["centres" if rng.random() < 0.75 else "zones"].pick(rng)
    place = replace(place, extra=name, number=1 + rng.randrange(40), suffix="")
    return Centre(place, phone_at(rng, town.commune))


def towns(rng: random.Random, words: Vocabulary, table: str) -> tuple[Town, ...]:
    """The towns of a table, each with streets and centres of its own, by the town's size."""
    made = []
    for commune in words.towns[table]:
        count = int(10 + min(commune.weight, 30) * 4)
        abroad = commune.phone[0] != "0"
        streets = tuple(street(rng, words, abroad) for _ in range(count))
        bare = Town(commune, streets, (), _near(commune, words.towns[table]))
        houses = tuple(centre(rng, words, bare) for _ in range(1 + int(commune.weight / 6)))
        made.append(replace(bare, centres=houses))
    return tuple(made)


def _near(commune: Commune, others: tuple[Commune, ...]) -> tuple[str, ...]:
    """Names of the towns of the same department or area that are no smaller."""
    return tuple(
        other.name
        for other in others
        if other.postcodes[0][:2] == commune.postcodes[0][:2]
        and other.weight >= commune.weight
        and other.name != commune.name
    )
