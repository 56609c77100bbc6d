"""What stands in the store for a value that is no longer there: a hash keyed with the store's salt.

The salt is random and the store's own, so that nobody who has the hashes alone can try addresses.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Final

SALT: Final = "salt"  # its key in the table `about`
_BETWEEN: Final = "\x1f"
_WORDS: Final = re.compile(r"[^\W\d_]+")
_LIGATURES: Final = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})


def new_salt() -> str:
    return secrets.token_hex(32)


@dataclass(frozen=True, repr=False)
class Seal:
    """salt: 64 hexadecimal digits."""

    salt: str

    def of(self, kind: str, *parts: str) -> str:
        """The hash of a value of a kind, 24 hexadecimal digits."""
        text = _BETWEEN.join((kind, *parts)).encode("utf-8", "surrogatepass")
        return blake2b(text, key=bytes.fromhex(self.salt), digest_size=12).hexdigest()

    def contact(self, record_id: str, person: str) -> str:
        """The key of a person as a record names him (CONTACT_NUMBERS), the same however the sheets
        are sorted or renumbered."""
        return self.of("contact", record_id, person)


@lru_cache(maxsize=100_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, without case, accents and signs: "Jean-Noël" -> ("jean", "noel")."""
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES)).casefold()
    bare = "".join(one for one in plain if not unicodedata.combining(one))
    return tuple(_WORDS.findall(bare))


def name_key(*names: str) -> str:
    """A name whatever the order and the way its parts are written."""
    return " ".join(sorted(word for name in names for word in words_of(name)))


def sex_of(title: str) -> str:
    """What a civility says: "m", "f", or "" where there is none."""
    return {"M.": "m", "Mme": "f", "Mlle": "f"}.get(title, "")
