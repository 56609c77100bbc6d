"""What happens to a firm between two lists: moved, renamed, another phone, another director."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Final

from .firms import Firm, World
from .identifiers import mobile, nic
from .naming import initials_of, person, smooth, syllables
from .places import phone_at
from .vocabulary import pool
from .web import domain, mails


def aged(rng: random.Random, scene: World, now: Firm) -> Firm:
    """The firm, with what an old list still has of it: moved, renamed, other phone or director."""
    regime, words, old = scene.regime, scene.words, now
    if rng.random() < regime.moved:
        old = _moved(rng, scene, old)
    if rng.random() < regime.renamed:
        old = _renamed(rng, scene, old)
        now = replace(now, former=old.name.usual)
    if rng.random() < regime.rephoned:
        old = replace(old, phones=(phone_at(rng, old.place.town), old.phones[1]))
    if rng.random() < regime.redirected:
        boss = person(rng, words)
        if rng.random() < 0.4:
            boss = replace(boss, last=old.boss.last)
        own = mails(rng, words, boss, old.name.usual, old.domain)
        kept = old.mails if old.mails[0].split("@")[0] in OFFICES and old.domain else own
        old = replace(old, boss=boss, mobile=mobile(rng), mails=kept)
    return now if old is now else replace(now, before=replace(old, former="", before=None))


OFFICES: Final = frozenset(("contact", "info", "accueil", "infos", "bonjour", "secretariat"))


def _moved(rng: random.Random, scene: World, firm: Firm) -> Firm:
    """Before the move: an address in the same town or one nearby, another NIC."""
    department = firm.place.postcode[:2]
    near = [town for town in scene.towns if town.commune.postcodes[0][:2] == department]
    weights = pool(map(str, range(len(near))), [town.commune.weight for town in near])
    stays = rng.random() < 0.5
    here = [town for town in near if town.commune == firm.place.town]
    town = here[0] if stays and here else near[int(weights.pick(rng))]
    phone = firm.phones[0] if rng.random() < 0.6 else phone_at(rng, town.commune)
    return replace(
        firm,
        place=scene.place(rng, town),
        phones=(phone, firm.phones[1]),
        nic=nic(rng, firm.siren, max(1, int(firm.nic[:4]) + rng.choice((-1, 1, 1, 2)))),
    )


def _renamed(rng: random.Random, scene: World, firm: Firm) -> Firm:
    """Before the new name: quite another one, or the same with another half."""
    style = rng.choice((firm.name.style, firm.name.style, "invented", "letters", "surname"))
    if style in ("twin", "brand", "site", "kin"):
        style = "invented"
    title = scene.name(rng, style, person(rng, scene.words), firm.place.town.name)
    if rng.random() < 0.3 and firm.name.core:
        title = replace(title, usual=smooth(f"{firm.name.core} {syllables(rng, scene.words)}"))
    keep = firm.domain if rng.random() < 0.5 else domain(rng, scene.words, title.usual)
    changed = tuple(mail.replace(f"@{firm.domain}", f"@{keep}") for mail in firm.mails)
    return replace(
        firm,
        name=replace(
            title, legal=firm.name.legal, short=initials_of(title.usual) if firm.name.short else ""
        ),
        domain=keep if firm.domain else "",
        mails=(changed[0], changed[1], changed[2]),
    )
