"""Settings beside what is said of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reconcile.config import ConfigError, load

GOOD = '[clubs.nord]\nname = "Nord"\n'


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "reconcile.toml").write_text(f'merged_on = 2027-01-01\n{GOOD}[paths]\nraw = "in"\n')
    config = load(tmp_path / "reconcile.toml")
    assert config.paths.raw == tmp_path / "in"
    assert config.paths.clean == tmp_path / "data" / "clean"
    assert config.merged_on == date(2027, 1, 1)
    assert config.club_of("NÔRD ") == "nord"
    assert config.club_of("sud") is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f'language = "de"\n{GOOD}', "language: « de » n'est pas possible ici"),
        (f'merged_on = "bientôt"\n{GOOD}', "merged_on: « bientôt » n'est pas une date"),
        (f"colour = 1\n{GOOD}", "colour: ce réglage n'existe pas"),
        ("", "clubs: ce réglage manque"),
        ("[clubs]\n", "clubs: il faut au moins un club"),
        ('[clubs.nord]\nname = ""\n', "clubs.nord.name: il faut un texte"),
        ('[clubs.Nouveaux]\nname = "N"\n', "clubs: « Nouveaux » est un nom réservé"),
        (f'{GOOD}[clubs.Nord]\nname = "N"\n', "clubs: deux clubs ont le même nom de dossier"),
        (f"{GOOD}[matching]\nwrong_merge = 0\n", "matching.wrong_merge: « 0 » est trop petit"),
        (f"{GOOD}[paths]\nraw = 3\n", "paths.raw: « 3 » n'est pas un dossier"),
        (f'language = "en"\ncolour = 1\n{GOOD}', "colour: there is no such setting"),
        ("clubs = [", "la fin manque"),
        (f'{GOOD}[notice]\nmail = "a@b.fr"\n', "notice: « mail » et « smtp » vont ensemble"),
        (f'{GOOD}[notice]\nmail = ["a@b.fr", "c"]\n', "notice.mail.1: « c » n'est pas une adresse"),
        (f'{GOOD}[notice]\nsmtp = "mail.fr"\n', "notice.smtp: écrivez smtp://nom@serveur:587"),
        (
            f'{GOOD}[notice]\nsmtp = "smtp://a:0é@b:587"\n',
            "notice.smtp: le mot de passe ne s'écrit",
        ),
        (f'{GOOD}[notice]\nwebhook = "b.fr/0é"\n', "notice.webhook: il faut une adresse"),
        (
            f'{GOOD}[notice]\non = ["all"]\n',
            "notice.on.0: « all » n'est pas possible ici. "
            "Valeurs possibles : stopped, failed, answers.",
        ),
    ],
)
def test_a_mistake_is_told_with_its_key(tmp_path: Path, text: str, told: str) -> None:
    settings = tmp_path / "reconcile.toml"
    settings.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(settings)
    assert "reconcile.toml" in str(caught.value)
    assert told in str(caught.value)
    assert "0é" not in str(caught.value), "a secret"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b'language = "en"\nmerged_on = soon\n', "line 2: this line cannot be read"),
        (b'# language = "en"\nmerged_on = soon\n', "ligne 2 : cette ligne ne se lit pas"),
        (b'language = "en"\nlanguage = "fr"\n', "each setting once"),
        (b'language = "en"\nfolder = "unended', "reconcile.toml: its end is missing"),
        (b"language = 'en'\n# caf\xe9\n", "is not saved as UTF-8"),
        (b'language = "en"\n', "clubs: this setting is missing"),
        (b'\xef\xbb\xbflanguage = "en"\n', "clubs: this setting is missing"),
    ],
)
def test_settings_that_cannot_be_read_are_told_in_their_own_language(
    tmp_path: Path, text: bytes, told: str
) -> None:
    settings = tmp_path / "reconcile.toml"
    settings.write_bytes(text)
    with pytest.raises(ConfigError) as caught:
        load(settings)
    assert told in str(caught.value) and str(settings) in str(caught.value)


def test_whom_to_tell(tmp_path: Path) -> None:
    own = 'mail = "a@b.fr"\nsmtp = "smtps://a@b.fr@s.fr"\npassword_file = "in/pw"\nwebhook = "https://s.fr/x"'
    (tmp_path / "reconcile.toml").write_text(f"{GOOD}[notice]\n{own}\n", encoding="utf-8")
    notice = load(tmp_path / "reconcile.toml").notice
    assert (notice.mail, notice.smtp) == (("a@b.fr",), "smtps://a@b.fr@s.fr")
    assert notice.password_file == tmp_path / "in" / "pw"
    assert notice.on == ("stopped", "failed", "answers")
    assert "s.fr/x" not in repr(notice) + str(notice.webhook), "the address is a secret"
