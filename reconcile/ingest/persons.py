"""What "Nom" and its like mean, by the headings beside: the company, a last name, or a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from .headings import Meaning

# A first name this near makes "Nom" a last name: "Nom | Prénom", "Nom | Civilité | Prénom".
_BESIDE: Final = 2
# "Nom payeur": never the company.
_SECOND: Final = {
    "company_or_last_name": "contact_last",
    "last_name": "contact_last",
    "company_or_person": "contact",
}


def settle_people(found: list[Meaning | None]) -> list[Meaning | None]:
    """ "Nom" and its like as company, last name or person, by the columns beside them.

    "Nom" is a last name where another column names the company, or where a first name beside it has
    no other last name; else it is the company: "Nom | Nom du dirigeant | Prénom".
    """
    fields = [one.field if one and not one.second else "" for one in found]
    fields = _members_of_years(found, fields)
    firsts = [at for at, field in enumerate(fields) if field == "contact_first"]
    vague = [at for at, field in enumerate(fields) if field == "company_or_person"]
    company = "name" in fields
    beside = _last_names(fields, firsts)
    lone = _beside_lone_first(fields, firsts, beside)
    settled: list[Meaning | None] = []
    for at, meaning in enumerate(found):
        field = fields[at]
        if meaning and meaning.second:
            field = _SECOND.get(meaning.field, meaning.field)
        if field == "company_or_person":
            field = "contact" if company or at != vague[0] else "name"
            if at in lone:
                field = "contact_last"
        elif field == "company_or_last_name":
            field = "contact_last" if company or vague or at in beside else "name"
        elif field == "last_name":
            field = "contact_last" if firsts else "contact"
        settled.append(replace(meaning, field=field) if meaning else None)
    return settled


def _members_of_years(found: Sequence[Meaning | None], fields: list[str]) -> list[str]:
    """ "Adhérent 2025" beside a column of names says who paid for that year."""
    named = any(
        field in ("name", "company_or_last_name") or (field == "company_or_person" and not one.year)
        for one, field in zip(found, fields, strict=True)
        if one
    )
    return [
        "dues" if named and one and one.year and field == "company_or_person" else field
        for one, field in zip(found, fields, strict=True)
    ]


def _last_names(fields: Sequence[str], firsts: Sequence[int]) -> set[int]:
    """The positions of "Nom" that are the last names of first names beside them, one each."""
    found: set[int] = set()
    for first in firsts:
        near = [at for at in range(len(fields)) if 0 < abs(at - first) <= _BESIDE]
        if any(fields[at] in ("last_name", "contact_last") for at in near):
            continue
        free = [at for at in near if fields[at] == "company_or_last_name" and at not in found]
        found |= set(sorted(free, key=lambda at: (abs(at - first), at))[:1])
    return found


def _beside_lone_first(fields: Sequence[str], firsts: Sequence[int], taken: set[int]) -> set[int]:
    """The positions of "Nom adhérent" and its like next to a first name without a last name."""
    found = set()
    for first in firsts:
        near = {at for at in range(len(fields)) if 0 < abs(at - first) <= _BESIDE}
        if near & taken or any(fields[at] in ("last_name", "contact_last") for at in near):
            continue
        next_to = [at for at in (first - 1, first + 1) if at in near]
        found |= {at for at in next_to if fields[at] == "company_or_person"}
    return found
