"""What tonight's report asks, and what it tells of the answers that are in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from .. import matching
from ..config import Config
from ..decisions.ledger import disputed, pair_of, parts_of
from ..results import Memory, Night
from ..review.questions import DISPUTED, LATER, SAMPLED, numbered, questions
from ..tables import conform, empty
from .doubtful import never_met
from .linking import Linked

_ENDS = ["left_id", "right_id"]


@dataclass(frozen=True)
class Asking:
    """questions, sampled: LINKS with question_id, kind, subject and `asked_as`; merges: MERGES with
    the numbers by which they can be undone; contrary: the subjects of answers of which the score
    alone says the opposite; issues: ISSUES on answers."""

    questions: pd.DataFrame
    sampled: pd.DataFrame
    merges: pd.DataFrame
    contrary: frozenset[str]
    issues: pd.DataFrame


def asking(
    linked: Linked,
    review: pd.DataFrame,
    sampled: pd.DataFrame,
    made: pd.DataFrame,
    members: pd.Series,
    memory: Memory,
    config: Config,
    unsure: pd.DataFrame,
) -> Asking:
    """What to ask. review, sampled: LINKS; made: MERGES; members: member_id by record_id of
    tonight; unsure: LINKS of rows that are gone (doubtful.py)."""
    torn = _torn(linked, members, memory)
    cost = config.matching.missed_merge
    asked = by_worth(linked, questions(review, members, memory.decisions), members, cost)
    unsure = _put_off(unsure, memory)
    late = unsure["asked_as"] == LATER
    found = pd.concat([torn, unsure[~late], asked, unsure[late]], ignore_index=True)
    sample = _put_off(sampled.assign(asked_as=SAMPLED), memory)
    both = pd.concat([found, sample], ignore_index=True)
    both = numbered(both, memory.questions, memory.last_question)
    is_sample = both.index >= len(found)
    own = both[~is_sample]
    # Of two rows about the same records, the disputed one stands; the order is kept.
    own = own.drop_duplicates("subject")
    mine = both[is_sample]
    return Asking(
        questions=own.reset_index(drop=True),
        sampled=mine[~mine["subject"].isin(own["subject"])].reset_index(drop=True),
        merges=_numbered_after(made, both, memory),
        contrary=_contrary(linked, memory.decisions),
        issues=_issues(linked, members, memory, never_met(memory)),
    )


def _put_off(links: pd.DataFrame, memory: Memory) -> pd.DataFrame:
    """LINKS with the `asked_as` of those that somebody put off."""
    late = memory.decisions[memory.decisions["answer"] == "later"]
    put_off = {pair_of(*pair) for pair in zip(late["left_id"], late["right_id"], strict=True)}
    pairs = zip(links["left_id"], links["right_id"], strict=True)
    is_late = np.array([pair_of(*pair) in put_off for pair in pairs], dtype=bool)
    return links.assign(asked_as=links["asked_as"].mask(is_late, LATER))


def _numbered_after(made: pd.DataFrame, asked: pd.DataFrame, memory: Memory) -> pd.DataFrame:
    """MERGES with their lasting numbers: those of `asked` go first, and one pair has one number."""
    known = pd.concat([memory.questions, asked[["question_id", "kind", "subject"]]])
    given = asked["question_id"].str.split("-").str[1].astype("int64")
    return numbered(made, known, max([memory.last_question, *given]))


def numbers_shown(night: Night) -> pd.DataFrame:
    """Every number that tonight's report bears, once: question_id, kind, subject."""
    shown = pd.concat([night.questions, night.sampled, night.merges])
    return shown[["question_id", "kind", "subject"]].drop_duplicates("question_id")


def by_worth(
    linked: Linked, asked: pd.DataFrame, members: pd.Series, missed_merge: float
) -> pd.DataFrame:
    """Questions (LINKS) with what an answer is worth most for first; those put off stay last."""
    late = asked["asked_as"] == LATER
    own = asked[~late].sort_values(["probability", *_ENDS], ascending=[False, True, True])
    at = _scored(linked, own[_ENDS])
    weighed = linked.weighed
    levels = weighed.levels[list(matching.COMPARISONS)].reindex(at, fill_value=-1)
    rows = levels.reset_index(drop=True).assign(
        one=own["left_id"].map(members).to_numpy(),
        other=own["right_id"].map(members).to_numpy(),
        probability=own["probability"].to_numpy(),
        crowd=_crowds(linked).reindex(at, fill_value=-1).to_numpy(),
    )
    order = matching.by_worth(rows, _evidence(linked, members, rows), missed_merge)
    return pd.concat([own.iloc[order], asked[late]], ignore_index=True)


def _crowds(linked: Linked) -> pd.Series:
    """The crowd of each pair that was weighed."""
    scores = linked.weighed.scores
    crowd = matching.crowds(scores, len(linked.heads))
    return pd.Series(matching.crowd_of(scores, crowd), scores.index)


def _evidence(linked: Linked, members: pd.Series, rows: pd.DataFrame) -> pd.DataFrame:
    """one, other (members of `rows`, in order) and bits: the strongest weight between them."""
    own = linked.heads["record_id"].map(members)
    own = own.where(own.isin([*rows["one"], *rows["other"]]))
    scores = linked.weighed.scores
    ends = {end: own.to_numpy()[scores[end]] for end in ("left", "right")}
    found = pd.DataFrame(ends).assign(bits=scores["weight_bits"].to_numpy()).dropna()
    found = found[found["left"] != found["right"]]
    one, other = found["left"], found["right"]
    found = found.assign(one=one.where(one < other, other), other=other.where(one < other, one))
    return found.groupby(["one", "other"], as_index=False)["bits"].max()


