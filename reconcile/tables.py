"""Every table that flows between the stages: its columns and their dtypes, in one place.

A stage takes and gives frames of these shapes and never changes its input. Text is pandas' `str`
dtype (missing is NA), whole numbers `int64` (or `Int64` where one can be missing), lists are Python
lists in an `object` column (an empty list, never NA, where there is nothing).
"""

from __future__ import annotations

from functools import cache
from typing import Final

import pandas as pd

from .remembered import REMEMBERED

TEXT, INT, INT_OR_NA, FLOAT, BOOL, LIST = "str", "int64", "Int64", "float64", "bool", "object"


# States of EDITIONS whose rows say no longer who is a member.
OLD_EDITIONS: Final = frozenset(("archive", "replaced", "former", "gone"))
CONSENT_PURPOSES: Final = ("newsletter", "directory", "photo")
REFUSED: Final = "refused"  # "newsletter#refused": a column in which a yes refuses the permission

_RUNS = {"first_run": INT_OR_NA, "last_run": INT_OR_NA}
_PLACE = {"source": TEXT, "file": TEXT, "sheet": TEXT, "row": INT}
# struck: the row is shown as one of a member who has left; left_by: by what (struck, colour,
# status, section), left_at: the cell that says so.
_MARKS = {
    **{"category": TEXT, "hidden": BOOL, "struck": BOOL},
    **{"left_by": TEXT, "left_at": TEXT},
}
_RECORD_TEXT = (
    "member_no name trade_name former_name legal_form siren siret vat naf headcount activity "
    "address address_extra postcode city website joined_on left_on newsletter directory photo notes"
).split()
_RECORD_KEYS = "name_key trade_key former_key street_no street_key city_key domain".split()
_RECORD_LISTS = "phones faxes emails commissions people".split()
_GOLDEN_TEXT = (
    "name trade_name former_name legal_form siren siret vat naf headcount activity "
    "address address_extra postcode city website"
).split()

