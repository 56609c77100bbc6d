"""A line of cells, of whatever file, without what is blocked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ..seal import words_of
from ..standardise.people import title_of
from .blocks import Blocks
from .text import GONE, Scrub, ids_in

_NEAR: Final = 2  # columns between a first and a last name
_LONGEST: Final = 40  # signs of a first or last name
_CONTACT: Final = re.compile(r"\bC-\d{4,}-\d+\b")


@dataclass(frozen=True)
class Lines:
    """Cleans lines by what is blocked."""

    blocks: Blocks

    @cached_property
    def scrub(self) -> Scrub:
        return Scrub(self.blocks)

    def text(self, text: str) -> str:
        """A text that is no part of a line."""
        return self.scrub.text(text)

    def clean(self, texts: Sequence[str]) -> list[str]:
        """The cells of a line. Names count where the line names the person's member or record, or
        none; of a line about a member that was the person only the numbers stay."""
        ids = {one for text in texts if "-" in text for one in ids_in(text)}
        if ids & self.blocks.erased:
            return [text if not text or ids_in(text) else GONE for text in texts]
        own = self.scrub.own(ids)
        found = [self.scrub.text(text, own) for text in texts]
        if own:
            for at in self._apart(texts, found, own):
                found[at] = GONE
        return found

    def _apart(self, texts: Sequence[str], cleaned: Sequence[str], own: frozenset[int]) -> set[int]:
        """The places of a name in two cells, of the civility before and, in a line of a contact, of
        what the person does."""
        short = [
            nth
            for nth, text in enumerate(texts)
            if 0 < len(text) < _LONGEST and any(map(self.scrub.has_word, words_of(text)))
        ]
        named = {nth for nth in short if cleaned[nth] == GONE and "@" not in texts[nth]}
        for one in short:
            for other in short:
                if one < other <= one + _NEAR and self.scrub.is_pair(texts[one], texts[other], own):
                    named |= {one, other}
        return named | {at for nth in named for at in self._beside(texts, nth)}

    @staticmethod
    def _beside(texts: Sequence[str], nth: int) -> Iterator[int]:
        """The civility before a name and, in a line of a contact, the cell behind it."""
        for at in range(max(nth - _NEAR, 0), nth):
            if title_of(texts[at]):
                yield at
        behind = texts[nth + 1] if nth + 1 < len(texts) else ""
        of_contact = any(_CONTACT.search(text) for text in texts)
        if behind and of_contact and not _CONTACT.search(behind):
            yield nth + 1
