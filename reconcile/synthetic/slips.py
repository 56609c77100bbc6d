"""Typing errors, letter by letter."""

from __future__ import annotations

import random
from typing import Final

# Keys beside each other on a French keyboard; letters that sound alike.
ROWS: Final = ("azertyuiop", "qsdfghjklm", "wxcvbn", "1234567890")
SOUNDS: Final = tuple(
    tuple(pair.split("-"))
    for pair in """ph-f ss-s ll-l nn-n tt-t y-i c-k eau-o ai-e qu-k z-s mm-m x-cs th-t i-y s-ss n-nn
    l-ll an-en en-an rr-r""".split()
)


KINDS: Final = (
    "deleted",
    "deleted",
    "beside",
    "beside",
    "transposed",
    "transposed",
    "doubled",
    "inserted",
    "another",
)


def _beside(rng: random.Random, char: str) -> str:
    for row in ROWS:
        at = row.find(char.lower())
        if at >= 0:
            near = row[at - 1 if (rng.random() < 0.5 and at) or at == len(row) - 1 else at + 1]
            return near.upper() if char.isupper() else near
    return rng.choice("aeinrst")


def slip(rng: random.Random, text: str) -> str:
    """The text with one error in a letter or digit; short texts stay whole."""
    spots = [at for at, char in enumerate(text) if char.isalnum()]
    if len(spots) < 3:
        return text
    # fewer at the start, where the eye is
    at = spots[int(len(spots) * (1 - rng.random() ** 1.5))] if len(spots) > 4 else rng.choice(spots)
    head, char, tail = text[:at], text[at], text[at + 1 :]
    if rng.random() < 0.12:
        return _by_ear(rng, text)
    forms = {
        "deleted": head + tail,
        "doubled": head + char + char + tail,
        "beside": head + _beside(rng, char) + tail,
        "inserted": head + _beside(rng, char) + char + tail,
        "transposed": head + tail[:1] + char + tail[1:] if tail[:1].isalnum() else head + tail,
        "another": head + rng.choice("aeiourstln") + tail,
    }
    return forms[rng.choice(KINDS)]


def _by_ear(rng: random.Random, text: str) -> str:
    """The text with another spelling of the same sound, or two words run together."""
    fits = [(old, new) for old, new in SOUNDS if old in text]
    if fits and (rng.random() < 0.75 or " " not in text):
        old, new = rng.choice(fits)
        return text.replace(old, new, 1)
    return text.replace(" ", "", 1)


def slips(rng: random.Random, text: str, chance: float) -> str:
    """None, one or, one time in six, two errors."""
    if rng.random() >= chance:
        return text
    text = slip(rng, text)
    return slip(rng, text) if rng.random() < 0.17 else text


def wrong_digit(rng: random.Random, digits: str) -> str:
    """One digit replaced, or two changed about."""
    at = rng.randrange(max(1, len(digits) - 1))
    if rng.random() < 0.4 and len(digits) > 1:
        return digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    return digits[:at] + rng.choice("0123456789") + digits[at + 1 :]
