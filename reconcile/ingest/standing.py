"""Who has left, and who never was a member, by what a sheet says in words: in the cells of a column
("Statut": "Radié"), or over a part of its rows ("ANCIENS ADHÉRENTS")."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final

import numpy as np
import pandas as pd

from ..situation import FORMER, LEFT, PROSPECT, PROSPECTS, is_yes, kinds_of, of_cell, of_flag
from ..tables import field_of
from .cells import address, filled
from .header import Header
from .headings import catalogue, words_of
from .labels import Column
from .legend import Left
from .table import Body, excerpt
from .workbook import Notice

_LEAST: Final = 0.5  # of the cells under a vague heading must be understood
_SHOWN: Final = 6
_SURE, _LIKELY = 1.0, 0.9
Reader = Callable[[str], str | None]
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


@cache
def _headings() -> dict[tuple[str, ...], Reader]:
    """What reads the cells under a heading that may be one of situations, by its words."""
    known = catalogue()["situation"]
    readers: tuple[tuple[str, Reader], ...] = (("headings", of_cell), ("flags", of_flag))
    return {tuple(words_of(one)): read for key, read in readers for one in known[key]}


def _reader(heading: str | None) -> Reader:
    return _headings().get(tuple(words_of(heading or "")), of_cell)


def settle_status(
    text: np.ndarray, header: Header, columns: list[Column], named: Mapping[int, str]
) -> list[Column]:
    """`columns` with at most one of situations, of which cells are understood; of several the one
    whose heading names the latest year, then the leftmost. A column that a person named stays.
    """
    if any(field_of(columns[at].label or "") == "status" for at in named):
        return columns
    found: list[tuple[bool, str, int]] = []
    settled = list(columns)
    for at, column in enumerate(columns):
        heading = header.headings[at]
        if heading is None or at in named:
            continue
        claimed = column.field == "status"
        if not claimed and (column.label or tuple(words_of(heading)) not in _headings()):
            continue
        settled[at] = Column(None, 0.0)
        cells = pd.Series(text[header.bottom + 1 :, at]).dropna()
        understood = float(cells.map(_reader(heading)).notna().mean()) if len(cells) else 0.0
        sure = claimed and tuple(words_of(heading)) not in _headings()
        if understood >= _LEAST or (sure and understood > 0):
            year = max(_YEAR.findall(heading), default="")
            found.append((sure, year, -at))
    if found:
        best = max(found)
        settled[-best[2]] = Column("status", _SURE if best[0] else _LIKELY, "status")
    return settled


@dataclass(frozen=True)
class Said:
    """left: by row, by what it is shown as left; aside: rows of who never was a member; told: what
    to tell, each with its row as Excel numbers it, or None."""

    left: dict[int, Left] = field(default_factory=dict)
    aside: frozenset[int] = frozenset()
    told: tuple[Notice, ...] = ()


def said_in_words(
    body: Body,
    labels: Sequence[str | None],
    header: Header,
    left_when: Collection[str],
) -> Said:
    """What a column of situations and the headings of sections say of the members of a table.

    left_when: "status" and "section", as far as they count.
    """
    status = _of_column(body, labels.index("status"), header) if "status" in labels else Said()
    if "left_on" in labels:
        status = replace(status, left=_of_leaving(body, labels.index("left_on")) | status.left)
    section = _of_sections(body)
    parts = [said for key, said in (("section", section), ("status", status)) if key in left_when]
    left = {row: why for said in parts for row, why in said.left.items()}
    aside = frozenset(row for said in parts for row in said.aside)
    return Said(left, aside, tuple(one for said in parts for one in said.told))


def _of_leaving(body: Body, at: int) -> dict[int, Left]:
    """Rows with a yes where the date of leaving stands ("Sorti": "oui")."""
    texts = pd.Series(body.text[body.rows, at], index=body.rows).dropna().astype("str")
    left = texts.index[texts.map(is_yes).astype(bool)]
    return {int(row): ("status", address(int(row), at)) for row in left}


def _of_column(body: Body, at: int, header: Header) -> Said:
    read = _reader(header.headings[at])
    codes, texts = pd.factorize(pd.Series(body.text[body.rows, at], dtype="str"))
    kinds = np.array([read(text) or "unknown" for text in texts] + [""], dtype=object)
    kind = kinds[codes]  # a blank cell has the code -1
    left = {int(row): ("status", address(int(row), at)) for row in body.rows[kind == LEFT]}
    aside = frozenset(body.rows[kind == PROSPECT].tolist())
    place = address(max(header.bottom, 0), at)
    details: dict[str, Any] = {"heading": header.headings[at] or "", "column": place}
    told = []
    if left or aside:
        counts = {"n_left": len(left), "n_aside": len(aside)}
        told.append(Notice("status_used", {**details, **counts}, place))
    unknown = [text for text in texts if read(text) is None]
    if unknown:
        shown = ", ".join(f"« {text} »" for text in unknown[:_SHOWN])
        values = {"values": f"{shown}…" if len(unknown) > _SHOWN else shown}
        counts = {"n": int((kind == "unknown").sum())}
        told.append(Notice("status_unknown", {**details, **values, **counts}, place))
    return Said(left, aside, tuple(told))


def _of_sections(body: Body) -> Said:
    """Rows under the heading of a section that names former members, or no members."""
    category = np.array([one or "" for one in body.category], dtype=object)
    kinds = kinds_of(one for one in dict.fromkeys(body.category) if one)
    heads = np.array([one["row"] - 1 for one in body.left_out if one["why"] == "section"])
    left: dict[int, Left] = {}
    aside: set[int] = set()
    for name, kind in kinds.items():
        rows = body.rows[category == name]
        if kind == FORMER:
            for row in rows.tolist():
                over = int(heads[heads < row].max())
                column = int(filled(body.text[over]).argmax())
                left[row] = ("section", address(over, column))
        elif kind == PROSPECTS:
            aside |= set(rows.tolist())
    return Said(left, frozenset(aside))


def without(body: Body, aside: Collection[int]) -> Body:
    """`body` without rows of who never was a member, which are told among those left out."""
    if not aside:
        return body
    stays = ~np.isin(body.rows, list(aside))
    gone = [
        {"row": row + 1, "why": "prospect", "text": excerpt(body.text[row])}
        for row in sorted(aside)
    ]
    return replace(
        body,
        rows=body.rows[stays],
        category=[one for one, stay in zip(body.category, stays, strict=True) if stay],
        left_out=sorted([*body.left_out, *gone], key=lambda one: int(one["row"])),
    )
