"""Which row of tonight's lists is which row of the nights before.

A row of a club keeps its record_id for ever. It is known again, within its club, by (1) its whole
content, wherever it stands, (2) all of it but the member number, (3) a whole content that it had
once, (4) its member number together with a name or SIREN that agrees, (5) the matching engine, one
to one. No single key decides, so that a number given to another firm makes a new record.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from rapidfuzz import fuzz, process

from .contents import content_keys, digests
from .newest import is_old

SUCCESSOR = 0.9  # probability from which a changed row is the one of last night
# From which it is one that was gone for nights. Where one row is new and one is gone, the engine
# expects them to be one (0.9): something else must speak for it, too.
RETURNED = 0.94
SAME_NAME = 75.0  # of 100: alike enough where the member number is the same too

Likeness = Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]


def recognise(
    raw: pd.DataFrame,
    records: pd.DataFrame,
    old_raw: pd.DataFrame,
    clean: Callable[[pd.DataFrame], pd.DataFrame],
    alike: Likeness,
    former: pd.DataFrame,
) -> pd.Series:
    """record_id of each of tonight's rows, missing where the row is new.

    raw, records: RAW and RECORDS of tonight, indexed 0..n-1; old_raw: every row ever seen, with
    its record_id; clean: tonight's cleaners, RAW -> RECORDS, asked only for rows whose text has
    changed; alike(records, old_records): new, old (index labels), weight_bits and probability of
    pairs of one club; former: FORMER_CONTENTS.
    """
    found = pd.Series(pd.NA, index=records.index, dtype="str")
    rest = old_raw
    for but in ([], ["member_no"]):
        take(found, _same_content(raw[found.isna()], rest, but), old_raw)
        rest = old_raw[~old_raw["record_id"].isin(found.dropna())]
    # Those of the last night come before those long gone, whose numbers others may have by now;
    # rows that were in an older edition already come last: several of them may be one member.
    passed = is_old(old_raw)
    gone = (old_raw["last_run"] < old_raw["last_run"].max()).fillna(False).astype(bool)
    both = [(old, away) for old in (passed, ~passed) for away in (gone, ~gone)]
    ages = [old_raw.index[old & away] for old, away in reversed(both)]
    for age in ages:
        old = rest.loc[rest.index.intersection(age)]
        take(found, _formerly(raw[found.isna()], old, former), old_raw)
    rest = old_raw[~old_raw["record_id"].isin(found.dropna())]
    if rest.empty or found.notna().all():
        return found
    cleaned = clean(rest.drop(columns="record_id").reset_index(drop=True)).set_axis(rest.index)
    groups = [cleaned.loc[cleaned.index.intersection(age)] for age in ages]
    for old, least in zip(groups, (SUCCESSOR, RETURNED) * 2, strict=True):
        if old.empty:
            continue
        take(found, same_number(records[found.isna()], old), old_raw)
        left = old[~old_raw.loc[old.index, "record_id"].isin(found.dropna())]
        if len(left) and found.isna().any():
            take(found, one_to_one(alike(records[found.isna()], left), least), old_raw)
    return found


def take(found: pd.Series, pairs: pd.DataFrame, old_raw: pd.DataFrame) -> None:
    """Write the record_id of each pair's old row into `found` at its new row."""
    found.loc[pairs["new"].to_numpy()] = old_raw["record_id"].loc[pairs["old"]].to_numpy()


def _same_content(raw: pd.DataFrame, old_raw: pd.DataFrame, but: list[str]) -> pd.DataFrame:
    """Rows whose every cell (except `but`) is the same; two identical rows are two records, in
    their order."""
    tables = []
    for name, frame in (("new", raw), ("old", old_raw)):
        table = pd.DataFrame({"key": content_keys(frame, but), name: frame.index})
        tables.append(table.assign(nth=table.groupby("key").cumcount()))
    return tables[0].merge(tables[1], on=["key", "nth"], validate="1:1")


def _formerly(raw: pd.DataFrame, old_raw: pd.DataFrame, former: pd.DataFrame) -> pd.DataFrame:
    """Rows whose every cell is as that of one record once was, and of no other one."""
    own = former[former["record_id"].isin(old_raw["record_id"])]
    if own.empty or raw.empty:
        return pd.DataFrame({"new": raw.index[:0], "old": old_raw.index[:0]})
    place = pd.Series(old_raw.index, index=old_raw["record_id"].to_numpy())
    old = pd.DataFrame({"digest": own["digest"], "old": own["record_id"].map(place)})
    new = pd.DataFrame({"digest": digests(content_keys(raw)), "new": raw.index})
    sole = [table.drop_duplicates("digest", keep=False) for table in (new, old)]
    pairs = sole[0].merge(sole[1], on="digest", validate="1:1")
    return pairs.drop_duplicates("old", keep=False)


def same_number(records: pd.DataFrame, old_records: pd.DataFrame) -> pd.DataFrame:
    """Rows of one club with one member number, used once on each side; name or SIREN agrees.

    Where the numbers of a club change about, a name that is merely alike says nothing if the other
    side has that very name elsewhere ("Bonal Décolletage", "Cazal Décolletage").
    """
    tables = []
    for name, frame in (("new", records), ("old", old_records)):
        columns = frame[["source", "member_no", "name_key", "siren", "siren_ok"]]
        table = columns.dropna(subset=["member_no"]).assign(**{name: columns.index.to_series()})
        tables.append(table.drop_duplicates(["source", "member_no"], keep=False))
    pairs = tables[0].merge(tables[1], on=["source", "member_no"], suffixes=("", "_old"))
    if pairs.empty:
        return pairs[["new", "old"]]
    names = process.cpdist(
        pairs["name_key"].fillna("").to_list(),
        pairs["name_key_old"].fillna("").to_list(),
        scorer=fuzz.token_sort_ratio,
    )
    sirens = pairs["siren_ok"] & pairs["siren_ok_old"]
    same_siren = sirens & (pairs["siren"] == pairs["siren_old"])
    other_siren = sirens & ~same_siren
    equal = pairs["name_key"].eq(pairs["name_key_old"]).fillna(False).astype(bool)
    elsewhere = pairs["name_key"].isin(old_records["name_key"].dropna())
    elsewhere |= pairs["name_key_old"].isin(records["name_key"].dropna())
    alike = (names >= SAME_NAME) & (equal | ~elsewhere) & ~other_siren
    return pairs.loc[same_siren | alike, ["new", "old"]]


def one_to_one(pairs: pd.DataFrame, least: float = SUCCESSOR) -> pd.DataFrame:
    """The pairs that are each other's best and likely enough; identical rows, which are all as good
    as each other, in their order."""
    likely = pairs[pairs["probability"] >= least]
    best = [likely.groupby(end)["weight_bits"].transform("max") for end in ("new", "old")]
    tied = likely[(likely["weight_bits"] == best[0]) & (likely["weight_bits"] == best[1])]
    tied = tied.sort_values(["new", "old"])[["new", "old"]]
    taken = [tied.iloc[:0]]
    while len(tied):
        taken.append(tied[~tied.duplicated("new") & ~tied.duplicated("old")])
        tied = tied[~tied["new"].isin(taken[-1]["new"]) & ~tied["old"].isin(taken[-1]["old"])]
    return pd.concat(taken)
