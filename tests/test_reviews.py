"""Several reviewers, over whole nights: what is obeyed, asked again, told and taken back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from reconcile.decisions.ledger import acts, pair_of
from reconcile.memory.store import Store
from tests.places import Place, copied

ROWS = [
    ["Atelier Solane", "12 rue des Forges", "42000", "Saint-Étienne", "04 65 71 00 01"],
    ["Menuiserie Vial", "3 place Carnot", "42100", "Saint-Étienne", "04 65 71 00 02"],
    ["Cycles Vareille", "8 rue du Puits", "42000", "Saint-Étienne", "04 65 71 00 03"],
    ["Imprimerie Ravel", "1 rue Haute", "42290", "Sorbiers", "04 65 71 00 04"],
    ["Boulangerie Fargues", "5 rue Basse", "42700", "Firminy", "04 65 71 00 05"],
    ["Solane", "40 route de Lyon", "42000", "Saint-Étienne", "04 65 71 00 01"],
    ["Vareille Vélos", "10 rue du Puits", "42000", "Saint-Étienne", "04 65 71 00 03"],
]
HEAD = ["Raison sociale", "Adresse", "Code postal", "Ville", "Téléphone"]


def published(tmp_path: Path) -> Place:
    """Two clubs after their first night, with something to ask."""
    made = Place(tmp_path)
    for club, rows in {"technopole42": ROWS[:5], "rezames": ROWS[4:]}.items():
        (tmp_path / "raw" / club).mkdir(parents=True)
        book = Workbook()
        for row in [HEAD, *rows]:
            book.active.append(row)
        book.save(tmp_path / "raw" / club / "liste.xlsx")
    assert made.run().exit_status == 0
    return made


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return copied(published, tmp_path)


def store(place: Place) -> Store:
    return Store(place.root / "state" / "register.db")


def copy(place: Place, who: str, answer: str, row: int = 5) -> None:
    """A reviewer's copy of the report, with one answer."""
    folder = place.root / "raw" / "reviews"
    folder.mkdir(exist_ok=True)
    book = load_workbook(place.clean / "match_report.xlsx")
    book["À répondre"].cell(row, 2, answer)
    book["Résumé"]["J3"] = who
    book.save(folder / f"{who}.xlsx")


def problems(place: Place) -> str:
    return "\n".join(place.sheet("Problèmes", "sentence")["sentence"].dropna())


def test_two_reviewers_agree_disagree_and_settle(place: Place) -> None:
    asked = place.sheet("À répondre", "question_id")
    first = asked["question_id"][0]
    copy(place, "Odile", "oui")
    copy(place, "Camille", "n")
    assert place.run().exit_status == 0
    memory = store(place).recall()
    assert memory.decisions["disputed"].to_list() == [True]
    again = place.sheet("À répondre", "question_id").iloc[0]
    assert again["question_id"] == first
    for said in ("Odile : oui (D-0002-C)", "Camille : non (D-0001-B)"):
        assert said in again["reasons"]
    given = place.sheet("Réponses données", "decision_id")
    assert sorted(given["reviewer"]) == ["Camille", "Odile"]
    assert given["remark"].str.contains("désaccord").all()
    assert "reviews" not in " ".join(place.sheet("Fichiers lus", "file")["file"].dropna())
    copy(place, "Odile", "autre site")
    assert place.run().exit_status == 0
    decisions = store(place).recall().decisions
    assert decisions[["answer", "relation", "disputed"]].to_numpy().tolist() == [
        ["different", "other_site", False]
    ]
    assert first not in set(place.sheet("À répondre", "question_id")["question_id"])


def test_later_stays_at_the_end_and_the_question_keeps_its_number(place: Place) -> None:
    before = place.sheet("À répondre", "question_id")
    copy(place, "Odile", "plus tard")
    assert place.run().exit_status == 0
    after = place.sheet("À répondre", "question_id")
    assert sorted(after["question_id"]) == sorted(before["question_id"])
    late = after[after["answer"] == "plus tard"]
    assert late["question_id"].to_list() == [before["question_id"][0]]
    assert place.run().exit_status == 0
    assert len(store(place).recall().ledger) == 1, "an issued answer is no new one"


