"""The command `reconcile`: the place where all is put together.

Heavy packages are imported inside the command that needs them, so that --help answers at once.
Exit status: 0 done, 1 failed, 2 wrong use or configuration, 3 the register is held back.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .commands import cli_changes, cli_store

if TYPE_CHECKING:
    from .words import Words

app = typer.Typer(
    name="reconcile",
    help="Merge the member lists of two organisations into one register.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
ConfigOption = Annotated[
    Path, typer.Option("--config", "-c", help="The settings; its paths are relative to it.")
]
SETTINGS = Path("reconcile.toml")
WEIGHTS = Path(__file__).parent / "matching" / "weights.toml"


@contextmanager
def _in_words() -> Iterator[None]:
    """What a person must act on is told in a sentence and an exit status, without a traceback."""
    from .errors import ChecksDied, Stop, disk_told

    try:
        yield
    except Stop as stop:
        typer.echo(str(stop), err=True)
        raise typer.Exit(stop.exit_status) from stop
    except ChecksDied as error:
        from .words import words

        typer.echo(words("fr")("run.checks_died", code=error.code), err=True)
        raise typer.Exit(1) from error
    except OSError as error:
        from .words import words

        typer.echo(disk_told(error, words("fr")), err=True)
        raise typer.Exit(1) from error


@contextmanager
def _progress() -> Iterator[Callable[..., Any]]:
    """A step that shows a bar for each stage on a terminal, and nothing elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:

        def step(name: str, stage: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
            task = bar.add_task(name, total=None)
            result = stage(*args, **kwargs)
            bar.update(task, total=1, completed=1)
            return result

        yield step


@app.command()
def run(
    config: ConfigOption = SETTINGS,
    direct: Annotated[bool, typer.Option(help="Without Prefect: the same, sooner.")] = False,
    accept: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY", help="Confirm what held the register back (A-7K3Q-M)."),
    ] = None,
    take_over: Annotated[
        bool, typer.Option(help="Run here what another machine ran until now.")
    ] = False,
) -> None:
    """Read the lists, join what is one company, publish the register and the report."""
    if take_over:
        with _in_words():
            _take_over(config)
    if direct:
        from expectations import beside

        with _in_words(), beside() as validate, _progress() as step:
            from .nights.night import run_night

            outcome = run_night(config, validate, step, accept=accept or ())
        typer.echo(outcome.summary)
        raise typer.Exit(outcome.exit_status)
    with _in_words():
        place = _apart(config)
        from expectations import beside  # the processes that it starts begin in this folder, too

        # Great Expectations loads on the other core while Prefect starts.
        with beside() as validate, _progress() as step:
            flows = import_module("flows.nightly")
            status = flows.run(place, step, validate, accept or ())
    raise typer.Exit(status)


def _take_over(config: Path) -> None:
    from .config import load
    from .memory import opening
    from .words import words

    settings = load(config)
    opening.take_over(opening.recall(settings, words(settings.language))[0])


def _apart(config: Path) -> Path:
    """The settings by their whole path, once Prefect's own are those of the club's place, and the
    current folder is one in which it finds no others."""
    from flows.environment import prepare

    from .config import load
    from .private import keep_private
    from .words import words

    settings, place = load(config), config.resolve()
    keep_private(settings.paths)
    if aside := prepare(settings.paths.state):
        typer.echo(words(settings.language)("flow.log_damaged", file=aside), err=True)
    return place


@app.command()
def check(config: ConfigOption = SETTINGS) -> None:
    """Say how the settings and the files are understood; change nothing."""
    with _in_words():
        from .commands.checking import describe
        from .config import load
        from .words import words

        settings = load(config)
        text, fine = describe(settings, words(settings.language))
    typer.echo(text)
    raise typer.Exit(0 if fine else 2)


@app.command()
def doctor(config: ConfigOption = SETTINGS) -> None:
    """Check the installation, say the cure of each fault; change nothing.

    Exit status: 0 all is well, 1 something needs attention, 2 a fault.
    """
    from .commands.doctor import examine, lines, worst

    say, found = examine(config)
    typer.echo("\n".join(lines(found, say)))
    raise typer.Exit(max(map(worst, found.values())))


