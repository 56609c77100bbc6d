"""Several tables beside each other in one sheet: where the columns of each begin.

Nothing parts them for sure. A second table has a column of names of its own, of other companies
than those of the same rows: its headings begin again, or it is of another length, or begins in
another row. A contact, an office or an address to send bills to, though it be under a "Nom" of its
own, is of the company of its row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from .cells import address, filled, letter
from .header import LOOKED_INTO, Header, find_header
from .headings import SURE, catalogue, understand, words_of
from .parts import is_sure
from .ruled import Ruled
from .workbook import Merge, Notice, Sheet

_MOST_CUTS: Final = 20  # places that are looked at
_LONGER: Final = 2  # rows of one table beside none of the other
_DENSE: Final = 0.9  # of its rows are filled down to its last
# Of the names beside each other, the share that makes them names of the same companies; lists of
# two years begin with the same members.
_SAME, _SAME_AGAIN = 0.2, 0.5
_PERSON: Final = frozenset({"contact_first", "contact_title", "contact_role"})
_PLACE: Final = frozenset({"address", "postcode", "city", "member_no"})


@dataclass(frozen=True)
class _Side:
    """Some columns of a sheet: its cells, blank elsewhere, their header, the field of each column
    by its heading, and the column of names of the members."""

    text: np.ndarray
    header: Header
    fields: dict[int, str]
    name: int | None

    def words(self) -> list[str]:
        return [" ".join(words_of(one)) for one in self.header.headings if one]

    def rows(self) -> np.ndarray:
        """The rows under the header that hold something, ascending."""
        count = filled(self.text[self.header.bottom + 1 :]).sum(axis=1)
        return np.flatnonzero(count > 1) + self.header.bottom + 1

    def over(self) -> set[str]:
        """The words over the headings: of a title, of a group."""
        above = self.text[max(self.header.top - 2, 0) : self.header.bottom]
        return {word for cell in above.ravel() if cell for word in words_of(cell)}


def tables_beside(
    sheet: Sheet, kept: Collection[int] = ()
) -> list[tuple[Sheet, tuple[Notice, ...]]]:
    """`sheet` as one for each of its tables beside each other, from the left, with what to tell.

    The cells of the other tables are blank in each, so that every cell keeps its address; all but
    the first have their columns in their name ("Liste [G:K]"). A table without names of companies
    is in none of them, and told. kept: columns that a person named, which stay where they are.
    """
    return _split(sheet, sheet.name, kept)


def _split(
    sheet: Sheet, base: str | None, kept: Collection[int] = ()
) -> list[tuple[Sheet, tuple[Notice, ...]]]:
    """The tables of `sheet`, which may be the right part of the sheet named `base`."""
    full: np.ndarray = np.asarray(filled(sheet.text[:, :LOOKED_INTO]).any(axis=0))
    for start in _starts(sheet, full):
        if any(column >= start for column in kept):
            continue
        left, right = _only(sheet.text, 0, start), _only(sheet.text, start, None)
        found = _what_is_right(left, right, sheet.merged)
        if found is None:
            continue
        cell = address(found.header.bottom, start)
        first = replace(sheet, text=left)
        if found.name is None:
            told = Notice("columns_beside", {"columns": _columns(right)}, cell)
            return [(first, (told,))]
        marks = replace(sheet.marks, filtered=False, ruled=Ruled())  # told of the first
        (second, more), *others = _split(replace(sheet, text=right, marks=marks, notices=()), base)
        # A second table ends where a third begins: it is named when that is known.
        columns = _columns(second.text)
        second = replace(second, name=" ".join(filter(None, (base, f"[{columns}]"))))
        told = Notice("tables_beside", {"columns": columns, "name": second.name}, cell)
        return [(first, (told,)), (second, more), *others]
    return [(sheet, ())]


def _columns(text: np.ndarray) -> str:
    """The columns that hold anything: "E:G"."""
    full = np.flatnonzero(filled(text).any(axis=0))
    return f"{letter(int(full[0]))}:{letter(int(full[-1]))}"


def _only(text: np.ndarray, start: int, end: int | None) -> np.ndarray:
    out = np.full(text.shape, None, dtype=object)
    out[:, start:end] = text[:, start:end]
    return out


def _starts(sheet: Sheet, full: np.ndarray) -> list[int]:
    """Columns where a table may begin: after a blank one, or where the headings begin again."""
    columns = np.flatnonzero(full)
    found = {int(at) for at in columns[1:] if not full[at - 1]}
    header = find_header(sheet.text, sheet.merged) if len(columns) > 3 else None
    if header:
        words = [" ".join(words_of(one)) if one else "" for one in header.headings[: len(full)]]
        found |= set(_again(words))
    return sorted(found)[:_MOST_CUTS]


def _again(words: list[str]) -> Iterator[int]:
    """Where headings are those from one of the first on once more, two of them at least."""
    known = [at for at, one in enumerate(words) if one]
    for first in known[:3]:
        for at in (at for at in known if at > first and words[at] == words[first]):
            if words[first + 1 : first + 2] == words[at + 1 : at + 2] != [""]:
                yield at


def _what_is_right(left: np.ndarray, right: np.ndarray, merged: tuple[Merge, ...]) -> _Side | None:
    """The right side where it is a table of its own; its name None where it names no company."""
    one, other = _side(left, merged), _side(right, merged)
    if one is None or other is None or one.name is None or not len(other.rows()):
        return None
    again = _begins_again(one, other)
    if again or _names_companies(other):
        if other.over() & set(catalogue()["words"]["of_row"]):
            return None
        if _same_names(one, other) >= (_SAME_AGAIN if again else _SAME):
            return None
        return other if again or _among(one, other) or _differ(one, other) else None
    title = other.over() & set(catalogue()["words"]["persons"])
    officers = _are_officers(other) and _differ(one, other)
    longer = max(other.rows(), default=0) > max(one.rows(), default=0) and _differ(one, other)
    return replace(other, name=None) if title or officers or longer or _among(one, other) else None


def _side(text: np.ndarray, merged: tuple[Merge, ...]) -> _Side | None:
    header = find_header(text, merged)
    if header is None or not is_sure(header):
        return None
    found = [(at, understand(one)) for at, one in enumerate(header.headings) if one]
    fields = {at: meaning.field for at, meaning in found if meaning}
    return _Side(text, header, fields, _name_of(fields))


def _name_of(fields: dict[int, str]) -> int | None:
    """The column of names of companies, or of persons where these may be the members."""
    said = set(fields.values())
    vague = {"company_or_person"}
    vague |= {"company_or_last_name"} if not said & _PERSON or said & _PLACE else set()
    found = [at for at, field in fields.items() if field == "name"]
    found += [at for at, field in fields.items() if field in vague]
    return found[0] if found else None


def _names_companies(side: _Side) -> bool:
    """Whether the heading of its names says that they are of companies."""
    heading = side.header.headings[side.name] if side.name is not None else None
    meaning = understand(heading) if heading else None
    return meaning is not None and meaning.field == "name" and meaning.confidence == SURE


def _begins_again(one: _Side, other: _Side) -> bool:
    """Whether the headings of the one are those of the other, its names and one more at least."""
    if one.name is None or other.name is None:
        return False
    names = [words_of(side.header.headings[side.name] or "") for side in (one, other)]  # type: ignore[index]
    person = ["contact_first" in side.fields.values() for side in (one, other)]
    theirs = other.words()
    common = sum(heading in set(one.words()) for heading in theirs)
    return names[0] == names[1] and person[0] == person[1] and 1 < common >= len(theirs) / 2


def _are_officers(side: _Side) -> bool:
    """Whether persons hold offices that associations have and companies have not."""
    roles = [at for at, field in side.fields.items() if field == "contact_role"]
    said = {
        word for row in side.rows() for at in roles for word in words_of(side.text[row, at] or "")
    }
    return not said.isdisjoint(catalogue()["words"]["officers"])


def _same_names(one: _Side, other: _Side) -> float:
    """The share of rows whose two names are the same: both sides then tell of one company."""
    below = max(one.header.bottom, other.header.bottom) + 1
    both = pd.DataFrame(
        {"one": one.text[below:, one.name], "other": other.text[below:, other.name]}
    )
    both = both.dropna().astype("str").apply(lambda names: names.str.strip().str.casefold())
    return float((both["one"] == both["other"]).mean()) if len(both) else 0.0


def _among(one: _Side, other: _Side) -> bool:
    """Whether the headings of one side stand among the rows of the other."""
    return other.header.top in one.rows() or one.header.top in other.rows()


def _differ(one: _Side, other: _Side) -> bool:
    """Whether one side has rows where the other, full so far, has ended."""
    short, long = sorted((one, other), key=lambda side: max(side.rows(), default=0))
    if not len(short.rows()):
        return False
    return bool((long.rows() > short.rows()[-1]).sum() >= _LONGER and _is_dense(short))


def _is_dense(side: _Side) -> bool:
    rows = side.rows()
    return len(rows) >= _DENSE * int(rows[-1] - side.header.bottom)
