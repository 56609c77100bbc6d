"""`Fiabilité`: how many merges are probably wrong, how many are missed, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from ..words import Words
from ..workbooks.sheets import Column, Shown
from ..workbooks.shown import NB, count, number
from .frame import Report

_N_READ: Final = 7
_INDENT: Final = NB * 4
_TALLY: Final = {"merged": "of_merges", "apart": "of_pairs", "asked": "of_pairs"}
_LOOKS: Final = {
    "what": ("text", 34, 44),
    "plainly": ("text", 50, 58),
    "size": ("centre", 10, 10),
    "n_drawn": ("centre", 12, 12),
    "n_wrong": ("centre", 10, 10),
    "estimate": ("centre", 10, 10),
    "low": ("centre", 9, 9),
    "high": ("centre", 9, 9),
    "share": ("percent", 11, 11),
    "to_halve": ("centre", 17, 17),
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
    lone = strata.groupby("kind")["kind"].transform("size") == 1
    told = strata.assign(whole=is_total | lone).loc[order.index]
    rows: list[dict[Any, Any]] = told.to_dict("records")
    return rows


def _row(words: Words, one: Mapping[Any, Any]) -> list[object]:
    stratum, size = str(one["stratum"]), int(one["size"])
    whole = one["whole"]
    named = words(f"reliability.strata.{stratum}")
    drawn = one["kind"] != "asked"
    told = drawn and (one["n_drawn"] or one["n_known"])
    about = one["estimate"]
    more = one["to_halve"]
    return [
        Shown(named, "strong") if whole else Shown(_INDENT + named),
        _plainly(words, one),
        size,
        int(one["n_drawn"]) if drawn else None,
        int(one["n_wrong"]) if drawn else None,
        None if pd.isna(about) else round(float(about)),
        int(one["low"]) if told else None,
        int(one["high"]) if told else None,
        one["high"] / size if told else None,
        None if pd.isna(more) or not more else int(more),
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
        "open": number(words, size - one["n_known"] - one["n_dropped"]),
        "dropped": number(words, one["n_dropped"]),
    }
    if kind == "asked":
        more = words("reliability.say_asked_dropped", **said) if one["n_dropped"] else ""
        return f"{words('reliability.say_asked', **said)} {more}".rstrip()
    if not one["n_drawn"]:
        text = words(f"reliability.say_{kind}_none")
    else:
        about = "whole" if one["n_known"] == size else "some"
        if about == "some" and one["low"] == one["high"]:
            about = "point"
        text = words(f"reliability.say_{kind}_{about}", **said)
    return text + (" " + words(f"reliability.say_{kind}_found", **said) if wrong else "")
