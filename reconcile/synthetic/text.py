"""Small changes of text that several modules share."""

from __future__ import annotations

import re
import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "’": "'"})


def plain(text: str) -> str:
    """The text without accents."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFD", text.translate(LIGATURES))
    return "".join(c for c in parts if not unicodedata.combining(c))


def squeeze(text: str) -> str:
    """Letters and digits alone, without accents."""
    return re.sub(r"[^A-Za-z0-9]", "", plain(text))
