"""The headings of what other programs export: CRMs, accounts, registers of companies."""

import tomllib
from pathlib import Path

import pytest

from reconcile.ingest.headings import catalogue, understand, words_of
from reconcile.ingest.labels import label_columns
from reconcile.standardise import standardise

from .lists import labels, problems, read, rows_of, save

EXPORTS = tomllib.loads(Path(__file__).with_name("exports.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("program", EXPORTS)
def test_an_export_is_understood_by_its_headings(program: str) -> None:
    known: dict[str, str] = EXPORTS[program]
    columns = label_columns(list(known), [False] * len(known))
    assert {h: c.label or "" for h, c in zip(known, columns, strict=True)} == known


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Acceptez-vous de recevoir notre newsletter par courriel (oui / non) ?", "newsletter"),
        ("J'autorise la publication de mes coordonnées dans l'annuaire du club", "directory"),
        ("Autorisez-vous le club à utiliser votre image sur ses supports ? Précisez", "photo"),
        ("Souhaitez-vous figurer dans l'annuaire et recevoir la newsletter ?", None),  # two
        ("Nombre de photos", None),
        ("Raison sociale (telle qu'elle doit figurer dans l'annuaire en ligne du club)", "name"),
        (
            "Nom de votre entreprise\n(en toutes lettres, comme sur l'extrait Kbis ou l'avis)",
            "name",
        ),
        ("Merci de nous dire en quelques mots ce que vous attendez de votre adhésion", None),
        ("Quel est le nom de votre entreprise ?", "name"),
        ("Quelle est votre adresse mail ?", "email"),
        ("Contact - Nom", "last_name"),
        ("Siège - Ville", "city"),
        ("Adresse : complément", "address_extra"),
        ("Raison sociale - Enseigne", "name"),
        ("tel2", "phone"),
        ("Adresse_Code_postal", "postcode"),
        ("address_city", "city"),
        ("Adresse voie", "address"),
        ("Téléphone Bureau", "phone"),
        ("Exploitant Téléphone", "phone"),
        ("Exploitant Adresse", None),
        ("ADRESSE1", "address"),
        ("Id. prof. 2 (SIRET)", "siret"),
        ("Montant (SIRET)", None),
        ("Phone 1 - Type", None),
    ],
)
def test_headings_in_several_words(heading: str, field: str | None) -> None:
    found = understand(heading)
    assert (found and found.field) == field


def test_what_is_of_a_second_hand_counts_where_there_is_no_first() -> None:
    def labelled(*headings: str) -> list[str | None]:
        return [one.label for one in label_columns(headings, [False] * len(headings))]

    assert labelled("Nom", "Ville (domicile)", "Ville (bureau)") == ["name", None, "city"]
    assert labelled("Nom", "Ville (domicile)", "Mail perso") == ["name", "city", "email"]
    assert labelled("Raison sociale", "Email", "Email payeur") == ["name", "email", None]
    assert labelled("Raison sociale", "Nom payeur") == ["name", "contact_last"]


def test_a_group_of_a_second_hand_gives_the_member_nothing(tmp_path: Path) -> None:
    rows = [
        ["Raison sociale", "Siège", None, None, "Facturation", None, None, None],
        [None, "Adresse", "CP", "Ville", "Nom", "Adresse", "CP", "Ville"],
        ["Velinore", "1 rue X", "42290", "Sorbiers", "Cabinet W", "9 rue Z", "42100", "Lyo"],
    ]
    save(tmp_path, rows)
    reading = read(tmp_path)
    assert rows_of(reading.sheets, "header_row", "n_rows") == [(2, 1)]
    assert list(reading.columns["label"].fillna("")) == [
        *("name", "address", "postcode", "city", "", "", "", "")
    ]


def understood(tmp_path: Path, heading: str, *cells: str) -> str | None:
    save(tmp_path, [["Société", heading], *([f"Velinore {n}", c] for n, c in enumerate(cells))])
    assert problems(read(tmp_path)) == []
    return labels(read(tmp_path))[heading]


