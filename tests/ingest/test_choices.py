"""Sheets of choices, of explanations and of statistics hold no members."""

from pathlib import Path

import pytest

from .lists import Rows, book, fill, keep, problems, read, rows_of, save

LIST: Rows = (("Raison sociale", "Ville", "Mail"), ("Velinore", "Sorbiers", "a@b.example"))

HELPS: dict[str, Rows] = {
    "choices": [
        ("Statut", "Secteur", "Forme"),
        ("Actif", "Industrie", "SARL"),
        ("Radié", "Commerce", "SAS"),
        ("En attente", "Services", "EURL"),
    ],
    "choices of four columns": [
        ("Statut", "Type", "Commission", "Civilité"),
        ("Adhérent", "Association", "Emploi", "M."),
        ("Prospect", "Entreprise", "Mobilité", "Mme"),
        ("Sorti", "Collectivité", "RSE", None),
        (None, "Particulier", "Com", None),
    ],
    "choices of offices": [
        ("Fonction", "Mode de paiement", "Origine"),
        ("Gérant", "Chèque", "Site"),
        ("Président", "Virement", "Salon"),
        ("Contact", "Espèces", "Adhérent"),
    ],
    "explanations": [
        ("Colonne", "Signification"),
        ("Nom", "Raison sociale de l'entreprise"),
        ("Ville", "Commune"),
        ("Tél", "Téléphone"),
        ("Mail", "Courriel"),
    ],
}


@pytest.mark.parametrize("case", HELPS)
@pytest.mark.parametrize("first", [True, False])
def test_a_sheet_that_helps_to_fill_in_another_is_not_read(
    tmp_path: Path, case: str, first: bool
) -> None:
    sheets = [("Paramètres", HELPS[case]), ("Liste", LIST)]
    (name, rows), (other, more) = sheets if first else sheets[::-1]
    made, _ = book(rows, name)
    fill(made.create_sheet(other), more)
    keep(tmp_path, made)
    reading = read(tmp_path)
    assert list(reading.raw["name"]) == ["Velinore"]
    assert set(rows_of(reading.sheets, "sheet", "state")) == {
        ("Paramètres", "ignored"),
        ("Liste", "read"),
    }
    assert problems(reading) == []


TABLES: dict[str, Rows] = {
    "a row of groups": [
        ("Identité", "Lieu", "Personne"),
        ("Raison sociale", "Ville", "Contact"),
        ("Velinore", "Sorbiers", "Zoé Dupin"),
    ],
    "names of another program": [
        ("SOC_X", "VIL_X"),
        ("Société", "Ville"),
        ("Velinore", "42290 Sorbiers"),
    ],
    "a title": [("Nos entreprises",), ("Société", "Ville"), ("Velinore", "Sorbiers")],
    "kinds and offices": [
        ("Société", "Type", "Fonction", "Ville"),
        ("Velinore", "Entreprise", "Gérant", "Sorbiers"),
        ("Orvanne", "Association", "Contact", "Ville"),
    ],
}


@pytest.mark.parametrize("case", TABLES)
def test_a_list_stays_a_list(tmp_path: Path, case: str) -> None:
    save(tmp_path, TABLES[case])
    assert read(tmp_path).raw.loc[0, "name"] == "Velinore"


def test_figures_where_the_names_should_be_are_statistics(tmp_path: Path) -> None:
    made, _ = book([("Secteur", "Entreprises"), ("Industrie", 12), ("BTP", 5), ("Services", 22)])
    fill(made.create_sheet("Membres"), LIST)
    keep(tmp_path, made)
    reading = read(tmp_path)
    assert list(reading.raw["name"]) == ["Velinore"]
    told = [(one["row"], one["why"]) for one in reading.sheets["left_out"][0]]
    assert told == [(2, "other_table"), (3, "other_table"), (4, "other_table")]


def test_firms_whose_names_are_figures_are_members(tmp_path: Path) -> None:
    rows = [("Société", "Mail"), *((name, f"a{name}@b.example") for name in ("1083", "42", "77"))]
    save(tmp_path, rows)
    assert list(read(tmp_path).raw["name"]) == ["1083", "42", "77"]