def test_answers_that_contradict_each_other_through_a_third(place: Place) -> None:
    memory = store(place).recall()
    by_name = dict(zip(memory.raw["name"], memory.raw["record_id"], strict=True))
    one, other, third = (by_name[n] for n in ("Atelier Solane", "Solane", "Imprimerie Ravel"))
    about = {"decided_at": "2026-11-22", "run": 1, "read_in": 2, "origin": "terminal"}
    pairs = [(one, other, "same"), (other, third, "same"), (one, third, "different")]
    said = [{"kind": "pair", "subject": pair_of(a, b), "answer": c, **about} for a, b, c in pairs]
    store(place).keep(acts(said))
    assert place.run().exit_status == 0
    member = store(place).recall().belongs.set_index("record_id")["member_id"]
    assert member[one] == member[other] != member[third]
    told = problems(place)
    assert "D-0002-C" in told and "D-0003-D" in told and "« Non » l'emporte" in told
    # Taken back where it is told, the contradiction is gone.
    path = place.clean / "match_report.xlsx"
    book = load_workbook(path)
    sheet = book["Réponses données"]
    row = next(r for r in range(5, sheet.max_row + 1) if sheet.cell(r, 1).value == "D-0002-C")
    sheet.cell(row, 2, "annuler")
    book.save(path)
    assert place.run().exit_status == 0
    assert "« Non » l'emporte" not in problems(place)
    assert store(place).recall().decisions["decision_id"].to_list() == ["D-0001-B", "D-0003-D"]


def test_a_merge_is_undone_in_its_sheet_and_stays_undone(place: Place) -> None:
    path = place.clean / "match_report.xlsx"
    before = place.sheet("Fusions faites", "member_id")["subject"].to_list()
    book = load_workbook(path)
    book["Fusions faites"]["B5"] = "annuler"
    book.save(path)
    assert place.run().exit_status == 0
    for _ in range(2):
        after = place.sheet("Fusions faites", "member_id")["subject"].to_list()
        assert after == before[1:]
        assert place.run().exit_status == 0


def test_last_weeks_copy_saved_over_tonights_and_copies_told(place: Place) -> None:
    path = place.clean / "match_report.xlsx"
    old = path.with_suffix(".old")
    shutil.copy(path, old)
    assert place.run().exit_status == 0
    copy(place, "Odile", "oui")
    book = load_workbook(old.rename(place.root / "old.xlsx"))
    book["À répondre"]["B5"] = "ouii"
    book.save(path)
    assert place.run().exit_status == 0
    told = problems(place)
    assert "se trouvait celui du passage n° 1" in told and "Vouliez-vous dire « oui »" in told
    hint = load_workbook(path)["Réponses données"]["A2"].value
    assert "reviews/Odile.xlsx (1 nouvelle réponse)" in hint


def numbers(place: Place, sheet: str) -> dict[str, str]:
    """The number of each pair in a sheet."""
    table = place.sheet(sheet, "question_id").dropna(subset=["subject"])
    return dict(zip(table["subject"], table["question_id"], strict=True))


def test_a_merge_has_one_lasting_number_by_which_it_is_undone(place: Place) -> None:
    asked, merged = numbers(place, "À répondre"), numbers(place, "Fusions faites")
    assert place.run().exit_status == 0
    assert numbers(place, "Fusions faites") == merged
    assert numbers(place, "À répondre") == asked, "numbers of merges cost no question its own"
    for subject in set(asked) & set(merged):  # one that was drawn to be confirmed
        assert asked[subject] == merged[subject]
    known = store(place).recall().questions
    assert sorted(known["question_id"]) == sorted({*asked.values(), *merged.values()})
    path = place.clean / "match_report.xlsx"
    book = load_workbook(path)
    sheet = book["Fusions faites"]
    sheet["B5"] = "annuler"
    number = sheet["A5"].value
    hidden = ("left_id", "right_id", "kind", "subject", "shown")
    for column in sorted((c.column for c in sheet[3] if c.value in hidden), reverse=True):
        sheet.delete_cols(column)
    book.save(path)
    assert place.run().exit_status == 0
    said = store(place).recall().decisions
    assert said[["question_id", "answer"]].to_numpy().tolist() == [[number, "different"]]
    assert number not in numbers(place, "Fusions faites").values()
    assert number in set(place.sheet("Réponses données", "decision_id")["question_id"])


def test_a_report_that_was_renamed_where_it_lies_is_read(place: Place) -> None:
    report = place.clean / "match_report.xlsx"
    book = load_workbook(report)
    book["À répondre"].cell(5, 2, "oui")
    book.save(report.with_name("match_report - Copie.xlsx"))
    report.unlink()
    assert place.run().exit_status == 0
    assert store(place).recall().decisions["answer"].to_list() == ["same"]


def test_a_folder_named_like_a_register_stops_no_night(place: Place) -> None:
    for name in ("member_register.old", "match_report.csv"):
        (place.clean / name).mkdir()
    assert place.run().exit_status == 0


def test_a_report_that_was_read_in_its_time_and_is_put_back_is_told(place: Place) -> None:
    report = place.clean / "match_report.xlsx"
    book = load_workbook(report)
    book["À répondre"].cell(5, 2, "oui")
    book.save(report)
    assert place.run().exit_status == 0
    shutil.copyfile(place.clean / "archives" / "00001" / "match_report.xlsx", report)
    assert place.run().exit_status == 0
    assert "À la place du dernier rapport" in problems(place)
    assert place.run().exit_status == 0
    assert "À la place du dernier rapport" not in problems(place), "it is tonight's again"
