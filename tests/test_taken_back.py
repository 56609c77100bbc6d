"""The register changed again in the same file, in one that waits, or in mid-run: nothing lost."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from reconcile import answered
from reconcile.decisions.by_hand import proposals
from reconcile.memory.store import Store
from reconcile.nights import night
from reconcile.nights.outcome import DONE
from tests.places import Place, copied
from tests.test_editions import firm, on_sheet, save

REGISTER = "member_register.xlsx"


def published(tmp_path: Path) -> Place:
    """A register with a column of one's own, "Note": a, b, c, and then nothing."""
    made = Place(tmp_path)
    save(made, "technopole42/membres.xlsx", Membres=[firm(n, no=f"T{n}") for n in range(5)])
    save(made, "rezames/liste.xlsx", Liste=[firm(5)])
    made.run()
    column = load_workbook(made.clean / REGISTER)["Adhérents"].max_column + 1
    cells = dict(zip(((row, column) for row in range(1, 5)), ["Note", *"abc"], strict=True))
    put(made.clean / REGISTER, cells)
    assert made.run().exit_status == DONE
    return made


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return copied(published, tmp_path)


def put(path: Path, cells: dict[tuple[int, int], Any], who: str = "Zoé") -> None:
    """Change cells of the sheet of members and save it, as `who`."""
    book = load_workbook(path)
    for (row, column), value in cells.items():
        book["Adhérents"].cell(row, column).value = value
    book.properties.lastModifiedBy = who
    book.save(path)


def column(path: Path, heading: str) -> int:
    return [cell.value for cell in load_workbook(path)["Adhérents"][1]].index(heading) + 1


def notes(place: Place) -> list[object]:
    return list(on_sheet(place, "Adhérents", "Note").values())


def waiting(place: Place) -> list[str]:
    """The subjects of changes that wait for an answer."""
    ledger = Store(place.root / "state" / "register.db").recall().ledger
    return proposals(ledger)["subject"].tolist()


@pytest.mark.parametrize(("who", "left"), [("Zoé", False), ("", False), ("Max", True)])
def test_what_is_put_back_in_the_same_copy_is_taken_back(
    place: Place, who: str, left: bool
) -> None:
    """By whom it was changed, or by nobody who is named; not where another saved his own copy."""
    copy = place.clean / "member_register - Copie.xlsx"
    copy.write_bytes((place.clean / REGISTER).read_bytes())
    note, town = column(copy, "Note"), column(copy, "Ville")
    towns = load_workbook(copy)["Adhérents"].cell(3, town).value
    put(copy, {(2, note): "A", (5, note): "d", (3, town): "Roanne", (1, note + 1): "Vide"},
        "" if not who else "Zoé")  # fmt: skip
    assert place.run().exit_status == DONE
    assert (notes(place)[:4], len(waiting(place))) == (["A", "b", "c", "d"], 1)
    put(copy, {(2, note): "a", (5, note): None, (3, town): towns, (1, note + 1): None}, who)
    assert place.run().exit_status == DONE
    assert notes(place)[:4] == (["A", "b", "c", "d"] if left else ["a", "b", "c", None])
    assert len(waiting(place)) == left
    headings = [cell.value for cell in load_workbook(place.clean / REGISTER)["Adhérents"][1]]
    assert ("Vide" in headings) == left


def test_a_row_that_was_completed_is_asked_about_once(place: Place) -> None:
    copy = place.clean / "Copie de member_register.xlsx"
    copy.write_bytes((place.clean / REGISTER).read_bytes())
    name, town = column(copy, "Raison sociale"), column(copy, "Ville")
    put(copy, {(8, name): "Zéphirine Coton", (8, town): "Feurs"})
    place.run()
    put(copy, {(8, town): "Firminy"})
    place.run()
    assert [subject.partition("␟")[0] for subject in waiting(place)] == ["new"]
    table = place.sheet("Écarts", "answer")
    assert "Firminy" in table.loc[table["kind"] == "edit", "others"].item()


def test_a_register_that_waits_is_read(place: Place) -> None:
    lock = place.clean / "~$match_report.xlsx"
    lock.write_bytes(b"x")
    place.run()
    waits = place.clean / "pending" / REGISTER
    put(waits, {(2, column(waits, "Note")): "en attente"})
    place.run()
    lock.unlink()
    place.run()
    assert notes(place)[:3] == ["en attente", "b", "c"]


def test_what_is_saved_between_reading_and_placing_is_read_in_the_archives(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, given = place.clean / REGISTER, night.publish.place
    calls: list[Path] = []

    def late(clean: Path, note: str) -> list[str]:
        calls.append(clean)
        if len(calls) == 2:  # the first is at the start
            put(path, {(2, column(path, "Note")): "tard", (3, column(path, "Ville")): "Roanne"})
        return given(clean, note)

    monkeypatch.setattr(night.publish, "place", late)
    place.run()
    assert len(calls) == 2
    assert notes(place)[:3] == ["a", "b", "c"]
    for _ in range(2):
        place.run()
        assert notes(place)[:3] == ["tard", "b", "c"]
        assert len(waiting(place)) == 1


def test_a_copy_under_a_name_that_tells_nothing_is_told(place: Place) -> None:
    (place.clean / "Publipostage.xlsx").write_bytes((place.clean / REGISTER).read_bytes())
    place.run()
    sentences = place.sheet("Problèmes", "sentence")["sentence"].dropna()
    assert any("Publipostage.xlsx" in one for one in sentences)


@pytest.mark.parametrize(
    ("name", "reports", "registers"),
    [
        ("match_report.xlsx", 1, 0),
        ("Copie de match_report (2).XLSX", 1, 0),
        ("Match report.xls", 1, 0),
        ("Copie de Member-Register.ods", 0, 1),
        ("~$match_report.xlsx", 0, 0),
        (".~lock.member_register.xlsx#", 0, 0),
        ("member_register.parquet", 0, 0),
    ],
)
def test_copies_are_known_by_their_names(
    tmp_path: Path, name: str, reports: int, registers: int
) -> None:
    (tmp_path / name).write_bytes(b"")
    both = (answered.reports(tmp_path), answered.registers(tmp_path))
    assert [sum(one.exists() for one in paths) for paths in both] == [reports, registers]
    assert answered.strangers(tmp_path) == answered.unread(tmp_path) == []


def test_copies_in_a_form_that_is_not_read_back_are_told_of(place: Place) -> None:
    kept = [path.name for path in place.clean.iterdir()]
    own = (place.clean / "member_register.csv").read_bytes()
    names = ["Copie de member_register.csv", "Member_Register.numbers", "match_report.xlsb"]
    for name in names:
        (place.clean / name).write_bytes(own + b"\n")
    for _ in range(2):
        assert place.run().exit_status == DONE
        told = place.sheet("Problèmes", "cure")[["file", "sentence"]].dropna().to_numpy().tolist()
        unread = [file for file, sentence in told if "ne se relit pas" in sentence]
        assert sorted(unread) == sorted(names)
    assert set(kept) <= {path.name for path in place.clean.iterdir()}


def test_hours_are_those_of_paris_on_any_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"")
    os.utime(path, (1_795_000_000, 1_795_000_000))
    for zone in ("UTC", "Asia/Tokyo"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        try:
            assert answered.saved_at(path) == "2026-11-18T12:06:40"
        finally:
            monkeypatch.undo()
            time.tzset()
