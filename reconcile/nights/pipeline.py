"""The composition of the stages, written once: what was read and remembered -> the night's tables.

No input or output of its own: `night.py` reads and publishes, `flows` runs the same composition
with each stage as a Prefect task (the `step` argument), `run --direct` with plain calls.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from .. import matching, members
from ..answers.corrections import correct, of_tonight, with_corrections
from ..config import Config
from ..decisions.own_cells import extras, own_cells, torn_extras
from ..editions import editions, set_aside, told
from ..errors import NoInput
from ..registers.gone import with_gone
from ..results import Findings, Memory, Night, Reading, Standardised, Step, Validate, call
from ..review.questions import merges
from ..standardise import standardise
from ..tables import conform
from ..words import words
from .asking import Asking, asking
from .carrying import with_carried
from .doubtful import Doubtful, doubtful
from .holding import held, hold
from .linking import Linked, link
from .measuring import measured
from .missing import asked, let_go, without_let_go
from .models import Models, between_known, damaged
from .numbering import number, with_absent, with_contact_numbers
from .recognising import Recognised, recognise


@dataclass(frozen=True)
class Inputs:
    """What a night starts from: the settings, what ingest read, what the store remembers."""

    config: Config
    reading: Reading
    memory: Memory
    today: date
    models: Models = Models()  # noqa: RUF009 - frozen


def nightly(inputs: Inputs, validate: Validate, step: Step = call) -> Night:
    """All stages, from RAW to the register; `validate` runs the expectations."""
    config, reading, memory = inputs.config, inputs.reading, inputs.memory
    reading, wanted = set_aside(reading, config.sheets, memory.sheet_answers)
    inputs = replace(inputs, reading=reading)
    _refuse_empty(reading, config)
    mode = mode_of(config, reading, memory, inputs.today)
    standard: Standardised = step("standardise", standardise, reading.raw, reading.columns)
    before = memory.last_known()
    dated: pd.DataFrame = step(
        "date lists", editions, standard.records, reading.sheets, wanted, before
    )
    if (without := let_go(reading, dated)) is not None:
        reading, inputs = without, replace(inputs, reading=without)
        _refuse_empty(reading, config)
        standard = step("standardise", standardise, reading.raw, reading.columns)
    known: Recognised = step("recognise", recognise, standard, reading.raw, memory, dated)
    standard, memory, records = known.standard, known.memory, known.standard.records
    inputs = replace(inputs, memory=memory)
    with ThreadPoolExecutor(1) as beside:  # the rows are checked while they are matched
        early = beside.submit(check_rows, validate, _apart(standard), _apart(reading), before)
        linked: Linked = step(
            "match", link, records, config, memory.decisions, mode, known.newest, inputs.models
        )
        numbered = step("number members", number, linked, memory, config, mode)
        registers = step("merge", merge, linked, standard, reading, numbered, mode, inputs.today)
        set_by_hand, faults = of_tonight(memory, numbered)
        registers = correct(registers, set_by_hand)
        findings = step("validate", check, validate, early, standard, reading, registers, numbered)
    registers = step(
        "keep former members",
        with_gone,
        registers,
        reading,
        memory,
        numbered.absent,
        config,
        inputs.today,
    )
    registers = correct(registers, set_by_hand)
    standing, stopped = step("brake", hold, config, reading, memory, inputs.today, linked, numbered)
    night: Night = step(
        "gather", gather, inputs, mode, standard, dated, linked, numbered, registers, findings
    )
    night = with_corrections(with_contact_numbers(night), set_by_hand, faults)
    return held(night, stopped, findings.critical, standing, memory)


def _refuse_empty(reading: Reading, config: Config) -> None:
    if reading.raw.empty:
        raise NoInput(words(config.language)("run.nothing_to_read", raw=config.paths.raw))


def _apart(bundle: Any) -> Any:
    """The same frames as objects of their own, for another thread: pandas may rearrange a frame
    while it is read."""
    own = {one.name: getattr(bundle, one.name).copy(deep=False) for one in fields(bundle)}
    return replace(bundle, **own)


def mode_of(config: Config, reading: Reading, memory: Memory, today: date) -> str:
    """joint, apart (before `merged_on`), or alone (a club never had a file): see Night."""
    if config.merged_on is None or config.merged_on > today:
        return "apart"
    seen = {*reading.raw["source"], *memory.raw["source"]}
    return "joint" if set(config.clubs) <= seen else "alone"


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
        member_id=numbered.member_id,
        pos=np.arange(len(linked.records)),
        head=linked.records.index.isin(linked.at),
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
    dated: pd.DataFrame,
    linked: Linked,
    numbered: members.Numbered,
    registers: dict[str, Any],
    findings: Findings,
) -> Night:
    """The night as the report tells it."""
    reading, records, config = inputs.reading, linked.records, inputs.config
    of_record = pd.Series(numbered.member_id.to_numpy(), index=records["record_id"].to_numpy())
    # Who came back to a member tonight goes on with its answers at once.
    belongs = of_record.rename_axis("record_id").reset_index(name="member_id")
    belongs = pd.concat([belongs, numbered.absent], ignore_index=True)
    memory = with_carried(inputs.memory, records, belongs)
    inputs = replace(inputs, memory=memory)
    asks, unsure, strata = _to_ask(inputs, mode, linked, of_record, numbered.absent)
    own = own_cells(memory.ledger, numbered.aliases)
    issues = _issues(inputs, standard, dated, linked, asks, findings, torn_extras(own))
    seen = {*reading.raw["source"], *memory.raw["source"]}
    return Night(
        run=memory.run,
        today=inputs.today,
        mode=mode,
        clubs={key: club.name for key, club in config.clubs.items()},
        reading=reading,
        records=records,
        members=_membership(linked, of_record, numbered.absent),
        aliases=numbered.aliases,
        registers=registers,
        questions=asks.questions,
        gone=unsure.records,
        merges=asks.merges,
        issues=issues,
        checks=findings.checks,
        editions=dated,
        model=linked.model,
        moved=between_known(linked.moved, memory.raw["record_id"]),
        held_back=findings.critical,
        last_register=memory.last_register,
        merged_on=config.merged_on,
        memory=memory,
        extras=extras(own),
        strata=strata,
        sampled=asks.sampled,
        contrary=asks.contrary,
        waiting_for=tuple(club for club in config.clubs if club not in seen),
    )


def _to_ask(
    inputs: Inputs, mode: str, linked: Linked, of_record: pd.Series, absent: pd.DataFrame
) -> tuple[Asking, Doubtful, pd.DataFrame]:
    """What tonight's report asks, who may go on with whom, and STRATA."""
    memory, scores = inputs.memory, linked.clusters.scores
    shown = matching.links(linked.heads, linked.weighed, scores, matching.shipped(), linked.bands)
    sure = memory.decisions[~memory.decisions["disputed"]]
    sample = measured(linked, inputs.config, sure, mode)
    review = shown[shown["band"] == "review"]
    made = merges(shown[shown["band"] == "match"], of_record, memory.decisions)
    unsure = doubtful(linked, of_record, absent, memory, mode)
    asks = asking(
        linked, review, sample.sampled, made, of_record, memory, inputs.config, unsure.links
    )
    return asks, unsure, sample.strata


