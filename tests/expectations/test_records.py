"""Each expectation on the standardised values, broken alone: what stands there, what is told."""

from __future__ import annotations

import pandas as pd
import pytest

from expectations import validate
from tests.expectations import baseline
from tests.expectations.worlds import Change, put, together, world_of

MAILS = [f"c{n}@abricot.example" for n in range(7)]


def _record(row: int, /, **values: object) -> Change:
    return put("records", row, **values)


# key: (what breaks it, the cell that is shown)
CASES: dict[str, tuple[Change, str | None]] = {
    "record_id_missing": (_record(0, record_id=None), None),
    "record_id_twice": (_record(1, record_id="R-000001"), None),
    "name_hollow": (_record(0, name_key=None), "B5"),
    "name_letters": (_record(0, name="1234"), "B5"),
    "name_mail": (_record(0, name="contact@abricot.example"), "B5"),
    "siren_form": (_record(0, siren="12345"), "C5"),
    "siren_check": (_record(3, siren="000000019", siret=None, vat=None), "C3"),
    "siret_form": (_record(1, siret="26 0001"), "D6"),
    "siret_check": (_record(1, siret="00000002600014"), "D6"),
    "siret_siren": (_record(0, siren="000000026"), "D5"),
    "vat_form": (_record(2, vat="FR6600000001"), "E2"),
    "vat_check": (_record(2, vat="FR67000000018"), "E2"),
    "vat_siren": (_record(2, siren="000000026"), "E2"),
    "siret_vat": (_record(3, vat="FR66000000018"), "E3"),
    "naf_form": (_record(0, naf="620"), None),
    "headcount_form": (_record(0, headcount="quelques-uns"), None),
    "postcode_form": (_record(0, postcode="4200"), "F5"),
    "postcode_department": (_record(0, postcode="96000"), "F5"),
    "town_postcode": (_record(1, postcode="42000"), "F6"),
    "postcode_unlisted": (_record(0, postcode="42999"), "F5"),
    "town_unlisted": (_record(1, city="Villard", city_key="VILLARDS"), "G6"),
    "city_missing": (_record(0, city=None, city_key=None), "F5"),
    "postcode_missing": (_record(0, postcode=None), "G5"),
    "joined_form": (_record(0, joined_on="vers 2010"), "L5"),
    "joined_future": (_record(0, joined_on="2091-01-01"), "L5"),
    "joined_old": (_record(0, joined_on="1811"), "L5"),
    "left_form": (_record(1, left_on="bientôt"), None),
    "left_before_joined": (_record(2, left_on="2011-02"), None),
    "left_future": (_record(1, left_on="2091"), None),
    "website_form": (_record(0, website="voir la fiche"), "O5"),
    "mail_website": (_record(0, emails=["rose@basilic.example", "rose@orange.fr"]), "J5"),
    "mails_many": (_record(0, emails=MAILS), "J5"),
    "note_left": (_record(0, notes="a démissionné le 12/03/2024"), "Q5"),
    "note_refused": (_record(1, notes="Ne plus envoyer de mails !"), "Q6"),
    "phone_form": (_record(1, phones=["+33465"]), "I6"),
    "fax_form": (_record(0, faxes=["0465710099"]), "P5"),
    "mail_form": (_record(0, emails=["contact@abricot"]), "J5"),
    "text_garbled": (_record(0, city="Saint-Ã\u0089tienne"), "G5"),
    "consent_word": (_record(0, newsletter="peut-être"), "N5"),
    "person_unnamed": (put("people", 0, first=None, last=None), "K5"),
    "person_digits": (put("people", 0, last="MARTIN 06"), "K5"),
    "due_year": (put("dues_read", 0, year=1200), "M5"),
    "due_after_left": (_record(0, left_on="2024-06"), "M5"),
    "due_amount": (put("dues_read", 1, amount=-120.0), "M3"),
    "due_state": (put("dues_read", 0, state="?"), "M5"),
}


@pytest.fixture(scope="module")
def findings():
    return validate("records", together("records", {key: case[0] for key, case in CASES.items()}))


def test_every_expectation_has_a_case(findings):
    assert list(findings.checks["expectation"]) == list(CASES)


@pytest.mark.parametrize("key", CASES)
def test_broken_alone(findings, key):
    own = world_of(findings.issues, list(CASES)) == key
    assert set(findings.issues.loc[own, "problem"]) == {key}


@pytest.mark.parametrize("key", CASES)
def test_told_with_its_cell(findings, key):
    issue = findings.issues[findings.issues["problem"] == key].iloc[0]
    assert (None if pd.isna(issue["cell"]) else issue["cell"]) == CASES[key][1]


