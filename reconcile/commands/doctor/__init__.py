"""`reconcile doctor`: looks at the installation, says the cure of each fault, changes nothing.

A check is a function from Place to Notes; one that fails is a fault itself, and stops no other.
What it loads, it loads inside, so that a broken package is told by the checks that need none.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from ...config import PARIS, ConfigError, load
from ...whom import PASSWORD
from ...words import Words, words
from .finding import ATTENTION, FAULT, OK, Note, Place, noted
from .folders import disk, folders, links, rights
from .memory import copy, machine, store
from .nights import clock, last_night, outputs, waiting
from .program import versions
from .running import lock, service

CHECKS: Final[dict[str, Callable[[Place], Iterator[Note]]]] = {
    "folders": folders,
    "links": links,
    "rights": rights,
    "disk": disk,
    "lock": lock,
    "service": service,
    "store": store,
    "copy": copy,
    "machine": machine,
    "night": last_night,
    "waiting": waiting,
    "outputs": outputs,
    "clock": clock,
}
Findings = dict[str, list[Note]]
_ENGLISH: Final = re.compile(r'^\s*language\s*=\s*["\']en["\']', re.MULTILINE)


def examine(file: Path, now: datetime | None = None) -> tuple[Words, Findings]:
    """What each check found, by its name, and the words to tell it in.

    Settings that cannot be read are a fault; then the program alone is looked at.
    """
    say = words(_language(file))
    found = {"versions": _guarded(partial(versions, say), say)}
    try:
        config = load(file)
    except ConfigError as error:
        first, *more = (line.strip() for line in str(error).splitlines())
        told = " ".join(filter(None, (first, " ; ".join(more))))
        return say, {"settings": [Note(FAULT, told)], **found}
    clubs = ", ".join(club.name for club in config.clubs.values())
    settings = [noted(say, OK, "settings.fine", file=file, clubs=clubs)]
    password = config.notice.password_file
    if password and not os.environ.get(PASSWORD) and not os.access(password, os.R_OK):
        settings.append(noted(say, ATTENTION, "settings.no_password", password=password))
    place = Place(file.resolve(), config, say, now or datetime.now(PARIS))
    for name, check in CHECKS.items():
        found[name] = _guarded(partial(check, place), say)
    return say, {"settings": settings, **found}


def _guarded(check: Callable[[], Iterator[Note]], say: Words) -> list[Note]:
    """The Notes of a check; a check that fails is told by the kind of its error alone, whose text
    may hold a value."""
    try:
        return list(check())
    except Exception as error:
        return [noted(say, FAULT, "checks.failed", error=type(error).__name__)]


def _language(file: Path) -> str:
    """That of the settings, also where the rest of them is wrong."""
    try:
        text = file.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return "fr"
    try:
        return "en" if tomllib.loads(text).get("language") == "en" else "fr"
    except tomllib.TOMLDecodeError:
        return "en" if _ENGLISH.search(text) else "fr"


def worst(notes: list[Note]) -> int:
    return max((note.sign for note in notes), default=OK)


def lines(found: Findings, say: Words) -> list[str]:
    """A line a check: its sign, what was found and the cure; then the sum."""
    signs = [say(f"doctor.signs.{sign}") for sign in ("ok", "attention", "fault")]
    wide = max(map(len, signs))
    told = []
    for name, notes in found.items():
        sign = worst(notes)
        parts = [
            f"{note.sentence} {say('doctor.signs.cure', cure=note.cure)}"
            if note.cure
            else note.sentence
            for note in notes
            if sign == OK or note.sign > OK
        ]
        title = say("shown.colon", left=say(f"doctor.names.{name}"), right=" ".join(parts))
        told.append(f"{signs[sign]:<{wide}}  {title}")
    kinds = [worst(notes) for notes in found.values()]
    n = {"faults": kinds.count(FAULT), "points": kinds.count(ATTENTION), "checks": len(kinds)}
    key = "fine" if max(kinds) == OK else "sum"
    return [*told, "", say(f"doctor.signs.{key}", **n)]
