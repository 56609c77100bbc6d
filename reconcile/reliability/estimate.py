"""UNITS and answers -> STRATA: how many merges are wrong, how many are missed, and how sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any, Final

import pandas as pd

from ..tables import conform
from .interval import Found, Interval, to_halve, total
from .population import APART, ASKED, MERGED, STRATA
from .sample import WRONG, found, in_order
from .verdicts import SAME

ALL: Final = "all"
_COUNTED: Final = 5000  # pairs, up to which it is counted how many answers would halve a total


@dataclass(frozen=True)
class Told:
    """A stratum: its random sample, and of all its pairs, drawn or not, how many people's answers
    tell of, and how many of these are wrong."""

    sample: Found
    known: int
    wrong: int

    @property
    def rest(self) -> Found:
        """The sample beside the pairs alone of which nothing but the sample tells."""
        otherwise = self.known - (self.sample.n - self.sample.unclear)
        return self.sample._replace(size=self.sample.size - otherwise)


def limits(strata: Sequence[Told]) -> Interval:
    """How many are wrong in all strata together: a 95 % interval that keeps what is certain.

    The random sample alone may say "at most 3" where people undid 5 others unasked: both are true
    of such draws, and nothing would be left between them. So pairs known otherwise are also counted
    apart, as what they are, and the sample is asked about the rest. That alone would be no 95 %:
    who undoes wrong merges alone leaves a rest that is better than the sample, and who confirms
    right ones a rest that is worse. The limits are the wider of both; so they hold whatever is told
    unasked, and there is always something between them.
    """
    drawn, rest = (
        total(found) for found in zip(*((s.sample, s.rest) for s in strata), strict=True)
    )
    size, wrong = sum(one.sample.size for one in strata), sum(one.wrong for one in strata)
    right = sum(one.known for one in strata) - wrong
    beside = wrong - sum(one.sample.wrong for one in strata)
    return Interval(
        low=max(min(drawn.low, beside + rest.low), wrong),
        high=min(max(drawn.high, beside + rest.high), size - right),
    )


def estimate(
    units: pd.DataFrame, verdict: pd.Series, still: pd.Index | None = None
) -> pd.DataFrame:
    """STRATA: a row a stratum that holds pairs, a row for all merges and one for all left apart
    where there are several, then the pairs that are asked about.

    Of those asked about, people's answers are the whole truth: they were chosen because they are
    doubtful, so they say nothing of other pairs, and those without an answer may be one or not,
    asked tonight (`still`: which of the units; all where it is not given) or dropped.
    """
    ordered, rows = in_order(units), []
    for kind in (MERGED, APART):
        parts = {name: ordered[ordered["stratum"] == name] for name in STRATA}
        parts = {name: own for name, own in parts.items() if name.startswith(kind) and len(own)}
        strata = {name: _told(own, verdict) for name, own in parts.items()}
        rows += [_row(kind, name, [one]) for name, one in strata.items()]
        if len(strata) > 1:
            rows.append(_row(kind, f"{kind}_{ALL}", list(strata.values())))
    if len(own := units[units["kind"] == ASKED]):
        rows.append(_asked(own, verdict, own.index if still is None else still))
    return conform(pd.DataFrame(rows), "strata")


def _told(units: pd.DataFrame, verdict: pd.Series) -> Told:
    said = verdict.reindex(units.index).dropna()
    wrong = int((said == WRONG[str(units["kind"].iloc[0])]).sum())
    return Told(found(units, verdict), len(said), wrong)


def _row(kind: str, stratum: str, strata: Sequence[Told]) -> dict[str, Any]:
    """A stratum, or all of a kind together."""
    sample = Found(*(sum(part) for part in zip(*(one.sample for one in strata), strict=True)))
    low, high = limits(strata)
    counted = len(strata) == 1 or sample.size <= _COUNTED
    return {
        "kind": kind,
        "stratum": stratum,
        "size": sample.size,
        "n_drawn": sample.n - sample.unclear,
        "n_open": sample.unclear,
        "n_drawn_wrong": sample.wrong,
        "n_known": sum(one.known for one in strata),
        "n_wrong": sum(one.wrong for one in strata),
        "n_dropped": 0,
        "estimate": _within(low, sum(_about(one) for one in strata), high),
        "low": low,
        "high": high,
        "to_halve": to_halve([one.rest for one in strata]) if counted else None,
    }


def _about(one: Told) -> float:
    """About how many of a stratum are wrong; NaN where none of its sample has an answer."""
    sample, clear = one.sample, one.sample.n - one.sample.unclear
    share = sample.wrong / clear if clear else float("nan")
    low, high = limits([one])
    return _within(low, share * sample.size, high)


def _within(low: int, value: float, high: int) -> float:
    return value if isnan(value) else min(max(value, low), high)


def _asked(units: pd.DataFrame, verdict: pd.Series, still: pd.Index) -> dict[str, Any]:
    said = verdict.reindex(units.index).dropna()
    same, size = int((said == SAME).sum()), len(units)
    return {
        "n_dropped": len(units.index.difference(said.index).difference(still)),
        **dict.fromkeys(("n_drawn", "n_open", "n_drawn_wrong"), 0),
        "kind": ASKED,
        "stratum": ASKED,
        "size": size,
        "n_known": len(said),
        "n_wrong": same,
        "estimate": float("nan"),
        "low": same,
        "high": size - (len(said) - same),
        "to_halve": None,
    }
