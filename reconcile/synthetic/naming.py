"""Names of firms: templates of words.toml filled in for a director and a town."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import Final

from .text import squeeze
from .vocabulary import Trade, Vocabulary

SMALL: Final = frozenset("de du des d' la le les l' et & à au aux pour par en - sur".split())
CLASSES: Final = ("artisan", "artisan", "artisan", "industry", "service", "service", "shop", "tech")
# The part of a name that tells the firm from others, best first.
TELLING: Final = ("invented", "rooted", "letters", "surname", "english_b", "saint", "hero", "first")
CONSONANTS, VOWELS = "BCDFGHJKLMNPRSTVX", "AEIO"
V = "(?=[AEIOUÉÈÊÂÎÔŒaeiouéèêâîôœ])"
JOINTS: Final = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (r"\bde Le ", "du "),
        (r"\bde Les ", "des "),
        (r"\bde (?=(?:du|des|de la|de l'|d')\b)", ""),
        (rf"\bdu {V}", "de l'"),
        (rf"\bde {V}", "d'"),
        (rf"\bAu {V}", "À l'"),
        (rf"\bL[ea] {V}", "L'"),
        (rf"\bl[ea] {V}", "l'"),
        (r"\b(\w{3,}) \1\b", r"\1"),
        (r"\s+", " "),
    )
)
NUMBERS: Final = "2 3 4 7 8 12 17 21 24 33 42 56 101".split()
# How often a firm of a style works under another name than its own.
SHOPS: Final = {
    "surname": 0.12, "person": 0.4, "first_name": 0.15, "restaurant": 0.08, "shop": 0.12,
    "letters": 0.15, "generic": 0.08, "place": 0.08, "office": 0.05,
}  # fmt: skip
LONG: Final = frozenset(("cfa", "institute", "association"))
SHOP_STYLES: Final = ("shop", "invented", "generic", "english", "letters", "first_name")
ARTICLE = re.compile(r"^(?:du |de la |de l'|des |de |d')")
SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Person:
    """A director."""

    first: str
    last: str


@dataclass(frozen=True)
class Name:
    """usual: in natural spelling, without legal form; short: an acronym or ""; shop: the name
    above the door or ""; core: its telling part, for linked firms and web domains."""

    usual: str
    legal: str
    short: str = ""
    shop: str = ""
    core: str = ""
    style: str = ""


def person(rng: random.Random, words: Vocabulary) -> Person:
    """A director, names as frequent as in France."""
    return Person(words.first_names.pick(rng), words.surnames.pick(rng))


def initials_of(text: str) -> str:
    """First letters of the words that count, capitals without accents."""
    text = re.sub(r"\b[dlDL]['’]", "", text)
    parts = [part for part in re.split(r"[\s\-]+", text) if part.lower() not in SMALL]
    return squeeze("".join(part[0] for part in parts if part)).upper()


def smooth(text: str) -> str:
    """Articles joined to their words, words said once: "de Le Coteau" -> "du Coteau", "de
    Andrézieux" -> "d'Andrézieux", "Le Âne" -> "L'Âne"."""
    for pattern, new in JOINTS:
        text = pattern.sub(new, text)
    return text.strip()


def syllables(rng: random.Random, words: Vocabulary) -> str:
    """An invented word such as "Sovatec"."""
    pools = words.pools
    middle = pools["syllable_b"].pick(rng) if rng.random() < 0.55 else ""
    word = pools["syllable_a"].pick(rng) + middle + pools["syllable_c"].pick(rng)
    word = re.sub(r"(.)\1{2,}", r"\1", word)
    return word.upper() if rng.random() < 0.08 else word[0].upper() + word[1:]


def rooted(rng: random.Random, words: Vocabulary) -> str:
    """A word such as "Mécaloire" or "Batisol", from a root of a trade."""
    root, end = words.pools["root"].pick(rng), words.pools["syllable_c"].pick(rng)
    pattern = rng.random()
    if pattern < 0.2:
        return root + " " + str(rng.choice((42, 2000, 3, 69, "Loire", "Services", "Forez", "Sud")))
    if pattern < 0.35:
        return root + "-" + end.capitalize()
    return root + (words.pools["syllable_b"].pick(rng) if pattern < 0.5 else "") + end


def letters(rng: random.Random) -> str:
    """Two to four capitals, more often three."""
    size = rng.choice((2, 3, 3, 3, 3, 4, 4))
    alphabet = CONSONANTS + VOWELS
    return "".join(rng.choice(alphabet) for _ in range(size))


