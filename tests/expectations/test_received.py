"""Each expectation on the rows as they came, broken alone: what was written, what is told."""

from __future__ import annotations

import pandas as pd
import pytest

from expectations import validate
from reconcile.tables import conform
from tests.expectations import baseline
from tests.expectations.baseline import Frames
from tests.expectations.worlds import Change, put, together, world_of


def _copy_first_row(frames: Frames) -> None:
    raw = frames["raw"]
    labels = list(baseline.LETTERS.values())
    raw.loc[1, labels] = raw.loc[0, labels].to_numpy()


def _without_content(frames: Frames) -> None:
    labels = [label for label in baseline.LETTERS.values() if label != "notes"]
    frames["raw"].loc[1, labels] = None


def _empty_sheet(frames: Frames) -> None:
    place = {"source": "rezames", "file": "rezames/vide.xlsx", "sheet": "Feuil1"}
    sheet = pd.DataFrame(
        [{**place, "state": "read", "header_row": 1, "n_rows": 0, "n_left_out": 0}]
    )
    column = pd.DataFrame([{**place, "column": "A", "label": "name", "confidence": 1.0}])
    for name, frame in (("sheets", sheet), ("columns", column)):
        frames[name] = pd.concat([frames[name], conform(frame, name)], ignore_index=True)


def _model_sheet(frames: Frames) -> None:
    _empty_sheet(frames)
    frames["sheets"]["file"] = frames["sheets"]["file"].replace(
        "rezames/vide.xlsx", "rezames/liste.xlsx"
    )
    frames["columns"]["file"] = frames["columns"]["file"].replace(
        "rezames/vide.xlsx", "rezames/liste.xlsx"
    )


def _nameless_sheet(frames: Frames) -> None:
    columns = frames["columns"]
    names = columns["label"].isin(["name", "contact"]) & (columns["sheet"] == "2026")
    frames["columns"] = columns[~names].reset_index(drop=True)


def _list(frames: Frames, file: str, names: list[str], numbers: list[str]) -> None:
    """One more sheet of technopole42."""
    place = {"source": "technopole42", "file": file, "sheet": "Feuil1"}
    rows = pd.DataFrame({"name": names, "member_no": numbers}).assign(**place)
    rows = rows.assign(row=range(2, len(rows) + 2), hidden=False, struck=False)
    read = {"state": "read", "header_row": 1, "n_rows": len(rows), "n_left_out": 0}
    column = pd.DataFrame({"column": ["A", "B"], "label": ["member_no", "name"]})
    column = column.assign(**place, heading=["N° adhérent", "Clubs"], confidence=1.0)
    new = {"raw": rows, "sheets": pd.DataFrame([place | read]), "columns": column}
    for name, frame in new.items():
        frames[name] = pd.concat([frames[name], conform(frame, name)], ignore_index=True)


def _number_elsewhere(frames: Frames) -> None:
    _list(frames, "tec/2025.xlsx", ["Zinc Toiture", "Menuiserie Buis"], ["12", "13"])


def _twin(frames: Frames) -> None:
    for name in ("raw", "columns", "sheets"):
        frame = frames[name]
        own = frame[frame["sheet"] == "2026"]
        other = own.assign(source="technopole42", file="technopole42/copie.csv")
        frames[name] = pd.concat([frame, conform(other, name)], ignore_index=True)


def _resized(n_before: int, n_now: int) -> Change:
    def change(frames: Frames) -> None:
        names = [f"Firme {letter}" for letter in "ABCDEFGHIJKLMNOP"]
        numbers = [f"10{n}" for n in range(len(names))]
        _list(frames, "technopole42/2024.xlsx", names[:n_now], numbers[:n_now])
        _known(frames, "technopole42", names[:n_before], numbers[:n_before])

    return change


def _known(frames: Frames, club: str, names: list[str], numbers: list[str]) -> None:
    """Rows of the last register."""
    rows = pd.DataFrame({"name": names, "member_no": numbers}).assign(source=club, sheet="Feuil1")
    rows = rows.assign(file=f"{club}/2024.xlsx", row=range(2, len(rows) + 2))
    rows = rows.assign(record_id=rows["name"], hidden=False, struck=False)
    frames["before"] = pd.concat([frames["before"], conform(rows, "known")], ignore_index=True)


def _misplaced(frames: Frames) -> None:
    names = [f"Atelier {letter}" for letter in "ABCDEFGHIJ"]
    numbers = [f"{n}" for n in range(700, 710)]
    _known(frames, "rezames", names[2:], numbers[2:])
    _list(frames, "technopole42/nouvelle.xlsx", names, numbers)


def _ours(frames: Frames) -> None:
    _list(frames, "technopole42/copie.csv", ["Abricot", "Buis"], ["M-0001", "M-0002"])


def _passed(why: str, **details: str) -> Change:
    return put("sheets", 2, why=why, details=details)


