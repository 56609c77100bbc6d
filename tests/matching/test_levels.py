"""Two records beside the level that a comparison gives them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from reconcile.matching import shipped
from reconcile.matching.comparisons import compare, name, place
from reconcile.matching.model import assume, class_bits, count_patterns
from reconcile.matching.weights import COMPARISONS, LEVELS, PARTS, normalised, total
from tests.frames import records

LEFT, RIGHT = np.array([0]), np.array([1])
CROWD = [{"name": f"Filler{n:02d}"} for n in range(40)]
TOWN = {"city_key": "ROANNE", "postcode": "42300"}
STREET = {"street_no": "12", "street_key": "RUE DES FORGES"}

NAMES = [
    ("Miralix", "Miralix", "equal"),
    ("Miralix", "Miralyx", "close"),
    ("Vorange Conseil", "Conseil Vorange", "equal"),
    ("Miralix", "Miralix Vorange", "contained"),
    ("Laka Transports", "Laka Optique", "apart"),
    ("Valentin Pere et Fils", "VPEF", "contained"),
    ("Lycee 2", "Lycee 3", "apart"),
    ("Miralix", "Vorange", "different"),
    ("Miralix Holding", "Miralix", "related"),
    ("Miralix Invest", "Miralix", "related"),
]


@pytest.mark.parametrize(("left", "right", "wanted"), NAMES)
def test_names(left: str, right: str, wanted: str) -> None:
    table = records({"name": left}, {"name": right}, *CROWD)
    best, second = name(table, LEFT, RIGHT, shipped())
    assert LEVELS["name"][best[0]].startswith(wanted)
    assert second[0] == -1


def test_a_name_in_the_others_web_domain() -> None:
    table = records({"name": "Maury Masson"}, {"name": "Etoile", "domain": "etsmaurymasson.fr"})
    best, _ = name(table, LEFT, RIGHT, shipped())
    assert LEVELS["name"][best[0]].startswith("contained")


SECOND = [
    ({"trade_key": "LE FOURNIL"}, {"trade_key": "LE FOURNIL"}, "equal"),
    ({"trade_key": "LE FOURNIL"}, {"trade_key": "LE FOURNILE"}, "equal"),
    ({"trade_key": "CFA DU GERS"}, {"trade_key": "LYCEE PASTEUR"}, "different"),
    ({"trade_key": "LE FOURNIL"}, {}, None),
    ({"trade_key": "VORANGE"}, {"trade_key": "LE FOURNIL"}, None),  # the company's name again
]


@pytest.mark.parametrize(("left", "right", "wanted"), SECOND)
def test_second_names(left: dict[str, Any], right: dict[str, Any], wanted: str | None) -> None:
    table = records({"name": "Vorange", **left}, {"name": "Vorange", **right}, *CROWD)
    _, second = name(table, LEFT, RIGHT, shipped())
    assert (LEVELS["second_name"][second[0]] if second[0] >= 0 else None) == wanted


def test_two_names_changed_about_are_both_the_same() -> None:
    one = {"name": "Vorange", "trade_key": "LE FOURNIL"}
    other = {"name": "Le Fournil", "trade_key": "VORANGE"}
    best, second = name(records(one, other, *CROWD), LEFT, RIGHT, shipped())
    assert LEVELS["name"][best[0]].startswith("equal")
    assert LEVELS["second_name"][second[0]] == "equal"


PLACES = [
    ({**TOWN, **STREET}, {**TOWN, **STREET}, "same_address"),
    ({**TOWN, **STREET}, {**TOWN, "street_key": "RUE DES FORGES"}, "same_address"),
    ({**TOWN, **STREET}, {**TOWN, **STREET, "street_no": "31"}, "same_street"),
    ({**TOWN, **STREET}, {**TOWN, "street_key": "AVENUE DU LAC"}, "other_street"),
    ({**TOWN, **STREET}, {**STREET, "city_key": "MABLY"}, "address_elsewhere"),
    ({**TOWN, **STREET}, {"city_key": "MABLY", "street_key": "AVENUE DU LAC"}, "other_city"),
    ({**TOWN, **STREET}, {"postcode": "69003", "street_key": "AVENUE DU LAC"}, "far"),
    ({**TOWN, **STREET}, TOWN, "same_city"),
    ({**TOWN, **STREET}, {"city_key": "MABLY"}, "town_other"),
    (TOWN, {"postcode": "69003"}, "town_far"),
    ({**TOWN, **STREET}, {}, None),
]


@pytest.mark.parametrize(("left", "right", "wanted"), PLACES)
def test_places(left: dict[str, Any], right: dict[str, Any], wanted: str | None) -> None:
    level = place(records(left, right), LEFT, RIGHT)[0]
    assert (LEVELS["place"][level] if level >= 0 else None) == wanted
    assert place(records(right, left), LEFT, RIGHT)[0] == level


def test_each_part_of_the_levels_sums_to_one() -> None:
    for kind, of_class in shipped().chance.items():
        for comparison, row in of_class.items():
            assert total(comparison, row) == pytest.approx(1.0), (kind, comparison)
    assert sum(PARTS["place"]) == len(LEVELS["place"])


def test_a_list_without_streets_is_no_evidence_about_towns() -> None:
    counted = [5.0, 20.0, 75.0, *[1.0] * 7]
    rare = [one * 1000 for one in counted[:3]] + counted[3:]
    assert normalised("place", counted) == pytest.approx(normalised("place", rare))


def test_what_a_pair_weighs_depends_on_its_pattern_alone() -> None:
    rows = [{"name": "Miralix", **TOWN}, {"name": "Vorange", **TOWN}] * 3
    table = records(*[row | {"source": "ab"[n % 2]} for n, row in enumerate(rows)])
    left, right = np.triu_indices(len(table), k=1)
    pairs = pd.DataFrame({"left": left, "right": right, "rules": 0})
    levels = compare(table, pairs, shipped())
    patterns = count_patterns(levels, table["source"])
    assert len(patterns.count) < len(levels)
    assert patterns.count.sum() == len(levels)
    assert (patterns.levels[patterns.pattern] == levels[list(COMPARISONS)].to_numpy()).all()
    bits = class_bits(patterns, assume(table["source"], shipped()))["m"]
    assert np.isfinite(bits.to_numpy()).all()
