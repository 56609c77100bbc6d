"""The headings of a sheet together -> a label of RAW for each column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..tables import FIELD, field_of
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

    def rank(at: int) -> tuple[bool, float, int]:
        return empty[at], -_confidence(meanings[at]), at

    for at, meaning in enumerate(meanings):
        if meaning:
            claims[_claimed(meaning)].append(at)
    columns = [Column(None, 0.0) for _ in headings]
    for label, positions in claims.items():
        many = FIELD[field_of(label)].many
        order = positions if many else sorted(positions, key=rank)
        for nth, at in enumerate(order):
            columns[at] = Column(label, _confidence(meanings[at]), field_of(label))
            if nth and not many:
                columns[at] = Column(None, 0.0, field_of(label), lost_to=order[0])
    return _numbered(columns)


def _numbered(columns: list[Column]) -> list[Column]:
    """Repeated labels told apart: phone, phone#2, phone#3; dues#2024 twice is dues#2024, dues#2."""
    used: set[str] = set()
    for at, column in enumerate(columns):
        label, nth = column.label, 1
        while label is not None and label in used:
            nth += 1
            label = f"{column.field}#{nth}"
        columns[at] = replace(column, label=label)
        used |= {label} if label else set()
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
