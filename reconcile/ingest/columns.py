"""The columns of a sheet: which field each holds, and what must be told about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd

from ..tables import field_of
from . import coded, content
from .amounts import settle_amounts
from .both import label_of_both
from .cells import address, filled, letter
from .header import LOOKED_INTO, Header
from .headings import is_bare_number, words_of
from .labels import Column, label_columns
from .periods import settle_periods
from .reach import told_of_reach
from .standing import settle_status
from .ticked import settle_ticked
from .workbook import Merge

_WHOLE_NAMES: Final = {("nom", "complet"), ("full", "name")}
_HOUSE: Final = "N° de voie"
_STREETS: Final = {
    *(("voie",), ("rue",), ("nom", "voie"), ("nom", "rue"), ("type", "voie"), ("libelle", "voie")),
    *(("nature", "voie"), ("typvoie",), ("libvoie",), ("street",)),
}
_TWO_FIELDS: Final = {"phone", "mobile", "fax", "email", "website"}
_TITLE_ROWS: Final = 6  # over the headings
_TOLD_ONLY: Final = {"column_guessed", "column_unread"}
_NAMES: Final = {"name", "trade_name", "contact", "contact_last"}
_WHO: Final = _NAMES | {"siren", "siret", "vat", "member_no", "email"}


@dataclass(frozen=True)
class Around:
    """What is known of a table beside its cells: its merged ones, the names of its sheet and file,
    the day on which the file was saved."""

    merged: tuple[Merge, ...] = ()
    titles: tuple[str, ...] = ()
    saved: date = date.max


def understand_columns(
    text: np.ndarray,
    header: Header,
    named: Mapping[int, str] | None = None,
    around: Around | None = None,
) -> list[Column]:
    """Each column by its heading and its cells; where the heading says nothing, by its cells.

    text: the cells of the sheet (rows x columns). named: positions of columns to the field that a
    person gave them, or "" for none.
    """
    cells = text[header.bottom + 1 :]
    samples = [content.sample(column) for column in cells.T[:LOOKED_INTO]]
    samples += [content.sample(cells[:0, 0])] * (cells.shape[1] - len(samples))
    named = named or {}
    headings = list(header.headings)
    under = coded.pairs(cells, headings)
    for label, code in under.items():
        headings[label] = headings[code]
    for at in _house_numbers(headings, samples):
        headings[at] = _HOUSE
    columns = label_columns(headings, [not full for full in _full(cells)], samples, named, under)
    _drop_names_again(columns, cells, headings)
    for label, code in under.items():
        columns[label] = replace(columns[label], shares=code)
    for at, column in enumerate(columns):
        bare = column.label == "member_no" and is_bare_number(header.headings[at])
        if bare and at not in named and content.counts_rows(cells[:, at]):
            columns[at] = Column(None, 0.0)
    taken = [field_of(column.label) for column in columns if column.label]
    for at, column in enumerate(columns):
        told = column.lost_to is not None or column.problem is not None
        if column.label is None and not told and at not in named:
            guessed = content.guess(samples[at], header.headings[at], taken)
            if guessed:
                field, confidence = guessed
                columns[at] = Column(field, confidence, field, problem="column_guessed")
                taken.append(field)
    columns = settle_status(text, header, _of_both(columns, header, named), named)
    columns = _by_what_is_around(text, header, columns, samples, named, around or Around())
    if not set(taken) & _NAMES:
        free = [one.label is None and at not in named for at, one in enumerate(columns)]
        found = content.names(samples, header.headings, free)
        if found is not None:
            columns[found] = Column("name", content.LIKELY, "name", problem="column_guessed")
    return told_of_reach(columns, samples, header, named)


def _by_what_is_around(
    text: np.ndarray,
    header: Header,
    columns: list[Column],
    samples: Sequence[pd.Series],
    named: Mapping[int, str],
    around: Around,
) -> list[Column]:
    """The columns, settled by the list's names, its groups of headings, the day it was saved."""
    over = text[max(header.top - _TITLE_ROWS, 0) : max(header.top, 0)]
    alone = over[filled(over).sum(axis=1) == 1]
    said = [str(cell) for cell in alone[filled(alone)]]
    titles = (*around.titles[:1], *said, *around.titles[1:])
    columns = settle_ticked(text, header, around.merged, columns, named)
    columns = settle_amounts(columns, header.headings, samples, titles, named)
    return settle_periods(text, header, columns, titles, around.saved, named)


