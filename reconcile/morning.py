"""What a night compares itself with, and what it appends to the log of values."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from . import register_values as logged
from .changes import changes, known_of
from .outputs import publish
from .results import Memory, Night
from .store import Store


def with_place(store: Store, memory: Memory, clean: Path) -> Memory:
    """`memory` with the log of values and the register that is in place in the folder `clean`."""
    placed = publish.register_in_place(clean)
    days = store.published()
    return replace(memory, values=store.values(), placed=placed, placed_on=days.get(placed))


def with_changes(night: Night) -> Night:
    """`night` with its values, and with what changed since the register that is in place."""
    now, memory = logged.values(night), night.memory
    before = logged.as_of(memory.values, memory.placed)
    comparable = set(before["club"]) & set(now["club"])
    told = changes(before, now, known_of(night))
    return replace(night, values=now, changes=told, since=memory.placed if comparable else 0)


def to_log(night: Night) -> pd.DataFrame | None:
    """What a commit of `night` appends; None of one whose register is held back."""
    if len(night.held_back):
        return None
    log = night.memory.values
    last = int(log["run"].max()) if len(log) else 0
    return logged.moved(logged.as_of(log, last), night.values)
