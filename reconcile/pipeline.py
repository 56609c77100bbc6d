"""The composition of the stages, written once: what was read and remembered -> the night's tables.

No input or output of its own: `night.py` reads and publishes, `flows` runs the same composition
with each stage as a Prefect task (the `step` argument), `run --direct` with plain calls.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from . import matching, members
from .config import Config
from .ingest import lost_lists
from .matching import Bands
from .results import Findings, Memory, Night, Reading, Standardised, Step, Validate, call
from .review.questions import merges, questions
from .standardise import standardise
from .tables import conform, empty


@dataclass(frozen=True)
class Inputs:
    """What a night starts from: the settings, what ingest read, what the store remembers."""

    config: Config
    reading: Reading
    memory: Memory
    today: date


@dataclass(frozen=True)
class Linked:
    """Records compared and grouped: `records` (RECORDS), their weighed pairs, `clusters`."""

    records: pd.DataFrame
    weighed: matching.Weighed
    clusters: matching.Clusters
    bands: Bands


def nightly(inputs: Inputs, validate: Validate, step: Step = call) -> Night:
    """All stages, from RAW to the register; `validate` runs the expectations."""
    config, reading, memory = inputs.config, inputs.reading, inputs.memory
    mode = mode_of(config, reading, memory, inputs.today)
    standard: Standardised = step("standardise", standardise, reading.raw, reading.columns)
    standard = step("recognise", recognise, standard, reading.raw, memory)
    with ThreadPoolExecutor(1) as beside:  # the rows are checked while they are matched
        before = memory.raw[memory.raw["record_id"].isin(memory.last_rows)]
        early = beside.submit(check_rows, validate, standard, reading, before)
        linked: Linked = step("match", link, standard.records, config, memory.decisions, mode)
        numbered = step("number members", number, linked, memory)
        registers = step("merge", merge, linked, standard, reading, numbered, mode, inputs.today)
        findings = step("validate", check, validate, early, standard, reading, registers, numbered)
    night: Night = step(
        "gather", gather, inputs, mode, standard, linked, numbered, registers, findings
    )
    return night


def mode_of(config: Config, reading: Reading, memory: Memory, today: date) -> str:
    """joint, apart (before `merged_on`), or alone (a club never had a file): see Night."""
    if config.merged_on is None or config.merged_on > today:
        return "apart"
    seen = {*reading.raw["source"], *memory.raw["source"]}
    return "joint" if set(config.clubs) <= seen else "alone"


def recognise(standard: Standardised, raw: pd.DataFrame, memory: Memory) -> Standardised:
    """`standard` with record ids: those of the nights before, or new ones in the order of rows."""
    records = standard.records
    columns = empty("columns")
    ids = members.recognise(
        raw, records, memory.raw, lambda rows: standardise(rows, columns).records, _likeness
    )
    new = ids.index[ids.isna()]
    ids.loc[new] = members.issue("R", memory.last_record, len(new), 5)
    records = records.assign(record_id=ids.astype("str"))
    place = records.set_index(["file", "sheet", "row"])["record_id"]
    return replace(standard, records=records, issues=_with_ids(standard.issues, place))


def _with_ids(issues: pd.DataFrame, place: pd.Series) -> pd.DataFrame:
    if issues.empty:
        return issues
    keys = pd.MultiIndex.from_frame(issues[["file", "sheet", "row"]])
    return issues.assign(record_id=place[~place.index.duplicated()].reindex(keys).to_numpy())


def _likeness(new: pd.DataFrame, old: pd.DataFrame) -> pd.DataFrame:
    """How likely a row of tonight is a row of before, by the matching engine, within each club."""
    weights = matching.shipped()
    expected = {**weights.share, "across": {**weights.share["across"], "m": 0.9}}
    both = pd.concat([new, old], ignore_index=True)
    night = np.where(np.arange(len(both)) < len(new), "new ", "old ")
    lists = both.assign(source=night + both["source"])
    weighed = matching.weigh(lists, replace(weights, share=expected), Bands(0.99, 0.05), "shipped")
    scores, club = weighed.scores, both["source"].to_numpy()
    left, right = scores["left"].to_numpy(), scores["right"].to_numpy()
    crossing = (left < len(new)) & (right >= len(new)) & (club[left] == club[right])
    scores = scores[crossing]
    place = np.concatenate([new.index.to_numpy(), old.index.to_numpy()])
    return scores.assign(new=place[scores["left"]], old=place[scores["right"]])


def link(records: pd.DataFrame, config: Config, decisions: pd.DataFrame, mode: str) -> Linked:
    """Compare, weigh and group RECORDS; before the clubs are one, only within each club."""
    bands = Bands.from_costs(config.matching.wrong_merge, config.matching.missed_merge)
    weighed = matching.weigh(records, matching.shipped(), bands)
    answers = positions(decisions, records["record_id"])
    source = records["source"].to_numpy()
    held = source if mode == "apart" else np.full(len(records), "")
    clusters = matching.cluster(weighed.scores, records, bands, answers, pd.Series(held))
    return Linked(records, weighed, clusters, bands)


def positions(decisions: pd.DataFrame, record_ids: pd.Series) -> pd.DataFrame:
    """The answers in force as left, right (positions, left < right) and same (bool); the last
    answer about a pair counts, "later" and answers about rows that are gone do not."""
    at = pd.Series(record_ids.index, index=record_ids.to_numpy())
    one, other = decisions["left_id"].map(at), decisions["right_id"].map(at)
    table = pd.DataFrame(
        {"left": np.fmin(one, other), "right": np.fmax(one, other), "answer": decisions["answer"]}
    )
    table = table[one.notna() & other.notna()].drop_duplicates(["left", "right"], keep="last")
    table = table[table["answer"].isin(["same", "different"])]
    table = table.astype({"left": "int64", "right": "int64"})
    return table.assign(same=table["answer"] == "same")[["left", "right", "same"]]


def number(linked: Linked, memory: Memory) -> members.Numbered:
    """Each cluster's lasting member number."""
    return members.number_members(
        linked.records["record_id"],
        linked.clusters.label,
        memory.belongs,
        memory.aliases,
        memory.last_member,
    )


