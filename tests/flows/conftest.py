"""Prefect reads its settings when it is imported: they are set here, before any test of flows."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import chdir, nullcontext
from pathlib import Path
from typing import Any

import pytest

from flows.environment import prepare

with chdir(Path.cwd()):
    prepare(Path(tempfile.mkdtemp(prefix="reconcile-tests-")))

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.testing.utilities import prefect_test_harness

from flows import stages
from reconcile.nights.outcome import Outcome
from reconcile.results import Step
from tests.flows.runs import CONFIG
from tests.flows.serving import serving

__all__ = ["serving"]


@pytest.fixture(scope="session")
def client() -> Iterator[SyncPrefectClient]:
    """A client of a server that lives as long as these tests."""
    with prefect_test_harness(server_startup_timeout=90), get_client(sync_client=True) as talking:
        yield talking


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Settings in a folder whose name has a space and an accent."""
    path = tmp_path / "é t" / "reconcile.toml"
    path.parent.mkdir()
    path.write_text(CONFIG.format(language="fr"), encoding="utf-8")
    return path


@pytest.fixture
def night(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Gives a function that puts tiny stages in the place of the real night."""

    def put(named: dict[str, Callable[[], Any]], outcome: Outcome) -> None:
        def tiny(path: Path, validate: Any, step: Step) -> Outcome:
            for name, stage in named.items():
                step(name, stage)
            return outcome

        monkeypatch.setattr(stages, "run_night", tiny)
        monkeypatch.setattr(stages, "beside", lambda: nullcontext(None))
        monkeypatch.setattr(stages, "RETRY_DELAY_S", 0)

    return put
