"""How a list writes addresses and towns down."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from .habits import Habits
from .places import Place
from .slips import slips
from .text import plain
from .vocabulary import Vocabulary
from .write_names import cased, shortened

CORNERS = ("at", "near", "between 5th and", "off", "at the corner of")


def address(rng: random.Random, place: Place, ways: Habits, words: Vocabulary) -> str:
    """One line: number, street, and the building, zone or box before or after."""
    if place.entrance and rng.random() < 0.5:
        place = replace(place, number=place.entrance[0], street=place.entrance[1])
    abroad = place.town.phone[0] != "0"
    line = _street_en(rng, place, ways, words) if abroad else _street(rng, place, ways, words)
    line = slips(rng, line, ways.typos * 0.5)
    parts = [line]
    if place.extra and rng.random() < 0.72:
        zone = place.extra
        if rng.random() < 0.35:
            zone = shortened(rng, zone, words.zones_short, 1)
        zone = slips(rng, zone, ways.typos * 0.4)
        if rng.random() < 0.12 and not abroad:
            parts = [zone]  # the zone alone
        else:
            parts.insert(0 if rng.random() < ways.zone_first else 1, zone)
    if place.box and rng.random() < ways.cedex * 0.6:
        parts.insert(rng.randrange(len(parts) + 1), place.box)
    text = rng.choice((" ", " - ", ", ", " ")).join(parts)
    if ways.upper_address:
        return plain(text.upper())
    return text if rng.random() < ways.accents else plain(text)


def _street(rng: random.Random, place: Place, ways: Habits, words: Vocabulary) -> str:
    kind, name = place.street.kind, place.street.name
    if rng.random() > ways.long_street:
        kind = rng.choice(words.street_short.get(kind, (kind,)))
    if rng.random() > ways.long_street or rng.random() < 0.08:
        name = shortened(rng, name, words.street_titles, 1)
    if rng.random() < 0.04:
        name = re.sub(r"^(du|de la|de l'|des|de|d')\s?", "", name)
    if rng.random() < 0.01 + ways.typos * 0.05:
        kind = rng.choice(("rue", "avenue", "place", "boulevard"))
    number = str(place.number)
    if rng.random() < ways.typos * 0.15:
        number = str(max(1, place.number + rng.choice((-2, -1, 1, 2, 10))))
    elif rng.random() < 0.03:
        number = rng.choice(
            (
                f"{number}-{place.number + 2}",
                f"{number}/{place.number + 2}",
                f"{number} et {place.number + 2}",
            )
        )
    if place.suffix and rng.random() < 0.85:
        number += rng.choice((" ", "")) + place.suffix
    if rng.random() < 0.05:
        return f"{kind} {name}"
    comma = "," if rng.random() < 0.15 else ""
    return f"{number}{comma} {kind} {name}"


def _street_en(rng: random.Random, place: Place, ways: Habits, words: Vocabulary) -> str:
    kind, name = place.street.kind, place.street.name
    if rng.random() > ways.long_street:
        kind = rng.choice(words.street_short.get(kind, (kind,)))
    if rng.random() < 0.15:
        name = re.sub(r"^[NSEW]\. ", "", name)
    elif rng.random() < 0.25:
        name = re.sub(
            r"^([NSEW])\.",
            lambda m: {"N": "North", "S": "South", "E": "East", "W": "West"}[m[1]],
            name,
        )
    text = f"{place.number} {name} {kind}"
    chance = rng.random()
    if chance < 0.05:
        return f"{text} {rng.choice(CORNERS)} {words.pools['street_en'].pick(rng)} St."
    return f"{name} {kind}" if chance < 0.09 else text


def postcode(rng: random.Random, place: Place, ways: Habits, box: bool) -> str:
    """Five digits: of the town, or of its CEDEX where the list writes that."""
    code = place.cedex_code if box and place.cedex_code else place.postcode
    if rng.random() < ways.typos * 0.12:
        at = rng.randrange(5)
        return code[:at] + rng.choice("0123456789") + code[at + 1 :]
    if rng.random() < 0.05:  # of another quarter, or the town's first one
        return rng.choice(place.town.postcodes)
    return code[1:] if code[0] == "0" and rng.random() < 0.1 else code


def city(rng: random.Random, place: Place, ways: Habits, box: bool) -> str:
    """The town: Saint or St, capitals, an arrondissement, CEDEX."""
    text = place.alias if place.alias and rng.random() < 0.4 else place.town.name
    if rng.random() < ways.saint and "Saint" in text:
        text = re.sub(r"Saint(e?)-", rng.choice((r"St\1-", r"St\1 ", r"ST\1 ", r"St\1. ")), text)
    if rng.random() < 0.25:
        text = text.replace("-", " ")
    if text.startswith(("Paris", "Lyon", "Marseille")) and rng.random() < 0.2:
        number = int(place.postcode[-2:])
        text += rng.choice(
            (
                f" {number}",
                f" {number}e",
                f" {number:02d}",
                f" {number}ème",
                f"-{number}e-Arrondissement",
            )
        )
    text = slips(rng, text, ways.typos * 0.2)
    if box and place.cedex:
        text = f"{text} {place.cedex}"
    if ways.city_upper:
        return plain(text.upper())
    return cased(rng, text, "title", ways.accents)
