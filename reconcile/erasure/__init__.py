"""Erased persons: what was asked for is carried out everywhere, and does not come back."""

from .asking import of_contacts, resolved, without_wishes
from .blocks import blocks_of
from .night import act, again, carry_out, cleaned, described, obey, without
from .who import Known, NotMeant, subject_of_typed, target

__all__ = [
    "Known",
    "NotMeant",
    "act",
    "again",
    "blocks_of",
    "carry_out",
    "cleaned",
    "described",
    "obey",
    "of_contacts",
    "resolved",
    "subject_of_typed",
    "target",
    "without",
    "without_wishes",
]
