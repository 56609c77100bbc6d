"""Headings that name two fields, of which each cell may hold both: "Tél / Fax", "Mail / Site"."""

from __future__ import annotations

import re
from typing import Final

from ..marked import FAX_FIRST, FAX_SECOND, WITH_SITE
from .synonyms import exactly, words_of

_PARTS: Final = re.compile(r"[/,;|+&\n]|\s[-–]\s|\b(?:et|ou|and|or)\b", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_LABELS: Final = {
    ("phone", "fax"): f"phone{FAX_SECOND}",
    ("mobile", "fax"): f"mobile{FAX_SECOND}",
    ("fax", "phone"): f"phone{FAX_FIRST}",
    ("email", "website"): f"email{WITH_SITE}",
    ("website", "email"): f"email{WITH_SITE}",
}


def label_of_both(heading: str | None) -> str | None:
    """The label of a column whose heading names two fields and no more, or None."""
    if heading is None:
        return None
    parts = [words_of(part) for part in _PARTS.split(_BRACKETS.sub(" ", heading))]
    parts = [words for words in parts if words]
    if len(parts) == 1 and len(parts[0]) == 2:  # "Tél Fax"
        parts = [[word] for word in parts[0]]
    if len(parts) != 2:
        return None
    found = [exactly(words) for words in parts]
    return _LABELS.get((found[0].field, found[1].field)) if found[0] and found[1] else None
