"""The runs of before, as the store keeps them."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from .database import begin
from .schema import RUNS
from .store import Store


def last_nights(store: Store, most: int) -> list[dict[str, Any]]:
    """The last run of each of the `most` last days that had one, the newest first: run,
    finished_at, state, and figures ({} where none were kept)."""
    query = sa.select(RUNS.c.run, RUNS.c.finished_at, RUNS.c.state, RUNS.c.figures)
    found: dict[str, dict[str, Any]] = {}
    with begin(store.engine) as db:
        for row in db.execute(query.order_by(RUNS.c.run.desc())).mappings():
            day = row["finished_at"][:10]
            if len(found) == most and day not in found:
                break
            found.setdefault(day, {**row, "figures": json.loads(row["figures"] or "{}")})
    return list(found.values())
