"""The notices of nights, from the settings to what arrives and what is kept."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from reconcile.config import Config, load
from reconcile.notices.telling import KEPT, tell_ended, tell_failed
from reconcile.words import words
from tests.notices.servers import HERE, Mailbox, free_port, mail_server, web_server

BEGIN = date(2026, 11, 2)
FR = words("fr")


def settings(folder: Path, notice: str, language: str = "fr") -> Config:
    path = folder / "reconcile.toml"
    text = f'language = "{language}"\n[clubs.nord]\nname = "Nord"\n[notice]\n{notice}\n'
    path.write_text(text, encoding="utf-8")
    return load(path)


def mail(port: int) -> str:
    return f'mail = "anna@club.example"\nsmtp = "smtp://{HERE}:{port}"'


def test_nothing_is_sent_or_kept_unless_set(tmp_path: Path) -> None:
    config = settings(tmp_path, "")
    assert tell_ended(config, "Résumé.", "stop", 6, BEGIN, FR) == []
    assert tell_failed(config, "Raison.", BEGIN, FR) == []
    assert not (config.paths.state / KEPT).exists()


def test_a_week_of_nights_as_a_person_gets_it(tmp_path: Path) -> None:
    box = Mailbox()
    with mail_server(box) as port:
        config = settings(tmp_path, mail(port))
        for day in range(3):
            tell_ended(config, "Résumé.", "A-7K3Q-M : trop.", 6, BEGIN + timedelta(day), FR)
        tell_failed(config, "Le disque est plein.", BEGIN + timedelta(3), FR)
        tell_ended(config, "Résumé.", "", 6, BEGIN + timedelta(4), FR)
        tell_ended(config, "Résumé.", "", 1, BEGIN + timedelta(5), FR)
        tell_ended(config, "Résumé.", "", 1, BEGIN + timedelta(7), FR)
    assert [one["Subject"] for one in box.mails] == [
        "Registre retenu : une personne est attendue",
        "La nuit a échoué",
        "Une question attend une réponse",
    ]
    text = box.mails[0].get_content().replace("\r\n", "\n")
    assert text == (
        f"Résumé.\n\nRapport : {config.paths.clean / 'match_report.xlsx'}\n\n"
        "Le même avis ne revient pas avant sept jours, sauf si quelque chose change.\n"
    )
    assert box.mails[1].get_content().startswith("Le disque est plein.")
    assert "Rapport" not in box.mails[1].get_content()


def test_a_channel_that_failed_is_tried_again_and_the_other_is_not(tmp_path: Path) -> None:
    port = free_port()
    with web_server() as (address, posted):
        config = settings(tmp_path, f'{mail(port)}\nwebhook = "{address}/"', "en")
        (line,) = tell_ended(config, "Summary.", "", 6, BEGIN, words("en"))
        assert line.startswith("A notice (mail) could not be sent: ConnectionRefusedError")
        box = Mailbox()
        with mail_server(box, port=port):
            assert tell_ended(config, "Summary.", "", 6, BEGIN, words("en")) == []
    assert [one["Subject"] for one in box.mails] == ["6 questions wait for an answer"]
    assert len(posted) == 1


@pytest.mark.parametrize(
    "kept", ["", "[]", '{"mail": 3}', '{"mail": {"answers": {"day": "2026-11-02", "what": "x"}}}']
)
def test_what_was_kept_and_is_damaged_is_begun_anew(tmp_path: Path, kept: str) -> None:
    with web_server() as (address, posted):
        config = settings(tmp_path, f'webhook = "{address}/"')
        config.paths.state.mkdir(parents=True)
        (config.paths.state / KEPT).write_text(kept, encoding="utf-8")
        assert tell_ended(config, "Résumé.", "", 6, BEGIN, FR) == []
    assert len(posted) == 1
    read = json.loads((config.paths.state / KEPT).read_text(encoding="utf-8"))
    assert read == {"webhook": {"answers": {"day": "2026-11-02", "what": 6}}}


def test_of_why_a_night_failed_only_a_digest_is_kept(tmp_path: Path) -> None:
    with web_server() as (address, _):
        config = settings(tmp_path, f'webhook = "{address}/"')
        tell_failed(config, "Le dossier Camille est plein.", BEGIN, FR)
    assert "Camille" not in (config.paths.state / KEPT).read_text(encoding="utf-8")
