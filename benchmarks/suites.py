"""How long the three suites take on a night's tables: python benchmarks/suites.py [--rows N]

The rows are invented lists of two clubs, with a number, dates, dues and consents added, and last
night's rows beside them; each row is a member of its own, which is the longest register they make.
Loading Great Expectations is told apart: it passes beside the reading.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from expectations import validate
from reconcile import members
from reconcile.commands.lists import as_raw
from reconcile.nights.recognising import recognise
from reconcile.results import Memory, Standardised
from reconcile.standardise import standardise
from reconcile.synthetic import draw
from reconcile.tables import conform, empty, field_of

Frames = dict[str, pd.DataFrame]


def rows(count: int, seed: int) -> pd.DataFrame:
    """RAW of two clubs, `count` rows together, every field of the invented lists and six more."""
    drawn = draw(seed, count // 2, count - count // 2, count // 4, "clubs")
    raw = as_raw(drawn.left, drawn.right).drop(columns=["id"], errors="ignore")
    nth = np.arange(len(raw))
    years, months = 1990 + nth % 36, 1 + nth % 12
    joined = [f"{month:02d}/{year}" for month, year in zip(months, years, strict=True)]
    more = {
        "member_no": pd.Series(nth, dtype="str"),
        "joined_on": pd.Series(joined, dtype="str"),
        "newsletter": pd.Series(np.array(["oui", "non", None])[nth % 3], dtype="str"),
        "dues#2025": pd.Series(np.array(["x", "120", None])[nth % 3], dtype="str"),
        "dues#2026": pd.Series(np.array(["120", None])[nth % 2], dtype="str"),
        "notes": pd.Series(np.array([None, "à rappeler"])[nth % 2], dtype="str"),
    }
    return raw.assign(**{name: values.to_numpy() for name, values in more.items()})


def columns_of(raw: pd.DataFrame) -> pd.DataFrame:
    """COLUMNS: a letter for each field of each sheet."""
    labels = [name for name in raw.columns if field_of(str(name)) not in _PLACE]
    parts = [
        pd.DataFrame({"column": [chr(65 + n) for n in range(len(labels))], "label": labels}).assign(
            heading=labels, confidence=1.0, **place
        )
        for place in raw[["source", "file", "sheet"]].drop_duplicates().to_dict("records")
    ]
    return conform(pd.concat(parts, ignore_index=True), "columns")


_PLACE = ("source", "file", "sheet", "row", "category", "hidden", "struck", "record_id")


def frames(count: int, seed: int) -> dict[str, Frames]:
    """What the pipeline gives to each suite."""
    raw = rows(count, seed)
    columns = columns_of(raw)
    standard: Standardised = recognise(standardise(raw, columns), raw, Memory()).standard
    sheets = raw.groupby(["source", "file", "sheet"], dropna=False).size().rename("n_rows")
    told = sheets.reset_index().assign(state="read", header_row=1, n_left_out=0)
    before = raw.assign(record_id=standard.records["record_id"])
    ids = members.issue("M", 0, len(raw), 4)
    records = standard.records.assign(member_id=ids, pos=np.arange(len(raw)))
    one = members.build(records, standard, columns, date.today())
    received = {"raw": raw, "columns": columns}
    own = {"records": standard.records, "people": standard.people, "dues_read": standard.dues_read}
    belongs = records[["record_id", "member_id"]]
    return {
        "received": {**received, "sheets": conform(told, "sheets"), "before": before},
        "records": {**own, **received, "origins": standard.origins},
        "register": {"raw": raw, "records": standard.records, "members": belongs, **vars(one)},
    }


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """What `work` gives, seconds on the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    result = work()
    return result, time.perf_counter() - clock, time.process_time() - processor


def main() -> None:
    """Print a Markdown table: a line a suite, and their sum."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    tables = frames(options.rows, options.seed)
    _, clock, processor = timed(lambda: validate("records", {"records": empty("records")}))
    lines = [("loading the library", 0, 0, clock, processor)]
    for suite, given in tables.items():
        found, clock, processor = timed(lambda suite=suite, given=given: validate(suite, given))
        lines.append((suite, len(found.checks), len(found.issues), clock, processor))
    sums = (sum(line[nth] for line in lines[1:]) for nth in range(1, 5))
    print("| suite | expectations | faults | seconds | processor seconds |\n|---|---|---|---|---|")
    for name, n_checks, n_issues, clock, processor in [*lines, ("together", *sums)]:
        print(f"| {name} | {n_checks} | {n_issues} | {clock:.2f} | {processor:.2f} |")


if __name__ == "__main__":
    main()
