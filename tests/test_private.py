"""Lists of members are nobody else's business: who may read what a night writes."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from reconcile.nights.outcome import DONE
from tests.places import Place
from tests.test_editions import firm, save

pytestmark = pytest.mark.skipif(os.name == "nt", reason="files have the rights of their folder")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A place whose folders everybody may read, as they come out of an archive."""
    before = os.umask(0o022)
    made = Place(tmp_path)
    save(made, "technopole42/membres.xlsx", Membres=[firm(nth) for nth in range(3)])
    (tmp_path / "clean").mkdir()
    yield made
    os.umask(before)


def rights(place: Place, *folders: str) -> set[int]:
    """The rights of all below the folders, and theirs."""
    found = [place.root / name for name in folders]
    found += [path for folder in tuple(found) for path in folder.rglob("*")]
    return {stat.S_IMODE(path.stat().st_mode) for path in found}


def test_only_its_user_reads_what_a_night_writes(place: Place) -> None:
    for _ in range(2):  # the second fills the archives
        assert place.run().exit_status == DONE
    assert rights(place, "clean", "state") == {0o600, 0o700}
    assert rights(place, "raw") == {0o644, 0o755}, "the lists are staff's own"


def test_a_group_reads_along_where_the_settings_say_so(place: Place) -> None:
    with place.settings.open("a") as file:
        file.write("shared = true\n")
    assert place.run().exit_status == DONE
    assert all(one & 0o040 and not one & 0o007 for one in rights(place, "clean", "state"))
    assert stat.S_IMODE(place.clean.stat().st_mode) == 0o770