def _torn(linked: Linked, members: pd.Series, memory: Memory) -> pd.DataFrame:
    """LINKS of the pairs on which people disagree and whose records are both in a list tonight."""
    own = disputed(memory.ledger[memory.ledger["kind"] == "pair"]).drop_duplicates("subject")
    if own.empty:
        return empty("links").assign(asked_as=pd.Series(dtype="str"))
    pairs = parts_of(own["subject"], _ENDS)
    pairs = pairs[pairs["left_id"].isin(members.index) & pairs["right_id"].isin(members.index)]
    at = _scored(linked, pairs)
    known = at.dropna().drop_duplicates().astype("int64")
    scores = linked.weighed.scores.loc[known].assign(band=DISPUTED)
    links = matching.links(linked.heads, linked.weighed, scores, matching.shipped(), linked.bands)
    found = links.assign(**{end: pairs.loc[known.index, end].to_numpy() for end in _ENDS})
    bare = pairs.loc[at.isna()].assign(weight_bits=0.0, probability=0.0, refused="")
    bare["reasons"] = [[] for _ in range(len(bare))]
    return pd.concat([found, conform(bare, "links")], ignore_index=True).assign(asked_as=DISPUTED)


def _scored(linked: Linked, pairs: pd.DataFrame) -> pd.Series:
    """The row of the weighed scores that is about each of `pairs` (left_id, right_id: records), by
    the newest rows of both; missing where they were not compared, or are one row."""
    head = pd.Series(linked.head.to_numpy(), index=linked.records["record_id"].to_numpy())
    head = head[~head.index.duplicated()]
    ends = [pairs[end].map(head).astype("Int64") for end in _ENDS]
    wanted = pd.DataFrame({"left": ends[0].combine(ends[1], min)})
    wanted["right"] = ends[0].combine(ends[1], max)
    scores = linked.weighed.scores[["left", "right"]].assign(at=linked.weighed.scores.index)
    merged = wanted.reset_index().merge(scores, on=["left", "right"], how="left")
    return merged.drop_duplicates("index").set_index("index")["at"].reindex(pairs.index)


def _contrary(linked: Linked, decisions: pd.DataFrame) -> frozenset[str]:
    """The subjects of answers that the program alone would contradict tonight."""
    own = decisions[decisions["answer"].isin(("same", "different"))]
    there = set(linked.records["record_id"])
    own = own[own["left_id"].isin(there) & own["right_id"].isin(there)]
    if own.empty:
        return frozenset()
    at = _scored(linked, own)
    band = at.map(linked.weighed.scores["band"]).astype("str").fillna("distinct")
    same = own["answer"] == "same"
    odd = own[(same & (band == "distinct")) | (~same & (band == "match"))]
    return frozenset(pair_of(*pair) for pair in zip(odd["left_id"], odd["right_id"], strict=True))


def _issues(
    linked: Linked, members: pd.Series, memory: Memory, unsure: frozenset[str]
) -> pd.DataFrame:
    """Answers that contradict each other through a third record, and new answers about rows that
    are in no list any more; unsure: the subjects of those that were asked as such."""
    rows: list[dict[str, Any]] = []
    names: dict[str, Any] = {}
    for table in (memory.raw, linked.records):
        if "name" in table:
            names |= dict(zip(table["record_id"], table["name"], strict=True))
    said = memory.decisions
    apart: dict[frozenset[Any], str] = {}
    for one in said[said["answer"] == "different"].itertuples():
        pair = frozenset((members.get(one.left_id), members.get(one.right_id)))
        apart.setdefault(pair, str(one.decision_id))
    for one in said[said["answer"] == "same"].itertuples():
        pair = frozenset((members.get(one.left_id), members.get(one.right_id)))
        if len(pair) == 2 and pair in apart:
            details = {"decision": one.decision_id, "against": apart[pair]}
            details |= {"one": _name(names, one.left_id), "other": _name(names, one.right_id)}
            about = {"field": "name", "details": details, "severity": "warning"}
            rows.append({"problem": "answers_contradict", **about})
    fresh = memory.ledger[(memory.ledger["read_in"] == memory.run) & (memory.ledger["run"] > 0)]
    fresh = fresh[fresh["kind"] == "pair"]
    for act in fresh.itertuples():
        gone = [one for one in pair_ids(str(act.subject)) if one not in members.index]
        if gone and str(act.subject) not in unsure:
            told = ", ".join(_name(names, one) for one in gone)
            details = {"decision": act.decision_id, "names": told}
            about = {"field": "name", "details": details, "severity": "info", "file": act.origin}
            rows.append({"problem": "answer_about_gone", **about})
    return conform(pd.DataFrame(rows), "issues") if rows else empty("issues")


def pair_ids(subject: str) -> list[str]:
    """The two records of a pair's subject."""
    return [str(one) for one in parts_of(pd.Series([subject]), _ENDS).iloc[0]]


def _name(names: dict[str, Any], record: str) -> str:
    name = names.get(record)
    return f"{name} ({record})" if isinstance(name, str) else record
