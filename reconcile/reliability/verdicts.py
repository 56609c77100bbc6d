"""What people's answers say of a pair: told of it, or following from what was told of others."""

from __future__ import annotations

from collections.abc import Hashable

import pandas as pd

SAME, DIFFERENT = "same", "different"


def verdicts(units: pd.DataFrame, decisions: pd.DataFrame, member: pd.Series) -> pd.Series:
    """ "same" or "different" for each of UNITS, missing where no answer says.

    decisions: DECISIONS in force, the last about a pair counts; member: by record id, the member
    that the program alone makes of it. Of a merge, an answer must speak of its own two records; of
    two members left apart, one about any of their records will do.
    """
    turned = decisions["left_id"] > decisions["right_id"]
    said = pd.DataFrame(
        {
            "one": decisions["left_id"].mask(turned, decisions["right_id"]),
            "other": decisions["right_id"].mask(turned, decisions["left_id"]),
            "answer": decisions["answer"],
        }
    )
    said = said.drop_duplicates(["one", "other"], keep="last")
    said = said[said["answer"].isin([SAME, DIFFERENT])]
    of_records = _closed(units["left_id"], units["right_id"], said)
    lifted = said.assign(one=said["one"].map(member), other=said["other"].map(member))
    lifted = lifted.dropna()
    # What was said within a member that the program makes is for its own links.
    lifted = lifted[lifted["one"] != lifted["other"]].astype({"one": "int64", "other": "int64"})
    of_members = _closed(units["left"], units["right"], lifted)
    return of_records.where(units["kind"] == "merged", of_members)


def spoken_of(units: pd.DataFrame, decisions: pd.DataFrame, member: pd.Series) -> pd.Series:
    """Whether somebody said "same" or "different" of each of UNITS itself (bool), also where other
    answers contradict it, so that it says nothing of the rest. Of two members left apart, an answer
    about any of their records is one about them."""
    said = decisions[decisions["answer"].isin([SAME, DIFFERENT])]
    ends = [said["left_id"], said["right_id"]]
    of_records = _among(units, ("left_id", "right_id"), ends)
    of_members = _among(units, ("left", "right"), [end.map(member) for end in ends])
    return of_records | (of_members & (units["kind"] != "merged"))


def _among(units: pd.DataFrame, names: tuple[str, str], ends: list[pd.Series]) -> pd.Series:
    known = {frozenset(pair) for pair in zip(*ends, strict=True)}
    pairs = zip(*(units[name] for name in names), strict=True)
    return pd.Series([frozenset(pair) in known for pair in pairs], units.index, dtype="bool")


def _closed(left: pd.Series, right: pd.Series, said: pd.DataFrame) -> pd.Series:
    """The answers about left and right, closed: A = B and B = C give A = C, A = B and B differs
    from C give A differs from C. A group whose answers contradict each other says nothing."""
    root = _groups(said[said["answer"] == SAME])
    apart = [
        (root.get(one, one), root.get(other, other))
        for one, other in said.loc[said["answer"] == DIFFERENT, ["one", "other"]].to_numpy()
    ]
    torn = {one for one, other in apart if one == other}
    one, other = (end.map(lambda x: root.get(x, x)) for end in (left, right))
    ends = pd.DataFrame({"one": one, "other": other})
    known = pd.MultiIndex.from_tuples([*apart, *((b, a) for a, b in apart)] or [(None, None)])
    differ = pd.MultiIndex.from_frame(ends).isin(known)
    same = (ends["one"] == ends["other"]).to_numpy()
    found = pd.Series(None, index=left.index, dtype="str")
    found = found.mask(differ & ~same, DIFFERENT).mask(same, SAME)
    return found.mask(ends["one"].isin(torn) | ends["other"].isin(torn), None).astype("str")


def _groups(pairs: pd.DataFrame) -> dict[Hashable, Hashable]:
    """A name of its group for each thing that some answer calls the same as another."""
    parent: dict[Hashable, Hashable] = {}

    def root(thing: Hashable) -> Hashable:
        while parent.setdefault(thing, thing) != thing:
            parent[thing] = parent[parent[thing]]
            thing = parent[thing]
        return thing

    for one, other in zip(pairs["one"], pairs["other"], strict=True):
        parent[root(one)] = root(other)
    return {thing: root(thing) for thing in list(parent)}
