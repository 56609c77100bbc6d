"""Two runs at once on one store: the second says so in a sentence, and does nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from reconcile.config import Config, load
from reconcile.errors import NoInput
from reconcile.memory.alone import Busy, alone
from reconcile.words import words
from tests.places import Place
from tests.stores import database

SAY = words("fr")


def config(root: Path, url: sa.URL | None = None) -> Config:
    (root / "raw").mkdir(parents=True)
    made = load(Place(root).settings)
    if url is None:
        return made
    text = SecretStr(url.render_as_string(hide_password=False))
    return made.model_copy(update={"store": made.store.model_copy(update={"url": text})})


def test_two_runs_in_one_folder(tmp_path: Path) -> None:
    own = config(tmp_path)
    with alone(own, SAY), pytest.raises(Busy, match="Une autre"), alone(own, SAY):
        pass
    with alone(own, SAY):
        pass


def test_two_machines_on_one_database(tmp_path: Path, postgres: sa.URL | None) -> None:
    url = database(postgres)
    here, there = (config(tmp_path / name, url) for name in ("here", "there"))
    with alone(here, SAY), pytest.raises(Busy, match="depuis « "), alone(there, SAY):
        pass
    with alone(there, SAY):
        pass


def test_a_database_that_does_not_answer(tmp_path: Path, postgres: sa.URL | None) -> None:
    url = database(postgres).set(database="none_such")
    with pytest.raises(NoInput, match="ne répond pas"), alone(config(tmp_path, url), SAY):
        pass
