"""The headings of a sheet together, and the cells under them -> a label of RAW for each column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from ..fields import FIELD
from ..marked import OWED
from ..tables import CONSENT_PURPOSES, REFUSED
from . import coded, content, nic, renewed, years
from .headings import ANSWERED_YES_NO, WEAK, YES_NO_FIELDS, Meaning, as_named, understand, words_of
from .persons import settle_people

_PLACE: Final = frozenset({"address", "address_extra", "postcode", "city"})
# Of these, one of a first hand is enough.
_KIND: Final = dict.fromkeys(_PLACE, "place") | dict.fromkeys(
    ("contact", "contact_first", "contact_last"), "person"
)
_AS_FIELD: Final = {
    "company_or_person": "name",
    "company_or_last_name": "name",
    "last_name": "contact_last",
}
# Names: a column of 0 and 1 under one of them is of yes and no.
_NEVER_FIGURES: Final = frozenset(
    "name trade_name company_or_person company_or_last_name contact contact_last".split()
)


@dataclass(frozen=True)
class Column:
    """A column as it was understood: label None where it is not read.

    confidence: 1 is certain; heading and cells both count. lost_to: the position of the column that
    holds the field which this one claims too. problem: what is doubtful, a key of the words
    [problems]; share: of the cells that fit the heading. shares: the position of the column whose
    heading stands over this one too.
    """

    label: str | None
    confidence: float
    field: str | None = None
    lost_to: int | None = None
    problem: str | None = None
    share: float = 0.0
    shares: int | None = None


def label_columns(
    headings: Sequence[str | None],
    empty: Sequence[bool],
    samples: Sequence[pd.Series] | None = None,
    named: Mapping[int, str] | None = None,
    under: Mapping[int, int] | None = None,
) -> list[Column]:
    """A label for each column; `empty` says which columns hold nothing under their heading.

    samples: cells of each column (content.sample), which confirm or contradict its heading. named:
    positions that a person gave a field, or "" for none; they go before all else. under: columns of
    labels to those of their codes (coded.pairs). Where several
    columns claim a field that only one can hold, a filled column goes before an empty one, then the
    surer, then of a postcode or town the one nearer to a street, then the leftmost; the others are
    not read and say which won.
    """
    named = named or {}
    today = renewed.settle([understand(one) if one else None for one in headings], headings, empty)
    found = today.found
    flags: dict[int, tuple[str, bool]] = {}
    if samples is not None:
        found = coded.settle(found, under or {}, samples, headings)
        found = years.settle(found, headings, samples, empty)
        flags = _flags(found, samples, empty)
        found = [None if at in flags else meaning for at, meaning in enumerate(found)]
    for at, field in named.items():
        found[at] = as_named(field, headings[at]) if field else None
    meanings = _first_hand(settle_people(_bare_names(found, headings)), empty)
    claims = [_claim(meaning) for meaning in meanings]
    if samples is not None:
        claims = _confirmed(claims, samples, named)
        of_site = nic.beside_siren([claim.label for claim in claims], headings, samples)
        if of_site is not None and of_site not in named:
            claims[of_site] = Column("siret", content.PROVED, "siret")
    claims = _of_today(claims, today, empty, named)
    for at, (field, told) in flags.items():
        if at not in named:
            claims[at] = Column(None, 0.0, field, problem="column_yes_no" if told else None)
    return _numbered(_share_out(claims, empty, named))


def _flags(
    found: Sequence[Meaning | None], samples: Sequence[pd.Series], empty: Sequence[bool]
) -> dict[int, tuple[str, bool]]:
    """The columns of yes and no whose heading says another thing: the field that it says, and
    whether that is to be told. A vague heading ("Association", "Adhérent") may be a question, of
    which the answer is no throughout."""
    return {
        at: (_AS_FIELD.get(one.field, one.field), one.confidence > WEAK)
        for at, one in enumerate(found)
        if one
        and not one.year
        and one.field not in (ANSWERED_YES_NO if one.question else YES_NO_FIELDS)
        and (
            content.is_yes_no(samples[at], figures=one.field in _NEVER_FIGURES)
            or (_vague(one) and not len(samples[at]))
        )
        and not empty[at]
    }


def _of_today(
    claims: Sequence[Column], today: renewed.Renewed, empty: Sequence[bool], named: Container[int]
) -> list[Column]:
    """The claims, with the columns of what was, told where no other has what is."""
    columns = list(claims)
    held = {claim.field for at, claim in enumerate(claims) if claim.label and not empty[at]}
    for at, field in today.former.items():
        if at not in named:
            alone = field not in held and not empty[at]
            columns[at] = Column(None, 0.0, field, problem="column_former" if alone else None)
    for at, plain in today.again.items():
        if at not in named:
            columns[at] = Column(None, 0.0, claims[plain].field, lost_to=plain)
    return columns


def _vague(one: Meaning) -> bool:
    return one.question or (one.field in _NEVER_FIGURES and one.confidence <= WEAK)


def _bare_names(
    found: Sequence[Meaning | None], headings: Sequence[str | None]
) -> list[Meaning | None]:
    """ "Name" beside "Organization name" is a person's."""
    bare = [words_of(heading) == ["name"] if heading else False for heading in headings]
    clear = any(one and one.field == "name" and not bare[at] for at, one in enumerate(found))
    return [
        replace(one, field="contact") if one and bare[at] and clear else one
        for at, one in enumerate(found)
    ]


