"""`reconcile read`: one spreadsheet as understood, a row a record, and its faults by cell."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from ..config import Config, name_below
from ..errors import Stop
from ..ingest import read_one
from ..results import Reading, Standardised, Validate
from ..standardise import standardise
from ..words import Words
from ..workbooks.looks import neutral, quoted, tidy
from ..workbooks.shown import field_name, fill, look_up, text_of

WRITABLE: Final = (".csv", ".xlsx", ".parquet")
_MOST_ROWS: Final = 1_048_575  # of a sheet, below its headings
# A column of the table, and the column of RECORDS that it shows; lists are joined by "; ".
_SHOWN: Final = {
    **{name: name for name in ("member_no", "name", "trade_name", "former_name", "legal_form")},
    **{name: name for name in ("siren", "siret", "vat", "naf", "headcount", "activity")},
    **{name: name for name in ("address", "address_extra", "postcode", "city")},
    **{"phone": "phones", "fax": "faxes", "email": "emails", "website": "website"},
}
_SHOWN_LAST: Final = (
    *("joined_on", "left_on", "dues", "commissions", "newsletter", "directory", "photo", "notes"),
    *("category", "hidden", "struck", "file", "sheet", "row"),
)
_PERSON: Final = ("title", "first", "last", "role")
_FAULTS: Final = (
    *("file", "sheet", "row", "cell", "field", "raw", "problem", "severity", "sentence", "cure"),
)
# Numbers with their country in front: no formula, though they begin with "+".
_PHONES: Final = re.compile(r"\+\d{6,15}(?:; \+\d{6,15})*")


class ReadError(Stop):
    """The file, or a table to write, cannot be taken as asked; the message says what to do."""


@dataclass(frozen=True)
class Read:
    """table: a row a record, as text but for row (int64), hidden and struck (bool). faults: a row
    a fault. why: what a person must act on where nothing could be read, else ""."""

    table: pd.DataFrame
    faults: pd.DataFrame
    why: str


def check_paths(file: Path, outs: Sequence[Path], say: Words) -> None:
    """Raise ReadError where `file` is none, or a table could not be written; before the work."""
    if not file.is_file():
        raise ReadError(say("read.no_file", file=file))
    taken = {file.resolve()}
    for out in outs:
        if out.suffix.lower() not in WRITABLE:
            raise ReadError(say("link.unknown_format", file=out))
        if not out.parent.is_dir():
            raise ReadError(say("link.no_folder", file=out, folder=out.parent))
        if out.is_dir():
            raise ReadError(say("read.is_folder", file=out))
        if out.resolve() in taken:
            raise ReadError(say("read.same_file", file=out))
        taken.add(out.resolve())


def read_file(
    file: Path, say: Words, config: Config | None = None, validate: Validate | None = None
) -> Read:
    """One spreadsheet as understood, with the rules of `config` on that file.

    validate: runs the suites of expectations over its rows too, whose findings join the faults.
    """
    called = _called(file, config)
    reading = read_one(file, called, config.sheets if config else ())
    if reading.raw.empty:
        return Read(_table(reading, None), _faults([reading.issues], say), _why(reading, say))
    standard = standardise(reading.raw, reading.columns)
    issues = [reading.issues, standard.issues]
    if validate:
        frames = {"raw": reading.raw, "columns": reading.columns}
        issues.append(validate("received", {**frames, "sheets": reading.sheets}).issues)
        ids = [f"R-{nth:05}" for nth in range(1, len(standard.records) + 1)]
        own = {
            "records": standard.records.assign(record_id=pd.array(ids, "str")),
            "people": standard.people,
        }
        own |= {"dues_read": standard.dues_read, "origins": standard.origins}
        issues.append(validate("records", {**own, **frames}).issues)
    return Read(_table(reading, standard), _faults(issues, say), "")


def _called(file: Path, config: Config | None) -> str:
    """What reconcile.toml calls a file: its path below the raw folder, else its own name."""
    if config:
        raw, path = config.paths.raw.resolve(), file.resolve()
        if path.is_relative_to(raw):
            return name_below(path, raw)
    return file.name


def _why(reading: Reading, say: Words) -> str:
    """Why a file gave no row, and the cure, in words."""
    issues = [one for one in reading.issues.to_dict("records") if one["severity"] != "info"]
    if issues:
        return " ".join(filter(None, _said(issues[0], say)))
    sheet = reading.sheets.to_dict("records")[0]
    sentence = look_up(say, "sheets", text_of(sheet["why"])) or say("read.no_row")
    return fill(sentence, sheet["details"] if isinstance(sheet["details"], dict) else {})


def _table(reading: Reading, standard: Standardised | None) -> pd.DataFrame:
    """RECORDS as people read them, in the order of the file."""
    contact = ["contact", *(f"contact_{part}" for part in _PERSON)]
    order = [*_SHOWN, *contact, *_SHOWN_LAST]
    if standard is None:
        none = pd.DataFrame({name: pd.Series(dtype="str") for name in order})
        return none.astype({"row": "int64", "hidden": "bool", "struck": "bool"})
    records = standard.records
    table = {name: _plain(records[column]) for name, column in _SHOWN.items()}
    table |= _people(standard.people, records.index)
    table["dues"] = _dues(standard.dues_read, records.index)
    rest = [name for name in _SHOWN_LAST if name != "dues"]
    return pd.DataFrame({**table, **{name: _plain(records[name]) for name in rest}})[order]


def _plain(column: pd.Series) -> pd.Series:
    """A column of lists as text joined by "; ", an empty list as missing; others as they are."""
    if column.dtype != object:
        return column
    return pd.Series(["; ".join(some) or None for some in column], column.index, dtype="str")


def _people(people: pd.DataFrame, index: pd.Index) -> dict[str, pd.Series]:
    """All persons of a row in one column ("Mme Anne Martin, gérante"), the parts of the first."""
    parts = people[list(_PERSON)].fillna("").to_numpy().tolist()
    whole = [
        ", ".join(filter(None, (" ".join(filter(None, names)), role))) for *names, role in parts
    ]
    first = people.drop_duplicates("pos").set_index("pos")
    joined = pd.Series(whole, index=people["pos"], dtype=object).groupby(level=0).agg("; ".join)
    columns = {f"contact_{part}": first[part].reindex(index) for part in _PERSON}
    return {"contact": joined.reindex(index).astype("str"), **columns}


def _dues(dues: pd.DataFrame, index: pd.Index) -> pd.Series:
    """The dues of a row in one text: "2024 paid 150; 2025 unpaid"."""
    said = [
        " ".join(
            [
                *([] if pd.isna(due["year"]) else [str(due["year"])]),
                due["state"],
                *([] if pd.isna(due["amount"]) else [f"{due['amount']:g}"]),
            ]
        )
        for due in dues.to_dict("records")
    ]
    joined = pd.Series(said, index=dues["pos"], dtype=object).groupby(level=0).agg("; ".join)
    return joined.reindex(index).astype("str")


def _faults(issues: list[pd.DataFrame], say: Words) -> pd.DataFrame:
    """ISSUES with the sentence and the cure of each, in the order of the file."""
    found = pd.concat(issues, ignore_index=True)
    found = found.sort_values(["sheet", "row", "cell"], kind="stable", na_position="first")
    told = [_said(issue, say) for issue in found.to_dict("records")]
    found["sentence"] = pd.Series([one for one, _ in told], found.index, dtype="str")
    found["cure"] = pd.Series([cure for _, cure in told], found.index, dtype="str")
    return found[list(_FAULTS)].reset_index(drop=True)


def _said(issue: dict[Any, Any], say: Words) -> tuple[str, str]:
    details = issue["details"] if isinstance(issue["details"], dict) else {}
    values = {key: text_of(issue[key]) for key in ("raw", "file", "sheet", "cell", "row")}
    field, key = text_of(issue["field"]), f"problems.{issue['problem']}"
    values["field"] = field_name(say, field) if field else say("report.whole_row")
    sentence = look_up(say, key, "sentence") or say("report.unnamed_problem", problem=key)
    cure = look_up(say, key, "cure") or say("report.look")
    return fill(sentence, values | details), fill(cure, values | details)


def write(frame: pd.DataFrame, path: Path, say: Words) -> None:
    """Write a table as .csv (UTF-8, commas), .xlsx or .parquet, whole or not at all.

    Text that a spreadsheet would take for a formula gets an apostrophe in front in a CSV, and is
    text in a workbook. Raises ReadError for more rows than a sheet holds, OSError from the disk.
    """
    kind = path.suffix.lower()
    if kind == ".xlsx" and len(frame) > _MOST_ROWS:
        raise ReadError(say("read.too_many", file=path, rows=len(frame)))
    writers: dict[str, Callable[[pd.DataFrame, Path], None]] = {
        ".csv": _write_csv,
        ".xlsx": _write_sheet,
        ".parquet": lambda table, out: table.to_parquet(out, index=False),
    }
    # A folder of its own beside the file: on the same disk, so that the move is one step.
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        half = Path(folder) / path.name
        writers[kind](frame, half)
        half.replace(path)


def _safe(text: object) -> str | None:
    if not isinstance(text, str):
        return None
    return text if _PHONES.fullmatch(text) else neutral(tidy(text))


def _write_csv(frame: pd.DataFrame, path: Path) -> None:
    safe = {name: frame[name].map(_safe) for name in frame if frame[name].dtype == "str"}
    frame.assign(**safe).to_csv(path, index=False)


def _write_sheet(frame: pd.DataFrame, path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("reconcile")
    sheet.freeze_panes = "A2"
    sheet.append(list(frame.columns))
    for row in frame.astype(object).where(frame.notna(), None).itertuples(index=False):
        sheet.append([_cell(sheet, value) for value in row])
    book.save(path)


def _cell(sheet: Any, value: object) -> object:
    """A cell that is never a formula: text that might pass for one is marked as text."""
    if not isinstance(value, str):
        return value
    text = tidy(value)
    if not quoted(text):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
