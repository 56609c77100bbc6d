"""Each expectation on the register, broken alone: what goes wrong, what is told."""

from __future__ import annotations

import pandas as pd
import pytest

from expectations import validate
from reconcile.tables import conform
from tests.expectations import baseline
from tests.expectations.baseline import Frames
from tests.expectations.worlds import Change, put, together, world_of


def _both(*changes: Change) -> Change:
    def change(frames: Frames) -> None:
        for one in changes:
            one(frames)

    return change


def _drop(table: str, row: int) -> Change:
    def change(frames: Frames) -> None:
        frames[table] = frames[table].drop(index=row).reset_index(drop=True)

    return change


def _again(table: str, row: int, /, **values: object) -> Change:
    """A row once more, with other values here and there."""

    def change(frames: Frames) -> None:
        twin = frames[table].iloc[[row]].assign(**values)
        joined = pd.concat([frames[table], twin], ignore_index=True)
        frames[table] = conform(joined, table)

    return change


def _renamed(frames: Frames) -> None:
    for frame in frames.values():
        if "member_id" in frame:
            frame["member_id"] = frame["member_id"].str.replace("M-0002", "N-0002")


def _shared_siret(frames: Frames) -> None:
    siret = frames["register"].loc[0, "siret"]
    put("register", 1, siret=siret)(frames)
    put("provenance", 4, value=siret)(frames)


def _worse_siret(frames: Frames) -> None:
    good = frames["register"].loc[1, "siret"]
    bad = good[:-1] + str((int(good[-1]) + 1) % 10)
    put("register", 1, siret=bad)(frames)
    put("provenance", 4, value=bad, others=[{"value": good, "record_id": "R-000004"}])(frames)


def _unsourced(frames: Frames) -> None:
    put("register", 2, city="Saint-Étienne")(frames)


# key: (what breaks it, the file and the cell or row that is shown)
TEC, REZ = "technopole42/liste.xlsx", "rezames/liste.xlsx"
CASES: dict[str, tuple[Change, str | None, object]] = {
    "row_lost": (_again("raw", 3, row=9), REZ, 9),
    "row_doubled": (
        _both(
            _again("records", 3, record_id="R-000009"),
            _again("members", 3, record_id="R-000009"),
            put("register", 2, n_records=2),
        ),
        REZ,
        3,
    ),
    "record_unplaced": (_both(_drop("members", 2), put("register", 0, n_records=1)), REZ, 2),
    "record_divided": (
        _both(_again("members", 2, member_id="M-0003"), put("register", 2, n_records=2)),
        REZ,
        2,
    ),
    "placed_unknown": (
        _both(_again("members", 2, record_id="R-000077"), put("register", 0, n_records=3)),
        None,
        None,
    ),
    "member_unlisted": (
        _both(put("members", 2, member_id="M-0077"), put("register", 0, n_records=1)),
        REZ,
        2,
    ),
    "member_id_missing": (
        _again("register", 2, member_id=None, n_records=0, siret=None, name="X", postcode=None),
        None,
        None,
    ),
    "member_id_twice": (_again("register", 2), REZ, 3),
    "member_id_form": (_renamed, TEC, 6),
    "member_empty": (
        _both(
            _again("register", 2, member_id="M-0004", n_records=0, siret=None, postcode=None),
            _again("provenance", 6, member_id="M-0004", record_id=None),
        ),
        None,
        None,
    ),
    "member_count": (
        _both(put("register", 0, n_records=1), put("register", 1, n_records=2)),
        TEC,
        5,
    ),
    "member_clubless": (put("register", 1, clubs=[]), TEC, 6),
    "member_club_unknown": (put("register", 1, clubs=["voisin"]), None, None),
    "member_unnamed": (put("register", 1, name=None), TEC, 6),
    "siret_shared": (_shared_siret, TEC, "D5"),
    "siret_worse": (_worse_siret, TEC, "D6"),
    "value_unsourced": (_unsourced, None, None),
    "value_differs": (put("register", 1, name="Menuiserie du Buis"), TEC, "B6"),
    "value_elsewhere": (put("provenance", 3, record_id="R-000004"), TEC, "B6"),
    "contact_orphan": (put("contacts", 1, member_id="M-0077"), REZ, 3),
    "contact_id_twice": (put("contacts", 1, contact_id="C-000001-1"), TEC, 5),
    "contact_elsewhere": (put("contacts", 1, member_id="M-0002"), REZ, 3),
    "due_orphan": (put("dues", 1, member_id="M-0077"), REZ, "M3"),
    "due_unknown": (put("dues", 1, state="?"), REZ, "M3"),
    "consent_orphan": (put("consents", 1, member_id="M-0077"), REZ, "N2"),
    "consent_state": (put("consents", 1, state="oui"), REZ, "N2"),
    "consent_purpose": (put("consents", 1, purpose="sms"), REZ, "N2"),
}
WARNINGS = {"member_unnamed", "siret_shared", "siret_worse", "value_unsourced", "value_differs"}


@pytest.fixture(scope="module")
def findings():
    return validate("register", together("register", {key: case[0] for key, case in CASES.items()}))


def test_every_expectation_has_a_case(findings):
    assert set(findings.checks["expectation"]) == {*CASES, "rows_counted"}


@pytest.mark.parametrize("key", CASES)
def test_broken_alone(findings, key):
    own = world_of(findings.issues, list(CASES)).fillna("member_id_missing") == key
    assert set(findings.issues.loc[own, "problem"]) == {key}


@pytest.mark.parametrize("key", CASES)
def test_told_with_its_place(findings, key):
    issue = findings.issues[findings.issues["problem"] == key].iloc[0]
    file = None if pd.isna(issue["file"]) else issue["file"].partition("/")[2]
    place = issue["cell"] if pd.notna(issue["cell"]) else issue["row"]
    assert [file, None if pd.isna(place) else place] == list(CASES[key][1:])


def test_broken_promises_are_critical(findings):
    assert set(findings.issues["problem"]) - set(findings.critical["problem"]) == WARNINGS


def test_a_sum_that_no_row_explains():
    """Two rows of RAW stand at one place: each has its record, and yet one is too many."""
    frames = baseline.frames("register")
    _again("raw", 3)(frames)
    issues = validate("register", frames).critical
    assert list(issues["problem"]) == ["rows_counted"]
    assert list(issues["details"]) == [{"n_raw": 5, "n_register": 4}]


def test_a_sum_that_a_lost_row_explains_is_not_told_again(findings):
    frames = baseline.frames("register")
    _again("raw", 3, row=9)(frames)
    assert list(validate("register", frames).issues["problem"]) == ["row_lost"]


def test_details_fill_the_sentence(findings):
    details = findings.issues.drop_duplicates("problem").set_index("problem")["details"]
    assert {name: value[:6] for name, value in details["siret_shared"].items()} == {
        "member_id": "M-0001",
        "other": "M-0002",
    }
    assert details["siret_worse"]["better"].startswith("000000026")
    assert {name: details["member_count"][name] for name in ("n_records", "n_placed")} == {
        "n_records": 1,
        "n_placed": 2,
    }
