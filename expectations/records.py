"""The suite of RECORDS: what the standardised values must look like.

What standardising could not read it reported itself; here stands what is left in the tables.
"""

from __future__ import annotations

import datetime
from typing import Final

from expectations.record_views import DAY, FEEDS, views
from expectations.rules import (
    CRITICAL,
    INFO,
    PAIR,
    WARNING,
    Between,
    Equal,
    Greater,
    InSet,
    Matches,
    NotMatches,
    NotNull,
    Rule,
    Unique,
    on,
)
from expectations.siret import ExpectColumnValuesToBeFrenchVat as FrenchVat
from expectations.siret import ExpectColumnValuesToBePhone as Phone
from expectations.siret import ExpectColumnValuesToBeSiren as Siren
from expectations.siret import ExpectColumnValuesToBeSiret as Siret

_MAIL: Final = (
    r"^[^\s@,;:<>()\[\]\".]+(?:\.[^\s@,;:<>()\[\]\".]+)*@(?:[^\s@,;:<>.]+\.)+[^\s@,;:<>.\d]{2,}$"
)
_SITE: Final = r"^(?:https?://)?(?:[^\s/.@,;:]+\.)+[^\s/.@,;:\d]{2,}(?::\d+)?(?:[/?#]\S*)?$"
_POSTCODE: Final = r"^(?:\d{5}|[A-Z]{1,2}-\d{4,5})$"  # or another country's, with its sign
_DEPARTMENT: Final = r"^(?:[A-Z]|0[1-9]|[1-8]\d|9[0-5]|97[1-8]|98[046-8])"
_GARBLED: Final = "[ÃÂ][\u0080-\u00bf]|Ã[ƒ©ªŽ‰€]|â€"  # UTF-8 that was read as cp1252
_HEADCOUNT: Final = r"(?i)\d|^(?:TPE|PME|PMI|ETI|GE|micro|auto|solo|aucun|sans|ind[eé]p)"
# Remarks that say that a member has left, or wants no more mails, where no column does.
_LEFT: Final = (
    r"(?i)\b(?:(?:a )?d[ée]missionn|d[ée]mission (?:le|du|en|re[çc]ue)|radi[ée]e?s?\b|radiation|"
    r"(?:est )?d[ée]c[ée]d[ée]|liquidation|(?:a )?cess[ée] (?:son|ses|toute|d)|cessation|"
    r"a quitt[ée] (?:le|l.|la|notre)|(?:ne|pas) (?:se )?renouvel|ne fait plus partie|"
    r"n.est plus (?:adh|membre|dans))"
)
_REFUSED: Final = (
    r"(?i)\b(?:ne (?:plus|pas|veut|souhaite)\b[^.;]{0,30}?\b(?:envoyer|[ée]crire|contacter|appeler|"
    r"d[ée]marcher|solliciter|recevoir|relancer|mails?|courriels?|newsletter)|d[ée]s(?:abonn|inscri)|"
    r"stop (?:mail|pub|news|courrier)|opposition (?:rgpd|[àa])|do not (?:contact|mail|call)|"
    r"unsubscribe)"
)


__all__ = ["FEEDS", "rules", "views"]


