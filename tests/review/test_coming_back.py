"""Reports that come back, beside what is taken from them and what is told."""

from __future__ import annotations

import csv
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from reconcile.decisions.ledger import acts, lettered
from reconcile.nights.asking import numbers_shown
from reconcile.results import Memory
from reconcile.review import read_report, report_workbook, reports
from reconcile.review.questions import numbered
from reconcile.tables import conform
from reconcile.words import words
from tests import nights

STORE = "abcd1234"
ASK, DONE = "À répondre", "Fusions faites"
HIDDEN = ("left_id", "right_id", "kind", "subject", "shown")
OFFICE = shutil.which("soffice")


def night(run: int = 12) -> Any:
    """The night of tests/nights.py, its questions numbered, of a store of its own."""
    made = nights.night()
    asked = numbered(made.questions.drop(columns="question_id"), Memory().questions, 0)
    merged = numbered(made.merges, asked, len(asked))
    known = Memory(run=run, store_id=STORE)
    return replace(made, run=run, questions=asked, merges=merged, memory=known)


def memory(run: int = 13, **more: Any) -> Memory:
    """What the store knows the night after."""
    asked = numbers_shown(night()).assign(first_run=12)
    return Memory(run=run, store_id=STORE, questions=conform(asked, "asked"), **more)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "match_report.xlsx"
    report_workbook(night(), words("fr"), path)
    return path


def write(path: Path, sheet: str, **cells: Any) -> Path:
    book = load_workbook(path)
    for cell, value in cells.items():
        book[sheet][cell] = value
    book.save(path)
    return path


def said(path: Path, known: Memory | None = None, origin: str = "match_report.xlsx") -> list[str]:
    """The acts of a report, as "subject answer relation"."""
    table = read_report(path, origin, known or memory()).acts
    parts = table[["subject", "answer", "relation"]].fillna("")
    return [" ".join(row).replace("␟", "+").strip() for row in parts.to_numpy()]


def told(path: Path, known: Memory | None = None, last: bool = True) -> list[tuple[str, str]]:
    """The problems of a report and the cells that they are about."""
    issues = read_report(path, "match_report.xlsx", known or memory(), last).issues
    return list(zip(issues["problem"], issues["cell"].fillna(""), strict=True))


FIRST, SECOND = "R-00003+R-00009", "R-00004+R-00010"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("oui", "same"),
        ("O", "same"),
        ("Yes", "same"),
        ("NON", "different"),
        ("n", "different"),
        ("Plus  tard", "later"),
        ("p", "later"),
        ("Autre site", "different other_site"),
        ("meme groupe", "different same_group"),
        ("M", "different same_group"),
        ("successeur", "different successor"),
    ],
)
def test_what_is_written_and_what_it_means(report: Path, written: str, expected: str) -> None:
    assert said(write(report, ASK, B5=written)) == [f"{FIRST} {expected}"]


def test_nothing_written_says_nothing(report: Path) -> None:
    assert (said(report), told(report)) == ([], [])


def test_a_word_misspelled_is_told_with_its_cell_and_not_guessed(report: Path) -> None:
    write(report, ASK, B5="ouii", B6="peut-être")
    assert said(report) == []
    assert told(report) == [("answer_unclear_near", "B5"), ("answer_unclear", "B6")]
    issues = read_report(report, "match_report.xlsx", memory()).issues
    assert issues["details"][0]["near"] == "oui"


def test_a_word_outside_the_list_of_files(report: Path) -> None:
    made = night()
    sheet = made.reading.sheets.iloc[0]
    dated = {"source": sheet["source"], "file": sheet["file"], "sheet": sheet["sheet"],
             "state": "current", "n_rows": 6, "n_common": 0}  # fmt: skip
    made = replace(made, editions=conform(pd.DataFrame([dated]), "editions"))
    report_workbook(made, words("fr"), report)
    assert said(write(report, "Fichiers lus", E5="Ancienne"))[0].endswith(" archive")
    write(report, "Fichiers lus", E5="anciene")
    issues = read_report(report, "match_report.xlsx", memory()).issues
    assert issues["problem"].to_list() == ["answer_unclear_near"]
    assert issues["details"][0]["near"] == "ancienne"


def test_undo_parts_a_merge_and_no_other_letter_does(report: Path) -> None:
    assert said(write(report, "Fusions faites", B5="annuler")) == ["R-00001+R-00007 different"]
    assert said(write(report, "Fusions faites", B5="a")) == []


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        (lettered("Q", 2), "key_altered"),
        ("Q-0001-Z", "key_mistyped"),
        (lettered("Q", 99), "key_unknown"),
    ],
)
def test_an_altered_number_is_told_and_its_answer_given_to_nobody(
    report: Path, number: str, problem: str
) -> None:
    write(report, ASK, A5=number, B5="oui")
    assert said(report) == []
    assert (problem, "B5") in told(report)


