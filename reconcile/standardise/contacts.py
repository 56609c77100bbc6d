"""PEOPLE: the persons of each row, from the columns of contacts and from the names."""

from __future__ import annotations

from typing import Final

import pandas as pd

from reconcile.tables import conform, empty, field_of

from .cells import Filled, Part, cells, lists_by, remarks
from .mails import OFFICES
from .people import Person, from_columns, person_key, read_people
from .text import fold_text

_FIELDS: Final = ("contact", "contact_title", "contact_first", "contact_last", "contact_role")
_SHORTEST_NAME: Final = 3  # letters of a last name that may be looked for in a mail address


def _read(contact: str, title: str, first: str, last: str, role: str) -> list[tuple[str, Person]]:
    """The persons of one group of cells, each with the field that names it."""
    found: list[tuple[str, Person]] = []
    if contact and first and not last and fold_text(first) not in fold_text(contact):
        last, contact = contact, ""  # "Contact" and "Prénom" side by side
    if not contact and " " in (first + last) and not (first and last):
        field = "contact_last" if last else "contact_first"  # a whole name in one of the columns
        found += [(field, person) for person in read_people(first or last)]
    elif first or last:
        field = "contact_last" if last else "contact_first"
        found.append((field, from_columns(title, first, last, role)))
    if contact:
        found += [("contact", person) for person in read_people(contact)]
    if len(found) == 1:
        field, one = found[0]
        beside = from_columns(title, one.first, one.last, role)
        civility, does = one.title or beside.title, one.role or beside.role
        found = [(field, Person(civility, one.first, one.last, does, one.swapped))]
    return found


def _group(label: str) -> int:
    """Which contact of the row a column tells of: "contact_last#2" -> 2."""
    number = label.partition("#")[2]
    return int(number) if number.isdigit() else 1


def _from_cells(filled: Filled) -> pd.DataFrame:
    """pos, label, person, a row a person of the contact columns."""
    found = cells(filled, *_FIELDS, line="; ")
    if found.empty:
        return pd.DataFrame(columns=["pos", "label", "person"])
    found["field"] = found["label"].map(field_of)
    found["group"] = found["label"].map(_group)
    wide = found.set_index(["pos", "group", "field"])["text"].unstack("field")
    wide = wide.reindex(columns=list(_FIELDS)).astype("str").fillna("").reset_index()
    codes = wide.groupby(list(_FIELDS), sort=False).ngroup()
    distinct = wide[~codes.duplicated()]
    read = [_read(*row) for row in distinct[list(_FIELDS)].itertuples(index=False)]
    wide["found"] = pd.Series(read, dtype=object).reindex(codes).to_numpy()
    each = wide[["pos", "group", "found"]].explode("found").dropna(subset=["found"])
    suffix = ("#" + each["group"].astype("str")).mask(each["group"] == 1, "")
    return pd.DataFrame(
        {"pos": each["pos"], "label": each["found"].str[0] + suffix, "person": each["found"].str[1]}
    )


def _from_names(persons: pd.DataFrame) -> pd.DataFrame:
    found = persons.assign(person=[read_people(text) for text in persons["text"]])
    return found.explode("person").dropna(subset=["person"])[["pos", "label", "person"]]


def _own_mails(people: pd.DataFrame, mails: pd.DataFrame, alone: pd.Series) -> pd.Series:
    """The mails of each person: those that hold the last name; or, of the one person of a row, its
    only mail if that is no office's (lists, index of `people`)."""
    both = people[["pos", "last"]].reset_index().merge(mails, on="pos")
    if both.empty:
        return lists_by([], [], people.index)
    local = both["value"].str.replace(r"@.*$", "", regex=True)
    letters = [fold_text(text).replace(" ", "") for text in local]
    names = [fold_text(text).replace(" ", "") for text in both["last"].fillna("")]
    named = [len(n) >= _SHORTEST_NAME and n in text for n, text in zip(names, letters, strict=True)]
    only = both["pos"].map(mails["pos"].value_counts()) == 1
    personal = only & alone[both["index"]].to_numpy() & ~local.isin(OFFICES)
    kept = both[pd.Series(named, index=both.index) | personal]
    return lists_by(kept["index"], kept["value"], people.index)


def read(
    filled: Filled, persons: pd.DataFrame, mobiles: pd.DataFrame, mails: pd.DataFrame
) -> tuple[Part, pd.DataFrame]:
    """RECORDS.people (lists of keys) and PEOPLE.

    persons: pos, label, text found in names; mobiles, mails: pos, value of each row.
    """
    found = pd.concat([_from_cells(filled), _from_names(persons)], ignore_index=True)
    found = found.sort_values("pos", kind="stable", ignore_index=True)
    if found.empty:
        return Part({"people": lists_by([], [], filled.index)}), empty("people")
    for part in ("title", "first", "last", "role"):
        found[part] = pd.Series([getattr(p, part) or None for p in found["person"]], dtype="str")
    found["key"] = [person_key(p.first, p.last) for p in found["person"]]
    found = found[found["key"] != ""].drop_duplicates(["pos", "key"]).reset_index(drop=True)
    found["nth"] = found.groupby("pos").cumcount()
    alone = found.groupby("pos")["key"].transform("size") == 1
    own = lists_by(mobiles["pos"], mobiles["value"], found["pos"])
    found["phones"] = [v if one else [] for v, one in zip(own, alone, strict=True)]
    found["emails"] = _own_mails(found, mails, alone)
    keys = lists_by(found["pos"], found["key"], filled.index)
    return Part({"people": keys}, remarks=_swaps(filled, found)), conform(found, "people")[
        list(empty("people"))
    ]


def _swaps(filled: Filled, found: pd.DataFrame) -> pd.DataFrame:
    swapped = found[[person.swapped for person in found["person"]]]
    written = cells(filled, *_FIELDS)[["pos", "label", "raw"]]
    at = swapped.merge(written, on=["pos", "label"], validate="m:1")
    details = [{"first": p.first, "last": p.last} for p in at["person"]]
    return remarks(at, "names_swapped", "info", details)