@app.command()
def explain(one: str, other: str, config: ConfigOption = SETTINGS) -> None:
    """Why two records match, weight by weight (R-00001 R-00002, as the report names them)."""
    with _in_words():
        from .commands.checking import explain_pair
        from .config import load
        from .words import words

        settings = load(config)
        typer.echo(explain_pair(settings, one, other, words(settings.language)))


@app.command()
def link(
    left: Path,
    right: Path,
    out: Annotated[Path, typer.Option(help="The pairs: .csv, .xlsx or .parquet.")],
    language: Annotated[str, typer.Option(help="fr or en")] = "fr",
    flat_prior: Annotated[bool, typer.Option(help="Without the shipped weights.")] = False,
    config: Annotated[Path | None, typer.Option(help="reconcile.toml with other costs.")] = None,
) -> None:
    """Link two lists (.csv, .xlsx, .parquet) whose columns carry our field names.

    Columns: id, name, trade_name, address, postcode, city, phone, email, website, siret, contact.
    Only id is needed. Writes id_a, id_b, probability and band of each pair.
    """
    with _in_words():
        from .commands import lists
        from .config import Matching, load
        from .words import words

        costs = load(config).matching if config else Matching()
        say = _language(language, words)
        lists.check_out(out, say)
        tables = [lists.read_list(path, say) for path in (left, right)]
        with _progress() as step:
            linked = lists.link(
                tables[0], tables[1], costs, step, "flat" if flat_prior else "adapted"
            )
        lists.write_pairs(linked.pairs, out)
        for rule, blocks, _, largest in linked.skipped.itertuples(index=False):
            named = say(f"blocking.{rule}")
            typer.echo(say("link.skipped", rule=named, blocks=blocks, largest=largest))
    sure = int((linked.pairs["band"] == "match").sum())
    typer.echo(say("link.done", pairs=sure, file=out))


@app.command()
def read(
    file: Path,
    out: Annotated[Path, typer.Option(help="A row a record: .csv, .xlsx or .parquet.")],
    issues: Annotated[
        Path | None, typer.Option(help="Its faults, cell by cell: .csv, .xlsx or .parquet.")
    ] = None,
    config: Annotated[Path | None, typer.Option(help="reconcile.toml with its [[sheets]].")] = None,
    language: Annotated[str | None, typer.Option(help="fr or en")] = None,
) -> None:
    """Read one spreadsheet as a night would, whatever its place: its rows, and its faults."""
    with _in_words():
        from expectations import beside

        from .commands import reading
        from .config import load
        from .words import words

        settings = load(config) if config else None
        say = _language(language or (settings.language if settings else "fr"), words)
        reading.check_paths(file, [path for path in (out, issues) if path], say)
        with beside() if issues else nullcontext() as validate:
            found = reading.read_file(file, say, settings, validate)
        if issues:
            reading.write(found.faults, issues, say)
        if found.why:
            typer.echo(f"{file}: {found.why}", err=True)
            raise typer.Exit(2)
        reading.write(found.table, out, say)
    typer.echo(say("read.done", rows=len(found.table), file=file, out=out))
    typer.echo(say("read.faults" if issues else "read.some", n=len(found.faults), issues=issues))


@app.command()
def learn(
    out: Annotated[Path, typer.Option(help="Where to write the weights.")] = WEIGHTS,
) -> None:
    """Make the shipped weights again, from invented lists (for developers; about two minutes)."""
    with _in_words():
        from .commands.learning import learn

        out.write_text(learn(), encoding="utf-8")


def _language(language: str, words: Callable[[str], Words]) -> Words:
    if language not in ("fr", "en"):
        raise typer.BadParameter("fr | en", param_hint="--language")
    return words(language)


@app.command()
def init(folder: Path) -> None:
    """Make a club's own place: settings, folders, a blank model workbook."""
    with _in_words():
        from .commands.place import make_place
        from .words import words

        typer.echo(make_place(folder, words("fr")))


@app.command()
def serve(config: ConfigOption = SETTINGS) -> None:
    """Run every night at the hour that the settings give (Europe/Paris), and when files have
    settled, until stopped."""
    with _in_words():
        place = _apart(config)
        import_module("flows.service").serve(place)


cli_changes.add(app, _in_words)
cli_store.add(app, _in_words)


def main() -> None:
    """Entry point: accents are right whatever the terminal's encoding."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()
