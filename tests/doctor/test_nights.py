"""The doctor on the store and the last night: each fault made for real and seen, with its cure."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copy2

import pytest
import sqlalchemy as sa

from reconcile.commands.doctor import examine, worst
from reconcile.commands.doctor.finding import ATTENTION, FAULT, OK
from reconcile.config import load
from reconcile.memory.alone import alone
from reconcile.memory.opening import MACHINE, URL
from reconcile.memory.store import Store
from reconcile.nights.night import run_night
from reconcile.words import words
from tests.doctor.conftest import found, told
from tests.places import Place, unchecked
from tests.stores import database

Break = Callable[[Place], object]


def sql(place: Place, statement: str) -> None:
    with closing(sqlite3.connect(place.root / "state" / "register.db")) as db:
        db.execute(statement)
        db.commit()


def write(name: str, content: bytes) -> Break:
    return lambda place: (place.root / name).write_bytes(content)


def remove(name: str) -> Break:
    return lambda place: (place.root / name).unlink()


def spoil(name: str) -> Break:
    """Zeros over all but the first page of a file."""

    def break_it(place: Place) -> None:
        path = place.root / name
        content = path.read_bytes()
        path.write_bytes(content[:4096] + bytes(len(content) - 4096))

    return break_it


def one_page(place: Place) -> None:
    """Zeros over a page of the rows that people's lists hold, which no other question reads."""
    path = place.root / "state" / "register.db"
    with closing(sqlite3.connect(path)) as db:
        (size,) = db.execute("PRAGMA page_size").fetchone()
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'records'"
        (page,) = db.execute(query).fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(bytes(size))


def said(statement: str) -> Break:
    return lambda place: sql(place, statement)


def wait_with(lock: str) -> Break:
    """The set in place waits again, with or without a file open."""

    def break_it(place: Place) -> None:
        (place.clean / "pending").mkdir()
        copy2(place.clean / "manifest.json", place.clean / "pending")
        if lock:
            (place.clean / lock).touch()

    return break_it


def left(place: Place) -> None:
    (place.clean / ".next").mkdir()
    copy2(place.clean / "manifest.json", place.clean / ".next")


DB, COPY = "state/register.db", "state/decisions.xlsx"
LATER = f"UPDATE runs SET finished_at = '{datetime.now() + timedelta(days=2):%Y-%m-%dT%H:%M:%S}'"
EARLIER = f"UPDATE runs SET finished_at = '{datetime.now() - timedelta(days=9):%Y-%m-%dT%H:%M:%S}'"
CASES: list[tuple[str, str, Break, int, str, str]] = [
    ("spoilt", "store", spoil(DB), FAULT, "est abîmée", ""),
    ("one page", "store", one_page, FAULT, "est abîmée", ""),
    ("no database", "store", write(DB, b"hello" * 999), FAULT, "decisions --import", ""),
    ("gone", "store", remove(DB), FAULT, "a disparu", ""),
    ("empty", "store", said("DELETE FROM runs"), FAULT, "a disparu", ""),
    ("cut", "store", write(DB + "-journal", b"x"), ATTENTION, "a été coupé", ""),
    ("newer", "store", said("UPDATE alembic_version SET version_num = '9'"), FAULT, "récente", ""),
    ("older", "store", said("UPDATE alembic_version SET version_num = '0004'"), OK, "0004", ""),
    ("no copy", "copy", remove(COPY), ATTENTION, "n'est pas là", "reconcile run"),
    ("bad copy", "copy", write(COPY, b"hello"), ATTENTION, "ne se relit pas", "ôtez"),
    ("no night read", "night", write(DB, b"hello"), ATTENTION, "n'est pas connu", "mémoire"),
    ("held", "night", said("UPDATE runs SET state='held'"), ATTENTION, "avis", "match_report"),
    ("long ago", "night", said(EARLIER), ATTENTION, "le dernier est du", "reconcile run"),
    ("future", "clock", said(LATER), FAULT, "l'ordinateur croit", "réglez l'heure"),
    ("open", "waiting", wait_with("~$match_report.xlsx"), ATTENTION, ": match_report", "fermez"),
    ("office", "waiting", wait_with(".~lock.checks.html#"), ATTENTION, ": checks", "~lock"),
    ("closed", "waiting", wait_with(""), ATTENTION, "plus rien n'est ouvert", "reconcile run"),
    ("left", "waiting", left, ATTENTION, "a été coupé", "reconcile run"),
    ("no file", "outputs", remove("clean/checks.html"), ATTENTION, ": checks.html", "archives"),
    ("spoilt file", "outputs", spoil("clean/member_register.csv"), ATTENTION, ".csv", "archives"),
    ("edited", "outputs", write("clean/member_register.xlsx", b"1"), OK, "modifiés à la main", ""),
    ("no manifest", "outputs", write("clean/manifest.json", b"{"), ATTENTION, "lit pas", "run"),
]


