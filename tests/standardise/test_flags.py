"""Ticks and commissions."""

from __future__ import annotations

import pandas as pd
import pytest

from reconcile.standardise import flags, standardise
from reconcile.standardise.flags import read_flag
from reconcile.tables import empty

from .raw import filled, raw, values


@pytest.mark.parametrize(
    "written", ["oui", "O", "x", "X", "✓", "✔", "ok", "1", "VRAI", "Oui.", "d'accord"]
)
def test_yes(written: str) -> None:
    assert read_flag(written) == "yes"


@pytest.mark.parametrize("written", ["non", "N", "0", "faux", "✗", "NON !", "refus", "stop"])
def test_no(written: str) -> None:
    assert read_flag(written) == "no"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Oui, sans réserve", "yes"),
        ("Oui, j'accepte", "yes"),
        ("J'accepte de recevoir la lettre", "yes"),
        ("Oui merci", "yes"),
        ("Non, merci", "no"),
        ("Je n'accepte pas", "unknown"),
        ("Oui, j'accepte sauf pour les photos", "unknown"),
        ("Oui, sans réserve ?", "unknown"),
        ("Oui, mais floutée", "unknown"),
        ("Oui, à confirmer", "unknown"),
        ("Merci", "unknown"),
    ],
)
def test_leave_and_refusal_in_more_words(written: str, meant: str) -> None:
    assert read_flag(written) == meant


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


def test_a_yes_to_a_refusal_is_a_no_and_a_no_is_no_permission() -> None:
    frame = raw(
        newsletter=["oui", "oui", None, None, "oui", "oui", "oui"],
        newsletter__refused=[
            "oui",
            None,
            "x",
            "non",
            "peut-être",
            "03/05/2024",
            "2024-05-03 08:11",
        ],
    )
    read = standardise(frame, empty("columns"))
    assert list(read.records["newsletter"]) == ["no", "yes", "no", "unknown", "no", "no", "no"]
    told = read.issues[read.issues["problem"] == "flag_unreadable"]
    assert list(told["row"]) == [6]


def test_another_column_of_a_permission_takes_it_back_and_never_gives_it() -> None:
    frame = raw(
        newsletter=["oui", "oui", None, None, "oui", "oui"],
        newsletter__2=["non", None, "oui", "non", "peut-être", "12/03/2023"],
        newsletter__refused2=[None, None, None, None, None, None],
    )
    read = standardise(frame, empty("columns"))
    assert list(read.records["newsletter"]) == ["no", "yes", "unknown", "no", "no", "yes"]
    told = read.issues[read.issues["problem"] == "flag_unreadable"]
    assert list(told["row"]) == [6]


def test_a_yes_or_no_that_is_asked_is_unknown_and_told() -> None:
    written = ["oui ?", "non ?", "x ?", "✓ ?", "oui (à confirmer)", "?", "oui"]
    part = flags.flags(filled(newsletter=written))
    assert values(part.columns["newsletter"]) == ["unknown"] * 6 + ["yes"]
    assert part.remarks["pos"].tolist() == [0, 1, 2, 3, 4]
    assert set(part.remarks["problem"]) == {"flag_unreadable"}


def test_ticks_under_the_name_of_a_commission() -> None:
    ticks = ["x", "oui", "1", "non", "-", None, "x ?", "Trésorier"]
    listed = ["Bien-être", None, "Emploi", None, None, None, None, None]
    part = flags.commissions(filled(**{"commissions#=Emploi": ticks}, commissions=listed))
    assert values(part.columns["commissions"]) == [
        *(["Bien-être", "Emploi"], ["Emploi"], ["Emploi"]),
        *([], [], [], [], []),
    ]
    assert part.remarks[["pos", "problem"]].to_numpy().tolist() == [
        [6, "flag_unreadable"],
        [7, "flag_unreadable"],
    ]
