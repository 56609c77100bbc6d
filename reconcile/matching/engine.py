"""The engine as one call: RECORDS -> weighed pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from ..results import Step, call
from .blocking import block
from .comparisons import compare
from .fitting import at_random, fit
from .model import Model, assume
from .scoring import Bands, score
from .weights import Weights

Learning = Literal["adapted", "flat", "shipped"]


@dataclass(frozen=True)
class Weighed:
    """levels (LEVELS) and scores (SCORES) of the same pairs, the model that weighed them, and
    `skipped`, the blocks that were too big to compare (see blocking.Blocked)."""

    levels: pd.DataFrame
    scores: pd.DataFrame
    model: Model
    skipped: pd.DataFrame


def weigh_with(records: pd.DataFrame, model: Model, bands: Bands) -> Weighed:
    """As `weigh`, with a model that is kept: nothing is fitted."""
    blocked = block(records)
    levels = compare(records, blocked.pairs, model.weights)
    scores = score(levels, records, model, bands)
    return Weighed(levels, scores, model, blocked.skipped)


def weigh(
    records: pd.DataFrame,
    weights: Weights,
    bands: Bands,
    learning: Learning = "adapted",
    step: Step = call,
) -> Weighed:
    """Compare and weigh the pairs of RECORDS (indexed 0..n-1) that are worth it.

    learning: "adapted", the shipped weights fitted to these lists; "flat", learned from these lists
    alone; "shipped", the weights as they are. `step` runs each stage.
    """
    blocked = step("block", block, records)
    sources = records["source"]
    levels: pd.DataFrame
    if learning == "shipped" or blocked.pairs.empty:  # nothing to learn from
        levels = step("compare", compare, records, blocked.pairs, weights)
        model = assume(sources, weights)
    else:
        both = pd.concat([blocked.pairs, at_random(records)], ignore_index=True)
        compared = step("compare", compare, records, both, weights)
        levels, chances = compared.iloc[: len(blocked.pairs)], compared.iloc[len(blocked.pairs) :]
        model = step("fit", fit, levels, chances, sources, weights, learning == "flat")
    scores = step("score", score, levels, records, model, bands)
    return Weighed(levels, scores, model, blocked.skipped)
