"""Headings that people write -> fields."""

import pytest

from reconcile.fields import FIELDS
from reconcile.ingest.headings import catalogue, is_known, understand, words_of
from reconcile.ingest.labels import label_columns

# The table of headings that clubs really use, and spellings of them.
KNOWN = {
    "member_no": "N° adhérent|N° membre|Code|Réf.|n°adherent|Nº Adhérent|Numéro d'adhérent|N° adh.",
    "name": "Raison sociale|Dénomination|Société|Entreprise|Structure|RaisonSociale",
    "trade_name": "Enseigne|Nom commercial|Sigle",
    "legal_form": "Forme juridique|Statut juridique",
    "siren": "SIREN|N° SIREN|n° siren :",
    "siret": "SIRET|N° SIRET|Siret (14 chiffres)|N°Siret",
    "vat": "N° TVA|TVA intracommunautaire",
    "naf": "APE|NAF|Code APE|APE / NAF",
    "headcount": "Effectif|Effectifs|Nb salariés|Effectif 2024",
    "activity": "Activité|Secteur|Métier|Secteur d'activité",
    "address": "Adresse|Adresse 1|Adresse 2|ADRESSE POSTALE|Rue",
    "address_extra": "Complément|Bâtiment|Zone|BP|Bâtiment / Zone|Complément d'adresse",
    "postcode": "CP|Code postal|C.P.|CodePostal|Zip code",
    "city": "Ville|Commune|CP Ville|CP / Ville|VILLE",
    "phone": "Tél|Standard|Fixe|Téléphone|Tél. 1|Téléphone 2|Tel fixe|Tél n° 2",
    "mobile": "Portable|GSM|Mobile|Tél. portable",
    "fax": "Fax|Télécopie",
    "email": "Mail|Courriel|E-mail|Adresse mail|e-mails|Mél",
    "website": "Site|Site web|Site internet",
    "contact": "Contact|Dirigeant|Nom et prénom|Interlocuteur",
    "contact_title": "Civilité|Civ.",
    "contact_first": "Prénom|Prénom du dirigeant|First name",
    "contact_last": "Nom de famille|Last name",
    "contact_role": "Fonction|Qualité",
    "joined_on": "Date d'adhésion|Adhérent depuis|Date adh.|Adh. depuis|Dt adhésion|Adh.",
    "left_on": "Fin|Date de départ",
    "dues": "Cotis 2011|À jour|Cotisation|A jour 2025|Cotis. 2024 (€)|Cotis. 2025 réglée ?|Adh 24|"
    "Règlement 2024|Réglé le|Cotis réglée le|Cotis. 2025 payée (O/N)|Encaissé le|Réglée ?",
    "commissions": "Commission(s)|Commissions|Commission",
    "newsletter": "Newsletter|RGPD newsletter|RGPD",
    "directory": "Annuaire",
    "photo": "Droit à l'image",
    "notes": "Observations|Remarques",
}


@pytest.mark.parametrize(
    ("heading", "field"),
    [(heading, field) for field, some in KNOWN.items() for heading in some.split("|")],
)
def test_a_heading_is_understood(heading: str, field: str) -> None:
    meaning = understand(heading)
    assert meaning is not None
    assert meaning.field == field


def test_each_field_is_understood_by_its_own_name() -> None:
    for field in FIELDS:
        meaning = understand(field.name)
        assert meaning is not None and (meaning.field, meaning.confidence) == (field.name, 1.0)


