"""A row of `Écarts`."""

from __future__ import annotations

import json
from typing import Final

import pandas as pd

from ..workbooks.sheets import Shown
from ..workbooks.shown import field_name, text_of
from .frame import Report

MOST: Final = 8  # values that a drop-down offers


def names_of(register: pd.DataFrame) -> dict[str, str]:
    """The names of members of REGISTER."""
    values = zip(register["member_id"], register["name"], strict=True)
    return {member: text_of(name) for member, name in values}


def line(
    report: Report,
    about: tuple[str, str, str],
    cells: list[object],
    said: tuple[str, str, str | None],
    choices: list[str],
) -> list[object]:
    """A row. about: member, name, field; cells: value, others, their places and the rule; said:
    kind, subject and what the lists say; choices: what the drop-down offers."""
    member, name, field = about
    value, others, where, other_places, rule = cells
    offered = [one for one in dict.fromkeys(choices) if one][:MOST]
    called = field_name(report.words, field, report.night.clubs) if field else None
    return [
        member or None,
        name or None,
        called,
        value,
        others,
        Shown(None, "typed"),
        rule,
        where,
        other_places,
        *report.keys(said[0], said[1]),
        json.dumps({"source": said[2]}, ensure_ascii=False),
        *offered,
        *[None] * (MOST - len(offered)),
    ]