def column_of(sheet: Any, key: str) -> int:
    return next(cell.column for cell in sheet[3] if str(cell.value).strip() == key)


def without(path: Path, *keys: str, sheet: str = ASK) -> Path:
    """The report with columns of a sheet deleted."""
    book = load_workbook(path)
    for key in keys:
        book[sheet].delete_cols(column_of(book[sheet], key))
    book.save(path)
    return path


@pytest.mark.parametrize(
    "keys", [("question_id",), ("kind", "subject"), ("name", "reasons"), ("subject", "shown")]
)
def test_columns_deleted(report: Path, keys: tuple[str, ...]) -> None:
    assert said(without(write(report, ASK, B5="oui"), *keys)) == [f"{FIRST} same"]


@pytest.mark.parametrize(
    "keys", [("question_id",), ("kind", "subject"), ("left_id", "right_id", "kind", "subject")]
)
def test_a_merge_is_undone_by_its_number_or_its_hidden_keys(
    report: Path, keys: tuple[str, ...]
) -> None:
    write(report, DONE, B6="annuler")
    assert said(without(report, *keys, sheet=DONE)) == ["R-00002+R-00008 different"]


def test_a_merge_is_undone_by_its_number_where_all_that_is_hidden_is_gone(report: Path) -> None:
    book = load_workbook(without(write(report, DONE, B5="annuler"), *HIDDEN, sheet=DONE))
    book[DONE].delete_rows(3)
    book.save(report)
    assert said(report) == ["R-00001+R-00007 different"]
    assert told(report) == []


def test_the_number_of_another_merge_is_told(report: Path) -> None:
    write(report, DONE, A5=lettered("Q", 4), B5="annuler")
    assert (said(report), told(report)[0]) == ([], ("key_altered", "B5"))
    without(report, *HIDDEN, sheet=DONE)
    write(report, DONE, A5=lettered("Q", 99))
    assert (said(report), told(report)[0]) == ([], ("key_unknown", "B5"))


def test_without_the_column_of_answers_it_is_told(report: Path) -> None:
    without(write(report, ASK, B5="oui"), "answer")
    assert (said(report), told(report)) == ([], [("answers_column_gone", "")])


def test_without_the_hidden_row_the_headings_and_numbers_do(report: Path) -> None:
    book = load_workbook(write(report, ASK, B6="non"))
    book[ASK].delete_rows(3)
    book.save(report)
    assert said(report) == [f"{SECOND} different"]


def test_a_sheet_sorted_cut_down_and_copied_to_another_workbook(
    report: Path, tmp_path: Path
) -> None:
    old = load_workbook(write(report, ASK, B5="oui", B6="autre site"))[ASK]
    rows = [[cell.value for cell in row] for row in old.iter_rows()]
    other = Workbook()
    other.active.title = "Feuil1"
    for row in [[], rows[2], rows[3], rows[5], rows[4]]:
        other.active.append([None, *row])
    other.save(path := tmp_path / "copie.xlsx")
    expected = [f"{FIRST} same", f"{SECOND} different other_site"]
    assert sorted(said(path)) == expected
    assert read_report(path, "reviews/copie.xlsx", memory()).readings["run"].to_list() == [12]


def test_a_cell_changed_by_hand_is_named_and_without_effect(report: Path) -> None:
    write(report, ASK, C5="autre chose", B5="oui")
    assert said(report) == [f"{FIRST} same"]
    issues = read_report(report, "match_report.xlsx", memory()).issues
    assert issues["problem"].to_list() == ["report_changed_by_hand"]
    assert issues["details"][0]["cells"] == "C5"


def test_the_report_of_another_club(report: Path) -> None:
    write(report, ASK, B5="oui")
    other = replace(memory(), store_id="00000000")
    assert (said(report, other), told(report, other)) == ([], [("report_other_club", "")])


def test_an_older_night_and_one_saved_over_the_last(report: Path) -> None:
    write(report, ASK, B5="oui")
    late = memory(20)
    assert said(report, late) == [f"{FIRST} same"]
    assert told(report, late, last=False) == [("report_older", "")]
    assert told(report, late) == [("report_put_back", "")]


def test_an_answer_is_compared_with_what_its_own_report_was_issued_with(report: Path) -> None:
    write(report, ASK, B5="plus tard")
    subject = FIRST.replace("+", "␟")
    row = {"run": 12, "kind": "pair", "subject": subject, "answer": "later/"}
    issued = conform(pd.DataFrame([row]), "issued")
    assert said(report, memory(issued=issued)) == []
    assert said(report, memory(issued=issued.assign(run=11))) == [f"{FIRST} later"]


