"""What a night compares itself with, and what it appends to the log of values."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from ..memory.store import Store
from ..results import Memory, Night
from . import register_values as logged
from .causes import known_of
from .changes import changes


def with_place(store: Store, memory: Memory, placed: int) -> Memory:
    """`memory` with the log of values, and with the run of the register that people had when the
    night began: a set that waited and is put in place by the night itself was read by nobody."""
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
