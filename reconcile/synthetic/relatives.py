"""Firms that look like another one and are not: the hard negatives."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace

from .firms import Firm, World, build, firm
from .identifiers import nic
from .linked import Maker, kin
from .naming import Name, initials_of, name, person, smooth
from .places import phone_at
from .web import domain, mails

ENDS = ("et", "on", "ier", "in", "eau", "el", "a", "o", "is", "ix", "tech")
BODIES = ("public_school", "private_school", "cfa", "institute", "association")


def family(rng: random.Random, scene: World, number: int) -> Iterator[Firm]:
    """A firm and what comes with it: linked firms, other sites and sections, look-alikes. Endless
    numbers are given out from `number` on."""
    regime = scene.regime
    first = (
        _agency(rng, scene, number) if rng.random() < regime.network else firm(rng, scene, number)
    )
    yield first
    body = first.name.style in BODIES
    if rng.random() < regime.brand * (1.6 if body else 0.35):
        for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 5))):
            number += 1
            yield _site(rng, scene, first, number)
    makers: tuple[tuple[float, Maker], ...] = (
        (regime.sections if body else 0, _section),
        (regime.kin * (0.2 if body else 1), kin),
        (regime.namesake, _namesake),
        (regime.near, _near),
        (regime.neighbour, _neighbour),
        (regime.accountant, _client),
    )
    for chance, make in makers:
        for _ in range(_how_many(rng, chance)):
            number += 1
            yield make(rng, scene, first, number)


def _how_many(rng: random.Random, chance: float) -> int:
    """0 with 1 - chance; each one makes another one less likely."""
    count = 0
    while count < 4 and rng.random() < chance * 0.6**count:
        count += 1
    return count


def _agency(rng: random.Random, scene: World, number: int) -> Firm:
    """A branch of a brand of this world, with the brand's domain and often the brand's mail."""
    at = int(len(scene.brands) * rng.random() ** 1.5)
    brand = scene.brands[at]
    boss, town = person(rng, scene.words), scene.town(rng)
    template = scene.words.styles["site"].pick(rng).replace("{brand}", brand.name)
    title = name_of(rng, scene, template, town.commune.name)
    made = build(
        rng, scene, number, replace(title, core=brand.name, style="site"),
        scene.place(rng, town), phone_at(rng, town.commune), boss,
    )  # fmt: skip
    own = mails(rng, scene.words, boss, brand.name, brand.domain)
    main = (f"{_slug(town.commune.name)}@{brand.domain}", brand.mail, own[0])[rng.randrange(3)]
    made = replace(made, domain=brand.domain, mails=(main, own[1], own[2]), brand=f"B{at:02d}")
    if brand.one_siren:
        made = replace(made, siren=brand.siren, nic=nic(rng, brand.siren, 2 + number % 397))
    return made


def name_of(rng: random.Random, scene: World, template: str, town: str) -> Name:
    """A name from a template that is not a style of its own."""
    pattern = template.replace("{town}", town)
    pattern = pattern.replace("{number}", str(rng.randrange(2, 9)))
    pattern = re.sub(r"\{area\}", lambda _: scene.words.pools["area"].pick(rng), pattern)
    pattern = pattern.replace("{letters}", rng.choice(("JLB", "MC", "GTR", "SD", "PLM")))
    return Name(smooth(pattern), scene.words.pools["legal"].pick(rng))


def _slug(text: str) -> str:
    return initials_of(text).lower() if len(text) > 14 else re.sub(r"\W", "", text.lower())


def _site(rng: random.Random, scene: World, base: Firm, number: int) -> Firm:
    """Another site of a body, or another shop of one name: mostly the very same name, another
    address, often another town. A site bears the body's SIREN and often its director; where sites
    are no members of their own, it is a firm apart."""
    body = scene.regime.sites and base.name.style in BODIES
    at_home = [town for town in scene.towns if town.commune == base.place.town]
    town = at_home[0] if rng.random() < 0.4 and at_home else scene.town(rng)
    title = _elsewhere(base.name, base.place.town.name, town.commune.name)
    if rng.random() < 0.25:
        ends = (
            f" {town.commune.name}",
            f" - {town.commune.name}",
            f" {rng.randrange(2, 4)}",
            " - Annexe",
        )
        title = replace(title, usual=title.usual + rng.choice(ends))
    made = build(
        rng, scene, number, title, scene.place(rng, town), phone_at(rng, town.commune),
        base.boss if body and rng.random() < 0.5 else person(rng, scene.words),
    )  # fmt: skip
    made = replace(made, brand=base.brand, domain=base.domain)
    if rng.random() < 0.5:
        made = replace(made, mails=base.mails)
    if body and rng.random() < 0.25:
        made = replace(made, phones=base.phones)
    if body and rng.random() < 0.6:
        made = replace(made, siren=base.siren, nic=nic(rng, base.siren, 2 + number % 97))
    return made


def _section(rng: random.Random, scene: World, base: Firm, number: int) -> Firm:
    """Another section of a body at its address, a member of its own: the lycée's CFA. It bears the
    body's name, and its own beside it."""
    other = scene.name(rng, rng.choice(BODIES), base.boss, base.place.town.name)
    made = build(
        rng, scene, number, replace(base.name, shop=other.usual, short=""), base.place,
        base.phones[0] if rng.random() < 0.4 else phone_at(rng, base.place.town),
        base.boss if rng.random() < 0.5 else person(rng, scene.words),
    )  # fmt: skip
    made = replace(made, brand=base.brand, domain=base.domain, siren=base.siren)
    return replace(made, nic=nic(rng, base.siren, 2 + number % 97))


