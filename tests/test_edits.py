"""Two states of a sheet of members: what is an edit, and what is not."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from reconcile.config import Config, load
from reconcile.edited import _members
from reconcile.edits import Written, plain, proposed, same
from reconcile.results import Memory
from tests.places import SETTINGS

HEADINGS = {"member_id": "N°", "name": "Nom", "clubs": "Clubs", "city": "Ville", "phone": "Tél"}
ROWS = {
    "M-0001": {"member_id": "M-0001", "name": "Alpha", "clubs": "Rezames", "city": "Unieux"},
    "M-0002": {"member_id": "M-0002", "name": "Bêta", "clubs": "Rezames", "phone": "04"},
}
HEAD = list(HEADINGS.values())
ALPHA = ["M-0001", "Alpha", "Rezames", "Unieux", ""]
BETA = ["M-0002", "Bêta", "Rezames", "", "04"]


@pytest.fixture
def config(tmp_path: Path) -> Config:
    path = tmp_path / "reconcile.toml"
    path.write_text(SETTINGS.format(merged_on=""), encoding="utf-8")
    return load(path)


@pytest.mark.parametrize(
    ("written", "found", "expected"),
    [
        (date(2011, 9, 15), datetime(2011, 9, 15), True),
        (date(2011, 9, 15), "15/09/2011", True),
        (2014, 2014.0, True),
        ("000 123 455 00012", 12345500012.0, True),
        ("01000", 1000, True),
        ("a\r\nb", "a\nb", True),
        ("Saint\u00a0Étienne ", "Saint Étienne", True),
        ("04 65 71 00 01", "0465710001", True),
        (None, "", True),
        ("ALPHA", "Alpha", False),
        ("42000", "42100", False),
        ("Unieux", None, False),
    ],
)
def test_what_another_program_saves_is_the_same(
    written: object, found: object, expected: bool
) -> None:
    assert same(plain(written), plain(found)) is expected


@pytest.mark.parametrize(
    ("lines", "subjects"),
    [
        ([HEAD, BETA, ALPHA], []),
        ([HEAD[::-1], BETA[::-1], ALPHA[::-1]], []),
        ([HEAD, ALPHA, [], BETA], []),
        ([HEAD[:3], ALPHA[:3], BETA[:3]], []),  # columns of ours taken out
        ([[*HEAD, "Ville"], [*ALPHA, ""], [*BETA, ""]], []),  # a heading twice
        ([HEAD, [*ALPHA[:3], "", ""], BETA], ["value␟M-0001␟city␟"]),
        ([HEAD, ALPHA, [*BETA[:4], "04; 05"]], ["value␟M-0002␟phones␟04; 05"]),
        ([HEAD, ALPHA], ["left␟M-0002"]),
        ([HEAD, ALPHA, ALPHA, BETA], []),  # a row twice
        ([HEAD, ALPHA, BETA, ["M-0001", "Gamma", "", "", ""]], ["new␟"]),
        ([HEAD, ALPHA, BETA, ["M-9999", "Gamma", "", "", ""]], ["new␟"]),
        ([[*HEAD, "Parrain"], [*ALPHA, "Odile"], BETA], ["M-0001␟Parrain"]),
    ],
)
def test_only_values_are_edits(
    config: Config, lines: list[list[object]], subjects: list[str]
) -> None:
    acts, problems = proposed(lines, Written(HEADINGS, ROWS), config, Memory())
    found = [one["subject"] for one in acts]
    assert len(found) == len(subjects)
    assert all(one.startswith(start) for one, start in zip(found, subjects, strict=True))
    assert problems == []


def test_a_column_that_is_worked_out_is_told(config: Config) -> None:
    lines = [HEAD, ["M-0001", "Alpha", "Technopole 42", "Unieux", ""], BETA]
    acts, problems = proposed(lines, Written(HEADINGS, ROWS), config, Memory())
    assert acts == []
    assert [(key, told["column"]) for key, told in problems] == [("register_fixed", "Clubs")]


def test_the_sheet_of_members_is_known_from_others_that_name_them() -> None:
    """A member has several contacts, so that their sheet has more rows."""
    members = [["N°", "Nom", "Ville"], ["M-0001", "Miralix", "Firminy"]]
    contacts = [["N°", "Nom", "Prénom"], *([["M-0001", "Miralix", "Odile"]] * 3)]
    headings = {"member_id": "N°", "name": "Nom", "city": "Ville"}
    written = Written(headings, {"M-0001": {"name": "Miralix"}})
    assert _members([contacts, members], written) == members
