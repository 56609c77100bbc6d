"""The headings of a sheet together -> a label of RAW for each column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..tables import FIELD
from .headings import Meaning, understand

# A first name this near makes "Nom" a last name: "Nom | Prénom", "Nom | Civilité | Prénom".
_BESIDE = 2


@dataclass(frozen=True)
class Column:
    """A column as it was understood: label None where it is not read.

    lost_to: the position of the column that holds the field which this one claims too.
    """

    label: str | None
    confidence: float
    field: str | None = None
    lost_to: int | None = None


def label_columns(headings: Sequence[str | None], empty: Sequence[bool]) -> list[Column]:
    """A label for each column; `empty` says which columns hold nothing under their heading.

    Where several columns claim a field that only one can hold, a filled column goes before an empty
    one, then the surer heading, then the leftmost; the others are not read and say which won.
    """
    found = [understand(heading) if heading else None for heading in headings]
    meanings = _settle_people(found)
    claims: dict[str, list[int]] = defaultdict(list)
    for at, meaning in enumerate(meanings):
        if meaning:
            claims[_claimed(meaning)].append(at)
    columns = [Column(None, 0.0) for _ in headings]
    for label, positions in claims.items():
        field = label.partition("#")[0]
        if FIELD[field].many and "#" not in label:
            order = positions
        else:
            order = sorted(positions, key=lambda at: (empty[at], -_confidence(meanings[at]), at))
        for nth, at in enumerate(order):
            confidence = _confidence(meanings[at])
            if nth == 0:
                columns[at] = Column(label, confidence, field)
            elif order is positions:
                columns[at] = Column(f"{label}#{nth + 1}", confidence, field)
            else:
                columns[at] = Column(None, 0.0, field, lost_to=order[0])
    return columns


def _claimed(meaning: Meaning) -> str:
    return f"dues#{meaning.year}" if meaning.year else meaning.field


def _confidence(meaning: Meaning | None) -> float:
    return meaning.confidence if meaning else 0.0


def _settle_people(found: list[Meaning | None]) -> list[Meaning | None]:
    """ "Nom" and its like as company, last name or person, by the columns beside them.

    "Nom" is a last name where another column names the company or a first name stands beside it,
    else it is the company.
    """
    fields = [meaning.field if meaning else "" for meaning in found]
    firsts = [at for at, field in enumerate(fields) if field == "contact_first"]
    vague = [at for at, field in enumerate(fields) if field == "company_or_person"]
    company = "name" in fields
    settled: list[Meaning | None] = []
    for at, meaning in enumerate(found):
        field = fields[at]
        if field == "company_or_person":
            field = "contact" if company or at != vague[0] else "name"
        elif field == "company_or_last_name":
            beside = any(abs(at - first) <= _BESIDE for first in firsts)
            field = "contact_last" if company or vague or beside else "name"
        elif field == "last_name":
            field = "contact_last" if firsts else "contact"
        settled.append(replace(meaning, field=field) if meaning else None)
    return settled
