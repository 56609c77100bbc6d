"""Opening the store of a place, in words: where it is, whether it is whole, and whose it is."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, OperationalError

from ..config import Config
from ..errors import NoInput, Stop
from ..migrations import NewerStore
from ..outputs.publish import MANIFEST
from ..results import Memory
from ..words import Words
from . import copies
from .database import NoStoreUrl, url_of
from .store import Store

FILE: Final = "register.db"
COPY: Final = "decisions.xlsx"  # written by every run, in the state folder
URL: Final = "RECONCILE_STORE_URL"  # goes before `[store] url` of the settings
MACHINE: Final = "RECONCILE_MACHINE"  # a name for machines that are made anew each time


class OtherMachine(Stop):
    """The last run on this store was made on another machine."""


def place_of(config: Config, say: Words) -> Path | sa.URL:
    """Where the store is: the URL of the environment or the settings, else a file."""
    named = os.environ.get(URL) or (
        config.store.url.get_secret_value() if config.store.url is not None else ""
    )
    if not named:
        return config.paths.state / FILE
    try:
        url = url_of(named)
    except NoStoreUrl:
        raise Stop(say("store.url", variable=URL)) from None  # the cause would show the URL
    if find_spec("psycopg") is None:
        raise Stop(say("store.driver"))
    return url


def shown(place: Path | sa.URL) -> str:
    """A place as people may read it: never with a password."""
    return place.render_as_string(hide_password=True) if isinstance(place, sa.URL) else str(place)


def open_store(config: Config, say: Words) -> Store:
    """The store; NoInput, in words, where it cannot be opened or is of a newer program."""
    place = place_of(config, say)
    try:
        return Store(place)
    except NewerStore as error:
        raise NoInput(say("store.newer", store=shown(place))) from error
    except OperationalError as error:
        if isinstance(place, sa.URL):  # what the driver says may name the user
            raise NoInput(say("store.unreachable", store=shown(place))) from None
        raise NoInput(say("store.busy", store=place, error=error.orig)) from error
    except DatabaseError as error:
        raise damaged(config, say) from error


def remembered(store: Store, config: Config, say: Words) -> Memory:
    """What the store remembers; NoInput, in words, where any part of it is damaged."""
    try:
        if store.whole():
            return store.recall()
    except DatabaseError as error:
        raise damaged(config, say) from error
    raise damaged(config, say)


def damaged(config: Config, say: Words) -> NoInput:
    """That the file of the store is damaged, and how what it held comes back."""
    copy = config.paths.state / COPY
    key = "run.store_damaged_copy" if copy.exists() else "run.store_damaged"
    return NoInput(say(key, state=config.paths.state, copy=copy))


def recall(config: Config, say: Words) -> tuple[Store, Memory]:
    """The store and what it remembers; NoInput, in words, where it is damaged, or where it is empty
    or gone and there was one before: then numbers and answers would begin anew."""
    place = place_of(config, say)
    if isinstance(place, Path) and not place.exists() and (gone := lost(config, place, say)):
        raise gone
    store = open_store(config, say)
    memory = remembered(store, config, say)
    if memory.run == 1 and (gone := lost(config, place, say)):
        raise gone
    return store, memory


def lost(config: Config, place: Path | sa.URL, say: Words) -> NoInput | None:
    """That the store, which is empty or not there, is gone, and how it comes back; None where there
    never was one: no register was published, and no copy tells of a run."""
    copy, published = config.paths.state / COPY, (config.paths.clean / MANIFEST).exists()
    told = {"clean": config.paths.clean, "state": config.paths.state, "store": shown(place)}
    if not copy.exists():
        return NoInput(say("run.store_lost", **told)) if published else None
    if not published and not _tells_of_runs(copy):
        return None
    return NoInput(say(f"run.store_lost_{'copy' if published else 'alone'}", **told, copy=copy))


def _tells_of_runs(copy: Path) -> bool:
    """Whether there was a run before; a copy that cannot be read may be all that is left of it."""
    try:
        return bool(copies.read(copy)["runs"])
    except copies.NoCopy:
        return True


def look(config: Config, say: Words) -> Memory:
    """What the store remembers, for commands that change nothing; empty where there is none."""
    place = place_of(config, say)
    if isinstance(place, Path) and not place.exists():
        return Memory()
    return remembered(open_store(config, say), config, say)


def machine() -> dict[str, str]:
    """This machine: an id that lasts, and the name that people know."""
    name = os.environ.get(MACHINE) or platform.node()
    try:
        own = Path("/etc/machine-id").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        own = ""
    own = os.environ.get(MACHINE) or own or name.partition(".")[0].casefold()
    return {"id": hashlib.sha256(own.encode()).hexdigest()[:16], "name": name}


def take_over(store: Store) -> None:
    """Note that this machine is the one that runs on the store from now on."""
    store.note("machine", json.dumps(machine()))


def refuse_others(store: Store, memory: Memory, say: Words) -> None:
    """OtherMachine, in words, where the last run was made elsewhere: in a folder that was copied,
    each of two stores would give the same numbers to other members."""
    known = json.loads(store.note("machine") or "null")
    if known is None:
        take_over(store)
    elif known["id"] != (here := machine())["id"]:
        day = memory.last_register.isoformat() if memory.last_register else "-"
        names = [one["name"] for one in (known, here)]
        if names[0] == names[1]:  # a copy of a machine bears its name
            names = [f"{one['name']} ({one['id'][:4]})" for one in (known, here)]
        raise OtherMachine(say("store.other_machine", machine=names[0], here=names[1], day=day))
