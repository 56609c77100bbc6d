"""Where records that no list has any more belong tonight, so that their numbers stay theirs.

They stay with the records that they were one with, unless a person's answer holds them apart or was
all that held them together; where none of those is left they are a former member.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from typing import Final

import pandas as pd

_UNIT: Final = ["member_id", "first_member_id"]  # records that came to their member together
_PLACED: Final = ["record_id", "label"]


def place_absent(here: pd.DataFrame, known: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    """record_id and label of each record of `known` that is not `here`.

    here: record_id and label (its cluster, an integer) of each record of tonight; known: BELONGS;
    said: left_id, right_id and answer: "same", "different", or "undone" where "same" is in force
    no longer.
    """
    absent = known[~known["record_id"].isin(here["record_id"])]
    if absent.empty:
        return absent[["record_id"]].assign(label=pd.Series(dtype="int64"))
    labels = _homes(absent, known.merge(here, on="record_id", validate="1:1"))
    alone = labels.isna()
    after = int(here["label"].max()) + 1 if len(here) else 0
    labels[alone] = pd.factorize(absent.loc[alone, "member_id"])[0] + after
    placed = absent.assign(label=labels.astype("int64"), alone=alone)
    touching = said["left_id"].isin(absent["record_id"]) | said["right_id"].isin(
        absent["record_id"]
    )
    if touching.any():
        placed["label"] = _obey(here, placed, said[touching])
    return placed[_PLACED]


def _homes(absent: pd.DataFrame, present: pd.DataFrame) -> pd.Series:
    """The cluster of tonight with which each absent record stays, missing where there is none.

    That of the records which came to its member with it, else of its number's owner, else of the
    member's oldest record.
    """
    owner = present["owned_id"].eq(present["member_id"]).fillna(False)
    ranked = present.assign(other=~owner, age=number_of(present["record_id"]))
    ranked = ranked.sort_values(["other", "age"])
    homes = []
    for keys in (_UNIT, _UNIT[:1]):
        first = ranked.drop_duplicates(keys)[[*keys, "label"]]
        found = absent[keys].merge(first, on=keys, how="left", validate="m:1")["label"]
        homes.append(found.astype("Int64").set_axis(absent.index))
    return homes[0].fillna(homes[1])


def _obey(here: pd.DataFrame, placed: pd.DataFrame, said: pd.DataFrame) -> pd.Series:
    """The labels of `placed` (BELONGS with label, and `alone`: nobody of its member is here), as
    answers about its records will have it. A loop over the few units that answers are about."""
    asked = _by_record(said)
    unit = placed[_UNIT].apply(tuple, axis=1)
    touched = set(unit[placed["record_id"].isin(asked)])
    moved = placed[unit.isin(touched)].assign(unit=unit, age=number_of(placed["record_id"]))
    moved["main"] = moved["owned_id"].eq(moved["member_id"]).fillna(False)
    label_of = pd.concat([here, placed.drop(index=moved.index)])[_PLACED]
    label_of = dict(zip(label_of["record_id"], label_of["label"], strict=True))
    new = max([*label_of.values(), *placed["label"]], default=0)
    for group in _units(moved, asked):
        ids = list(group["record_id"])
        own = group["label"].iloc[0]
        ties = [
            label_of[other]
            for one in ids
            for other, answer in asked.get(one, ())
            if answer == "same" and other in label_of
        ]
        ways = [*ties, own] if group["alone"].iloc[0] else [own, *ties]
        free = [way for way in ways if not _barred(ids, way, asked, label_of)]
        if not free:
            new += 1
        label_of.update(dict.fromkeys(ids, free[0] if free else new))
    return placed["record_id"].map(label_of)


def _units(moved: pd.DataFrame, asked: dict[str, list[tuple[str, str]]]) -> list[pd.DataFrame]:
    """The units of `moved`, that of the owner of the member's number first, then the oldest; one
    whose own records answers hold apart falls into its records."""
    groups: list[tuple[tuple[Hashable, ...], pd.DataFrame]] = []
    for _, group in moved.groupby("unit", sort=False):
        ids = set(group["record_id"])
        against = any(
            other in ids and answer != "same" for one in ids for other, answer in asked.get(one, ())
        )
        for _, part in group.groupby("record_id" if against else "member_id"):
            groups.append(((not part["main"].any(), int(part["age"].min())), part))
    return [part for _, part in sorted(groups, key=lambda one: one[0])]


def _barred(
    ids: list[str],
    label: int,
    asked: dict[str, list[tuple[str, str]]],
    label_of: dict[str, int],
) -> bool:
    """Whether answers keep the records `ids` out of a cluster."""
    answers = {
        answer
        for one in ids
        for other, answer in asked.get(one, ())
        if label_of.get(other) == label
    }
    return "different" in answers or ("undone" in answers and "same" not in answers)


def _by_record(said: pd.DataFrame) -> dict[str, list[tuple[str, str]]]:
    """What was said of each record: the other one, and the answer."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in said.itertuples():
        found[str(one.left_id)].append((str(one.right_id), str(one.answer)))
        found[str(one.right_id)].append((str(one.left_id), str(one.answer)))
    return dict(found)


def number_of(ids: pd.Series) -> pd.Series:
    """The number in "M-0042" (int64), so that M-10000 comes after M-9999."""
    return ids.astype("str").str.extract(r"(\d+)$", expand=False).astype("int64")
