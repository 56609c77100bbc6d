"""What a sheet hides, or shows by rules: it is read all the same, and told, for it may matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from . import content
from .cells import filled, letter
from .workbook import Notice, Sheet

_MOST_AREAS = 3  # that are named
# Who is written of in such columns may be a member.
_OF_SOMEONE = ("email", "phone", "mobile", "siret", "siren", "vat")


def layout(sheet: Sheet) -> Iterator[Notice]:
    """What is hidden in a sheet, filtered, coloured or struck out by a condition."""
    shown = [at for at in sorted(sheet.marks.hidden_columns) if at < sheet.text.shape[1]]
    full = [letter(at) for at in shown if filled(sheet.text[:, at]).any()]
    if full:
        yield Notice("columns_hidden", {"columns": ", ".join(full)}, f"{full[0]}1")
    if sheet.marks.filtered and sheet.marks.hidden:
        yield Notice("filter_on", {"n": str(len(sheet.marks.hidden))})
    ruled = sheet.marks.ruled
    if ruled.struck:
        yield Notice("struck_by_rule", {"area": _areas(ruled.struck)}, _first(ruled.struck))
    if ruled.coloured:
        yield Notice("coloured_by_rule", {"area": _areas(ruled.coloured)}, _first(ruled.coloured))


def no_headings(sheet: Sheet) -> Iterator[Notice]:
    """What is told of a sheet without headings beside one that is read: it may be its next page,
    where a column holds mails, phones or numbers of companies."""
    for at, cells in enumerate(sheet.text.T):
        guessed = content.guess(content.sample(cells), None, ())
        if guessed and guessed[0] in _OF_SOMEONE:
            yield Notice("sheet_no_headings", {"column": letter(at)}, f"{letter(at)}1")
            return


def _areas(areas: Sequence[str]) -> str:
    named = [area for one in areas for area in one.split()]
    return ", ".join(named[:_MOST_AREAS]) + (", …" if len(named) > _MOST_AREAS else "")


def _first(areas: Sequence[str]) -> str:
    return areas[0].split()[0].partition(":")[0]
