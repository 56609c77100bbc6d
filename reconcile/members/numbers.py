"""Numbers that last: given once, never reused, kept through merges and splits."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ..tables import conform


def issue(prefix: str, start: int, count: int, width: int) -> list[str]:
    """`count` numbers after `start`: issue("M", 41, 1, 4) -> ["M-0042"]."""
    return [f"{prefix}-{start + nth:0{width}d}" for nth in range(1, count + 1)]


def number_of(ids: pd.Series) -> pd.Series:
    """The number in "M-0042" (int64), so that M-10000 comes after M-9999."""
    return ids.astype("str").str.extract(r"(\d+)$", expand=False).astype("int64")


@dataclass(frozen=True)
class Numbered:
    """member_id: a number a record (indexed as given). aliases: ALIASES, the older numbers that
    still find a member. last: the highest number ever given."""

    member_id: pd.Series
    aliases: pd.DataFrame
    last: int


def number_members(
    record_ids: pd.Series, labels: pd.Series, known: pd.DataFrame, aliases: pd.DataFrame, last: int
) -> Numbered:
    """Give each cluster its member number.

    record_ids, labels: the record_id and the cluster of each record of tonight. known: record_id,
    member_id (where the record belonged last) and first_member_id (where it first belonged).
    A cluster keeps the lowest number among those whose oldest record it holds; the others become
    aliases of it. A part that splits off takes back a number that one of its records had first
    and that no one uses; else it gets a new one, in the order of the records.
    """
    now = pd.DataFrame({"record_id": record_ids, "label": labels})
    now = now.merge(known, on="record_id", how="left", validate="1:1")
    now["age"] = number_of(now["record_id"])
    now = now.sort_values("age")
    owner = now.dropna(subset=["member_id"]).drop_duplicates("member_id")
    owner = owner.assign(number=number_of(owner["member_id"])).sort_values("number")
    chosen = owner.drop_duplicates("label").set_index("label")["member_id"]

    rest = now[~now["label"].isin(chosen.index) & now["first_member_id"].notna()]
    rest = rest[~rest["first_member_id"].isin(chosen)]
    rest = rest.drop_duplicates("first_member_id").drop_duplicates("label")
    chosen = pd.concat([chosen, rest.set_index("label")["first_member_id"]])

    new = now.loc[~now["label"].isin(chosen.index), "label"].drop_duplicates()
    fresh = pd.Series(issue("M", last, len(new), 4), index=new.to_numpy(), dtype="str")
    chosen = pd.concat([chosen, fresh])
    lost = owner[~owner["member_id"].isin(chosen)]
    merged = pd.DataFrame(
        {"old_member_id": lost["member_id"], "member_id": lost["label"].map(chosen)}
    ).assign(cause="merged")
    member_id = labels.map(chosen).astype("str")
    return Numbered(member_id, _carry(aliases, merged, chosen), last + len(new))


def _carry(aliases: pd.DataFrame, merged: pd.DataFrame, used: pd.Series) -> pd.DataFrame:
    """Yesterday's aliases led on to tonight's numbers, and tonight's new ones."""
    onward = dict(zip(merged["old_member_id"], merged["member_id"], strict=True))
    kept = aliases[~aliases["old_member_id"].isin(used)]
    kept = kept[~kept["old_member_id"].isin(onward)]
    kept = kept.assign(member_id=kept["member_id"].replace(onward))
    return conform(pd.concat([kept, merged], ignore_index=True), "aliases")


def membership(
    records: pd.DataFrame, label: pd.Series, scores: pd.DataFrame, member_of: pd.Series
) -> pd.DataFrame:
    """MEMBERS: where each record belongs, the weakest link within its member (probability), and
    whether valid SIRENs differ there.

    records: RECORDS; label: their clusters; scores: SCORES that agree with them; member_of:
    member_id by record_id, in the order of the records.
    """
    held = scores[scores["band"] == "match"]
    weakest = held.groupby(label.loc[held["left"]].to_numpy())["probability"].min()
    siren = records["siren"].where(records["siren_ok"])
    frame = pd.DataFrame(
        {
            "record_id": member_of.index,
            "member_id": member_of.to_numpy(),
            "weakest_link": label.map(weakest).fillna(1.0).to_numpy(),
            "conflict": siren.groupby(label).transform("nunique").gt(1).to_numpy(),
        }
    )
    return conform(frame, "members")
