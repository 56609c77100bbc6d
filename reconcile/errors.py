"""The one error that a person can act on: its message is a sentence with the cure."""

from __future__ import annotations


class Stop(Exception):  # noqa: N818 - a stop is not always an error
    """The command cannot go on; nothing was changed. The message is in the words of the settings.

    exit_status: 1 failed, 2 wrong use or configuration.
    """

    exit_status = 2


class NoInput(Stop):
    """There is nothing to make a register from, or the store that belongs to it is gone."""
