"""`Fiabilité`, read back: what it says of each kind of merge, and how to read it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from reconcile.reliability import estimate, in_order
from reconcile.review import report_workbook
from reconcile.words import words
from tests import nights
from tests.reliability.test_sample import units
from tests.review.test_report import by_key, texts


def sheet(path: Path, strata: pd.DataFrame, language: str = "fr") -> Any:
    night = replace(nights.night(), strata=strata)
    report_workbook(night, words(language), path / "report.xlsx")
    book = load_workbook(path / "report.xlsx")
    return book[words(language)("report.sheets.reliability")]


@pytest.fixture(scope="module")
def strata() -> pd.DataFrame:
    """Twelve of 83 merges confirmed, one of ten others found wrong, nobody asked of what is left
    apart, one of two questions answered."""
    parts = [
        units(83),
        units(14, stratum="merged_within_high"),
        units(40, "apart", "apart_near"),
        units(2, "asked", ""),
    ]
    every = pd.concat(parts, ignore_index=True)
    ordered = in_order(every)
    first = ordered.index[ordered["stratum"] == "merged_across_sure"][:12]
    second = ordered.index[ordered["stratum"] == "merged_within_high"][:10]
    said = pd.Series("same", [*first, *second, every.index[-1]], dtype="str")
    said[second[4]] = "different"
    return estimate(every, said)


def test_a_row_a_kind_the_total_first(strata: pd.DataFrame, tmp_path: Path) -> None:
    rows = [
        [row[key].value for key in ("what", "size", "n_drawn", "n_wrong", "low", "high")]
        for row in by_key(sheet(tmp_path, strata))
        if row["plainly"].value
    ]
    assert [[row[0].strip(), *row[1:]] for row in rows] == [
        ["Toutes les fusions automatiques", 97, 22, 1, 1, 21],
        ["Entre les clubs, sûres à 99,9 % et plus", 83, 12, 0, 0, 17],
        ["Dans un même club, sûres de 99 à 99,9 %", 14, 10, 1, 1, 4],
        ["Un peu ressemblantes (certitude de 1 % et plus)", 40, 0, 0, None, None],
        ["Paires douteuses, soumises à votre réponse", 2, None, None, None, None],
    ]


def test_it_is_said_in_plain_words(strata: pd.DataFrame, tmp_path: Path) -> None:
    said = [row["plainly"].value for row in by_key(sheet(tmp_path, strata))[:5]]
    assert said[1:] == [
        "Sur 83 fusions, de 0 à 17 sont fausses (au plus 20 %), à 19 chances sur 20.",
        "Sur 14 fusions, de 1 à 4 sont fausses (au plus 29 %), à 19 chances sur 20. "
        "Trouvées et défaites : 1.",
        "On n'en sait rien encore : répondez aux contrôles au hasard, au bas de « À répondre ».",
        "Sur 2 paires, 1 ont votre réponse (1 oui) ; 1 attendent.",
    ]


@pytest.mark.parametrize(
    ("n_known", "said"),
    [
        (99, "Sur 100 fusions, fausses : 0 (0 %), à 19 chances sur 20."),
        (100, "Sur 100 fusions, tout est connu. Fausses : 0."),
    ],
)
def test_only_what_is_known_is_called_known(n_known: int, said: str, tmp_path: Path) -> None:
    """That one of 100 is wrong, and not among 99 drawn, is too unlikely; it is not known."""
    every = units(100)
    told = pd.Series("same", in_order(every).index[:n_known], dtype="str")
    row = by_key(sheet(tmp_path, estimate(every, told)))[0]
    assert (row["low"].value, row["high"].value, row["plainly"].value) == (0, 0, said)


def test_questions_that_answers_dropped_are_no_judgement(tmp_path: Path) -> None:
    every = units(10, "asked", "")
    said = pd.Series(["same", "different"], every.index[:2], dtype="str")
    told = sheet(tmp_path, estimate(every, said, every.index[[0, 2, 3, 4, 5]]))
    assert by_key(told)[0]["plainly"].value == (
        "Sur 10 paires, 2 ont votre réponse (1 oui) ; 4 attendent. 4 ne sont plus demandées : vos "
        "réponses sur leurs voisines les rendent peu probables. Aucune n'est comptée comme jugée."
    )


def test_how_to_read_it_and_how_many_more_answers(strata: pd.DataFrame, tmp_path: Path) -> None:
    found = sheet(tmp_path, strata)
    assert "moins de 22 %" in texts(found)
    assert by_key(found)[1]["to_halve"].value == 11
    english = sheet(tmp_path, strata, "en")
    assert "less than 22 %" in texts(english)


def test_nothing_to_estimate_is_said(strata: pd.DataFrame, tmp_path: Path) -> None:
    assert "il n'y a rien à estimer" in texts(sheet(tmp_path, strata[:0]))
