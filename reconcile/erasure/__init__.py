"""Erased persons: what was asked for is carried out everywhere, and does not come back."""

from .asking import of_contacts, resolved, without_wishes
from .blocks import Blocks, blocks_of
from .lines import Lines
from .night import act, again, carry_out, cleaned, described, obey, without, without_texts
from .said import unsaid
from .sweep import clean_file
from .text import GONE
from .who import Known, NotMeant, subject_of_typed, target

__all__ = [
    "GONE",
    "Blocks",
    "Known",
    "Lines",
    "NotMeant",
    "act",
    "again",
    "blocks_of",
    "carry_out",
    "clean_file",
    "cleaned",
    "described",
    "obey",
    "of_contacts",
    "resolved",
    "subject_of_typed",
    "target",
    "unsaid",
    "without",
    "without_texts",
    "without_wishes",
]
