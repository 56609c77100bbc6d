"""PEOPLE: the persons of each row, from the columns of contacts and from the names."""

from __future__ import annotations

from typing import Final

import pandas as pd

from reconcile.tables import conform, empty, field_of

from .cells import Filled, Part, cells, lists_by, on_each, remarks, single
from .mails import OFFICES
from .people import Person, from_columns, is_company_title
from .people_cells import read_people
from .plain_people import civilities, plain_columns, plain_names
from .text import fold, fold_text, table_of_distinct

_FIELDS: Final = ("contact", "contact_title", "contact_first", "contact_last", "contact_role")
_OFFICE_WORDS: Final = rf"\b(?:{'|'.join(sorted(OFFICES)).upper()})\b"
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
    """Which contact of the row a column tells of: "contact_last#2" -> 2, "contact_last#2+1" (in a
    row of its own below) -> 1002."""
    number, _, below = label.partition("#")[2].partition("+")
    return 1000 * int(below or 0) + (int(number) if number.isdigit() else 1)


def _suffix(group: int) -> str:
    """What the labels of a group end in: 1002 -> "#2+1"."""
    below, number = divmod(group, 1000)
    text = f"{number if number > 1 else ''}{f'+{below}' if below else ''}"
    return f"#{text}" if text else ""


def _line(table: pd.DataFrame) -> pd.Series:
    """Which row of the sheet each of `table` (pos, label) stands in: rows of further contacts are
    rows of their own."""
    below = pd.to_numeric(table["label"].str.extract(r"\+([0-9]+)$", expand=False))
    return table["pos"] * 1000 + below.fillna(0).astype("int64")


def _from_cells(filled: Filled) -> pd.DataFrame:
    """pos, label, title, first, last, role, swapped; a row a person of the contact columns."""
    found = cells(filled, *_FIELDS, line="; ")
    if found.empty:
        return _persons([], [])
    found["field"] = found["label"].map(field_of)
    found["group"] = found["label"].map(_group)
    wide = found.set_index(["pos", "group", "field"])["text"].unstack("field")
    wide = wide.reindex(columns=list(_FIELDS)).astype("str").reset_index()
    plain = _plain(wide)
    codes = wide.groupby(list(_FIELDS), sort=False, dropna=False).ngroup()
    codes = codes[~codes.index.isin(plain.index)]
    rest = wide.loc[codes[~codes.duplicated()].index, list(_FIELDS)].fillna("")
    read = {n: _read(*row) for n, row in zip(codes[rest.index], rest.to_numpy(), strict=True)}
    others = [(n, field, person) for n, code in codes.items() for field, person in read[code]]
    slow = _persons([field for _, field, _ in others], [person for *_, person in others])
    slow.index = [n for n, *_ in others]
    every = pd.concat([plain, slow]).sort_index(kind="stable")
    group = wide.loc[every.index, "group"]
    suffix = group.map({one: _suffix(one) for one in group.unique()}).astype("str")
    return every.assign(pos=wide.loc[every.index, "pos"], label=every["label"] + suffix)


def _plain(wide: pd.DataFrame) -> pd.DataFrame:
    """The persons of groups of cells that are written in the usual way, under their index."""
    only = wide["contact"].notna() & wide["contact_first"].isna() & wide["contact_last"].isna()
    whole = table_of_distinct(wide.loc[only, "contact"], plain_names).dropna(subset=["last"])
    apart = wide["contact"].isna()
    parts = plain_columns(wide.loc[apart, "contact_first"], wide.loc[apart, "contact_last"])
    found = pd.concat(
        [
            whole.assign(label="contact", swapped=False),
            parts.assign(label="contact_last", title=None),
        ]
    )
    beside = wide.loc[found.index, "contact_title"]
    civility = civilities(beside)
    does = civility.isna() & ~on_each(beside, is_company_title).eq(True)
    role = wide.loc[found.index, "contact_role"].fillna(beside.where(does))
    title = found["title"].astype("str").fillna(civility)
    return found.assign(title=title, role=role, swapped=found["swapped"].astype(bool))


def _persons(labels: list[str], persons: list[Person]) -> pd.DataFrame:
    """label, title, first, last, role (`str`) and swapped of persons."""
    parts = {
        name: pd.Series([getattr(person, name) or None for person in persons], dtype="str")
        for name in ("title", "first", "last", "role")
    }
    swapped = pd.Series([person.swapped for person in persons], dtype=bool)
    return pd.DataFrame({"label": pd.Series(labels, dtype="str"), **parts, "swapped": swapped})


