"""Finding what is blocked in any text, and taking it out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from ..seal import name_key, sex_of, words_of
from ..standardise.people import title_of
from ..standardise.phones import read_number
from .blocks import Blocks

GONE: Final = "[effacé]"
_MAIL: Final = re.compile(r"[\w.+%'&-]+\s{0,2}@\s{0,2}[\w-]+(?:\s?\.[\w-]+)+")
_GAPS: Final = r"[\s.\-/()\u2010-\u2015]{0,3}"
_PHONES: Final = (
    re.compile(
        rf"(?<![0-9])(?:(?:\+|00)\s?33{_GAPS}(?:\(0\){_GAPS}|0)?|0|\(0\))[1-9](?:{_GAPS}[0-9]{{2}}){{4}}(?![0-9])"
    ),
    re.compile(r"(?<![\w.])\+[0-9][0-9 .()\-/]{6,18}[0-9](?![0-9])"),
    re.compile(r"(?<![\w.+])(?:33)?[1-9][0-9]{8}(?=(?:[.,]0)?(?![0-9]))"),
    re.compile(r"(?<![\w.+])[1-9](?:[ .\-\u00a0\u202f][0-9]{2}){4}(?![0-9])"),
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_BETWEEN: Final = re.compile(r"[\s.,'’\-\u2010-\u2015]{0,4}")
_CIVIL: Final = re.compile(
    r"(?:\b(?:messieurs|monsieur|madame|mademoiselle|mlle|mme|mrs|mr|m)\b\.?\s*)+$", re.I
)
_ENTRY: Final = re.compile(r"[\n;,|/]")
_LONGEST_NAME: Final = 6  # words
_ID: Final = re.compile(r"\b([MRC])-(\d{4,})\b")
_CONTACT: Final = re.compile(r"\bC-(\d{4,})-\d+\b")


def mail_of(text: str) -> str:
    """A mail address in one form."""
    return re.sub(r"\s", "", text).casefold().strip(".'-%&+")


def phone_of(text: str) -> str:
    """A phone number in one form (E.164); "" where the text is none."""
    bare = re.sub(r"[\u00a0\u202f\u2010-\u2015]", " ", text).strip()
    bare = re.sub(r"^([0-9]{9,11})[.,]0$", r"\1", bare)
    digits = re.sub(r"\D", "", bare)
    if re.fullmatch(r"(?:33)?[1-9][0-9]{8}", digits) and not bare.startswith(("+", "0", "(")):
        return "+33" + digits[-9:]
    number = read_number(bare)
    return number if re.fullmatch(r"\+[0-9]{6,15}", number) else ""


def ids_in(text: str) -> set[str]:
    """The numbers of members and records that a text names; a contact's is that of its record."""
    found = {f"{kind}-{number}" for kind, number in _ID.findall(text) if kind != "C"}
    return found | {f"R-{number}" for number in _CONTACT.findall(text)}


