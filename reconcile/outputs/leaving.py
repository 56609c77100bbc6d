"""Why a former member counts as one, in words."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ..tables import OLD_EDITIONS
from ..words import Words
from ..workbooks.shown import place, text_of

Place = tuple[str, str]


def reasons(
    provenance: pd.DataFrame, editions: pd.DataFrame, clubs: Mapping[str, str], words: Words
) -> dict[str, str]:
    """What says that a member has left, by member_id; of several clubs, each with its name.

    provenance: PROVENANCE, whose rows of the field status count; editions: EDITIONS, which tell the
    list that an older one gave way to.
    """
    newer = _newer(editions)
    found: dict[str, dict[str, str]] = {}
    for row in provenance[provenance["field"] == "status"].to_dict("records"):
        rule, club = text_of(row["rule"]), text_of(row["source"])
        here = (text_of(row["file"]), text_of(row["sheet"]))
        now = place(*newer.get(here, ("", "")), "")
        rule = "left_no_list" if rule == "left_list" and not now else rule
        where = place(*here, row["cell"])
        found.setdefault(row["member_id"], {})[club] = words(
            f"register.left.{rule}", place=where, newer=now
        )
    return {
        member: " ".join(dict.fromkeys(said.values()))
        if len(set(said.values())) == 1
        else " / ".join(
            words("shown.colon", left=clubs.get(club, club), right=text)
            for club, text in said.items()
        )
        for member, said in found.items()
    }


def _newer(editions: pd.DataFrame) -> dict[Place, Place]:
    """The list of today that each older sheet gave way to, through those between."""
    table = editions.fillna({"sheet": "", "by_sheet": ""})
    old = table[table["state"].isin(OLD_EDITIONS) & table["by_file"].notna()]
    after = {
        (row.file, row.sheet): (row.by_file, row.by_sheet) for row in old.itertuples(index=False)
    }
    found = {}
    for start, end in after.items():
        seen = {start}
        while end in after and end not in seen:
            seen.add(end)
            end = after[end]  # noqa: PLW2901 - the last of a chain
        found[start] = end
    return found
