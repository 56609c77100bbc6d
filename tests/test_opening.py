"""Which store a place has, and who may run on it: all that goes wrong is told in words."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree, rmtree

import pandas as pd
import pytest
import sqlalchemy as sa

from reconcile.commands.deciding import bring_in
from reconcile.config import load
from reconcile.errors import Stop
from reconcile.memory import opening
from reconcile.memory.opening import MACHINE, URL
from reconcile.words import words
from tests.places import Place

SAY = words("fr")


def test_a_copied_folder_is_asked_about_on_another_machine(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MACHINE, "the other one")
    before = (place.clean / "match_report.xlsx").read_bytes()
    with pytest.raises(Stop, match=r"pas sur « the other one ».*reconcile run --take-over"):
        place.run()
    assert (place.clean / "match_report.xlsx").read_bytes() == before
    opening.take_over(opening.recall(load(place.settings), SAY)[0])
    assert place.run().exit_status == 0
    monkeypatch.delenv(MACHINE)
    with pytest.raises(Stop, match="reconcile run --take-over"):
        place.run()


def test_two_machines_of_one_name_are_told_apart(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = opening.machine()
    monkeypatch.setattr(opening, "machine", lambda: {**here, "id": "beef" * 4})
    with pytest.raises(Stop, match=rf"« {here['name']} \({here['id'][:4]}\) ».*\(beef\) »"):
        opening.refuse_others(*opening.recall(load(place.settings), SAY), SAY)


def test_a_folder_moved_on_one_machine_goes_on(place: Place, tmp_path: Path) -> None:
    (tmp_path / "moved").mkdir()
    moved = Place(tmp_path / "moved")
    for name in ("raw", "clean", "state"):
        copytree(place.root / name, moved.root / name)
    opening.refuse_others(*opening.recall(load(moved.settings), SAY), SAY)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://anna:s3cret@localhost/club", "n'est pas l'adresse"),
        ("postgresql://anna:s3cret@localhost:no/club", "n'est pas l'adresse"),
        ("s3cret", "n'est pas l'adresse"),
        ("postgresql://anna:s3cret@127.0.0.1:1/club", "ne répond pas|pilote"),
    ],
)
def test_no_password_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, told: str
) -> None:
    place = Place(tmp_path)
    monkeypatch.setenv(URL, url)
    with pytest.raises(Stop, match=told) as caught:
        place.run()
    error: BaseException | None = caught.value
    while error is not None:
        assert "s3cret" not in repr(error)
        error = error.__cause__
    text = place.settings.read_text(encoding="utf-8") + f'[store]\nurl = "{url}"\n'
    place.settings.write_text(text, encoding="utf-8")
    assert "s3cret" not in repr(load(place.settings))


def test_a_store_of_a_newer_program_is_told(tmp_path: Path) -> None:
    place = Place(tmp_path)
    store = opening.open_store(load(place.settings), SAY)
    with store.engine.begin() as db:
        db.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Stop, match="version plus récente"):
        place.run()


def test_an_emptied_store_beside_outputs_stops(place: Place) -> None:
    (place.root / "state" / "register.db").write_bytes(b"")
    with pytest.raises(Stop, match=r"decisions --import"):
        place.run()


@pytest.mark.parametrize("where", [0.0, 0.5, 1.0])
def test_a_damaged_store_stops_and_the_copy_brings_all_back(place: Place, where: float) -> None:
    """Also where a page is damaged that no run would read before it writes."""
    file, register = place.root / "state" / "register.db", place.register()
    whole = file.read_bytes()
    at = min(int(where * len(whole)), len(whole) - 4096)
    file.write_bytes(whole[:at] + bytes(4096) + whole[at + 4096 :])
    copy = place.root / "state" / "decisions.xlsx"
    for do in (place.run, lambda: bring_in(place.settings, copy)):
        with pytest.raises(Stop, match=r"abîmée.* déplacez register.db .*--import .*decisions"):
            do()
    file.rename(place.root / "elsewhere.db")
    assert "rétablie" in bring_in(place.settings, copy)
    assert place.run().exit_status == 0
    pd.testing.assert_frame_equal(place.register(), register)


def test_nights_on_postgresql(
    tmp_path: Path, postgres: sa.URL | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.factory import write_samples
    from tests.stores import database

    url = database(postgres).render_as_string(hide_password=False)
    place = Place(tmp_path)
    write_samples(place.root / "raw")
    monkeypatch.setenv(URL, url)
    assert place.run().exit_status == 0
    first = place.register()
    assert place.run().exit_status == 0
    assert place.register()["member_id"].to_list() == first["member_id"].to_list()
    assert not (place.root / "state" / "register.db").exists()


@pytest.mark.parametrize("what", ["emptied", "manifest"])
def test_with_the_outputs_gone_too_the_copy_is_not_written_over(place: Place, what: str) -> None:
    register, copy = place.register(), place.root / "state" / "decisions.xlsx"
    known = copy.read_bytes()
    (place.root / "state" / "register.db").unlink()
    if what == "emptied":
        rmtree(place.clean)
    else:
        (place.clean / "manifest.json").unlink()
    with pytest.raises(Stop, match=r"sa copie est encore là.*decisions --import"):
        place.run()
    assert copy.read_bytes() == known
    assert "rétablie" in bring_in(place.settings, copy)
    assert place.run().exit_status == 0
    assert place.register()["member_id"].to_list() == register["member_id"].to_list()
