"""Which pairs people are asked to confirm, and what their answers say of all.

Each stratum's pairs stand in the order of a keyed hash of their record ids. The hash knows nothing
of whether a pair is right, so the first m pairs of that order are a simple random sample without
replacement of the stratum as it is tonight, for every m. It stays one whatever the nights did:

- A pair that comes or goes finds its place in the order or leaves it; the first m of the new order
  are a simple random sample of the new population. The answers before the new pair still count.
- The same first pairs are asked night after night until they are answered, then the next ones. The
  order of nights, of questions and of answers changes nothing of who is first.
- An answer about a pair further down (a merge that somebody undid, a question of another night)
  was not drawn: it is counted as known of its own pair, and says nothing of the others.
- Of the first m a few may have no answer yet (a pair came, or people said "later"). They count as
  unclear: right at best, wrong at worst. m is the length that would say most if all answers were
  "right"; so it follows from which pairs have an answer, and never from what the answers are.

What this rests on: whether a pair among the first gets an answer must not depend on the answer.
Somebody who only undoes wrong merges and never confirms any makes the last pairs of the sample
worse than the rest, by less than one pair; the estimate then errs on the side of caution.
"""

from __future__ import annotations

import hashlib
from typing import Final

import numpy as np
import pandas as pd

from .interval import Found, interval
from .population import APART, MERGED
from .verdicts import DIFFERENT, SAME

ENOUGH: Final = 0.05  # of a stratum: no more is asked once at most so many can be wrong
_KEY: Final = "reliability"
_TURNS: Final = {MERGED: 2, APART: 1}  # how many of each kind are asked in turn
WRONG: Final = {MERGED: DIFFERENT, APART: SAME}  # the answer that says that a decision was wrong


def in_order(units: pd.DataFrame) -> pd.DataFrame:
    """The sampled strata of UNITS in the order of the keyed hash; asked pairs are left out."""
    own = units[units["kind"].isin(list(WRONG))]
    pairs = zip(own["left_id"], own["right_id"], strict=True)
    keys = [hashlib.sha256(f"{_KEY}\x1f{a}\x1f{b}".encode()).hexdigest() for a, b in pairs]
    drawn = pd.Series(keys, own.index, dtype="str")
    return own.assign(drawn=drawn).sort_values("drawn", kind="stable")


def found(ordered: pd.DataFrame, verdict: pd.Series) -> Found:
    """What the random sample of one stratum says (see above).

    ordered: its units by in_order; verdict: same or different by the index of units, missing where
    nobody answered.
    """
    if ordered.empty:
        return Found(0, 0, 0)
    said = verdict.reindex(ordered.index)
    answered = said.notna().to_numpy()
    wrong = (said == WRONG[str(ordered["kind"].iloc[0])]).fillna(False).to_numpy(bool)
    size, places = len(ordered), np.flatnonzero(answered)
    gaps = places - np.arange(len(places))
    useful = places[gaps * 2 <= places + 1]
    best, n = (size, 0), 0
    for place in useful.tolist():
        gap = int((~answered[: place + 1]).sum())
        says = interval(Found(size, place + 1, 0, gap)).high, gap
        if says <= best:  # of two that say as much, the longer one with as few gaps
            best, n = says, place + 1
    unclear = int((~answered[:n]).sum())
    return Found(size, n, int(wrong[:n].sum()), unclear)


def sampled(units: pd.DataFrame, verdict: pd.Series, limit: int) -> pd.DataFrame:
    """The UNITS that people are asked to confirm tonight, at most `limit`, the first to ask first.

    Two merges and a pair left apart take turns, as a wrong merge is what hurts most. Within a kind,
    the next pair comes from the stratum of which, if all answers so far were "right", the most
    could still be wrong. This order follows from the sizes of the strata alone, so a pair that is
    asked stays asked until it is answered. A stratum has enough when at most ENOUGH of it could be
    wrong.
    """
    ordered = in_order(units)
    turns: dict[str, list[tuple[int, int, str, int]]] = {MERGED: [], APART: []}
    for stratum, own in ordered.groupby("stratum", sort=True):
        size, kind = len(own), str(own["kind"].iloc[0])
        for place, index in enumerate(own.index):
            high = interval(Found(size, place, 0)).high
            if high == 0 or (high <= ENOUGH * size and place):
                break
            turns[kind].append((-high, place, str(stratum), index))
    asked = [
        ((nth // n, kind == APART, nth), index)
        for kind, n in _TURNS.items()
        for nth, (*_, index) in enumerate(sorted(turns[kind]))
    ]
    still = [index for _, index in sorted(asked) if pd.isna(verdict.get(index))]
    return ordered.loc[still[:limit]]
