"""How a list writes phones, mails, people and numbers down."""

from __future__ import annotations

import random

from .firms import Firm
from .habits import Habits
from .identifiers import nic
from .naming import Person, person
from .slips import slip, slips, wrong_digit
from .text import plain
from .vocabulary import Vocabulary

FOREIGN = ("{0}/{1}-{2}", "{0}-{1}-{2}", "({0}) {1}-{2}", "{0} {1} {2}", "{0}.{1}.{2}")


def phone(rng: random.Random, firm: Firm, ways: Habits) -> str:
    """A phone as a list writes it: mostly the main one, sometimes another or two."""
    main, other = firm.phones
    digits = main if rng.random() < ways.main else rng.choice((other, firm.mobile, firm.mobile))
    abroad = firm.place.town.phone[0] != "0"
    digits = main if abroad and digits == firm.mobile else digits
    if rng.random() < ways.typos * 0.18:
        digits = wrong_digit(rng, digits)
    text = _spaced(rng, digits, ways.phone, abroad)
    if rng.random() < 0.025 and not abroad:
        text += rng.choice((" / ", " - ", " ou ")) + _spaced(
            rng, rng.choice((other, firm.mobile)), ways.phone, False
        )
    return text


def _spaced(rng: random.Random, digits: str, form: str, abroad: bool) -> str:
    if abroad:
        parts = (digits[:3], digits[3:6], digits[6:])
        at = ("spaces", "dots", "joined", "plus", "mixed", "dashes").index(form)
        return (rng.choice(FOREIGN) if form == "mixed" else FOREIGN[at % 5]).format(*parts)
    if form == "mixed" or rng.random() < 0.04:
        form = rng.choice(("spaces", "dots", "joined", "plus", "lost"))
    pairs = [digits[at : at + 2] for at in range(0, len(digits), 2)]
    if form == "plus":
        return f"+33 {pairs[0][1:]} " + " ".join(pairs[1:])
    if form == "lost":
        return digits[1:]
    return {"spaces": " ", "dots": ".", "joined": "", "dashes": "-"}[form].join(pairs)


def email(rng: random.Random, firm: Firm, ways: Habits) -> str:
    """A mail address: the office's, the director's at the firm or at a provider."""
    main, other, own = firm.mails
    text = main if rng.random() < ways.main - 0.05 else rng.choice((other, other, own))
    if rng.random() < ways.typos * 0.25:
        text = slip(rng, text)
    if rng.random() < 0.02:
        text = rng.choice((text.upper(), f" {text}", f"{text} ; {other}", f"{text},"))
    return text


def website(rng: random.Random, firm: Firm, ways: Habits) -> str:
    """The web site, "" for a firm without a domain."""
    if not firm.domain:
        return ""
    text = slip(rng, firm.domain) if rng.random() < ways.typos * 0.12 else firm.domain
    return rng.choice(
        (
            f"www.{text}",
            f"www.{text}",
            f"http://www.{text}",
            f"https://{text}/",
            text,
        )
    )


def contact(rng: random.Random, firm: Firm, ways: Habits, words: Vocabulary) -> str:
    """The person that a list knows: mostly the director."""
    who = firm.boss
    if rng.random() < 0.08:
        who = person(rng, words)
    elif rng.random() < 0.02:
        who = Person(words.first_names.pick(rng), who.last)
    first = slips(rng, who.first, ways.typos * 0.3)
    last = slips(rng, who.last, ways.typos * 0.4)
    if rng.random() < 0.03:
        first = ".".join(part[0] for part in first.split("-")) + "."
    form = ways.contact
    if form == "mixed" or rng.random() < 0.05:
        form = rng.choice(("first last", "LAST first", "last first", "first LAST", "title"))
    title = words.pools["women" if who.first in words.women else "men"].pick(rng)
    full = f"{first} {last}"
    text = {
        "first last": full,
        "first LAST": f"{first} {last.upper()}",
        "LAST first": f"{last.upper()} {first}",
        "last first": f"{last} {first}",
        "title": f"{title} {rng.choice((full, full, full, f'{last.upper()} {first}', last))}",
    }[form]
    if rng.random() < 0.02:
        text = rng.choice(
            (
                last,
                f"{text} ({words.pools['roles'].pick(rng)})",
                f"{text} et {words.first_names.pick(rng)}",
            )
        )
    return text if rng.random() < ways.accents else plain(text)


def siret(rng: random.Random, firm: Firm, ways: Habits) -> str:
    """The SIRET, with what goes wrong with it; sometimes the SIREN alone."""
    company, site = firm.siren, firm.nic
    if rng.random() < 0.05:
        site = nic(rng, company, max(1, int(site[:4]) + rng.choice((-1, 1))))
    digits, chance = company + site, rng.random()
    if chance < 0.07:
        digits = company
    elif chance < 0.07 + ways.typos * 0.25:
        digits = wrong_digit(rng, digits)
    elif chance < 0.09 + ways.typos * 0.25:
        digits = digits[:-1] if rng.random() < 0.6 else digits[1:]
    spaced = ways.siret == "spaces" or (ways.siret == "mixed" and rng.random() < 0.4)
    if not spaced:
        return digits
    return " ".join(part for part in (digits[:3], digits[3:6], digits[6:9], digits[9:]) if part)
