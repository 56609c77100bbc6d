"""Numbers that last: given once, never reused, kept through merges and splits."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ..tables import conform, empty
from .absent import number_of, place_absent

__all__ = ["Numbered", "issue", "membership", "number_members", "number_of", "owners"]


def issue(prefix: str, start: int, count: int, width: int) -> list[str]:
    """`count` numbers after `start`: issue("M", 41, 1, 4) -> ["M-0042"]."""
    return [f"{prefix}-{start + nth:0{width}d}" for nth in range(1, count + 1)]


@dataclass(frozen=True)
class Numbered:
    """member_id: a number a record (indexed as given). absent: record_id and member_id of the
    records that are in no list tonight. aliases: ALIASES, the older numbers that still find a
    member. last: the highest number ever given."""

    member_id: pd.Series
    absent: pd.DataFrame
    aliases: pd.DataFrame
    last: int


def number_members(
    record_ids: pd.Series,
    labels: pd.Series,
    known: pd.DataFrame,
    last: int,
    said: pd.DataFrame | None = None,
) -> Numbered:
    """Give each cluster its member number.

    record_ids, labels: the record_id and the cluster (an integer) of each record of tonight.
    known: BELONGS, of every record that was ever numbered; last: the highest number ever given;
    said: the answers about records that may be in no list any more, see `place_absent`.

    A number is owned for ever by one record, the oldest of those for which it was made. A cluster
    has the lowest number that its records own; the others are aliases of it. One whose records own
    none gets a new number, in the order of the records. Records that are gone count: so no number
    of theirs goes to another, a merge keeps the oldest number, the part of a split takes back its
    own, and the clusters of any former night have the numbers of that night.
    """
    said = empty("decisions") if said is None else said
    now = pd.DataFrame({"record_id": record_ids, "label": labels})
    now = pd.concat([now, place_absent(now, known, said)], ignore_index=True)
    now = now.merge(known[["record_id", "owned_id"]], on="record_id", how="left", validate="1:1")
    owned = now.dropna(subset="owned_id")
    owned = owned.assign(number=number_of(owned["owned_id"])).sort_values("number")
    chosen = owned.drop_duplicates("label").set_index("label")["owned_id"]
    rest = now[~now["label"].isin(chosen.index)]
    rest = rest.loc[number_of(rest["record_id"]).sort_values().index, "label"].drop_duplicates()
    fresh = pd.Series(issue("M", last, len(rest), 4), index=rest.to_numpy(), dtype="str")
    now["member_id"] = now["label"].map(pd.concat([chosen, fresh])).astype("str")
    owned = owned.assign(member_id=now["member_id"].loc[owned.index].to_numpy())
    owned = owned.rename(columns={"owned_id": "old_member_id"})
    aliases = owned[owned["old_member_id"] != owned["member_id"]].assign(cause="merged")
    return Numbered(
        member_id=now["member_id"].iloc[: len(labels)].set_axis(labels.index),
        absent=now[["record_id", "member_id"]].iloc[len(labels) :].reset_index(drop=True),
        aliases=conform(aliases.reset_index(drop=True), "aliases")[list(empty("aliases"))],
        last=last + len(rest),
    )


def owners(history: pd.DataFrame) -> pd.DataFrame:
    """BELONGS: where each record was put first, where last, and the number that it owns.

    history: record_id, member_id and run of each change, in the order of the runs. The owner of a
    number is the oldest of the records that had it first, or where these have gone elsewhere while
    it is in use, the oldest that has it now. Nobody owns two.
    """
    age = number_of(history["record_id"])
    last = history.drop_duplicates("record_id", keep="last")
    first = history.drop_duplicates("record_id").set_index("record_id")["member_id"]
    now = last.set_index("record_id")["member_id"]
    founding = history["run"] == history.groupby("member_id")["run"].transform("min")
    in_use = history["member_id"].isin(now)
    holds = history["record_id"].map(now) == history["member_id"]
    ranked = history.assign(
        age=age, later=~founding, number=number_of(history["member_id"]), idle=~in_use
    )
    ranked = ranked[(holds & in_use) | (founding & ~in_use)]
    ranked = ranked.sort_values(["idle", "number", "later", "age"])
    owned = ranked.drop_duplicates("member_id").drop_duplicates("record_id")
    owned_id = last["record_id"].map(owned.set_index("record_id")["member_id"])
    return conform(
        last[["record_id", "member_id"]]
        .assign(first_member_id=last["record_id"].map(first), owned_id=owned_id)
        .reset_index(drop=True),
        "belongs",
    )


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
