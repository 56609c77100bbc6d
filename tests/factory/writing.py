"""How each sheet's keeper writes a field. What is not written by rule is in cells.toml."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

from .firms import Firm, no_accents
from .grid import Value

Writer = Callable[[Firm, Random], Value]


def of(field: str) -> Writer:
    """Writes the field as it is."""
    return lambda firm, chance: firm[field] or None


def sometimes(writer: Writer, share: float) -> Writer:
    """Writes in `share` of the rows and leaves the others empty."""
    return lambda firm, chance: writer(firm, chance) if chance.random() < share else None


def one_of(*choices: Value) -> Writer:
    """Writes one of the choices, whichever the row's own chance picks."""
    return lambda firm, chance: choices[int(chance.random() * len(choices))]


def capitals(field: str) -> Writer:
    """Writes in capitals, accents lost, as old office software did."""
    return lambda firm, chance: no_accents(firm[field]).upper() or None


def form_first(firm: Firm, chance: Random) -> Value:
    """SARL Dupont."""
    return f"{firm['form']} {firm['name']}" if firm["form"] in ("SARL", "EURL") else firm["name"]


def form_last(firm: Firm, chance: Random) -> Value:
    """DUPONT SARL, in half of the rows; DUPONT in the others."""
    name = no_accents(firm["name"]).upper()
    known = firm["form"] in ("SARL", "SAS", "EURL") and chance.random() < 0.5
    return f"{name} {firm['form']}" if known else name


def headcount(firm: Firm, chance: Random) -> Value:
    """A number, or the bracket that the statistics office uses."""
    if not firm["head"]:
        return None
    number = int(firm["head"])
    return "10-19" if 10 <= number < 20 else number


def dotted(field: str) -> Writer:
    """04.65.71.00.12."""
    return lambda firm, chance: firm[field].replace(" ", ".")


def joined(field: str) -> Writer:
    """0465710012."""
    return lambda firm, chance: firm[field].replace(" ", "")


def street(short: dict[str, str], upper: bool = False) -> Writer:
    """The address with its kind of street shortened the way this sheet does."""

    def write(firm: Firm, chance: Random) -> Value:
        text = firm["street"]
        for long, brief in short.items():
            text = text.replace(f" {long} ", f" {brief} ")
        return no_accents(text).upper() if upper else text

    return write


def place(firm: Firm, chance: Random) -> Value:
    """42000 Saint-Étienne."""
    return f"{firm['cp']} {firm['city']}"


def postcode(firm: Firm, chance: Random) -> Value:
    """The postcode as a number, as Excel takes it."""
    return int(firm["cp"])


def city(firm: Firm, chance: Random) -> Value:
    """The town, shortened as one does by hand."""
    written = (firm["city"], firm["city"].replace("Saint-", "St-"), firm["city"].upper())
    return written[int(chance.random() * 3)]


def day(first: int, last: int) -> Writer:
    """A real date within the years."""

    def write(firm: Firm, chance: Random) -> Value:
        year = first + int(chance.random() * (last - first + 1))
        return date(year, 1 + int(chance.random() * 10), 1 + int(chance.random() * 28))

    return write


def day_text(first: int, last: int) -> Writer:
    """01/02/11, as text."""
    return lambda firm, chance: f"{day(first, last)(firm, chance):%d/%m/%y}"


def year(first: int, last: int) -> Writer:
    """A year alone."""
    return lambda firm, chance: first + int(chance.random() * (last - first + 1))
