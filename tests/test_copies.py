"""decisions.xlsx gives everything back: any text of the store, and after its loss the register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from reconcile.commands.deciding import bring_in
from reconcile.decisions.ledger import acts, pair_of
from reconcile.errors import Stop
from reconcile.memory import copies
from reconcile.memory.store import Store
from tests.places import Place
from tests.test_store import commit, raw

ABOUT = {"decided_at": "2026-11-22", "run": 1, "read_in": 2, "origin": "match_report.xlsx"}


def said(subject: str, answer: str, **more: str) -> pd.DataFrame:
    return acts([{"kind": "value", "subject": subject, "answer": answer, **ABOUT, **more}])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "=1+1",
        "#N/A",
        "'quoted",
        " spaces ",
        "two\r\nlines",
        "_x000D_",
        "json:1",
        "0012",
        "12",
        "TRUE",
        "\x00\x1f\x7f",
        "é\t" * 40_000,
        "a " * 40_000,
        "x" * 15_999 + " " + "y" * 20_000,
    ],
)
def test_any_text_comes_back_as_it_was(text: str, tmp_path: Path) -> None:
    check_text(text, tmp_path)


@settings(max_examples=30, deadline=None)
@given(st.text())
def test_any_text_at_all(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    check_text(text, tmp_path_factory.mktemp("text"))


def check_text(text: str, folder: Path) -> None:
    store = Store(folder / "register.db")
    store.keep(said("M-0001␟note", text))
    copies.write(store, folder, pd.DataFrame(), "Décisions", folder / "decisions.xlsx")
    assert copies.read(folder / "decisions.xlsx")["ledger"] == copies.dump(store)["ledger"]


def test_a_copy_fills_an_empty_store(store_place: Path | sa.URL, tmp_path: Path) -> None:
    store = Store(tmp_path / "first.db")
    commit(store, 1, raw("Miralix", "Bonal"), ["M-0001", "M-0002"])
    standing = pd.DataFrame({"member_id": ["M-0001"], "source": ["a"], "current": [True]})
    commit(store, 2, raw("Miralix SA", "Bonal"), ["M-0001", "M-0001"], standing=standing)
    store.keep(said("M-0001␟name", "Miralix"))
    copies.write(store, tmp_path, pd.DataFrame(), "Décisions", tmp_path / "copy.xlsx")
    copies.restore(Store(store_place), copies.read(tmp_path / "copy.xlsx"), tmp_path)
    again = Store(store_place)
    assert again.store_id == store.store_id
    assert copies.dump(again) == copies.dump(store)
    assert again.recall().former_contents["record_id"].to_list() == ["R-00001"]
    again.keep(said("M-0002␟name", "Bonal"))
    assert again.recall().ledger["decision_id"].to_list() == ["D-0001-B", "D-0002-C"]


def test_a_copy_of_the_version_before_is_brought_up(tmp_path: Path) -> None:
    from reconcile.memory.database import begin, engine_of
    from reconcile.migrations import upgrade
    from tests.test_migrations import old_store

    old_store(tmp_path / "old.db")
    with begin(engine_of(tmp_path / "old.db")) as db:
        upgrade(db, "0001")
    tables = {}
    with begin(engine_of(tmp_path / "old.db")) as db:
        for table in set(sa.inspect(db).get_table_names()) - {"alembic_version"}:
            rows = db.exec_driver_sql(f"SELECT * FROM {table}").mappings()
            tables[table] = [dict(row) for row in rows]
    tables["about"] = [{"key": "version", "value": "0001"}]
    copies.restore(Store(tmp_path / "new.db"), tables, tmp_path)
    memory = Store(tmp_path / "new.db").recall()
    assert memory.decisions["answer"].to_list() == ["same"]


def test_a_copy_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    store = Store(tmp_path / "register.db")
    with pytest.raises(copies.NewerCopy):
        copies.restore(store, {"about": [{"key": "version", "value": "9999"}]}, tmp_path)


def answer(place: Place, said: str) -> tuple[str, str]:
    path = place.clean / "match_report.xlsx"
    book = load_workbook(path)
    sheet = book["À répondre"]
    row, at = next(
        (nth, {str(cell.value).strip(): cell.column for cell in line if cell.value})
        for nth, line in enumerate(sheet.iter_rows(), 1)
        if "question_id" in [cell.value for cell in line]
    )
    sheet.cell(row + 2, at["answer"]).value = said
    left, right = (sheet.cell(row + 2, at[end]).value for end in ("left_id", "right_id"))
    book.save(path)
    return left, right


def test_after_the_loss_of_the_store_the_next_night_is_the_same(place: Place) -> None:
    answer(place, "oui")
    assert place.run().exit_status == 0
    state = place.root / "state"
    register, asked = place.register(), place.sheet("À répondre", "question_id")["question_id"]
    (state / "register.db").unlink()
    for model in (state / "models").iterdir():
        model.unlink()
    with pytest.raises(Stop, match=r"reconcile decisions --import .*decisions\.xlsx"):
        place.run()
    assert not (state / "register.db").exists()
    assert "rétablie : 1 décisions" in bring_in(place.settings, state / "decisions.xlsx")
    assert place.run().exit_status == 0
    pd.testing.assert_frame_equal(place.register(), register)
    assert place.sheet("À répondre", "question_id")["question_id"].to_list() == asked.to_list()


def test_the_first_sheet_tells_the_decisions_in_words(place: Place) -> None:
    answer(place, "oui")
    place.run()
    sheet = load_workbook(place.root / "state" / "decisions.xlsx")["Décisions"]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert lines[0][:5] == ["Décision", "Date", "Sorte", "Sujet", "Réponse"]
    assert lines[1][0] == "D-0001-B"
    assert lines[1][2] == "deux fiches"
    assert lines[1][4:6] == ["même adhérent", "oui"]


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"no workbook", "n'est pas un classeur"), (None, "n'est pas une copie")],
)
def test_what_is_no_copy_is_refused_in_words(
    place: Place, content: bytes | None, told: str
) -> None:
    path = place.clean / "match_report.xlsx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Stop, match=told):
        bring_in(place.settings, path)


def test_a_copy_of_the_same_store_adds_what_it_lacks_once(place: Place) -> None:
    store = Store(place.root / "state" / "register.db")
    store.keep(said("M-0001␟name", "Miralix"))
    copies.write(store, place.root, pd.DataFrame(), "Décisions", place.root / "copy.xlsx")
    with store.engine.begin() as db:
        db.execute(sa.text("DELETE FROM ledger"))
    assert bring_in(place.settings, place.root / "copy.xlsx").startswith("1 décisions ajoutées")
    assert bring_in(place.settings, place.root / "copy.xlsx").startswith("0 décisions ajoutées")
    with store.engine.begin() as db:
        db.execute(sa.text("UPDATE about SET value = 'x' WHERE key = 'store_id'"))
    with pytest.raises(Stop, match="autre mémoire"):
        bring_in(place.settings, place.root / "copy.xlsx")


def column(book: Workbook, sheet: str, heading: str) -> int:
    return next(cell.column for cell in book[sheet][1] if cell.value == heading)


EDITS = {
    "a row removed": (lambda book: book["ledger"].delete_rows(2), "ledger"),
    "a cell emptied": (lambda book: book["ledger"].cell(2, column(book, "ledger", "note"), ""),
                       "ledger"),
    "an answer altered": (
        lambda book: book["ledger"].cell(2, column(book, "ledger", "answer"), "Bonal"), "ledger"),
    "a column removed": (
        lambda book: book["records"].delete_cols(column(book, "records", "sheet")), ""),
    "a sheet removed": (lambda book: book.remove(book["memberships"]), None),
    "a number altered": (lambda book: book["ledger"].cell(2, 1, "x"), None),
    "rows turned about": (lambda book: turned(book["records"]), ""),
    "columns of one's own": (lambda book: book["ledger"].cell(2, 40, "à voir"), ""),
}  # fmt: skip


def turned(sheet: Worksheet) -> None:
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for nth, line in enumerate(reversed(lines), 2):
        for at, value in enumerate(line, 1):
            sheet.cell(nth, at, value)


@pytest.mark.parametrize(("edit", "told"), EDITS.values(), ids=EDITS)
def test_a_copy_changed_by_hand(
    tmp_path: Path, edit: Callable[[Workbook], None], told: str | None
) -> None:
    """told: the sheet that is named; None: it is taken in by no means; "": nothing is lost."""
    place, copy = Place(tmp_path), tmp_path / "copy.xlsx"
    store = Store(tmp_path / "first.db")
    commit(store, 1, raw("Miralix", "Bonal"), ["M-0001", "M-0002"])
    store.keep(said("M-0001␟name", "Miralix", note="vu"))
    copies.write(store, tmp_path, pd.DataFrame(), "Décisions", copy)
    book = load_workbook(copy)
    edit(book)
    book.save(copy)
    if told == "":
        assert "1 décisions" in bring_in(place.settings, copy)
        found = copies.dump(Store(tmp_path / "state" / "register.db"))
        assert found | {"about": []} == copies.dump(store) | {"about": []}
        return
    expected = "ne vont plus ensemble" if told is None else rf"feuilles : {told}\).*--edited"
    with pytest.raises(Stop, match=expected):
        bring_in(place.settings, copy)
    assert Store(tmp_path / "state" / "register.db").recall().run == 1, "nothing was done"
    if told is None:
        with pytest.raises(Stop, match=expected):
            bring_in(place.settings, copy, edited=True)
    else:
        assert "rétablie" in bring_in(place.settings, copy, edited=True)


def test_a_row_of_a_copy_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """It would end every run in a traceback."""
    store = Store(tmp_path / "first.db")
    commit(store, 1, raw("Miralix"), ["M-0001"])
    tables = copies.dump(store)
    tables["records"][0]["content"] = "{broken"
    with pytest.raises(copies.NoCopy):
        copies.restore(Store(tmp_path / "new.db"), tables, tmp_path, edited=True)
    assert Store(tmp_path / "new.db").recall().run == 1


def test_a_copy_that_does_not_read_as_the_store_does_not_take_the_last_ones_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, path = Store(tmp_path / "register.db"), tmp_path / "decisions.xlsx"
    copies.write(store, tmp_path, pd.DataFrame(), "Décisions", path)
    last = path.read_bytes()
    store.keep(said("a", "1"))
    put = Workbook.save

    def cut(book: Workbook, to: Path) -> None:
        put(book, to)
        to.write_bytes(to.read_bytes()[:-300])

    with monkeypatch.context() as patch, pytest.raises(OSError, match="does not read"):
        patch.setattr(Workbook, "save", cut)
        copies.write(store, tmp_path, pd.DataFrame(), "Décisions", path)
    assert path.read_bytes() == last
    copies.write(store, tmp_path, pd.DataFrame(), "Décisions", path)
    assert len(copies.read(path)["ledger"]) == 1


def test_a_copy_that_went_on_apart_says_nothing_of_those_who_came_since(tmp_path: Path) -> None:
    """The same numbers were given to others there."""
    files = [tmp_path / name / "state" / "register.db" for name in ("here", "there")]
    for file in files:
        file.parent.mkdir(parents=True)
    place = Place(tmp_path / "here")
    first = Store(files[0])
    commit(first, 1, raw("Miralix", "Bonal"), ["M-0001", "M-0002"])
    first.engine.dispose()
    files[1].write_bytes(files[0].read_bytes())
    here, there = map(Store, files)
    for nth, (store, name) in enumerate(((here, "Cazal"), (there, "Dorval"))):
        members = ["M-0001", "M-0002", "M-0003"]
        ended = datetime(2026, 11, 23, 3, nth)
        commit(store, 2, raw("Miralix", "Bonal", name), members, finished_at=ended)
    same = {"kind": "pair", "answer": "same", **ABOUT}
    pairs = (pair_of("R-00001", other) for other in ("R-00002", "R-00003"))
    there.keep(acts([{**same, "subject": pair} for pair in pairs]))
    there.keep(said("M-0002␟city", "Roanne"))
    there.keep(said("M-0003␟city", "Firminy"))
    copies.write(there, tmp_path, pd.DataFrame(), "Décisions", tmp_path / "copy.xlsx")
    told = bring_in(place.settings, tmp_path / "copy.xlsx")
    assert told.startswith("2 décisions ajoutées") and told.endswith(": 2.")
    assert here.recall().ledger["subject"].to_list() == [
        pair_of("R-00001", "R-00002"), "M-0002␟city",
    ]  # fmt: skip