def _first_hand(meanings: list[Meaning | None], empty: Sequence[bool]) -> list[Meaning | None]:
    """`meanings` without those of a second hand ("Ville (domicile)") of which there is a first."""
    first = {
        _KIND.get(one.field, one.field)
        for one, bare in zip(meanings, empty, strict=True)
        if one and not one.second and not bare
    }
    return [
        None if one and one.second and _KIND.get(one.field, one.field) in first else one
        for one in meanings
    ]


def _claim(meaning: Meaning | None) -> Column:
    if meaning is None:
        return Column(None, 0.0)
    of_year = meaning.year and meaning.field == "dues"
    label = f"dues#{meaning.year}" if of_year else meaning.field
    if meaning.refused:
        said = f"{OWED}{meaning.year or ''}" if meaning.field == "dues" else REFUSED
        label = f"{meaning.field}#{said}"
    guessed = "column_guessed" if of_year and meaning.confidence < WEAK else None
    return Column(label, meaning.confidence, meaning.field, problem=guessed)


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
    parted = sum(claim.field == "address" for claim in claims) > 1
    return [
        claim
        if not judged[at] or (parted and claim.field == "address" and content.is_part(samples[at]))
        else _confirm(claim, samples[at], seen[at], held)
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
    links = field == "member_no" and (seen is None or seen in held) and content.is_link(cells)
    if links or (field == "contact_title" and content.is_untitled(cells)):
        return Column(None, 0.0, field, problem="column_links" if links else None)
    share = content.fit(cells, field)
    if content.against(field, seen) and seen:
        if seen not in held or FIELD[seen].many:
            problem = "column_disagrees"
            return Column(seen, content.PROVED, seen, problem=problem)
        if field == "member_no":
            return claim
        share = 0.0
    other = content.instead(cells, field)
    if other and other not in held:
        return Column(other, content.LIKELY, other)
    if share is None:
        return _identified(claim, cells, held)
    return _weighed(claim, cells, share)


def _weighed(claim: Column, cells: pd.Series, share: float) -> Column:
    """A claim with its confidence, by the share of the cells that fit it."""
    if share <= content.FEW and claim.confidence <= WEAK:
        return Column(None, 0.0)
    if share <= content.FEW:
        half = round(claim.confidence / 2, 3)
        return replace(claim, confidence=half, problem="column_doubtful", share=share)
    confirmed = share >= content.MOST
    sure = (1 + claim.confidence) / 2 if confirmed else claim.confidence * (0.5 + share / 2)
    if claim.field == "name" and content.is_code(cells):  # another column may have the names
        sure = claim.confidence * content.FORMED
    return replace(claim, confidence=round(sure, 3))


def _identified(claim: Column, cells: pd.Series, held: Container[str | None]) -> Column:
    """The claim of a column whose cells may be anything; what says no more than "Code" or "ID" may
    be a SIRET, and is no member's number where it is as long as the keys of programs are."""
    if claim.field != "member_no" or claim.confidence > WEAK:
        return claim
    number = content.formed(cells, "id", fewest=1)
    if number and number not in held:
        return Column(number, content.FORMED, number, problem="column_guessed")
    if content.are_postcodes(cells) and "postcode" not in held:
        return Column("postcode", content.LIKELY, "postcode", problem="column_guessed")
    return Column(None, 0.0) if content.is_record_key(cells) else claim


def _share_out(
    claims: list[Column],
    empty: Sequence[bool],
    named: Mapping[int, str],
) -> list[Column]:
    """The claims, but for those that lose a field of one column to another column."""
    columns = list(claims)
    rivals: dict[str, list[int]] = defaultdict(list)
    for at, claim in enumerate(claims):
        # Of a permission all columns are read: a no in any of them counts.
        if claim.label and not (FIELD[str(claim.field)].many or claim.field in CONSENT_PURPOSES):
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
        stem = f"{label}-" if label and f"#{OWED}" in label else f"{column.field}#"
        stem += REFUSED if label and label.endswith(f"#{REFUSED}") else ""
        while label is not None and label in used:
            nth += 1
            label = f"{stem}{nth}"
        columns[at] = replace(column, label=label)
        used |= {label} if label else set()
    return columns