TABLES: Final[dict[str, dict[str, str]]] = {
    # A data row of a sheet; beside these a text column a label ("name", "phone#2", "dues#2011").
    # unread: a sum of the cells that no column of ours reads, missing where they are blank.
    "raw": {**_PLACE, **_MARKS, "unread": TEXT},
    # A row of RAW as the store remembers it.
    "known": {"record_id": TEXT, **_RUNS, **_PLACE, **_MARKS, "edition": TEXT},
    # A column of a table (a sheet may hold several); label is NA where the column is not read.
    "columns": {
        "source": TEXT,
        "file": TEXT,
        "sheet": TEXT,
        "header_row": INT_OR_NA,
        "column": TEXT,
        "heading": TEXT,
        "label": TEXT,
        "confidence": FLOAT,
    },
    # A sheet (or a whole file, sheet NA) that was met: state is read, ignored or unreadable;
    # why is a key of the words, details its values.
    "sheets": {
        "source": TEXT,
        "file": TEXT,
        "sheet": TEXT,
        "state": TEXT,
        "header_row": INT_OR_NA,
        "n_rows": INT,
        "n_left_out": INT,
        "why": TEXT,
        "details": LIST,
        "left_out": LIST,
        "saved_at": TEXT,
    },
    # The row of RAW, standardised. pos is 0..n-1 and names the row within one run; edition is the
    # state of its sheet in EDITIONS.
    "records": {
        "record_id": TEXT,
        **_PLACE,
        **_MARKS,
        "edition": TEXT,
        **dict.fromkeys(_RECORD_TEXT, TEXT),
        **dict.fromkeys(_RECORD_KEYS, TEXT),
        **dict.fromkeys(_RECORD_LISTS, LIST),
        "siren_ok": BOOL,
        "siret_ok": BOOL,
    },
    # A person named in a row of RECORDS.
    "people": {
        "pos": INT,
        "nth": INT,
        "title": TEXT,
        "first": TEXT,
        "last": TEXT,
        "role": TEXT,
        "phones": LIST,
        "emails": LIST,
        "label": TEXT,
    },
    # A due as read: state is paid, unpaid or unknown; year NA where the column names none.
    "dues_read": {"pos": INT, "year": INT_OR_NA, "state": TEXT, "amount": FLOAT, "label": TEXT},
    # Which column of RAW a value of RECORDS came from, wherever it is not the one of its own name.
    "origins": {"pos": INT, "field": TEXT, "nth": INT, "label": TEXT},
    # Something wrong with a cell, row or file. problem is a key of the words, details its values.
    "issues": {
        "record_id": TEXT,
        "source": TEXT,
        "file": TEXT,
        "sheet": TEXT,
        "row": INT_OR_NA,
        "cell": TEXT,
        "field": TEXT,
        "raw": TEXT,
        "problem": TEXT,
        "severity": TEXT,
        "details": LIST,
    },
    "pairs": {"left": INT, "right": INT, "rules": INT},
    "scores": {
        **dict.fromkeys(("left", "right", "rival"), INT),
        **dict.fromkeys(("weight_bits", "probability", "rival_bits", "calibration_bits"), FLOAT),
        **dict.fromkeys(("band", "refused"), TEXT),
    },
    # Where a record belongs: conflict says that valid SIRENs differ within the member.
    "members": {"record_id": TEXT, "member_id": TEXT, "weakest_link": FLOAT, "conflict": BOOL},
    # A pair that the report shows: a question, or a merge that was made. reasons: a list of
    # results.Reason; rival_id: the record that competes; settled_by: the comparison that would make
    # it certain; refused: the rule that kept a link from being used; decided: whose answer made it.
    "links": {
        "left_id": TEXT,
        "right_id": TEXT,
        "weight_bits": FLOAT,
        "probability": FLOAT,
        "refused": TEXT,
        "decided": TEXT,
        "rival_id": TEXT,
        "settled_by": TEXT,
        "reasons": LIST,
    },
    # A member: one line of the register. Beside these, a club: member_no:<club>, joined_on:<club>.
    "register": {
        "member_id": TEXT,
        "firm_id": TEXT,
        **dict.fromkeys(_GOLDEN_TEXT, TEXT),
        "phones": LIST,
        "emails": LIST,
        "commissions": LIST,
        "clubs": LIST,
        "joined_on": TEXT,
        "left_on": TEXT,
        "up_to_date": TEXT,
        "status": TEXT,
        "n_records": INT,
    },
    # A person; named: record_id, a key of the name and nth of each row that names him.
    "contacts": {
        "contact_id": TEXT,
        "member_id": TEXT,
        "record_id": TEXT,
        "title": TEXT,
        "first": TEXT,
        "last": TEXT,
        "role": TEXT,
        **dict.fromkeys(("emails", "phones", "clubs", "named"), LIST),
    },
    "consents": {
        "member_id": TEXT,
        "purpose": TEXT,
        "state": TEXT,
        "club": TEXT,
        "file": TEXT,
        "sheet": TEXT,
        "cell": TEXT,
    },
    "dues": {
        "member_id": TEXT,
        "club": TEXT,
        "year": INT_OR_NA,
        "state": TEXT,
        "amount": FLOAT,
        "file": TEXT,
        "sheet": TEXT,
        "cell": TEXT,
    },
    # A value of the register and the cell that it came from; others is a list of
    # {"value", "record_id", "source", "file", "sheet", "cell"}, the values that were not kept.
    "provenance": {
        "member_id": TEXT,
        "field": TEXT,
        "value": TEXT,
        "record_id": TEXT,
        "source": TEXT,
        "file": TEXT,
        "sheet": TEXT,
        "cell": TEXT,
        "rule": TEXT,
        "others": LIST,
    },
    # What an expectation found as a whole.
    "checks": {
        "suite": TEXT,
        "expectation": TEXT,
        "severity": TEXT,
        "n_checked": INT,
        "n_failed": INT,
    },
    **REMEMBERED,
}


def empty(table: str) -> pd.DataFrame:
    """A frame of TABLES[table] without rows."""
    return _empty(table).copy()


@cache
def _empty(table: str) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in TABLES[table].items()})


def conform(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """`frame` with the columns of TABLES[table] first, in order and dtype; other columns follow.

    A missing text, nullable or list column is added empty. A missing INT, FLOAT or BOOL column
    raises KeyError, and a value that does not fit its dtype raises what pandas raises.
    """
    wanted = TABLES[table]
    columns: dict[str, pd.Series] = {}
    for name, dtype in wanted.items():
        if name in frame.columns:
            column = frame[name]
        elif dtype in (TEXT, INT_OR_NA):
            column = pd.Series(pd.NA, index=frame.index, dtype=dtype)
        elif not len(frame):
            column = pd.Series(dtype=dtype)
        elif dtype == LIST:
            column = pd.Series([[] for _ in range(len(frame))], index=frame.index, dtype=object)
        else:
            raise KeyError(f"{table}.{name} is missing")
        columns[name] = column.astype(dtype)
    rest = {name: frame[name] for name in frame.columns if name not in wanted}
    return pd.DataFrame({**columns, **rest}, index=frame.index)


def field_of(label: str) -> str:
    """The field that a column label stands for: "phone#2" -> "phone"."""
    return label.partition("#")[0]


def labels_of(frame: pd.DataFrame, field: str) -> list[str]:
    """The columns of RAW that hold `field`, in the order of their numbers: phone, phone#2."""
    own = [str(name) for name in frame.columns if field_of(str(name)) == field]
    return sorted(own, key=lambda label: (len(label.partition("#")[2]), label))
