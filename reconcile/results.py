"""What a stage gives when one frame is not enough: frozen bundles of the frames of tables.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple, Protocol

import pandas as pd

from .tables import empty

# SHEETS.why of a list for which its rows of the last register stand in, as it is gone or broken.
STANDING_IN: Final = ("stands_in", "stands_in_broken")
LET_GO: Final = ("let_go", "let_go_chosen")  # of one for which they stand in no longer
_BELOW: Final = r"\+([0-9]+)$"
Figures = dict[str, Any]  # of a run, as JSON can keep them (nights/figures.py)


class Reason(NamedTuple):
    """A term of a pair's weight: what was compared and found, in bits; `details` fill in the
    words (tables.py, LINKS)."""

    comparison: str
    level: str
    bits: float
    details: dict[str, Any] = {}  # noqa: RUF012 - never changed


@dataclass(frozen=True)
class Reading:
    """What ingest found: `raw`, `columns`, `sheets`, `issues` (tables.py)."""

    raw: pd.DataFrame
    columns: pd.DataFrame
    sheets: pd.DataFrame
    issues: pd.DataFrame


@dataclass(frozen=True)
class Standardised:
    """RAW made comparable: `records` (index 0..n-1), `people`, `dues_read`, `origins`, `issues`."""

    records: pd.DataFrame
    people: pd.DataFrame
    dues_read: pd.DataFrame
    origins: pd.DataFrame
    issues: pd.DataFrame


@dataclass(frozen=True)
class Register:
    """The merged club: `register`, `contacts`, `consents`, `dues`, `provenance` (tables.py)."""

    register: pd.DataFrame
    contacts: pd.DataFrame
    consents: pd.DataFrame
    dues: pd.DataFrame
    provenance: pd.DataFrame


@dataclass(frozen=True)
class Findings:
    """What the expectations found: `issues` (a row a fault) and `checks` (a row an expectation)."""

    issues: pd.DataFrame
    checks: pd.DataFrame

    @property
    def critical(self) -> pd.DataFrame:
        """The faults that hold the register back."""
        return self.issues[self.issues["severity"] == "critical"]


class Validate(Protocol):
    """Runs the suite `suite` ("received", "records" or "register") over the named frames."""

    def __call__(self, suite: str, frames: dict[str, pd.DataFrame]) -> Findings: ...


class Step(Protocol):
    """Runs one stage: a plain call, or a Prefect task of that name."""

    def __call__(self, name: str, stage: Callable[..., Any], *args: Any, **kwargs: Any) -> Any: ...


def call(name: str, stage: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """The plainest Step: calls the stage."""
    return stage(*args, **kwargs)


@dataclass(frozen=True)
class OwnColumn:
    """A column that people added to the register. values: what stands in it, by member_id; forms:
    the number format ("" for none) by register that has its heading, a club or "" for the joint."""

    values: dict[str, object] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)

    @property
    def form(self) -> str:
        """The number format: that of any register is that of all."""
        return next(filter(None, self.forms.values()), "")


@dataclass(frozen=True)
class Memory:
    """What the store knows when a run begins.

    salt: what keys the hashes of who was erased (seal.py).
    raw: RAW of every row ever seen, with record_id, as it was last; former_contents: what it was
    before; belongs: BELONGS; contact_numbers: CONTACT_NUMBERS, the first ones first; last_files:
    the files of the last register, each with its club; last_rows: the record_id of its rows;
    last_record, last_member, last_question: the highest numbers ever given;
    lists: how the files of former registers were understood;
    ledger: all that people decided, of which decisions, corrections, sheet_answers and acceptances
    are what is in force; issued: what reports were issued with; readings: what was read already;
    placed: the run of the register that is in place (0: none), placed_on its day; values:
    REGISTER_VALUES of all runs, read before the stages begin;
    standing: who was a current member in the last register, whose run was last_published (0: none
    yet); stops: what held a register back, each with its run; acceptances: what people confirmed;
    """

    run: int = 1
    store_id: str = ""
    salt: str = field(default="", repr=False)
    ledger: pd.DataFrame = field(default_factory=lambda: empty("ledger"))
    issued: pd.DataFrame = field(default_factory=lambda: empty("issued"))
    readings: pd.DataFrame = field(default_factory=lambda: empty("readings"))
    corrections: pd.DataFrame = field(default_factory=lambda: empty("corrections"))
    raw: pd.DataFrame = field(default_factory=lambda: empty("known"))
    former_contents: pd.DataFrame = field(default_factory=lambda: empty("former_contents"))
    belongs: pd.DataFrame = field(default_factory=lambda: empty("belongs"))
    contact_numbers: pd.DataFrame = field(default_factory=lambda: empty("contact_numbers"))
    aliases: pd.DataFrame = field(default_factory=lambda: empty("aliases"))
    decisions: pd.DataFrame = field(default_factory=lambda: empty("decisions"))
    questions: pd.DataFrame = field(default_factory=lambda: empty("asked"))
    sheet_answers: pd.DataFrame = field(default_factory=lambda: empty("sheet_answers"))
    standing: pd.DataFrame = field(default_factory=lambda: empty("standing"))
    stops: pd.DataFrame = field(default_factory=lambda: empty("stops"))
    acceptances: pd.DataFrame = field(default_factory=lambda: empty("acceptances"))
    lists: pd.DataFrame = field(default_factory=lambda: empty("lists"))
    values: pd.DataFrame = field(default_factory=lambda: empty("register_values"))
    placed: int = 0
    placed_on: date | None = None
    last_published: int = 0
    last_record: int = 0
    last_member: int = 0
    last_question: int = 0
    last_register: date | None = None
    last_files: dict[str, str] = field(default_factory=dict)
    last_rows: frozenset[str] = frozenset()
    manifest: dict[str, str] = field(default_factory=dict)

    def last_known(self) -> pd.DataFrame:
        """KNOWN, the rows of the last register."""
        return self.raw[self.raw["record_id"].isin(self.last_rows)]


@dataclass(frozen=True)
class Night:
    """All that a run found, ready to be shown and published.

    mode: "joint" (one register), "apart" (before `merged_on`: a register each), "alone" (only one
    club has files yet). registers: by club id, or {"": register} when there is one.
    held_back: the critical findings that nobody confirmed, with `key` where one may; where there
    are any, the register is not published. standing: STANDING of tonight's register. strata: how
    good the merges are; sampled: LINKS with `stratum`, the pairs to confirm (measuring.py).
    contrary: the subjects of answers of which the score alone says the opposite.
    model: the text of a model file to keep ("": the current one stays); moved: the pairs whose band
    other answers changed (models.MOVED). memory: what the store knew when the run began.
    values: REGISTER_VALUES of tonight; changes: CHANGES since the register in place; since: its
    run, 0 where there is none to compare with. contact_numbers: CONTACT_NUMBERS that are new.
    corrections: what people set by hand, with what the lists say (corrections.with_corrections).
    extras: the columns that people added to the register, by heading.
    gone: RECORDS that no list has any more and that questions are about.
    erasures: ERASURES.
    """

    run: int
    today: date
    mode: str
    clubs: dict[str, str]
    reading: Reading
    records: pd.DataFrame
    members: pd.DataFrame
    aliases: pd.DataFrame
    registers: dict[str, Register]
    questions: pd.DataFrame
    merges: pd.DataFrame
    issues: pd.DataFrame
    checks: pd.DataFrame
    held_back: pd.DataFrame
    last_register: date | None = None
    merged_on: date | None = None
    editions: pd.DataFrame = field(default_factory=lambda: empty("editions"))
    standing: pd.DataFrame = field(default_factory=lambda: empty("standing"))
    waiting_for: tuple[str, ...] = field(default=())
    memory: Memory = field(default_factory=Memory)
    strata: pd.DataFrame = field(default_factory=lambda: empty("strata"))
    sampled: pd.DataFrame = field(default_factory=lambda: empty("links"))
    contrary: frozenset[str] = frozenset()
    model: str = ""
    moved: pd.DataFrame = field(default_factory=pd.DataFrame)
    values: pd.DataFrame = field(default_factory=lambda: empty("register_values"))
    changes: pd.DataFrame = field(default_factory=lambda: empty("changes"))
    since: int = 0
    contact_numbers: pd.DataFrame = field(default_factory=lambda: empty("contact_numbers"))
    corrections: pd.DataFrame = field(default_factory=lambda: empty("corrections"))
    extras: dict[str, OwnColumn] = field(default_factory=dict)
    gone: pd.DataFrame = field(default_factory=lambda: empty("records"))
    erasures: pd.DataFrame = field(default_factory=lambda: empty("erasures"))


def cell_of(cells: pd.DataFrame, columns: pd.DataFrame) -> pd.Series:
    """The name ("C12") of each of `cells` (file, sheet, row, label), missing where no column has
    the label. A label that ends in "+1" stands one row below: a further contact of its row."""
    below = cells["label"].str.extract(_BELOW, expand=False)
    row = pd.to_numeric(below).fillna(0).astype("int64") + cells["row"]
    return column_of(cells, columns) + row.astype("str")


def column_of(cells: pd.DataFrame, columns: pd.DataFrame, wanted: str = "column") -> pd.Series:
    """What COLUMNS says (`wanted`) of the column of each of `cells` (file, sheet, row, label).

    `str`, missing where no column has the label, with the index of `cells`. Of several tables in a
    sheet the nearest above the cell counts.
    """
    cells = cells.assign(label=cells["label"].str.replace(_BELOW, "", regex=True))
    cells["label"] = cells["label"].str.removesuffix("#")
    keys = ["file", "sheet", "label"]
    named = columns.dropna(subset=["label"])
    if not named.duplicated(keys).any():
        found = cells[keys].merge(named, on=keys, how="left", validate="m:1")
        return found[wanted].astype("str").set_axis(cells.index)
    asked = cells[[*keys, "row"]].assign(nth=range(len(cells)))
    found = asked.merge(named[[*keys, "header_row", wanted]], on=keys, how="left")
    found = found[(found["header_row"] < found["row"]).fillna(True).astype(bool)]
    found = found.sort_values(["nth", "header_row"], na_position="first", kind="stable")
    last = found.drop_duplicates("nth", keep="last").set_index("nth")[wanted]
    return last.reindex(range(len(cells))).astype("str").set_axis(cells.index)
