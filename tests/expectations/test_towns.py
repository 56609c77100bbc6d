"""Postcodes against towns, by the official list."""

from __future__ import annotations

import pandas as pd
import pytest

from expectations.towns import TABLE, judged, plain_name


@pytest.mark.parametrize(
    ("postcode", "town", "told"),
    [
        ("42000", "Saint-Étienne", None),
        ("42100", "ST-ETIENNE", None),
        ("42230", "St Etienne", None),
        ("42230", "Saint-Victor-sur-Loire", None),  # a former town that stands on letters
        ("42000", "ROCHETAILLÉE", None),  # joined to Saint-Étienne in 1973
        ("42007", "SAINT-ETIENNE CEDEX 1", None),
        ("42950", "Saint-Étienne Cedex 9", None),
        ("42351", "La Talaudière CEDEX", None),
        ("42350", "LATALAUDIERE", None),
        ("42310", "Pacaudière (La)", None),
        ("42310", "La Pacaudière", None),
        ("42580", "L'Étrat (Loire)", None),
        ("42170", "St Just St Rambert", None),
        ("42173", "Saint-Just-sur-Loire", "postcode"),
        ("42170", "Saint Just s/Loire", None),
        ("69003", "Lyon 3e", None),
        ("69003", "Lyon", None),
        ("69003", "LYON 3ème arr.", None),
        ("75116", "Paris 16", None),
        ("13008", "Marseille 8e Arrondissement", None),
        ("98000", "Monaco", None),
        ("97400", "Saint-Denis", None),
        ("93200", "Saint-Denis", None),  # a namesake
        ("20000", "Ajaccio", None),
        ("60190", "Épineuse", None),
        (None, "Saint-Étienne", None),
        ("42000", None, None),
        ("4200", "Lyon", None),  # no postcode: told by its own rule
        ("42400", "Saint-Étienne", "mismatch"),
        ("69003", "saint étienne", "mismatch"),
        ("42100", "Firminy", "mismatch"),
        ("42000", "Le Puy-en-Velay", "mismatch"),
        ("69999", "Saint-Étienne", "mismatch"),  # another department's, whatever it is
        ("69007", "Saint-Étienne CEDEX", "mismatch"),
        ("42999", "Saint-Étienne", "postcode"),
        ("42999", "Saint-Nulle-Part", "postcode"),
        ("42350", "La Talodière", "town"),
        ("42000", "Le Soleil", "town"),  # a quarter
        ("42100", "Saint-Étienne - Terrenoire", None),  # a quarter beside its town
        ("42100", "SAINT ETIENNE BELLEVUE", None),
        ("42100", "Bellevue, Saint-Étienne", None),
        ("42000", "Saint-Étienne-le-Molard", "mismatch"),  # a town of its own, with 42130
        ("42400", "Saint-Étienne - Terrenoire", "town"),
    ],
)
def test_what_is_wrong(postcode, town, told):
    codes, towns = (pd.Series([value], dtype="str") for value in (postcode, town))
    cedex = towns.str.contains("cedex", case=False, na=False)
    found = judged(codes, towns, cedex)
    flags = {
        "mismatch": found.mismatch,
        "postcode": found.code_unlisted,
        "town": found.town_unlisted,
    }
    assert [name for name, flag in flags.items() if flag.iloc[0]] == ([told] if told else [])


@pytest.mark.parametrize(
    ("postcode", "town", "names"),
    [
        ("42350", "La Talodière", "La Talaudière"),
        ("42000", "Le Soleil", "Saint-Étienne, Rochetaillée"),
        ("42310", "Xyz", "La Pacaudière, Changy, Saint-Bonnet-des-Quarts, …"),
        ("42290", "Sorbiers", None),
    ],
)
def test_the_towns_of_a_postcode(postcode, town, names):
    codes, towns = (pd.Series([value], dtype="str") for value in (postcode, town))
    told = judged(codes, towns, codes.isna()).towns
    assert (None if pd.isna(told.iloc[0]) else told.iloc[0]) == names


def test_the_list_is_whole_and_says_where_it_comes_from():
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    head, body = lines[:6], lines[7:]
    assert len(body) > 6_300
    assert all(line.startswith("#") for line in head)
    assert "Licence Ouverte 2.0" in " ".join(head)
    assert body == sorted(body, key=lambda line: line[:5])
    assert all(plain_name(line.split(",")[1].split("|")[0]) for line in body[::100])
