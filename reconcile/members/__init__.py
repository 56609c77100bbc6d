"""Clusters -> MEMBERS with lasting numbers -> REGISTER, PROVENANCE and what belongs to a member."""

from __future__ import annotations

from datetime import date

import pandas as pd

from ..results import Register, Standardised
from .cells import Cells
from .contact_numbers import number_contacts
from .contents import outdated
from .identity import recognise
from .leaving import has_left, reasons, standing
from .numbers import Numbered, issue, membership, number_members, number_of, owners
from .people import consents, contacts, dues
from .succession import hand_on, succeed
from .survivorship import register, survivors

__all__ = [
    "Numbered",
    "build",
    "hand_on",
    "has_left",
    "issue",
    "membership",
    "number_contacts",
    "number_members",
    "number_of",
    "outdated",
    "owners",
    "recognise",
    "standing",
    "succeed",
]


def build(
    records: pd.DataFrame, standard: Standardised, columns: pd.DataFrame, today: date
) -> Register:
    """The register of `records` (RECORDS with member_id and pos) and all that goes with it."""
    cells = Cells(records, standard.origins, columns)
    kept = survivors(records, cells)
    owed = dues(records, standard.dues_read[standard.dues_read["pos"].isin(records["pos"])], cells)
    people = standard.people[standard.people["pos"].isin(records["pos"])]
    return Register(
        register=register(records, kept, owed, today),
        contacts=contacts(records, people),
        consents=consents(records, cells),
        dues=owed,
        provenance=pd.concat([kept, reasons(records, cells, today)], ignore_index=True),
    )
