"""Linked firms: SCI, holding, subsidiary, a relative's firm, the other firm of a director."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from .firms import Firm, World, build, firm
from .identifiers import mobile
from .naming import Name, initials_of, smooth
from .places import phone_at

Maker = Callable[[random.Random, World, Firm, int], Firm]


def kin(rng: random.Random, scene: World, base: Firm, number: int) -> Firm:
    """A linked firm: SCI, holding, subsidiary, a relative's firm, the director's other firm."""
    makers = [_company(kind) for kind in ("sci", "sci", "holding", "holding", "subsidiary")]
    made = rng.choice([*makers, _relative, _other_of_boss])(rng, scene, base, number)
    return replace(made, kin=base.kin)


def _company(kind: str) -> Maker:
    def make(rng: random.Random, scene: World, base: Firm, number: int) -> Firm:
        words = scene.words
        template = words.pools[kind].pick(rng).replace("{core}", base.name.core or base.name.usual)
        template = template.replace(
            "{initials}", initials_of(f"{base.boss.first} {base.boss.last}")
        )
        template = template.replace("{street}", base.place.street.name)
        template = template.replace("{number}", str(base.place.number))
        template = template.replace("{plants}", words.pools["plants"].pick(rng))
        legal = {"sci": "SCI", "holding": rng.choice(("SAS", "SARL", "SA", "SC"))}
        text = smooth(template)
        form = legal.get(kind, words.pools["legal"].pick(rng))
        title = Name(text, form, core=text, style="kin")
        return _linked(rng, scene, base, number, title, 0.85)

    return make


def _linked(
    rng: random.Random, scene: World, base: Firm, number: int, title: Name, here: float
) -> Firm:
    """A firm of the same people; `here`: how often it is at the same address."""
    place = base.place if rng.random() < here else firm(rng, scene, number).place
    made = build(rng, scene, number, title, place, phone_at(rng, place.town), base.boss)
    if rng.random() < 0.45:
        made = replace(made, phones=base.phones)
    if rng.random() < 0.85:
        made = replace(made, mobile=base.mobile)
    if rng.random() < 0.4:
        made = replace(made, mails=base.mails, domain=base.domain)
    return made


def _relative(rng: random.Random, scene: World, base: Firm, number: int) -> Firm:
    """A firm of the director's son, sister or wife: the same surname, another first name."""
    boss = replace(base.boss, first=scene.words.first_names.pick(rng))
    style = rng.choice(("surname", "surname", "person", "office"))
    title = scene.name(rng, style, boss, base.place.town.name)
    if rng.random() < 0.3 and base.boss.first in base.name.usual:
        title = replace(base.name, usual=base.name.usual.replace(base.boss.first, boss.first))
    made = _linked(rng, scene, replace(base, boss=boss), number, title, 0.5)
    return replace(made, mobile=mobile(rng))


def _other_of_boss(rng: random.Random, scene: World, base: Firm, number: int) -> Firm:
    """Another firm of the same director, with a name of its own."""
    title = scene.name(rng, scene.style(rng), base.boss, base.place.town.name)
    return _linked(rng, scene, base, number, title, 0.4)
