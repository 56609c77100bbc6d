"""What people look at on a run's page: ids, counts and places, never a value of a cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_table_artifact,
)

from flows import folder
from reconcile.config import Config
from reconcile.nights.outcome import Outcome
from reconcile.words import Words

PROBLEM_COLUMNS: Final = ("file", "sheet", "cell", "problem", "cure")
CHECK_COLUMNS: Final = ("suite", "expectation", "severity", "n_checked", "n_failed")
_REPORT: Final = "match_report.xlsx"


def show(outcome: Outcome, clean: Path, say: Words) -> None:
    """Leave the summary, the links to the workbooks in `clean`, the problems, every check and the
    figures of the last days as artifacts of the run."""
    _summary(outcome.title, [outcome.summary, *_links(clean, say)])
    _table("problems", outcome.problems, PROBLEM_COLUMNS, say("flow.problems"), say)
    told = say("flow.checks", n=len(outcome.checks))
    _table("checks", outcome.checks, CHECK_COLUMNS, told, say)
    create_table_artifact(key="nights", table=outcome.nights, description=say("flow.nights"))


def show_failure(why: Sequence[str], settings: Config | None, say: Words) -> None:
    """Leave why a night failed, and links to the workbooks that are there all the same."""
    links = _links(settings.paths.clean, say) if settings else ()
    _summary(say("flow.failed"), [*why, *links])


def workbooks(clean: Path) -> list[Path]:
    """The report and the registers that are in place."""
    names = sorted(name for name in folder.published(clean) if name.endswith(".xlsx"))
    return sorted((clean / name for name in names), key=lambda one: one.name != _REPORT)


def _summary(title: str, paragraphs: Sequence[str]) -> None:
    text = "\n\n".join([f"# {title}", *paragraphs])
    create_markdown_artifact(key="summary", markdown=text, description=title)


def _links(clean: Path, say: Words) -> Iterator[str]:
    """The workbooks as paragraphs; each is a link artifact, too. The path stands beside the link: a
    browser may not open a file from a page."""
    there = workbooks(clean)
    if there:
        yield f"## {say('flow.files')}"
        yield say("flow.files_how")
    for nth, path in enumerate(there):
        what = say("flow.report" if path.name == _REPORT else "flow.register")
        create_link_artifact(
            link=path.as_uri(),
            link_text=path.name,
            key="report" if path.name == _REPORT else "register" + f"-{nth}" * (len(there) > 2),
            description=f"**{what}** `{path}`",
        )
        yield f"**{what}** [{path.name}]({path.as_uri()}) `{path}`"


def _table(
    key: str, rows: Sequence[dict[str, Any]], columns: Sequence[str], told: str, say: Words
) -> None:
    names = {column: say(f"flow.{column}") for column in columns}
    table = [{names[column]: row[column] for column in columns} for row in rows]
    create_table_artifact(key=key, table=table, description=told)
