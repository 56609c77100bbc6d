"""What `reconcile doctor` looks at, and what a check says of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ...config import Config
from ...words import Words

if TYPE_CHECKING:
    from .memory import Stored

OK, ATTENTION, FAULT = 0, 1, 2  # also the exit status: that of the worst
MANY: Final = 5  # names that a sentence tells before "…"


@dataclass(frozen=True)
class Note:
    """One thing that a check found: how grave it is, in a sentence, and its cure ("" where there is
    none)."""

    sign: int
    sentence: str
    cure: str = ""


def noted(say: Words, sign: int, key: str, **values: object) -> Note:
    """The Note of a key below `doctor` in the words; its cure stands beside it, as `…_cure`."""
    table, _, name = f"doctor.{key}".rpartition(".")
    cure = say(f"doctor.{key}_cure", **values) if f"{name}_cure" in say.section(table) else ""
    return Note(sign, say(f"doctor.{key}", **values), cure)


def named(names: list[str]) -> str:
    """Some names in a sentence; of many the first few."""
    return ", ".join([*names[:MANY], *(["…"] if len(names) > MANY else [])])


@dataclass(frozen=True)
class Place:
    """A club's place: its settings file and what it says. now: a time with its zone."""

    file: Path
    config: Config
    say: Words
    now: datetime

    def note(self, sign: int, key: str, **values: object) -> Note:
        return noted(self.say, sign, key, **values)

    @cached_property
    def stored(self) -> Stored:
        """What the store says of itself, looked up once."""
        from .memory import look

        return look(self.config, self.say)
