"""Which of tonight's rows are one member."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from .. import matching
from ..config import Config
from ..matching import Bands
from .models import Models, choose, moved, replaced


@dataclass(frozen=True)
class Linked:
    """Records compared and grouped.

    records: RECORDS; heads: those that stand for themselves, indexed anew, which alone are weighed
    and clustered; at: the position in `records` of each head; head: the position in `heads` of each
    record's own; label: the cluster of each record; model: the text of a model file to keep,
    "" where the current one stays; broken: model files that could not be read; moved: MOVED.
    """

    records: pd.DataFrame
    heads: pd.DataFrame
    at: pd.Series
    head: pd.Series
    label: pd.Series
    weighed: matching.Weighed
    clusters: matching.Clusters
    bands: Bands
    model: str
    broken: tuple[str, ...]
    moved: pd.DataFrame


def link(
    records: pd.DataFrame,
    config: Config,
    decisions: pd.DataFrame,
    mode: str,
    newest: pd.Series | None = None,
    models: Models | None = None,
) -> Linked:
    """Compare, weigh and group RECORDS; before the clubs are one, only within each club.

    models: the model files that are kept; what answers teach lowers doubtful pairs, see
    matching/lessons.py, and never groups records.
    newest: the position of each record's newest row, with which it belongs (see members.succeed);
    its own where not given.
    """
    bands = Bands.from_costs(config.matching.wrong_merge, config.matching.missed_merge)
    newest = records.index.to_series() if newest is None else newest
    at = newest.index[newest == newest.index].to_series().reset_index(drop=True)
    heads = records.loc[at].reset_index(drop=True)
    head = newest.map(pd.Series(at.index, index=at.to_numpy()))
    # Where people disagree nobody has said anything of which others could be judged.
    taught = decisions[~decisions["disputed"] & config.matching.learning]
    teaching = positions(taught, records["record_id"], head)
    chosen = choose(heads, models or Models(), matching.digest(taught), teaching, bands)
    weighed = chosen.weighed
    answers = positions(decisions, records["record_id"], head)
    source = heads["source"].to_numpy()
    held = source if mode == "apart" else np.full(len(heads), "")
    clusters = matching.cluster(weighed.scores, heads, bands, answers, pd.Series(held))
    label = head.map(clusters.label).astype("int64")
    after = _taught(clusters, weighed, chosen.kept.lessons, heads, bands)
    before, former = after, replaced(chosen, heads, bands)
    if former is not None:
        then, lessons = former
        grouped = clusters
        if then is not weighed:
            grouped = matching.cluster(then.scores, heads, bands, answers, pd.Series(held))
        before = _taught(grouped, then, lessons, heads, bands)
    changes = moved(before, after, heads["record_id"])
    found = replace(clusters, scores=after)
    return Linked(
        records, heads, at, head, label, weighed, found, bands, chosen.new, chosen.broken, changes
    )


def _taught(
    clusters: matching.Clusters,
    weighed: matching.Weighed,
    lessons: matching.Lessons,
    heads: pd.DataFrame,
    bands: Bands,
) -> pd.DataFrame:
    return matching.taught(
        clusters.scores, weighed.scores, weighed.levels, lessons, bands, heads["record_id"]
    )


def positions(
    decisions: pd.DataFrame, record_ids: pd.Series, place: pd.Series | None = None
) -> pd.DataFrame:
    """The answers in force as left, right (positions, left < right) and same (bool); the last
    answer about a pair counts, "later" does not. A row that is gone still joins those that were
    called the same as it, and holds off those called different; where answers then contradict,
    "different" holds.

    place: where each record is to be found, if not at its own position.
    """
    where = record_ids.index if place is None else place.to_numpy()
    at = pd.Series(where, index=record_ids.to_numpy())
    ends = decisions[["left_id", "right_id"]]
    said = pd.DataFrame({"one": ends.min(axis=1), "other": ends.max(axis=1)})
    said = said.assign(same=decisions["answer"] == "same", answer=decisions["answer"])
    said = said.drop_duplicates(["one", "other"], keep="last")
    said = said[said["answer"].isin(["same", "different"])]
    at = pd.concat([at, _standing_for(said[said["same"]], at)])
    one, other = said["one"].map(at), said["other"].map(at)
    table = pd.DataFrame(
        {"left": np.fmin(one, other), "right": np.fmax(one, other), "same": said["same"]}
    )
    table = table[one.notna() & other.notna() & (one != other)]
    table = table.sort_values("same", kind="stable").drop_duplicates(["left", "right"])
    return table.sort_index().astype({"left": "int64", "right": "int64", "same": "bool"})


def _standing_for(same: pd.DataFrame, at: pd.Series) -> pd.Series:
    """Where rows that are gone are spoken for: the position of one that an answer (`same`: one,
    other), or a chain of them through other gone rows, calls the same."""
    found = at.iloc[:0]
    while True:
        known = pd.concat([at, found])
        ends = pd.concat([same, same.rename(columns={"one": "other", "other": "one"})])
        ends = ends[ends["other"].isin(known.index) & ~ends["one"].isin(known.index)]
        if ends.empty:
            return found
        near = ends.assign(at=ends["other"].map(known)).sort_values("at")
        found = pd.concat([found, near.drop_duplicates("one").set_index("one")["at"]])