def merge(
    linked: Linked,
    standard: Standardised,
    reading: Reading,
    numbered: members.Numbered,
    mode: str,
    today: date,
) -> dict[str, Any]:
    """The register, or before the clubs are one a register each (by club id)."""
    records = linked.records.assign(
        member_id=numbered.member_id, pos=np.arange(len(linked.records))
    )
    if mode != "apart":
        return {"": members.build(records, standard, reading.columns, today)}
    return {
        str(club): members.build(own, standard, reading.columns, today)
        for club, own in records.groupby("source", sort=False)
    }


def check_rows(
    validate: Validate, standard: Standardised, reading: Reading, before: pd.DataFrame
) -> list[Findings]:
    """The suites over the rows received (`before`: those of the last register) and the records."""
    raw, columns = reading.raw, reading.columns
    received = {"raw": raw, "columns": columns, "sheets": reading.sheets, "before": before}
    records = {
        "records": standard.records,
        "people": standard.people,
        "dues_read": standard.dues_read,
        "raw": raw,
        "columns": columns,
        "origins": standard.origins,
    }
    return [
        validate("received", received),
        validate("records", records),
    ]


def check(
    validate: Validate,
    early: Future[list[Findings]],
    standard: Standardised,
    reading: Reading,
    registers: dict[str, Any],
    numbered: members.Numbered,
) -> Findings:
    """All that the suites find: `early` (check_rows), and the suite over each register."""
    raw, found = reading.raw, []
    belongs = standard.records[["record_id"]].assign(member_id=numbered.member_id)
    for club, one in registers.items():
        own = (standard.records["source"] == club) | (club == "")
        frames = {
            "raw": raw[own.to_numpy()],
            "records": standard.records[own],
            "members": belongs[own],
            "register": one.register,
            "contacts": one.contacts,
            "consents": one.consents,
            "dues": one.dues,
            "provenance": one.provenance,
        }
        found.append(validate("register", frames))
    found = [*early.result(), *found]
    return Findings(
        issues=pd.concat([one.issues for one in found], ignore_index=True),
        checks=pd.concat([one.checks for one in found], ignore_index=True),
    )


def gather(
    inputs: Inputs,
    mode: str,
    standard: Standardised,
    linked: Linked,
    numbered: members.Numbered,
    registers: dict[str, Any],
    findings: Findings,
) -> Night:
    """The night as the report tells it."""
    memory, reading = inputs.memory, inputs.reading
    clusters, records = linked.clusters, linked.records
    of_record = pd.Series(numbered.member_id.to_numpy(), index=records["record_id"].to_numpy())
    shown = matching.links(
        records, linked.weighed, clusters.scores, matching.shipped(), linked.bands
    )
    lost = lost_lists(reading, memory.last_files)
    parts = [lost, reading.issues, standard.issues, findings.issues]
    issues = pd.concat(parts, ignore_index=True)
    issues = issues.drop_duplicates(["file", "sheet", "row", "cell", "field", "problem"])
    return Night(
        run=memory.run,
        today=inputs.today,
        mode=mode,
        clubs={key: club.name for key, club in inputs.config.clubs.items()},
        reading=reading,
        records=records,
        members=members.membership(records, clusters.label, clusters.scores, of_record),
        aliases=numbered.aliases,
        registers=registers,
        questions=questions(
            shown[shown["band"] == "review"],
            of_record,
            memory.questions,
            memory.last_question,
            memory.decisions,
        ),
        merges=merges(shown[shown["band"] == "match"], of_record, memory.decisions),
        issues=conform(issues, "issues"),
        checks=findings.checks,
        held_back=pd.concat([lost, findings.critical], ignore_index=True),
        last_register=memory.last_register,
        merged_on=inputs.config.merged_on,
        waiting_for=tuple(
            club
            for club in inputs.config.clubs
            if club not in {*reading.raw["source"], *memory.raw["source"]}
        ),
    )