def test_two_answers_about_one_pair_in_one_report(report: Path) -> None:
    write(report, ASK, B5="oui")
    book = load_workbook(report)
    copy = book.copy_worksheet(book[ASK])
    copy["B5"] = "non"
    book.save(report)
    assert (said(report), told(report)) == ([], [("answers_two_ways", "")])


def test_the_same_copy_twice_is_told_once(report: Path, tmp_path: Path) -> None:
    write(report, ASK, B5="oui")
    first = read_report(report, "reviews/a.xlsx", memory(), False)
    known = memory(readings=first.readings)
    assert read_report(report, "reviews/a.xlsx", known, False).issues.empty
    again = read_report(report, "reviews/b.xlsx", known, False)
    assert again.issues["problem"].to_list() == ["report_twice"]
    assert again.acts.empty
    known = memory(readings=pd.concat([first.readings, again.readings]))
    assert read_report(report, "reviews/b.xlsx", known, False).issues.empty


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.xlsx", b"no workbook", "report_unreadable"),
        ("a.pdf", b"%PDF", "report_unreadable"),
        ("a.csv", b"Nom;Ville\nMiralix;Firminy\n", "report_none"),
    ],
)
def test_what_is_no_report(tmp_path: Path, name: str, content: bytes, problem: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert told(path) == [(problem, "")]


def test_who_answered(report: Path) -> None:
    write(report, ASK, B5="oui")
    book = load_workbook(report)
    book.properties.lastModifiedBy = "Poste 3"
    book.save(report)
    assert read_report(report, "x", memory()).acts["reviewer"].to_list() == ["Poste 3"]
    write(report, "Résumé", J3="Odile")
    assert read_report(report, "x", memory()).acts["reviewer"].to_list() == ["Odile"]


def test_taken_back_among_the_answers_given(tmp_path: Path) -> None:
    about = {"decided_at": "2026-11-20", "run": 10, "read_in": 11, "origin": "match_report.xlsx"}
    one = {"kind": "pair", "subject": FIRST.replace("+", "␟"), "answer": "same", **about}
    ledger = acts([one]).assign(decision_id=lettered("D", 1))
    shown = replace(night(), memory=replace(night().memory, ledger=ledger))
    report_workbook(shown, words("fr"), path := tmp_path / "report.xlsx")
    sheet = load_workbook(path)["Réponses données"]
    assert [sheet.cell(5, nth).value for nth in (1, 3)] == [lettered("D", 1), "oui"]
    assert sheet["D5"].value == "Cycles Vareille (Technopole 42)\nVareille Vélos (Rezames)"
    known = memory(ledger=ledger)
    assert said(write(path, "Réponses données", B5="annuler"), known) == [f"{FIRST} withdrawn"]
    assert said(write(path, "Réponses données", B5="non"), known) == [f"{FIRST} different"]


def test_copies_are_looked_for_beside_the_report_and_in_reviews(tmp_path: Path) -> None:
    clean, raw = tmp_path / "clean", tmp_path / "raw"
    names = ["clean/match_report.xlsx", "clean/match_report.ods", "raw/club/liste.xlsx"]
    names += ["clean/pending/match_report.xlsx", "raw/Reviews/a.xlsx", "raw/Reviews/~$a.xlsx"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert [(name, last) for _, name, last in reports(clean, raw)] == [
        ("match_report.xlsx", False),
        ("match_report.xlsx", False),
        ("match_report.ods", False),
        ("Reviews/a.xlsx", False),
    ]


def convert(path: Path, kind: str, to: Path) -> Path:
    """`path` as LibreOffice saves it."""
    profile = f"-env:UserInstallation=file://{to / 'profile'}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", kind, "--outdir", str(to)]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=120)
    return to / f"{path.stem}.{kind.partition(':')[0]}"


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not here")
def test_saved_by_libreoffice_as_ods_xlsx_and_csv(report: Path, tmp_path: Path) -> None:
    write(report, ASK, B5="o", B6="autre site")
    write(report, "Fusions faites", B6="annuler")
    write(report, "Résumé", J3="Odile")
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    ods = convert(report, "ods", tmp_path / "a")
    expected = [f"{FIRST} same", f"{SECOND} different other_site", "R-00002+R-00008 different"]
    for path in (ods, convert(ods, "xlsx", tmp_path / "b")):
        assert said(path) == expected
        assert told(path) == []
        assert read_report(path, "x", memory()).acts["reviewer"].unique().tolist() == ["Odile"]
    book = load_workbook(report)
    book.active = book.sheetnames.index(ASK)
    for sheet in book.sheetnames:
        if sheet != ASK:
            del book[sheet]
    book.save(alone := tmp_path / "alone.xlsx")
    text = convert(alone, "csv", tmp_path / "b")
    assert said(text) == expected[:2]
    assert told(text) == []
    rows = list(csv.reader(text.open(encoding="cp1252")))
    with text.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    assert said(text) == expected[:2]
