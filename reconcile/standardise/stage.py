"""RAW -> RECORDS, PEOPLE, DUES_READ, ORIGINS and ISSUES: puts the kinds of value together."""

from __future__ import annotations

from typing import Final

import pandas as pd

from reconcile.results import Standardised, cell_of
from reconcile.tables import conform, empty

from . import (
    addresses,
    contacts,
    dates,
    dues,
    flags,
    identifiers,
    mails,
    names,
    numbers,
    phones,
    places,
)
from .cells import (
    NO_ORIGINS,
    NO_REMARKS,
    Filled,
    Part,
    fill,
    joined,
    lost_names,
    lost_references,
    single,
    stack,
)

_PLACE: Final = ("source", "file", "sheet", "row")
_PASSED_ON: Final = (*_PLACE, "category", "hidden", "struck", "left_by", "left_at")


def _plain(filled: Filled) -> Part:
    """The fields that are text and nothing else."""
    headcount = single(filled, "headcount").str.replace(r"^([0-9]+)\.0+$", r"\1", regex=True)
    plain = {"headcount": headcount, "activity": single(filled, "activity")}
    return Part({**plain, "notes": joined(filled, "notes", "; ")})


def standardise(raw: pd.DataFrame, columns: pd.DataFrame) -> Standardised:
    """The rows of RAW made comparable, in RAW's order (tables.py has the columns).

    raw: RAW, with any of the labels of FIELDS; a label that is missing is an empty field.
    columns: COLUMNS, to say in which cell a fault stands and which year a column of dues is for;
    it may be empty. `records` is indexed 0..n-1 and has no record_id yet. ISSUES holds what was
    inferred, changed by inference or could not be kept; bad forms that stay are for the validation.
    """
    raw = raw.reset_index(drop=True)
    filled = fill(raw)
    named, persons = names.read(filled)
    towns = places.look(filled)
    addressed, ends = addresses.read(filled, towns.code.fillna(towns.other_code))
    phoned, mobiles = phones.read(filled)
    mailed, written = mails.read(filled)
    contacted, people = contacts.read(filled, persons, mobiles, written)
    dues_read, due_remarks = dues.dues(filled, raw, columns)
    parts = [
        named,
        identifiers.read(filled),
        addressed,
        places.read(towns, filled, ends),
        phoned,
        mailed,
        contacted,
        dates.read(filled),
        flags.flags(filled),
        flags.commissions(filled),
        numbers.read(filled, raw),
        _plain(filled),
    ]
    read = {name: column for part in parts for name, column in part.columns.items()}
    records = pd.DataFrame(
        {**{name: raw[name] for name in _PASSED_ON if name in raw}, **read}, index=raw.index
    )
    origins = stack([part.origins for part in parts], NO_ORIGINS)
    said = [part.remarks for part in parts]
    said += [due_remarks, lost_references(filled), lost_names(filled)]
    return Standardised(
        records=conform(records, "records"),
        people=conform(people, "people"),
        dues_read=conform(dues_read, "dues_read"),
        origins=conform(origins, "origins"),
        issues=_issues(stack(said, NO_REMARKS), raw, columns),
    )


def _issues(remarks: pd.DataFrame, raw: pd.DataFrame, columns: pd.DataFrame) -> pd.DataFrame:
    """ISSUES of remarks: each with file, sheet, row and cell (missing where COLUMNS is empty)."""
    if remarks.empty:
        return empty("issues")
    remarks = remarks.sort_values(["pos", "label"], kind="stable", ignore_index=True)
    place = raw.loc[remarks["pos"].astype("int64"), list(_PLACE)].reset_index(drop=True)
    at = pd.concat([place, remarks.drop(columns="pos")], axis=1)
    at["label"] = at["label"].astype("str")
    at["cell"] = cell_of(at, columns)
    return conform(at, "issues")[list(empty("issues"))]
