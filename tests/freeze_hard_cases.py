"""Write the scores of tests/cases/expected.csv again: python -m tests.freeze_hard_cases

id_a, id_b, kind and true are kept as they stand; probability and band become what linking
tests/cases/hard_left.csv and hard_right.csv with the default settings gives.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from reconcile.commands import lists
from reconcile.config import Matching
from reconcile.words import words

CASES = Path(__file__).with_name("cases")
EXPECTED = CASES / "expected.csv"


class Score(NamedTuple):
    """What linking says of a pair."""

    probability: float
    band: str


UNWRITTEN = Score(0.0, "distinct")
Scores = dict[tuple[str, str], Score]


def hard_lists() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both lists, as `reconcile link` reads them."""
    say = words("en")
    left, right = (lists.read_list(CASES / f"hard_{side}.csv", say) for side in ("left", "right"))
    return left, right


def expected() -> pd.DataFrame:
    """The cases: id_a, id_b, kind, true (yes or no), probability and band, all text."""
    return pd.read_csv(EXPECTED, dtype="str", keep_default_na=False)


def scores() -> Scores:
    """What linking the two lists gives, a pair a key; a pair that is not in it is UNWRITTEN."""
    pairs = lists.link(*hard_lists(), Matching()).pairs
    columns = ("id_a", "id_b", "probability", "band")
    rows = zip(*(pairs[name] for name in columns), strict=True)
    return {(a, b): Score(float(probability), band) for a, b, probability, band in rows}


def rescored(cases: pd.DataFrame, found: Scores) -> pd.DataFrame:
    """The same cases with the scores found."""
    pairs = zip(cases["id_a"], cases["id_b"], strict=True)
    of_each = [found.get(pair, UNWRITTEN) for pair in pairs]
    return cases.assign(
        probability=[f"{score.probability:.2f}" for score in of_each],
        band=[score.band for score in of_each],
    )


def main() -> None:
    """Rewrite the file."""
    text = rescored(expected(), scores()).to_csv(index=False, lineterminator="\n")
    EXPECTED.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
