"""`Fiabilité`: how many merges are probably wrong, how many are missed, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from ..sheets import Column, Shown
from ..shown import count, number
from ..words import Words
from .frame import Report

_N_READ: Final = 6
_TALLY: Final = {"merged": "of_merges", "apart": "of_pairs", "asked": "of_pairs"}
_LOOKS: Final = {
    "what": ("text", 34, 46),
    "size": ("number", 10, 10),
    "n_drawn": ("number", 12, 12),
    "n_wrong": ("number", 10, 10),
    "estimate": ("number", 10, 10),
    "low": ("number", 10, 10),
    "high": ("number", 10, 10),
    "share": ("percent", 12, 12),
    "to_halve": ("number", 18, 18),
    "plainly": ("text", 50, 62),
}


def reliability_sheet(report: Report) -> None:
    """A row a stratum, the total of its kind above it, and below the table how to read it."""
    words, book = report.words, report.book
    columns = [
        Column(key, words(f"reliability.columns.{key}"), narrowest, widest, look)
        for key, (look, narrowest, widest) in _LOOKS.items()
    ]
    rows = [_row(words, one) for one in _ordered(report.night.strata)]
    hint = words("report.hints.reliability" if rows else "report.hints.no_reliability")
    sheet, _, last = report.table("reliability", "2F7F86", columns, rows, 1, hint)
    book.put(sheet, last + 2, 1, words("reliability.read_head"), "section")
    sheet.row_dimensions[last + 2].height = 22
    for nth in range(1, _N_READ + 1):
        text = words(f"reliability.read_{nth}")
        book.wide(sheet, last + 2 + nth, text, "sentence", (1, len(columns)))


def _ordered(strata: pd.DataFrame) -> list[dict[Any, Any]]:
    """The strata, each kind's total before its parts."""
    is_total = strata["stratum"].str.endswith("_all").fillna(False).astype(bool)
    kind = strata["kind"].map({one: nth for nth, one in enumerate(_TALLY)})
    order = pd.DataFrame({"kind": kind, "part": ~is_total}).sort_values(
        ["kind", "part"], kind="stable"
    )
    rows: list[dict[Any, Any]] = strata.loc[order.index].to_dict("records")
    return rows


def _row(words: Words, one: Mapping[Any, Any]) -> list[object]:
    stratum, size = str(one["stratum"]), int(one["size"])
    whole = stratum.endswith("_all") or stratum == "asked"
    named = words(f"reliability.strata.{stratum}")
    drawn = one["kind"] != "asked"
    unknown = drawn and not one["n_drawn"] and not one["n_known"]
    about = one["estimate"]
    more = one["to_halve"]
    return [
        Shown(named, "strong" if whole else "text"),
        size,
        int(one["n_drawn"]) if drawn else None,
        int(one["n_wrong"]),
        None if pd.isna(about) else round(float(about)),
        None if unknown else int(one["low"]),
        None if unknown else int(one["high"]),
        None if unknown else one["high"] / size,
        None if pd.isna(more) or not more else int(more),
        Shown(_plainly(words, one), "strong" if whole else "text"),
    ]


def _plainly(words: Words, one: Mapping[Any, Any]) -> str:
    """The row in a sentence or two."""
    kind, size, wrong = str(one["kind"]), int(one["size"]), int(one["n_wrong"])
    share = 100 * int(one["high"]) / size
    said = {
        "size": count(words, _TALLY[kind], size),
        "low": number(words, one["low"]),
        "high": number(words, one["high"]),
        "share": number(words, share, 0 if share >= 10 or share == 0 else 1),
        "known": number(words, one["n_known"]),
        "wrong": number(words, wrong),
        "open": number(words, size - one["n_known"]),
    }
    if kind == "asked":
        return words("reliability.say_asked", **said)
    if not one["n_drawn"]:
        text = words(f"reliability.say_{kind}_none")
    else:
        whole = one["low"] == one["high"]
        text = words(f"reliability.say_{kind}_{'whole' if whole else 'some'}", **said)
    return text + (" " + words(f"reliability.say_{kind}_found", **said) if wrong else "")
