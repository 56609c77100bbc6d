"""Numbers of members, and the dates that a spreadsheet makes of them."""

from __future__ import annotations

from reconcile.standardise import standardise

from .raw import columns, raw, values


def test_a_number_that_became_a_date_is_told_and_left_out() -> None:
    written = ["001", "A-12", "2024/15", "2024-02-01", "7.0", "févr-24", "12/2024", "01/02/2024"]
    read = standardise(raw(member_no=written), columns("member_no"))
    numbers = ["001", "A-12", "2024/15", None, "7", None, "12/2024", None]
    assert values(read.records["member_no"]) == numbers
    told = read.issues[["cell", "raw", "problem", "severity"]].to_numpy().tolist()
    assert told == [
        ["A5", "2024-02-01", "number_as_date", "warning"],
        ["A7", "févr-24", "number_as_date", "warning"],
        ["A9", "01/02/2024", "number_as_date", "warning"],
    ]


def test_a_club_may_number_its_members_by_dates() -> None:
    written = ["2024-02-01", "2024-02-02", "2023-11-30", "12"]
    read = standardise(raw(member_no=written), columns("member_no"))
    assert values(read.records["member_no"]) == written
    assert read.issues.empty
