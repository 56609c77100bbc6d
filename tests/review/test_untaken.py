"""What could not be taken from a report, and how long it is told."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from reconcile.decisions.ledger import acts, disputed, in_force
from reconcile.review import read_report, report_workbook
from reconcile.tables import conform
from reconcile.words import words
from tests.review.test_coming_back import ASK, FIRST, memory, night, said, told, without, write


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "match_report.xlsx"
    report_workbook(night(), words("fr"), path)
    return path


def test_answers_of_which_nothing_says_the_question(report: Path) -> None:
    without(write(report, ASK, B5="oui"), "question_id", "kind", "subject", "left_id", "right_id")
    assert (said(report), told(report)) == ([], [("numbers_gone", "")])


def test_answers_below_no_headings(report: Path) -> None:
    book = load_workbook(write(report, ASK, B5="oui"))
    book[ASK].delete_rows(1, 4)
    book.save(report)
    assert (said(report), told(report)) == ([], [("numbers_gone", "")])


def test_a_sheet_without_answers_may_lose_its_columns(report: Path) -> None:
    without(report, "question_id", "kind", "subject", "left_id", "right_id")
    assert ("numbers_gone", "") not in told(report)


def test_the_sheet_of_questions_was_deleted(report: Path) -> None:
    book = load_workbook(report)
    del book[ASK]
    book.save(report)
    assert told(report) == [("answers_sheet_gone", "")]
    assert told(report, last=False) == [], "a copy may be cut down to another sheet"


def test_a_text_file_of_the_first_sheet(report: Path) -> None:
    text = report.with_suffix(".csv")
    with text.open("w", encoding="utf-8", newline="") as stream:
        for row in load_workbook(report).worksheets[0].iter_rows(values_only=True):
            csv.writer(stream, delimiter=";").writerow(["" if one is None else one for one in row])
    assert told(text, last=False) == [("answers_sheet_gone", "")]


def test_a_word_misspelled_in_a_copy_is_told_until_its_question_is_answered(report: Path) -> None:
    write(report, ASK, B5="ouii", B6="non")
    first = read_report(report, "reviews/zoe.xlsx", memory(), False)
    assert first.issues["problem"].to_list() == ["answer_unclear_near"]
    known = first.readings

    def again(run: int, *answers: str) -> list[tuple[str, ...]]:
        about = {"kind": "pair", "subject": FIRST.replace("+", "␟"), "reviewer": "Zoé", "run": 12}
        rows = [{**about, "answer": one, "read_in": 13, "origin": "terminal"} for one in answers]
        later = memory(run, readings=known, ledger=acts([*rows]))
        read = read_report(report, "reviews/zoe.xlsx", later, False)
        assert (len(read.acts), len(read.readings)) == (0, 0)
        return [tuple(one) for one in read.issues[["problem", "cell"]].to_numpy()]

    assert again(14) == again(20, "later") == [("answer_unclear_near", "B5")]
    assert again(14, "same") == []


def test_nobody_named_changes_an_answer_where_it_stood(report: Path) -> None:
    """In a file that lies there night after night, the earlier answer could be seen."""
    pair = {"kind": "pair", "subject": "R-00001␟R-00002", "reviewer": "", "run": 12}
    two = [
        {**pair, "answer": "same", "read_in": 13, "origin": "match_report.ods"},
        {**pair, "answer": "different", "read_in": 14, "origin": "match_report.ods"},
    ]
    elsewhere = [two[0], {**two[1], "origin": "reviews/b.ods"}]

    def ledger(rows: list[dict[str, object]]) -> pd.DataFrame:
        days = ["2026-11-22T08:00:00", "2026-11-23T08:00:00"]
        numbered = [{**one, "decision_id": f"D-{nth}", "decided_at": days[nth]}
                    for nth, one in enumerate(rows)]  # fmt: skip
        return conform(pd.DataFrame(numbered), "ledger")

    assert in_force(ledger(two))["answer"].to_list() == ["different"]
    assert len(disputed(ledger(two))) == 0
    assert len(disputed(ledger(elsewhere))) == 2


def test_the_first_sheet_counts_what_was_drawn_at_random_by_its_name(tmp_path: Path) -> None:
    made, path = night(), tmp_path / "report.xlsx"
    drawn = made.questions.head(1).assign(stratum="merged")
    report_workbook(replace(made, sampled=drawn), words("fr"), path)
    sheet = load_workbook(path)["Résumé"]
    told = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    assert "une paire tirée au hasard est à vérifier" in told
    assert "à vérifier (1)" in told
    assert sheet.print_area.replace("$", "").startswith("'Résumé'!A1:L")


def test_an_answer_that_another_holds_up_is_said_to_wait(tmp_path: Path) -> None:
    made, path = night(), tmp_path / "report.xlsx"
    about = {"kind": "pair", "subject": FIRST.replace("+", "␟"), "reviewer": "Zoé", "run": 12}
    rows = [{**about, "answer": "same", "read_in": 13, "origin": "x", "decision_id": "D-0001-B"}]
    ledger = conform(pd.DataFrame(rows), "ledger")
    row = {"problem": "answers_contradict", "severity": "warning", "details": {
        "decision": "D-0001-B", "against": "D-0002-C", "one": "A", "other": "B"}}  # fmt: skip
    issues = conform(pd.DataFrame([row]), "issues")
    known = replace(made.memory, ledger=ledger)
    report_workbook(replace(made, issues=issues, memory=known), words("fr"), path)
    told = [cell.value for cell in load_workbook(path)["Réponses données"][5]]
    assert any("Elle attend" in str(text) for text in told)


def note_at(path: Path, row: int) -> str:
    keys = [str(cell.value or "").strip() for cell in load_workbook(path)[ASK][3]]
    return f"{get_column_letter(keys.index('note') + 1)}{row}"


def test_a_remark_alone_puts_its_question_off_and_comes_back(report: Path, tmp_path: Path) -> None:
    write(report, ASK, **{note_at(report, 5): "à demander à Paul"})
    read = read_report(report, "match_report.xlsx", memory())
    assert read.acts[["answer", "note"]].to_numpy().tolist() == [["later", "à demander à Paul"]]
    kept = conform(read.acts.assign(decision_id="D-0001-B"), "ledger")
    then = night(13)
    asked = then.questions.assign(asked_as=["later", *[""] * (len(then.questions) - 1)])
    then = replace(then, questions=asked, memory=replace(then.memory, ledger=kept))
    path = tmp_path / "next.xlsx"
    issued = report_workbook(then, words("fr"), path)
    row = next(nth for nth in range(5, 9) if load_workbook(path)[ASK][f"B{nth}"].value)
    place = note_at(path, row)
    assert load_workbook(path)[ASK][place].value == "à demander à Paul"
    known = memory(14, ledger=kept, issued=conform(issued.assign(run=13), "issued"))
    assert said(path, known) == [], "as it was issued"
    read = read_report(write(path, ASK, **{place: "Paul dit non"}), "match_report.xlsx", known)
    assert read.acts[["answer", "note"]].to_numpy().tolist() == [["later", "Paul dit non"]]
    answered = acts([{**kept.to_dict("records")[0], "answer": "same", "read_in": 13}])
    settled = memory(14, ledger=pd.concat([kept, answered], ignore_index=True))
    write(path, ASK, **{f"B{row}": None})
    assert said(path, settled) == [], "a remark takes no answer back"


def test_an_english_report_of_which_nothing_was_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "match_report.xlsx"
    report_workbook(night(), words("en"), path)
    book = load_workbook(path)
    sheet = book["Changes"]
    for nth, heading in enumerate(("Member", "Change", "Before"), start=1):
        sheet.cell(4, nth).value, sheet.cell(5, nth).value = heading, "new"
    book.save(path)
    assert told(path) == []


def test_answers_about_values_of_which_nothing_says_the_member(report: Path) -> None:
    book = load_workbook(report)
    sheet = book["Écarts"]
    keys = [str(cell.value or "").strip() for cell in sheet[3]]
    sheet.cell(5, keys.index("answer") + 1).value = "42007"
    for key in ("kind", "subject"):
        sheet.delete_cols([str(cell.value or "").strip() for cell in sheet[3]].index(key) + 1)
    book.save(report)
    assert told(report) == [("numbers_gone", "")]
    sheet.cell(5, keys.index("answer") + 1).value = None
    book.save(report)
    assert told(report) == [], "nothing was answered"