def _from_names(persons: pd.DataFrame) -> pd.DataFrame:
    read = [
        (pos, label, person)
        for pos, label, text in persons.itertuples(index=False)
        for person in read_people(text)
    ]
    found = _persons([label for _, label, _ in read], [person for *_, person in read])
    return found.assign(pos=pd.Series([pos for pos, *_ in read], dtype="int64"))


def _own_mails(people: pd.DataFrame, mails: pd.DataFrame, firms: pd.Series) -> pd.Series:
    """The mails of each person: those that hold the last name; or, of the one person of a row, its
    only mail if that is neither an office's nor the firm's (lists, index of `people`).

    firms: what names the firm, by position; a mail that is written like it is the firm's.
    """
    mails = mails.assign(from_line=_line(mails)).drop(columns="label")
    both = people[["pos", "line", "last", "alone"]].reset_index().merge(mails, on="pos")
    if both.empty:
        return _no_lists(people.index)
    local = both["value"].str.replace(r"@.*$", "", regex=True)
    words = fold(local).fillna("")
    letters = words.str.replace(" ", "")
    names, firm = _letters(both["last"]), _letters(both["pos"].map(firms))
    named = _within(names, letters) & (names.str.len() >= _SHORTEST_NAME)
    of_firm = words.str.contains(_OFFICE_WORDS) | _within(letters, firm) | _within(firm, letters)
    only = both["line"].map(mails["from_line"].value_counts()) == 1
    only &= both["line"] == both["from_line"]
    kept = both[named | (only & both["alone"] & ~of_firm)]
    return lists_by(kept["index"], kept["value"], people.index)


def _no_lists(index: pd.Index) -> pd.Series:
    return pd.Series([[] for _ in index], index=index, dtype=object)


def _letters(texts: pd.Series) -> pd.Series:
    """Texts folded, without spaces; "-" where there is none, which is within nothing."""
    return fold(texts).str.replace(" ", "").fillna("-")


def _within(short: pd.Series, long: pd.Series) -> pd.Series:
    return pd.Series(
        [a in b for a, b in zip(short.tolist(), long.tolist(), strict=True)],
        short.index,
        dtype=bool,
    )


def read(
    filled: Filled, persons: pd.DataFrame, mobiles: pd.DataFrame, mails: pd.DataFrame
) -> tuple[Part, pd.DataFrame]:
    """RECORDS.people (lists of keys) and PEOPLE.

    persons: pos, label, text found in names; mobiles, mails: pos, label, value of each row.
    """
    found = pd.concat([_from_cells(filled), _from_names(persons)], ignore_index=True)
    found = found.sort_values("pos", kind="stable", ignore_index=True)
    if found.empty:
        return Part({"people": _no_lists(filled.index)}), empty("people")
    both = fold(found["last"]).fillna("") + " " + fold(found["first"]).fillna("")
    found["key"] = [" ".join(sorted(words.split())) for words in both.tolist()]
    # "M. et Mme Faure" are two
    sex = found["title"].map({"M.": "m", "Mme": "f", "Mlle": "f"}).where(found["first"].isna())
    two = sex.groupby([found["pos"], found["key"]]).transform("nunique") > 1
    found["sex"] = sex.where(two)
    found = found[found["key"] != ""].drop_duplicates(["pos", "key", "sex"], ignore_index=True)
    found["nth"] = found.groupby("pos").cumcount()
    found["line"] = _line(found)
    found["alone"] = found.groupby("line")["key"].transform("size") == 1
    firms = single(filled, "name").fillna(single(filled, "trade_name"))
    own = lists_by(_line(mobiles), mobiles["value"], pd.Index(found["line"]))
    found["phones"] = [
        v if one else [] for v, one in zip(own.tolist(), found["alone"].tolist(), strict=True)
    ]
    found["emails"] = _own_mails(found, mails, firms)
    once = found.drop_duplicates(["pos", "key"])
    keys = lists_by(once["pos"], once["key"], filled.index)
    return Part({"people": keys}, remarks=_swaps(filled, found)), conform(found, "people")[
        list(empty("people"))
    ]


def _swaps(filled: Filled, found: pd.DataFrame) -> pd.DataFrame:
    written = cells(filled, *_FIELDS)[["pos", "label", "raw"]]
    at = found[found["swapped"]].merge(written, on=["pos", "label"], validate="m:1")
    return remarks(at, "names_swapped", "info", at[["first", "last"]].to_dict("records"))
