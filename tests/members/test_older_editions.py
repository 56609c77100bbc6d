"""What rows of an older edition still say of a member, and what no longer."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from reconcile.members import hand_on, standing
from reconcile.members.cells import Cells
from reconcile.members.people import consents, contacts, dues
from reconcile.members.survivorship import register, survivors
from reconcile.tables import conform, empty
from tests.frames import records

TODAY = date(2026, 11, 22)


@pytest.fixture
def rows() -> pd.DataFrame:
    """M-0001 stands in the list of today and in an older one; M-0002 in the older one alone."""
    made = records(
        {"name": "Velinore", "edition": "current", "phones": ["+33465710001"],
         "newsletter": "unknown", "directory": "yes", "member_no": "12"},
        {"name": "Velinore Décolletage", "edition": "archive", "phones": ["+33465719999"],
         "newsletter": "yes", "directory": "no", "member_no": "7", "city": "Sorbiers"},
        {"name": "Abrasax", "edition": "archive", "phones": ["+33465710002"],
         "newsletter": "yes", "member_no": "8"},
    )  # fmt: skip
    return made.assign(member_id=["M-0001", "M-0001", "M-0002"], pos=range(3))


def test_older_rows_fill_gaps_only(rows: pd.DataFrame) -> None:
    cells = Cells(rows, empty("origins"), empty("columns"))
    table = register(rows, survivors(rows, cells), empty("dues"), TODAY).set_index("member_id")
    shown = table[["name", "city", "phones", "member_no:a", "status", "n_records"]]
    assert shown.loc["M-0001"].to_list() == [
        "Velinore", "Sorbiers", ["+33465710001"], "12", "current", 2,
    ]  # fmt: skip
    assert table.loc["M-0002", ["name", "phones", "status"]].to_list() == [
        "Abrasax",
        ["+33465710002"],
        "left",
    ]
    assert standing(rows, TODAY).to_numpy().tolist() == [
        ["M-0001", "a", True],
        ["M-0002", "a", False],
    ]


def test_of_an_older_edition_only_a_no_counts(rows: pd.DataFrame) -> None:
    said = consents(rows, Cells(rows, empty("origins"), empty("columns")))
    assert said[["member_id", "purpose", "state"]].to_numpy().tolist() == [
        ["M-0001", "directory", "yes"],
        ["M-0001", "directory", "no"],
    ]


def test_persons_of_the_newest_row_and_dues_of_every_year(rows: pd.DataFrame) -> None:
    people = [{"pos": pos, "nth": 0, "first": first, "last": "Berthier"}
              for pos, first in enumerate(("Camille", "Odile", "Aline"))]  # fmt: skip
    lists = {name: [[] for _ in people] for name in ("phones", "emails")}
    named = contacts(rows, conform(pd.DataFrame(people).assign(**lists), "people"))
    assert sorted(named["first"]) == ["Aline", "Camille"]
    read = pd.DataFrame(
        [(0, 2026, "unpaid"), (1, 2025, "paid"), (1, 2026, "paid"), (2, 2025, "paid")],
        columns=["pos", "year", "state"],
    ).assign(amount=float("nan"), label="dues")
    owed = dues(rows, conform(read, "dues_read"), Cells(rows, empty("origins"), empty("columns")))
    assert owed[["member_id", "year", "state"]].to_numpy().tolist() == [
        ["M-0001", 2026, "unpaid"],
        ["M-0001", 2025, "paid"],
        ["M-0002", 2025, "paid"],
    ]


def test_a_new_row_takes_the_id_of_the_row_that_spoke_last() -> None:
    """Rows 0 to 2 go on in row 3, which is new; row 4 goes on in row 5, which is known; rows 6 and
    7 go on in rows 8 and 9 that are new, but not surely the same."""
    names = ["A", "A", "A", "A", "B", "B", "C", "D", "E", "D"]
    files = ["a", "b", "c", "d", "a", "d", "a", "a", "d", "d"]
    ids = pd.Series(["R-00001", "R-00004", "R-00003", "R-00009", "R-00005", "R-00006"])
    ids = pd.concat([ids, pd.Series(["R-00007", "R-00008", "R-00010", "R-00011"])])
    ids = ids.reset_index(drop=True)
    newest = pd.Series([3, 3, 3, 3, 5, 5, 8, 9, 8, 9])
    rows = [{"name_key": key, "file": file} for key, file in zip(names, files, strict=True)]
    rows[7] |= {"siren": "000123455", "siren_ok": True}
    rows[9] |= {"siren": "000234563", "siren_ok": True}
    table = records(*rows)
    old = pd.DataFrame(
        {
            "record_id": ["R-00001", "R-00003", "R-00004", *ids[4:8]],
            "edition": ["archive", *["current"] * 6],
        }
    )
    handed = ids.copy()
    handed[[2, 3]] = ["R-00009", "R-00003"]
    assert list(hand_on(ids, newest, table, old)) == list(handed)
    assert list(hand_on(ids, pd.Series(range(10)), table, old)) == list(ids)
    twins = table.assign(file="d")  # a name that a list has twice
    assert list(hand_on(ids, newest, twins, old)) == list(ids)
