"""What a spreadsheet says about a member, field by field. Loads nothing heavy: the settings name
fields, and what waits for files all day reads the settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Field:
    """A thing that a spreadsheet says about a member.

    many: several columns of one sheet may hold it ("Tél 1", "Tél 2"); the later ones are labelled
    `phone#2`, `phone#3`, and the columns of dues carry their year, `dues#2011`.
    personal: it may tell of a person, so the joint report leaves it out before the clubs are one.
    """

    name: str
    many: bool = False
    personal: bool = False


FIELDS: Final = (
    Field("member_no"),
    Field("name"),
    Field("trade_name"),
    Field("legal_form"),
    Field("siren"),
    Field("siret"),
    Field("vat"),
    Field("naf"),
    Field("headcount"),
    Field("activity"),
    Field("address", many=True),
    Field("address_extra", many=True),
    Field("postcode"),
    Field("city"),
    Field("phone", many=True, personal=True),
    Field("mobile", many=True, personal=True),
    Field("fax", many=True),
    Field("email", many=True, personal=True),
    Field("website"),
    Field("contact", many=True, personal=True),
    Field("contact_title", many=True, personal=True),
    Field("contact_first", many=True, personal=True),
    Field("contact_last", many=True, personal=True),
    Field("contact_role", many=True, personal=True),
    Field("joined_on"),
    Field("left_on"),
    Field("status", personal=True),
    Field("dues", many=True),
    Field("commissions", many=True),
    Field("newsletter"),
    Field("directory"),
    Field("photo"),
    Field("notes", many=True, personal=True),
)
FIELD: Final = {field.name: field for field in FIELDS}
