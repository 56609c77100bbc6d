"""Addresses: street, number, what goes beside, postcode and town."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.standardise import addresses, places
from reconcile.standardise.addresses import street_key
from reconcile.standardise.places import city_key

from .raw import FEW, filled, text, values


def read(**labels: list[str | None]) -> dict[str, object]:
    """All columns of one row that tells of a place."""
    cells = filled(**labels)
    written = places.look(cells)
    part, ends = addresses.read(cells, written.code.fillna(written.other_code))
    town = places.read(written, cells, ends)
    found = {**part.columns, **town.columns}
    return {name: values(column)[0] for name, column in found.items()}


@pytest.mark.parametrize(
    ("written", "address", "number", "key", "extra"),
    [
        ("12 AV DE LA LIBERATION", "12 AV DE LA LIBERATION", "12", "AVENUE LIBERATION", None),
        (
            "12, avenue de la Libération",
            "12, avenue de la Libération",
            "12",
            "AVENUE LIBERATION",
            None,
        ),
        (
            "12 bis bd Gal de Gaulle",
            "12 bis bd Gal de Gaulle",
            "12BIS",
            "BOULEVARD GENERAL GAULLE",
            None,
        ),
        ("12B Boul. du Général de Gaulle", None, "12BIS", "BOULEVARD GENERAL GAULLE", None),
        ("3 B RUE DU LYCEE", None, "3BIS", "RUE LYCEE", None),
        ("7 ter r. St-Roch", None, "7TER", "RUE SAINT ROCH", None),
        ("12-14 rue du Parc", None, "12", "RUE PARC", None),
        ("n° 7 ch. des Bruyères", None, "7", "CHEMIN BRUYERES", None),
        ("5 av.du 11 Novembre", None, "5", "AVENUE 11 NOVEMBRE", None),
        ("1 Grande Rue", None, "1", "GRANDE RUE", None),
        ("Place de l'Hôtel de Ville", None, None, "PLACE HOTEL VILLE", None),
        ("BP 50 - 138, rte Einstein", "138, rte Einstein", "138", "ROUTE EINSTEIN", "BP 50"),
        ("2EME ETAGE - 111 BLD PAYET", "111 BLD PAYET", "111", "BOULEVARD PAYET", "2EME ETAGE"),
        ("ZI Molina, rue Neuve", "rue Neuve", None, "RUE NEUVE", "ZI Molina"),
        ("12 rue X Bât. B", "12 rue X", "12", "RUE X", "Bât. B"),
        (
            "Technopole 10 rue J. Lauras BP 12",
            "10 rue J. Lauras",
            "10",
            "RUE J LAURAS",
            "Technopole, BP 12",
        ),
        (
            "8 all. Brunet Zone industrielle",
            "8 all. Brunet",
            "8",
            "ALLEE BRUNET",
            "Zone industrielle",
        ),
        (
            "Immeuble Le Puits 12 r. Jean-Jaurès",
            "12 r. Jean-Jaurès",
            "12",
            "RUE JEAN JAURES",
            "Immeuble Le Puits",
        ),
        (
            "5 rue de la Technopole\nBâtiment C",
            "5 rue de la Technopole",
            "5",
            "RUE TECHNOPOLE",
            "Bâtiment C",
        ),
        ("10 rue X (Lille)", "10 rue X", "10", "RUE X", "(Lille)"),
        ("LA VERNEE", None, None, "VERNEE", None),
        ("ZI Molina Nord", None, None, "ZI MOLINA NORD", None),  # all there is stays the address
        ("12224 ventura blvd.", None, "12224", "VENTURA BOULEVARD", None),
        ("435 s. la cienega blv.", None, "435", "S CIENEGA BOULEVARD", None),
        ("2709 main st.", None, "2709", "MAIN STREET", None),
        (
            "522 columbus ave. between 85th and 86th",
            "522 columbus ave.",
            "522",
            "COLUMBUS AVENUE",
            "between 85th and 86th",
        ),
        (None, None, None, None, None),
    ],
)
def test_address(
    written: str | None, address: str | None, number: str | None, key: str | None, extra: str | None
) -> None:
    found = read(address=[written])
    assert found["address"] == (address or written)  # None: nothing was split off
    assert (found["street_no"], found["street_key"], found["address_extra"]) == (number, key, extra)


def test_address_columns_are_joined() -> None:
    found = read(address=["12 rue Neuve"], address__2=["ZA du Puits"], address_extra=["Bât. B"])
    assert (found["address"], found["address_extra"]) == ("12 rue Neuve", "ZA du Puits, Bât. B")


@pytest.mark.parametrize(
    ("postcode", "city", "read_code", "read_city", "key"),
    [
        ("42000", "Saint-Étienne", "42000", "Saint-Étienne", "SAINT ETIENNE"),
        ("42000", "ST ETIENNE", "42000", "ST ETIENNE", "SAINT ETIENNE"),
        ("42001", "St-Etienne Cedex 1", "42001", "St-Etienne", "SAINT ETIENNE"),
        ("42 000", "SAINT ETIENNE CEDEX", "42000", "SAINT ETIENNE", "SAINT ETIENNE"),
        ("42000 Saint-Étienne", None, "42000", "Saint-Étienne", "SAINT ETIENNE"),
        (None, "42000 Saint-Étienne", "42000", "Saint-Étienne", "SAINT ETIENNE"),
        (None, "F-42000 Saint-Étienne", "42000", "Saint-Étienne", "SAINT ETIENNE"),
        (None, "Saint-Étienne (42000)", "42000", "Saint-Étienne", "SAINT ETIENNE"),
        (None, "Saint-Étienne (42)", None, "Saint-Étienne", "SAINT ETIENNE"),
        ("42000.0", "Ste-Croix", "42000", "Ste-Croix", "SAINTE CROIX"),
        ("1000", "Bourg-en-Bresse", "01000", "Bourg-en-Bresse", "BOURG EN BRESSE"),
        ("69003", "LYON 03", "69003", "LYON 03", "LYON"),
        ("69003", "Lyon 3e arrondissement", "69003", "Lyon 3e arrondissement", "LYON"),
        ("42580", "L’Étrat", "42580", "L'Étrat", "L ETRAT"),
        ("42", "x", "42", None, None),
    ],
)
def test_postcode_and_town(
    postcode: str | None,
    city: str | None,
    read_code: str | None,
    read_city: str | None,
    key: str | None,
) -> None:
    found = read(postcode=[postcode], city=[city])
    assert (found["postcode"], found["city"], found["city_key"]) == (read_code, read_city, key)


def test_postcode_and_town_at_the_end_of_the_address() -> None:
    found = read(address=["10 crs Fauriel, 42100 ST ETIENNE"])
    assert found["address"] == "10 crs Fauriel"
    assert (found["postcode"], found["city"]) == ("42100", "ST ETIENNE")


def test_a_town_in_the_address_that_contradicts_the_postcode_stays() -> None:
    found = read(address=["10 crs Fauriel, 69001 LYON"], postcode=["42100"])
    assert (found["address"], found["address_extra"]) == ("10 crs Fauriel", "69001 LYON")
    assert (found["postcode"], found["city"]) == ("42100", None)


def test_a_zero_put_back_is_said() -> None:
    cells = filled(postcode=["1000", "42000", "1000.0"])
    written = places.look(cells)
    _, ends = addresses.read(cells, written.code)
    said = places.read(written, cells, ends).remarks
    assert said[["pos", "problem", "raw"]].to_numpy().tolist() == [
        [0, "zero_put_back", "1000"],
        [2, "zero_put_back", "1000.0"],
    ]


FORMS = [
    ("avenue", "av", "AV.", "Ave"),
    ("boulevard", "bd", "BLD", "Boul."),
    ("allée", "all", "ALL.", "ALLEE"),
    ("impasse", "imp", "IMP."),
    ("place", "pl", "PL."),
    ("chemin", "che", "CHEM", "ch."),
    ("route", "rte", "RTE."),
    ("rue", "r", "R."),
    ("cours", "crs", "CRS"),
    ("square", "sq"),
    ("faubourg", "fg", "Fbg"),
]
TITLES = [
    ("Général", "Gal", "GAL."),
    ("Docteur", "Dr"),
    ("Saint", "St"),
    ("Maréchal", "Mal"),
    ("", ""),
]
NAMES = st.sampled_from(
    ["de Gaulle", "des Forges", "Étienne Mimard", "du Grand Pré", "11 Novembre"]
)


@settings(FEW, max_examples=30)
@given(st.sampled_from(FORMS), st.sampled_from(TITLES), NAMES, st.data())
def test_long_and_short_forms_have_one_key(
    kinds: tuple[str, ...], titles: tuple[str, ...], name: str, data: st.DataObject
) -> None:
    written = [
        f"12 {data.draw(st.sampled_from(kinds))} {data.draw(st.sampled_from(titles))} {name}"
        for _ in range(2)
    ]
    one, other = (read(address=[line]) for line in (written[0], written[1].upper()))
    assert one["street_key"] == other["street_key"]
    assert one["street_no"] == other["street_no"] == "12"


@FEW
@given(st.text("abcéÉ'- 12,.", min_size=1, max_size=25))
def test_keys_of_places_are_never_empty_where_there_are_letters(written: str) -> None:
    wants = any(letter.isalnum() for letter in written)
    assert (values(street_key(text(written)))[0] is not None) == wants
    assert (values(city_key(text(written)))[0] is not None) == wants
