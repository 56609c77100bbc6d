"""What words say of who is a member."""

from __future__ import annotations

import pytest

from reconcile.situation import is_general, is_yes, kinds_of, of_cell, of_flag, of_name

CELLS = {
    "left": """
        Radié | RADIÉE | radiés 2024 | Démissionnaire | Démission le 12/03/2025 | Ancien
        Ancienne adhérente | Anciens membres | Ex-membre | ex adhérent | Sorti | sortie en 2023
        Parti | Partie | Suspendu | Suspendue | Inactif | Inactive | Fermé | Fermeture définitive
        Liquidation | En liquidation judiciaire | Cessation d'activité | Plus membre | Décédé
        Radié (non paiement) | Non renouvelé | n’est plus adhérent | Left | Former member""",
    "prospect": """
        Prospect | PROSPECTS | Contact | Sympathisant | Sympathisante | En attente | Futur adhérent
        en attente d'adhésion | Non adhérent | Candidat | Invité | Membre sympathisant""",
    "current": """
        Actif | ACTIVE | Adhérent | Adhérente | Membre | Membre actif | À jour | Adhérent à jour
        Membre d'honneur | Nouveau | Nouvelle adhérente | Actif depuis 2011 | Associé | non à jour
        Adhérents (2026)""",
    None: """
        SARL | Association | Partenaire | Membre du bureau | Oui | Gérant | 12 | Parti socialiste
        À revoir | x""",
}
NAMES = {
    "former": """
        Radiés et démissionnaires
        Anciens adhérents | Anciens | ANCIENS ADHÉRENTS : | Démissionnaires | Radiés | RADIÉS 2024
        Sortis 2024 | Partis | Ex-adhérents | Liste des anciens membres | Départs 2025
        Adhésions non renouvelées 2025 | Membres non renouvelés | Adhérents radiés
        radies_2023 | Anciennes adhérentes | Plus adhérents""",
    "prospects": """
        Prospects | prospects 2026 | Relances | Relances cotisations 2025 | À contacter | Invités
        Liste d'attente | Demandes d'adhésion | Candidatures 2026
        Contacts presse | A relancer | Fichier prospects | Non adhérents | Sympathisants""",
    "members": "Adhérents | Membres actifs | Liste des adhérents 2026 | Adhérents à jour",
    None: """
        Anciens élèves | Les Anciens de la Marine | Sorties 2024 | Contacts | Feuil1 | 2024
        Commission anciens | Industrie | exemple_anciens | Partie 1 | Anciens prospects | Bureau
        Adhérents et anciens | Membres & prospects | Actifs/Radiés
        Presse | Presse-purée SARL | Amicale des anciens""",
}


def split(texts: str) -> list[str]:
    """The texts between bars and line ends."""
    return [one.strip() for one in texts.replace("\n", "|").split("|") if one.strip()]


@pytest.mark.parametrize(("kind", "cells"), CELLS.items())
def test_what_a_cell_says(kind: str | None, cells: str) -> None:
    assert {cell: of_cell(cell) for cell in split(cells)} == dict.fromkeys(split(cells), kind)
    assert of_cell("a" * 70) is None


@pytest.mark.parametrize(("kind", "names"), NAMES.items())
def test_what_a_name_says(kind: str | None, names: str) -> None:
    assert {name: of_name(name) for name in split(names)} == dict.fromkeys(split(names), kind)


def test_old_hands_beside_newcomers_are_no_former_members() -> None:
    assert kinds_of(["Anciens", "Nouveaux 2026"]) == {"Anciens": None, "Nouveaux 2026": None}
    assert kinds_of(["Anciens", "Actifs"])["Anciens"] == "former"
    beside = kinds_of(["Anciens adhérents", "Nouveaux adhérents"])
    assert beside["Anciens adhérents"] == "former"


def test_names_that_say_nothing_of_the_kind_of_member() -> None:
    said = "Feuil1 Liste Adhérents Export Data Liste_2026 Copie".split()
    assert [name for name in said if not is_general(name)] == []
    told = ["Industrie", "Membres d'honneur", "Services", "Associés", "Membres actifs"]
    assert [name for name in told if is_general(name)] == []


def test_what_is_asked_is_not_known() -> None:
    assert [is_yes(text) for text in ("oui", "oui ?", "x?")] == [True, False, False]
    assert [of_flag(text) for text in ("non", "non ?")] == ["left", None]