def _elsewhere(title: Name, old: str, new: str) -> Name:
    """A name that holds its town, in another town: "MFR de Feurs" -> "MFR de Roanne"."""

    def moved(text: str) -> str:
        return smooth(text.replace(f"d'{old}", f"de {old}").replace(old, new))

    return replace(title, usual=moved(title.usual), shop=moved(title.shop), core=moved(title.core))


def _namesake(rng: random.Random, scene: World, base: Firm, number: int) -> Firm:
    """An unrelated firm of the same name, mostly in another town."""
    made = firm(rng, scene, number, base.name.style if base.name.style in scene.styles else "")
    town = (
        made.place
        if rng.random() < 0.8
        else replace(made.place, town=base.place.town, postcode=base.place.postcode)
    )
    label = base.name.shop or base.name.usual
    site = domain(rng, scene.words, label) if rng.random() < 0.6 else ""
    title = _elsewhere(base.name, base.place.town.name, town.town.name)
    title = replace(title, legal=made.name.legal)
    boss = (
        replace(made.boss, last=base.boss.last) if base.boss.last in base.name.usual else made.boss
    )
    return replace(
        made, name=title, place=town, boss=boss, domain=site,
        phones=(phone_at(rng, town.town), made.phones[1]),
        mails=mails(rng, scene.words, boss, label, site),
    )  # fmt: skip


def _near(rng: random.Random, scene: World, base: Firm, number: int) -> Firm:
    """An unrelated firm whose name differs in a letter, a number or its last word."""
    made = firm(rng, scene, number)
    place = (
        made.place
        if rng.random() < 0.6
        else replace(made.place, town=base.place.town, postcode=base.place.postcode)
    )
    usual = _altered(rng, scene, base)
    site = domain(rng, scene.words, usual) if made.domain else ""
    title = Name(usual, made.name.legal, "", "", base.name.core, base.name.style)
    return replace(
        made, name=title, place=place, domain=site,
        phones=(phone_at(rng, place.town), made.phones[1]),
        mails=mails(rng, scene.words, made.boss, usual, site),
    )  # fmt: skip


def _altered(rng: random.Random, scene: World, base: Firm) -> str:
    """A name near another: "Martin" -> "Martinet", "Lycée 2" -> "Lycée 3", other last word."""
    text, words = base.name.usual, scene.words
    parts, chance = text.split(), rng.random()
    if re.search(r"\d", text):
        return re.sub(r"\d", lambda m: str((int(m[0]) + 1) % 10), text, count=1)
    if chance < 0.3:
        core = base.name.core if base.name.core in text else parts[-1]
        return text.replace(core, core.rstrip("aeioxtn") + rng.choice(ENDS))
    if chance < 0.65 and len(parts) > 1:
        last = rng.choice(("generic", "english_b", "saint", "region", "invented_end"))
        return " ".join([*parts[:-1], words.pools[last].pick(rng)])
    if chance < 0.85 and len(parts) > 1:
        other = name(rng, words, "place", base.boss, base.place.town.name).usual
        return " ".join([other.split()[0], *parts[1:]])
    return f"{text} {rng.choice(('2', 'II', '42', '69', 'Sud', 'Nord', 'Plus', 'Bis'))}"


def _neighbour(rng: random.Random, scene: World, base: Firm, number: int) -> Firm:
    """An unrelated firm at the same address; in a centre perhaps behind the same switchboard."""
    made = replace(firm(rng, scene, number), place=base.place)
    phone = base.phones[0] if rng.random() < 0.2 else phone_at(rng, base.place.town)
    return replace(made, phones=(phone, made.phones[1]))


def _client(rng: random.Random, scene: World, base: Firm, number: int) -> Firm:
    """An unrelated firm that gives its accountant's mail or its neighbour's as its own."""
    made = firm(rng, scene, number)
    mail = rng.choice(scene.accountants) if rng.random() < 0.8 else base.mails[0]
    return replace(made, mails=(mail, *made.mails[1:]))
