"""Whole nights, from the clubs' workbooks to the register and back."""

from __future__ import annotations

from pathlib import Path
from shutil import rmtree

import pandas as pd
import pytest
from filelock import FileLock
from openpyxl import Workbook, load_workbook

from expectations import validate
from reconcile.errors import Stop
from reconcile.memory.store import Store
from reconcile.nights.outcome import HELD
from reconcile.nights.pipeline import _once
from reconcile.results import Findings
from reconcile.tables import conform
from tests.factory import write_samples
from tests.places import MERGED, Place


def row_members(place: Place) -> pd.Series:
    """member_id of each row of the lists, by (file, sheet, row)."""
    memory = Store(place.root / "state" / "register.db").recall()
    rows = memory.raw.merge(memory.belongs, on="record_id", validate="1:1")
    keys = pd.MultiIndex.from_arrays([rows["file"], rows["sheet"].fillna(""), rows["row"]])
    return pd.Series(rows["member_id"].to_numpy(), index=keys)


def test_no_wrong_merge_and_no_true_pair_lost(first_night: Place, truth: pd.DataFrame) -> None:
    found = row_members(first_night)
    keys = pd.MultiIndex.from_frame(truth[["file", "sheet", "row"]].fillna(""))
    both = pd.DataFrame(
        {"true": truth["member"].to_numpy(), "found": found.reindex(keys).to_numpy()}
    )
    assert len(found) == len(truth) and both["found"].notna().all(), "every row is one record"
    wrong = both.groupby("found")["true"].nunique()
    assert wrong.max() == 1, f"merged wrongly: {wrong[wrong > 1].index.to_list()}"
    memory = Store(first_night.root / "state" / "register.db").recall()
    member = memory.belongs.set_index("record_id")["member_id"]
    asked = memory.questions
    asked = {
        frozenset(pair)
        for pair in zip(asked["left_id"].map(member), asked["right_id"].map(member), strict=True)
    }
    for name, group in both.groupby("true"):
        parts = list(dict.fromkeys(group["found"]))
        reached = {parts[0]}
        for _ in parts:
            reached |= {b for b in parts for a in reached if frozenset((a, b)) in asked}
        assert reached == set(parts), f"{name} is lost: {parts}"