def rules(today: datetime.date) -> tuple[Rule, ...]:
    """The lines of the suite."""
    day = today.year * 10000 + today.month * 100 + today.day
    consents, dues = ["yes", "no", "unknown"], ["paid", "unpaid", "unknown"]
    record, phone, fax, mail, text, consent, person, due = map(
        on, "records phones faxes emails texts consents people dues".split()
    )
    # fmt: off
    return (
        record("record_id_missing", NotNull, CRITICAL, column="record_id"),
        record("record_id_twice", Unique, CRITICAL, column="record_id", details=("record_id",)),
        record("name_hollow", NotNull, WARNING, column="compared_name", field="name"),
        record("name_letters", Matches, INFO, column="name", regex="[A-Za-zÀ-ÿ]"),
        record("name_mail", NotMatches, WARNING, column="name", regex=r"@|www\."),
        record("siren_form", Matches, WARNING, column="siren", regex=r"^\d{9}$"),
        record("siren_check", Siren, WARNING, column="siren", unless=("siren_form",)),
        record("siret_form", Matches, WARNING, column="siret", regex=r"^\d{14}$"),
        record("siret_check", Siret, WARNING, column="siret", unless=("siret_form",)),
        record("siret_siren", Equal, WARNING, column_A="siren_of_siret", column_B="siren", **PAIR,
            field="siret", details=("siren",), unless=("siren_form", "siret_form")),
        record("vat_form", Matches, WARNING, column="vat", regex=r"^FR[0-9A-Z]{2}\d{9}$"),
        record("vat_check", FrenchVat, WARNING, column="vat", unless=("vat_form",)),
        record("vat_siren", Equal, WARNING, column_A="siren_of_vat", column_B="siren", **PAIR,
            field="vat", details=("siren",), unless=("siren_form", "vat_form")),
        record("siret_vat", Equal, WARNING, column_A="siren_of_vat", column_B="siren_of_lone_siret",
            **PAIR, field="vat", details=("siret",), unless=("siret_form", "vat_form")),
        record("naf_form", Matches, INFO, column="naf", regex=r"^\d\d\.?\d\d[A-Z]$"),
        record("headcount_form", Matches, INFO, column="headcount", regex=_HEADCOUNT),
        record("postcode_form", Matches, WARNING, column="postcode", regex=_POSTCODE),
        record("postcode_department", Matches, WARNING, column="postcode", regex=_DEPARTMENT,
            unless=("postcode_form",)),
        record("town_postcode", InSet, WARNING, column="postcode_fits", value_set=[True],
            field="postcode", details=("city",), unless=("postcode_form", "postcode_department")),
        record("postcode_unlisted", InSet, INFO, column="postcode_unlisted", value_set=[False],
            field="postcode", details=("city",), unless=("postcode_form", "postcode_department")),
        record("town_unlisted", InSet, INFO, column="city_unlisted", value_set=[False],
            field="city", details=("postcode", "towns")),
        record("city_missing", NotNull, INFO, column="wanted_city", field="postcode",
            details=("postcode",)),
        record("postcode_missing", NotNull, INFO, column="wanted_postcode", field="city",
            details=("city",)),
        record("joined_form", Matches, WARNING, column="joined_on", regex=DAY),
        record("joined_future", Between, WARNING, column="joined_first", max_value=day,
            field="joined_on"),
        record("joined_old", Between, WARNING, column="joined_first", min_value=19000101,
            field="joined_on"),
        record("left_form", Matches, WARNING, column="left_on", regex=DAY),
        record("left_before_joined", Greater, WARNING, column_A="left_last",
            column_B="joined_first", or_equal=True, **PAIR, field="left_on",
            details=("joined_on",)),
        record("left_future", Between, INFO, column="left_first", max_value=day, field="left_on"),
        record("website_form", Matches, INFO, column="website", regex=_SITE),
        record("mail_website", InSet, INFO, column="mails_elsewhere", value_set=[False],
            field="email", details=("website",)),
        record("mails_many", Between, INFO, column="n_mails", max_value=6, field="email",
            details=("n_mails",)),
        record("note_left", NotMatches, WARNING, column="notes_of_member", regex=_LEFT,
            field="notes"),
        record("note_refused", NotMatches, WARNING, column="notes_of_reader", regex=_REFUSED,
            field="notes"),
        phone("phone_form", Phone, WARNING, column="value", field="phone"),
        fax("fax_form", Phone, INFO, column="value", field="fax"),
        mail("mail_form", Matches, WARNING, column="value", regex=_MAIL, field="email"),
        text("text_garbled", NotMatches, WARNING, column="value", regex=_GARBLED),
        consent("consent_word", InSet, WARNING, column="value", value_set=consents),
        person("person_unnamed", NotNull, INFO, column="who", field="contact"),
        person("person_digits", NotMatches, INFO, column="who", regex=r"\d", field="contact"),
        due("due_year", Between, WARNING, column="year", min_value=1990, max_value=today.year + 1,
            field="dues"),
        due("due_after_left", Between, INFO, column="years_after_left", max_value=0, field="dues",
            details=("year", "left_on")),
        due("due_amount", Between, WARNING, column="amount", min_value=0, field="dues"),
        due("due_state", InSet, WARNING, column="state", value_set=dues, field="dues"),
    )
    # fmt: on