def test_cells_say_which_of_two_near_things_is_meant(tmp_path: Path) -> None:
    towns = ("42000 Saint-Étienne", "42290 Sorbiers", "42400 ST CHAMOND CEDEX")
    streets = ("12 rue X", "3 av. Y 42290 Sorbiers", "Place Z")
    for heading in ("Localisation", "Adresse", "Siège", "Implantation"):
        assert understood(tmp_path, heading, *towns) == "city"
        put = "address_extra" if heading == "Localisation" else "address"
        assert understood(tmp_path, heading, *streets) == put
    assert understood(tmp_path, "Localisation", "Technopole", "Molina", "Bât. B") == "address_extra"
    assert understood(tmp_path, "Localisation", "42000", "42100", "42290") == "postcode"
    assert understood(tmp_path, "Implantation", "Lyo", "Sorbiers", "Feurs") == "city"
    assert understood(tmp_path, "activitePrincipale", "62.01Z", "4711B", "01.13Z") == "naf"
    assert understood(tmp_path, "Titre", "M.", "Mme", "Monsieur") == "contact_title"
    assert understood(tmp_path, "Titre", "M.", "gérante", "président") == "contact_role"
    assert understood(tmp_path, "Contact", *(f"04 65 71 00 0{n}" for n in range(3))) == "phone"


def test_a_town_beside_a_town_stays_what_its_heading_says(tmp_path: Path) -> None:
    rows = [["Société", "Ville", "Localisation"]]
    rows += [[f"Velinore {n}", "Sorbiers", "42290 Sorbiers"] for n in range(3)]
    save(tmp_path, rows)
    assert labels(read(tmp_path))["Localisation"] == "address_extra"


def test_the_whole_name_of_a_company_is_no_person(tmp_path: Path) -> None:
    heads = ["nom_complet", "siren", "nom_raison_sociale"]
    firms = ["VELINORE", "ORVANNE", "KELVARO"]
    save(tmp_path, [heads, *([f"{one} (sigle)", None, one] for one in firms)])
    assert labels(read(tmp_path))["nom_complet"] is None
    save(tmp_path, [heads, *([f"Zoé Dupin {n}", None, one] for n, one in enumerate(firms))])
    assert labels(read(tmp_path))["nom_complet"] == "contact"


def test_the_parts_of_a_street_are_one_address(tmp_path: Path) -> None:
    heads = ["denominationUniteLegale", "numeroVoieEtablissement"]
    heads += ["indiceRepetitionEtablissement", "typeVoieEtablissement"]
    heads += ["libelleVoieEtablissement", "codePostalEtablissement", "libelleCommuneEtablissement"]
    rows = [["VELINORE", "12", None, "RUE", "DES LILAS", "42290", "SORBIERS"]]
    save(tmp_path, [heads, *rows, ["ORVANNE", "3", "B", "AV", "DE LA GARE", "42290", "SORBIERS"]])
    reading = read(tmp_path)
    records = standardise(reading.raw, reading.columns).records
    assert rows_of(records, "name", "address", "postcode", "city") == [
        ("VELINORE", "12 RUE DES LILAS", "42290", "SORBIERS"),
        ("ORVANNE", "3 B AV DE LA GARE", "42290", "SORBIERS"),
    ]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("N° adh.", "member_no"),
        ("Date adh.", "joined_on"),
        ("Rais. soc.", "name"),
        ("Nom Sté", "name"),
        ("Adr. 1", "address"),
        ("Nb sal.", "headcount"),
        ("Forme jur.", "legal_form"),
        ("Sect. d'activité", "activity"),
        ("CODPOS", "postcode"),
        ("Newsletter (O/N)", "newsletter"),
        ("Droit à l'image O/N", "photo"),
        ("Commission(s) souhaitée(s)", "commissions"),
        ("Adhérent O/N", None),  # a question, so no name
        ("Contact oui/non", None),
        ("Company number", None),
        ("Société n°", None),
        ("Tél n° 2", "phone"),
    ],
)
def test_short_forms_and_questions(heading: str, field: str | None) -> None:
    found = understand(heading)
    assert (found and found.field) == field


def test_a_member_of_a_year_paid_for_it(tmp_path: Path) -> None:
    save(tmp_path, [["Nom", "Adhérent 2024", "Adhérent 2025"], ["Velinore", "x", "oui"]])
    assert list(labels(read(tmp_path)).values()) == ["name", "dues#2024", "dues#2025"]
    save(tmp_path, [["Adhérents 2025", "Ville"], ["Velinore", "Lyo"]])
    assert list(labels(read(tmp_path)).values()) == ["name", "city"]


def test_the_words_of_lists_stand_as_headings_are_compared() -> None:
    lists = (
        "owner",
        "second",
        "person",
        "numbered",
        "identifying",
        "overseas",
        "of_row",
        "persons",
    )
    words = [word for one in (*lists, "officers") for word in catalogue()["words"][one]]
    assert [word for word in words if words_of(word) != [word]] == ["busines"]  # of "business"
    assert [word for word in catalogue()["short"] if words_of(word) != [word]] == []