def test_register_is_read_back_from_every_format(first_night: Place) -> None:
    table = first_night.register()
    book = load_workbook(first_night.clean / "member_register.xlsx")
    places = {
        "current": ("Adhérents", "member_register.csv"),
        "left": ("Anciens membres", "member_register_former.csv"),
    }
    for status, (sheet, file) in places.items():
        own = sorted(table.loc[table["status"] == status, "member_id"])
        shown = [row[0].value for row in book[sheet].iter_rows(min_row=2)]
        flat = pd.read_csv(first_night.clean / file, sep=";", dtype=str)
        assert sorted(shown) == sorted(flat["N° adhérent"]) == own
        assert len(own) == {"current": 125, "left": 1}[status]
    assert (first_night.clean / "member_register.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert table["n_records"].sum() == 150


def test_a_second_night_gives_the_same_values(place: Place, first_night: Place) -> None:
    assert place.run().exit_status == 0
    pd.testing.assert_frame_equal(place.register(), first_night.register())
    assert row_members(place).equals(row_members(first_night))
    before, after = (one.sheet("À répondre", "question_id") for one in (first_night, place))
    pd.testing.assert_frame_equal(before, after)


def test_numbers_stay_when_a_row_moves_and_a_typo_is_mended(place: Place) -> None:
    before = row_members(place)
    path = next((place.root / "raw" / "rezames").glob("*.csv"))
    lines = path.read_text(encoding="cp1252").splitlines()
    head, body = lines[0], lines[1:]
    old_last = (f"rezames/{path.name}", "", len(lines))
    cells = body[-1].split(";")
    cells[0] = cells[0] + "s"  # the name, by one letter
    path.write_text("\n".join([head, ";".join(cells), *body[:-1]]), encoding="cp1252")
    assert place.run().exit_status == 0
    after = row_members(place)
    assert len(after) == len(before)
    assert after[(f"rezames/{path.name}", "", 2)] == before[old_last]
    assert sorted(after) == sorted(before)


def answer(place: Place, number: int, text: str) -> tuple[str, str]:
    """Write an answer into the report; the record ids of the question."""
    path = place.clean / "match_report.xlsx"
    book = load_workbook(path)
    sheet = book["À répondre"]
    keys = next(row for row in sheet.iter_rows() if any(cell.value == "left_id" for cell in row))
    at = {str(cell.value).strip(): cell.column for cell in keys}
    row = keys[0].row + 2 + number
    sheet.cell(row, at["answer"], text)
    book.save(path)
    return sheet.cell(row, at["left_id"]).value, sheet.cell(row, at["right_id"]).value


def test_an_answer_is_obeyed_and_not_asked_again(place: Place) -> None:
    asked = place.sheet("À répondre", "question_id")["question_id"].dropna().to_list()
    same = answer(place, 0, "Oui")
    apart = answer(place, 1, "NON")
    assert place.run().exit_status == 0
    member = Store(place.root / "state" / "register.db").recall().belongs
    member = member.set_index("record_id")["member_id"]
    assert member[same[0]] == member[same[1]]
    assert member[apart[0]] != member[apart[1]]
    left = place.sheet("À répondre", "question_id")["question_id"].dropna().to_list()
    assert not set(asked[:2]) & set(left)
    assert place.run().exit_status == 0
    assert place.sheet("À répondre", "question_id")["question_id"].dropna().to_list() == left


def test_before_the_merger_each_club_has_its_own_register(tmp_path: Path) -> None:
    place = Place(tmp_path, "merged_on = 2027-01-01")
    write_samples(place.root / "raw")
    assert place.run().exit_status == 0
    made = {path.name for path in place.clean.iterdir()}
    assert "member_register.xlsx" not in made
    for club, size in (("technopole42", 55), ("rezames", 95)):
        assert place.register(f"member_register_{club}")["n_records"].sum() == size
    book = load_workbook(place.clean / "match_report.xlsx")
    first = " ".join(str(c.value) for row in book.worksheets[0].iter_rows() for c in row if c.value)
    assert "janvier 2027" in first or "01/01/2027" in first
    shown = {str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value}
    personal = [text for text in shown if "04 65 71" in text or "06 39 98" in text]
    assert not personal, "no phone in the joint report"
    Place(tmp_path, MERGED)
    assert place.run().exit_status == 0
    assert {path.name for path in place.clean.glob("member_register*.xlsx")} == {
        "member_register.xlsx"
    }


def test_one_club_alone_is_published_and_the_other_awaited(tmp_path: Path) -> None:
    place = Place(tmp_path)
    write_samples(place.root / "raw")
    rmtree(place.root / "raw" / "rezames")
    outcome = place.run()
    assert outcome.exit_status == 0
    assert "Rezames" in outcome.summary
    assert place.register()["n_records"].sum() == 55
    book = load_workbook(place.clean / "match_report.xlsx")
    first = " ".join(str(c.value) for row in book.worksheets[0].iter_rows() for c in row if c.value)
    assert "Rezames" in first


def broken_promise(suite: str, frames: dict[str, pd.DataFrame]) -> Findings:
    """The suites, run over a register that lost a member."""
    if suite == "register":
        frames = {**frames, "members": frames["members"].iloc[1:]}
    return validate(suite, frames)


def test_a_critical_finding_holds_the_register_back(place: Place) -> None:
    before = (place.clean / "member_register.xlsx").read_bytes()
    report = (place.clean / "match_report.xlsx").read_bytes()
    outcome = place.run(broken_promise)
    assert outcome.exit_status == HELD == 3
    assert (place.clean / "member_register.xlsx").read_bytes() == before
    assert (place.clean / "match_report.xlsx").read_bytes() != report
    book = load_workbook(place.clean / "match_report.xlsx")
    first = " ".join(str(c.value) for row in book.worksheets[0].iter_rows() for c in row if c.value)
    assert "22/11/2026" in first or "22 novembre 2026" in first
    assert place.run().exit_status == 0, "the next night is good again"


def test_two_runs_never_overlap(place: Place) -> None:
    with (
        FileLock(place.root / "state" / "run.lock"),
        pytest.raises(Stop, match="en cours") as caught,
    ):
        place.run()
    assert caught.value.exit_status == 1


def test_a_register_without_its_store_stops(place: Place) -> None:
    (place.root / "state" / "register.db").unlink()
    with pytest.raises(Stop, match=r"register\.db"):
        place.run()


def test_no_list_at_all_stops_and_keeps_what_is_there(place: Place) -> None:
    before = {path.name: path.read_bytes() for path in place.clean.iterdir() if path.is_file()}
    for club in ("technopole42", "rezames"):
        rmtree(place.root / "raw" / club)
    with pytest.raises(Stop):
        place.run()
    assert {
        path.name: path.read_bytes() for path in place.clean.iterdir() if path.is_file()
    } == before


def test_nothing_in_any_output_is_a_formula(first_night: Place) -> None:
    for path in first_night.clean.glob("*.xlsx"):
        for sheet in load_workbook(path):
            formulas = [
                c.coordinate for row in sheet.iter_rows() for c in row if c.data_type == "f"
            ]
            assert not formulas, f"{path.name} {sheet.title}"


def test_an_answer_given_while_a_set_waits_is_kept(place: Place) -> None:
    lock = place.clean / ".~lock.match_report.xlsx#"
    lock.touch()
    assert place.run().exit_status == 0
    assert (place.clean / "pending").exists()
    lock.unlink()
    left, right = answer(place, 0, "oui")
    assert place.run().exit_status == 0
    kept = Store(place.root / "state" / "register.db").recall()
    member = kept.belongs.set_index("record_id")["member_id"]
    assert kept.decisions["answer"].to_list() == ["same"]
    assert member[left] == member[right]
    told = place.sheet("Fusions faites", "member_id")
    assert told["reasons"].str.contains("Vous avez répondu oui").sum() == 1


def test_two_members_called_different_are_not_asked_through_another_record(place: Place) -> None:
    with place.settings.open("a", encoding="utf-8") as settings:
        settings.write("[review]\nsample = 0\n")
    assert place.run().exit_status == 0
    members = row_members(place).nunique()
    for _ in range(6):  # of a group of three, the third pair is asked once it follows from nothing
        asked = place.sheet("À répondre", "question_id")["question_id"].dropna()
        if asked.empty:
            break
        for number in range(len(asked)):
            answer(place, number, "non")
        assert place.run().exit_status == 0
    assert place.sheet("À répondre", "question_id")["question_id"].dropna().empty
    assert row_members(place).nunique() == members


@pytest.mark.parametrize("harm", ["cut", "empty folder"])
def test_a_list_that_is_lost_tonight_holds_the_register(place: Place, harm: str) -> None:
    before = place.register()
    club = place.root / "raw" / "technopole42"
    file = next(club.glob("*.xlsx"))
    whole = file.read_bytes()
    if harm == "cut":
        file.write_bytes(whole[:3000])
    else:
        file.unlink()
    for _ in range(2):  # a second night does not forget what the register was made from
        outcome = place.run()
        assert outcome.exit_status == HELD
        pd.testing.assert_frame_equal(place.register(), before)
    file.write_bytes(whole)
    assert place.run().exit_status == 0
    pd.testing.assert_frame_equal(place.register(), before)


def test_each_hidden_row_is_told(tmp_path: Path) -> None:
    place = Place(tmp_path)
    for club in ("technopole42", "rezames"):
        (place.root / "raw" / club).mkdir(parents=True)
    book = Workbook()
    book.active.append(["Raison sociale", "Ville"])
    for name in ("Miralix", "Bonal", "Cazal", "Dorval"):
        book.active.append([name, "Sorbiers"])
    for row in (3, 4):
        book.active.row_dimensions[row].hidden = True
    book.save(place.root / "raw" / "rezames" / "liste.xlsx")
    assert place.run(validate).exit_status == 0
    told = place.sheet("Problèmes", "file")
    rows = [" ".join(map(str, row)) for row in told.to_numpy()]
    assert sum("masquée" in row for row in rows) == 2


def test_a_damaged_store_stops_in_words(place: Place) -> None:
    (place.root / "state" / "register.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(Stop, match="abîmée"):
        place.run()


def test_a_cut_manifest_does_not_stop_the_night(place: Place) -> None:
    (place.clean / "manifest.json").write_text("{")
    assert place.run().exit_status == 0


def test_problems_that_have_no_cell_are_told_each_by_what_they_tell() -> None:
    """Two columns of the register that were changed are two problems; a cell that two checks
    complain about is one."""
    fixed = {"problem": "register_fixed", "severity": "warning"}
    cell = {
        "problem": "bad_date",
        "file": "a.xlsx",
        "sheet": "A",
        "cell": "B2",
        "field": "joined_on",
    }
    rows = [
        {**fixed, "details": {"column": "À jour"}},
        {**fixed, "details": {"column": "Newsletter"}},
        {**fixed, "details": {"column": "À jour"}},
        {**cell, "details": {"seen": 1}},
        {**cell, "details": {"seen": 2}},
    ]
    kept = _once(conform(pd.DataFrame(rows), "issues"))
    assert kept.index.tolist() == [0, 1, 3]