def test_only_broken_promises_are_critical(findings):
    assert set(findings.critical["problem"]) == {"record_id_missing", "record_id_twice"}


def test_the_text_is_shown_as_it_was_written(findings):
    shown = findings.issues.set_index("problem")["raw"]
    assert shown["siren_form"] == "000 000 018"  # not the value of RECORDS
    assert shown["phone_form"] == "06 39 98 00 01"  # found through ORIGINS
    assert shown["naf_form"] == "620"  # RAW has no such column: the value itself


def test_details_fill_the_sentence(findings):
    details = findings.issues.set_index("problem")["details"]
    assert details["siret_siren"] == {"siren": "000000026"}
    assert details["town_postcode"] == {"city": "Villars"}
    assert details["town_unlisted"] == {"postcode": "42390", "towns": "Villars"}
    assert details["mails_many"] == {"n_mails": 7}


def test_what_standardising_told_is_not_told_again():
    """Digits that Excel has lost: `digits_lost` says so, and a wrong form would say it twice."""
    frames = baseline.frames("records")
    frames["records"]["siret"] = ["4,2E+13", "41234567890000", None, "6.65935E+10"]
    frames["records"]["siren"] = None
    frames["records"]["vat"] = None
    assert validate("records", frames).issues.empty


def test_a_cedex_code_is_on_no_list():
    """Standardising takes the word off; the row as written still has it."""
    frames = baseline.frames("records")
    frames["records"]["postcode"] = ["42007", "42999", None, "42007"]
    frames["raw"]["city"] = ["St-Étienne CEDEX 1", "VILLARS", None, "St-Etienne"]
    told = validate("records", frames).issues
    assert list(zip(told["problem"], told["cell"], strict=True)) == [
        ("postcode_unlisted", "F6"),
        ("postcode_unlisted", "F3"),
    ]


@pytest.mark.parametrize(
    ("mails", "told"),
    [
        (["rose@abricot.example"], False),
        (["rose@mail.abricot.example"], False),
        (["rose@abricot.test"], False),  # the same name under another ending
        (["rose@orange.fr"], False),  # a mail provider's address is nobody's own
        (["rose@basilic.example", "contact@abricot.example"], False),
        (["rose@basilic.example"], True),
        ([], False),
    ],
)
def test_mails_against_the_web_site(mails, told):
    frames = baseline.frames("records")
    _record(0, emails=mails)(frames)
    assert list(validate("records", frames).issues["problem"]) == ["mail_website"] * told


def test_headcounts_as_people_write_them():
    frames = baseline.frames("records")
    frames["records"]["headcount"] = ["12 salariés", "50 et +", "indépendant", "TPE"]
    assert validate("records", frames).issues.empty


def test_the_postcode_of_another_country_is_no_fault():
    frames = baseline.frames("records")
    frames["records"]["postcode"] = ["CH-1201", "L-1234", None, "D-10115"]
    frames["records"]["city"] = frames["records"]["city_key"] = ["Genève", "Luxembourg", "X", "Y"]
    told = set(validate("records", frames).issues["problem"])
    assert not told & {"postcode_form", "postcode_department", "town_postcode", "town_unlisted"}


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("Démission reçue le 3 mai", "note_left"),
        ("radiée en 2023", "note_left"),
        ("liquidation judiciaire", "note_left"),
        ("n'est plus adhérent", "note_left"),
        ("ne souhaite plus recevoir nos courriels", "note_refused"),
        ("STOP mail", "note_refused"),
        ("ne pas oublier la carte", None),
        ("radiateurs, chauffage", None),
        ("mission de conseil", None),
        ("à rappeler", None),
    ],
)
def test_what_a_remark_says_of_the_member(note: str, told: str | None) -> None:
    frames = baseline.frames("records")
    records = frames["records"].copy()
    records.loc[0, ["notes", "newsletter"]] = [note, "unknown"]
    found = validate("records", {**frames, "records": records}).issues["problem"]
    assert [one for one in found if one.startswith("note_")] == ([told] if told else [])


def test_a_remark_of_who_has_left_or_refused_is_nothing_new() -> None:
    frames = baseline.frames("records")
    records = frames["records"].copy()
    records.loc[0, ["notes", "struck"]] = ["a démissionné", True]
    records.loc[2, ["notes", "newsletter"]] = ["ne plus écrire", "no"]
    found = validate("records", {**frames, "records": records}).issues["problem"]
    assert not found.str.startswith("note_").any()
