"""Files whose names are no UTF-8, as old ZIPs leave them: they are read under the name meant."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reconcile.config import name_below
from reconcile.nights.outcome import DONE
from tests.places import Place
from tests.test_editions import firm, names, save

LATIN: bytes = "adhérents.xlsx".encode("latin-1")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Réunion/liste à jour 😀.csv".encode(), "Réunion/liste à jour 😀.csv"),
        ("Réunion/".encode() + LATIN, "Réunion/adhérents.xlsx"),
        (b"\x81.csv", "\N{REPLACEMENT CHARACTER}.csv"),
    ],
)
def test_the_name_that_is_meant(tmp_path: Path, name: bytes, meant: str) -> None:
    assert name_below(tmp_path / os.fsdecode(name), tmp_path) == meant


def test_a_list_of_such_a_name_is_read_beside_others(tmp_path: Path) -> None:
    place = Place(tmp_path)
    save(place, "technopole42/liste.xlsx", Liste=[firm(0), firm(1)])
    path = save(place, "rezames/x.xlsx", Liste=[firm(2), firm(3)])
    twin = save(place, "rezames/adhérents.xlsx", Liste=[firm(4), firm(5)])
    try:
        path.rename(path.with_name(os.fsdecode(LATIN)))
    except OSError:
        pytest.skip("this system takes no such name")
    (tmp_path / "raw" / os.fsdecode(b"caf\xe9")).mkdir()
    reviews = tmp_path / "raw" / "reviews"
    reviews.mkdir()
    (reviews / os.fsdecode(b"Zo\xe9.xlsx")).write_bytes(b"")
    for _ in range(2):
        assert place.run().exit_status == DONE
        assert len(names(place)) == 6
    told = set(place.sheet("Fichiers lus", "file")["file"])
    assert {"rezames/adhérents.xlsx", "rezames/adhérents.xlsx~"} <= told
    assert twin.exists()
