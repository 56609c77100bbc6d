"""How values read: what goes in, what staff see."""

from __future__ import annotations

import tomllib
from datetime import date

import pandas as pd
import pytest

from reconcile.words import words
from reconcile.workbooks import shown

FR, EN = words("fr"), words("en")


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("siret", "00012345500012", "000 123 455 00012"),
        ("siren", "000123455", "000 123 455"),
        ("siren", "en cours", "en cours"),
        ("siret", "0001234550001", "0001234550001"),
        ("phones", ["+33465710001", "0639980001"], "04 65 71 00 01, 06 39 98 00 01"),
        ("phone", "+41215550100", "+41215550100"),
        ("phone#2", "+33465710001", "04 65 71 00 01"),
        ("joined_on", "2011-09-15", "15/09/2011"),
        ("joined_on", "2011-09", "09/2011"),
        ("joined_on:rezames", "2011", "2011"),
        ("left_on", "vers 2011", "vers 2011"),
        ("name", pd.NA, ""),
        ("name", float("nan"), ""),
        ("commissions", ["5 à 7", "Bien-être"], "5 à 7, Bien-être"),
        ("commissions", [], ""),
    ],
)
def test_a_value_reads_as_people_write_it(field: str, value: object, text: str) -> None:
    assert shown.value_text(field, value) == text


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("2011-09-15", date(2011, 9, 15)),
        ("2011-09", "09/2011"),
        ("2011", 2011),
        ("2011-02-30", "2011-02-30"),
        ("été 2011", "été 2011"),
        ("", ""),
    ],
)
def test_a_date_keeps_no_more_than_it_says(text: str, cell: object) -> None:
    assert shown.day(text) == cell


@pytest.mark.parametrize(
    ("field", "personal"),
    [
        ("phone", True), ("phone#2", True), ("mobile", True), ("emails", True), ("people", True),
        ("phones", True), ("contact_last#2", True), ("notes", True), ("fax", False),
        ("name", False), ("siret", False), ("dues#2011", False), ("unheard_of", False),
    ],
)  # fmt: skip
def test_personal_fields_are_known_under_every_name(field: str, personal: bool) -> None:
    assert shown.is_personal(field) is personal


@pytest.mark.parametrize(
    ("field", "french"),
    [
        ("phone#2", "Téléphone 2"),
        ("dues#2011", "Cotisation 2011"),
        ("member_no:rezames", "N° adhérent (Rezames)"),
        ("former_name", "Ancien nom"),
        ("unheard_of", "unheard_of"),
        ("dues#owed2025", "Cotisation 2025 (reste à payer)"),
        ("newsletter#refused", "Newsletter (refus)"),
        ("commissions#=Pôle : emploi", "Commissions : Pôle : emploi"),
        ("phone#/fax", "Téléphone / Fax"),
        ("phone#fax/", "Fax / Téléphone"),
    ],
)
def test_a_field_has_a_name(field: str, french: str) -> None:
    assert shown.field_name(FR, field, {"rezames": "Rezames"}) == french


def test_numbers_counts_and_dates_follow_the_language() -> None:
    assert shown.number(FR, 12345.6, 1) == f"12{shown.NB}345,6"
    assert shown.number(EN, 12345.6, 1) == "12,345.6"
    assert [shown.count(FR, "members", n) for n in (0, 1, 2000)] == [
        "aucun adhérent", "un adhérent", f"2{shown.NB}000 adhérents"]  # fmt: skip
    assert shown.long_day(FR, date(2026, 12, 1)) == "1er décembre 2026"
    assert shown.long_day(EN, date(2026, 12, 1)) == "1 December 2026"
    assert shown.enumeration(FR, ["a", "b", "c"]) == "a, b et c"
    assert [shown.enumeration(FR, some) for some in ([], ["a"])] == ["", "a"]


@pytest.mark.parametrize(
    ("probability", "said"), [(1.0, 0.999), (0.99997, 0.999), (0.9379, 0.937), (0.0, 0.0)]
)
def test_certainty_is_cut_and_never_whole(probability: float, said: float) -> None:
    assert shown.certainty(probability) == said


@pytest.mark.parametrize(
    ("sentence", "values", "text"),
    [
        ("« {raw} » ligne {row}", {"raw": "x", "row": 3}, "« x » ligne 3"),
        ("« {raw} » et {other}", {"raw": "{x}"}, "« {x} » et …"),
        ("cassé {", {}, "cassé {"),
        ("{raw.attribute}", {"raw": "x"}, "{raw.attribute}"),
    ],
)
def test_a_sentence_is_filled_whatever_is_missing(
    sentence: str, values: dict[str, object], text: str
) -> None:
    assert shown.fill(sentence, values) == text


def test_the_lines_that_overrule_a_sheet_are_toml_whatever_its_names() -> None:
    file, name = 'est/L"is\\te\t.xlsx', "Année 2026 # 'A'"
    place = {"source": "est", "file": file, "sheet": name, "header_row": 4, "confidence": 1.0}
    columns = pd.DataFrame(
        [
            {**place, "column": "A", "label": "name"},
            {**place, "column": "B", "label": None},
            {**place, "column": "C", "label": "phone#2"},
            {**place, "column": "A", "label": "city", "header_row": 9},  # of a second table below
            {**place, "sheet": "autre", "column": "D", "label": "city"},
        ]
    )
    sheet = {"file": file, "sheet": name, "header_row": 4}
    assert tomllib.loads(shown.rule_of(sheet, columns)) == {
        "sheets": [
            {
                "file": file,
                "sheet": name,
                "header_row": 4,
                "columns": {"A": "name", "C": "phone"},
            }
        ]
    }
    unread = {"file": "est/a.csv", "sheet": None, "header_row": pd.NA}
    assert tomllib.loads(shown.rule_of(unread, columns)) == {
        "sheets": [{"file": "est/a.csv", "header_row": 1, "columns": {"A": "name"}}]
    }


@pytest.mark.parametrize(
    ("confidence", "said"),
    [(1.0, "sûr"), (0.95, "sûr"), (0.9, "probable"), (0.7, "deviné"), (0.5, "douteux")],
)
def test_how_sure_a_column_is(confidence: float, said: str) -> None:
    assert shown.sureness(FR, confidence) == said
