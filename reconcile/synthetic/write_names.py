"""How a list writes the name of a firm down."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Final

from .firms import Firm
from .habits import Habits
from .naming import SMALL, Name, smooth
from .slips import slips
from .text import plain
from .vocabulary import Vocabulary

TABLES: Final = frozenset(("restaurant", "foreign_table", "hotel"))
SCHOOLS: Final = frozenset(("public_school", "private_school", "cfa", "institute"))
NO_LEGAL: Final = TABLES | SCHOOLS | {"association"}
DOTTABLE: Final = frozenset("SARL SAS SA EURL SCI SNC".split())


def names(rng: random.Random, firm: Firm, ways: Habits, words: Vocabulary) -> tuple[str, str]:
    """(name, trade_name) as a list writes them; the trade name may be empty."""
    title = firm.name
    text, trade = _chosen(rng, title, ways)
    if firm.former and rng.random() < 0.25:
        old = firm.former
        both = (f"{text} (ex {old})", f"{text} ex {old}", f"{text} (anc. {old})", f"{old} - {text}")
        text = rng.choice(both)
    if rng.random() < ways.variants:
        text = _reworded(rng, text, firm, words)
        if rng.random() < 0.2:
            text = _reworded(rng, text, firm, words)
    text = _with_legal(rng, text, title, ways)
    if rng.random() < 0.015 * ways.typos * 6:
        text = f"{text} - {firm.boss.first} {firm.boss.last}"
    text = slips(rng, text, ways.typos)
    text = cased(rng, text, ways.case, ways.accents)
    if ways.width:
        text = text[: ways.width].rstrip()
    elif len(text) > 24 and rng.random() < 0.01:
        text = text[: rng.randrange(20, 31)].rstrip()
    return text, cased(rng, slips(rng, trade, ways.typos / 2), ways.case, ways.accents)


def _chosen(rng: random.Random, title: Name, ways: Habits) -> tuple[str, str]:
    """Which of its names stands in the name cell, and which beside it."""
    usual, chance = title.usual, rng.random()
    if title.short:
        short = ".".join(title.short) + "." if rng.random() < ways.dotted else title.short
        short = " ".join(title.short) if rng.random() < 0.04 else short
        both = (f"{short} - {usual}", f"{usual} ({short})", f"{short} {usual}")
        if chance < ways.acronym:
            return short, usual
        return (rng.choice(both) if rng.random() < 0.2 else usual), short
    if title.shop:
        shop = title.shop
        both = (f"{usual} ({shop})", f"{shop} - {usual}", f"{shop} ({usual})")
        if chance < ways.shop:
            return shop, usual
        return (rng.choice(both) if chance < ways.shop + 0.12 else usual), shop
    beside = title.core if chance < 0.3 and title.core else usual
    return usual, beside


def _reworded(rng: random.Random, text: str, firm: Firm, words: Vocabulary) -> str:
    """The name in other words: shortened, swapped, a word more or less."""
    changes: tuple[tuple[float, Callable[[], str]], ...] = (
        (0.3, lambda: shortened(rng, text, words.short, 2)),
        (0.4, lambda: shortened(rng, text, words.swaps, 1)),
        (0.55, lambda: _dropped(rng, text, firm)),
        (0.75, lambda: _added(rng, text, firm, words)),
        (0.8, lambda: _about(rng, text)),
        (0.87, lambda: _first_cut(rng, text, words)),
        (0.96, lambda: _joined(rng, text)),
        (1.0, lambda: f"{text} {words.pools['strays'].pick(rng)}"),
    )
    chance = rng.random()
    return next(change for end, change in changes if chance < end)()


def shortened(rng: random.Random, text: str, rows: tuple[tuple[str, str], ...], most: int) -> str:
    """Up to `most` words of the text replaced by what rows (long, short) give for them."""
    fits = [(old, new) for old, new in rows if old in text]
    for _ in range(min(most, len(fits))):
        old, new = rng.choice(fits)
        whole = re.escape(old) if old[-1] in "- " else rf"(?<!\w){re.escape(old)}(?!\w)"
        text = re.sub(whole, new, text, count=1)
    return text


def _dropped(rng: random.Random, text: str, firm: Firm) -> str:
    """One word less, hardly ever the telling one; a town or a first name goes first."""
    parts = text.split()
    big = [at for at, part in enumerate(parts) if part.lower() not in SMALL]
    core = set(firm.name.core.split()) if rng.random() < 0.96 or len(big) < 3 else set()
    free = [at for at in big if parts[at] not in core]
    if not free and len(big) > 2:
        free = [big[0], big[-1]]
    if len(big) < 2 or not free or len(free) == len(big) == 2:
        return text
    gone = rng.choice(free)
    kept = [part for at, part in enumerate(parts) if at != gone]
    while len(kept) > 1 and kept[-1].lower() in SMALL:
        kept.pop()
    while len(kept) > 1 and kept[0].lower() in SMALL - {"le", "la", "les"}:
        kept.pop(0)
    return " ".join(kept)


def _added(rng: random.Random, text: str, firm: Firm, words: Vocabulary) -> str:
    """One word more: the town, the trade, a group, a site."""
    town, style, pools = firm.place.town.name, firm.name.style, words.pools
    if rng.random() < (0.5 if style in SCHOOLS else 0.35) and town not in text:
        forms = [f"{text} {town}", f"{text} - {town}", f"{text} de {town}", f"{text} ({town})"]
        if style in SCHOOLS:
            forms.append(f"{text} {pools['sites_of'].pick(rng).replace('{town}', town)}")
        elif style not in NO_LEGAL:
            forms += [f"{text} - Agence de {town}", f"{text} Agence {town}"]
        return smooth(rng.choice(forms))
    if style in SCHOOLS:
        return f"{text} {pools['school_after'].pick(rng)}"
    if style in TABLES:
        return _added_to_table(rng, text, firm, words)
    trade = rng.choice(words.trades[rng.choice(("artisan", "service", "tech", "shop"))]).name
    forms = [f"{pools['before'].pick(rng)} {text}", f"{text} {trade}"]
    return rng.choice([*forms, f"{text} {pools['after'].pick(rng)}"])


def _added_to_table(rng: random.Random, text: str, firm: Firm, words: Vocabulary) -> str:
    """ "Lotus" -> "Restaurant Lotus", "Lotus Grill", "Lotus (Vieux-Port)"."""
    if rng.random() < 0.3:
        part = words.pools["quarters" if firm.place.town.phone[0] == "0" else "quarters_en"]
        return rng.choice(("{} - {}", "{} ({})", "{} {}")).format(text, part.pick(rng))
    extra = words.pools["table_after"].pick(rng)
    return f"{extra} {text}" if rng.random() < 0.3 else f"{text} {extra}"


def _about(rng: random.Random, text: str) -> str:
    """Words changed about: "Garage Moreau" -> "Moreau Garage" or "Moreau (Garage)"."""
    parts = text.split()
    if len(parts) < 2 or any(part.lower() in SMALL for part in parts):
        return text
    at = rng.randrange(1, len(parts))
    head, tail = " ".join(parts[:at]), " ".join(parts[at:])
    return rng.choice((f"{tail} {head}", f"{tail} ({head})", f"{tail}, {head}", f"{tail} - {head}"))


def _first_cut(rng: random.Random, text: str, words: Vocabulary) -> str:
    """A first name shortened or left out: "Lycée Jules Ferry" -> "Lycée J. Ferry"; else the
    article in front left out."""
    found = [part for part in text.split()[:-1] if part in words.first_names.items]
    if not found:
        return re.sub(r"^(Le |La |Les |L'|The |Restaurant |Chez |Au |Société )", "", text)
    marks = [part[0] for part in found[0].split("-")]
    forms = (".".join(marks) + ".", "".join(marks), found[0][:2] + ".", "", "")
    return smooth(text.replace(found[0], rng.choice(forms), 1))


def _joined(rng: random.Random, text: str) -> str:
    """Spaces, hyphens and apostrophes in another way."""
    once = ((" ", "-"), (" ", ""))
    every = (("-", " "), ("'", " "), ("'", ""), ("-", ""), ("& ", "&"), (" - ", " "), (".", ""),
             (" & ", " "), ("'", "’"))  # fmt: skip
    forms = [text.replace(old, new, 1) for old, new in once]
    forms += [text.replace(old, new) for old, new in every]
    other = [form for form in forms if form != text]
    return rng.choice(other) if other else text


def _with_legal(rng: random.Random, text: str, title: Name, ways: Habits) -> str:
    """The legal form before or after, if the list writes it; an SCI nearly always says so."""
    chance = max(ways.legal, 0.75) if title.legal == "SCI" else ways.legal
    if title.style in NO_LEGAL:
        chance *= 0.15
    if not title.legal or rng.random() >= chance:
        return text
    form = title.legal if rng.random() > 0.05 else rng.choice(("SARL", "SAS", "SA"))
    if form in DOTTABLE and rng.random() < ways.dotted:
        form = ".".join(form) + "."
    first = rng.random() < ways.legal_first or form == "SCI"
    return (
        f"{form} {text}"
        if first
        else rng.choice((f"{text} {form}", f"{text} {form}", f"{text} ({form})"))
    )


def cased(rng: random.Random, text: str, case: str, accents: float) -> str:
    """Letters as the list writes them: "title", "upper", "lower" or, row by row, "mixed"."""
    if case == "mixed":
        case = rng.choice(("title", "title", "upper", "upper", "lower"))
    elif rng.random() < 0.06:
        case = rng.choice(("title", "upper"))
    if case == "upper":
        text = text.upper()
        return text if rng.random() < accents * 0.4 else plain(text)
    if case == "lower":
        text = text.lower() if rng.random() < 0.3 else text.capitalize()
    return text if rng.random() < accents else plain(text)
