"""What the report of clubs that are not one yet must not show: personal data, wherever it stands.

A mail in the column of names, or a director in that of activities, is personal all the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from ..config import fold
from ..workbooks.shown import is_personal, text_of

# Details of an issue that name a place or a number of ours, never what a cell says.
SAFE: Final = frozenset(
    "cell column contact_id file first_of_number first_row header_row heading headings kept "
    "kept_cell member_id original owner_row purpose record_id row sheet state".split()
)
_REACHES: Final = re.compile(r"@|(?:\+33|0033|\b0)\W{0,3}[1-9](?:[\s.\-/]?\d{2}){4}")
_NUMBERS: Final = frozenset(("siren", "siret", "vat", "fax"))


@dataclass(frozen=True)
class Mask:
    """hidden: what stands in place of a value; persons: the folded names known of each record."""

    hidden: str
    persons: dict[str, frozenset[str]]

    @classmethod
    def of(cls, records: pd.DataFrame, hidden: str) -> Mask:
        """The mask for RECORDS."""
        persons = {
            str(record): frozenset(
                word for one in people for word in map(fold, str(one).split()) if len(word) > 2
            )
            for record, people in zip(records["record_id"], records["people"], strict=True)
        }
        return cls(hidden, persons)

    def values(self, issue: Mapping[str, Any], values: Mapping[str, object]) -> dict[str, object]:
        """`values` of an issue, those that tell of a person replaced. A whole row may say anything,
        so that of an issue without a field all text is."""
        field = text_of(issue["field"])
        personal = is_personal(field) if field else not pd.isna(issue["row"])
        persons = self.persons.get(text_of(issue["record_id"]), frozenset())
        kept = dict(values)
        for name, value in values.items():
            if isinstance(value, str) and value:
                safe = name in SAFE and not _REACHES.search(value)
                if not safe and (personal or self.tells(value, field, persons)):
                    kept[name] = self.hidden
        return kept

    def text(self, text: str) -> str:
        """`text` of no known field, hidden where it reaches a person."""
        return self.hidden if self.tells(text) else text

    @staticmethod
    def tells(text: str, field: str = "", persons: frozenset[str] = frozenset()) -> bool:
        """Whether `text` holds a mail, a phone, or a name of `persons`."""
        if field not in _NUMBERS and _REACHES.search(text):
            return True
        return any(fold(word) in persons for word in re.split(r"[\s\-]+", text))
