"""`reconcile decisions` and `reconcile undo`: what people decided, told, copied and taken back."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from ..answers.added import with_added
from ..config import PARIS, Config, load
from ..decisions import undoing
from ..decisions.decided import Wanted, chosen, current_number, in_words, records_of
from ..decisions.ledger import acts
from ..decisions.naming import columns_said
from ..erasure import again, cleaned
from ..erasure.text import ids_in
from ..errors import Stop
from ..ingest import read_clubs
from ..memory import copies, opening
from ..memory.alone import alone
from ..memory.opening import look, recall
from ..memory.store import Store
from ..nights.missing import stand_in
from ..nights.night import copying, read_models, terminal_user
from ..nights.pipeline import Inputs, nightly
from ..registers.changes import changes
from ..registers.register_values import values
from ..results import Findings, Memory, Night
from ..review.changes import value_of
from ..tables import empty
from ..words import Words, words
from ..workbooks.shown import field_name, is_personal, text_of
from .reading import write

_MOST_LINES = 40
_SAME = ["kind", "subject", "answer", "relation", "reviewer", "decided_at", "run"]


def listed(config_path: Path, wanted: Wanted, out: Path | None) -> str:
    """The acts that are wanted, as lines, or how many were written to `out`."""
    config = load(config_path)
    say = words(config.language)
    if out is not None and out.suffix.casefold() not in (".xlsx", ".csv"):
        raise Stop(say("decided.out", file=out))
    kinds = say.section("decided.kinds")
    if wanted.kind and wanted.kind not in kinds:
        raise Stop(say("decided.kind", kind=wanted.kind, kinds=", ".join(kinds)))
    try:
        date.fromisoformat(wanted.since or "2026-01-01")
    except ValueError as error:
        raise Stop(say("decided.since", day=wanted.since)) from error
    memory = look(config, say)
    table = in_words(chosen(memory, wanted), memory, say)
    if out is not None:
        write(table, out, say)
        return say("decided.written", n=len(table), file=out)
    if table.empty:
        return say("decided.none")
    lines = [" · ".join(filter(None, row)) for row in table.to_numpy().tolist()]
    return "\n".join([" · ".join(table), *lines])


def bring_in(config_path: Path, file: Path, edited: bool = False) -> str:
    """Take a copy in: into an empty store all of it, into the store that it is a copy of the acts
    that this one lacks. edited: also one that somebody changed. Gives what was done; raises Stop,
    in words."""
    config = load(config_path)
    say = words(config.language)
    try:
        with alone(config, say):
            tables = copies.read(file)
            store = opening.open_store(config, say)
            memory = opening.remembered(store, config, say)
            if memory.run > 1 or len(memory.ledger):
                done = _complete(store, memory, tables, say, edited)
                again(store)  # an older copy may hold who was erased since
                return done
            copies.restore(store, tables, config.paths.state, edited)
            store = opening.open_store(config, say)
            opening.take_over(store)
            again(store)
            memory = store.recall()
    except copies.NoCopy as error:
        raise Stop(say(f"copies.{error}", file=file)) from error
    except copies.EditedCopy as error:
        raise Stop(say("copies.edited", file=file, sheets=error)) from error
    except copies.NewerCopy as error:
        raise Stop(say("copies.newer", file=file)) from error
    n_members = memory.belongs["member_id"].nunique()
    return say(
        "copies.restored", decisions=len(memory.ledger), members=n_members, runs=memory.run - 1
    )


def _complete(store: Store, memory: Memory, tables: copies.Tables, say: Words, edited: bool) -> str:
    """Add the acts of a copy that the store lacks. Those about members or records that came after
    both went on apart, and so may be others here, are left out and counted."""
    about = {row["key"]: row["value"] for row in tables[copies.ABOUT]}
    if about.get("store_id") != memory.store_id:
        raise Stop(say("copies.other_store"))
    with TemporaryDirectory() as folder:  # as it would be alone, of whatever version it is
        alone_there = Store(Path(folder) / "copy.db")
        copies.restore(alone_there, tables, Path(folder), edited)
        cleaned(alone_there, memory)  # or acts as they were before an erasure would seem new
        copy = copies.dump(alone_there)
    found = acts(copy["ledger"])
    known = set(map(tuple, memory.ledger[_SAME].astype("str").fillna("").to_numpy().tolist()))
    rows = map(tuple, found[_SAME].astype("str").fillna("").to_numpy().tolist())
    new = found.loc[[row not in known for row in rows]]  # of none, its columns all the same
    same = _same_ids(copies.dump(store), copy)
    kept = new.loc[[ids_in(subject) <= same for subject in new["subject"]]]
    store.keep(kept.assign(read_in=memory.run))
    return say("copies.added", n=len(kept), left_out=len(new) - len(kept))


def _same_ids(here: copies.Tables, there: copies.Tables) -> set[str]:
    """The numbers of records and members that two stores of one origin gave before they went on
    apart: until the last run that both tell alike."""
    ended = [{row["run"]: row["finished_at"] for row in one["runs"]} for one in (here, there)]
    common = 0
    for run in sorted(ended[0].keys() | ended[1].keys()):
        if ended[0].get(run) != ended[1].get(run):
            break
        common = run
    records = {row["record_id"] for row in here["records"] if row["first_run"] <= common}
    moves = here["memberships"]
    return records | {row["member_id"] for row in moves if row["run"] <= common}


def take_back(config_path: Path, what: Sequence[str], agreed: Callable[[str, str], bool]) -> str:
    """Take back decisions (D-0007-H), what a run took in (47), merges (M-0042). agreed: shown what
    that changes and a question, says whether to do it. Raises Stop, in words, where `what` names
    nothing."""
    config = load(config_path)
    say = words(config.language)
    with alone(config, say):
        store, memory = recall(config, say)
        night = _nights(config)
        said, after = _said(what, memory, night, say)
        if said.empty:
            return say("undo.nothing")
        later = undoing.with_acts(memory, said)
        told = [say("undo.acts"), *_lines(said, later, say)]
        before, after = night(memory), after or night(later)
        moves = undoing.moved(before, after, memory)
        lines = [say("undo.moves", member=was, parts=" | ".join(now)) for was, now in moves]
        lines += _changed(before, after, say)
        told += [say("undo.members" if lines else "undo.no_members"), *lines]
        if not agreed("\n".join(told), say("undo.sure")):
            return say("undo.left")
        when = datetime.now(PARIS).replace(tzinfo=None).isoformat(timespec="seconds")
        note = say("undo.note", what=", ".join(what))
        store.keep(undoing.signed(said, memory, terminal_user(), when, note))
        copying(store, config, say)()  # the copy of the store tells it, too
        new = store.recall().ledger["decision_id"].tail(len(said))
    return say("undo.done", decisions=" ".join(new))


def _lines(said: pd.DataFrame, later: Memory, say: Words) -> list[str]:
    table = in_words(chosen(later, Wanted()).tail(len(said)), later, say)
    about, answer = say("decided.columns.about"), say("decided.columns.answer")
    return [f"  {one} → {other}" for one, other in zip(table[about], table[answer], strict=True)]


def _changed(before: Night, after: Night, say: Words) -> list[str]:
    """A line each member who comes or goes, and each value that becomes another."""
    found = changes(values(before), values(after))
    found = found[~found["kind"].isin(("merged", "split"))]  # `undoing.moved` tells them by record
    if before.mode == "apart":
        found = found[~found["field"].fillna("").map(is_personal).astype(bool)]
    lines = []
    for one in found.to_dict("records"):
        field, who = text_of(one["field"]), f"{one['member_id']} {text_of(one['name'])}"
        sides = [value_of(say, one, side, before.clubs) or "—" for side in ("before", "after")]
        kind = say(f"changes.kinds.{one['kind']}")
        what = f"{field_name(say, field, before.clubs)} : {' → '.join(sides)}" if field else kind
        lines.append("  " + say("shown.colon", left=who, right=what))
    return lines[:_MOST_LINES] + (["  …"] if len(lines) > _MOST_LINES else [])


def _said(
    what: Sequence[str], memory: Memory, night: Callable[[Memory], Night], say: Words
) -> tuple[pd.DataFrame, Night | None]:
    """The acts that take back all that is named, and the night that they give where it is known."""
    ids: set[str] = set()
    said, after = empty("ledger"), None
    for one in what:
        text = one.strip().upper()
        if re.fullmatch(r"D-\d+-[A-Z]", text) and text in set(memory.ledger["decision_id"]):
            ids.add(text)
        elif text.isdecimal() and int(text) < memory.run:
            ids |= undoing.of_run(memory, int(text))
        elif not re.fullmatch(r"M-\d+", text) or not records_of(memory, text):
            raise Stop(say("undo.unknown", what=one))
    said = undoing.said_by_decisions(memory, ids)
    for one in what:
        if one.strip().upper().startswith("M-"):
            number = current_number(memory, one.strip().upper())
            before = undoing.with_acts(memory, said) if len(said) else memory
            more, after = undoing.said_by_member(before, number, night)
            said = pd.concat([said, more], ignore_index=True)
            said = said.drop_duplicates(["kind", "subject"], keep="last")
    return said, after


def _nights(config: Config) -> Callable[[Memory], Night]:
    """What a run would find tonight, with another memory; nothing is written."""
    read = cache(partial(read_clubs, config))  # by what is said of columns
    today = datetime.now(PARIS).date()
    models = read_models(config.paths.state)

    def night(memory: Memory) -> Night:
        lists = with_added(read(columns_said(memory.ledger)), memory, config)
        reading = stand_in(lists, memory, config)
        return nightly(Inputs(config, reading, memory, today, models), _unchecked)

    return night


def _unchecked(suite: str, frames: dict[str, pd.DataFrame]) -> Findings:
    return Findings(empty("issues"), empty("checks"))
