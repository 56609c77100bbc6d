"""UNITS and answers -> STRATA: how many merges are wrong, how many are missed, and how sure."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from ..tables import conform
from .interval import Found, Interval, interval, to_halve, total
from .population import APART, ASKED, MERGED, STRATA
from .sample import WRONG, found, in_order
from .verdicts import SAME

ALL: Final = "all"
_COUNTED: Final = 5000  # pairs, up to which it is counted how many answers would halve a total


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
        parts = [ordered[ordered["stratum"] == name] for name in STRATA if name.startswith(kind)]
        parts = [part for part in parts if len(part)]
        samples = [found(part, verdict) for part in parts]
        rows += [
            _row(part, verdict, sample, interval(sample), str(part["stratum"].iloc[0]))
            for part, sample in zip(parts, samples, strict=True)
        ]
        if len(parts) > 1:
            whole = _row(pd.concat(parts), verdict, _sum(samples), total(samples), f"{kind}_{ALL}")
            shares = [row["estimate"] for row in rows[-len(parts) :]]
            rows.append({**whole, "estimate": sum(shares), "to_halve": None})
            if whole["size"] <= _COUNTED:
                rows[-1]["to_halve"] = to_halve(samples)
    if len(own := units[units["kind"] == ASKED]):
        rows.append(_asked(own, verdict, own.index if still is None else still))
    return conform(pd.DataFrame(rows), "strata")


def _sum(samples: list[Found]) -> Found:
    return Found(*(sum(part) for part in zip(*samples, strict=True)))


def _row(
    units: pd.DataFrame, verdict: pd.Series, sample: Found, limits: Interval, stratum: str
) -> dict[str, Any]:
    """A stratum: what is known for certain, of pairs drawn or not, narrows the limits."""
    kind, said = str(units["kind"].iloc[0]), verdict.reindex(units.index).dropna()
    wrong = int((said == WRONG[kind]).sum())
    low, high = max(limits.low, wrong), min(limits.high, sample.size - (len(said) - wrong))
    clear = sample.n - sample.unclear
    share = sample.wrong / clear if clear else float("nan")
    return {
        "kind": kind,
        "stratum": stratum,
        "size": sample.size,
        "n_drawn": clear,
        "n_open": sample.unclear,
        "n_drawn_wrong": sample.wrong,
        "n_known": len(said),
        "n_wrong": wrong,
        "n_dropped": 0,
        "estimate": min(max(share * sample.size, low), high) if clear else share,
        "low": low,
        "high": high,
        "to_halve": to_halve([sample]),
    }


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
