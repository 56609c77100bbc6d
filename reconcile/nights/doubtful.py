"""Who may go on with a member that the lists lost: a doubt is a question, and never a guess.

On the night on which a row is new in a list it may be that of a member who is gone: they are alike,
though not enough to be taken for one (`members.recognise`, `numbering.successors`), or the club
gave the new one the number of one that went that night. Until somebody answers they are two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from .. import matching
from ..decisions.ledger import pair_of, parts_of
from ..results import Memory
from ..review.questions import OPEN
from ..standardise import standardise
from ..tables import TABLES, conform, empty
from .linking import Linked

_ENDS: Final = ["left_id", "right_id"]


@dataclass(frozen=True)
class Doubtful:
    """links: LINKS with asked_as, whose left record is gone; records: RECORDS of those."""

    links: pd.DataFrame
    records: pd.DataFrame


def doubtful(
    linked: Linked, here: pd.Series, absent: pd.DataFrame, memory: Memory, mode: str
) -> Doubtful:
    """What to ask. here: member_id by record_id of tonight; absent: record_id and member_id of the
    records in no list tonight. What was asked before is asked until it is answered."""
    gone = absent[~absent["member_id"].isin(here)]
    rows = memory.raw.merge(gone, on="record_id", validate="1:1")
    new = linked.records["record_id"][~linked.records["record_id"].isin(memory.raw["record_id"])]
    label = pd.Series(linked.label.to_numpy(), index=linked.records["record_id"].to_numpy())
    new = new[~new.map(label).isin(label.drop(new))]
    asked = _asked(memory, rows, here)
    wanted = rows["record_id"] if len(new) else rows["record_id"][:0]
    rows = rows[rows["record_id"].isin(wanted) | rows["record_id"].isin(asked["left_id"])]
    if rows.empty:
        return Doubtful(empty("links").assign(asked_as=""), empty("records"))
    rows = rows.reset_index(drop=True)
    old = standardise(rows.drop(columns=["record_id", "member_id"]), empty("columns")).records
    old = old.assign(record_id=rows["record_id"].to_numpy())
    # A number that was free for nights may be given anew: it says something on the first alone.
    went = rows.loc[rows["last_run"] == memory.last_published, "record_id"]
    pairs = pd.concat([asked, _numbered(old, linked.records, went, new)], ignore_index=True)
    found = _weighed(linked, old, pairs, wanted, new)
    found = found[~found["subject"].isin(_settled(memory))]
    club = pd.concat([old, linked.records]).set_index("record_id")["source"]
    if mode == "apart":
        found = found[found["left_id"].map(club) == found["right_id"].map(club)]
    found = found.assign(one=found["left_id"].map(gone.set_index("record_id")["member_id"]))
    found = found.assign(other=found["right_id"].map(here)).sort_values(
        ["before", "weight_bits", *_ENDS], ascending=[False, False, True, True]
    )
    for member in ("one", "other"):  # one question about each
        found = found.drop_duplicates(member)
    links = found[[*TABLES["links"]]].assign(asked_as=OPEN).reset_index(drop=True)
    return Doubtful(links, old[old["record_id"].isin(links["left_id"])])


def never_met(memory: Memory) -> frozenset[str]:
    """The subjects of the pairs asked about whose records never stood in the lists of one night."""
    asked = memory.questions[memory.questions["kind"] == "pair"]
    if asked.empty:
        return frozenset()
    ends = parts_of(asked["subject"], _ENDS)
    known = memory.raw.set_index("record_id")
    first, last = (
        {end: ends[end].map(known[f"{when}_run"]) for end in _ENDS} for when in ("first", "last")
    )
    apart = (first["left_id"] > last["right_id"]) | (first["right_id"] > last["left_id"])
    return frozenset(asked.loc[apart.fillna(False).astype(bool), "subject"])


def _asked(memory: Memory, rows: pd.DataFrame, here: pd.Series) -> pd.DataFrame:
    """left_id (gone) and right_id (of tonight) of `never_met`."""
    ends = parts_of(pd.Series(sorted(never_met(memory)), dtype="str"), _ENDS)
    turned = ends.rename(columns={"left_id": "right_id", "right_id": "left_id"})
    both = pd.concat([ends, turned])[_ENDS]
    return both[both["left_id"].isin(rows["record_id"]) & both["right_id"].isin(here.index)]


def _numbered(
    old: pd.DataFrame, records: pd.DataFrame, wanted: pd.Series, new: pd.Series
) -> pd.DataFrame:
    """left_id and right_id of rows of one club that bear one number, used once on each side."""
    keys = ["source", "member_no"]
    sides = []
    for frame, ids in ((old, wanted), (records, new)):
        own = frame[frame["record_id"].isin(ids)].dropna(subset=["member_no"])
        sides.append(own[[*keys, "record_id"]].drop_duplicates(keys, keep=False))
    both = sides[0].merge(sides[1], on=keys, suffixes=("_old", ""))
    return both.rename(columns={"record_id_old": "left_id", "record_id": "right_id"})[_ENDS]


def _weighed(
    linked: Linked, old: pd.DataFrame, pairs: pd.DataFrame, wanted: pd.Series, new: pd.Series
) -> pd.DataFrame:
    """LINKS with subject and `before` (whether it is one of `pairs`): those pairs, and the doubtful
    ones of a row that is gone (`wanted`) and a new one."""
    heads = linked.heads
    both = pd.concat([heads.assign(source="here"), old.assign(source="gone")], ignore_index=True)
    weighed = matching.weigh(both, matching.shipped(), linked.bands, "shipped")
    scores = weighed.scores[
        (weighed.scores["left"] < len(heads)) & (weighed.scores["right"] >= len(heads))
    ]
    ids = both["record_id"].to_numpy()
    of = {"left_id": ids[scores["right"]], "right_id": ids[scores["left"]]}
    named = scores.assign(**of)
    subject = [pair_of(*pair) for pair in zip(named["left_id"], named["right_id"], strict=True)]
    known = {pair_of(*pair) for pair in zip(pairs["left_id"], pairs["right_id"], strict=True)}
    named = named.assign(subject=subject)
    close = named["left_id"].isin(wanted) & named["right_id"].isin(new)
    close &= named["band"] != "distinct"
    kept = named[close | named["subject"].isin(known)]
    links = matching.links(
        both, weighed, kept[list(scores)].assign(band="review"), matching.shipped(), linked.bands
    )
    links = links.assign(left_id=kept["left_id"].to_numpy(), right_id=kept["right_id"].to_numpy())
    bare = pairs[[pair_of(*pair) not in set(subject) for pair in pairs.to_numpy().tolist()]]
    bare = bare.assign(weight_bits=0.0, probability=0.0, refused="")
    bare["reasons"] = [[] for _ in range(len(bare))]
    found = pd.concat([links, conform(bare, "links")], ignore_index=True)
    subject = [pair_of(*pair) for pair in zip(found["left_id"], found["right_id"], strict=True)]
    return found.assign(subject=subject, before=[one in known for one in subject])


def _settled(memory: Memory) -> set[str]:
    """The subjects about which somebody said something."""
    said = memory.decisions[memory.decisions["answer"] != "later"]
    return {pair_of(*pair) for pair in zip(said["left_id"], said["right_id"], strict=True)}
