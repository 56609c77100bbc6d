"""Sums of a list of members, and what is still owed."""

from __future__ import annotations

from pathlib import Path

import pytest

from .lists import book, keep, labels, problems, read, save

SUMS = [["Velinore", 150, "chèque"], ["Talisse", "75 €", "virement"], ["Merival", 150, None]]


def sums(tmp_path: Path, sheet: str, *headings: str, file: str = "est/liste.xlsx") -> str | None:
    """The label of the second of `headings` over SUMS, in a sheet of that name."""
    made, page = book([(*headings, "Ville"), *([*row, "Sorbiers"] for row in SUMS)])
    page.title = sheet
    keep(tmp_path, made, file)
    return labels(read(tmp_path))[headings[1]]


@pytest.mark.parametrize(
    ("sheet", "headings", "label"),
    [
        ("Adhérents 2025", ("Société", "Montant", "Mode de règlement"), "dues#2025"),
        ("Adhérents 2024-2025", ("Société", "Montant", "Mode de règlement"), "dues"),
        ("Cotisations", ("Société", "Montant réglé", "Date de paiement"), "dues"),
        ("Membres 2025", ("Société", "Amount", "Payment method"), "dues#2025"),
        ("Feuil1", ("Société", "Montant", "Mode de règlement"), None),
        ("Adhérents 2025", ("Société", "Montant", "Observations"), None),
        ("Adhérents repas 2025", ("Société", "Montant", "Mode de règlement"), None),
        ("Dons des membres", ("Société", "Montant", "Mode de règlement"), None),
        ("Formation adhérents", ("Société", "Montant", "Mode de règlement"), None),
    ],
)
def test_sums_that_are_dues(
    tmp_path: Path, sheet: str, headings: tuple[str, ...], label: str | None
) -> None:
    assert sums(tmp_path, sheet, *headings) == label
    told = [problem for problem, _, _ in problems(read(tmp_path))]
    assert told == (["column_guessed"] if label else [])


def test_a_list_of_invoices_is_none(tmp_path: Path) -> None:
    headings = ("Société", "Montant", "Mode de règlement")
    assert sums(tmp_path, "2025", *headings, file="est/factures membres.xlsx") is None


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("Impayé 2025", "dues#owed2025"),
        ("Impayés", "dues#owed"),
        ("Reste à payer 2025", "dues#owed2025"),
        ("Cotisation non payée", "dues#owed"),
        ("Reste dû", "dues#owed"),
        ("Reste", None),
        ("Non à jour", "dues#owed"),
        ("À jour", "dues"),
        ("Nombre d'impayés", None),
        ("À relancer", None),
    ],
)
def test_columns_of_what_is_owed(tmp_path: Path, heading: str, label: str | None) -> None:
    rows = [["Velinore", "Sorbiers", "x"], ["Talisse", "Sorbiers", None]]
    save(tmp_path, [["Société", "Ville", heading], *rows])
    assert labels(read(tmp_path))[heading] == label


def test_two_columns_of_what_is_owed_both_stay_so(tmp_path: Path) -> None:
    headings = ["Société", "Impayé 2025", "Reste à payer 2025", "Cotisation 2025"]
    save(tmp_path, [headings, ["Velinore", "x", 50, 100], ["Talisse", None, 0, 150]])
    held = ["name", "dues#owed2025", "dues#owed2025-2", "dues#2025"]
    assert list(labels(read(tmp_path)).values()) == held