@dataclass(frozen=True)
class Scrub:
    """Takes what is blocked out of texts. mark: what stands in its place."""

    blocks: Blocks
    mark: str = GONE
    _words: dict[str, bool] = field(default_factory=dict, repr=False)

    def own(self, ids: set[str]) -> frozenset[int]:
        """The blocks whose names count in a line that names `ids`: all where it names none."""
        every = frozenset(range(len(self.blocks.blocks)))
        if not ids:
            return every
        return frozenset(nth for nth in every if self.blocks.blocks[nth].ids & ids)

    def text(self, text: str, own: frozenset[int] | None = None) -> str:
        """`text` without mails and phones that are blocked, and without the names of the blocks
        `own` (None: those of the line that the text is)."""
        if len(text) < 2 or not self.blocks:
            return text
        spans = [*self._reached(text)]
        if any(map(str.isalpha, text)):
            own = self.own(ids_in(text)) if own is None else own
            spans += _with_mails(text, [*self._named(text, own)])
        return _without(text, spans, self.mark)

    def heading(self, text: str) -> str:
        """A heading, that of the values of all members, without what is blocked."""
        return self.text(text, self.own(set()))

    def entries(self, text: str) -> str:
        """The entries of a cleaned list of which nothing is gone."""
        parts = (one.strip() for one in text.split(";"))
        return "; ".join(one for one in parts if one and self.mark not in one)

    def reaches(self, text: str) -> frozenset[int]:
        """The blocks whose mails or phones stand in a text."""
        return frozenset(nth for _, _, some in self._found(text) for nth in some)

    def has_word(self, text: str) -> bool:
        """Whether a word of any blocked name stands in a text."""
        return any(self._is_word(word) for word in words_of(text))

    def _reached(self, text: str) -> Iterator[tuple[int, int]]:
        yield from ((start, end) for start, end, _ in self._found(text))

    def _found(self, text: str) -> Iterator[tuple[int, int, frozenset[int]]]:
        if "@" in text:
            for one in _MAIL.finditer(text):
                for at, part in _shorter(one[0]):
                    if some := self.blocks.has("mail", mail_of(part)):
                        yield one.start() + at, one.start() + at + len(part), some
                        break
        if sum(map(str.isdigit, text)) > 5:
            for pattern in _PHONES:
                for one in pattern.finditer(text):
                    number = phone_of(one[0])
                    if number and (some := self.blocks.has("phone", number)):
                        yield one.start(), one.end(), some

    def _is_word(self, word: str) -> bool:
        if word not in self._words:
            self._words[word] = bool(self.blocks.has("word", word))
        return self._words[word]

    def _named(self, text: str, own: frozenset[int]) -> Iterator[tuple[int, int]]:
        """Where names of blocks of `own` stand: all the words of one side by side, in any order; a
        last name alone behind a civility."""
        if not own:
            return
        words = [(one.start(), one.end(), words_of(one[0])) for one in _WORD.finditer(text)]
        first = 0
        while first < len(words):
            end = self._longest(text, words, first, own)
            if end is None:
                first += 1
                continue
            start = words[first][0]
            civil = _CIVIL.search(text[:start])
            yield (civil.start() if civil else start), words[end][1]
            first = end + 1

    def _longest(
        self,
        text: str,
        words: list[tuple[int, int, tuple[str, ...]]],
        first: int,
        own: frozenset[int],
    ) -> int | None:
        """The last word of the longest name that begins at the word `first`."""
        found = None
        parts: list[str] = []
        for last in range(first, min(first + _LONGEST_NAME, len(words))):
            start, end, some = words[last]
            if last > first and not _BETWEEN.fullmatch(text[words[last - 1][1] : start]):
                break
            if not all(self._is_word(one) or len(one) == 1 for one in some):
                break
            parts += some
            if self._is_name(parts, text, (words[first][0], end), own):
                found = last
        return found

    def _is_name(
        self, parts: list[str], text: str, span: tuple[int, int], own: frozenset[int]
    ) -> bool:
        key, (start, end) = " ".join(sorted(parts)), span
        # An entry of a list counts as a text of its own.
        before = _ENTRY.split(text[:start])[-1]
        after = _ENTRY.split(text[end:])[0].strip()
        civil = _CIVIL.search(before)
        whole = not after and not (before[: civil.start()] if civil else before).strip()
        bearing = frozenset(nth for nth in own if self.blocks.blocks[nth].bears)
        spared = frozenset[int]() if whole and len(parts) > 1 else bearing
        if (self.blocks.has("name", key) & own) - spared and (len(parts) > 1 or whole):
            return True
        if civil is None:
            return False
        sex = sex_of(title_of(civil[0].strip().split()[-1]))
        return bool(sex and (self.blocks.has("loose", sex, key) & own) - bearing)

    def is_pair(self, one: str, other: str, own: frozenset[int]) -> bool:
        """Whether two cells are a first and a last name."""
        key = name_key(one, other)
        return bool(key) and bool(self.blocks.has("name", key) & own)


def _shorter(text: str) -> Iterator[tuple[int, str]]:
    """An address and, where other words are stuck to it with spaces, the parts of it."""
    yield 0, text
    before = re.match(r"[.'&%+-]+", text)
    if before:
        yield before.end(), text[before.end() :]
    cut = text
    while "." in cut.partition("@")[2][1:]:  # "a@b.fr.Suite"
        cut = cut.rpartition(".")[0]
        yield 0, cut


def _with_mails(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans, each as long as the mail address in which it stands."""
    if not spans or "@" not in text:
        return spans
    mails = [one.span() for one in _MAIL.finditer(text)]
    return [
        next(((a, b) for a, b in mails if a < end and start < b), (start, end))
        for start, end in spans
    ]


def _without(text: str, spans: list[tuple[int, int]], mark: str) -> str:
    if not spans:
        return text
    parts, at = [], 0
    for start, end in sorted(spans):
        if start >= at:
            parts += [text[at:start], mark]
        at = max(at, end)
    return "".join([*parts, text[at:]])


def mapped(value: object, change: Callable[[str], str]) -> object:
    """JSON `value` with every text changed, keys too."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [mapped(one, change) for one in value]
    if isinstance(value, dict):
        return {change(str(key)): mapped(one, change) for key, one in value.items()}
    return value
