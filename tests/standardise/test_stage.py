"""The stage as a whole: tables of the right shape, named cells, nothing lost or changed."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.fields import FIELDS
from reconcile.standardise import standardise
from reconcile.tables import TABLES, empty
from reconcile.words import words

from .raw import FEW, columns, filled, raw, values

ROW = {
    "name": ["SARL Forge Bleue (ex Forge Verte)"],
    "siret": ["25916800011"],
    "address": ["idem"],
    "postcode": ["42000 Saint-Étienne"],
    "phone": ["04 65 71 00 00 / 06 39 98 00 01"],
    "email": ["Contact@forge.example,"],
    "joined_on": ["31/02/2010"],
    "newsletter": ["peut-être"],
    "notes": ["à revoir"],
    "notes__2": ["bis"],
    "member_no": ["12.0"],
}


def test_a_row_of_records() -> None:
    read = standardise(raw(**ROW), empty("columns"))
    row = {name: values(column)[0] for name, column in read.records.items()}
    assert {name: row[name] for name in row if row[name] not in (None, [], "unknown")} == {
        "source": "club",
        "file": "club/list.xlsx",
        "sheet": "Feuil1",
        "row": 2,
        "hidden": False,
        "struck": False,
        "member_no": "12",
        "name": "SARL Forge Bleue",
        "former_name": "Forge Verte",
        "legal_form": "SARL",
        "name_key": "FORGE BLEUE",
        "former_key": "FORGE VERTE",
        "siren": "000259168",
        "siret": "00025916800011",
        "siren_ok": True,
        "siret_ok": True,
        "postcode": "42000",
        "city": "Saint-Étienne",
        "city_key": "SAINT ETIENNE",
        "phones": ["+33465710000", "+33639980001"],
        "emails": ["contact@forge.example"],
        "domain": "forge.example",
        "notes": "à revoir; bis",
    }


def test_issues_name_the_cell() -> None:
    labels = [name.replace("__", "#") for name in ROW]
    issues = standardise(raw(**ROW), columns(*labels)).issues
    assert issues[["cell", "field", "raw", "problem", "severity"]].to_numpy().tolist() == [
        ["C2", "address", "idem", "same_as_above", "info"],
        ["G2", "joined_on", "31/02/2010", "date_unreadable", "warning"],
        ["H2", "newsletter", "peut-être", "flag_unreadable", "warning"],
        ["B2", "siret", "25916800011", "zero_put_back", "info"],
    ]
    assert set(issues["file"]) == {"club/list.xlsx"} and set(issues["row"]) == {2}
    assert issues["record_id"].isna().all()


def test_without_columns_the_cell_is_not_known() -> None:
    assert standardise(raw(**ROW), empty("columns")).issues["cell"].isna().all()


def test_where_values_come_from() -> None:
    origins = standardise(raw(**ROW), empty("columns")).origins
    assert sorted(origins[["field", "nth", "label"]].to_numpy().tolist()) == [
        ["city", 0, "postcode"],
        ["emails", 0, "email"],
        ["former_name", 0, "name"],
        ["legal_form", 0, "name"],
        ["phones", 0, "phone"],
        ["phones", 1, "phone"],
        ["siren", 0, "siret"],
    ]


@pytest.mark.parametrize(
    "frame",
    [
        empty("raw"),
        raw(name=["Forge"]),
        raw(phone=[None, "04 65 71 00 00"]),
        raw(**{field.name: [None, None] for field in FIELDS}),
        raw(**{field.name: ["-", "#N/A"] for field in FIELDS}),
        raw(**{field.name: ["www", "@", ][:2] for field in FIELDS}),
    ],
    ids=["no row", "one label", "no name", "empty cells", "placeholders", "nonsense"],
)  # fmt: skip
def test_tables_have_their_shape_whatever_is_missing(frame: pd.DataFrame) -> None:
    read = standardise(frame, empty("columns"))
    for name, table in {
        "records": read.records,
        "people": read.people,
        "dues_read": read.dues_read,
        "origins": read.origins,
        "issues": read.issues,
    }.items():
        assert {column: str(dtype) for column, dtype in table.dtypes.items()} == TABLES[name], name
    assert len(read.records) == len(frame)
    assert list(read.records.index) == list(range(len(frame)))


def test_the_input_is_not_changed_and_its_index_does_not_matter() -> None:
    frame = raw(name=["Forge", "Volt"], phone=["04 65 71 00 00", None]).set_axis([7, 3], axis=0)
    before = frame.copy(deep=True)
    read = standardise(frame, empty("columns"))
    pd.testing.assert_frame_equal(frame, before)
    assert values(read.records["name"]) == ["Forge", "Volt"]
    assert list(read.records.index) == [0, 1]
    assert list(read.origins["pos"]) == [0]
    assert values(read.records["phones"]) == [["+33465710000"], []]


def test_lists_of_two_rows_are_two_lists() -> None:
    lists = standardise(raw(phone=["04 65 71 00 00"] * 2), empty("columns")).records["phones"]
    lists[0].append("x")
    assert lists[1] == ["+33465710000"]


def test_every_problem_has_words() -> None:
    problems = {
        "same_as_above": {},
        "zero_put_back": {"value": "01000"},
        "digits_lost": {},
        "siren_in_siret": {},
        "siret_in_siren": {},
        "date_unreadable": {},
        "flag_unreadable": {},
        "dues_unreadable": {},
        "names_swapped": {"first": "Jean", "last": "Dupont"},
        "person_in_name": {"person": "M. Dupont"},
        "mail_elsewhere": {"value": "a@forge.example"},
        "phone_elsewhere": {"value": "04 65 71 00 00"},
        "postcode_in_town": {"value": "42000"},
        "town_in_postcode": {"value": "Sorbiers"},
        "several_identifiers": {"value": "00025916800011"},
        "second_number_completed": {},
    }
    for language in ("fr", "en"):
        for problem, details in problems.items():
            for part in ("sentence", "cure"):
                said = words(language)(
                    f"problems.{problem}.{part}", raw="abc", field="f", **details
                )
                assert said and "{" not in said


def test_a_page_in_a_cell_is_read_to_its_two_thousandth_sign() -> None:
    """Patterns that look for addresses take minutes over a page. Notes stay whole."""
    page = "a." * 50_000
    read = filled(email=[page], notes=[page], notes__2=[page]).by_field
    lengths = {name: read[name]["text"].str.len().tolist() for name in ("email", "notes")}
    assert lengths == {"email": [2_000], "notes": [100_000, 100_000]}


CELL = st.none() | st.text("aÉ1 0@.,;/+-()€x\n", max_size=12)


@settings(FEW, max_examples=12)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=3))
def test_no_row_is_lost_whatever_is_typed(cells: list[tuple[str | None, str | None]]) -> None:
    one, two = [a for a, _ in cells], [b for _, b in cells]
    names = [field.name for field in FIELDS]
    frame = raw(**{name: one if n % 2 else two for n, name in enumerate(names)})
    assert list(standardise(frame, empty("columns")).records["row"]) == list(frame["row"])
