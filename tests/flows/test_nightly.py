"""The flow on tiny stages, against a Prefect server of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from prefect.states import Completed, Crashed, Running, Scheduled

from flows import nightly, service, stages
from flows.sweep import killed, sweep
from reconcile.config import PARIS, Service
from reconcile.nights.outcome import DONE, HELD, Outcome
from reconcile.results import Step
from reconcile.words import words
from tests.flows.runs import CONFIG, artifacts, last_run, outcome, task_names


def test_each_stage_is_a_task_of_its_name(client, config, night, capsys) -> None:
    done: list[str] = []
    named = {name: lambda name=name: done.append(name) for name in ("read", "match", "publish")}
    night(named, outcome())
    assert nightly.run(config) == DONE
    assert capsys.readouterr().out == "Tout va bien.\n"
    assert done == ["read", "match", "publish"]
    run = last_run(client)
    assert task_names(client, run, 3) == ["read", "match", "publish"]
    assert run.name == "2 lignes → 2 adhérents, rien à répondre"
    assert run.state_name == "Completed"
    assert run.state is not None and run.state.message == "Deux adhérents"
    assert run.parameters == {"config": str(config)}


def test_keys_that_a_person_confirms_are_handed_on(client, config, monkeypatch) -> None:
    given: list[Any] = []

    def tiny(path: Path, validate: Any, step: Step, accept: Any = ()) -> Outcome:
        given.append(list(accept))
        return outcome()

    monkeypatch.setattr(stages, "run_night", tiny)
    monkeypatch.setattr(stages, "beside", lambda: nullcontext(None))
    nightly.run(config, accept=["A-2345-X"])
    nightly.run(config)
    assert given == [["A-2345-X"], []]


def test_the_summary_and_the_problems_are_artifacts(client, config, night) -> None:
    night({}, outcome())
    nightly.run(config)
    found = artifacts(client, last_run(client))
    assert found["summary"] == "# Deux adhérents\n\nTout va bien."
    table = found["problems"]
    assert (json.loads(table) if isinstance(table, str) else table) == [
        {
            "Fichier": "nord/liste.xlsx",
            "Feuille": "Membres",
            "Cellule": "C12",
            "Problème": "Ce SIRET n'existe pas.",
            "Que faire": "Recopiez-le depuis l'extrait Kbis.",
        }
    ]


def test_every_check_is_an_artifact_in_numbers_alone(client, config, night) -> None:
    counts = {"n_checked": 52, "n_failed": 1}
    check = {"suite": "records", "expectation": "siret_check", "severity": "warning", **counts}
    night({}, replace(outcome(), checks=[check]))
    nightly.run(config)
    table = artifacts(client, last_run(client))["checks"]
    assert (json.loads(table) if isinstance(table, str) else table) == [
        {
            "Suite": "records",
            "Contrôle": "siret_check",
            "Gravité": "warning",
            "Lignes regardées": 52,
            "Constats": 1,
        }
    ]


def test_a_register_held_back_shows_and_gives_3(client, config, night) -> None:
    config.write_text(CONFIG.format(language="en"), encoding="utf-8")
    night({}, outcome(HELD))
    assert nightly.run(config) == 3
    run = last_run(client)
    assert run.state_name == "Stopped: needs a person"
    assert run.state is not None and run.state.is_failed()
    assert run.state.message is not None and run.state.message.startswith("The register was NOT")


class Stumbling:
    """A stage that raises an error the first times it is called."""

    def __init__(self, error: Exception, times: int) -> None:
        self.error, self.times, self.calls = error, times, 0

    def __call__(self) -> None:
        self.calls += 1
        if self.calls <= self.times:
            raise self.error


def test_reading_is_tried_again_where_the_disk_was_at_fault(client, config, night) -> None:
    read = Stumbling(OSError("busy"), times=2)
    night({"read": read}, outcome())
    assert nightly.run(config) == DONE
    assert read.calls == 3


@pytest.mark.parametrize(
    ("name", "error"), [("read", ValueError("no")), ("publish", OSError("busy"))]
)
def test_nothing_else_is_tried_again(client, config, night, name, error) -> None:
    stage = Stumbling(error, times=1)
    night({name: stage}, outcome())
    with pytest.raises(type(error), match=str(error)):
        nightly.run(config)
    assert stage.calls == 1
    run = last_run(client)
    assert run.state_name == "Failed"
    assert run.name.startswith(f"échec de la nuit du {datetime.now(PARIS).date().isoformat()}, ")


def test_the_command_may_watch_the_stages(client, config, night) -> None:
    seen: list[str] = []

    def watch(name: str, stage: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        seen.append(name)
        return stage(*args, **kwargs)

    night({"read": lambda: None, "match": lambda: None}, outcome())
    nightly.run(config, watch)
    nightly.run(config)
    assert seen == ["read", "match"]


def test_a_stage_gets_and_gives_tables_untouched(client, config, monkeypatch) -> None:
    table = pd.DataFrame({"name": ["Atelier Nord"], "phones": [["04 65 71 00 00"]]})
    given: list[pd.DataFrame] = []

    def tiny(path: Path, validate: Any, step: Step) -> Outcome:
        given.append(step("match", lambda frame, *, copy: frame, table, copy=False))
        return outcome()

    monkeypatch.setattr(stages, "run_night", tiny)
    monkeypatch.setattr(stages, "beside", lambda: nullcontext(None))
    nightly.run(config)
    assert given[0] is table


def test_the_night_is_at_three_in_paris(client, config) -> None:
    made = nightly.nightly.to_deployment(
        "three", schedule=service.at(Service()), parameters={"config": str(config)}
    ).apply()
    kept = client.read_deployment(made).schedules[0].schedule
    assert (kept.cron, kept.timezone) == ("0 3 * * *", "Europe/Paris")


def test_what_was_killed_or_missed_is_made_up_for_once(client, config) -> None:
    parameters = {"config": str(config)}
    made = nightly.nightly.to_deployment("swept", parameters=parameters).apply()
    now = datetime.now(UTC)
    states = [
        Scheduled(scheduled_time=now),
        Scheduled(scheduled_time=now - timedelta(days=2)),
        Scheduled(scheduled_time=now - timedelta(days=1)),
        Scheduled(scheduled_time=now + timedelta(days=1)),
    ]
    begun = [client.create_flow_run_from_deployment(made, state=state) for state in states]
    client.set_flow_run_state(begun[0].id, Running(), force=True)

    sweep("swept", parameters, words("fr"))

    after = [client.read_flow_run(run.id) for run in begun]
    assert [one.state_name for one in after] == ["Crashed", "Cancelled", "Cancelled", "Scheduled"]
    assert after[0].name.startswith("arrêtée en cours de route : nuit du ")
    assert after[1].name.startswith("nuit manquée du ")
    assert after[3].name == begun[3].name
    of_it = [run for run in client.read_flow_runs() if run.deployment_id == made]
    new = [run for run in of_it if run.id not in {one.id for one in begun}]
    assert [(run.parameters, run.state_name) for run in new] == [(parameters, "Scheduled")]


def test_a_tidy_start_asks_for_no_run(client, config) -> None:
    made = nightly.nightly.to_deployment("tidy", parameters={"config": str(config)}).apply()
    sweep("tidy", {"config": str(config)}, words("fr"))
    assert [run for run in client.read_flow_runs() if run.deployment_id == made] == []


def test_a_last_run_that_was_killed_is_made_up_for(client, config) -> None:
    parameters = {"config": str(config)}
    made = nightly.nightly.to_deployment("killed", parameters=parameters).apply()
    for ended in (Crashed(), Completed(), Crashed()):
        assert not killed("killed")
        run = client.create_flow_run_from_deployment(made)
        client.set_flow_run_state(run.id, Running(), force=True)
        assert not killed("killed"), "another is under way"
        client.set_flow_run_state(run.id, ended, force=True)
        assert killed("killed") == (ended.name == "Crashed")
        sweep("killed", parameters, words("fr"))
        new = [run for run in client.read_flow_runs() if run.deployment_id == made]
        waiting = [run.id for run in new if run.state_name == "Scheduled"]
        assert len(waiting) == (ended.name == "Crashed")
        for one in waiting:
            client.set_flow_run_state(one, Completed(), force=True)
