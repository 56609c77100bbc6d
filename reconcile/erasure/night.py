"""A night's part: what was confirmed is carried out, what is blocked does not come in, and the
report is told what waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import pandas as pd

from ..config import Config
from ..decisions.ledger import ASKED, CONFIRMED, DONE, ERASE, TERMINAL, TORN, WITHDRAWN, acts
from ..memory.database import begin
from ..memory.store import Store
from ..results import Memory, Reading, cell_of
from ..tables import conform, empty
from ..workbooks.shown import text_of
from . import stored
from .blocks import Block, Blocks, Wish, blocks_of, wishes
from .lines import Lines
from .outside import copies, named
from .rows import redact
from .said import half_cleaned
from .sweep import ALL, Sweep, left_of
from .text import mapped
from .who import CONTACT, Known, Target, target

_MOST: Final = 6  # places that are named


def obey(
    store: Store,
    memory: Memory,
    reading: Reading,
    config: Config,
    copy: Callable[[], bool],
    when: datetime,
) -> tuple[Memory, Reading, pd.DataFrame]:
    """Carry out what was confirmed, go on with what is left, and take what is blocked out of
    `reading`, which tells where it stood; what is known then, and ERASURES for the report."""
    known = Known(memory)
    said, told = [], []
    for wish in wishes(memory.ledger):
        if wish.state == CONFIRMED or (
            wish.state == ASKED and not wish.subject.startswith(CONTACT)
        ):
            found = target(wish.subject, known)
            lost = wish.subject.startswith(CONTACT) and not found.people
            if wish.state == CONFIRMED and lost:
                said.append(_act(wish, WITHDRAWN, None, when, memory.run))
                told.append({"problem": "erase_gone", "details": {"decision": _number(wish)}})
            elif wish.state == CONFIRMED or not (
                found.people or _cells(found.block, reading, known)
            ):
                said.append(_act(wish, DONE, found.block, when, memory.run))
                if wish.state == ASKED:
                    told.append(
                        {"problem": "erase_blocked", "details": {"decision": _number(wish)}}
                    )
    memory, left = carry_out(store, memory, acts(said), config, copy)
    told += [
        {"problem": problem, "file": one, "severity": "warning"} for one, problem in left.items()
    ]
    blocks = blocks_of(memory.ledger, memory.salt)
    reading = without(reading, blocks)
    told += [*copies(config, blocks), *named(reading, blocks)]
    rows = [{"severity": "info", **one} for one in told]
    more = conform(pd.DataFrame(rows), "issues") if rows else empty("issues")
    reading = replace(reading, issues=pd.concat([reading.issues, more], ignore_index=True))
    return memory, reading, erasures(memory, reading, len(left))


def carry_out(
    store: Store, memory: Memory, said: pd.DataFrame, config: Config, copy: Callable[[], bool]
) -> tuple[Memory, dict[str, str]]:
    """Keep acts that erase and clean the store in one step (also where it was half cleaned), then
    all files that are still to be cleaned; what is known then, and of files that could not be the
    problem that tells of each, by name."""
    if len(said) or (half_cleaned(memory.ledger) and blocks_of(memory.ledger, memory.salt)):
        ledger = pd.concat([memory.ledger, said.assign(decision_id="")], ignore_index=True)
        stored.carry_out(store, said, blocks_of(conform(ledger, "ledger"), memory.salt), ALL)
        memory = store.recall()
    left = left_of(store)
    if not left:
        return memory, {}
    still = Sweep(store, config, blocks_of(memory.ledger, memory.salt), copy).finish(left)
    return store.recall(), still


def cleaned(store: Store, memory: Memory) -> None:
    """Take what `memory` knows as blocked out of another store."""
    with begin(store.engine) as db:
        stored.clean(db, blocks_of(memory.ledger, memory.salt))


def again(store: Store) -> None:
    """Take all that is blocked out of a store into which a copy was taken in; its files follow in
    the next run."""
    memory = store.recall()
    if blocks := blocks_of(memory.ledger, memory.salt):
        stored.carry_out(store, acts([]), blocks, ALL)


def _act(wish: Wish, answer: str, block: Block | None, when: datetime, run: int) -> dict[str, Any]:
    return act(wish.subject, answer, block, when, text_of(wish.act["reviewer"]), run)


def act(
    subject: str, answer: str, block: Block | None, when: datetime, who: str, read_in: int
) -> dict[str, Any]:
    """A row of LEDGER; what it keeps of a person are hashes."""
    return {
        "kind": ERASE,
        "subject": subject,
        "answer": answer,
        "reviewer": who or None,
        "decided_at": when.replace(tzinfo=None).isoformat(timespec="seconds"),
        "run": TERMINAL,
        "read_in": read_in,
        "origin": "reconcile",
        "shown": block.to_json() if block else None,
    }


def _number(wish: Wish) -> str:
    return text_of(wish.act["decision_id"])


def without(reading: Reading, blocks: Blocks) -> Reading:
    """`reading` without what is blocked; its ISSUES name the cells where it stood."""
    if not blocks:
        return reading
    found, lines = redact(reading.raw, blocks), Lines(blocks)
    sheets = reading.sheets.assign(
        left_out=_each(reading.sheets["left_out"], lines),
        details=_each(reading.sheets["details"], lines),
    )
    issues = without_texts(reading.issues, lines)
    told = _where(found.told, reading)
    issues = conform(pd.concat([issues, told], ignore_index=True), "issues")
    return replace(reading, raw=found.raw, sheets=sheets, issues=issues)


def without_texts(issues: pd.DataFrame, lines: Lines) -> pd.DataFrame:
    """ISSUES, in what they quote nothing that is blocked."""
    return issues.assign(
        raw=issues["raw"].map(lines.text, na_action="ignore").astype("str"),
        details=_each(issues["details"], lines),
    )


def _each(column: pd.Series, lines: Lines) -> pd.Series:
    return pd.Series([mapped(one, lines.text) for one in column], column.index, dtype=object)


def _where(told: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """ISSUES: a row each row of a list that lost something, with its cells and never a value."""
    if told.empty:
        return empty("issues")
    place = reading.raw.reset_index(drop=True).loc[told["pos"], ["source", "file", "sheet", "row"]]
    at = place.reset_index(drop=True).assign(label=told["label"].to_numpy())
    at["cell"] = cell_of(at.assign(label=at["label"].fillna("")), reading.columns)
    rows = []
    for (source, file, sheet, row), own in at.groupby(
        ["source", "file", "sheet", "row"], dropna=False
    ):
        cells = [str(one) for one in own["cell"].dropna()]
        whole = own["label"].isna().any()
        rows.append(
            {
                **{"source": source, "file": file, "sheet": sheet, "row": row},
                "cell": cells[0] if cells and not whole else None,
                "problem": "erased_row" if whole else "erased_there",
                "severity": "info",
                "details": {"cells": ", ".join(cells)},
            }
        )
    return conform(pd.DataFrame(rows), "issues")


def _cells(block: Block, reading: Reading, known: Known) -> Sequence[str]:
    """Where tonight's lists and the rows of before hold what a block names."""
    blocks = Blocks.build(known.seal, [block])
    found = _where(redact(reading.raw, blocks).told, reading)
    told = [
        " › ".join(
            filter(None, (text_of(one["file"]), text_of(one["sheet"]), one["details"]["cells"]))
        )
        for one in found.to_dict("records")
    ]
    return told or ([""] if len(redact(known.memory.raw, blocks).told) else [])


