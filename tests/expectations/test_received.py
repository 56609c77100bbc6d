"""Each expectation on the rows as they came, broken alone: what was written, what is told."""

from __future__ import annotations

import pandas as pd
import pytest

from expectations import validate
from reconcile.tables import conform
from tests.expectations import baseline
from tests.expectations.worlds import Change, put, together, world_of


def _copy_first_row(frames: baseline.Frames) -> None:
    raw = frames["raw"]
    labels = list(baseline.LETTERS.values())
    raw.loc[1, labels] = raw.loc[0, labels].to_numpy()


def _without_content(frames: baseline.Frames) -> None:
    labels = [label for label in baseline.LETTERS.values() if label != "notes"]
    frames["raw"].loc[1, labels] = None


def _empty_sheet(frames: baseline.Frames) -> None:
    place = {"source": "rezames", "file": "rezames/vide.xlsx", "sheet": "Feuil1"}
    sheet = pd.DataFrame(
        [{**place, "state": "read", "header_row": 1, "n_rows": 0, "n_left_out": 0}]
    )
    column = pd.DataFrame([{**place, "column": "A", "label": "name", "confidence": 1.0}])
    for name, frame in (("sheets", sheet), ("columns", column)):
        frames[name] = pd.concat([frames[name], conform(frame, name)], ignore_index=True)


def _nameless_sheet(frames: baseline.Frames) -> None:
    columns = frames["columns"]
    names = columns["label"].isin(["name", "contact"]) & (columns["sheet"] == "2026")
    frames["columns"] = columns[~names].reset_index(drop=True)


# key: (what breaks it, the cell and the text that are shown; None where the whole row is meant)
CASES: dict[str, tuple[Change, str | None, str | None]] = {
    "source_missing": (put("raw", 0, source=None), None, None),
    "place_twice": (put("raw", 1, row=5), None, None),
    "row_above_header": (put("raw", 0, row=3), None, None),
    "row_empty": (_without_content, None, None),
    "name_missing": (put("raw", 1, name=None), "B6", None),
    "member_no_missing": (put("raw", 1, member_no=None), "A6", None),
    "member_no_twice": (put("raw", 1, member_no="12"), "A6", "12"),
    "row_twice": (_copy_first_row, None, None),
    "row_hidden": (put("raw", 2, hidden=True), None, None),
    "row_struck": (put("raw", 2, struck=True), None, None),
    "text_long": (put("raw", 3, notes="x" * 501), "Q3", "x" * 501),
    "text_formula": (put("raw", 3, notes="=SOMME(A1:A9)"), "Q3", "=SOMME(A1:A9)"),
    "text_lost": (put("raw", 3, city="St-\ufffdtienne"), "G3", "St-\ufffdtienne"),
    "text_error": (put("raw", 3, phone="#REF!"), "H3", "#REF!"),
    "phone_words": (put("raw", 3, phone="liste rouge"), "H3", "liste rouge"),
    "sheet_empty": (_empty_sheet, None, None),
    "sheet_nameless": (_nameless_sheet, None, None),
    "sheet_rows_lost": (put("sheets", 1, n_rows=3), None, None),
}
CRITICAL = {"source_missing", "place_twice", "sheet_rows_lost"}


@pytest.fixture(scope="module")
def findings():
    return validate("received", together("received", {key: case[0] for key, case in CASES.items()}))


def test_every_expectation_has_a_case(findings):
    assert list(findings.checks["expectation"]) == list(CASES)


@pytest.mark.parametrize("key", CASES)
def test_broken_alone(findings, key):
    own = world_of(findings.issues, list(CASES)) == key
    assert set(findings.issues.loc[own, "problem"]) == {key}


@pytest.mark.parametrize("key", CASES)
def test_told_with_its_cell(findings, key):
    issue = findings.issues[findings.issues["problem"] == key].iloc[0]
    told = [None if pd.isna(issue[name]) else issue[name] for name in ("cell", "raw")]
    assert told == list(CASES[key][1:])


def test_only_broken_promises_are_critical(findings):
    assert set(findings.critical["problem"]) == CRITICAL


def test_details_fill_the_sentence(findings):
    details = findings.issues.set_index("problem")["details"]
    assert details["row_twice"] == {"first_row": 5}
    assert details["member_no_twice"] == {"first_of_number": 5}
    assert details["row_above_header"] == {"header_row": 4}


def test_two_contacts_of_one_member_share_a_number():
    frames = baseline.frames("received")
    put("raw", 1, member_no="12", name="Sarl ABRICOT")(frames)
    assert validate("received", frames).issues.empty


def test_a_phone_or_its_absence_is_no_fault():
    frames = baseline.frames("received")
    frames["raw"]["phone"] = ["-", "NC", "n.c. (néant)", "04 65 71 00 01 (matin)"]
    frames["raw"]["fax"] = ["néant", "?", "idem", "sans"]
    frames["raw"].loc[2, "phone"] = "Aucun"
    assert validate("received", frames).issues.empty
