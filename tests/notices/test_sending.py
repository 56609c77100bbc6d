"""Notices against real servers on this machine: what arrives, and what is told where none does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reconcile.notices import sending
from reconcile.notices.sending import NotSent, send
from reconcile.whom import PASSWORD as VARIABLE
from reconcile.whom import Notice
from reconcile.words import words
from tests.notices.servers import (
    HERE,
    PASSWORD,
    USER,
    Mailbox,
    certificate,
    free_port,
    mail_server,
    web_server,
)

SUBJECT, TEXT = "Registre retenu : à voir", "52 + 91 lignes → é\n\n" + "long " * 60 + "\n"
FR = words("fr")


@pytest.fixture(autouse=True)
def _no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


def notice(port: int, user: str = "", scheme: str = "smtp", **more: Any) -> Notice:
    smtp = f"{scheme}://{user and user + '@'}{HERE}:{port}"
    return Notice(mail=("anna@club.example", "bruno@club.example"), smtp=smtp, **more)


def test_a_mail_arrives_as_it_was_written() -> None:
    box = Mailbox()
    with mail_server(box) as port:
        send("mail", notice(port), SUBJECT, TEXT, FR)
    (mail,) = box.mails
    assert mail["Subject"] == SUBJECT
    assert mail["To"] == "anna@club.example, bruno@club.example"
    assert mail["From"] == "anna@club.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content().replace("\r\n", "\n") == TEXT


def test_the_sender_is_who_is_set_else_who_logs_in(tmp_path: Path) -> None:
    box = Mailbox()
    with mail_server(box, authenticator=box.check, auth_require_tls=False) as port:
        (tmp_path / "password").write_text(PASSWORD + "\n", encoding="utf-8")
        known = {"password_file": tmp_path / "password"}
        one = notice(port, USER, **known)
        send("mail", one.model_copy(update={"mail": ("bruno@club.example",)}), SUBJECT, TEXT, FR)
        send("mail", notice(port, USER, sender="registre@club.example", **known), "s", TEXT, FR)
    assert [mail["From"] for mail in box.mails] == [USER, "registre@club.example"]
    assert box.passwords == [PASSWORD, PASSWORD]


@pytest.mark.parametrize("password", [PASSWORD, "plain"], ids=["accents", "plain"])
@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_password_travels_encrypted(tmp_path, monkeypatch, scheme, password) -> None:
    path, context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    monkeypatch.setenv(VARIABLE, password)
    box = Mailbox(password=password)
    tls = {"ssl_context": context} if scheme == "smtps" else {"tls_context": context}
    more = {"auth_require_tls": False} if scheme == "smtps" else {"require_starttls": True}
    with mail_server(box, authenticator=box.check, **tls, **more) as port:
        send("mail", notice(port, USER, scheme), SUBJECT, TEXT, FR)
    assert box.encrypted == [True]
    assert box.passwords == [password]


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_server_that_nobody_vouches_for_gets_nothing(tmp_path, monkeypatch, scheme) -> None:
    _, context = certificate(tmp_path)
    monkeypatch.setenv(VARIABLE, PASSWORD)
    box = Mailbox()
    tls = {"ssl_context": context} if scheme == "smtps" else {"tls_context": context}
    with mail_server(box, authenticator=box.check, **tls) as port, pytest.raises(NotSent) as why:
        send("mail", notice(port, USER, scheme), SUBJECT, TEXT, FR)
    assert "SSLCertVerificationError" in str(why.value)
    assert box.mails == box.passwords == []


def test_a_password_is_not_sent_in_the_clear(monkeypatch) -> None:
    monkeypatch.setattr(sending, "_HERE", ())
    monkeypatch.setenv(VARIABLE, PASSWORD)
    box = Mailbox()
    with (
        mail_server(box, authenticator=box.check, auth_require_tls=False) as port,
        pytest.raises(NotSent, match="le mot de passe partirait en clair"),
    ):
        send("mail", notice(port, USER), SUBJECT, TEXT, FR)
    assert box.mails == box.passwords == []


@pytest.mark.parametrize(
    ("password", "box", "told"),
    [
        ("wrong", Mailbox(), "SMTPAuthenticationError 535"),
        (PASSWORD, Mailbox(refuse="550"), "SMTPRecipientsRefused"),
        (None, Mailbox(), f"dans la variable {VARIABLE}"),
    ],
)
def test_why_a_mail_was_refused_is_told_without_secrets(monkeypatch, password, box, told) -> None:
    if password:
        monkeypatch.setenv(VARIABLE, password)
    with (
        mail_server(box, authenticator=box.check, auth_require_tls=False) as port,
        pytest.raises(NotSent) as why,
    ):
        send("mail", notice(port, USER), SUBJECT, TEXT, FR)
    assert told in str(why.value)
    secrets = ("wrong", PASSWORD, "@club.example")
    assert [one for one in secrets if one in str(why.value)] == []
    assert why.value.__context__ is None or why.value.__suppress_context__


def test_a_file_of_the_password_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    box = Mailbox()
    gone = {"password_file": tmp_path / "gone"}
    with (
        mail_server(box, authenticator=box.check, auth_require_tls=False) as port,
        pytest.raises(NotSent, match="gone, où doit se trouver le mot de passe"),
    ):
        send("mail", notice(port, USER, **gone), SUBJECT, TEXT, FR)


def test_no_server_at_all_is_told(monkeypatch) -> None:
    with pytest.raises(NotSent, match=r"courriel.* ConnectionRefusedError"):
        send("mail", notice(free_port()), SUBJECT, TEXT, FR)


def test_a_web_address_gets_the_text_as_json() -> None:
    with web_server() as (address, posted):
        send("webhook", Notice(webhook=f"{address}/hook"), SUBJECT, TEXT, FR)
    assert posted == [("/hook", "application/json", {"text": f"{SUBJECT}\n\n{TEXT}"})]


def test_a_web_address_that_refuses_is_told_but_not_named() -> None:
    with web_server(status=403) as (address, _), pytest.raises(NotSent) as why:
        send("webhook", Notice(webhook=f"{address}/secret-hook"), SUBJECT, TEXT, FR)
    assert "HTTPError 403" in str(why.value)
    assert "secret-hook" not in str(why.value) and HERE not in str(why.value)
