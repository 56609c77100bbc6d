"""What a run did, told without any personal value: for the terminal, logs and artifacts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ..results import Night
from ..words import Words
from ..workbooks.shown import count, fill

DONE, FAILED, WRONG, HELD = 0, 1, 2, 3
_TOLD = {"problem": "sentence", "cure": "cure"}


@dataclass(frozen=True)
class Outcome:
    """What a run did, without any personal value: for the terminal, logs and artifacts."""

    exit_status: int
    title: str
    summary: str
    figures: dict[str, int]
    problems: list[dict[str, str]]
    checks: list[dict[str, Any]] = field(default_factory=list)


def outcome(night: Night, say: Words, open_files: list[str]) -> Outcome:
    """The run in a sentence, a paragraph, figures and problems."""
    figures = {
        "records": len(night.records),
        "members": sum(
            int((one.register["status"] == "current").sum()) for one in night.registers.values()
        ),
        "questions": len(night.questions),
        "problems": int((night.issues["severity"] != "info").sum()),
    }
    held = len(night.held_back) > 0
    told = {key: count(say, f"told_{key}", number) for key, number in figures.items()}
    lines = [say("run.summary", **told)]
    if len(night.moved):
        lines.append(say("run.moved", n=len(night.moved)))
    if night.mode != "joint":
        clubs = ", ".join(night.clubs[club] for club in night.waiting_for)
        key = night.mode if night.merged_on or night.mode != "apart" else "apart_no_date"
        lines.append(say(f"run.{key}", date=night.merged_on, clubs=clubs))
    if held:
        lines.append(say("run.held"))
        lines += _held(night.held_back, say)
    if open_files:
        lines.append(say("run.pending", files=", ".join(open_files)))
    return Outcome(
        exit_status=HELD if held else DONE,
        title=say("run.title", **told),
        summary="\n\n".join(lines),
        figures=figures,
        problems=_problems(night.issues, say),
        checks=night.checks.to_dict("records"),
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
