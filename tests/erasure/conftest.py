"""A place with a person in both clubs, before and after she is erased."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.erasure.erased import erased, made
from tests.places import Place, copied


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return copied(made, tmp_path)


@pytest.fixture
def gone(tmp_path: Path) -> Place:
    """The same place after the erasure."""
    return copied(erased, tmp_path)
