"""What the answer to a question is worth, counted in reviews: what should be asked first."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from .crowds import LEAST_BITS
from .lessons import SPREADS
from .weights import COMPARISONS, LEVELS

Floats = npt.NDArray[np.float64]
_MOST: Final = 2000  # questions, likeliest first, whose lessons for each other are reckoned
_TOGETHER: Final = 60  # questions that one sitting may answer: they are chosen to teach together
# Wider than lessons.py allows: one answer alone hardly settles another pair, several do.
_WIDER: Final = 2.0
_NEVER: Final = 0.15  # of questions, so many never get an answer, and their pairs stay apart


def by_worth(questions: pd.DataFrame, bits: pd.DataFrame, missed_merge: float) -> list[int]:
    """The places of the questions, the one whose answer is worth most first.

    questions: a row each, likeliest first: `one` and `other`, the members that may be one;
    probability; the levels of COMPARISONS; `crowd` (-1 for none). bits: one, other and bits, the
    strongest weight between two members, of all that were weighed. missed_merge: what a missed
    merge costs, in reviews.

    Worth, by Howard's value of information, is how many reviews an answer saves on average:
    - what it teaches: "different" lowers the pairs that show the same levels or hang together with
      this one (lessons.py), and those that fall below what is worth a review need not be asked;
    - what it settles: after "same" a third is both or neither (crowds.py);
    - the pair itself: if nobody ever answers it stays apart, which is wrong with its probability;
    - less the question that takes its place, where "different" leaves its group together otherwise.
    Each question is chosen as the answers to those before it will have made it worth: of many that
    are alike one is asked first, and the others later.
    """
    size = min(len(questions), _MOST)
    rows = questions.head(size)
    p = np.clip(rows["probability"].to_numpy(np.float64), 1e-9, 1 - 1e-9)
    logit, variance = np.log(p / (1 - p)), p * (1 - p)
    settled, again = _thirds(rows, bits, missed_merge)
    fixed = p * (settled + _NEVER * missed_merge) - (1 - p) * again
    kernel, open_ = _in_common(rows), np.ones(size, dtype=bool)
    order: list[int] = []
    for _ in range(min(size, _TOGETHER)):
        firm = 1 / (1 + np.diag(kernel) * variance)
        after = logit[None, :] - kernel * (p * firm)[:, None]
        chance = 1 / (1 + np.exp(-np.clip(after, -40, 40)))
        gain = np.where(open_ & (chance < 1 / missed_merge), 1 - missed_merge * chance, 0.0)
        np.fill_diagonal(gain, 0.0)
        value = np.where(open_, (1 - p) * gain.sum(axis=1) + fixed, -1.0)
        best = int(np.argmax(value))
        order.append(best)
        open_[best] = False
        kernel -= np.outer(kernel[:, best], kernel[best] * variance[best] * firm[best])
    return [*order, *(nth for nth in range(len(questions)) if nth >= size or open_[nth])]


def _in_common(rows: pd.DataFrame) -> Floats:
    """How much the lessons of each two questions vary together, in nats squared."""
    every, level, crowd = (np.square(_WIDER * spread * np.log(2)) for spread in SPREADS)
    shown = np.hstack(
        [rows[name].to_numpy()[:, None] == np.arange(len(LEVELS[name])) for name in COMPARISONS]
    ).astype(np.float64)
    near = rows["crowd"].to_numpy()
    together = (near[:, None] == near[None, :]) & (near >= 0)
    found: Floats = every + level * (shown @ shown.T) + crowd * together
    return found


def _thirds(rows: pd.DataFrame, bits: pd.DataFrame, missed_merge: float) -> tuple[Floats, Floats]:
    """What third members mean for each question: the reviews that "same" saves about those that the
    other member does not look like; and whether one of them is doubtful with both, so that after
    "different" their two questions go on (1, else 0)."""
    ends = pd.concat([_from(rows, "one", "other"), _from(rows, "other", "one")])
    met = ends.merge(ends, on="member", suffixes=("", "_2"))
    met = met[met["row"] != met["row_2"]]
    pair = np.sort(met[["far", "far_2"]].to_numpy(), axis=1)
    known = pd.Series(bits["bits"].to_numpy(), pd.MultiIndex.from_frame(bits[["one", "other"]]))
    third = known.reindex(pd.MultiIndex.from_arrays(pair.T)).to_numpy(np.float64)
    third = np.fmax(third, LEAST_BITS)
    chance = 1 / (1 + np.exp2(-(third + met["bits_2"].to_numpy()) / 2))
    saved = np.where(chance < 1 / missed_merge, 1 - missed_merge * chance, 0.0)
    row, size = met["row"].to_numpy(), len(rows)
    doubtful = third >= -np.log2(missed_merge - 1)
    again = np.bincount(row[doubtful], minlength=size) > 0
    return np.bincount(row, saved, size).astype(np.float64), again.astype(np.float64)


def _from(rows: pd.DataFrame, near: str, far: str) -> pd.DataFrame:
    """Each question as seen from one of its members."""
    p = rows["probability"].to_numpy(np.float64)
    seen: dict[str, Any] = {"member": rows[near], "far": rows[far], "row": np.arange(len(rows))}
    return pd.DataFrame(seen).assign(bits=np.log2(p / (1 - p)))
