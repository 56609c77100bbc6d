"""`reconcile check` and `reconcile explain`: look, and change nothing."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from . import linking, matching, pipeline
from .config import Config
from .editions import editions, set_aside
from .errors import Stop
from .ingest import read_clubs
from .results import Memory, Reading
from .shown import certainty, fill, number, reason_text, text_of
from .standardise import standardise
from .store import Store
from .words import Words

Row = Mapping[Hashable, Any]


def describe(config: Config, say: Words) -> tuple[str, bool]:
    """How each file is understood, as text, and whether every file met could be read."""
    reading = read_clubs(config)
    clubs = ", ".join(club.name for club in config.clubs.values())
    lines = [say("check.settings", clubs=clubs)]
    for sheet in reading.sheets.to_dict("records"):
        lines += ["", *_sheet(reading, sheet, say)]
    for issue in reading.issues.to_dict("records"):
        lines += ["", *_issue(issue, say)]
    return "\n".join(lines), not (reading.sheets["state"] == "unreadable").any()


def _sheet(reading: Reading, sheet: Row, say: Words) -> list[str]:
    """A sheet: its state, then each column and the field that it was taken for."""
    title = " · ".join(filter(None, (text_of(sheet["file"]), text_of(sheet["sheet"]))))
    if sheet["state"] != "read":
        details = sheet["details"] if isinstance(sheet["details"], dict) else {}
        return [title, "  " + fill(say.section("sheets")[sheet["why"]], details)]
    lines = [title, "  " + say("check.read", rows=sheet["n_rows"], header=sheet["header_row"])]
    columns = reading.columns
    same_sheet = columns["sheet"].fillna("") == text_of(sheet["sheet"])
    for column in columns[(columns["file"] == sheet["file"]) & same_sheet].to_dict("records"):
        label = text_of(column["label"]) or say("check.ignored")
        lines.append(f"    {column['column']:>3}  {text_of(column['heading'])}  →  {label}")
    return lines


def _issue(issue: Row, say: Words) -> list[str]:
    """A fault: where it is, what is wrong, how to mend it."""
    details = issue["details"] if isinstance(issue["details"], dict) else {}
    values = {key: text_of(issue[key]) for key in ("raw", "field", "file", "sheet", "cell", "row")}
    told = say.section(f"problems.{issue['problem']}")
    place = " · ".join(filter(None, (values["file"], values["sheet"], values["cell"])))
    sentences = [fill(told[part], values | details) for part in ("sentence", "cure")]
    return [f"! {place}", "  " + " ".join(sentences)]


def explain_pair(config: Config, one: str, other: str, say: Words) -> str:
    """The weights of two records, in words and bits, down to the probability.

    Raises Stop where an id is not among tonight's records.
    """
    path = config.paths.state / "register.db"
    memory = Store(path).recall() if path.exists() else Memory()
    reading, wanted = set_aside(read_clubs(config), config.sheets, memory.sheet_answers)
    standard = standardise(reading.raw, reading.columns)
    dated = editions(standard.records, reading.sheets, wanted)
    records = linking.recognise(standard, reading.raw, memory, dated).records
    at = pd.Series(records.index, index=records["record_id"])
    for wanted in (one, other):
        if wanted not in at.index:
            raise Stop(say("explain.unknown", id=wanted))
    if one == other:
        raise Stop(say("explain.same", id=one))
    ends = [int(at[one]), int(at[other])]
    mode = pipeline.mode_of(config, reading, memory, date.today())
    linked = linking.link(records, config, memory.decisions, mode, dated)
    titles = [
        f"{row['record_id']}  {row['name']}  ({row['file']}, {text_of(row['sheet'])}, {row['row']})"
        for row in records.loc[sorted(ends)].to_dict("records")
    ]
    left, right = sorted(int(linked.head.loc[end]) for end in ends)
    if left == right:
        return "\n".join([*titles, say("explain.editions")])
    return "\n".join([*titles, *_weights(linked, left, right, say)])


def _weights(linked: linking.Linked, left: int, right: int, say: Words) -> list[str]:
    """A line a weight, the prior first, the sum and the band last; then what would settle it."""
    scores = linked.clusters.scores
    pair = scores[(scores["left"] == left) & (scores["right"] == right)]
    told = matching.explain(linked.heads, linked.weighed, pair, matching.shipped(), linked.bands)
    if pair.empty or not told["reasons"].iloc[0]:
        return [say("explain.not_compared")]
    found = pair.iloc[0]
    terms = [
        (reason.bits, reason_text(say, reason))
        for reason in told["reasons"].iloc[0]
        if reason.comparison in ("prior", *matching.COMPARISONS) or round(reason.bits, 1)
    ]
    percent = number(say, certainty(found["probability"]) * 100, 1)
    band = say(f"bands.{found['band']}")
    terms.append((found["weight_bits"], say("explain.together", percent=percent, band=band)))
    lines = [f"  {bits:+6.1f}  {words}" for bits, words in terms]
    if found["refused"]:
        lines.append(say(f"refused.{found['refused']}"))
    if settled := text_of(told["settled_by"].iloc[0]):
        lines.append(say(f"settled_by.{settled}"))
    return lines
