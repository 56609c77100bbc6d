"""SCORES and clusters -> QUESTIONS and MERGES, the pairs that the report shows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..ledger import lettered, pair_of
from ..tables import conform


def questions(
    links: pd.DataFrame,
    members: pd.Series,
    asked: pd.DataFrame,
    last: int,
    decisions: pd.DataFrame,
) -> pd.DataFrame:
    """QUESTIONS: one row for each two members that may be one, its likeliest pair of records.

    links: LINKS in band review; members: member_id by record_id; asked: the questions of former
    reports, whose numbers last; last: the highest number given; decisions: DECISIONS: two members
    that an answer about any of their records calls different are not asked again. Best links come
    first.
    """
    one, other = links["left_id"].map(members), links["right_id"].map(members)
    ends = pd.DataFrame(
        {"one": one.where(one < other, other), "other": other.where(one < other, one)}
    )
    ranked = links.join(ends).sort_values(
        ["probability", "left_id", "right_id"], ascending=[False, True, True]
    )
    ranked = ranked[ranked["one"] != ranked["other"]].drop_duplicates(["one", "other"])
    said = decisions.drop_duplicates(["left_id", "right_id"], keep="last")
    said = said[said["answer"] == "different"]
    settled = zip(said["left_id"].map(members), said["right_id"].map(members), strict=True)
    apart = {frozenset(pair) for pair in settled}
    pairs = zip(ranked["one"], ranked["other"], strict=True)
    open_still = np.array([frozenset(pair) not in apart for pair in pairs], dtype=bool)
    ranked = ranked[open_still]
    known = asked.drop_duplicates(["left_id", "right_id"]).drop(columns=["kind", "subject"])
    found = ranked.merge(known, on=["left_id", "right_id"], how="left", validate="1:1")
    new = found["question_id"].isna()
    fresh = [lettered("Q", last + nth) for nth in range(1, int(new.sum()) + 1)]
    found.loc[new, "question_id"] = fresh
    ends = zip(found["left_id"], found["right_id"], strict=True)
    found = found.assign(kind="pair", subject=[pair_of(*pair) for pair in ends])
    return conform(found.drop(columns=["one", "other", "first_run"]), "links")


def merges(links: pd.DataFrame, members: pd.Series, decisions: pd.DataFrame) -> pd.DataFrame:
    """MERGES: for each member of several records, the strongest links that hold it together (a
    spanning tree: n records have n - 1); `decided` is the question whose answer made a link."""
    said = decisions.drop_duplicates(["left_id", "right_id"], keep="last")
    said = said[said["answer"] == "same"]
    answers = said.set_index(["left_id", "right_id"])["question_id"]
    pairs = pd.MultiIndex.from_frame(links[["left_id", "right_id"]])
    decided = answers[~answers.index.duplicated(keep="last")].reindex(pairs).to_numpy()
    links = links.assign(decided=decided, member_id=links["left_id"].map(members))
    ranked = links.sort_values(
        ["member_id", "weight_bits", "left_id", "right_id"], ascending=[True, False, True, True]
    )
    group: dict[str, str] = {}

    def root(record: str) -> str:
        while group.setdefault(record, record) != record:
            record = group[record]
        return record

    kept = []
    for index, left, right in zip(ranked.index, ranked["left_id"], ranked["right_id"], strict=True):
        one, other = root(left), root(right)
        if one != other:
            group[other] = one
            kept.append(index)
    return conform(ranked.loc[kept].reset_index(drop=True), "links")
