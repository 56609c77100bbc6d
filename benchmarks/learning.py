"""What answers change for pairs that nobody was asked about, on invented lists.

    python benchmarks/learning.py [--draws N] [--seed N] [--answers N ...] [--order ...] [--wrong N]

The first rows of the report are answered by the truth (--wrong: of these so many wrongly), in one
sitting, then the same lists are linked with learning off and on. Rows are those that the report
asks, n - 1 of a group of n.

`shorter`, `longer`: draws in which learning leaves fewer or more rows; `by more`: in which it takes
more rows off than were answered, and learning off does not; `could`: draws that have rows left to
take. `dropped`: pairs of members no more asked, `true` of them, and how many of so many others as
likely are (`alike`). `cost off`, `cost on`: what is left to do, in reviews: each row left is one, a
true pair that was dropped and a wrong merge cost what reconcile.toml says. `split`: merged pairs
that the answers took apart although nobody called them different.

Orders to ask in: worth, what the report does (matching/worth.py); likeliest; half, nearest to one
half; chance. How much lessons can tell at all is measured by benchmarks/lessons.py.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pandas as pd

from reconcile import matching, synthetic
from reconcile.commands.learning import Drawn, read
from reconcile.config import Club, Config, Matching
from reconcile.nights.asking import by_worth
from reconcile.nights.linking import Linked, link
from reconcile.nights.models import Models
from reconcile.review.questions import questions
from reconcile.tables import conform, empty

LISTS: Final = (
    ("clubs", (300, 300, 120)),
    ("clubs", (900, 900, 350)),
    ("names", (300, 300, 120)),
    ("training", (300, 300, 120)),
    ("poor", (300, 300, 120)),
    ("offices", (500, 500, 200)),
)
STEPS: Final = np.linspace(0.2, 1.0, 9)  # of probability, within which pairs are alike
_NEVER: Final = 0.15  # of rows, that nobody ever answers: see matching/worth.py

Order = Callable[[Linked, pd.DataFrame], pd.DataFrame]


def settings(learning: bool) -> Config:
    """The settings of two clubs with learning on or off."""
    clubs = {"left": Club(name="Left"), "right": Club(name="Right")}
    return Config(clubs=clubs, matching=Matching(learning=learning))


def members_of(linked: Linked) -> pd.Series:
    """A member number by record id."""
    numbers = "M-" + linked.label.astype("str").str.zfill(6)
    return pd.Series(numbers.to_numpy(), linked.records["record_id"])


def doubtful(linked: Linked) -> pd.DataFrame:
    """LINKS of the pairs to ask about, of one pair of members the likeliest."""
    pairs = linked.clusters.scores.query("band == 'review'")
    told = matching.links(linked.heads, linked.weighed, pairs, matching.shipped(), linked.bands)
    member = members_of(linked)
    ends = [told[end].map(member) for end in ("left_id", "right_id")]
    told = told.assign(one=np.minimum(*ends), other=np.maximum(*ends))
    told = told.sort_values(["probability", "left_id"], ascending=[False, True])
    return told.drop_duplicates(["one", "other"])


def waiting(linked: Linked, decisions: pd.DataFrame) -> pd.DataFrame:
    """The rows of the report that ask, likeliest first."""
    asked = doubtful(linked).drop(columns=["one", "other"])
    return questions(asked, members_of(linked), decisions)


def _worth(linked: Linked, rows: pd.DataFrame) -> pd.DataFrame:
    return by_worth(linked, rows, members_of(linked), Matching().missed_merge)


ORDERS: Final[dict[str, Order]] = {
    "worth": _worth,
    "likeliest": lambda linked, rows: rows,
    "half": lambda linked, rows: rows.loc[(rows["probability"] - 0.5).abs().sort_values().index],
    "chance": lambda linked, rows: rows.sample(frac=1, random_state=len(rows)),
}


def wrong_merges(linked: Linked, drawn: Drawn) -> set[tuple[int, int]]:
    """Pairs in one cluster that are two firms."""
    pairs = linked.clusters.scores.query("band == 'match'")[["left", "right"]]
    bad = drawn.firm[pairs["left"]] != drawn.firm[pairs["right"]]
    return set(pairs[bad].itertuples(index=False, name=None))


def split(first: Linked, after: Linked) -> int:
    """Pairs that were merged before any answer and are no more."""
    pairs = first.clusters.scores.query("band == 'match'")
    label = after.label.to_numpy()
    return int((label[pairs["left"]] != label[pairs["right"]]).sum())


class Lists:
    """Two lists before any answer: `first`, how they are linked; `rows`, what the report asks."""

    def __init__(self, seed: int, size: tuple[int, int, int], regime: str) -> None:
        self.drawn = read(synthetic.draw(seed, *size, regime))
        ids = [f"R-{nth:05d}" for nth in range(1, len(self.drawn.records) + 1)]
        self.records = self.drawn.records.assign(record_id=pd.Series(ids, dtype="str"))
        self.firm = pd.Series(self.drawn.firm, ids)
        self.first = link(self.records, settings(True), empty("decisions"), "joint")
        self.rows = waiting(self.first, empty("decisions"))

    def true(self, pairs: pd.DataFrame) -> np.ndarray:
        """Which pairs are one firm."""
        one, other = (pairs[end].map(self.firm).to_numpy() for end in ("left_id", "right_id"))
        return np.asarray(one == other)

    def answered(self, order: Order, n_answers: int, n_wrong: int = 0) -> pd.DataFrame:
        """DECISIONS: the answers to the first rows."""
        chosen = order(self.first, self.rows).head(n_answers)
        true = self.true(chosen)
        true[len(true) // 2 : len(true) // 2 + n_wrong] ^= True
        said = chosen[["left_id", "right_id"]].assign(answer=np.where(true, "same", "different"))
        return conform(said.assign(disputed=False).reset_index(drop=True), "decisions")

    def linked(self, answers: pd.DataFrame, learning: bool) -> Linked:
        """The lists linked again, these answers in force."""
        kept = Models({"1.toml": self.first.model})
        return link(self.records, settings(learning), answers, "joint", None, kept)


def compared(lists: Lists, answers: pd.DataFrame) -> tuple[dict[str, float], pd.DataFrame]:
    """Counts of one draw, and each pair that learning off would ask about: probability, true and
    whether it is dropped."""
    off, on = (lists.linked(answers, one) for one in (False, True))
    rows_off, rows_on = (len(waiting(one, answers)) for one in (off, on))
    before, after = (doubtful(one).set_index(["one", "other"]) for one in (off, on))
    pairs = before[["left_id", "right_id", "probability"]].assign(
        true=lists.true(before), dropped=~before.index.isin(after.index)
    )
    wrong = len(wrong_merges(on, lists.drawn) - wrong_merges(off, lists.drawn))
    lost = Matching().missed_merge * int((pairs["dropped"] & pairs["true"]).sum())
    still = Matching().missed_merge * int((~pairs["dropped"] & pairs["true"]).sum())
    n_rows, n_said = len(lists.rows), len(answers)
    cost_on = rows_on + lost + Matching().wrong_merge * wrong
    counts = {
        "rows": n_rows,
        "answered": n_said,
        "rows off": rows_off,
        "rows on": rows_on,
        "could": rows_off > 0,
        "shorter": rows_on < rows_off,
        "longer": rows_on > rows_off,
        "by more": n_rows - rows_on > n_said >= n_rows - rows_off,
        "by more off": n_rows - rows_off > n_said,
        "split": split(lists.first, on),
        "new wrong": wrong,
        "dropped": int(pairs["dropped"].sum()),
        "true": int((pairs["dropped"] & pairs["true"]).sum()),
        "cost off": rows_off,
        "cost on": cost_on,
        "expected cost": cost_on + _NEVER * still,
    }
    return counts, pairs


def alike(pairs: pd.DataFrame) -> float:
    """How many of the dropped pairs would be true if they were as others of their probability."""
    step = pd.Series(np.digitize(pairs["probability"], STEPS), pairs.index)
    share = pairs[~pairs["dropped"]].groupby(step)["true"].mean()
    return float(step[pairs["dropped"]].map(share).sum())


def measured(
    seed: int, draws: int, n_answers: list[int], orders: list[str], n_wrong: int = 0
) -> pd.DataFrame:
    """A row a kind of list, an order and a number of answers: sums over the draws."""
    rows = []
    for regime, size in LISTS:
        found: dict[tuple[str, int], list[Any]] = {}
        for nth in range(draws):
            lists = Lists(seed + nth, size, regime)
            for order in orders:
                for n in n_answers:
                    said = lists.answered(ORDERS[order], n, n_wrong)
                    found.setdefault((order, n), []).append(compared(lists, said))
        for (order, n), each in found.items():
            total = pd.DataFrame([counts for counts, _ in each]).sum()
            named = {"lists": f"{regime} {size[0]}", "order": order, "n": n, "draws": draws}
            pairs = pd.concat([one for _, one in each], ignore_index=True)
            rows.append({**named, **total, "alike": alike(pairs)})
    return pd.DataFrame(rows)


def main() -> None:
    """Print the tables: by kind of list, and in all."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--draws", type=int, default=8)
    parser.add_argument("--seed", type=int, default=80_000)
    parser.add_argument("--answers", type=int, nargs="+", default=[20])
    parser.add_argument("--order", nargs="+", choices=list(ORDERS), default=["worth"])
    parser.add_argument("--wrong", type=int, default=0)
    given = parser.parse_args()
    found = measured(given.seed, given.draws, given.answers, given.order, given.wrong).round(1)
    whole = found.drop(columns="lists").groupby(["n", "order"], sort=False).sum().reset_index()
    with pd.option_context("display.width", 250):
        print(found.to_string(index=False), "\n")
        print(whole.to_string(index=False))


if __name__ == "__main__":
    main()
