"""The rows under a header: members, and what stands between them (sections, totals, notes)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..situation import FORMER, PROSPECTS, of_name
from ..tables import field_of
from .cells import filled
from .counts import counts_below, of_signs, one_count
from .header import Header
from .headings import catalogue, words_of
from .parts import Part
from .tail import carries_legal_form, settle_ends
from .workbook import Merge

# A row without any of these says of no one who it is.
WHO = ("name", "trade_name", "siren", "siret", "member_no", "contact", "contact_last", "email")
_BY_NAME = {"name", "trade_name", "contact", "contact_last"}
_TOTAL = re.compile(
    r"^\W*(?:sous[\s-]*)?(?:totaux|total)\b.*[:=]\s*\d+\W*$"
    r"|^\W*(?:sous[\s-]*)?(?:totaux|total)\b[^\d]*[\d\s.,€]*"
    r"(?:(?:adhérent|membre|entreprise|société|fiche)s?\W*)?$"
    r"|^\W*(?:nombre|nb|nbre) total\W*$"
    r"|^\W*(?:nombre|nb|nbre)\b.*(?::|\d)\W*\d*\s*$|^\W*(?:consolidation|moyenne|somme)\b[\W\d]*$"
    r"|^\W*(?:number of|grand total|subtotal|sub-total|average)\b[^\d]*[\d\s.,€]*$"
    r"|^\d+\s+(?:adhérents?|membres?|entreprises?|sociétés?|fiches?|members?)\W*$"
    # What printed lists carry from page to page; a firm may be called "Report Presse".
    r"|^\W*(?:[àa] reporter|reports?)\b(?:\s*(?:\(?(?:(?:sur |de |en )?(?:la )?page|p\.)\s*"
    r"(?:suivante|pr[ée]c[ée]dente|n?°?\s*\d*)\)?))?[\s\d.,:€…]*$"
    r"|^\W*(?:carried|brought) (?:forward|over)\b[^\d\w]*[\d\s.,€]*$",
    re.IGNORECASE,
)
# "Nb entreprises", its number in another cell; a firm may be called "NB Conseil".
_COUNTED = re.compile(r"^\W*(?:nombre|nb|nbre|number of)\b\D*$", re.IGNORECASE)
_TOTAL_WORDS = (
    *("tota", "nombre", "nb", "consolidation", "moyenne", "somme", "number of", "average"),
    *("adhérent", "membre", "entreprise", "société", "fiche", "member"),
    *("report", "carried", "brought"),
)
# "Total Access", where nothing stands beside names: a total has its figure there.
_NAMED_TOTAL = re.compile(r"\W*total\w*\s+[^\W\d][^\d:=]*", re.IGNORECASE)
_SUBTOTAL = re.compile(r"^\W*sou?s|^\W*sub", re.IGNORECASE)
_PHONE = re.compile(r"0[1-9](?:[\s.]?\d\d){4}")
_NUMERIC = re.compile(r"[\d\s.,€%+\-]+")
_NOTE = re.compile(
    r"^\s*(?:\*|\(|(?:n\.?\s?b\.?|p\.?s\.?|nota|notes?|légende|sources?)\s*:|mise? à jour"
    r"|page \d+|(?:é|e)dité|imprimé|liste (?:arrêtée|établie)|updated)",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\s*[(\[].*[)\]]\s*", re.DOTALL)
_SIGNS = re.compile(r"[\W_]*$")
_LONGEST_TOTAL = 120
_FOOTER = 3  # the cells of a page's foot: "…/…", "Page 2/3"
_EXCERPT = 60


@dataclass(frozen=True)
class Body:
    """The members of a sheet.

    text: the cells (object array, sheet's own rows) with values merged downwards repeated.
    rows: positions of the members' rows, ascending. category: the section over each, or None.
    left_out: {"row" (as Excel numbers it), "why" (words key of [left_out]), "text"} of the others.
    """

    text: np.ndarray
    rows: np.ndarray
    category: list[str | None]
    left_out: list[dict[str, Any]]


def read_body(
    text: np.ndarray,
    part: Part,
    labels: Sequence[str | None],
    merged: tuple[Merge, ...],
    legends: Sequence[int] = (),
) -> Body:
    """Tell the members' rows of a table from all others of it; no row goes unmentioned.

    text: the cells down to its end. labels: the label of RAW of each column, or None. Blank rows
    alone are passed over silently. legends: rows that only explain the colours.
    """
    header = part.header
    text = _fill_down(text, header, merged)
    has = filled(text)
    kinds = np.full(len(text), "member", dtype=object)
    kinds[: header.top] = "above"
    kinds[_titles_of_others(text, has, header.top)] = "section"
    kinds[header.top : header.bottom + 1] = ""
    under = np.arange(len(text)) > header.bottom
    count, first = has.sum(axis=1), int(has.any(axis=0).argmax())
    kinds[under & _repeats(text, has, header)] = "repeated_header"
    kinds[under & _totals(text, has)] = "total"
    kinds[counts_below(text, has, header.bottom + 1)] = "total"
    kinds[under & of_signs(text, has, range(text.shape[1]))] = "signs"
    for under_it in range(header.bottom + 1, min(header.bottom + 3, len(text))):
        if count[under_it] > 1 and _are_hints(text[under_it]):
            kinds[under_it] = "note"
    wide = {top for top, left, _, right in merged if right > left}
    # In a list of names alone a firm may be called "Relance".
    several = (count[under] > 1).sum() > (count[under] == 1).sum()
    alone = np.flatnonzero(count[: header.top] == 1).tolist()
    titles = {_plain(text, has, row) for row in alone}
    titles.discard(())
    for row in np.flatnonzero(under & (count == 1) & (kinds == "member")).tolist():
        column = int(has[row].argmax())
        value = str(text[row, column])
        kinds[row] = _kind_of_lone_cell(value, column, labels, row in wide, first)
        if several and of_name(value) in (FORMER, PROSPECTS):
            kinds[row] = "section"
        elif several and kinds[row] == "member" and _plain(text, has, row) in titles:
            kinds[row] = "note"
    for row in np.flatnonzero(
        under & (count > 1) & (count <= _FOOTER) & (kinds == "member")
    ).tolist():
        cells = [str(cell) for cell in text[row, has[row]]]
        if text.shape[1] > _FOOTER and all(_NOTE.match(one) or _SIGNS.match(one) for one in cells):
            kinds[row] = "note"
    kinds[_heads_of_sections(kinds, text, has, header.bottom + 1)] = "section"
    settle_ends(kinds, has, text, count, labels)
    who = [at for at, label in enumerate(labels) if label and field_of(label) in WHO]
    kinds[(kinds == "member") & of_signs(text, has, who)] = "no_identity"
    if not part.of_members:
        kinds[under] = "other_table"
    if part.start:  # the rows above are another table's
        kinds[header.top : header.bottom + 1] = "second_header"
    kinds[list(legends)] = "legend"
    kinds[list(part.passed)] = "second_header"
    if part.title is not None:
        kinds[part.title] = "section"
    kinds[: part.start] = ""
    kinds[count == 0] = ""
    return Body(
        text, np.flatnonzero(kinds == "member"), _categories(kinds, text, has), _told(kinds, text)
    )


def _plain(text: np.ndarray, has: np.ndarray, row: int) -> tuple[str, ...]:
    """The first cell of a row to compare it with a title: on the next page it has "(suite)"."""
    words = words_of(str(text[row, int(has[row].argmax())]))
    return tuple(word for word in words if word not in ("suite", "fin"))


def _titles_of_others(text: np.ndarray, has: np.ndarray, top: int) -> list[int]:
    """Lone cells over the headings that say of all rows that these are no members of today."""
    return [
        row
        for row in np.flatnonzero(has[:top].sum(axis=1) == 1).tolist()
        if of_name(str(text[row, int(has[row].argmax())])) in (FORMER, PROSPECTS)
    ]


def _are_hints(cells: np.ndarray) -> bool:
    """Whether all cells of a row stand in brackets: how to fill in each column."""
    return all(_IN_BRACKETS.fullmatch(cell) for cell in cells if cell)


def _fill_down(text: np.ndarray, header: Header, merged: tuple[Merge, ...]) -> np.ndarray:
    """A cell merged over several rows of one column speaks for all of them."""
    height, width = text.shape
    tall = [
        (top, left, bottom, right)
        for top, left, bottom, right in merged
        if header.bottom < top < min(bottom, height) and left == right < width
    ]
    if not tall:
        return text
    text = text.copy()
    for top, left, bottom, _ in tall:
        text[top : bottom + 1, left] = text[top, left]
    return text


def _repeats(text: np.ndarray, has: np.ndarray, header: Header) -> np.ndarray:
    """True where half of a row's cells, and at least two, are what the header says there."""
    found = np.zeros(len(text), dtype=bool)
    for row in range(header.top, header.bottom + 1):
        same = ((text == text[row]) & has).sum(axis=1)
        found |= (same >= 2) & (same * 2 >= has.sum(axis=1))
    return found


def _totals(text: np.ndarray, has: np.ndarray) -> np.ndarray:
    """True where a cell says "Total" or its like and the others hold numbers alone."""
    found = np.zeros(len(text), dtype=bool)
    names_alone = bool((has.sum(axis=1) <= 1).all())
    wordy: dict[int, set[int]] = {}  # once a row, for one may be thousands of cells wide
    for column in range(text.shape[1]):
        cells = text[:, column]
        # One search over the whole column first: most columns hold no such word.
        together = "\n".join(cell for cell in cells if cell).lower()
        if not any(word in together for word in _TOTAL_WORDS):
            continue
        for row in [at for at, cell in enumerate(cells) if cell and says_total(cell)]:
            if row not in wordy:
                wordy[row] = _wordy(text[row], has[row])
            sums = _TOTAL.match(cells[row]) is not None or one_count(text[row])
            named = names_alone and _NAMED_TOTAL.fullmatch(cells[row]) is not None
            found[row] |= sums and wordy[row] <= {column} and not named
    return found


def _wordy(cells: np.ndarray, has: np.ndarray) -> set[int]:
    """The columns of a row that hold something other than a number, or a phone."""
    held = {int(at): str(cells[at]) for at in np.flatnonzero(has)}
    return {
        at for at, cell in held.items() if not _NUMERIC.fullmatch(cell) or _PHONE.fullmatch(cell)
    }


def says_total(cell: str) -> bool:
    """Whether a cell says "Total" or its like, or what is counted."""
    # The pattern takes minutes over a page of spaces.
    return len(cell) <= _LONGEST_TOTAL and bool(_TOTAL.match(cell) or _COUNTED.match(cell))


def _kind_of_lone_cell(
    value: str, column: int, labels: Sequence[str | None], wide: bool, first: int
) -> str:
    """A row of one cell: a member known by name alone, a section's heading, or a note.

    first: the first column that holds anything. In doubt it is a member: a section read as one is
    seen at once, a lost member is not.
    """
    if _NOTE.match(value):
        return "note"
    words = words_of(value)
    sections = catalogue()["words"]["section"]
    if wide or value.rstrip().endswith(":") or (words and all(word in sections for word in words)):
        return "section"
    field = field_of(labels[column] or "")
    if column == first and field not in _BY_NAME and not any(sign.isdigit() for sign in value):
        return "section"
    return "member"


def _heads_of_sections(
    kinds: np.ndarray, text: np.ndarray, has: np.ndarray, top: int
) -> np.ndarray:
    """Rows of one cell that look like members known by name alone, and are not, in a table whose
    other rows are full: each stands over a full row, and either they part the whole table, the
    first right under the headings, or all of several stand after a break (a total, a blank row).

    top: the first row under the headings.
    """
    count = has.sum(axis=1)
    below = np.arange(top, len(kinds))
    members = below[(kinds[below] == "member") & (count[below] > 1)]
    below = below[(below < members.max(initial=0)) & (count[below] > 0)]
    heads = below[np.isin(kinds[below].astype(str), ["member", "section"]) & (count[below] == 1)]
    lone, full = heads[kinds[heads] == "member"], count[members]
    none = np.array([], dtype=int)
    if len(heads) < 2 or len(full) < 2 * len(heads) or np.median(full) < 3:
        return none
    over = (kinds[lone + 1] == "member") & (count[lone + 1] > 1)
    after = (kinds[lone - 1] != "member") | (count[lone - 1] == 0)
    parted = heads[0] == below[0] and not any(carries_legal_form(text, has, row) for row in lone)
    several = len(lone) > 1 and bool(after.all())
    return np.asarray(lone) if over.all() and (parted or several) else none


def _categories(kinds: np.ndarray, text: np.ndarray, has: np.ndarray) -> list[str | None]:
    """The section over each member; a subtotal ends it."""
    section, found = None, []
    marked = set(np.flatnonzero((kinds == "section") | (kinds == "total")).tolist())
    if not marked:
        return [None] * int((kinds == "member").sum())
    for row in np.flatnonzero(np.isin(kinds.astype(str), ["member", "section", "total"])):
        value = str(text[row, int(has[row].argmax())]) if row in marked else ""
        if kinds[row] == "section":
            section = value.strip().rstrip(":").strip()
        elif kinds[row] == "member":
            found.append(section)
        elif _SUBTOTAL.match(value):
            section = None
    return found


def excerpt(cells: np.ndarray) -> str:
    """What a row says, shortened."""
    return " | ".join(str(cell) for cell in cells if cell is not None)[:_EXCERPT]


def _told(kinds: np.ndarray, text: np.ndarray) -> list[dict[str, Any]]:
    return [
        {
            "row": int(row) + 1,
            "why": str(kinds[row]),
            "text": excerpt(text[row]),
        }
        for row in np.flatnonzero((kinds != "member") & (kinds != ""))
    ]
