"""A run in figures: kept with it, told in its name and in the table of the last days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from ..results import Figures, Night
from ..words import Words
from ..workbooks.shown import count, number

DAYS: Final = 14  # of which the table tells
_SHOWN: Final = ("members", "questions", "problems", "merges")


def figures(night: Night) -> Figures:
    """rows: by club, in the order of the settings. Of a night that is held back, members are those
    of the register that waits."""
    read = night.records["source"].value_counts()
    return {
        "rows": {club: int(read.get(club, 0)) for club in night.clubs},
        "records": len(night.records),
        "members": sum(
            int((one.register["status"] == "current").sum()) for one in night.registers.values()
        ),
        "questions": len(night.questions),
        "problems": int((night.issues["severity"] != "info").sum()),
        "merges": len(night.merges),
    }


def name_of(told: Figures, held: bool, waiting: bool, say: Words) -> str:
    """ "52 + 91 lignes → 124 adhérents, 6 à répondre", or that the register is held back.

    waiting: whether the set waits for files that are open elsewhere.
    """
    each = " + ".join(number(say, n) for n in told["rows"].values())
    unit = "one" if sum(told["rows"].values()) == 1 else "many"
    rows = say(f"flow.rows_{unit}", each=each)
    if held:
        return say("flow.name_held", rows=rows)
    members = count(say, "told_members", told["members"])
    waits = count(say, "told_waiting", told["questions"])
    key = "flow.name_waiting" if waiting else "flow.name_done"
    return say(key, rows=rows, members=members, waits=waits)


def table_of(
    nights: list[dict[str, Any]], clubs: Mapping[str, str], say: Words
) -> list[dict[str, Any]]:
    """The runs of `last_nights` as rows to show; what was not kept then is empty."""
    rows = []
    for night in nights:
        kept = night["figures"]
        when = datetime.fromisoformat(night["finished_at"])
        read = kept.get("rows", {})
        row = {say("flow.day"): say("flow.day_text", when=when)}
        row |= {say("flow.rows_of", club=clubs[key]): read.get(key, "") for key in clubs}
        row |= {say(f"flow.n_{key}"): kept.get(key, "") for key in _SHOWN}
        row[say("flow.what")] = say(f"flow.what_{night['state']}")
        rows.append(row)
    return rows
