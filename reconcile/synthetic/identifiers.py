"""Numbers of the invented world: SIREN, SIRET, phones, with valid check digits."""

from __future__ import annotations

import random

MOBILE = ("06", "06", "06", "07")


def luhn_digit(digits: str) -> str:
    """The digit that makes `digits` + digit pass Luhn's check."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def siren(rng: random.Random) -> str:
    """Nine digits that pass Luhn's check, begun as those that INSEE gives out."""
    digits = rng.choice("03334444555557788889999") + f"{rng.randrange(10**7):07d}"
    return digits + luhn_digit(digits)


def nic(rng: random.Random, company: str, rank: int | None = None) -> str:
    """Five digits: a site of a SIREN; most firms are at their first few ones."""
    number = rng.choice((1, 1, 1, 1, 2, 2, 3, 4, 5, 7, 11)) if rank is None else rank
    digits = f"{number:04d}"
    return digits + luhn_digit(company + digits)


def landline(rng: random.Random, start: str) -> str:
    """Ten digits; `start`: of the town, two digits of an area and two of an exchange."""
    chance = rng.random()
    if chance < 0.06:
        return f"09{rng.randrange(50_000_000, 89_999_999)}"
    if chance < 0.16:
        start = start[:2] + str(rng.choice((26, 28, 22, 69, 81, 82, 34, 72)))
    return start + f"{rng.randrange(200_000, 999_999):06d}"


def foreign(rng: random.Random, start: str) -> str:
    """Ten digits of an American number; `start`: the three of the area."""
    return start + f"{rng.randrange(2_000_000, 9_999_999):07d}"


def mobile(rng: random.Random) -> str:
    """Ten digits of a French mobile."""
    return rng.choice(MOBILE) + f"{rng.randrange(10_000_000, 99_999_999):08d}"
