"""Web domains and mail addresses."""

from __future__ import annotations

import random
import re

from .naming import SMALL, Person
from .text import squeeze
from .vocabulary import Vocabulary


def domain(rng: random.Random, words: Vocabulary, text: str) -> str:
    """A web domain for a name: squeezed, hyphened, without its trade, cut short."""
    parts = [squeeze(part).lower() for part in re.split(r"[\s'’]+", text)]
    parts = [part for part in parts if part]
    telling = [part for part in parts if part not in SMALL] or parts or ["site"]
    rare = [part for part in telling if part not in words.common]
    chance = rng.random()
    if chance < 0.15:
        label = "-".join(telling[:3])
    elif chance < 0.35 and len("".join(rare)) > 3:
        label = "".join(rare)
    elif chance < 0.4:
        label = "".join(telling[:2])
    elif chance < 0.48 and len(telling) > 2:
        label = "".join(part[0] for part in telling[:-1]) + telling[-1]
    else:
        label = "".join(telling)
    if len(label) > 22 or rng.random() < 0.05:
        label = label[: rng.randrange(12, 21)]
    label = label.strip("-")
    if len(label) < 3:
        label += rng.choice(("42", "-conseil", "-france", "groupe", "sarl"))
    return f"{label}.{words.pools['endings'].pick(rng)}"


def personal(rng: random.Random, words: Vocabulary, boss: Person) -> str:
    """A mail box at a provider."""
    first, last = squeeze(boss.first).lower(), squeeze(boss.last).lower()
    number = str(rng.choice((rng.randrange(1, 99), 42, rng.randrange(50, 99))))
    forms = (
        f"{first}.{last}", f"{last}{number}", f"{first[0]}.{last}", f"{last}.{first}",
        f"{first}{last}", f"{last}.{first[0]}", f"{first}{number}", f"{first[0]}{last}{number}",
    )  # fmt: skip
    return f"{rng.choice(forms)}@{words.pools['free_mail'].pick(rng)}"


def mails(
    rng: random.Random, words: Vocabulary, boss: Person, title: str, site: str
) -> tuple[str, str, str]:
    """Main, other and personal mail of a firm; `site`: its domain or ""."""
    own = personal(rng, words, boss)
    if not site:
        label = squeeze(title).lower()[: rng.randrange(9, 20)]
        label += "" if len(label) > 8 else rng.choice(("42", "sarl", "69", "pro", "contact", "26"))
        shop = f"{label}@{words.pools['free_mail'].pick(rng)}"
        return (shop, own, own) if rng.random() < 0.5 else (own, shop, own)
    first, last = squeeze(boss.first).lower(), squeeze(boss.last).lower()
    office = f"{words.pools['offices'].pick(rng)}@{site}"
    forms = (f"{first}.{last}", f"{first[0]}{last}", f"{first[0]}.{last}", first, last)
    direct = f"{rng.choice(forms)}@{site}"
    return (office, direct, own) if rng.random() < 0.6 else (direct, office, own)
