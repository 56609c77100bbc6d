"""The columns that people added to the sheet of members, as written and as found -> acts.

They are people's own: what they write there needs no answer, and is taken to the sign.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..decisions.own_columns import EXTRA, cell_act, heading_act
from ..workbooks.plain import same_text
from .register_sheet import Rows, Written


def own_columns(
    mine: Rows,
    there: set[str],
    written: Written,
    no_edits: set[str],
    club: str,
    forms: Mapping[str, str],
) -> list[dict[str, Any]]:
    """The acts of such columns. mine: the rows found, by member; there: the keys of their columns
    (EXTRA and the heading); no_edits: of those whose changes do not count; club: whose register it
    is, "" for the joint one; forms: of forms_of."""
    known = {key for key in written.headings if key.startswith(EXTRA)}
    found = _cells(mine, written, (there | known) - no_edits)
    return found + _headings(there, known, written, club, forms) if mine else found


def _cells(mine: Rows, written: Written, keys: set[str]) -> list[dict[str, Any]]:
    """The cells that changed. A column that is gone from the sheet is taken back."""
    found = []
    for key in sorted(keys):
        for member, row in mine.items():
            text, was = row.get(key, ""), written.rows[member].get(key, "")
            if not same_text(text, was):
                value = getattr(text, "value", text)
                found.append(cell_act(member, key.removeprefix(EXTRA), str(text), value, was))
    return found


def _headings(
    there: set[str], known: set[str], written: Written, club: str, forms: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The columns that came or went, so that one without a value yet comes back too, and those
    whose numbers have another form."""
    others = {key for key in there if forms.get(key) != written.forms.get(key)}
    return [
        heading_act(club, key.removeprefix(EXTRA), key in there, forms.get(key, ""))
        for key in sorted(there ^ known | others)
    ]
