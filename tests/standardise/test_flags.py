"""Ticks, dues and commissions."""

from __future__ import annotations

import pandas as pd
import pytest

from reconcile.standardise import flags
from reconcile.standardise.flags import read_due, read_flag

from .raw import columns, filled, raw, values


@pytest.mark.parametrize(
    "written", ["oui", "O", "x", "X", "✓", "✔", "ok", "1", "VRAI", "Oui.", "d'accord"]
)
def test_yes(written: str) -> None:
    assert read_flag(written) == "yes"


@pytest.mark.parametrize("written", ["non", "N", "0", "faux", "✗", "NON !", "refus", "stop"])
def test_no(written: str) -> None:
    assert read_flag(written) == "no"


def test_an_empty_permission_is_unknown_and_nothing_to_say() -> None:
    part = flags.flags(
        filled(newsletter=["oui", None, "-", "?", "oui sauf l'été"], photo=["non"] * 5)
    )
    assert values(part.columns["newsletter"]) == ["yes", "unknown", "unknown", "unknown", "unknown"]
    assert values(part.columns["photo"]) == ["no"] * 5
    assert values(part.columns["directory"]) == ["unknown"] * 5
    assert part.remarks[["pos", "field", "problem"]].to_numpy().tolist() == [
        [4, "newsletter", "flag_unreadable"]
    ]


@pytest.mark.parametrize(
    ("written", "state", "amount"),
    [
        ("oui", "paid", None),
        ("x", "paid", None),
        ("1", "paid", None),
        ("payé", "paid", None),
        ("réglée", "paid", None),
        ("à jour", "paid", None),
        ("12/03/2011", "paid", None),
        ("150", "paid", 150.0),
        ("150 €", "paid", 150.0),
        ("150,50", "paid", 150.5),
        ("1 150,00 €", "paid", 1150.0),
        ("chq 150 €", "paid", 150.0),
        ("150 € le 12/03/2011", "paid", 150.0),
        ("non", "unpaid", None),
        ("0", "unpaid", 0.0),
        ("0,00 €", "unpaid", 0.0),
        ("impayé", "unpaid", None),
        ("relance", "unpaid", None),
        ("non payé", "unpaid", None),
        ("relancé, doit 150 €", "unpaid", 150.0),
        ("exo", "unknown", None),
    ],
)
def test_a_due(written: str, state: str, amount: float | None) -> None:
    assert read_due(written)[:2] == (state, amount)


def test_dues_have_the_year_of_their_column() -> None:
    labels = {
        "dues": ["oui", "2012", None],
        "dues__2": ["x", None, "-"],
        "dues__2011": ["150 €", "exo", "en cours"],
    }
    frame = raw(**labels)
    headings = {"dues": "À jour", "dues#2": "Cotisation 2010", "dues#2011": "Cotis 2011"}
    at = columns("dues", "dues#2", "dues#2011", headings=headings)
    table, said = flags.dues(filled(**labels), frame, at)
    shown = table[["pos", "year", "state", "amount", "label"]].astype(object)
    assert shown.where(shown.notna(), None).to_numpy().tolist() == [
        [0, None, "paid", None, "dues"],
        [0, 2010, "paid", None, "dues#2"],
        [0, 2011, "paid", 150.0, "dues#2011"],
        [1, 2012, "paid", None, "dues"],
        [1, 2011, "unknown", None, "dues#2011"],
    ]
    assert said[["pos", "raw", "problem"]].to_numpy().tolist() == [[1, "exo", "dues_unreadable"]]


@pytest.mark.parametrize(
    ("written", "commissions"),
    [
        ("1,5,7", ["1", "5", "7"]),
        ("Développement durable, 5 à 7", ["Développement durable", "5 à 7"]),
        ("Bien-être ; Emploi / Bien-Etre", ["Bien-être", "Emploi"]),
        ("5 à 7\nEmploi", ["5 à 7", "Emploi"]),
        ("5.0", ["5"]),
        ("néant", []),
        (None, []),
    ],
)
def test_commissions(written: str | None, commissions: list[str]) -> None:
    part = flags.commissions(filled(commissions=[written]))
    assert values(part.columns["commissions"]) == [commissions]
    assert list(part.origins["nth"]) == list(range(len(commissions)))
    assert isinstance(part.columns["commissions"], pd.Series)