@pytest.mark.parametrize(
    "heading",
    [
        *("Total versé", "Objet", "12", "2024", "Date", "Code INSEE", "Nom du salarié", "x" * 70),
        *("DATE_EMISSION", "Date d'émission", "Nbre adhérents", "Nombre licenciés", "N° RNA"),
        *("Nom de l'attribuant", "Adresse du président", "Adresse de facturation", "Région"),
        *("N° FINESS", "Contacté", "type_client", "Adresse courrier", "acheteur.id"),
    ],
)
def test_other_headings_are_left_alone(heading: str) -> None:
    assert understand(heading) is None


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Raison socialle", "name"),
        ("Telehone", "phone"),
        ("Couriel", "email"),
        ("Adrese", "address"),
    ],
)
def test_a_typing_mistake_is_understood_with_less_confidence(heading: str, field: str) -> None:
    meaning = understand(heading)
    assert meaning is not None and meaning.field == field
    assert 0.8 < meaning.confidence < 1
    assert not is_known(heading)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Téléphone de la structure", "phone"),
        ("CP entreprise", "postcode"),
        ("Ville (siège)", "city"),
        ("codePostalEtablissement", "postcode"),
        ("Mail du président", "email"),
        ("Prénom de la présidente", "contact_first"),
        ("Tél. portable du gérant", "mobile"),
        ("Nom du trésorier", "last_name"),
        ("code_postal_client", "postcode"),
        ("RAISON SOCIALE DISTRIBUTEUR", "name"),
        ("contact_fax", "fax"),
        ("idBeneficiaire", "siret"),
        ("titulaire_id_1", "siret"),
        ("nomUniteLegale", "company_or_last_name"),
    ],
)
def test_whose_a_thing_is_does_not_change_what_it_is(heading: str, field: str) -> None:
    meaning = understand(heading)
    assert meaning is not None and meaning.field == field


def test_a_heading_of_another_thing_is_never_nearly_one_of_ours() -> None:
    assert understand("Date de demision").field == "left_on"  # type: ignore[union-attr]
    assert understand("Date d'emissions") is None


def test_no_field_claims_the_heading_of_another_thing() -> None:
    others = [tuple(sorted(words_of(one))) for one in catalogue()["others"]["headings"]]
    tables = catalogue()
    known = [
        h for part in ("fields", "weak", "person") for own in tables[part].values() for h in own
    ]
    assert [h for h in known if tuple(sorted(words_of(h))) in others] == []


def test_siren_and_siret_are_never_taken_for_each_other() -> None:
    assert [understand(h).field for h in ("SIREN", "SIRET")] == ["siren", "siret"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("heading", "year"),
    [
        ("Adhésion 2024", 2024),
        ("Cotis 2011", 2011),
        ("Cotisation 2024", 2024),
        ("À jour 2025", 2025),
        ("Cotis. 24", 2024),
        ("Adh 24", 2024),
        ("Cotis. 2025 réglée ?", 2025),
    ],
)
def test_dues_carry_the_year_of_their_heading(heading: str, year: int) -> None:
    meaning = understand(heading)
    assert meaning is not None and (meaning.field, meaning.year) == ("dues", year)


def test_words_are_compared_without_case_accents_signs_and_plural() -> None:
    assert words_of("N° d'ADHÉRENTS :") == words_of("no adherent") == ["no", "adherent"]


def test_no_two_fields_claim_one_heading() -> None:
    claims: dict[tuple[str, ...], str] = {}
    for field, headings in catalogue()["fields"].items():
        for heading in headings:
            key = tuple(sorted(words_of(heading)))
            assert key and claims.setdefault(key, field) == field, heading


def labelled(*headings: str) -> list[str | None]:
    columns = label_columns(headings, [False] * len(headings))
    return [column.label for column in columns]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ("Nom|Ville", "name|city"),
        ("Nom|Société|Ville", "contact_last|name|city"),
        ("Nom|Prénom|Mail", "contact_last|contact_first|email"),
        ("Nom|Ville|Tél|Mail|Prénom", "name|city|phone|email|contact_first"),
        ("Civilité|Prénom|Nom|Fonction", "contact_title|contact_first|contact_last|contact_role"),
        ("Adhérent|Ville", "name|city"),
        ("Adhérent|Société", "contact|name"),
        ("Adhérent|Nom|Prénom", "name|contact_last|contact_first"),
        ("Société|Nom du dirigeant", "name|contact"),
        ("Nom|Nom du dirigeant|Prénom", "name|contact_last|contact_first"),
        ("Nom|Prénom|Nom|Ville", "contact_last|contact_first|name|city"),
        (
            "Nom|Prénom|Nom 2|Prénom 2|Ville",
            "contact_last|contact_first|contact_last#2|contact_first#2|city",
        ),
        ("Société|Nom du dirigeant|Prénom", "name|contact_last|contact_first"),
    ],
)
def test_what_nom_means_is_told_by_the_columns_beside(headings: str, expected: str) -> None:
    assert labelled(*headings.split("|")) == expected.split("|")


