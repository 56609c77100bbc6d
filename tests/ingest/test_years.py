"""Columns of dues that are headed by their year, or by how and when one paid."""

from __future__ import annotations

from pathlib import Path

import pytest

from .lists import labels, problems, read, save

NAMES = ["Société", "Velinore", "Orvanne", "Talisse", "Merival"]


def sheet(tmp_path: Path, *columns: list[object]) -> dict[str, str | None]:
    """The labels of a list of NAMES with `columns` beside them, each from its heading down."""
    save(tmp_path, list(zip(NAMES, *columns, strict=True)))
    return labels(read(tmp_path))


def test_ticks_sums_and_words_of_payment_under_bare_years_are_dues(tmp_path: Path) -> None:
    ticked = sheet(
        tmp_path,
        [2021, "x", "x", None, "X"],
        [2022, "x", "à relancer", "payé", None],
        [2023, "150 €", "150 €", "chq 75 €", None],
        [2024, 150, 75, None, 150],
        ["Chq 2025", "n° 0045121", None, None, "n° 0045122"],
    )
    assert ticked == {
        **{"Société": "name", "2021": "dues#2021", "2022": "dues#2022", "2023": "dues#2023"},
        **{"2024": "dues#2024", "Chq 2025": "dues#2025"},
    }
    assert [(problem, cell) for problem, cell, _ in problems(read(tmp_path))] == [
        ("column_guessed", cell) for cell in ("B1", "C1", "D1", "E1")
    ]


def test_a_bare_year_beside_dues_is_one_of_them(tmp_path: Path) -> None:
    beside = sheet(tmp_path, ["Cotis 2023", "x", "x", None, "x"], [2024.0, 80, None, 80, 80])
    assert list(beside.values()) == ["name", "dues#2023", "dues#2024"]


def test_seasons_head_dues_and_are_no_values_of_a_row(tmp_path: Path) -> None:
    """A row with more seasons than other headings was taken for a row of values."""
    seasons = [[f"{prefix}{year}-{year + 1}", "120 €", "x", None, "120 €"] for prefix, year in
               (("", 2022), ("", 2023), ("Saison ", 2024))]  # fmt: skip
    held = sheet(tmp_path, ["Mail", *(f"{one}@v.example" for one in "abcd")], *seasons)
    assert list(held.values()) == ["name", "email", "dues#2022", "dues#2023", "dues#2024"]


def test_years_that_were_kept_as_decimal_numbers(tmp_path: Path) -> None:
    first, second = ["2021.0", "x", "x", None, "x"], ["2022,0", None, "x", None, "x"]
    held = sheet(tmp_path, first, second, ["Ville", *["Sorbiers"] * 4])
    assert list(held.values()) == ["name", "dues#2021", "dues#2022", "city"]


@pytest.mark.parametrize(
    "cells",
    [
        [12, 14, 19, 30],  # people
        ["35 salariés", "12 salariés", "8 salariés", "2 salariés"],
        ["Salon", "Repas", "Salon", "Visite"],
        [350000, 1250000, 420000, 99000],
    ],
)
def test_anything_else_under_years_stays_unread(tmp_path: Path, cells: list[object]) -> None:
    held = sheet(tmp_path, [2021, *cells], [2022, *cells], ["Ville", *["Sorbiers"] * 4])
    assert held == {"Société": "name", "2021": None, "2022": None, "Ville": "city"}


def test_one_bare_year_without_dues_stays_unread(tmp_path: Path) -> None:
    held = sheet(tmp_path, [2021, "x", "x", None, "x"], ["Ville", *["Sorbiers"] * 4])
    assert held == {"Société": "name", "2021": None, "Ville": "city"}
