"""SCORES and clusters -> QUESTIONS and MERGES, the pairs that the report shows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..decisions.ledger import lettered, pair_of
from ..tables import conform

OPEN, LATER, DISPUTED, SAMPLED = "open", "later", "disputed", "sampled"
_ENDS = ["left_id", "right_id"]


class _Groups:
    """Which things have been joined so far."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}

    def root(self, one: str) -> str:
        while self._of.setdefault(one, one) != one:
            one = self._of[one]
        return one

    def join(self, one: str, other: str) -> bool:
        """Make the groups of two one; whether they were two."""
        first, second = self.root(one), self.root(other)
        self._of[second] = first
        return first != second


def questions(links: pd.DataFrame, members: pd.Series, decisions: pd.DataFrame) -> pd.DataFrame:
    """The pairs to ask about: LINKS with `asked_as` ("open" or "later"), best first, later last.

    Of a group of n members that may be one, n - 1 pairs: against its first member (of the oldest
    number) where that pair was weighed, else the likeliest pair. What follows from other answers is
    not asked: two members that an answer about any of their records calls different.

    links: LINKS in band review; members: member_id by record_id; decisions: DECISIONS.
    """
    late = _subjects(decisions[decisions["answer"] == "later"])
    subject = pd.Series(_subjects(links), index=links.index, dtype="str")
    ends = pd.DataFrame({"one": links["left_id"].map(members)})
    ends["other"] = links["right_id"].map(members)
    ranked = links.assign(**ends, later=subject.isin(late).to_numpy())
    ranked = ranked[ranked["one"] != ranked["other"]]
    ranked = ranked.sort_values(
        ["later", "probability", *_ENDS], ascending=[False, False, True, True]
    )
    pairs = [frozenset(pair) for pair in zip(ranked["one"], ranked["other"], strict=True)]
    said = decisions[decisions["answer"] == "different"]
    settled = zip(said["left_id"].map(members), said["right_id"].map(members), strict=True)
    apart = {frozenset(pair) for pair in settled}
    wanted = np.array([pair not in apart for pair in pairs], dtype=bool)
    ranked = ranked.assign(pair=pairs)[wanted]
    ranked = _fewest(ranked.drop_duplicates("pair"))
    ranked = ranked.sort_values(
        ["later", "probability", *_ENDS], ascending=[True, False, True, True]
    )
    asked_as = ranked["later"].map({True: LATER, False: OPEN}).astype("str")
    return ranked.drop(columns=["one", "other", "later", "pair"]).assign(asked_as=asked_as)


def _fewest(ranked: pd.DataFrame) -> pd.DataFrame:
    """Of pairs of members (one, other), likeliest first, as few as hold each group together; those
    with the first member of the group come first."""
    whole = _Groups()
    for one, other in zip(ranked["one"], ranked["other"], strict=True):
        whole.join(one, other)
    first: dict[str, str] = {}
    for member in sorted({*ranked["one"], *ranked["other"]}, key=lambda one: (len(one), one)):
        first.setdefault(whole.root(member), member)
    heads = set(first.values())
    star = ranked["one"].isin(heads) | ranked["other"].isin(heads)
    tree, ordered = _Groups(), pd.concat([ranked[star], ranked[~star]])
    kept = [row.Index for row in ordered.itertuples() if tree.join(str(row.one), str(row.other))]
    return ranked.loc[ranked.index.isin(kept)]


def numbered(links: pd.DataFrame, asked: pd.DataFrame, last: int) -> pd.DataFrame:
    """LINKS with kind, subject and their lasting question_id: that of `asked` (ASKED), else a new
    one above `last`, the highest number given."""
    subject = pd.Series(_subjects(links), index=links.index, dtype="str")
    known = asked[asked["kind"] == "pair"].drop_duplicates("subject")
    known_id = known.set_index("subject")["question_id"]
    found = links.assign(kind="pair", subject=subject)
    found["question_id"] = subject.map(known_id).astype("str")
    new = found["question_id"].isna()
    fresh = [lettered("Q", last + nth) for nth in range(1, int(new.sum()) + 1)]
    found.loc[new, "question_id"] = fresh
    return conform(found.reset_index(drop=True), "links")


def merges(links: pd.DataFrame, members: pd.Series, decisions: pd.DataFrame) -> pd.DataFrame:
    """MERGES: for each member of several records, the strongest links that hold it together (a
    spanning tree: n records have n - 1); `decided` is the question whose answer made a link, or the
    number of the decision where no report asked."""
    said = decisions[decisions["answer"] == "same"]
    number = said["question_id"].where(said["question_id"].notna(), said["decision_id"])
    answers = dict(zip(_subjects(said), number, strict=True))
    decided = [answers.get(one) for one in _subjects(links)]
    links = links.assign(
        decided=pd.array(decided, dtype="str"), member_id=links["left_id"].map(members)
    )
    ranked = links.sort_values(
        ["member_id", "weight_bits", *_ENDS], ascending=[True, False, True, True]
    )
    group, kept = _Groups(), []
    for index, left, right in zip(ranked.index, ranked["left_id"], ranked["right_id"], strict=True):
        if group.join(left, right):
            kept.append(index)
    return conform(ranked.loc[kept].reset_index(drop=True), "links")


def _subjects(pairs: pd.DataFrame) -> list[str]:
    """What each pair is in the ledger, whichever record comes first."""
    return [pair_of(one, other) for one, other in zip(*(pairs[end] for end in _ENDS), strict=True)]
