"""Names alone under a list: members, notes, and what is told of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from .lists import Rows, problems, read, save

LIST: Rows = (
    ("Raison sociale", "Ville", "Courriel"),
    ("Velinore", "Sorbiers", "a@v.example"),
    ("Orvanne", "Firminy", "a@o.example"),
)


@pytest.mark.parametrize(
    ("under", "names", "told"),
    [
        # right under the list: a member
        ([("Brocatel",)], ["Brocatel"], [("row_lone", "A4")]),
        # after a blank row: firms by their legal forms
        (
            [(), ("SARL Brocatel",), ("Melusine",)],
            ["SARL Brocatel", "Melusine"],
            [("row_after_gap", "A5"), ("row_after_gap", "A6")],
        ),
        # names that nothing proves, or one alone
        (
            [(), ("Brocatel",), ("Melusine",)],
            [],
            [("row_name_like", "A5"), ("row_name_like", "A6")],
        ),
        ([(), ("SARL Brocatel",)], [], [("row_name_like", "A5")]),
        (
            [(), (), ("SARL Brocatel",), ("SAS Melusine",)],
            [],
            [("row_name_like", "A6"), ("row_name_like", "A7")],
        ),
        # notes
        ([(), ("NB : liste de travail",), ("Source : le club",)], [], []),
        ([(), ("Liste mise à jour le 12/03/2024",)], [], []),
        ([(), ("À jour",), ("Sorties de l'année",), ("Nouveaux adhérents",)], [], []),
        ([(), ("La Présidente",), ("Fait à Sorbiers",)], [], []),
        ([(), ("les fondateurs ne paient rien",), ("merci de relire",)], [], []),
        ([(), ("Total",), ("SARL : 3",)], [], []),
        # after a note or a total
        ([("* à jour",), ("Liste de Josette",)], [], []),
        ([("Nb entreprises", 2), ("Classeur de Josette",)], [], [("row_name_like", "A5")]),
        (
            [("Total : 2",), ("SARL Brocatel",), ("SAS Melusine",)],
            ["SARL Brocatel", "SAS Melusine"],
            [("row_after_gap", "A5"), ("row_after_gap", "A6")],
        ),
        ([(), (None, "SARL Brocatel"), (None, "SAS Melusine")], [], []),  # not in the names
    ],
)
def test_names_alone_under_a_list(
    tmp_path: Path, under: Rows, names: list[str], told: list[tuple[str, str]]
) -> None:
    save(tmp_path, [*LIST, *under])
    reading = read(tmp_path)
    assert list(reading.raw["name"]) == ["Velinore", "Orvanne", *names]
    assert [(problem, cell) for problem, cell, _ in problems(reading)] == told


def test_why_a_name_was_left_out(tmp_path: Path) -> None:
    save(tmp_path, [*LIST, (), ("Brocatel",), ("Liste tenue par l'accueil",)])
    left_out = read(tmp_path).sheets.loc[0, "left_out"]
    assert [(one["row"], one["why"]) for one in left_out] == [(5, "name_like"), (6, "note")]


def test_the_titles_and_feet_of_printed_pages_are_no_members(tmp_path: Path) -> None:
    head, (one, two) = (
        ("Raison sociale", "CP", "Ville", "Courriel"),
        (
            ("Velinore", "42290", "Sorbiers", "a@v.example"),
            ("Orvanne", "42700", "Firminy", "a@o.example"),
        ),
    )
    foot = (".../...", None, None, "Page 1/2")
    rows = [("UNION DES COMMERÇANTS",), head, one, foot, ("UNION DES COMMERÇANTS (suite)",), head]
    found = read_rows(
        tmp_path, [*rows, two, ("Union Textile",), one, (None, None, None, "Page 2/2")]
    )
    assert found == ["Velinore", "Orvanne", "Union Textile", "Velinore"]


def read_rows(raw: Path, rows: Rows) -> list[str]:
    save(raw, rows)
    return list(read(raw).raw["name"])
