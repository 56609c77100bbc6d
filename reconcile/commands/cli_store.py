"""The commands about what people decided: `reconcile decisions`, `undo` and `erase`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated

import typer

_Config = Annotated[
    Path, typer.Option("--config", "-c", help="The settings; its paths are relative to it.")
]
_YES = ("o", "oui", "y", "yes")
_SETTINGS = Path("reconcile.toml")


def _asks(yes: bool) -> Callable[[str, str], bool]:
    """Shows what would be done and asks; `yes`: without waiting for an answer."""

    def agreed(told: str, question: str) -> bool:
        typer.echo(told)
        return yes or typer.prompt(question, default="", show_default=False).lower() in _YES

    return agreed


def add(app: typer.Typer, in_words: Callable[[], AbstractContextManager[None]]) -> None:
    """Add the commands to `app`; in_words: what tells a Stop in words."""

    @app.command()
    def decisions(
        config: _Config = _SETTINGS,
        kind: Annotated[
            str,
            typer.Option(help="pair, sheet, column, stop, value, edit, extra, row or erase"),
        ] = "",
        member: Annotated[str, typer.Option(help="About a member, by any number: M-0042.")] = "",
        question: Annotated[str, typer.Option(help="About a question: Q-0137-K.")] = "",
        reviewer: Annotated[str, typer.Option(help="By whom: a part of the name.")] = "",
        since: Annotated[str, typer.Option(help="From a day on: 2026-11-22.")] = "",
        in_force: Annotated[
            bool, typer.Option("--in-force", help="Only what holds today, or is disputed.")
        ] = False,
        out: Annotated[Path | None, typer.Option(help="Write them: .xlsx or .csv.")] = None,
        edited: Annotated[
            bool, typer.Option("--edited", help="With --import: also a copy changed by hand.")
        ] = False,
        import_file: Annotated[
            Path | None,
            typer.Option("--import", help="Take in a copy (data/state/decisions.xlsx)."),
        ] = None,
    ) -> None:
        """What people decided: list, filter, export; or take a copy of the memory in."""
        with in_words():
            from ..decisions.decided import Wanted
            from .deciding import bring_in, listed

            if import_file:
                typer.echo(bring_in(config, import_file, edited))
            else:
                wanted = Wanted(kind, member, question, reviewer, since, in_force)
                typer.echo(listed(config, wanted, out))

    @app.command()
    def undo(
        what: Annotated[
            list[str], typer.Argument(metavar="RUN|DECISION|MEMBER", help="47, D-0007-H, M-0042")
        ],
        config: _Config = _SETTINGS,
        yes: Annotated[bool, typer.Option("--yes", help="Without asking.")] = False,
    ) -> None:
        """Take back decisions, what a night took in, or a merge; says first what that changes."""
        with in_words():
            from .deciding import take_back

            typer.echo(take_back(config, what, _asks(yes)))

    @app.command()
    def erase(
        whom: Annotated[
            str,
            typer.Argument(metavar="WHOM", help="A mail, phone, whole name, C-00042-1 or M-0042."),
        ],
        config: _Config = _SETTINGS,
        yes: Annotated[bool, typer.Option("--yes", help="Without asking.")] = False,
    ) -> None:
        """Erase a person everywhere, for ever; says first what goes. It cannot be undone."""
        with in_words():
            from .erasing import erase as erase_person

            typer.echo(erase_person(config, whom, _asks(yes)))
