"""A night sends its notices, and never fails for one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows import nightly, stages
from reconcile.nights.outcome import DONE, HELD
from tests.flows.runs import artifacts, last_run, outcome
from tests.notices.servers import HERE, Mailbox, free_port, mail_server

SECRET = "Camille Berthier"


def with_notice(config: Path, port: int) -> None:
    text = config.read_text(encoding="utf-8")
    own = f'[notice]\nmail = "anna@club.example"\nsmtp = "smtp://{HERE}:{port}"\n'
    config.write_text(text + own, encoding="utf-8")


def fails() -> None:
    raise ValueError(SECRET)


def test_people_are_told_of_what_needs_them(client, config, night) -> None:
    box = Mailbox()
    asks = replace(outcome(), figures={"questions": 6})
    held = replace(outcome(HELD), stopped="A-7K3Q-M", figures={"questions": 6})
    with mail_server(box) as port:
        with_notice(config, port)
        for named, what in (({}, outcome()), ({}, asks), ({}, asks), ({}, held)):
            night(named, what)
            nightly.run(config)
        night({"match": fails}, outcome())
        with pytest.raises(ValueError, match=SECRET):
            nightly.run(config)
    assert [one["Subject"] for one in box.mails] == [
        "6 questions attendent une réponse",
        "Registre retenu : une personne est attendue",
        "La nuit a échoué",
    ]
    assert box.mails[0].get_content().startswith("Tout va bien.")
    assert box.mails[2].get_content().startswith("Une erreur imprévue du programme (ValueError)")
    assert SECRET not in box.mails[2].get_content()


def test_a_notice_that_cannot_be_sent_is_told_and_fails_nothing(
    client, config, night, capsys
) -> None:
    with_notice(config, free_port())
    night({}, replace(outcome(), figures={"questions": 6}))
    assert nightly.run(config) == DONE
    told = "Un avis (courriel) n'a pas pu être envoyé : ConnectionRefusedError."
    assert told in capsys.readouterr().out
    run = last_run(client)
    assert told in artifacts(client, run)["summary"]
    assert run.state_name == "Completed"


def test_who_runs_a_night_at_a_terminal_is_not_written_to(
    client, config, night, monkeypatch
) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

        def __getattr__(self, name: str) -> Any:
            return getattr(__import__("sys").__stderr__, name)

    box = Mailbox()
    with mail_server(box) as port:
        with_notice(config, port)
        night({}, replace(outcome(), figures={"questions": 6}))
        monkeypatch.setattr(stages.sys, "stderr", Terminal())
        nightly.run(config)
    assert box.mails == []
