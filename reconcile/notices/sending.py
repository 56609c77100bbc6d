"""Sending a notice: by mail through a server of the settings, or as JSON to a web address.

Why one could not be sent is told by the kind of the error and its number: what a server answers
may hold addresses, and an error a password or the web address, which is a secret itself.
"""

from __future__ import annotations

import json
import os
import smtplib
import ssl
from base64 import b64encode
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Final
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

from ..whom import PASSWORD, Notice
from ..words import Words

TIMEOUT_S: Final = 20.0
_ACCEPTED: Final = 235
_HERE: Final = ("localhost", "127.0.0.1", "::1")


class NotSent(Exception):  # noqa: N818 - becomes a line of the summary
    """A notice could not be sent; the message says why, in words."""


def send(channel: str, notice: Notice, subject: str, text: str, say: Words) -> None:
    """Send by "mail" or "webhook"; raises NotSent."""
    try:
        if channel == "mail":
            _mail(notice, subject, text, say)
        else:
            _post(notice, f"{subject}\n\n{text}")
    except NotSent:
        raise
    except Exception as error:
        number = getattr(error, "smtp_code", None) or getattr(error, "code", None) or ""
        why = f"{type(error).__name__} {number}".strip()
        raise NotSent(say("notice.not_sent", how=say(f"notice.{channel}"), why=why)) from None


def _mail(notice: Notice, subject: str, text: str, say: Words) -> None:
    server, user = urlsplit(notice.smtp), ""
    if server.username:
        user = unquote(server.username)
    secure, safe = server.scheme == "smtps", ssl.create_default_context()
    at = (str(server.hostname), server.port or (465 if secure else 587))
    talking = (
        smtplib.SMTP_SSL(*at, timeout=TIMEOUT_S, context=safe)
        if secure
        else smtplib.SMTP(*at, timeout=TIMEOUT_S)
    )
    with talking:
        talking.ehlo()
        if not secure and talking.has_extn("starttls"):
            talking.starttls(context=safe)
            talking.ehlo()
            secure = True
        if user and not secure and server.hostname not in _HERE:
            raise NotSent(say("notice.not_encrypted"))
        if user:
            _log_in(talking, user, _password(notice, say))
        talking.send_message(_message(notice, user, subject, text))


def _log_in(talking: smtplib.SMTP, user: str, password: str) -> None:
    if f"{user}{password}".isascii():
        talking.login(user, password)
        return
    # Python's own cannot take an accent; RFC 4616 says how it is written.
    said = b64encode(f"\0{user}\0{password}".encode()).decode()
    code, _ = talking.docmd("AUTH", f"PLAIN {said}")
    if code != _ACCEPTED:
        raise smtplib.SMTPAuthenticationError(code, "")


def _message(notice: Notice, user: str, subject: str, text: str) -> EmailMessage:
    sender = notice.sender or (user if "@" in user else notice.mail[0])
    message = EmailMessage()
    message["From"], message["To"] = sender, ", ".join(notice.mail)
    message["Subject"], message["Date"] = subject, formatdate(localtime=True)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # no answer of who is on holiday comes back
    message.set_content(text, cte="quoted-printable")
    return message


def _password(notice: Notice, say: Words) -> str:
    if password := os.environ.get(PASSWORD):
        return password
    if notice.password_file is None:
        raise NotSent(say("notice.no_password", variable=PASSWORD))
    try:
        return notice.password_file.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError):
        raise NotSent(say("notice.password_file", file=notice.password_file)) from None


def _post(notice: Notice, text: str) -> None:
    """A JSON object with "text": Slack, Mattermost, Rocket.Chat, Google Chat understand it."""
    assert notice.webhook is not None
    body = json.dumps({"text": text}).encode()
    asked = Request(notice.webhook.get_secret_value(), body, {"Content-Type": "application/json"})
    urlopen(asked, timeout=TIMEOUT_S).close()
