"""What a run's name, state, log and artifacts say of it, and that none says a value of a cell."""

from __future__ import annotations

import errno
import json
import time
from dataclasses import replace
from typing import Any

import pytest
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import LogFilter, LogFilterFlowRunId
from prefect.client.schemas.objects import FlowRun

from flows import nightly
from flows.telling import reason, where
from reconcile.errors import NoInput
from reconcile.nights.outcome import HELD
from reconcile.words import words
from tests.flows.runs import artifacts, last_run, outcome

SECRET = "Camille Berthier 06 39 98 00 01"


def table(data: Any) -> Any:
    return json.loads(data) if isinstance(data, str) else data


def log(client: SyncPrefectClient, run: FlowRun, wanted: str) -> str:
    """The log of a run, once `wanted` is in it: it is sent a little later."""
    only = LogFilter(flow_run_id=LogFilterFlowRunId(any_=[run.id]))
    end = time.monotonic() + 30
    text = ""
    while wanted not in text and time.monotonic() < end:
        time.sleep(0.5)
        text = "\n".join(line.message for line in client.read_logs(only))
    return text


def all_that_is_known(client: SyncPrefectClient, run: FlowRun) -> str:
    """A run, its tasks, states and artifacts as the page may show them."""
    asked = {"flow_runs": {"id": {"any_": [str(run.id)]}}}
    found = [client.request("GET", f"/flow_runs/{run.id}").text]
    kinds = ("artifacts", "task_runs")
    found += [client.request("POST", f"/{kind}/filter", json=asked).text for kind in kinds]
    of_run = {"flow_run_id": str(run.id)}
    found.append(client.request("GET", "/flow_run_states/", params=of_run).text)
    return "\n".join(found)


def fails(error: Exception) -> Any:
    def stage() -> None:
        raise error

    return stage


def test_our_own_refusal_is_the_reason_in_its_own_words(client, config, night) -> None:
    night({"read": fails(NoInput("Aucune liste dans data/raw."))}, outcome())
    with pytest.raises(NoInput):
        nightly.run(config)
    run = last_run(client)
    assert run.state is not None
    assert (run.state_name, run.state.message) == ("Failed", "Aucune liste dans data/raw.")
    assert artifacts(client, run)["summary"].split("\n\n")[1] == "Aucune liste dans data/raw."
    assert "Traceback" not in log(client, run, "Aucune liste")


@pytest.mark.parametrize("inside", ["match", None], ids=["in a stage", "between stages"])
def test_any_other_error_is_a_plain_sentence_and_its_place_in_the_log(
    client, config, night, monkeypatch, inside
) -> None:
    error = ValueError(f"could not read '{SECRET}'")
    if inside:
        night({inside: fails(error)}, outcome())
    else:
        night({}, outcome())
        monkeypatch.setattr("flows.stages.show", lambda *_: fails(error)())
    with pytest.raises(ValueError, match=SECRET):
        nightly.run(config)
    run = last_run(client)
    assert run.state is not None and run.state.message is not None
    assert run.state.message.startswith("Une erreur imprévue du programme (ValueError) a arrêté")
    told = log(client, run, "raise error")
    assert "tests/flows/test_telling.py" in told.replace("\\", "/")
    assert SECRET not in told + all_that_is_known(client, run)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "Le disque est plein"),
        (OSError(errno.ENOSPC, "No space left on device", "x.xlsx"), "Le disque est plein"),
        (PermissionError(errno.EACCES, "Permission denied", "x.xlsx"), "d'écrire x.xlsx"),
        (OSError(SECRET), "Une erreur imprévue"),
    ],
)
def test_what_is_told_of_the_disk(error: OSError, told: str) -> None:
    assert told in reason(error, words("fr")) and SECRET not in reason(error, words("fr"))


@pytest.mark.parametrize(
    ("text", "told", "name"),
    [
        ("clubs = 3\n", "contient des erreurs", "échec de la nuit du "),
        ('language = "en"\nclubs =\n', "cannot be read", "failed: night of "),
    ],
)
def test_settings_that_cannot_be_read_are_told(client, tmp_path, text, told, name) -> None:
    settings = tmp_path / "reconcile.toml"
    settings.write_text(text, encoding="utf-8")
    with pytest.raises(Exception, match=told):
        nightly.run(settings)
    run = last_run(client)
    assert run.state is not None and told in str(run.state.message)
    assert run.name.startswith(name)


def test_a_register_held_back_is_told_in_the_words_of_the_settings(client, config, night) -> None:
    name = "52 + 91 lignes : registre retenu, voir le rapport"
    night({}, replace(outcome(HELD), name=name))
    assert nightly.run(config) == HELD
    run = last_run(client)
    assert run.state is not None
    assert (run.name, run.state_name, run.state.type) == (
        name,
        "Arrêtée : attend une personne",
        "FAILED",
    )
    assert str(run.state.message).startswith("Le registre n'a PAS été remplacé")


def test_the_figures_of_the_last_days_are_an_artifact(client, config, night) -> None:
    rows = [{"Jour": "22/11/2026, 03h01", "Adhérents": 124}, {"Jour": "21/11", "Adhérents": ""}]
    night({}, replace(outcome(), nights=rows))
    nightly.run(config)
    assert table(artifacts(client, last_run(client))["nights"]) == rows


def test_the_workbooks_in_place_are_links_with_their_paths(client, config, night) -> None:
    clean = config.parent / "data" / "clean"
    clean.mkdir(parents=True)
    names = ["match_report.xlsx", "member_register.xlsx", "member_register.csv"]
    manifest = {"run": 1, "files": dict.fromkeys(names, "00")}
    (clean / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    night({}, outcome())
    nightly.run(config)
    found = artifacts(client, last_run(client))
    assert sorted(found) == ["checks", "nights", "problems", "register", "report", "summary"]
    report = clean / "match_report.xlsx"
    assert found["report"] == f"[match_report.xlsx]({report.as_uri()})"
    assert " " not in report.as_uri() and "é t" in str(report), "a link must survive the spaces"
    line = f"**Rapport du matin** [match_report.xlsx]({report.as_uri()}) `{report}`"
    assert line in found["summary"].split("\n\n")
    assert f"`{clean / 'member_register.xlsx'}`" in found["summary"]
    assert "member_register.csv" not in found["summary"]


def test_a_traceback_tells_kinds_and_lines_of_code_alone() -> None:
    try:
        try:
            int(SECRET)
        except ValueError as error:
            raise KeyError(SECRET) from error
    except KeyError as error:
        told = where(error)
        assert reason(error, words("en")).startswith(
            "An unexpected error of the program (KeyError)"
        )
    assert SECRET not in told
    assert told.index("ValueError") < told.index("KeyError")
    assert told.count("test_telling.py") == 2


def test_a_file_that_the_disk_refuses_is_told_by_its_name() -> None:
    error = PermissionError(13, "Permission denied", "liste.xlsx")
    assert reason(error, words("en")).startswith("liste.xlsx cannot be read or written (Permission")
    assert "OSError" in reason(OSError(SECRET), words("en"))
    assert SECRET not in reason(OSError(SECRET), words("en"))


def test_a_night_that_is_stopped_on_its_way_says_so(client, config, night) -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    night({"match": stopped}, outcome())
    with pytest.raises(KeyboardInterrupt):
        nightly.run(config)
    run = last_run(client)
    assert run.state_name == "Crashed"
    assert run.name.startswith("arrêtée en cours de route : nuit du ")