# key: (what breaks it, the cell and the text that are shown; None where the whole row is meant)
CASES: dict[str, tuple[Change, str | None, str | None]] = {
    "source_missing": (put("raw", 0, source=None), None, None),
    "place_twice": (put("raw", 1, row=5), None, None),
    "row_above_header": (put("raw", 0, row=3), None, None),
    "row_empty": (_without_content, None, None),
    "name_missing": (put("raw", 1, name=None), "B6", None),
    "member_no_missing": (put("raw", 1, member_no=None), "A6", None),
    "member_no_twice": (put("raw", 1, member_no="12"), "A6", "12"),
    "member_no_elsewhere": (_number_elsewhere, "A2", "12"),
    "row_twice": (_copy_first_row, None, None),
    "row_hidden": (put("raw", 2, hidden=True), None, None),
    "row_struck": (put("raw", 2, struck=True), None, None),
    "text_long": (put("raw", 3, notes="x" * 501), "Q3", "x" * 501),
    "text_formula": (put("raw", 3, notes="=SOMME(A1:A9)"), "Q3", "=SOMME(A1:A9)"),
    "text_lost": (put("raw", 3, city="St-\ufffdtienne"), "G3", "St-\ufffdtienne"),
    "text_error": (put("raw", 3, phone="#REF!"), "H3", "#REF!"),
    "phone_words": (put("raw", 3, phone="liste rouge"), "H3", "liste rouge"),
    "sheet_empty": (_empty_sheet, None, None),
    "sheet_model": (_model_sheet, None, None),
    "sheet_nameless": (_nameless_sheet, None, None),
    "sheet_rows_lost": (put("sheets", 1, n_rows=3), None, None),
    "list_twice": (_twin, None, None),
    "list_shrank": (_resized(16, 12), None, None),
    "list_grew": (_resized(12, 16), None, None),
    "list_of_other_club": (_misplaced, None, None),
    "list_ours": (_ours, None, None),
    "file_copy": (_passed("copy", original="rezames/liste.xlsx"), None, None),
    "file_ours": (_passed("own_output"), None, None),
    "file_stray": (_passed("subfolder"), None, None),
    "file_type": (_passed("unknown_type"), None, None),
}
CRITICAL = {"source_missing", "place_twice", "sheet_rows_lost", "list_of_other_club"}


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
    assert details["list_shrank"] == {"n_before": 16, "n_raw": 12}
    assert details["list_of_other_club"] == {"other_club": "rezames"}
    assert details["list_twice"] == {"twin": "list_twice/rezames/liste.xlsx › 2026"}
    assert details["file_copy"] == {"original": "rezames/liste.xlsx"}


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


def test_a_sheet_that_counts_its_own_rows_shares_no_numbers():
    frames = baseline.frames("received")
    _list(frames, "technopole42/2025.xlsx", ["Zinc Toiture", "Aneth Conseil"], ["12", "13"])
    assert validate("received", frames).issues.empty


@pytest.mark.parametrize(
    ("written", "told"), [("ABRICOT (ex Cerise)", []), ("Zinc Toiture", ["member_no_elsewhere"])]
)
def test_one_firm_written_in_two_ways_keeps_its_number(written, told):
    frames = baseline.frames("received")
    _list(frames, "technopole42/2025.xlsx", [written, "Menuiserie Buis"], ["12", "13"])
    assert list(validate("received", frames).issues["problem"]) == told


@pytest.mark.parametrize(
    ("known_here", "known_there", "form", "told"),
    [
        (10, 10, "{}", False),  # both clubs know these firms
        (0, 8, "{}", True),
        (4, 8, "{}", True),
        (5, 8, "{}", False),
        (0, 5, "{}", False),  # half of its names: many firms are in both clubs
        (0, 5, "R-{}", True),  # ... but the numbers have the form of the other club's
        (0, 2, "R-{}", False),
    ],
)
def test_a_list_in_the_wrong_folder(known_here, known_there, form, told):
    frames = baseline.frames("received")
    names = [f"Atelier {letter}" for letter in "ABCDEFGHIJ"]
    numbers = [form.format(n) for n in range(700, 710)]
    _known(frames, "technopole42", names[:known_here], [str(n) for n in range(known_here)])
    _known(frames, "rezames", names[:known_there], numbers[:known_there])
    _list(frames, "technopole42/nouvelle.xlsx", names, numbers)
    problems = list(validate("received", frames).critical["problem"])
    assert problems == ["list_of_other_club"] * told


@pytest.mark.parametrize(
    ("n_before", "n_now", "told"),
    [
        (10, 8, []),  # a fifth, and no more
        (10, 12, []),
        (4, 2, []),  # two rows
        (5, 2, ["list_shrank"]),
        (16, 12, ["list_shrank"]),
        (12, 16, ["list_grew"]),
        (0, 16, []),  # a new list
    ],
)
def test_lists_that_shrink_and_grow(n_before, n_now, told):
    frames = baseline.frames("received")
    _resized(n_before, n_now)(frames)
    assert list(validate("received", frames).issues["problem"]) == told


@pytest.mark.parametrize(
    ("unread", "told"),
    [
        (["a", "a", None, None], [6]),  # alike in the columns that are not read too
        ([None, None, None, None], [6]),
        (["a", "b", None, None], []),
        (["a", None, None, None], []),
    ],
)
def test_a_copy_is_alike_in_all_its_cells(unread, told):
    frames = baseline.frames("received")
    _copy_first_row(frames)
    frames["raw"]["unread"] = pd.array(unread, dtype="str")
    issues = validate("received", frames).issues
    assert list(issues.loc[issues["problem"] == "row_twice", "row"]) == told