def test_several_columns_of_one_field_are_numbered() -> None:
    assert labelled("Tél 1", "Tél 2", "Adresse 1", "Adresse 2", "Téléphone 3") == [
        *("phone", "phone#2", "address", "address#2", "phone#3")
    ]


def test_dues_keep_their_years_and_lose_no_column() -> None:
    assert labelled("Cotis 2023", "Cotis 2024", "À jour 2024", "À jour", "Payé") == [
        *("dues#2023", "dues#2024", "dues#2", "dues", "dues#3")
    ]


def test_two_columns_that_claim_one_field() -> None:
    leftmost = label_columns(["SIRET", "N° SIRET"], [False, False])
    assert [(c.label, c.lost_to) for c in leftmost] == [("siret", None), (None, 0)]
    surest = label_columns(["Code", "N° adhérent"], [False, False])
    assert [(c.label, c.lost_to) for c in surest] == [(None, 1), ("member_no", None)]
    filled = label_columns(["SIRET", "N° SIRET"], [True, False])
    assert [(c.label, c.lost_to) for c in filled] == [(None, 1), ("siret", None)]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Ne souhaite pas la newsletter", "newsletter"),
        ("Refus newsletter", "newsletter"),
        ("STOP newsletter", "newsletter"),
        ("Désinscrit de l'infolettre", "newsletter"),
        ("Newsletter (cocher si refus)", "newsletter"),
        ("Je n'autorise pas l'utilisation de mon image", "photo"),
        ("Opposition au droit à l'image", "photo"),
        ("Ne veut pas figurer dans l'annuaire", "directory"),
        ("Désabonné", "newsletter"),
        ("Date de désabonnement", "newsletter"),
        ("UNSUB_TIME", "newsletter"),
        ("EMAIL_BLACKLISTED", "newsletter"),
        ("Ne plus contacter", "newsletter"),
    ],
)
def test_a_heading_that_asks_for_a_refusal(heading: str, field: str) -> None:
    meaning = understand(heading)
    assert meaning is not None
    assert (meaning.field, meaning.refused) == (field, True)


@pytest.mark.parametrize("heading", ["UNSUB_REASON", "SMS_BLACKLISTED", "Motif désinscription"])
def test_a_heading_beside_a_refusal_is_none(heading: str) -> None:
    assert understand(heading) is None


def test_a_refusal_stays_one_where_a_person_names_its_field() -> None:
    named = {0: "newsletter", 1: "newsletter"}
    labels = label_columns(["Refus newsletter", "Colonne F"], [False, False], named=named)
    assert [column.label for column in labels] == ["newsletter#refused", "newsletter"]


def test_all_columns_of_a_permission_are_read() -> None:
    headings = ["Newsletter", "Emailing", "Désinscrit newsletter", "Désabonné", "RGPD"]
    labels = [column.label for column in label_columns(headings, [False] * 5)]
    assert labels == [
        "newsletter", "newsletter#2", "newsletter#refused", "newsletter#refused2", "newsletter#3",
    ]  # fmt: skip


@pytest.mark.parametrize("heading", ["Newsletter (O/N)", "Newsletter oui/non", "Droit à l'image"])
def test_a_heading_that_asks_for_a_permission(heading: str) -> None:
    meaning = understand(heading)
    assert meaning is not None and not meaning.refused
