"""The columns of the five sheets with members: what each keeper called them and how he writes."""

from __future__ import annotations

from dataclasses import dataclass

from .writing import (
    Writer,
    capitals,
    city,
    day,
    day_text,
    dotted,
    form_first,
    form_last,
    headcount,
    joined,
    of,
    one_of,
    place,
    postcode,
    sometimes,
    street,
    year,
)

AV = {"avenue": "av.", "boulevard": "bd", "allée": "all.", "chemin": "ch."}
AV_CAPITALS = {"avenue": "AVE", "boulevard": "BLD", "allée": "ALL", "impasse": "IMP",
               "place": "PL", "chemin": "CHE", "route": "RTE"}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A column: the name that cells.toml gives it, its heading, its width, how it is written."""

    name: str
    heading: str | int | None
    width: float
    write: Writer


def _own_number(prefix: str) -> Writer:
    return lambda firm, chance: f"{prefix}{int(firm['nth']):03d}"


T_COLUMNS = (
    Column("member_no", "N° adhérent", 12, _own_number("T-")),
    Column("name", "Société", 34, of("name")),
    Column("trade_name", "Enseigne", 20, of("trade")),
    Column("legal_form", "Forme juridique", 12, of("form")),
    Column("siret", "SIRET", 20, sometimes(of("siret_spaced"), 0.85)),
    Column("vat", "N° TVA", 16, sometimes(of("vat"), 0.5)),
    Column("naf", "Code APE", 10, of("naf")),
    Column("activity", "Activité", 24, of("activity")),
    Column("headcount", "Effectif", 9, headcount),
    Column("address", "Adresse", 34, street({})),
    Column("address_extra", "Bâtiment / Zone", 18, of("extra")),
    Column("postcode", "CP", 8, postcode),
    Column("city", "Ville", 20, city),
    Column("phone", "Téléphone", 18, of("phone")),
    Column("mobile", "Portable", 16, sometimes(of("mobile"), 0.4)),
    Column("email", "E-mail", 32, of("email")),
    Column("website", "Site web", 26, sometimes(of("website"), 0.8)),
    Column("contact_title", "Civilité", 8, of("title")),
    Column("contact_first", "Prénom", 14, of("first")),
    Column("contact_last", "Nom", 18, of("last")),
    Column("contact_role", "Fonction", 20, of("role")),
    Column("joined_on", "Adhérent depuis", 14, day(2007, 2025)),
    Column("dues_2025", "Cotis 2025", 10, one_of(150, 150, 250, None)),
    Column("dues_2026", "Cotis 2026", 10, one_of(150, 250, 250, None)),
    Column("up_to_date", "À jour", 8, one_of("O", "O", "N", "✓")),
    Column("commissions", "Commissions", 14, one_of("1", "1,5", "5,7", "1,5,7", None, None)),
    Column("newsletter", "Newsletter", 10, one_of("oui", "x", None)),
    Column("photo", "Droit à l'image", 12, one_of("oui", "non", None)),
    Column("nameless", None, 12, of("empty")),
    Column("notes", "Observations", 36, of("empty")),
)
R_COLUMNS = (
    Column("member_no", "Code", 8, _own_number("RZ")),
    Column("name", "Raison sociale", 34, form_last),
    Column("siret", "SIRET", 18, sometimes(of("siret"), 0.75)),
    Column("activity", "Secteur", 22, capitals("activity")),
    Column("address", "Adresse 1", 36, street(AV_CAPITALS, upper=True)),
    Column("address_extra", "Adresse 2", 22, capitals("extra")),
    Column("place", "CP Ville", 28, place),
    Column("phone", "Tél", 18, dotted("phone")),
    Column("fax", "Fax", 16, of("empty")),
    Column("email", "Mail", 34, sometimes(of("email"), 0.9)),
    Column("contact", "Nom et prénom", 28, of("person")),
    Column("contact_role", "Fonction", 18, sometimes(of("role"), 0.7)),
    Column("dues_2024", 2024, 8, one_of(90, 90, None)),
    Column("dues_2025", 2025, 8, one_of(90, "x", None)),
    Column("dues_2026", 2026, 8, one_of(95, 95, "x", None)),
    Column("up_to_date", "À jour", 8, one_of("oui", "oui", "non")),
    Column("paid", "Total versé", 10, of("empty")),
    Column("directory", "Annuaire", 10, one_of("oui", "x", "non", None)),
    Column("joined_on", "Date d'adhésion", 14, day(2001, 2025)),
    Column("notes", "Remarques", 34, of("empty")),
)
C_COLUMNS = (
    Column("member_no", "N° membre", 10, _own_number("C")),
    Column("trade_name", "Enseigne", 30, lambda firm, chance: firm["trade"] or firm["name"]),
    Column("name", "Dénomination", 30, of("name")),
    Column("siren", "SIREN", 14, sometimes(of("siren_spaced"), 0.7)),
    Column("address", "Adresse", 34, street(AV)),
    Column("postcode", "Code postal", 11, of("cp")),
    Column("city", "Commune", 20, of("city")),
    Column("phone", "Tél", 16, joined("phone")),
    Column("phone_2", "Tél", 16, sometimes(joined("mobile"), 0.3)),
    Column("email", "Courriel", 34, of("email")),
    Column("contact_first", "Prénom du dirigeant", 18, of("first")),
    Column("contact_last", "Nom du dirigeant", 18, of("last")),
    Column("joined_on", "Adhérent depuis", 14, year(2009, 2025)),
    Column("newsletter", "RGPD newsletter", 12, one_of("oui", "x", None, "non")),
)
A_COLUMNS = (
    Column("member_no", "Réf.", 8, _own_number("A")),
    Column("name", "Entreprise", 34, form_first),
    Column("trade_name", "Nom commercial", 22, of("trade")),
    Column("legal_form", "Statut juridique", 14, of("form")),
    Column("address", "Adresse", 34, street(AV)),
    Column("postcode", "CP", 8, postcode),
    Column("city", "Ville", 20, city),
    Column("phone", "Tél.", 16, of("phone")),
    Column("mobile", "GSM", 16, sometimes(of("mobile"), 0.3)),
    Column("email", "E-mail", 32, sometimes(of("email"), 0.7)),
    Column("contact_last", "Nom du contact", 18, of("last")),
    Column("contact_first", "Prénom", 14, of("first")),
    Column("contact_role", "Qualité", 16, of("role")),
    Column("joined_on", "Date d'adhésion", 14, day_text(2001, 2011)),
    Column("dues_2011", "Cotis 2011", 10, one_of("x", 60, None)),
    Column("left_on", "Fin", 12, of("empty")),
    Column("notes", "Observations", 30, of("empty")),
)
N_COLUMNS = (
    Column("name", "Société", 30, of("name")),
    Column("activity", "Métier", 20, of("activity")),
    Column("address", "Adresse", 30, street({"avenue": "av", "chemin": "chem."})),
    Column("postcode", "CP", 8, of("cp")),
    Column("city", "Ville", 20, of("city")),
    Column("phone", "Téléphone", 16, of("phone")),
    Column("mobile", "Portable", 16, sometimes(of("mobile"), 0.5)),
    Column("email", "Mail", 30, of("email")),
    Column("website", "Site", 24, of("website")),
    Column("contact", "Contact", 26, of("person")),
    Column("siret", "SIRET", 18, of("siret")),
    Column("joined_on", "Date d'adhésion", 14, day_text(2026, 2026)),
    Column("dues_2026", "Cotis 2026", 10, one_of("95", "payé", "")),
    Column("newsletter", "Newsletter", 10, one_of("oui", "x", None)),
    Column("notes", "Remarques", 30, of("empty")),
)
