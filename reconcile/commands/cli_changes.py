"""Commands about registers of former nights: history, registers, compare, freeze."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from ..config import Config
    from ..memory.store import Store
    from ..words import Words

SETTINGS = Path("reconcile.toml")
ConfigOption = Annotated[
    Path, typer.Option("--config", "-c", help="The settings; its paths are relative to it.")
]
InWords = Callable[[], AbstractContextManager[None]]


def _open(config: Path) -> tuple[Config, Words, Store, Any]:
    """The settings, their words, the store of that place and what it remembers."""
    from ..config import load
    from ..errors import NoInput
    from ..memory.opening import recall
    from ..words import words

    settings = load(config)
    say = words(settings.language)
    if not settings.paths.state.exists():
        raise NoInput(say("registers.none"))
    store, memory = recall(settings, say)
    if not memory.last_published:
        raise NoInput(say("registers.none"))
    return settings, say, store, memory


def _clubs(settings: Config) -> dict[str, str]:
    return {key: club.name for key, club in settings.clubs.items()}


def add(app: typer.Typer, in_words: InWords) -> None:
    """Add the commands; in_words tells a Stop in a sentence and an exit status."""

    @app.command()
    def history(member: str, config: ConfigOption = SETTINGS) -> None:
        """The life of a member (M-0042, or an older number of his): rows, answers, values."""
        with in_words():
            from dataclasses import replace

            from ..registers.life import history as told

            settings, say, store, memory = _open(config)
            memory = replace(memory, values=store.values())
            typer.echo(told(member, memory, store.published(), _clubs(settings), say))

    @app.command()
    def registers(config: ConfigOption = SETTINGS) -> None:
        """The registers so far: number, day, members, where they lie, frozen names."""
        with in_words():
            from ..registers.archive import lines, numbered

            settings, say, store, _ = _open(config)
            found = numbered(store, settings.paths.clean)
            typer.echo("\n".join(lines(found, settings.paths.clean, say)))

    @app.command()
    def compare(
        old: str,
        new: str,
        out: Annotated[Path | None, typer.Option(help="A workbook of it: .xlsx.")] = None,
        config: ConfigOption = SETTINGS,
    ) -> None:
        """What changed from one register to another (numbers, or names of frozen ones): to whom to
        write again, who is gone. The older one comes first, however they are typed."""
        with in_words():
            from ..registers.archive import known, numbered
            from ..registers.compared import Compared, text, workbook

            settings, say, store, memory = _open(config)
            if out is not None and out.suffix.lower() != ".xlsx":
                raise typer.BadParameter(".xlsx", param_hint="--out")
            found = numbered(store, settings.paths.clean)
            first, last = sorted(known(found, one, say).run for one in (old, new))
            days = store.published()
            both = Compared(store.values(), memory, days, (first, last), _clubs(settings))
            typer.echo(text(both, say))
            if out is not None:
                workbook(both, say, out)
                typer.echo(say("compare.written", file=out))

    @app.command()
    def freeze(number: str, name: str, config: ConfigOption = SETTINGS) -> None:
        """Keep a copy of a register for ever, under a name ("AG 2026")."""
        with in_words():
            from ..memory.alone import alone
            from ..registers.archive import freeze as keep

            settings, say, store, _ = _open(config)
            with alone(settings, say):  # a run may be moving these very files
                told = keep(store, settings.paths.clean, number, name, say)
            typer.echo(told)