def erasures(memory: Memory, reading: Reading, n_left: int = 0) -> pd.DataFrame:
    """ERASURES: what the report tells of each that was asked for, and what would go."""
    known, rows = Known(memory), []
    for wish in wishes(memory.ledger):
        if not wish.state:
            continue
        row = {
            "subject": wish.subject,
            "state": wish.state,
            "decision_id": _number(wish),
            "reviewer": text_of(wish.act["reviewer"]) or None,
            "decided_at": text_of(wish.act["decided_at"]) or None,
            "n_left": n_left if wish.state == DONE else 0,
        }
        if wish.state in (ASKED, TORN, CONFIRMED):
            row |= described(target(wish.subject, known), reading, known)
        rows.append(row)
    return conform(pd.DataFrame(rows), "erasures") if rows else empty("erasures")


def described(found: Target, reading: Reading, known: Known) -> dict[str, Any]:
    """Who is meant, and what would go: cells, never what they hold."""
    places = [one for one in _cells(found.block, reading, known) if one]
    more = [f"… (+{len(places) - _MOST})"] if len(places) > _MOST else []
    names = known.records[known.records["member_id"].isin(found.members)]
    firms = names.drop_duplicates("member_id")["name"].dropna().to_list()
    return {
        "name": found.name or None,
        "members": ", ".join(found.members) or None,
        "firms": ", ".join(firms) or None,
        "places": "\n".join([*places[:_MOST], *more]) or None,
        "n_rows": len(places),
        "n_mails": len(found.block.hashes["mail"]),
        "n_phones": len(found.block.hashes["phone"]),
        "n_kept": found.n_kept,
        "whole": found.block.whole,
        "bears": found.block.bears,
    }
