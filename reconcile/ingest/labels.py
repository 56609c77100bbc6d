"""The headings of a sheet together, and the cells under them -> a label of RAW for each column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from ..tables import FIELD, field_of
from . import content
from .headings import WEAK, Meaning, as_named, understand

# A first name this near makes "Nom" a last name: "Nom | Prénom", "Nom | Civilité | Prénom".
_BESIDE: Final = 2
_PLACE: Final = frozenset({"address", "address_extra", "postcode", "city"})


@dataclass(frozen=True)
class Column:
    """A column as it was understood: label None where it is not read.

    confidence: 1 is certain; heading and cells both count. lost_to: the position of the column that
    holds the field which this one claims too. problem: what is doubtful, a key of the words
    [problems]; share: of the cells that fit the heading.
    """

    label: str | None
    confidence: float
    field: str | None = None
    lost_to: int | None = None
    problem: str | None = None
    share: float = 0.0


def label_columns(
    headings: Sequence[str | None],
    empty: Sequence[bool],
    samples: Sequence[pd.Series] | None = None,
    named: Mapping[int, str] | None = None,
) -> list[Column]:
    """A label for each column; `empty` says which columns hold nothing under their heading.

    samples: cells of each column (content.sample), which confirm or contradict its heading. named:
    positions that a person gave a field, or "" for none; they go before all else. Where several
    columns claim a field that only one can hold, a filled column goes before an empty one, then the
    surer, then of a postcode or town the one nearer to a street, then the leftmost; the others are
    not read and say which won.
    """
    named = named or {}
    found = [understand(heading) if heading else None for heading in headings]
    for at, field in named.items():
        found[at] = as_named(field, headings[at]) if field else None
    meanings = _settle_people(found)
    claims = [_claim(meaning) for meaning in meanings]
    if samples is not None:
        claims = _confirmed(_coded(claims, samples, named), samples, named)
    return _numbered(_share_out(claims, empty, named))


def _claim(meaning: Meaning | None) -> Column:
    if meaning is None:
        return Column(None, 0.0)
    label = f"dues#{meaning.year}" if meaning.year else meaning.field
    return Column(label, meaning.confidence, meaning.field)


def _coded(
    claims: Sequence[Column], samples: Sequence[pd.Series], named: Mapping[int, str]
) -> list[Column]:
    """The claims, where an activity that stands in codes is the NAF code unless that is there."""
    if "naf" in {claim.field for claim in claims}:
        return list(claims)
    return [
        replace(claim, label="naf", field="naf")
        if claim.field == "activity" and at not in named and content.are_naf_codes(samples[at])
        else claim
        for at, claim in enumerate(claims)
    ]


def _confirmed(
    claims: Sequence[Column], samples: Sequence[pd.Series], named: Mapping[int, str]
) -> list[Column]:
    """The claims of the headings, weighed by the cells, but for those that a person made."""
    judged = [claim.field if at not in named else None for at, claim in enumerate(claims)]
    seen = [
        content.proved(cells) if field else None
        for field, cells in zip(judged, samples, strict=True)
    ]
    held = {
        claim.field
        for claim, field, proved in zip(claims, judged, seen, strict=True)
        if claim.field and not (field and content.against(field, proved))
    }
    return [
        _confirm(claim, samples[at], seen[at], held) if judged[at] else claim
        for at, claim in enumerate(claims)
    ]


def _confirm(
    claim: Column, cells: pd.Series, seen: str | None, held: Container[str | None]
) -> Column:
    """A claim that a heading makes, weighed by the cells under it, which prove the field `seen`.

    Cells that prove another field win, unless another heading claims that field already: a club may
    number its members by their SIREN. Where cells only do not fit, a vague heading ("Code") says
    nothing, and a plain one stays and is told.
    """
    field = str(claim.field)
    share = content.fit(cells, field)
    if content.against(field, seen) and seen:
        if seen not in held or FIELD[seen].many:
            problem = "column_disagrees"
            return Column(seen, content.PROVED, seen, problem=problem)
        if field == "member_no":
            return claim
        share = 0.0
    if share is None:
        return claim
    if share <= content.FEW and claim.confidence <= WEAK:
        return Column(None, 0.0)
    if share <= content.FEW:
        half = round(claim.confidence / 2, 3)
        return replace(claim, confidence=half, problem="column_doubtful", share=share)
    confirmed = share >= content.MOST
    sure = (1 + claim.confidence) / 2 if confirmed else claim.confidence * (0.5 + share / 2)
    return replace(claim, confidence=round(sure, 3))


def _share_out(
    claims: list[Column],
    empty: Sequence[bool],
    named: Mapping[int, str],
) -> list[Column]:
    """The claims, but for those that lose a field of one column to another column."""
    columns = list(claims)
    rivals: dict[str, list[int]] = defaultdict(list)
    for at, claim in enumerate(claims):
        if claim.label and not FIELD[field_of(claim.label)].many:
            rivals[claim.label].append(at)

    def rank(at: int) -> tuple[bool, bool, float, int, int]:
        sure = -claims[at].confidence
        return at not in named, empty[at], sure, _from_street(claims, at), at

    for positions in rivals.values():
        first, *others = sorted(positions, key=rank)
        for at in others:
            columns[at] = Column(None, 0.0, claims[at].field, lost_to=first)
    return columns


def _from_street(claims: Sequence[Column], at: int) -> int:
    """How many columns a postcode or town stands from other parts of an address."""
    field = claims[at].field
    if field not in _PLACE:
        return 0
    parts = [n for n, one in enumerate(claims) if one.field in _PLACE and one.field != field]
    return min((abs(at - n) for n in parts), default=0)


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


def _settle_people(found: list[Meaning | None]) -> list[Meaning | None]:
    """ "Nom" and its like as company, last name or person, by the columns beside them.

    "Nom" is a last name where another column names the company, or where a first name beside it has
    no other last name; else it is the company: "Nom | Nom du dirigeant | Prénom".
    """
    fields = [meaning.field if meaning else "" for meaning in found]
    firsts = [at for at, field in enumerate(fields) if field == "contact_first"]
    vague = [at for at, field in enumerate(fields) if field == "company_or_person"]
    company = "name" in fields
    beside = _last_names(fields, firsts)
    settled: list[Meaning | None] = []
    for at, meaning in enumerate(found):
        field = fields[at]
        if field == "company_or_person":
            field = "contact" if company or at != vague[0] else "name"
        elif field == "company_or_last_name":
            field = "contact_last" if company or vague or at in beside else "name"
        elif field == "last_name":
            field = "contact_last" if firsts else "contact"
        settled.append(replace(meaning, field=field) if meaning else None)
    return settled


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
