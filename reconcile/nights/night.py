"""A whole run: lock, remember, read, compose the stages, commit, publish."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from .. import outputs, review
from ..answered import REGISTER
from ..answers import edited, taking
from ..answers.added import with_added
from ..answers.receiving import receive
from ..config import PARIS, Config, load
from ..decisions.decided import Wanted, chosen, in_words
from ..decisions.ledger import TERMINAL, acts
from ..erasure import obey
from ..errors import ChecksDied, Stop
from ..memory import copies
from ..memory.alone import alone
from ..memory.opening import COPY, recall, refuse_others
from ..memory.runs import last_nights
from ..memory.store import Store
from ..outputs import publish
from ..registers.morning import to_log, with_changes, with_place
from ..results import Memory, Night, Reading, Register, Step, Validate, call
from ..words import Words, words
from .asking import numbers_shown
from .brake import read_key
from .figures import DAYS, figures
from .incidents import incidents, under_way
from .missing import stand_in, understood
from .models import Models
from .outcome import Outcome, outcome
from .pipeline import Inputs, nightly

REPORT, CHECKS = "match_report.xlsx", "checks.html"
MODELS = "models"  # a folder of the state


class Unchecked(Stop):
    """The tables could not be checked."""

    exit_status = 1


class UnknownKey(Stop):
    """A key that was to be accepted names nothing that holds the register back."""


def run_night(
    config_path: Path,
    validate: Validate,
    step: Step = call,
    today: date | None = None,
    accept: Sequence[str] = (),
) -> Outcome:
    """Run a night. accept: keys of findings that held the last run's register back and hold this
    one's no longer.

    Raises Stop (its kinds: ConfigError, IngestError, Busy, NoInput, Unchecked, UnknownKey), in
    words; then the outputs of the last run are as they were."""
    config = load(config_path)
    say = words(config.language)
    now = datetime.now(PARIS)
    config.paths.clean.mkdir(parents=True, exist_ok=True)
    with alone(config, say), under_way(config.paths.state) as cut:
        try:
            return _locked(config, say, validate, step, today or now.date(), accept, cut)
        except ChecksDied as error:
            raise Unchecked(say("run.checks_died", code=error.code)) from error


def _locked(
    config: Config,
    say: Words,
    validate: Validate,
    step: Step,
    today: date,
    accept: Sequence[str],
    cut: datetime | None,
) -> Outcome:
    clean = config.paths.clean
    store, memory = recall(config, say)
    refuse_others(store, memory, say)
    befallen = incidents(cut, memory, config.paths, today)
    if accept:
        store.keep(accepted(accept, memory, say))
        memory = store.recall()
    memory, reading, erasures = _received(store, memory, befallen, config, say, step)
    night: Night = nightly(
        Inputs(config, reading, memory, today, read_models(config.paths.state)), validate, step
    )
    night = replace(step("tell changes", with_changes, night), erasures=erasures)
    manifest, issued = step("write", write_set, night, config, say)
    _commit(store, memory, night, manifest, issued)
    if not len(night.held_back):
        keep_model(config.paths.state, night)
    _, late = step("read answers again", taking.take_in, store, store.recall(), config)
    open_files = step("publish", publish.place, clean, say("run.pending_file"))
    memory, later = taking.take_in_late(store, store.recall(), config)
    step("copy decisions", keep_copy, store, memory, config, say)
    night = replace(night, issues=taking.once(taking.once(night.issues, late), later))
    return outcome(night, say, open_files, last_nights(store, DAYS))


def _received(
    store: Store, memory: Memory, befallen: pd.DataFrame, config: Config, say: Words, step: Step
) -> tuple[Memory, Reading, pd.DataFrame]:
    """What is known, what was read, and ERASURES, once the last run is settled, answers are taken
    in and erased persons are out. befallen: ISSUES of what happened to the last run."""
    memory, told, placed = settle(store, memory, config, say)
    reading, memory, more = receive(store, memory, config, step)
    reading = stand_in(with_added(reading, memory, config), memory, config)
    copy, when = copying(store, config, say), datetime.now(PARIS)
    memory, reading, erasures = step("erase", obey, store, memory, reading, config, copy, when)
    found = [befallen, taking.once(told, more), reading.issues]
    reading = replace(reading, issues=pd.concat(found, ignore_index=True))
    return with_place(store, memory, placed), reading, erasures


def _commit(
    store: Store, memory: Memory, night: Night, manifest: dict[str, str], issued: pd.DataFrame
) -> None:
    """Commit what the night found; of a held one that alone which its report shows."""
    raw = night.reading.raw.assign(
        record_id=night.records["record_id"].to_numpy(),
        edition=night.records["edition"].to_numpy(),
    )
    held = len(night.held_back) > 0
    store.commit(
        night.run,
        raw=raw,
        members=night.members[:0] if held else night.members,
        aliases=memory.aliases if held else night.aliases,
        questions=numbers_shown(night),
        state="held" if held else "published",
        finished_at=datetime.combine(night.today, datetime.now(PARIS).time()),
        manifest=manifest,
        stops=night.held_back.dropna(subset="key"),
        standing=None if held else night.standing,
        lists=None if held else understood(night.reading),
        issued=issued,
        values=to_log(night),
        contacts=None if held else night.contact_numbers,
        figures=figures(night),
    )


def settle(
    store: Store, memory: Memory, config: Config, say: Words
) -> tuple[Memory, pd.DataFrame, int]:
    """Begin where the last run ended, in whatever way: answers are taken in, and a set that was
    committed is put in its place. What is known then, ISSUES, and the register that stood there."""
    clean = config.paths.clean
    # The report that stands there may have been answered while the set waited.
    memory, told = taking.take_in(store, memory, config)
    placed = publish.register_in_place(clean)
    publish.drop_unfinished(clean, memory.manifest)
    publish.place(clean, say("run.pending_file"))
    memory, late = taking.take_in_late(store, memory, config)
    return memory, taking.once(told, late), placed


def keep_copy(store: Store, memory: Memory, config: Config, say: Words) -> bool:
    """Write the copy of the store that people can read, in place of yesterday's. One that is open
    elsewhere (False) stays as it is until the next run."""
    told = in_words(chosen(memory, Wanted()), memory, say)
    with suppress(PermissionError):
        copies.write(
            store, config.paths.state, told, say("decided.title"), config.paths.state / COPY
        )
        return True
    return False


def copying(store: Store, config: Config, say: Words) -> Callable[[], bool]:
    """What writes the copy of the store as it is then."""
    return lambda: keep_copy(store, store.recall(), config, say)


def read_models(state: Path) -> Models:
    """The model files of the state folder; bytes that are no text count as damaged."""
    files = sorted((state / MODELS).glob("*.toml"))
    return Models({one.name: one.read_text(encoding="utf-8", errors="replace") for one in files})


def keep_model(state: Path, night: Night) -> None:
    """Write tonight's model beside the former ones, whole or not at all; the last name counts. A
    damaged one is kept under another name, so that it is told once."""
    folder = state / MODELS
    folder.mkdir(exist_ok=True)
    told = night.issues.loc[night.issues["problem"] == "model_damaged", "file"]
    for name in told.str.removeprefix(f"{MODELS}/"):
        (folder / name).replace(folder / f"{name}.damaged")
    if not night.model:
        return
    beside = folder / "model.part"
    beside.write_text(night.model, encoding="utf-8", newline="\n")
    beside.replace(folder / f"{night.run:06d}_{night.today.isoformat()}.toml")


def accepted(keys: Sequence[str], memory: Memory, say: Words) -> pd.DataFrame:
    """Acts of a person who typed keys; UnknownKey, in words, unless each names a finding that holds
    the register of the last run back."""
    still = memory.stops.loc[memory.stops["run"] == memory.run - 1, "key"].to_list()
    read = {key: read_key(key) for key in keys}
    for typed, key in read.items():
        if key not in still:
            known = key in set(memory.stops["key"])
            why = "accept_old" if known else "accept_unknown" if still else "accept_nothing"
            raise UnknownKey(say(f"run.{why}", key=typed, keys=", ".join(still)))
    when = datetime.now(PARIS).replace(tzinfo=None).isoformat(timespec="seconds")
    about = {
        "reviewer": terminal_user(),
        "decided_at": when,
        "read_in": memory.run,
        "run": TERMINAL,
    }
    said = {"kind": "stop", "answer": "yes", "origin": "terminal"}
    return acts([{"subject": key, **said, **about} for key in read.values()])


def terminal_user() -> str:
    """Who is at the terminal, as the system says; "" where it does not."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def write_set(night: Night, config: Config, say: Words) -> tuple[dict[str, str], pd.DataFrame]:
    """Write tonight's outputs beside their place, the report and the checks alone where the
    register is held; their manifest, and what the report was ISSUED with."""
    folder = publish.begin(config.paths.clean)
    raw_link = os.path.relpath(config.paths.raw, config.paths.clean).replace("\\", "/")
    issued = review.report_workbook(night, say, folder / REPORT, raw_link)
    review.checks_page(night, say, folder / CHECKS, raw_link)
    held = len(night.held_back) > 0
    for club, register in ({} if held else night.registers).items():
        _write_register(night, register, club, say, folder, config.paths.state)
    return publish.seal(folder, night.run, replaces=not held), issued


def _write_register(
    night: Night, register: Register, club: str, say: Words, folder: Path, state: Path
) -> None:
    stem = f"{REGISTER}_{club}" if club else REGISTER
    shown = outputs.register_workbook(night, register, club, say, folder / f"{stem}.xlsx")
    edited.keep(state, night.run, folder / f"{stem}.xlsx", *shown)
    outputs.register_csv(night, register, club, say, folder / f"{stem}.csv")
    outputs.former_csv(night, register, club, say, folder / f"{stem}_former.csv")
    outputs.register_parquet(night, register, folder / f"{stem}.parquet")
