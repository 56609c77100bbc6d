"""What people wrote into a report -> acts for the ledger.

Every cell that takes an answer stands in a row with hidden `kind` and `subject`, in a sheet with a
hidden row of keys, which also bears the number of the report. What a cell was issued with says
nothing; only what differs from it is an act. What cannot be obeyed is told, never guessed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from ..config import fold
from ..decisions.by_hand import KINDS, Unreadable, acts_of, unsealed
from ..decisions.ledger import ERASE, acts, effect_of, in_force, lettered, n_answers
from ..decisions.naming import AUTO, KIND
from ..results import Memory
from ..tables import conform, empty
from ..workbooks.shown import text_of
from .checks import told_pages
from .digests import COLUMNS, altered
from .erasing import asked_in
from .frame import from_cell
from .meanings import ANSWER, Meaning, meanings, nearest
from .sheets_read import Copy, Page, Row, headings, read_copy
from .stops import CONFIRM
from .untaken import ABOUT, still_open

_UNSHOWN: Final = frozenset((*COLUMNS, "note", "kind", "subject", "shown", "left_id", "right_id"))


@dataclass(frozen=True)
class Read:
    """What was found in a report: acts (LEDGER), readings (READINGS, of this one) and issues."""

    acts: pd.DataFrame
    readings: pd.DataFrame
    issues: pd.DataFrame


NOTHING: Final = Read(empty("ledger"), empty("readings"), empty("issues"))


def _anything(field: str, text: str) -> bool:
    return False


def read_report(
    report: Path,
    origin: str,
    memory: Memory,
    last: bool = True,
    unreadable: Unreadable = _anything,
) -> Read:
    """The acts of a report (.xlsx, .xlsm, .ods, .csv) that are not in the ledger yet.

    origin: what the ledger calls the file; last: whether it lies where the last report should;
    unreadable: which values are none of their field. A report whose content was read before gives
    no more than issues: what could not be taken from it, as long as it lies there and its question
    has no answer. One that is missing gives nothing.
    """
    try:
        if not report.is_file():
            return NOTHING
        copy = read_copy(report, origin)
    except OSError:
        return Read(NOTHING.acts, NOTHING.readings, _issues([{"problem": "report_shut"}], origin))
    known = memory.readings
    again = f"{copy.digest}:{origin}"
    if {copy.digest, again} & set(known.loc[known["origin"] == origin, "digest"]):
        table, problems, _ = _found(copy, memory, last, unreadable)
        return Read(NOTHING.acts, NOTHING.readings, _issues(still_open(problems, memory), origin))
    before = known[known["digest"] == copy.digest]
    if len(before):
        same: dict[str, Any] = {"problem": "report_twice", "severity": "info"}
        same |= {"details": {"same_as": before["origin"].iloc[0]}}
        return Read(
            empty("ledger"), _reading(copy, again, memory, None, 0), _issues([same], origin)
        )
    table, problems, runs = _found(copy, memory, last, unreadable)
    readings = _reading(copy, copy.digest, memory, max(runs, default=None), n_answers(table))
    return Read(table, readings, _issues(problems, origin))


def _found(
    copy: Copy, memory: Memory, last: bool, unreadable: Unreadable
) -> tuple[pd.DataFrame, list[dict[str, Any]], list[int]]:
    """The new acts of a copy, rows of ISSUES (`about`: the kind and subject of what was asked), and
    the runs of its sheets."""
    problems = told_pages(copy, memory, last)
    mine = [page for page in copy.pages or [] if page.store in (None, "", memory.store_id)]
    said: list[dict[str, Any]] = []
    for page in mine:
        run = min(page.run or memory.run - 1, memory.run - 1)
        about = {"decided_at": copy.saved, "reviewer": copy.reviewer, "run": run}
        about |= {"read_in": memory.run, "origin": copy.origin}
        found, odd = _page(page, memory, unreadable)
        said += [{**about, **one} for one in found]
        problems += odd
    table, torn = _new(acts(said), memory)
    problems += torn
    return table, problems, [page.run for page in mine if page.run is not None]


def _reading(copy: Copy, key: str, memory: Memory, run: int | None, n_new: int) -> pd.DataFrame:
    row = {"digest": key, "origin": copy.origin, "read_in": memory.run, "n_new": n_new}
    return conform(
        pd.DataFrame([{**row, "run": memory.run - 1 if run is None else run}]), "readings"
    )


def _issues(problems: list[dict[str, Any]], origin: str) -> pd.DataFrame:
    rows = [{"file": origin, "severity": "warning", **one} for one in problems]
    rows = [{key: value for key, value in row.items() if key != ABOUT} for row in rows]
    return conform(pd.DataFrame(rows), "issues") if rows else empty("issues")


def _new(said: pd.DataFrame, memory: Memory) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    """Acts that say another thing than the report was issued with, and than the same reviewer said
    in the same report last; and rows of ISSUES where one report says two new things of one subject,
    of which none is taken."""
    if said.empty:
        return said, []
    keys = ["run", "kind", "subject"]
    said = said.drop_duplicates([*keys, "answer", "relation"], keep="last")
    text = said["answer"] + "/" + said["relation"].fillna("")
    issued = memory.issued.drop_duplicates(keys).set_index(keys)["answer"]
    was = issued.reindex(pd.MultiIndex.from_frame(said[keys])).to_numpy()
    # An empty cell of a column is an automatic one.
    empty_cell = said["kind"].map({KIND: f"{AUTO}/"}).fillna("").to_numpy()
    other = text.to_numpy() != pd.Series(was).where(pd.notna(was), empty_cell).to_numpy()
    noted = [_renoted(one, memory.ledger) for one in said.to_dict("records")]
    said = said[other | noted]
    again = [*keys, "answer", "relation", "reviewer", "origin"]
    before = memory.ledger.drop_duplicates([*keys, "reviewer", "origin"], keep="last")
    known = pd.MultiIndex.from_frame(before[again].fillna(""))
    said = said[~pd.MultiIndex.from_frame(said[again].fillna("")).isin(known)]
    two = said.duplicated(keys, keep=False)
    told: list[dict[str, Any]] = [
        {"problem": "answers_two_ways", "details": {"number": text_of(one["question_id"])}}
        | {ABOUT: (one["kind"], one["subject"])}
        for one in said[two].drop_duplicates(keys).to_dict("records")
    ]
    torn = set(zip(said.loc[two, "kind"], said.loc[two, "subject"], strict=True))
    subjects = zip(said["kind"], said["subject"], strict=True)
    # Of a change that is not made the question stays.
    undone = [kind == "edit" and effect_of(one) in torn for kind, one in subjects]
    return said[~two & ~pd.Series(undone, index=said.index, dtype=bool)], told


def _renoted(act: Mapping[Any, Any], ledger: pd.DataFrame) -> bool:
    """Whether an act bears another remark than the one that its report was issued with."""
    own = ledger[(ledger["kind"] == act["kind"]) & (ledger["subject"] == act["subject"])]
    own = own.loc[own["read_in"] <= act["run"], "note"].dropna()
    return bool(text_of(act["note"])) and [act["note"]] != own.tail(1).tolist()


def _page(
    page: Page, memory: Memory, unreadable: Unreadable
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The acts of a sheet, and what in it is odd."""
    found = _stops(page, memory)
    problems: list[dict[str, Any]] = []
    held = in_force(memory.ledger)
    held = held[held["answer"] != "later"]
    settled = frozenset(zip(held["kind"], held["subject"], strict=True))
    changed: list[str] = []
    for row in page.rows():
        if row.cells.get("kind") == ERASE:
            acts_here, odd = asked_in(row, page.name)
            found, problems = found + acts_here, problems + odd
            continue
        columns = [key for key in COLUMNS if row.cells.get(key)]
        changed += [row.at[key] for key in altered(row.cells)]
        if not columns and row.cells.get("note") and ANSWER in row.cells:
            columns = [ANSWER]  # a remark alone puts the question off
        if not columns or _is_no_answer(row):
            continue
        if row.cells.get("kind") in KINDS:
            more, odd = _gap(page, row, columns[0], memory, unreadable)
        else:
            more, odd = _answer(page, row, columns[0], memory, settled)
        found += more
        problems += odd
    if changed:
        cells = ", ".join(changed[:8]) + (" …" if len(changed) > 8 else "")
        told = {"cells": cells, "n": len(changed)}
        row_of = {"problem": "report_changed_by_hand", "severity": "info", "details": told}
        problems.append({**row_of, "sheet": page.name})
    return found, problems


