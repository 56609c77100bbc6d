"""The lasting numbers of members and contacts, and where records of no list any more belong."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd

from .. import matching, members
from ..config import Config
from ..decisions.ledger import parts_of
from ..matching import Bands
from ..results import Memory, Night
from ..standardise import standardise
from ..tables import conform, empty
from .linking import Linked

_ENDS: Final = ("left_id", "right_id")


def number(linked: Linked, memory: Memory, config: Config, mode: str) -> members.Numbered:
    """Each cluster's lasting member number. Who was in one club's list and is in the other's now
    keeps it, once the clubs are one."""
    answers = said(memory)
    if mode != "apart":
        answers = pd.concat([answers, successors(linked, memory, config)], ignore_index=True)
    return members.number_members(
        linked.records["record_id"], linked.label, memory.belongs, memory.last_member, answers
    )


def with_contact_numbers(night: Night) -> Night:
    """`night` with the lasting number of each contact, and the CONTACT_NUMBERS that are new."""
    tables = [one.contacts for one in night.registers.values()]
    contacts = pd.concat(tables, keys=range(len(tables)))
    named = contacts["named"].reset_index(drop=True).explode().dropna()
    if named.empty:
        return night
    mentions = pd.DataFrame(named.to_list(), columns=["record_id", "person", "nth"])
    mentions["contact"] = named.index
    mentions["member_id"] = contacts["member_id"].to_numpy()[named.index]
    mentions = mentions.drop_duplicates(["record_id", "person"], ignore_index=True)
    member_of = night.members.set_index("record_id")["member_id"]
    number, new = members.number_contacts(mentions, night.memory.contact_numbers, member_of)
    numbered = contacts.assign(contact_id=number.to_numpy())
    of = numbered.index.get_level_values(0)
    registers = {
        club: replace(one, contacts=numbered[of == nth].droplevel(0))
        for nth, (club, one) in enumerate(night.registers.items())
    }
    return replace(night, registers=registers, contact_numbers=new)


def with_absent(belongs: pd.DataFrame, absent: pd.DataFrame) -> pd.DataFrame:
    """MEMBERS with the records that are in no list tonight, which belong somewhere all the same."""
    gone = absent.assign(weakest_link=1.0, conflict=False)
    return conform(pd.concat([belongs, gone], ignore_index=True), "members")


def said(memory: Memory) -> pd.DataFrame:
    """left_id, right_id and answer of the pairs that people spoke of: "same", "different", or
    "undone" where somebody said "same" once and neither holds now."""
    held = memory.decisions[memory.decisions["answer"].isin(["same", "different"])]
    once = memory.ledger[(memory.ledger["kind"] == "pair") & (memory.ledger["answer"] == "same")]
    once = once.drop_duplicates("subject")
    undone = parts_of(once["subject"], _ENDS).assign(answer="undone")
    both = pd.concat([held[[*_ENDS, "answer"]], undone], ignore_index=True)
    return both.drop_duplicates(list(_ENDS)).reset_index(drop=True).astype("str")


def successors(linked: Linked, memory: Memory, config: Config) -> pd.DataFrame:
    """Records that are in no list any more and those of tonight that go on with them, as `said`:
    left_id, right_id, answer "same".

    Only whom nobody speaks for any more can go on, and only in one who was never met before: who
    left one club's list and is in the other's now. It takes the likeness that makes a merge, with
    no rival, among all of tonight's records and the last rows of all who are gone.
    """
    belongs, nobody = memory.belongs, empty("decisions")[["left_id", "right_id", "answer"]]
    here = belongs["record_id"].isin(linked.records["record_id"])
    gone = belongs[~here & ~belongs["member_id"].isin(belongs.loc[here, "member_id"])]
    known = linked.records["record_id"].isin(belongs["record_id"])
    fresh = linked.label[~linked.label.isin(linked.label[known])].unique()
    label = linked.label.loc[linked.at].reset_index(drop=True)
    rows = memory.raw[memory.raw["record_id"].isin(gone["record_id"])].reset_index(drop=True)
    if rows.empty or not len(fresh):
        return nobody
    old = standardise(rows.drop(columns="record_id"), empty("columns")).records
    old = old.assign(record_id=rows["record_id"].to_numpy())
    member = belongs.set_index("record_id")["member_id"]
    found = nobody
    for among in (label.isin(fresh), label.notna()):  # the few first: most nights nobody moves
        heads = linked.heads[among].assign(label=label[among])
        found = _alike(heads, old.assign(member_id=old["record_id"].map(member)), config)
        if found.empty:
            return nobody
    # Two who could go on with one member, or one who could go on with two: nobody guesses.
    one = found.drop_duplicates(["label", "member_id"])
    sole = ~one.duplicated("label", keep=False) & ~one.duplicated("member_id", keep=False)
    sole = one[sole & one["label"].isin(fresh)][["member_id", "right_id"]]
    whole = gone[["record_id", "member_id"]].rename(columns={"record_id": "left_id"})
    whole = whole.merge(sole, on="member_id", validate="m:1").assign(answer="same")
    return whole[list(nobody)].astype("str")


def _alike(heads: pd.DataFrame, old: pd.DataFrame, config: Config) -> pd.DataFrame:
    """Pairs of tonight's heads (RECORDS with label) and old rows (RECORDS with member_id) that are
    as alike as a merge takes, the likeliest first: left_id, right_id, label, member_id."""
    both = pd.concat([heads.assign(source="here"), old.assign(source="gone")], ignore_index=True)
    bands = Bands.from_costs(config.matching.wrong_merge, config.matching.missed_merge)
    scores = matching.weigh(both, matching.shipped(), bands, "shipped").scores
    crossing = (scores["left"] < len(heads)) & (scores["right"] >= len(heads))
    scores = scores[crossing & (scores["band"] == "match")]
    scores = scores.sort_values("weight_bits", ascending=False, kind="stable")
    new, gone = both.loc[scores["left"]], both.loc[scores["right"]]
    siren = [one["siren"].where(one["siren_ok"]).fillna("").to_numpy() for one in (new, gone)]
    held_apart = (siren[0] != "") & (siren[1] != "") & (siren[0] != siren[1])
    columns = {"left_id": gone["record_id"], "right_id": new["record_id"]}
    columns |= {"label": new["label"], "member_id": gone["member_id"]}
    found = pd.DataFrame({name: one.to_numpy() for name, one in columns.items()})
    return found[~held_apart]
