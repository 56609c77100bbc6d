"""A fault that nearly all cells of a column have is told once."""

import pandas as pd

from expectations.summing import summed
from reconcile.tables import conform


def issues(n: int) -> pd.DataFrame:
    place = {"source": "est", "file": "est/l.csv", "field": "siret", "severity": "warning"}
    rows = [
        {
            **place,
            "problem": "siret_check",
            "row": row,
            "cell": f"B{row}",
            "raw": f"1000000000{row}",
        }
        for row in range(2, n + 2)
    ]
    other = {**place, "problem": "naf_form", "row": 2, "cell": "C2", "raw": "62"}
    return conform(pd.DataFrame([*rows, other]), "issues")


def records(n: int) -> pd.DataFrame:
    return pd.DataFrame({"file": ["est/l.csv"] * n, "sheet": None, "siret": ["1"] * n})


def test_nearly_all_cells_of_a_column_are_one_fault() -> None:
    found = summed(issues(19), {"records": records(20)})
    told = found[["problem", "row", "cell", "raw"]].to_numpy().tolist()
    assert told == [
        *(["naf_form", 2, "C2", "62"], ["siret_check_all", 2, "B2", "10000000002"]),
    ]
    assert found["details"].iloc[1] == {"n": "19", "of": "20"}


def test_a_few_cells_or_a_part_of_them_are_told_one_by_one() -> None:
    assert len(summed(issues(9), {"records": records(9)})) == 10
    assert len(summed(issues(10), {"records": records(20)})) == 11
    assert len(summed(issues(10), {})) == 11