def _membership(linked: Linked, of_record: pd.Series, absent: pd.DataFrame) -> pd.DataFrame:
    """MEMBERS, those of the records in no list tonight, too."""
    at, scores = linked.at.to_numpy(), linked.clusters.scores
    scores = scores.assign(left=at[scores["left"]], right=at[scores["right"]])
    found = members.membership(linked.records, linked.label, scores, of_record)
    return with_absent(found, absent)


def _issues(
    inputs: Inputs,
    standard: Standardised,
    dated: pd.DataFrame,
    linked: Linked,
    asks: Asking,
    findings: Findings,
    torn: pd.DataFrame,
) -> pd.DataFrame:
    """ISSUES of all stages, each once."""
    reading = inputs.reading
    older = told(without_let_go(dated, reading), linked.records, linked.label)
    parts = [damaged(linked.broken), asks.issues, torn, asked(reading, dated), older]
    parts += [reading.issues, standard.issues, findings.issues]
    return conform(_once(pd.concat(parts, ignore_index=True)), "issues")


def _once(issues: pd.DataFrame) -> pd.DataFrame:
    """ISSUES of several checks, each once: of a cell a problem is told by the first of them; where
    there is no cell, what an issue tells of is in its details."""
    placed = issues["cell"].notna() | issues["row"].notna()
    about = issues["details"].map(repr).mask(placed, "")
    keys = issues[["file", "sheet", "row", "cell", "field", "problem"]].assign(about=about)
    return issues[~keys.duplicated()]
