"""The suite of RAW, COLUMNS and SHEETS: the rows as they came, before anything is made of them."""

from __future__ import annotations

import datetime
from typing import Final

import pandas as pd

from expectations.lists import NAMES, files, first_of, lists, numbers_elsewhere, plain
from expectations.places import PLACE, ROW, Frames, at_rows, counted, with_all
from expectations.rules import (
    CRITICAL,
    INFO,
    PAIR,
    WARNING,
    Between,
    Equal,
    Greater,
    InSet,
    Lengths,
    Matches,
    NotInSet,
    NotMatches,
    NotNull,
    Rule,
    UniqueTogether,
    on,
)
from reconcile.fields import FIELD
from reconcile.tables import field_of

_IDENTIFIERS: Final = ("siren", "siret", "vat", "email", "phone", "website", "member_no")
_PHONES: Final = ("phone", "mobile", "fax")
_OTHERS: Final = ("list_of_other_club", "list_ours")
# What Excel and LibreOffice show in place of a result, in English and in French.
_ERROR: Final = (
    r"^#(?:N/A|N/D|REF|VALUE|VALEUR|DIV/0|NAME|NOM|NULL|NUL|NUM|NOMBRE|SPILL|CALC)[!?]?$|^Err:\d+$"
)
# A number, an error (told by its own rule), or what people write where there is none.
_NUMBER_OR_NOTHING: Final = (
    r"(?i)\d|^#|^\W*$"
    r"|^\W*(?:n\W?[acdr]|n[eé]ant|idem|aucune?|sans|x+|inconnue?|en cours|oui|non)\W*$"
)


def rules(today: datetime.date) -> tuple[Rule, ...]:
    """The lines of the suite."""
    row, cell, phone, sheet, file = map(on, "rows cells phones sheets files".split())
    # fmt: off
    return (
        row("source_missing", NotNull, CRITICAL, column="source"),
        row("place_twice", UniqueTogether, CRITICAL, column_list=ROW),
        row("row_above_header", Greater, WARNING, column_A="row", column_B="header_row", **PAIR,
            details=("header_row",)),
        row("row_empty", NotNull, WARNING, column="anything"),
        row("name_missing", NotNull, WARNING, column="who", field="name", unless=("row_empty",)),
        row("member_no_missing", InSet, INFO, column="lacks_number", value_set=[False],
            field="member_no", unless=("row_empty",)),
        row("member_no_twice", Equal, WARNING, column_A="plain_name", column_B="name_of_number",
            **PAIR, field="member_no", details=("first_of_number",)),
        row("member_no_elsewhere", InSet, WARNING, column="number_elsewhere", value_set=[False],
            field="member_no", details=("first_place",), unless=("member_no_twice",)),
        row("row_twice", InSet, INFO, column="repeated", value_set=[False], details=("first_row",)),
        row("row_hidden", InSet, INFO, column="hidden", value_set=[False]),
        row("row_struck", InSet, INFO, column="struck", value_set=[False]),
        cell("text_long", Lengths, INFO, column="value", max_value=500),
        cell("text_formula", NotMatches, INFO, column="value", regex="^="),
        cell("text_lost", NotMatches, WARNING, column="value", regex="\ufffd"),
        cell("text_error", NotMatches, WARNING, column="value", regex=_ERROR),
        phone("phone_words", Matches, INFO, column="value", regex=_NUMBER_OR_NOTHING),
        sheet("sheet_empty", Between, WARNING, column="n_rows", min_value=1,
            unless=("sheet_model",)),
        sheet("sheet_model", InSet, INFO, column="model", value_set=[False]),
        sheet("sheet_nameless", Between, WARNING, column="n_names", min_value=1),
        sheet("sheet_rows_lost", Equal, CRITICAL, column_A="n_rows", column_B="n_raw", **PAIR,
            details=("n_rows", "n_raw")),
        sheet("list_twice", InSet, WARNING, column="twin", value_set=["-"], details=("twin",)),
        sheet("list_shrank", Between, WARNING, column="growth", min_value=0.8,
            details=("n_before", "n_raw"), unless=_OTHERS),
        sheet("list_grew", Between, WARNING, column="growth", max_value=1.2,
            details=("n_before", "n_raw"), unless=_OTHERS),
        sheet("list_of_other_club", InSet, CRITICAL, column="other_club", value_set=["-"],
            details=("other_club",), unless=("list_ours",)),
        sheet("list_ours", Between, WARNING, column="ours", max_value=0.5),
        file("file_copy", NotInSet, INFO, column="kind", value_set=["copy"],
            details=("original",)),
        file("file_ours", NotInSet, WARNING, column="kind", value_set=["ours"]),
        file("file_stray", NotInSet, WARNING, column="kind", value_set=["stray"]),
        file("file_type", NotInSet, WARNING, column="kind", value_set=["type"]),
    )
    # fmt: on