def _of_both(columns: list[Column], header: Header, named: Mapping[int, str]) -> list[Column]:
    """The columns, those headed "Tél / Fax" and the like labelled as of two fields."""
    settled, used = list(columns), set()
    for at, column in enumerate(columns):
        near = column.field is None or column.field in _TWO_FIELDS
        near = near and named.get(at, column.field) in (None, *_TWO_FIELDS)
        label = label_of_both(header.headings[at]) if near else None
        if label and column.problem in (None, "column_guessed"):
            label = f"{label}-{at}" if label in used else label
            used.add(label)
            sure = column.confidence or content.LIKELY
            settled[at] = Column(label, sure, field_of(label))
    return settled


def _house_numbers(headings: Sequence[str | None], samples: Sequence[pd.Series]) -> Iterator[int]:
    """The columns headed "N°" right before one of streets, which hold the numbers of houses."""
    for at, (heading, after) in enumerate(pairwise(headings)):
        streets = after is not None and tuple(words_of(after)) in _STREETS
        if streets and is_bare_number(heading) and content.is_part(samples[at]):
            yield at


def _drop_names_again(
    columns: list[Column], cells: np.ndarray, headings: Sequence[str | None]
) -> None:
    """Not read: "Nom complet" where it is the company's name once more, and no person's."""
    labels = [column.label for column in columns]
    if "name" not in labels:
        return
    names = cells[:, labels.index("name")]
    for at, column in enumerate(columns):
        if column.field != "contact" or tuple(words_of(headings[at] or "")) not in _WHOLE_NAMES:
            continue
        both = [(own, name) for own, name in zip(cells[:, at], names, strict=True) if own and name]
        if len(both) < content.FEWEST:
            continue
        again = sum(own.casefold().startswith(name.casefold()) for own, name in both)
        if again >= content.MOST * len(both):
            columns[at] = Column(None, 0.0)


def _full(cells: np.ndarray) -> list[bool]:
    """For each column, whether anything stands under its heading."""
    return list(np.asarray(filled(cells).any(axis=0)).tolist())


def column_rows(
    text: np.ndarray, header: Header, columns: Sequence[Column]
) -> Iterator[dict[str, Any]]:
    """Rows of COLUMNS, without the place of the sheet; blank columns are passed over."""
    for at, full in enumerate(_full(text[header.bottom + 1 :])):
        heading, column = header.headings[at], columns[at]
        if heading is not None or full:
            understood = {"label": column.label, "confidence": column.confidence}
            place = {"header_row": header.bottom + 1, "column": letter(at)}
            yield {**place, "heading": heading, **understood}


def column_issues(
    text: np.ndarray, header: Header, columns: Sequence[Column], named: Mapping[int, str]
) -> Iterator[dict[str, Any]]:
    """Rows of ISSUES, without the place of the sheet, on what is unclear about columns."""
    full, top = _full(text[header.bottom + 1 :]), max(header.bottom, 0)
    for at, column in enumerate(columns):
        heading = header.headings[at]
        if column.lost_to is not None and not full[at]:
            continue  # there is nothing to lose
        problem, severity = _unclear(column, heading, full[at] and at not in named)
        if problem is None:
            continue
        details = {"heading": heading or "", "column": letter(at)}
        if column.lost_to is not None:
            over = columns[column.lost_to].shares
            kept = column.lost_to if over is None else over
            details["kept"] = header.headings[kept] or ""
            details["kept_cell"] = address(top, column.lost_to)
        if problem == "column_doubtful":
            details["percent"] = f"{column.share * 100:.0f}"
        yield {
            **{"row": top + 1, "cell": address(top, at), "raw": heading},
            **{"field": column.field, "problem": problem, "severity": severity, "details": details},
        }


def are_counts(
    text: np.ndarray, header: Header, columns: Sequence[Column], named: Mapping[int, str]
) -> bool:
    """Whether figures stand where the names should, and no other column says who a member is: a
    table of statistics ("Secteur", "Entreprises"). A column that a person named is believed."""
    who = [at for at, one in enumerate(columns) if one.label and field_of(one.label) in _WHO]
    if len(who) != 1 or columns[who[0]].label != "name" or who[0] in named:
        return False
    values = content.sample(text[header.bottom + 1 :, who[0]])
    figures = values.str.fullmatch(r"\s*\d{1,3}(?:[\s\u00a0\u202f]?\d{3})*(?:[.,]\d+)?\s*[%€]?\s*")
    return len(values) >= content.FEWEST and bool(figures.mean() >= content.MOST)


def _unclear(column: Column, heading: str | None, to_read: bool) -> tuple[str | None, str]:
    """The problem of a column, a key of the words [problems], and its severity."""
    if column.lost_to is not None:
        return "two_columns", "warning"
    if column.problem:
        hushed = column.problem == "column_period" and not column.share  # none has passed
        return column.problem, "info" if column.problem in _TOLD_ONLY or hushed else "warning"
    if heading is None and column.label is None and column.shares is None and to_read:
        return "column_no_heading", "warning"
    return None, ""
