"""What is hashed of a person, and of a row by which the person is known to be at that member."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..results import Standardised
from ..seal import name_key, sex_of, words_of
from ..standardise.people_cells import read_people
from ..workbooks.shown import text_of

_OF_FIRM: Final = ("name_key", "trade_key", "former_key", "domain")
_CIVIL: Final = r"(?i)^(?:m\.?|mr\.?|monsieur|mme|madame|mlle|mademoiselle)\s"
_OF_ROW: Final = ("street_no", "street_key", "postcode")


def anchors(record: Mapping[Any, Any]) -> Iterator[str]:
    """What tells that a row (of RECORDS) is of the member that a person was at: any of its firm's
    name, SIREN, web domain, phones, number in its club or record. Not the mails of the row, since
    one of a person's would tell nothing more."""
    for field in _OF_FIRM:
        if text := text_of(record.get(field)):
            yield f"{'name' if field.endswith('key') else field}:{text}"
    for field in ("siren", "siret"):
        if (text := text_of(record.get(field))) and record.get(f"{field}_ok"):
            yield f"siren:{text[:9]}"
    for phone in record["phones"]:
        yield f"phone:{phone}"
    if number := text_of(record.get("member_no")):
        yield f"no:{record['source']}:{number.casefold()}"
    if known := text_of(record.get("record_id")):
        yield f"record:{known}"


def persons(standard: Standardised) -> list[dict[Any, Any]]:
    """PEOPLE as dicts, and each member that a civility in place of a firm's name says to be a
    person, to whom all mails and phones of the row belong."""
    found: list[dict[Any, Any]] = standard.people.to_dict("records")
    named = {one["pos"] for one in found}
    names = standard.records["name"].fillna("")
    alone = ~(standard.records["siren_ok"] | standard.records["siret_ok"])
    for pos in standard.records.index[alone & names.str.contains(_CIVIL)]:
        people = [] if pos in named else read_people(names[pos])
        if len(people) == 1:
            row = standard.records.loc[pos]
            one = {part: getattr(people[0], part) or None for part in ("title", "first", "last")}
            reach = {"emails": list(row["emails"]), "phones": list(row["phones"])}
            found.append({"pos": pos, "nth": 0, **one, "role": None, **reach, "label": "name"})
    return found


def address(record: Mapping[Any, Any]) -> str:
    """The address of a row, which tells of a member that is a person; "" where it is not whole."""
    parts = [text_of(record.get(field)) for field in _OF_ROW]
    return f"address:{' '.join(parts)}" if all(parts[1:]) else ""


def forms(person: Mapping[Any, Any]) -> tuple[set[str], set[tuple[str, str]]]:
    """The ways in which a person (of PEOPLE) is written: whole names, also with an initial; and
    (sex, last name) where a civility stands for the first."""
    first, last = (text_of(person.get(part)) for part in ("first", "last"))
    sex, surname = sex_of(text_of(person.get("title"))), name_key(last)
    names = {name_key(first, last)} - {""}
    if first and last:
        parts = words_of(first)
        initials = [one[0] for one in parts]
        names |= {name_key(initials[0], last), name_key(" ".join(initials), last)}
        names |= {name_key("".join(initials), last)} if len(initials) > 1 else set()
    return names, {(sex, surname)} if sex and surname else set()
