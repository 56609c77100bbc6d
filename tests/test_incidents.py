"""What befell while no run was looking is told by the next one, which makes up for it."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from reconcile.nights.incidents import UNDER_WAY
from reconcile.nights.night import run_night
from reconcile.nights.outcome import DONE
from reconcile.results import Findings
from tests.places import TODAY, Place, unchecked
from tests.test_editions import firm, save


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path)
    save(made, "technopole42/membres.xlsx", Membres=[firm(nth) for nth in range(4)])
    assert made.run().exit_status == DONE
    return made


def told(place: Place, day: date = TODAY) -> str:
    """The sentences of the problems of a run on `day`."""
    assert run_night(place.settings, unchecked, today=day).exit_status == DONE
    return " ".join(place.sheet("Problèmes", "cure")["sentence"].dropna())


def test_nothing_befell(place: Place) -> None:
    said = told(place)
    assert not any(word in said for word in ("n'a pas pu finir", "disparu", "horloge"))
    assert not (place.root / "state" / UNDER_WAY).exists()


@pytest.mark.parametrize(
    ("note", "moment"),
    [(json.dumps({"began": "2026-11-22T03:00:05+01:00"}), "22/11/2026 à 03:00"), ("", "à")],
    ids=["whole", "cut off itself"],
)
def test_a_run_that_was_cut_off(place: Place, note: str, moment: str) -> None:
    (place.root / "state" / UNDER_WAY).write_text(note)
    assert f"{moment} " in told(place).partition("n'a pas pu finir")[0]
    assert "n'a pas pu finir" not in told(place), "once"


def test_outputs_emptied_by_hand(place: Place) -> None:
    before = place.register()
    shutil.rmtree(place.clean)
    assert "avaient disparu" in told(place)
    assert place.register()["member_id"].to_list() == before["member_id"].to_list()
    assert "avaient disparu" not in told(place)


def test_a_clock_that_went_back(place: Place) -> None:
    said = told(place, date(2026, 1, 2))
    assert "daté du 22/11/2026" in said and "dit 02/01/2026" in said
    assert place.register()["member_id"].to_list() == [f"M-{nth:04d}" for nth in range(1, 5)]


def test_a_run_that_was_cut_off_is_told_by_the_first_that_goes_through(place: Place) -> None:
    note = place.root / "state" / UNDER_WAY
    note.write_text(json.dumps({"began": "2026-11-22T03:00:05+01:00"}))

    def fails(*_: object) -> Findings:
        raise OSError("the disk")

    with pytest.raises(OSError, match="the disk"):
        place.run(fails)
    assert "22/11/2026 à 03:00" in told(place)
