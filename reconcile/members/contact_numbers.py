"""Numbers of contacts that last: given once, never to another person.

A person is known by the row that names him and by his name there; a row's numbers are C-00042-1,
C-00042-2 and so on. Where several rows of a member name him he has the lowest of their numbers.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import pandas as pd
from rapidfuzz.distance import DamerauLevenshtein

from ..tables import TABLES, conform
from .numbers import number_of

_NAMED: Final = ["record_id", "person"]
# How a contact is a former one's: by the row for which the number was made, by another row that
# named him, by one of the member that names him no longer.
_OWN, _BORNE, _MEMBER = range(3)


def number_contacts(
    named: pd.DataFrame, known: pd.DataFrame, member_of: pd.Series
) -> tuple[pd.Series, pd.DataFrame]:
    """contact_id of each contact, and the CONTACT_NUMBERS that are new.

    named: contact (an integer), member_id, record_id, person (a key of his name) and nth of every
    mention of a contact, each person once a row; known: CONTACT_NUMBERS, the first ones first;
    member_of: member_id by record_id, also of rows that no list has any more.
    """
    named = named.assign(was=_as_known(named, known), age=number_of(named["record_id"]))
    claims = _claims(named, known, member_of)
    claims = claims.sort_values(["how", "record", "nth", "age", "contact"])
    held = claims.drop_duplicates("contact_id").sort_values(["record", "nth"])
    number = held.drop_duplicates("contact").set_index("contact")["contact_id"]
    fresh = named[~named["contact"].isin(number.index)].sort_values(["age", "nth"])
    fresh = fresh.drop_duplicates("contact")
    number = pd.concat([number, _issued(fresh, known)]).astype("str")
    borne = named.assign(contact_id=named["contact"].map(number))[[*_NAMED, "contact_id"]]
    last = known.drop_duplicates(_NAMED, keep="last")
    both = borne.merge(last, on=_NAMED, how="left", suffixes=("", "_was"), validate="1:1")
    new = both[both["contact_id"] != both["contact_id_was"].fillna("")]
    return number.sort_index(), conform(new, "contact_numbers")[list(TABLES["contact_numbers"])]


def _claims(named: pd.DataFrame, known: pd.DataFrame, member_of: pd.Series) -> pd.DataFrame:
    """contact, age, contact_id (in its parts `record` and `nth`) and `how` of each right to a
    number that was given before."""
    own = known.assign(record=_parts(known["contact_id"])["record"])
    own = own[own["record"] == number_of(own["record_id"])].drop_duplicates()
    last = known.drop_duplicates(_NAMED, keep="last")
    there = pd.MultiIndex.from_frame(named[_NAMED])
    gone = last[~pd.MultiIndex.from_frame(last[_NAMED]).isin(there)]
    gone = gone.assign(member_id=gone["record_id"].map(member_of))
    here = named.drop(columns=["person", "nth"]).rename(columns={"was": "person"})
    by_member = named[["contact", "age", "member_id", "person"]]
    ways = {
        _OWN: here.merge(own, on=_NAMED),
        _BORNE: here.merge(last, on=_NAMED),
        _MEMBER: by_member.merge(gone, on=["member_id", "person"]),
    }
    columns = ["contact", "age", "contact_id"]
    found = [table[columns].assign(how=how) for how, table in ways.items()]
    claims = pd.concat(found, ignore_index=True)
    return claims.join(_parts(claims["contact_id"]))


def _parts(ids: pd.Series) -> pd.DataFrame:
    """The numbers in "C-00042-1": record, nth (int64)."""
    found = ids.astype("str").str.extract(r"^C-(?P<record>\d+)-(?P<nth>\d+)$")
    return found.astype("int64")


def _issued(fresh: pd.DataFrame, known: pd.DataFrame) -> pd.Series:
    """A number that was never given, for each contact of `fresh`: that of his place in the row,
    else the next one of the row."""
    used: dict[int, set[int]] = defaultdict(set)
    parts = _parts(known["contact_id"])
    for record, nth in zip(parts["record"], parts["nth"], strict=True):
        used[record].add(nth)
    found = {}
    for one in fresh.itertuples():
        taken = used[int(one.age)]
        nth = int(one.nth) + 1
        if nth in taken:
            nth = max(taken) + 1
        taken.add(nth)
        found[one.contact] = f"C-{str(one.record_id).removeprefix('R-')}-{nth}"
    return pd.Series(found, dtype="str")


def _as_known(named: pd.DataFrame, known: pd.DataFrame) -> pd.Series:
    """The name by which each person was known in his row: his own, else that of the only person
    who is no more in the row and whose name is his but for a slip or a word that was missing."""
    before = known.drop_duplicates(_NAMED)[_NAMED]
    there = pd.MultiIndex.from_frame(named[_NAMED])
    was = named["person"].copy()
    new = named[~there.isin(pd.MultiIndex.from_frame(before))]
    new = new[new["record_id"].isin(before["record_id"])]
    gone = before[~pd.MultiIndex.from_frame(before).isin(there)]
    pairs = new.reset_index()[["index", *_NAMED]].merge(gone, on="record_id", suffixes=("", "_was"))
    alike = [_one_name(*both) for both in zip(pairs["person"], pairs["person_was"], strict=True)]
    pairs = pairs[pd.Series(alike, index=pairs.index, dtype="bool")]
    sole = ~pairs.duplicated("index", keep=False)
    sole &= ~pairs.duplicated(["record_id", "person_was"], keep=False)
    was.loc[pairs.loc[sole, "index"]] = pairs.loc[sole, "person_was"].to_numpy()
    return was


def _one_name(one: str, other: str) -> bool:
    """Whether two names (words in small letters) are one, written otherwise: "faure" and "faure
    jean", "dupont marie" and "dupon marie"; not "faure jean" and "faure marie", "andre" and
    "andree"."""
    left, right = set(one.split()), set(other.split())
    if not left or not right:
        return False
    only, others = sorted(left - right), sorted(right - left)
    if not only or not others:
        return True
    return len(only) == len(others) == 1 and _slip(*sorted((only[0], others[0]), key=len))


def _slip(short: str, long: str) -> bool:
    """One letter more, less, another or two turned round, in a word of some length; a last "e" may
    make a woman's name of a man's."""
    near = DamerauLevenshtein.distance(short, long, score_cutoff=1) == 1
    return near and len(long) > 4 and long != short + "e"
