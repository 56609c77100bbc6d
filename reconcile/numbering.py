"""The lasting member number of each cluster, and where records of no list any more belong."""

from __future__ import annotations

import pandas as pd

from . import matching, members
from .config import Config
from .linking import Linked
from .matching import Bands
from .results import Memory
from .standardise import standardise
from .tables import conform, empty


def number(linked: Linked, memory: Memory, config: Config, mode: str) -> members.Numbered:
    """Each cluster's lasting member number. Who was in one club's list and is in the other's now
    keeps it, once the clubs are one."""
    answers = said(memory.decisions)
    if mode != "apart":
        answers = pd.concat([answers, successors(linked, memory, config)], ignore_index=True)
    return members.number_members(
        linked.records["record_id"], linked.label, memory.belongs, memory.last_member, answers
    )


def with_absent(belongs: pd.DataFrame, absent: pd.DataFrame) -> pd.DataFrame:
    """MEMBERS with the records that are in no list tonight, which belong somewhere all the same."""
    gone = absent.assign(weakest_link=1.0, conflict=False)
    return conform(pd.concat([belongs, gone], ignore_index=True), "members")


def said(decisions: pd.DataFrame) -> pd.DataFrame:
    """left_id, right_id and answer, the last about each pair: "same", "different", or "undone"
    where it was "same" once and is neither now."""
    ends = decisions[["left_id", "right_id"]]
    table = pd.DataFrame(
        {"left_id": ends.min(axis=1), "right_id": ends.max(axis=1), "answer": decisions["answer"]}
    )
    pair = ["left_id", "right_id"]
    was_same = table.assign(same=table["answer"] == "same").groupby(pair)["same"].any()
    last = table.drop_duplicates(pair, keep="last")
    settled = last["answer"].isin(["same", "different"])
    undone = pd.MultiIndex.from_frame(last[pair]).isin(was_same.index[was_same])
    return last.assign(answer=last["answer"].where(settled, "undone"))[settled | undone]


def successors(linked: Linked, memory: Memory, config: Config) -> pd.DataFrame:
    """Records that are in no list any more and those of tonight that go on with them, as `said`:
    left_id, right_id, answer "same".

    Only whom nobody speaks for any more can go on, and only in one who was never met before: who
    left one club's list and is in the other's now. It takes the likeness that makes a merge, with
    no rival, among all of tonight's records and the last rows of all who are gone.
    """
    records, belongs = linked.heads, memory.belongs
    here = belongs["record_id"].isin(linked.records["record_id"])
    gone = belongs[~here & ~belongs["member_id"].isin(belongs.loc[here, "member_id"])]
    known = linked.records["record_id"].isin(belongs["record_id"])
    fresh = ~linked.label.isin(linked.label[known])
    fresh_at = linked.head[fresh].unique()
    nobody = pd.DataFrame({"left_id": [], "right_id": [], "answer": []}, dtype="str")
    if gone.empty or not len(fresh_at):
        return nobody
    rows = memory.raw[memory.raw["record_id"].isin(gone["record_id"])].reset_index(drop=True)
    old = standardise(rows.drop(columns="record_id"), empty("columns")).records
    old = old.assign(record_id=rows["record_id"].to_numpy(), source="\x1fgone")
    both = pd.concat([records.assign(source="\x1fhere"), old], ignore_index=True)
    bands = Bands.from_costs(config.matching.wrong_merge, config.matching.missed_merge)
    scores = matching.weigh(both, matching.shipped(), bands, "shipped").scores
    scores = scores[(scores["left"] < len(records)) & (scores["right"] >= len(records))]
    scores = scores[scores["band"] == "match"].rename(columns={"left": "new", "right": "old"})
    member = belongs.set_index("record_id")["member_id"]
    ends = pd.DataFrame(
        {
            "new": linked.label.loc[linked.at].to_numpy()[scores["new"]],
            "old": both["record_id"].iloc[scores["old"]].map(member).to_numpy(),
            "left_id": both["record_id"].iloc[scores["old"]].to_numpy(),
            "right_id": both["record_id"].iloc[scores["new"]].to_numpy(),
            "fresh": scores["new"].isin(fresh_at).to_numpy(),
            "bits": scores["weight_bits"].to_numpy(),
        }
    )
    # Two who could go on with one member, or one who could go on with two: nobody guesses.
    one = ends.drop_duplicates(["new", "old"])
    sole = one[~one.duplicated("new", keep=False) & ~one.duplicated("old", keep=False)]
    sole = sole[sole["fresh"]][["new", "old"]]
    best = ends.sort_values("bits", ascending=False).merge(sole, on=["new", "old"])
    best = best.drop_duplicates(["new", "old"])
    return best[["left_id", "right_id"]].assign(answer="same").astype("str")
