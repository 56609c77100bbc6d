"""`reconcile check` and `reconcile explain`: look, and change nothing."""

from __future__ import annotations

from datetime import date

import pandas as pd

from . import matching, pipeline
from .config import Config
from .errors import Stop
from .ingest import read_clubs
from .results import Memory
from .standardise import standardise
from .store import Store
from .words import Words


def describe(config: Config, say: Words) -> tuple[str, bool]:
    """How each file is understood, as text, and whether every sheet met could be read."""
    reading = read_clubs(config)
    lines = [say("check.settings", clubs=", ".join(c.name for c in config.clubs.values()))]
    for sheet in reading.sheets.to_dict("records"):
        name = sheet["file"] if pd.isna(sheet["sheet"]) else f"{sheet['file']} · {sheet['sheet']}"
        if sheet["state"] == "read":
            told = say("check.read", rows=sheet["n_rows"], header=sheet["header_row"])
        else:
            told = say(f"sheets.{sheet['why']}", **(sheet["details"] or {}))
        lines.append(f"\n{name}\n  {told}")
        own = (reading.columns["file"] == sheet["file"]) & (
            reading.columns["sheet"].fillna("")
            == (sheet["sheet"] if pd.notna(sheet["sheet"]) else "")
        )
        for column in reading.columns[own].to_dict("records"):
            field = say("check.ignored") if pd.isna(column["label"]) else column["label"]
            heading = "" if pd.isna(column["heading"]) else column["heading"]
            lines.append(f"    {column['column']:>3}  {heading}  →  {field}")
    for issue in reading.issues.to_dict("records"):
        known = {"raw": issue["raw"], "field": issue["field"], **(issue["details"] or {})}
        place = " · ".join(str(issue[k]) for k in ("file", "sheet", "cell") if pd.notna(issue[k]))
        sentence = say(f"problems.{issue['problem']}.sentence", **known)
        cure = say(f"problems.{issue['problem']}.cure", **known)
        lines.append(f"\n! {place}\n  {sentence} {cure}")
    return "\n".join(lines), not (reading.sheets["state"] == "unreadable").any()


def explain_pair(config: Config, one: str, other: str, say: Words) -> str:
    """The weights of two records, in words and bits, down to the probability.

    Raises Stop where an id is not among tonight's records.
    """
    path = config.paths.state / "register.db"
    memory = Store(path).recall() if path.exists() else Memory()
    reading = read_clubs(config)
    standard = standardise(reading.raw, reading.columns)
    records = pipeline.recognise(standard, reading.raw, memory).records
    at = pd.Series(records.index, index=records["record_id"])
    for wanted in (one, other):
        if wanted not in at.index:
            raise Stop(say("explain.unknown", id=wanted))
    left, right = sorted((int(at[one]), int(at[other])))
    if left == right:
        raise Stop(say("explain.same", id=one))
    mode = pipeline.mode_of(config, reading, date.today())
    linked = pipeline.link(records, config, memory.decisions, mode)
    scores = linked.clusters.scores
    pair = scores[(scores["left"] == left) & (scores["right"] == right)]
    lines = []
    for position in (left, right):
        row = records.loc[position]
        lines.append(
            f"{row['record_id']}  {row['name']}  ({row['file']}, {row['sheet']}, {row['row']})"
        )
    if pair.empty:
        return "\n".join([*lines, say("explain.not_compared")])
    weights = matching.shipped()
    levels = linked.levels
    compared = levels[(levels["left"] == left) & (levels["right"] == right)]
    if len(compared):
        prior = matching.prior_bits(records["source"], compared, weights)[0]
        lines.append(f"  {prior:+6.1f}  {say('explain.prior')}")
        for name, level, bits in matching.reasons(compared, weights).iloc[0]:
            lines.append(f"  {bits:+6.1f}  {say(f'reasons.{name}_{level}')}")
    found = pair.iloc[0]
    band = say(f"bands.{found['band']}")
    lines.append(
        f"  {found['weight_bits']:+6.1f}  "
        + say("explain.together", percent=f"{100 * found['probability']:.1f}", band=band)
    )
    if found["refused"]:
        lines.append(say(f"refused.{found['refused']}"))
    return "\n".join(lines)