# The table that each view is made of; the others bear its name.
FEEDS: Final = {"rows": "raw", "cells": "raw", "phones": "raw", "files": "sheets"}
# What is missing where a list lacks a column or a table is not given: then there is nothing to say.
_OF_ROWS: Final = (
    "plain_name name_of_number first_of_number number_elsewhere first_place lacks_number header_row"
).split()
_OF_SHEETS: Final = ("n_names", "n_before", "growth", "other_club")


def views(frames: Frames) -> Frames:
    """RAW with what its rules compare, its cells a row a cell, and the sheets that were read."""
    raw = at_rows(frames["raw"])
    sheets, columns = frames.get("sheets"), frames.get("columns")
    cells = _cells(raw)
    views = {"cells": cells, "phones": cells[cells["field"].isin(_PHONES)].reset_index(drop=True)}
    who, sign = first_of(raw, NAMES), first_of(raw, _IDENTIFIERS)
    rows = raw.assign(who=who, anything=who.fillna(sign), **_repeats(raw))
    if "member_no" in raw and "name" in raw:
        names = plain(raw["name"])
        rows = rows.assign(**_numbered(raw, names), **numbers_elsewhere(raw, names))
    if columns is not None and "member_no" in raw:
        numbered = columns.loc[columns["label"] == "member_no", ["file", "sheet"]]
        wanted = counted(rows, ["file", "sheet"], numbered) > 0
        rows["lacks_number"] = rows["member_no"].isna().astype("object").where(wanted)
    if sheets is not None:
        views["sheets"] = with_all(lists(_read(sheets, raw, columns), frames), _OF_SHEETS)
        views["files"] = files(sheets)
        tops = views["sheets"].drop_duplicates(["file", "sheet"])[["file", "sheet", "header_row"]]
        rows = rows.merge(tops, on=["file", "sheet"], how="left", validate="m:1")
    return {"rows": with_all(rows, _OF_ROWS), **views}


def _repeats(raw: pd.DataFrame) -> pd.DataFrame:
    """first_row, the row of the same sheet that each row repeats cell by cell, also where no column
    of ours reads it; and repeated (`bool`)."""
    labels = [str(name) for name in raw.columns if field_of(str(name)) in FIELD or name == "unread"]
    alike = raw
    for label in labels:  # leaves few rows soon
        alike = alike[alike.duplicated(["file", "sheet", label], keep=False)]
    content = pd.util.hash_pandas_object(alike[labels].fillna(""), index=False)
    same = alike.groupby(["file", "sheet", content], dropna=False)["row"]
    first = same.transform("first").reindex(raw.index).astype("Int64").fillna(raw["row"])
    again = same.cumcount().reindex(raw.index).fillna(0) > 0
    return pd.DataFrame({"first_row": first, "repeated": again})


def _numbered(raw: pd.DataFrame, plain_names: pd.Series) -> pd.DataFrame:
    """plain_name of the rows with a member number, and of the first row of their sheet with it
    name_of_number and first_of_number.
    """
    keys = ["file", "sheet", "member_no"]
    rows = raw.loc[raw["member_no"].notna(), [*keys, "row", "name"]]
    names = plain_names[rows.index]
    same = rows.assign(plain_name=names).groupby(keys, dropna=False)
    firsts = {"name_of_number": "plain_name", "first_of_number": "row"}
    found = pd.DataFrame({name: same[of].transform("first") for name, of in firsts.items()})
    found = found.assign(plain_name=names).reindex(raw.index)
    return found.astype({"first_of_number": "Int64", "name_of_number": "str", "plain_name": "str"})


def _cells(raw: pd.DataFrame) -> pd.DataFrame:
    """A row for each filled cell: its place, label, field and text (`value`)."""
    labels = [str(name) for name in raw.columns if field_of(str(name)) in FIELD]
    cells = raw.melt(PLACE, labels, "label", "value").dropna(subset=["value"])
    cells = cells.astype({"label": "str", "value": "str"}).reset_index(drop=True)
    return cells.assign(field=cells["label"].str.replace("#.*", "", regex=True))


def _read(sheets: pd.DataFrame, raw: pd.DataFrame, columns: pd.DataFrame | None) -> pd.DataFrame:
    """SHEETS that were read, with n_raw, their rows in RAW, n_names, their columns of names, and
    model (`bool`): headings alone, in a workbook that has its members in another sheet."""
    read = at_rows(sheets[sheets["state"] == "read"])
    elsewhere = read.groupby("file")["n_rows"].transform("sum") > 0
    read["model"] = (read["n_rows"] == 0) & elsewhere
    read["n_raw"] = counted(read, ["file", "sheet"], raw)
    if columns is not None:
        named = columns[columns["label"].isin(NAMES)]
        read["n_names"] = counted(read, ["file", "sheet"], named)
    return read
