"""Which MODEL a night weighs with: the one that is kept, or a new one for other answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from .. import matching
from ..matching import Bands, Kept, Weighed
from ..tables import conform, empty

MOVED = ("left_id", "right_id", "before", "after", "probability_before", "probability_after")


@dataclass(frozen=True)
class Models:
    """The model files of the state folder (name -> text), oldest first by name."""

    texts: Mapping[str, str] = field(default_factory=dict)

    def read(self) -> tuple[list[Kept], list[str]]:
        """Those that can be read, oldest first, and the names of those that cannot."""
        found, broken = [], []
        for name, text in sorted(self.texts.items()):
            try:
                found.append(matching.from_text(text, matching.shipped()))
            except (ValueError, KeyError, TypeError, IndexError):
                broken.append(name)
        return found, broken


@dataclass(frozen=True)
class Chosen:
    """What a night weighs with. weighed: by its model, before any lesson; kept: the model;
    before: the model that it takes the place of, None where there is none; new: the text to keep,
    "" where the current model stays; broken: model files that could not be read."""

    weighed: Weighed
    kept: Kept
    before: Kept | None
    new: str
    broken: tuple[str, ...]


def choose(
    heads: pd.DataFrame, models: Models, answers: str, said: pd.DataFrame, bands: Bands
) -> Chosen:
    """The model for tonight's rows (RECORDS, indexed 0..n-1).

    answers: the digest of the answers in force; said: the same as left, right (positions) and
    `same`. The oldest model that fits the lists gives m, u and the shares, so that everything
    undone gives the first night again; only what answers teach is learned anew, and only where
    other answers are in force than when it was learned.
    """
    kept, broken = models.read()
    sizes = matching.sizes_of(heads["source"])
    fitting = [one for one in kept if one.fits(sizes)]
    if fitting:
        weighed = matching.weigh_with(heads, fitting[0].model, bands)
        model = fitting[0].model
    else:
        model = matching.weigh(heads, matching.shipped(), bands).model
        draft = matching.to_text(Kept(model, matching.NOTHING, "none"))
        model = matching.from_text(draft, matching.shipped()).model  # as later nights will read it
        weighed = matching.weigh_with(heads, model, bands)
    same = [one for one in fitting if one.answers == answers]
    if same:
        own = same[0]
    else:
        lessons = matching.learn(weighed.levels, weighed.scores, said, heads["record_id"])
        own = Kept(model, lessons, answers)
    text = matching.to_text(own)
    own = matching.from_text(text, matching.shipped())
    last = max(models.texts, default="")
    new = "" if models.texts.get(last) == text else text
    return Chosen(weighed, own, kept[-1] if kept else None, new, tuple(broken))


def replaced(
    chosen: Chosen, heads: pd.DataFrame, bands: Bands
) -> tuple[Weighed, matching.Lessons] | None:
    """Tonight's rows as the model before weighs them, and its lessons; None where there is none,
    where it stays, or where it does not know a list of tonight."""
    before, sizes = chosen.before, chosen.kept.model.sizes
    if before is None or not chosen.new or not set(sizes) <= set(before.model.sizes):
        return None
    same = before.model.rates == chosen.kept.model.rates
    weighed = chosen.weighed if same else matching.weigh_with(heads, before.model, bands)
    return weighed, before.lessons


def moved(before: pd.DataFrame, after: pd.DataFrame, record_ids: pd.Series) -> pd.DataFrame:
    """MOVED: a pair whose band another model changes, the least likely now first. before, after:
    SCORES; a pair that one of them lacks was never compared."""
    pair = ["left", "right"]
    both = before[[*pair, "band", "probability"]].merge(
        after[[*pair, "band", "probability"]], on=pair, suffixes=("_before", "_after")
    )
    both = both[both["band_before"] != both["band_after"]]
    ids = record_ids.to_numpy(dtype=object)
    ends = {f"{end}_id": pd.Series(ids[both[end]], dtype="str") for end in pair}
    found = both.reset_index(drop=True).assign(**ends)
    found = found.rename(columns={"band_before": "before", "band_after": "after"})[list(MOVED)]
    return found.sort_values(["probability_after", "left_id", "right_id"]).reset_index(drop=True)


def between_known(moves: pd.DataFrame, known: pd.Series) -> pd.DataFrame:
    """Of MOVED, the pairs of records that former nights knew: of a new row nobody was told."""
    old = moves["left_id"].isin(known) & moves["right_id"].isin(known)
    return moves[old].reset_index(drop=True)


def damaged(names: tuple[str, ...]) -> pd.DataFrame:
    """ISSUES that tell of model files that could not be read."""
    rows = [
        {
            "file": f"models/{name}",
            "problem": "model_damaged",
            "severity": "info",
            "details": {"file": name},
        }
        for name in names
    ]
    return conform(pd.DataFrame(rows), "issues") if rows else empty("issues")
