"""The one error that a person can act on: its message is a sentence with the cure; and what is told
of those of the disk."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Final

FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Stop(Exception):  # noqa: N818 - a stop is not always an error
    """The command cannot go on; nothing was changed. The message is in the words of the settings.

    exit_status: 1 failed, 2 wrong use or configuration.
    """

    exit_status = 2


class ChecksDied(Exception):  # noqa: N818 - becomes a Stop, in words
    """The process that checks the tables is gone; `code`, how it ended."""

    def __init__(self, code: str) -> None:
        super().__init__(f"the process that checks the tables died ({code})")
        self.code = code


class NoInput(Stop):
    """There is nothing to make a register from, or the store that belongs to it is gone."""


def disk_told(error: OSError, say: Callable[..., str]) -> str:
    """An error of the disk in a sentence: a disk that is full names no file."""
    if error.errno in FULL:
        return say("run.full", error=error.strerror)
    return say("run.disk", file=error.filename or "?", error=error.strerror or error)
