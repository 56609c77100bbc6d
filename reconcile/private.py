"""Who may read what the program writes: its user alone, or a group where the settings say so."""

from __future__ import annotations

import os
import stat
from contextlib import suppress

from .config import Paths


def barred(paths: Paths) -> int:
    """The bits of a file's mode that others must not have."""
    return stat.S_IRWXO if paths.shared else stat.S_IRWXG | stat.S_IRWXO


def keep_private(paths: Paths) -> None:
    """Have this process, and those that it starts, write files for their owner alone (`shared`: and
    for his group); the folders of outputs and state, made where they are missing, let nobody else
    in. On Windows files have the rights of their folder, and this does nothing but make them."""
    others = barred(paths)
    os.umask(others)
    for folder in (paths.clean, paths.state):
        folder.mkdir(parents=True, exist_ok=True)
        was = stat.S_IMODE(folder.stat().st_mode)
        now = (was | stat.S_IRWXG if paths.shared else was) & ~others
        if now != was:
            with suppress(OSError):  # another's folder, or a disk that knows no rights
                folder.chmod(now)
