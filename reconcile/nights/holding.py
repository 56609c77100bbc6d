"""What holds a night's register back: what is abnormal about it, unless a person confirmed it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from .. import members
from ..config import Config
from ..results import Memory, Night, Reading
from ..tables import TABLES, conform
from . import brake
from .linking import Linked
from .missing import lost_lists


def hold(
    config: Config,
    reading: Reading,
    memory: Memory,
    today: date,
    linked: Linked,
    numbered: members.Numbered,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """STANDING of tonight, and what is abnormal about the night (see brake.stops)."""
    records = linked.records.assign(member_id=numbered.member_id)
    standing = members.standing(records, today)
    belongs = memory.belongs.set_index("record_id")["member_id"]
    tonight = brake.Tonight(
        records=records,
        standing=standing,
        before=memory.standing,
        aliases=numbered.aliases,
        known=memory.raw.assign(member_id=memory.raw["record_id"].map(belongs).astype("str")),
        files=frozenset(reading.sheets["file"]),
        last_files=memory.last_files,
        lost=lost_lists(reading, memory.last_files),
        last=memory.last_published,
        clubs={key: club.name for key, club in config.clubs.items()},
    )
    return standing, brake.stops(tonight, config.brake)


def held(
    night: Night,
    stopped: pd.DataFrame,
    critical: pd.DataFrame,
    standing: pd.DataFrame,
    memory: Memory,
) -> Night:
    """`night` with what holds its register back; what a person confirmed is told and stops nothing.

    stopped: see brake.stops; critical: what the suites found.
    """
    found = pd.concat([stopped, brake.keyed(critical, memory.last_published)], ignore_index=True)
    confirmed = found["key"].isin(memory.acceptances["key"])
    confirmed_own = stopped["key"].isin(memory.acceptances["key"])
    told_stops = stopped.assign(severity=stopped["severity"].mask(confirmed_own, "warning"))
    shown = conform(told_stops, "issues")[list(TABLES["issues"])]
    return replace(
        night,
        issues=pd.concat([shown, night.issues], ignore_index=True),
        held_back=found[~confirmed].reset_index(drop=True),
        standing=standing,
    )
