"""Commissions as columns of ticks."""

from __future__ import annotations

from pathlib import Path

from .lists import labels, problems, put, read, save

HEADINGS = ["Société", "Ville", "RSE", "Newsletter", "Relancé"]
ROWS = [
    ["Velinore", "Sorbiers", "x", None, "x"],
    ["Talisse", "Sorbiers", "X", "x", None],
    ["Merival", "Sorbiers", None, "x", "x"],
]


def test_under_merged_cells_each_heading_is_a_commission(tmp_path: Path) -> None:
    over = [None, None, "Commissions", None, None]
    save(tmp_path, [over, HEADINGS, *ROWS], merge=["C1:D1"])
    reading = read(tmp_path)
    assert labels(reading) == {
        **{"Société": "name", "Ville": "city"},
        **{"RSE": "commissions#=RSE", "Newsletter": "commissions#=Newsletter", "Relancé": None},
    }
    assert reading.raw["commissions#=RSE"].tolist()[:2] == ["x", "X"]
    assert [(problem, cell) for problem, cell, _ in problems(reading)] == [
        ("column_guessed", "C2"),
        ("column_guessed", "D2"),
    ]


def test_without_merged_cells_only_up_to_the_next_group(tmp_path: Path) -> None:
    lines = [";".join(cell or "" for cell in row) for row in [HEADINGS, *ROWS]]
    put(tmp_path, "est/liste.csv", "\n".join([";;Commissions;;Suivi", *lines]))
    held = labels(read(tmp_path))
    assert held["RSE"], held["Newsletter"] == ("commissions#=RSE", "commissions#=Newsletter")
    put(tmp_path, "est/liste.csv", "\n".join([";;Commissions;;", *lines]))
    held = labels(read(tmp_path))
    assert [held["RSE"], held["Newsletter"], held["Relancé"]] == [None, "newsletter", None]


def test_names_of_commissions_below_the_row_of_headings(tmp_path: Path) -> None:
    headings = ["Société", "Ville", "Commissions", None, "Date d'adhésion"]
    names = [None, None, "RSE", "Emploi", None]
    rows = [["Velinore", "Sorbiers", "x", "x", "2011"], ["Talisse", "Sorbiers", None, "x", "2012"]]
    save(tmp_path, [headings, names, *rows], merge=["A1:A2", "B1:B2", "C1:D1"])
    reading = read(tmp_path)
    held = ["name", "city", "commissions#=RSE", "commissions#=Emploi", "joined_on"]
    assert reading.columns["label"].tolist() == held
    assert reading.raw["name"].tolist() == ["Velinore", "Talisse"]
    assert {problem for problem, _, _ in problems(reading)} == {"column_guessed"}


def test_a_first_member_is_no_row_of_names(tmp_path: Path) -> None:
    headings = ["Société", "Ville", "Commissions", None, "Date d'adhésion"]
    save(tmp_path, [headings, ["Velinore", None, "RSE", "Emploi"], ["Talisse", None, "RSE"]])
    assert labels(read(tmp_path))["Commissions"] == "commissions"


def test_a_heading_of_one_commission(tmp_path: Path) -> None:
    headings = ["Société", "Commission Emploi", "Commission : 5 à 7", "Commission"]
    rows = [["Velinore", "x", "oui", "RSE"], ["Talisse", None, "non", "1,5"]]
    save(tmp_path, [headings, *rows])
    held = ["name", "commissions#=Emploi", "commissions#=5 à 7", "commissions#2"]
    assert list(labels(read(tmp_path)).values()) == held


def test_words_under_such_a_heading_are_no_ticks(tmp_path: Path) -> None:
    headings = ["Société", "Ville", "RSE", "Bureau"]
    rows = [["Velinore", "Sorbiers", "suppléant", "x"], ["Talisse", "Sorbiers", "absent", None]]
    save(tmp_path, [[None, None, "Commissions"], headings, *rows], merge=["C1:D1"])
    held = labels(read(tmp_path))
    assert (held["RSE"], held["Bureau"]) == (None, "commissions#=Bureau")
