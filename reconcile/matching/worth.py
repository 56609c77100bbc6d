"""What the answer to a question is worth, counted in reviews: what should be asked first."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp

from .weights import COMPARISONS

Floats = npt.NDArray[np.float64]
_MOST: Final = 3000  # questions whose lessons for each other are reckoned
# Bits, wider than lessons.py allows: one answer alone hardly settles another pair, several do.
_ALL, _LEVEL = 1.5, 1.2


def worth(questions: pd.DataFrame, missed_merge: float) -> pd.Series:
    """How many reviews the answer to each question saves, on average (float64, same index).

    questions: LINKS with `one` and `other`, the members that may be one; missed_merge: what a
    missed merge costs, in reviews. Three parts, by Howard's value of information:
    - the pair itself: until someone answers it stays apart, which is wrong with its probability;
    - what follows: where "same" is the answer, the two questions that either member has with a
      third become one;
    - what it teaches: "different" lowers the pairs that show the same levels (lessons.py), and
      those that fall below what is worth a review need not be asked.
    """
    if questions.empty:
        return pd.Series(dtype="float64", index=questions.index)
    p = questions["probability"].to_numpy(np.float64)
    value = (
        missed_merge * p + p * _in_common(questions) + (1 - p) * _taught(questions, missed_merge)
    )
    return pd.Series(value, index=questions.index)


def _in_common(questions: pd.DataFrame) -> Floats:
    """How many third members both members of each question are in a question with."""
    codes, members = pd.factorize(pd.concat([questions["one"], questions["other"]]))
    one, other = codes[: len(questions)], codes[len(questions) :]
    size = len(members)
    half = sp.csr_array((np.ones(len(one)), (one, other)), shape=(size, size))
    linked = ((half + half.T) > 0).astype(np.float64).tocsr()
    return np.asarray((linked[one].multiply(linked[other])).sum(axis=1), dtype=np.float64)


def _taught(questions: pd.DataFrame, missed_merge: float) -> Floats:
    """The reviews that the other questions need no more once this one is answered "different".

    One Newton step of the regression of lessons.py from no lessons: the answer to i lowers j by
    K_ij p_i / (1 + K_ii p_i q_i), K being how much of what two pairs show they have in common.
    """
    found = np.zeros(len(questions))
    rows = questions["reasons"].head(_MOST)
    said = [
        [f"{one.comparison}/{one.level}" for one in reasons if one.comparison in COMPARISONS]
        for reasons in rows
    ]
    shown = pd.get_dummies(pd.Series(said, dtype=object).explode().dropna())
    seen = shown.groupby(level=0).max().reindex(range(len(rows)), fill_value=False)
    levels = seen.to_numpy(np.float64)
    kernel = (_LEVEL**2 * (levels @ levels.T) + _ALL**2) * np.log(2) ** 2
    p = np.clip(questions["probability"].to_numpy(np.float64)[: len(rows)], 1e-9, 1 - 1e-9)
    logit = np.log(p / (1 - p))
    lowered = kernel * (p / (1 + np.diag(kernel) * p * (1 - p)))[:, None]
    after = 1 / (1 + np.exp(np.clip(lowered - logit[None, :], -40, 40)))
    gain = np.where(after < 1 / missed_merge, 1 - missed_merge * after, 0.0)
    np.fill_diagonal(gain, 0.0)
    found[: len(rows)] = gain.sum(axis=1)
    return found