def _answer(
    page: Page, row: Row, column: str, memory: Memory, settled: frozenset[tuple[str, str]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The act of a row with a number, or what is told of its answer. settled: what has an answer,
    by kind and subject: a remark alone takes none back."""
    text, at = row.cells[column], row.at[column]
    about = {"sheet": page.name, "cell": at, "raw": text}
    (kind, subject, question), wrong = _key(row, memory)
    if wrong:
        return [], [{**about, "problem": wrong, "details": {"number": _number(row)}}]
    if not text and (kind, subject) in settled:
        return [], []
    meaning = meanings(kind, column).get(fold(text)) if text else Meaning("later")
    if meaning is None:
        near = nearest(text, kind, column)
        problem = "answer_unclear_near" if near else "answer_unclear"
        asked = {"details": {"near": near}, ABOUT: (kind, subject)}
        return [], [{**about, **asked, "problem": problem}]
    said = {"kind": kind, "subject": subject, **meaning._asdict(), "question_id": question or None}
    shown = json.dumps(_shown(row), ensure_ascii=False)
    return [{**said, "note": row.cells.get("note") or None, "shown": shown}], []


def _gap(
    page: Page, row: Row, column: str, memory: Memory, unreadable: Unreadable
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The acts of a row about a value or a change of the register, or what is told of its answer
    in `column`."""
    subject, kind = from_cell(row.cells.get("subject", "")), row.cells["kind"]
    if not subject or not row.cells.get(column):
        return [], []
    if kind == "edit":
        subject = unsealed(subject, memory.ledger, memory.salt)
    said = {**row.cells, "subject": subject, ANSWER: row.cells[column]}
    found, odd = acts_of(said, memory.ledger, unreadable)
    place = {"sheet": page.name, "cell": row.at[column], "raw": row.cells[column]}
    return found, [{**place, ABOUT: (kind, subject), **odd}] if odd else []


def _is_no_answer(row: Row) -> bool:
    """Whether a row that is about nothing is one of headings, or of a sheet without numbers: a
    second table below the first."""
    if row.cells.get("subject"):
        return False
    numbers = [row.cells[key] for key in ("question_id", "decision_id") if key in row.cells]
    return not numbers or headings().get(fold(numbers[0])) in ("question_id", "decision_id")


def _number(row: Row) -> str:
    return row.cells.get("question_id") or row.cells.get("decision_id") or ""


def _key(row: Row, memory: Memory) -> tuple[tuple[str, str, str], str]:
    """What a row is about (kind, subject, question_id), or why that cannot be told."""
    kind, subject = row.cells.get("kind", ""), from_cell(row.cells.get("subject", ""))
    number = _number(row).upper().replace(" ", "")
    nothing = ("", "", "")
    if number and not _checked(number):
        return nothing, "key_mistyped"
    table, name = memory.questions, "question_id"
    if number.startswith("D-"):
        table, name = memory.ledger, "decision_id"
    own = table[table[name] == number] if number else table[:0]
    if not subject:
        if own.empty:
            return nothing, "key_unknown" if number else "key_gone"
        kind, subject = str(own["kind"].iloc[0]), str(own["subject"].iloc[0])
    elif len(own) and (own["subject"].iloc[0] != subject or own["kind"].iloc[0] != kind):
        return nothing, "key_altered"
    elif number and own.empty:
        return nothing, "key_unknown"
    elif not kind:
        kind = "pair" if own.empty else str(own["kind"].iloc[0])
    question = number if number.startswith("Q-") else _question_of(kind, subject, memory)
    return (kind, subject, question), ""


def _question_of(kind: str, subject: str, memory: Memory) -> str:
    own = memory.questions
    own = own[(own["subject"] == subject) & (own["kind"] == kind)]
    return str(own["question_id"].iloc[0]) if len(own) else ""


def _checked(number: str) -> bool:
    """Whether the check letter of a number fits."""
    prefix, _, rest = number.partition("-")
    digits = rest.partition("-")[0]
    return digits.isdecimal() and lettered(prefix, int(digits)) == number


def _shown(row: Row) -> dict[str, str]:
    return {key: text for key, text in row.cells.items() if text and key not in _UNSHOWN}


def _stops(page: Page, memory: Memory) -> list[dict[str, Any]]:
    """The stops, by their hidden keys, beside which yes was chosen."""
    yes, shown, found = meanings("pair", "answer"), set(memory.stops["key"]), []
    for line in page.lines:
        mine = [text.removeprefix(CONFIRM) for text in line if text.startswith(CONFIRM)]
        said = any(fold(text) in yes and yes[fold(text)].answer == "same" for text in line)
        if mine and mine[0] in shown and said:
            found.append({"kind": "stop", "subject": mine[0], "answer": "yes"})
    return found
