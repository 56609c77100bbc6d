"""`reconcile check` and `reconcile explain`: look, and change nothing."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from .. import matching
from ..config import Config
from ..decisions.naming import columns_said
from ..editions import editions, set_aside
from ..errors import Stop
from ..fields import FIELD
from ..ingest import read_clubs
from ..memory.opening import look
from ..nights import linking, pipeline
from ..nights.recognising import recognise
from ..results import Memory, Reading
from ..standardise import standardise
from ..words import Words
from ..workbooks.shown import (
    certainty,
    edition_text,
    field_name,
    fill,
    number,
    reason_text,
    rule_of,
    state_rule,
    sureness,
    text_of,
)

Row = Mapping[Hashable, Any]
SETTINGS = "reconcile.toml"


def describe(config: Config, say: Words) -> tuple[str, bool]:
    """How each file is understood, as text, and whether every file met could be read."""
    memory = look(config, say)
    reading, wanted = set_aside(_read(config, memory), config.sheets, memory.sheet_answers)
    records = standardise(reading.raw, reading.columns).records
    taken = {
        (one["file"], text_of(one["sheet"])): one
        for one in editions(records, reading.sheets, wanted, memory.last_known()).to_dict("records")
    }
    clubs = ", ".join(club.name for club in config.clubs.values())
    lines = [say("check.settings", clubs=clubs)]
    for sheet in reading.sheets.to_dict("records"):
        edition = taken.get((sheet["file"], text_of(sheet["sheet"])))
        lines += ["", *sheet_lines(reading, sheet, say, edition)]
    if (reading.sheets["state"] == "read").any():
        known = ", ".join(f"{name} ({field_name(say, name)})" for name in FIELD)
        lines += ["", say("check.fields", fields=known)]
    for issue in reading.issues.to_dict("records"):
        lines += ["", *issue_lines(issue, say)]
    return "\n".join(lines), not (reading.sheets["state"] == "unreadable").any()


def _read(config: Config, memory: Memory) -> Reading:
    return read_clubs(config, columns_said(memory.ledger))


def sheet_lines(reading: Reading, sheet: Row, say: Words, edition: Row | None = None) -> list[str]:
    """How a sheet was taken: its place among the editions (a row of EDITIONS), its columns, the
    rows left out, and how to have it otherwise."""
    file, name = text_of(sheet["file"]), text_of(sheet["sheet"])
    title = " · ".join(filter(None, (file, name)))
    if sheet["state"] != "read":
        details = sheet["details"] if isinstance(sheet["details"], dict) else {}
        lines = [title, "  " + fill(say.section("sheets")[sheet["why"]], details)]
        if sheet["why"] == "no_table":
            lines += _to_paste(say("check.is_list"), rule_of(sheet, reading.columns))
        return [*lines, *_taken(edition, say), *_otherwise(edition, say)]
    lines = [title, "  " + say("check.read", rows=sheet["n_rows"], header=sheet["header_row"])]
    lines += _taken(edition, say)
    columns = reading.columns
    columns = columns[(columns["file"] == file) & (columns["sheet"].fillna("") == name)]
    wide = min(40, max(map(len, columns["heading"].fillna("")), default=0))
    lines += [_column(column, wide, say) for column in columns.to_dict("records")]
    if sheet["left_out"]:
        lines.append("  " + say("check.left_out"))
        lines += [f"      {_left_out(row, say)}" for row in sheet["left_out"]]
    lines += _to_paste(say("check.overrule"), rule_of(sheet, reading.columns))
    return [*lines, *_otherwise(edition, say)]


def _taken(edition: Row | None, say: Words) -> list[str]:
    """As which edition a sheet was taken, and why."""
    if edition is None:
        return []
    state = say(f"shown.{edition['state']}")
    return ["  " + say("check.taken", state=state, why=edition_text(say, edition))]


def _otherwise(edition: Row | None, say: Words) -> list[str]:
    """The lines that have it taken otherwise."""
    if edition is None:
        return []
    return _to_paste(say("check.take_otherwise"), state_rule(edition))


def _column(column: Row, wide: int, say: Words) -> str:
    """A line a column: its letters, its heading, the field that it was taken for and how surely."""
    label, heading = text_of(column["label"]), " ".join(text_of(column["heading"]).split())
    start = f"    {column['column']:>3}  {heading:<{wide}}  →  "
    if not label:
        return start + say("check.ignored")
    return start + f"{field_name(say, label)} ({sureness(say, column['confidence'])})"


def _left_out(row: dict[str, Any], say: Words) -> str:
    why, text = say.section("left_out")[row["why"]], " ".join(text_of(row["text"]).split())
    return say("report.words.left_out_text", row=row["row"], why=why, text=text)


def _to_paste(sentence: str, rule: str) -> list[str]:
    return ["  " + sentence, *("    " + line for line in rule.splitlines())]


def issue_lines(issue: Row, say: Words) -> list[str]:
    """A fault: where it is, what is wrong, how to mend it."""
    place = " · ".join(filter(None, (text_of(issue[key]) for key in ("file", "sheet", "cell"))))
    return [f"! {place or SETTINGS}", "  " + " ".join(told(issue, say))]


def told(issue: Row, say: Words) -> tuple[str, str]:
    """The sentence and the cure of a fault, in words."""
    details = issue["details"] if isinstance(issue["details"], dict) else {}
    values = {key: text_of(issue[key]) for key in ("raw", "file", "sheet", "cell", "row")}
    field = text_of(issue["field"])
    values["field"] = field_name(say, field) if field else say("report.whole_row")
    words = say.section(f"problems.{issue['problem']}")
    sentence, cure = (fill(words[part], values | details) for part in ("sentence", "cure"))
    return sentence, cure


def explain_pair(config: Config, one: str, other: str, say: Words) -> str:
    """The weights of two records, in words and bits, down to the probability.

    Raises Stop where an id is not among tonight's records.
    """
    memory = look(config, say)
    reading, wanted = set_aside(_read(config, memory), config.sheets, memory.sheet_answers)
    standard = standardise(reading.raw, reading.columns)
    dated = editions(standard.records, reading.sheets, wanted, memory.last_known())
    known = recognise(standard, reading.raw, memory, dated)
    records = known.standard.records
    at = pd.Series(records.index, index=records["record_id"])
    for wanted in (one, other):
        if wanted not in at.index:
            raise Stop(say("explain.unknown", id=wanted))
    if one == other:
        raise Stop(say("explain.same", id=one))
    ends = [int(at[one]), int(at[other])]
    mode = pipeline.mode_of(config, reading, memory, date.today())
    linked = linking.link(records, config, known.memory.decisions, mode, known.newest)
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
