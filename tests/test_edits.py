"""Two states of a sheet of members: what is an edit, and what is not."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from reconcile.answers.edits import outdated, proposed
from reconcile.answers.register_sheet import Written, members_sheet
from reconcile.config import Config, load
from reconcile.decisions.by_hand import proposal
from reconcile.decisions.ledger import acts
from reconcile.results import Memory
from reconcile.workbooks.plain import plain, same
from tests.places import SETTINGS

HEADINGS = {"member_id": "N°", "name": "Nom", "clubs": "Clubs", "city": "Ville", "phone": "Tél"}
TICKED = HEADINGS | {"commissions": "Com."}
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
        ("04 65 71 00 01", "04.65.71.00.01", True),
        (12.5, 125, False),
        (0.5, 5, False),
        ("12.50", "1250", False),
        ("1.2.2026", "12.2026", False),
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
        ([[*HEAD, "Ville"], [*ALPHA, ""], [*BETA, ""]], []),  # a heading twice
        ([HEAD, [*ALPHA[:3], "", ""], BETA], ["value␟M-0001␟city␟"]),
        ([HEAD, ALPHA, [*BETA[:4], "04; 05"]], ["value␟M-0002␟phones␟04; 05"]),
        ([HEAD, ALPHA, [*BETA[:4], "04\n05"]], ["value␟M-0002␟phones␟04; 05"]),
        ([HEAD, ALPHA, [*BETA[:4], "04, 05"]], ["value␟M-0002␟phones␟04; 05"]),
        (
            [[*HEAD, "Com."], [*ALPHA, "Hygiène, sécurité; Web"], [*BETA, "Hygiène, sécurité"]],
            ["value␟M-0001␟commissions␟Hygiène, sécurité; Web"],
        ),
        ([HEAD, ALPHA], ["left␟M-0002"]),
        ([HEAD, ALPHA, ALPHA, BETA], []),  # a row twice
        ([HEAD, ALPHA, BETA, ["M-0001", "Gamma", "", "", ""]], ["new␟"]),
        ([HEAD, ALPHA, BETA, ["M-9999", "Gamma", "", "", ""]], ["new␟"]),
        ([[*HEAD, "Parrain"], [*ALPHA, "Odile"], BETA], ["M-0001␟Parrain", "register:␟Parrain"]),
        ([[*HEAD, "Parrain"], [*ALPHA, ""], BETA], ["register:␟Parrain"]),
    ],
)
def test_only_values_are_edits(
    config: Config, lines: list[list[object]], subjects: list[str]
) -> None:
    headings = TICKED if "Com." in lines[0] else HEADINGS
    rows = {member: {**row, "commissions": "Hygiène, sécurité" if headings is TICKED else ""}
            for member, row in ROWS.items()}  # fmt: skip
    acts, problems = proposed(lines, Written(headings, rows), config, Memory())
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
    assert members_sheet({"Contacts": contacts, "Feuille1": members}, written) == "Feuille1"
    kept = Written(headings, {"M-0001": {"name": "Miralix"}}, {"Adhérents": [], "Contacts": []})
    bare = [["N°", "Appellation"], ["M-0001", "Miralix"]]
    both = {"Adhérents": bare, "Contacts": contacts, "Adhérents (2)": members}
    assert members_sheet(both, kept) == "Adhérents", "whatever became of its headings"
    assert members_sheet({"Contacts": contacts}, kept) is None


@pytest.mark.parametrize(
    ("reviewer", "run", "withdrawn"),
    [("Bob", 7, []), ("Alice", 7, ["Roanne"]), ("Bob", 8, ["Roanne"])],
)
def test_a_proposal_is_withdrawn_by_who_knew_of_it(
    reviewer: str, run: int, withdrawn: list[str]
) -> None:
    """Alice proposed Roanne in a copy of run 7, which run 8 read; now another value is found."""
    about = {"read_in": 8, "origin": "copie.xlsx", "decided_at": "1"}
    before = {**proposal("value␟M-0001␟city␟Roanne", {}), "run": 7, "reviewer": "Alice"}
    known = Memory(ledger=acts([{**before, **about}]))
    author = {**about, "origin": "member_register.xlsx", "run": run, "reviewer": reviewer}
    found = outdated([proposal("value␟M-0001␟city␟Firminy", {})], author, known)
    assert [one["subject"].split("␟")[3] for one in found] == withdrawn
    assert {one["answer"] for one in found} <= {"withdrawn"}


MANY = {
    f"M-{nth:04d}": {"member_id": f"M-{nth:04d}", "name": f"Firme {nth}", "clubs": "Rezames",
                     "city": f"Ville {nth}", "phone": f"04 {nth}"}
    for nth in range(1, 9)
}  # fmt: skip
LINES = [list(row.values()) for row in MANY.values()]


def found(
    lines: list[list[object]], config: Config, rows: dict[str, dict[str, str]] = MANY
) -> tuple[list[str], list[tuple[str, str]]]:
    """The subjects of what is proposed, and what is told of which columns."""
    acts, problems = proposed(lines, Written(HEADINGS, rows), config, Memory())
    told = [
        (key, one.get("column") or one.get("n") or one.get("texts", "")) for key, one in problems
    ]
    return [one["subject"] for one in acts], told


def with_city(lines: list[list[object]], city: str = "Unieux") -> list[list[object]]:
    return [[city if cell == "Ville 3" else cell for cell in line] for line in lines]


CITY = ["value␟M-0003␟city␟Unieux"]


ALL = [("register_heading", "A (N°), B (Nom), C (Clubs), D (Ville), E (Tél)")]
GONE, NAMELESS = "register_column_gone", "register_column_nameless"
NO_NUMBER = [("register_number", "8"), (GONE, "N°")]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([[*HEAD[:4], "Standard"], *LINES], [("register_heading", "E (Tél)")]),
        ([["N", *HEAD[1:]], *LINES], [("register_heading", "A (N°)")]),
        # A row of the sheet was pasted over the headings.
        ([LINES[4], *LINES], ALL),
        ([["coucou"] * 5, *LINES], ALL),
        ([HEAD[:4], *[line[:4] for line in LINES]], [(GONE, "Tél")]),
        ([HEAD, *[[*line[:4], ""] for line in LINES]], [(GONE, "Tél")]),
        # The column that was inserted bears the heading of ours.
        ([["Ville", *HEAD], *[["x", *line] for line in LINES]], [(NAMELESS, "A")]),
        ([[*HEAD, ""], *[[*line, "à voir"] for line in LINES]], [(NAMELESS, "F")]),
        # One column was sorted alone.
        ([HEAD, *[[*line[:4], other[4]] for line, other in zip(LINES, LINES[::-1], strict=True)]],
         [("register_column_sorted", "Tél")]),
        ([HEAD[1:], *[line[1:] for line in LINES]], NO_NUMBER),
        ([HEAD, *LINES[:6], ["M-0777", *LINES[6][1:]], ["", *LINES[7][1:]]],
         [("register_number", "2")]),
    ],
)  # fmt: skip
def test_columns_and_rows_are_known_by_what_they_hold(
    config: Config, lines: list[list[object]], told: list[tuple[str, str]]
) -> None:
    """One value is changed beside: it alone is an edit, and nothing else is asked."""
    subjects, problems = found(with_city(lines), config)
    assert subjects == CITY
    assert sorted(problems) == sorted(told)


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ([f"Parrain {nth}" for nth in range(8, 0, -1)], ["register_column_sorted"]),
        ([""] * 8, ["register_column_gone"]),
        (["Odile", *[f"Parrain {nth}" for nth in range(2, 9)]], []),
    ],
)
def test_a_column_of_theirs_that_was_spoilt_is_no_edit(
    config: Config, texts: list[str], told: list[str]
) -> None:
    headings = HEADINGS | {"extra:Parrain": "Parrain"}
    rows = {member: {**row, "extra:Parrain": f"Parrain {nth}"}
            for nth, (member, row) in enumerate(MANY.items(), start=1)}  # fmt: skip
    lines = [[*line, text] for line, text in zip(LINES, texts, strict=True)]
    acts, problems = proposed(
        [list(headings.values()), *lines], Written(headings, rows), config, Memory()
    )
    assert [key for key, _ in problems] == told
    assert [one["answer"] for one in acts] == ([] if told else ["Odile"])


def test_a_few_values_exchanged_are_edits(config: Config) -> None:
    lines = [[*line] for line in LINES]
    lines[0][4], lines[1][4] = lines[1][4], lines[0][4]
    subjects, problems = found([HEAD, *lines], config)
    assert subjects == ["value␟M-0001␟phones␟04 2", "value␟M-0002␟phones␟04 1"]
    assert problems == []


def test_a_row_that_was_copied_and_changed_is_asked_about(config: Config) -> None:
    """A second site: the same name and number, another town."""
    copied = [*LINES[2][:3], "Firminy", LINES[2][4]]
    subjects, problems = found([HEAD, *LINES, copied, copied], config)
    assert [one.split("␟")[0] for one in subjects] == ["new"]
    assert problems == []


def test_a_new_row_names_the_clubs_that_it_joins(config: Config) -> None:
    for clubs, joins in (
        ("Technopole 42, Rezames", ["technopole42", "rezames"]),
        ("Rezames", ["rezames"]),
        ("Lyon", []),
    ):
        found, _ = proposed([HEAD, ALPHA, BETA, ["", "Gamma", clubs, "", ""]],
                           Written(HEADINGS, ROWS), config, Memory())  # fmt: skip
        assert json.loads(found[0]["shown"])["joins"] == joins


def test_a_new_row_is_taken_whole_or_told(config: Config) -> None:
    headings = HEADINGS | {"member_no:rezames": "N° Rezames", "joined_club:rezames": "Entrée"}
    headings |= {"newsletter": "Newsletter", "commissions": "Commissions", "up_to_date": "À jour",
                 "trade_name": "Enseigne", "dues_club:rezames": "Cotisations"}  # fmt: skip
    new = [
        "",
        "Gamma",
        "Rezames",
        "Unieux",
        "",
        "RZ7",
        "2026",
        "Rezames : non",
        "1, 5",
        "oui",
        "",
        "95 €",
    ]
    shop = ["", "", "", "", "", "", "", "", "", "", "Chez Zoé", ""]
    lost = ["à rappeler", "", "", "", "04 99", "", "", "", "", "", "", ""]
    lines = [list(headings.values()), *LINES, new, shop, lost]
    acts, problems = proposed(lines, Written(headings, MANY), config, Memory())
    shown = [json.loads(one["shown"]) for one in acts]
    assert shown[0]["row"] == {
        "name": "Gamma",
        "city": "Unieux",
        "commissions": "1, 5",
        "dues": "oui",
    }
    own = {"member_no": "RZ7", "joined_on": "2026", "newsletter": "non"}
    assert shown[0]["own"] == {"rezames": own}
    assert (shown[1]["name"], shown[1]["row"]) == ("Chez Zoé", {"trade_name": "Chez Zoé"})
    assert problems == [
        ("register_row_rest", {"name": "Gamma", "column": "Cotisations"}),
        ("register_row_nameless", {"texts": "à rappeler ; 04 99"}),
    ]
