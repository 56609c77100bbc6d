"""What 20 answers change for pairs that nobody was asked about, on invented lists.

    python benchmarks/learning.py [--draws N] [--seed N] [--answers N] [--wrong N]

The first questions are answered by the truth (--wrong: of these so many wrongly), then the same
lists are linked with learning off and on. `by more`: draws in which the queue is shorter by more
than the answered pairs; `longer`: draws in which learning left more to ask; `split`: merged pairs
that the answers took apart although nobody called them different. How much lessons can tell at all
is measured by benchmarks/lessons.py.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from typing import Any, Final

import numpy as np
import pandas as pd

from reconcile import matching, synthetic
from reconcile.config import Club, Config, Matching
from reconcile.learning import Drawn, read
from reconcile.linking import Linked, link
from reconcile.models import Models
from reconcile.tables import conform, empty

LISTS: Final = (
    ("clubs", (300, 300, 120)),
    ("clubs", (900, 900, 350)),
    ("names", (300, 300, 120)),
    ("training", (300, 300, 120)),
    ("poor", (300, 300, 120)),
    ("offices", (500, 500, 200)),
)


def settings(learning: bool) -> Config:
    """The settings of two clubs with learning on or off."""
    clubs = {"left": Club(name="Left"), "right": Club(name="Right")}
    return Config(clubs=clubs, matching=Matching(learning=learning))


def open_pairs(linked: Linked, decisions: pd.DataFrame) -> pd.DataFrame:
    """The questions that remain: two clusters with a doubtful pair, what is worth most first."""
    label = linked.label.to_numpy()
    asked = linked.clusters.scores.query("band == 'review'")
    asked = asked.assign(ends=_ends(label, asked["left"], asked["right"]))
    asked = asked.sort_values(["probability", "left", "right"], ascending=[False, True, True])
    at = pd.Series(linked.records.index, linked.records["record_id"])
    no = decisions[decisions["answer"] == "different"]
    apart = _ends(label, no["left_id"].map(at), no["right_id"].map(at))
    asked = asked.drop_duplicates("ends").loc[lambda frame: ~frame["ends"].isin(apart)]
    told = matching.links(
        linked.heads, linked.weighed, asked, matching.shipped(), linked.bands
    ).set_index(["left_id", "right_id"])
    ids = linked.records["record_id"].to_numpy()
    pairs = pd.MultiIndex.from_arrays([ids[asked["left"]], ids[asked["right"]]])
    told = told.reindex(pairs).assign(one=label[asked["left"]], other=label[asked["right"]])
    order = matching.worth(told.reset_index(drop=True), Matching().missed_merge)
    return asked.iloc[np.argsort(-order.to_numpy(), kind="stable")]


def _ends(label: Any, left: pd.Series, right: pd.Series) -> Any:
    one, other = label[left.to_numpy(np.int64)], label[right.to_numpy(np.int64)]
    return np.minimum(one, other) * len(label) + np.maximum(one, other)


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


def compared(drawn: Drawn, n_answers: int, n_wrong: int) -> dict[str, int]:
    """Counts of one draw: before any answer, with learning off, with it on."""
    ids = [f"R-{nth:05d}" for nth in range(1, len(drawn.records) + 1)]
    records = drawn.records.assign(record_id=pd.Series(ids, dtype="str"))
    nothing = empty("decisions")
    first = link(records, settings(True), nothing, "joint")
    queue = open_pairs(first, nothing)
    chosen = queue.head(n_answers)
    true = (drawn.firm[chosen["left"]] == drawn.firm[chosen["right"]]).copy()
    true[len(true) // 2 : len(true) // 2 + n_wrong] ^= True
    given = {
        "left_id": records["record_id"].loc[chosen["left"]].to_numpy(),
        "right_id": records["record_id"].loc[chosen["right"]].to_numpy(),
        "answer": np.where(true, "same", "different"),
    }
    answers = conform(pd.DataFrame(given).assign(disputed=False), "decisions")
    models = Models({"1.toml": first.model})
    off, on = (
        link(records, settings(one), answers, "joint", None, models) for one in (False, True)
    )
    left_off, left_on = open_pairs(off, answers), open_pairs(on, answers)
    gone = left_off[~left_off["ends"].isin(left_on["ends"])]
    return {
        "queue": len(queue),
        "answered": len(chosen),
        "queue off": len(left_off),
        "queue on": len(left_on),
        "by more": int(len(queue) - len(left_on) > len(chosen)),
        "shorter": int(len(left_on) < len(left_off)),
        "longer": int(len(left_on) > len(left_off)),
        "split": split(first, on),
        "new wrong merges": len(wrong_merges(on, drawn) - wrong_merges(off, drawn)),
        "true pairs no more asked": int(
            (drawn.firm[gone["left"]] == drawn.firm[gone["right"]]).sum()
        ),
    }


def measured(seed: int, draws: int, n_answers: int = 20, n_wrong: int = 0) -> list[dict[str, Any]]:
    """A row a kind of list: sums over its draws."""
    rows = []
    for regime, size in LISTS:
        total: dict[str, int] = defaultdict(int)
        for nth in range(draws):
            found = compared(read(synthetic.draw(seed + nth, *size, regime)), n_answers, n_wrong)
            for name, number in found.items():
                total[name] += number
        rows.append({"lists": f"{regime} {size[0]}+{size[1]}", "draws": draws, **total})
    return rows


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--draws", type=int, default=10)
    parser.add_argument("--seed", type=int, default=80_000)
    parser.add_argument("--answers", type=int, default=20)
    parser.add_argument("--wrong", type=int, default=0)
    options = parser.parse_args()
    rows = measured(options.seed, options.draws, options.answers, options.wrong)
    print(pd.DataFrame(rows).to_string(index=False))


if __name__ == "__main__":
    main()
