"""What a run did, told without any personal value: for the terminal, logs and artifacts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ..results import Figures, Night
from ..words import Words
from ..workbooks.shown import count, fill
from .figures import figures, name_of, table_of

DONE, FAILED, WRONG, HELD = 0, 1, 2, 3
_TITLE = ("records", "members", "questions", "problems")
_TOLD = {"problem": "sentence", "cure": "cure"}


@dataclass(frozen=True)
class Outcome:
    """What a run did, without any personal value: for the terminal, logs and artifacts.

    name: of the run, in a line. nights: the last days with a run as a table, headings and all.
    stopped: why the register is held back.
    """

    exit_status: int
    title: str
    name: str
    summary: str
    figures: Figures
    problems: list[dict[str, str]]
    checks: list[dict[str, Any]] = field(default_factory=list)
    nights: list[dict[str, Any]] = field(default_factory=list)
    stopped: str = ""


def outcome(
    night: Night, say: Words, open_files: list[str], nights: list[dict[str, Any]]
) -> Outcome:
    """The run in a sentence, a paragraph, figures and problems. nights: of `last_nights`."""
    told_figures = figures(night)
    held, stops = len(night.held_back) > 0, _held(night.held_back, say)
    told = {key: count(say, f"told_{key}", told_figures[key]) for key in _TITLE}
    lines = [say("run.summary", **told)]
    if len(night.moved):
        lines.append(say("run.moved", n=len(night.moved)))
    if night.mode != "joint":
        clubs = ", ".join(night.clubs[club] for club in night.waiting_for)
        key = night.mode if night.merged_on or night.mode != "apart" else "apart_no_date"
        lines.append(say(f"run.{key}", date=night.merged_on, clubs=clubs))
    if held:
        lines.append(say("run.held"))
        lines += stops
    if open_files:
        lines.append(say("run.pending", files=", ".join(open_files)))
    return Outcome(
        exit_status=HELD if held else DONE,
        title=say("run.title", **told),
        name=name_of(told_figures, held, bool(open_files), say),
        summary="\n\n".join(lines),
        figures=told_figures,
        problems=_problems(night.issues, say),
        checks=night.checks.to_dict("records"),
        nights=table_of(nights, night.clubs, say),
        stopped="\n".join(stops),
    )


def _held(stops: pd.DataFrame, say: Words) -> list[str]:
    """Why the register is held back, and how each finding is confirmed, without members' names."""
    lines = []
    for stop in stops.to_dict("records"):
        if pd.isna(stop["key"]):
            sentence = say.plain(f"problems.{stop['problem']}.sentence")
            lines.append(say("run.held_promise", sentence=sentence))
        else:
            values = {**stop["details"], "file": stop["file"], "names": "…"}
            told = say.section(f"problems.{stop['problem']}")
            sentence = fill(told["sentence"], values)
            lines.append(say("run.held_key", key=stop["key"], sentence=sentence))
    return list(dict.fromkeys(lines))


def _problems(issues: pd.DataFrame, say: Words) -> list[dict[str, str]]:
    """Where each problem stands and how to mend it; the cell's text stays in the report."""
    places = issues[["file", "sheet", "cell"]].fillna("").to_dict("records")
    keys = [f"problems.{key}" for key in issues["problem"]]
    told = [{part: say.plain(f"{key}.{word}") for part, word in _TOLD.items()} for key in keys]
    return [place | words for place, words in zip(places, told, strict=True)]
