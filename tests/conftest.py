"""Whole nights on the sample data, for the tests that need one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pandas as pd
import pytest
import sqlalchemy as sa

from tests.factory import write_samples
from tests.places import Place
from tests.stores import database, server


@pytest.fixture(scope="session")
def truth(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    return write_samples(tmp_path_factory.mktemp("truth"))


@pytest.fixture(scope="session")
def first_night(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("first é night"))
    write_samples(place.root / "raw")
    assert place.run().exit_status == 0
    return place


@pytest.fixture
def place(first_night: Place, tmp_path: Path) -> Place:
    """The first night, to go on from."""
    copytree(first_night.root, tmp_path, dirs_exist_ok=True)
    return Place(tmp_path)


@pytest.fixture(scope="session")
def postgres() -> Iterator[sa.URL | None]:
    with server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def store_place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | sa.URL:
    """Where a store of each kind may be made."""
    if request.param == "sqlite":
        return tmp_path / "register.db"
    return database(request.getfixturevalue("postgres"))
