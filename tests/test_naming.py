"""How a column that a person named is known again, and what of the answers holds."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from reconcile.config import fold
from reconcile.decisions.ledger import acts, lettered
from reconcile.decisions.naming import (
    Key,
    about_text,
    columns_said,
    headings_of,
    keys_of,
    position,
    said_of,
    spelled,
    subject,
    titles_of,
)
from reconcile.words import words

HEAD = ["Société", "Ville", "Tél", "Divers"]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["Nom", " DIVERS\n2 "], [("nom", ""), ("divers 2", "")]),
        (["Nom", "Divers", "divers"], [("nom", ""), ("divers", "1/2"), ("divers", "2/2")]),
        ([None, "Nom", None, None], [("", "+1"), ("nom", ""), ("nom", "+1"), ("nom", "+2")]),
        (["A", None, "A"], [("a", "1/2"), ("a", "1/2+1"), ("a", "2/2")]),
    ],
)
def test_the_keys_of_columns(headings: list[str | None], expected: list[tuple[str, str]]) -> None:
    assert keys_of(headings) == [Key(*one) for one in expected]


def said(*rows: tuple[str, str, str, str, list[str]]) -> pd.DataFrame:
    """LEDGER of answers: file, sheet, heading, answer, the headings of its list."""
    made = []
    for nth, (file, sheet, heading, answer, headings) in enumerate(rows, start=1):
        about = {"kind": "column", "subject": subject(file, sheet, Key(heading, ""))}
        shown = json.dumps({"titles": " ".join(titles_of(headings))})
        at = {"run": nth, "read_in": nth + 1, "decided_at": f"2026-11-{nth:02}"}
        made.append({**about, **at, "answer": answer, "origin": "x", "shown": shown})
    ids = [lettered("D", nth) for nth in range(1, len(rows) + 1)]
    return acts(made).assign(decision_id=ids)


OLD, NEW = "rezames/2025.xlsx", "rezames/2026.xlsx"


@pytest.mark.parametrize(
    ("where", "headings", "expected"),
    [
        ((OLD, "Liste"), HEAD, {3: "trade_name"}),
        ((OLD, "liste "), ["Divers", "Société", "Code"], {0: "trade_name"}),  # moved
        ((OLD, "Liste"), [*HEAD[:3], "Autre"], {}),  # gone
        ((OLD, "Liste"), [*HEAD, "Divers"], {}),  # which of two?
        ((NEW, "Feuil1"), HEAD, {3: "trade_name"}),  # next year's file
        ((NEW, "Feuil1"), ["Cotis 2026", *HEAD], {4: "trade_name"}),
        ((NEW, "Feuil1"), ["Divers", "Commission", "Présents"], {}),  # another list
        (("technopole42/2026.xlsx", "Liste"), HEAD, {}),  # another club
    ],
)
def test_where_an_answer_holds(
    where: tuple[str, str], headings: list[str], expected: dict[int, str]
) -> None:
    found = columns_said(said((OLD, "Liste", "divers", "trade_name", HEAD)))
    told = said_of(found, *where, headings)
    assert {at: one.field for at, one in told.items()} == expected


def test_what_is_said_of_the_very_sheet_goes_first_and_two_things_are_none() -> None:
    both = [(OLD, "Liste", "divers", "trade_name", HEAD), (NEW, "", "divers", "auto", HEAD)]
    found = columns_said(said(*both))
    assert said_of(found, NEW, "", HEAD)[3].field == "auto"
    assert said_of(found, "rezames/2027.xlsx", "", HEAD)[3].field == "trade_name"
    found = columns_said(said(both[0], (NEW, "", "divers", "notes", HEAD)))
    assert said_of(found, "rezames/2027.xlsx", "", HEAD)[3].field == "disputed"


def test_where_people_disagree_none_holds_and_what_is_undone_goes_on() -> None:
    one = (OLD, "Liste", "divers", "trade_name", HEAD)
    torn = said(one, (*one[:3], "notes", HEAD)).assign(run=1, reviewer=["Odile", "Camille"])
    assert [each.field for each in columns_said(torn)] == ["disputed"]
    again = said(one, one).assign(shown=[said(one)["shown"].iloc[0], None], run=[1, 0])
    assert columns_said(again)[0].titles == titles_of(HEAD)
    assert columns_said(said(one, (*one[:3], "withdrawn", HEAD))) == ()


def test_each_word_means_one_field_in_both_languages() -> None:
    meant: dict[str, str] = {}
    for language in ("fr", "en"):
        for field, text in spelled(words(language)).items():
            assert meant.setdefault(fold(text), field) == field, text


def test_a_column_in_words() -> None:
    say = words("fr")
    assert about_text(subject(OLD, "Liste", Key("divers", "")), say) == (
        "rezames/2025.xlsx › Liste › colonne « Divers »"
    )
    assert about_text(subject(OLD, "", Key("nom", "1/2+1")), say) == (
        "rezames/2025.xlsx › colonne sans titre (1) après colonne « Nom » (1/2)"
    )


def test_positions_of_columns() -> None:
    assert [position(one) for one in ("A", "Z", "AA", "BC")] == [0, 25, 26, 54]
    rows = [{"column": "A", "heading": "Nom"}, {"column": "C", "heading": float("nan")}]
    assert headings_of(rows) == {0: "Nom", 2: None}