@pytest.mark.parametrize(
    ("check", "break_it", "sign", "says", "cure"),
    [one[1:] for one in CASES],
    ids=[one[0] for one in CASES],
)
def test_each_fault_is_seen(
    place: Place, check: str, break_it: Break, sign: int, says: str, cure: str
) -> None:
    assert worst(found(place)[check]) == OK
    break_it(place)
    seen = told(found(place), check)
    assert seen[0] == sign, seen
    assert says in seen[1] and cure in seen[2], seen


def test_a_state_folder_of_the_day_before(place: Place, tmp_path: Path) -> None:
    """An old copy was put back under a newer register: the next number would be given twice."""
    before = (place.root / DB).read_bytes()
    assert run_night(place.settings, unchecked).exit_status == 0
    (place.root / DB).write_bytes(before)
    seen = found(place)
    assert told(seen, "outputs")[0] == FAULT
    assert "(n° 2) est plus récent que la mémoire (n° 1)" in told(seen, "outputs")[1]
    assert told(seen, "copy")[0] == ATTENTION


def test_a_list_of_next_week(place: Place) -> None:
    list_ = next((place.root / "raw" / "rezames").iterdir())
    later = datetime.now().timestamp() + 7 * 86_400
    os.utime(list_, (later, later))
    assert told(found(place), "clock")[:1] == (ATTENTION,)


def test_a_folder_of_another_machine(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MACHINE, "another one")
    sign, says, _ = told(found(place), "machine")
    assert (sign, "--take-over" in says) == (FAULT, True)


def test_a_settings_file_with_mistakes(place: Place) -> None:
    place.settings.write_text('language = "en"\nmerged_on = "soon"\n[clubs.a]\nname = ""\n')
    seen = found(place)
    assert list(seen) == ["settings", "versions"]
    sign, says, _ = told(seen, "settings")
    assert sign == FAULT
    assert "mistakes: merged_on: " in says and ": ;" not in says
    assert "merged_on" in says and "clubs.a.name" in says and "is no date" in says
    place.settings.write_text('language = "en"\nmerged_on = \n')
    assert "line 2" in told(found(place), "settings")[1]


def test_a_password_that_is_nowhere(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RECONCILE_SMTP_PASSWORD", raising=False)
    with place.settings.open("a", encoding="utf-8") as settings:
        own = 'mail = "a@b.example"\nsmtp = "smtp://a@b.example:587"\npassword_file = "pw"'
        settings.write(f"\n[notice]\n{own}\n")
    sign, says, cure = told(found(place), "settings")
    assert (sign, str(place.root / "pw") in says) == (ATTENTION, True)
    assert "password_file" in cure
    (place.root / "pw").write_text("x")
    assert told(found(place), "settings")[0] == OK


def test_a_copy_of_the_night_before_while_a_run_is_under_way(place: Place) -> None:
    """Nobody has it open in Excel: the run writes it at its end."""
    before = (place.root / COPY).read_bytes()
    assert run_night(place.settings, unchecked).exit_status == 0
    (place.root / COPY).write_bytes(before)
    assert "Excel" in told(found(place), "copy")[1]
    with alone(load(place.settings), words("fr")):
        sign, says, _ = told(found(place), "copy")
    assert (sign, "Excel" in says, "en cours" in says) == (OK, False, True)


def test_what_a_register_holds_is_never_told(place: Place) -> None:
    """A healthy place, and one in which all is spoilt: no name, mail or phone of a member."""
    register = place.register()
    values = {
        str(value)
        for column in ("name", "address", "siret", "emails", "phones")
        for cell in register[column].dropna()
        for value in ([cell] if isinstance(cell, str) else cell)
        if len(str(value)) > 5
    }
    assert len(values) > 200
    texts = [_whole(place)]
    for name in (DB, COPY, "clean/member_register.csv", "clean/checks.html"):
        spoil(name)(place)
    texts.append(_whole(place))
    assert [value for value in values for text in texts if value in text] == []


def _whole(place: Place) -> str:
    from reconcile.commands.doctor import lines

    say, seen = examine(place.settings)
    return "\n".join(lines(seen, say))


def test_a_database(place: Place, postgres: sa.URL | None, monkeypatch: pytest.MonkeyPatch) -> None:
    url = database(postgres)
    monkeypatch.setenv(URL, url.render_as_string(hide_password=False))
    assert "a disparu" in told(found(place), "store")[1], "an empty one under a register"
    (place.clean / "manifest.json").unlink()
    assert "sa copie est encore là" in told(found(place), "store")[1], "of the store before"
    (place.root / COPY).unlink()
    assert told(found(place), "store")[:1] == (OK,)
    assert sa.inspect(sa.create_engine(url)).get_table_names() == [], "it made tables"
    Store(url)
    config, say = load(place.settings), words("fr")
    with alone(config, say):
        assert "depuis « " in found(place)["store"][-1].sentence
    secret = url.set(database="none_such", username="eve", password="s3cret", host="127.0.0.1")
    monkeypatch.setenv(URL, secret.render_as_string(hide_password=False))
    sign, says, _ = told(found(place), "store")
    assert (sign, "ne répond pas" in says, "s3cret" in says) == (FAULT, True, False)
