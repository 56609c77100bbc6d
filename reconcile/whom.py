"""Whom to tell: the part [notice] of reconcile.toml."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    SecretStr,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

PASSWORD: Final = "RECONCILE_SMTP_PASSWORD"  # goes before `[notice] password_file`


def _server(value: str) -> str:
    try:
        found = urlsplit(value)
        right = found.scheme in ("smtp", "smtps") and found.hostname and (found.port or 1)
    except ValueError:
        right = False
    if not right or found.path.strip("/"):
        raise PydanticCustomError("smtp", "server")
    if found.password is not None:
        raise PydanticCustomError("smtp_password", "password")
    return value


def _address(value: str) -> str:
    if not re.fullmatch(r"[^\s@,]+@[^\s@,]+", value):
        raise PydanticCustomError("mail_address", "address")
    return value


Address = Annotated[str, AfterValidator(_address)]


class Notice(BaseModel):
    """Whom to tell what a night needs of people; nobody unless set. mail: the addresses, from
    `sender`, through the server `smtp` (smtp://user@host:587 or smtps://user@host:465), with the
    password in `password_file` or the environment. webhook: a web address. on: what to tell."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mail: tuple[Address, ...] = ()
    sender: Address | None = None
    smtp: Annotated[str, AfterValidator(_server)] | None = None
    password_file: Path | None = None
    webhook: SecretStr | None = None
    on: tuple[Literal["stopped", "failed", "answers"], ...] = ("stopped", "failed", "answers")

    @field_validator("mail", mode="before")
    @classmethod
    def _one_or_several(cls, mail: Any) -> Any:
        return (mail,) if isinstance(mail, str) else mail

    @field_validator("webhook")
    @classmethod
    def _web(cls, webhook: SecretStr | None) -> SecretStr | None:
        if webhook and not re.match("https?://[^/]", webhook.get_secret_value()):
            raise PydanticCustomError("webhook", "web address")
        return webhook

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if bool(self.mail) != bool(self.smtp):
            raise PydanticCustomError("notice_half", "half")
        return self
