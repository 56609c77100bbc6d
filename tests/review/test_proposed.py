"""Changes of the register in the report: what is asked, what is hidden, and the answer to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from reconcile.decisions.by_hand import proposal
from reconcile.decisions.ledger import acts
from reconcile.results import Memory, Night
from reconcile.review import read_report, report_workbook
from reconcile.words import words
from tests import nights

STORE, SALT = "abcd1234", "ab" * 32
PHONE = "value␟M-0003␟phones␟06 11 22 33 44"
CITY = "value␟M-0003␟city␟Unieux"


def memory(*rows: dict[str, Any], run: int = 12) -> Memory:
    """What is known once acts about changes of the register were read in run 11."""
    about = {"run": 10, "read_in": 11, "reviewer": "Max", "decided_at": "1", "origin": "r.xlsx"}
    ledger = acts([{**about, **row} for row in rows])
    ledger["decision_id"] = [f"D-{nth:04d}" for nth in range(len(ledger))]
    return Memory(run=run, store_id=STORE, salt=SALT, ledger=ledger)


def written(path: Path, night: Night, *rows: dict[str, Any]) -> Any:
    report_workbook(replace(night, memory=memory(*rows)), words("fr"), path)
    return load_workbook(path)


def texts(book: Any, sheet: str | None = None) -> list[str]:
    sheets = book.worksheets if sheet is None else [book[sheet]]
    return [str(cell.value) for one in sheets for row in one.iter_rows() for cell in row
            if cell.value is not None]  # fmt: skip


@pytest.mark.parametrize(("night", "shown"), [(nights.apart(), False), (nights.night(), True)])
def test_a_phone_waits_for_an_answer_before_the_clubs_are_one_too(
    tmp_path: Path, night: Night, shown: bool
) -> None:
    path = tmp_path / "match_report.xlsx"
    book = written(path, night, proposal(PHONE, {"was": "04 65 71 00 03"}))
    sheet = book["Écarts"]
    keys = [str(cell.value).strip() for cell in sheet[3]]
    row = {key: cell.value for key, cell in zip(keys, sheet[5], strict=False)}
    assert (row["kind"], row["member_id"], row["field"]) == ("edit", "M-0003", "Téléphones")
    assert any("06 11 22 33 44" in text for text in texts(book)) is shown
    assert any("un changement fait à la main attend" in text.lower() for text in texts(book))
    sheet.cell(5, keys.index("answer") + 1).value = "oui"
    book.save(path)
    known = memory(proposal(PHONE, {}), run=13)
    found = read_report(path, path.name, known).acts
    assert found[["kind", "subject", "answer"]].to_numpy().tolist() == [
        ["value", "M-0003␟phones", "06 11 22 33 44"],
        ["edit", PHONE, "yes:06 11 22 33 44"],
    ]


def test_a_phone_that_was_set_is_hidden_among_the_answers(tmp_path: Path) -> None:
    said = [
        {"kind": "value", "subject": "M-0003␟phones", "answer": "06 11 22 33 44"},
        {"kind": "value", "subject": "M-0003␟activity", "answer": "voir a@b.example"},
        {"kind": "value", "subject": "M-0003␟city", "answer": "Unieux"},
    ]
    book = written(tmp_path / "match_report.xlsx", nights.apart(), *said)
    shown = texts(book, "Réponses données")
    assert (shown.count("(masqué)"), "Unieux" in shown) == (2, True)
    assert not any("06 11 22" in text or "a@b" in text for text in shown)
    sheet = book["Réponses données"]
    keys = [str(cell.value).strip() for cell in sheet[3]]
    row = next(row for row in sheet.iter_rows(5) if row[2].value == "Unieux")
    row[keys.index("change")].value = "annuler"
    book.save(tmp_path / "match_report.xlsx")
    found = read_report(tmp_path / "match_report.xlsx", "r.xlsx", memory(*said, run=13)).acts
    assert found[["subject", "answer"]].to_numpy().tolist() == [["M-0003␟city", "withdrawn"]]


def test_two_answers_that_disagree_stand_with_who_gave_them(tmp_path: Path) -> None:
    about = {"kind": "edit", "subject": CITY, "run": 11, "read_in": 12}
    rows = [
        proposal(CITY, {"was": "Firminy"}),
        {**about, "answer": "yes:Unieux", "reviewer": "Alice", "origin": "a.xlsx"},
        {**about, "answer": "no", "reviewer": "Bob", "origin": "b.xlsx"},
        {"kind": "value", "subject": "M-0003␟city", "answer": "Unieux", "run": 11, "read_in": 12,
         "reviewer": "Alice", "origin": "a.xlsx"},
    ]  # fmt: skip
    path = tmp_path / "match_report.xlsx"
    book = written(path, nights.night(), *rows)
    assert any("(Alice : oui ; Bob : non)" in text for text in texts(book, "Écarts"))
    given = [[cell.value for cell in row][2:5] for row in book["Réponses données"].iter_rows(5)]
    about_it, remark = "M-0003 › Ville", "En désaccord : la question est posée de nouveau."
    assert given == [["non", about_it, remark], ["oui", about_it, remark]]
    book["Réponses données"]["B5"] = "oui"
    book.save(path)
    found = read_report(path, path.name, memory(*rows, run=13)).acts
    assert found["answer"].tolist() == ["Unieux", "yes:Unieux"]


def test_two_values_chosen_for_one_cell_leave_both_questions(tmp_path: Path) -> None:
    other = CITY.replace("Unieux", "Roanne")
    path = tmp_path / "match_report.xlsx"
    book = written(path, nights.night(), proposal(CITY, {}), proposal(other, {}))
    sheet = book["Écarts"]
    keys = [str(cell.value).strip() for cell in sheet[3]]
    for row in (5, 6):
        sheet.cell(row, keys.index("answer") + 1).value = "oui"
    book.save(path)
    read = read_report(path, path.name, memory(proposal(CITY, {}), proposal(other, {}), run=13))
    assert read.acts.empty
    assert read.issues["problem"].tolist() == ["answers_two_ways"]