def agree(adjective: str, trade: Trade) -> str:
    """The form of "masculine/feminine" that goes with a trade."""
    masculine, feminine = adjective.split("/")
    form = feminine if trade.feminine else masculine
    if not trade.plural or form.endswith(("s", "x")):
        return form
    return form[:-2] + "aux" if form.endswith("al") else form + "s"


class Filling:
    """One template being filled in; remembers what stands in its places."""

    def __init__(self, rng: random.Random, words: Vocabulary, boss: Person, town: str) -> None:
        self.rng, self.words, self.boss, self.town = rng, words, boss, town
        self.kind = rng.choice(CLASSES)
        self.trade = self._trade(self.kind)
        self.values: dict[str, str] = {}

    def text(self, template: str) -> str:
        """The template with every place filled, articles joined."""
        return smooth(SLOT.sub(self._slot, template))

    def _slot(self, match: re.Match[str]) -> str:
        key = match[1]
        if key not in self.values:
            self.values[key] = self._value(key.rstrip("23"), key[-1] in "23")
        return self.values[key]

    def _trade(self, kind: str) -> Trade:
        trades = self.words.trades[kind]
        # the square makes common trades common without losing the rare ones
        return trades[int(len(trades) * self.rng.random() ** 1.4)]

    def _value(self, key: str, other: bool) -> str:
        """What a place stands for; `other`: its key ends in 2 or 3."""
        rng, words = self.rng, self.words
        if key in ("trade", "office", "shop"):
            before = self.trade
            self.trade = self._trade(self.kind if key == "trade" else key)
            if other and self.trade == before:
                self.trade = self._trade(self.kind)
            return self.trade.name
        if key in words.pools and key not in ("adjective", "hotel_of", "surname"):
            return words.pools[key].pick(rng)
        return self._made(key, other)

    def _made(self, key: str, other: bool) -> str:
        rng, pools = self.rng, self.words.pools
        who = person(rng, self.words) if other else self.boss
        hotel = pools["hotel_of"]
        makers = {
            "surname": lambda: who.last,
            "first": lambda: who.first,
            "initial": lambda: who.first[0],
            "initials": lambda: initials_of(who.first + " " + who.last),
            "town": lambda: self.town,
            "invented": lambda: syllables(rng, self.words),
            "rooted": lambda: rooted(rng, self.words),
            "letters": lambda: letters(rng),
            "dotted": lambda: ".".join(letters(rng)) + ".",
            "digit": lambda: str(rng.randrange(2, 5)),
            "number": lambda: rng.choice(NUMBERS),
            "street": lambda: pools["names"].pick(rng),
            "adj": lambda: agree(pools["adjective"].pick(rng), self.trade),
            "adjf": lambda: agree(pools["adjective"].pick(rng), Trade("", True, False)),
            "adjp": lambda: agree(pools["adjective"].pick(rng), Trade("", False, True)),
            "hotel_of": lambda: ARTICLE.sub("", hotel.pick(rng)) if other else hotel.pick(rng),
            "animal_le": lambda: smooth("de Le " + pools["animal"].pick(rng)),
        }
        return makers[key]()


def name(
    rng: random.Random, words: Vocabulary, style: str, boss: Person, town: str, bodies: float = 0.15
) -> Name:
    """A new name in a style; sometimes with an acronym, sometimes with a shop name.

    bodies: how many schools are known by the name of the body that runs them, too.
    """
    filling = Filling(rng, words, boss, town)
    usual = filling.text(words.styles[style].pick(rng))
    core = next((filling.values[key] for key in TELLING if key in filling.values), usual)
    short = initials_of(usual) if style == "acronym" else ""
    if style in LONG and len(usual.split()) > 3 and rng.random() < 0.3:
        short = initials_of(usual)
    shop = ""
    if f"{style}_shop" in words.pools:
        if rng.random() < bodies:
            template = words.pools[f"{style}_shop"].pick(rng)
            shop = filling.text(template.replace("{core}", core).replace("{usual}", usual))
    elif rng.random() < SHOPS.get(style, 0.05):
        shop = filling.text(words.styles[rng.choice(SHOP_STYLES)].pick(rng))
    return Name(
        usual, words.pools["legal"].pick(rng), short, "" if shop == usual else shop, core, style
    )
