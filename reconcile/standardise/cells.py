"""The filled cells of RAW, one row each, and what a stage has to say about a cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from reconcile.fields import FIELD
from reconcile.tables import empty, field_of, labels_of

from .text import is_nothing, is_same_as_above, tidy

REMARK_COLUMNS: Final = ("pos", "label", "field", "raw", "problem", "severity", "details")


# A longer text is a paragraph pasted by mistake, or hostile: the patterns take minutes over a page.
LONGEST: Final = 2_000
# What makes a number text in Excel, and is a letter elsewhere: "'42000".
_TEXT_MARK: Final = r"^'(?=[0-9+][^']*$)"
NO_REMARKS: Final = pd.DataFrame({name: pd.Series(dtype=object) for name in REMARK_COLUMNS})
NO_ORIGINS: Final = empty("origins")


@dataclass(frozen=True)
class Part:
    """What one kind of value gives: columns of RECORDS by name, ORIGINS, and remarks on cells.

    remarks: pos (int), label, field, raw, problem, severity (text), details (dict).
    """

    columns: Mapping[str, pd.Series]
    origins: pd.DataFrame = field(default_factory=lambda: NO_ORIGINS)
    remarks: pd.DataFrame = field(default_factory=lambda: NO_REMARKS)


@dataclass(frozen=True)
class Filled:
    """RAW with its text tidied, by field: pos, label, raw, text, nothing, a row a filled cell.

    A line break within a cell is still one in `text`; `nothing` (bool) marks a cell that only says
    that nothing is known. index: the positions of RAW, 0..n-1.
    """

    index: pd.Index
    by_field: Mapping[str, pd.DataFrame]


def fill(raw: pd.DataFrame) -> Filled:
    """The filled cells of RAW (indexed 0..n-1), each distinct text tidied once.

    Of a text over LONGEST signs, notes apart, the end is not understood; RAW keeps it.
    """
    labels = [label for name in FIELD for label in labels_of(raw, name)]
    columns = [
        pd.DataFrame({"pos": raw.index, "label": label, "raw": raw[label].astype("str")})
        for label in labels
    ]
    texts = {name: pd.Series(dtype="str") for name in ("label", "raw", "text")}
    none = pd.DataFrame(
        {"pos": pd.Series(dtype="int64"), **texts, "nothing": pd.Series(dtype=bool)}
    )
    cells = pd.concat(columns, ignore_index=True) if columns else none
    codes, distinct = pd.factorize(cells["raw"])
    text = tidy(pd.Series(distinct, dtype="str"), line="\n")
    text = text.str.replace(_TEXT_MARK, "", regex=True)
    told = {"text": text, "nothing": is_nothing(text), "long": text.str.len() > LONGEST}
    read = pd.DataFrame(told).take(codes[codes >= 0])
    cells = cells[["pos", "label", "raw"]][codes >= 0]
    cells = pd.concat([cells, read.set_axis(cells.index, axis=0)], axis=1)
    cells = cells[cells["text"].notna()]
    names = cells["label"].map({label: field_of(label) for label in labels})
    cut = cells.pop("long").astype(bool) & (names != "notes")
    cells.loc[cut, "text"] = cells.loc[cut, "text"].str[:LONGEST]
    by_field = dict(iter(cells.groupby(names, sort=False)))
    return Filled(raw.index, {name: by_field.get(name, none) for name in FIELD})


def cells(filled: Filled, *fields: str, line: str = " ", keep_marks: bool = False) -> pd.DataFrame:
    """The cells of `fields` in order of rows and, within a row, of `fields`; a new index.

    Columns pos (int64), label, raw, text (`str`; a line break becomes `line`). A cell that only
    says that nothing is known is left out, unless `keep_marks`.
    """
    found = pd.concat([filled.by_field[name] for name in fields], ignore_index=True)
    if not keep_marks:
        found = found[~found["nothing"]]
    found = found.drop(columns="nothing").sort_values("pos", kind="stable", ignore_index=True)
    return found.assign(text=found["text"].str.replace("\n", line))


def single(filled: Filled, name: str, **how: Any) -> pd.Series:
    """The text of field `name` by row (`str`), missing where nothing is said."""
    found = cells(filled, name, **how).drop_duplicates("pos").set_index("pos")
    return found["text"].reindex(filled.index)


def joined(filled: Filled, name: str, glue: str) -> pd.Series:
    """The cells of a field that several columns hold, joined by `glue`, by row (`str`)."""
    found = cells(filled, name, line=glue)
    if found["pos"].is_unique:
        return found.set_index("pos")["text"].reindex(filled.index)
    texts = lists_by(found["pos"], found["text"], filled.index)
    return pd.Series([glue.join(some) or None for some in texts], index=filled.index, dtype="str")


def remarks(
    at: pd.DataFrame, problem: str, severity: str, details: list[dict[str, str]] | None = None
) -> pd.DataFrame:
    """A remark for each row of `at` (columns pos, label, raw, as `cells` gives them)."""
    if at.empty:
        return NO_REMARKS
    said = [{} for _ in range(len(at))] if details is None else details
    return pd.DataFrame(
        {
            "pos": at["pos"],
            "label": at["label"],
            "field": at["label"].map(field_of),
            "raw": at["raw"],
            "problem": problem,
            "severity": severity,
            "details": pd.Series(said, at.index, dtype=object),
        }
    )


def remarks_on(
    filled: Filled, name: str, where: pd.Series, problem: str, severity: str, **details: pd.Series
) -> pd.DataFrame:
    """A remark on the cell of field `name` at the rows `where` (bool by position).

    details: values by position, under the names of the placeholders in the words.
    """
    rows = where.index[where.to_numpy(dtype=bool, na_value=False)]
    if not len(rows):
        return NO_REMARKS
    at = filled.by_field[name]
    at = at[at["pos"].isin(rows)].drop_duplicates("pos")
    columns = {key: column.reindex(at["pos"]) for key, column in details.items()}
    said = pd.DataFrame(columns).to_dict("records") if details else None
    return remarks(at, problem, severity, said)


def lost_references(filled: Filled) -> pd.DataFrame:
    """A remark on each cell that says "idem": sorting has parted it from the row it meant; a
    warning where that costs the row its name."""
    blank = pd.concat([found[found["nothing"]] for found in filled.by_field.values()])
    lost = blank[is_same_as_above(blank["text"])]
    names = lost["label"].map(field_of) == "name"
    told = [(lost[names], "warning"), (lost[~names], "info")]
    return stack([remarks(at, "same_as_above", how) for at, how in told], NO_REMARKS)


def lost_names(filled: Filled) -> pd.DataFrame:
    """A remark on each name that reads as a word for nothing ("X", "En cours"): a company may be
    called so, and two companies without a name may be written so; nobody can tell."""
    blank = filled.by_field["name"]
    blank = blank[blank["nothing"] & blank["text"].str.contains(r"[^\W_]", na=False)]
    told = is_same_as_above(blank["text"]) | blank["text"].str.startswith("#")
    return remarks(blank[~told], "name_nothing", "warning")


def origin(
    pos: pd.Series, name: str, label: pd.Series | str, nth: pd.Series | int = 0
) -> pd.DataFrame:
    """Rows of ORIGINS: the nth value (from 0) of field `name` came from column `label`."""
    rows = {"pos": pos, "field": name, "nth": nth, "label": label}
    return pd.DataFrame(rows).astype({"pos": "int64", "nth": "int64"})


def origin_where(where: pd.Series, name: str, label: str) -> pd.DataFrame:
    """ORIGINS of a field with one value, at the rows `where` (bool, indexed by position)."""
    pos = pd.Series(where.index[where.to_numpy(dtype=bool)], dtype="int64")
    if pos.empty:
        return NO_ORIGINS
    return origin(pos, name, label)


def lists_by(keys: pd.Series, values: pd.Series, index: pd.Index) -> pd.Series:
    """The values of each key as a list (`object`, by `index`), empty where a key has none.

    Where `index` holds a key twice, both have the same list.
    """
    lists: dict[Any, list[Any]] = {}
    for key, value in zip(keys.tolist(), values.tolist(), strict=True):
        lists.setdefault(key, []).append(value)
    return pd.Series([lists.get(key) or [] for key in index.tolist()], index=index, dtype=object)


def listed(found: pd.DataFrame, name: str, index: pd.Index) -> tuple[pd.Series, pd.DataFrame]:
    """Values of a list field, each once a row: the lists by row (`object`) and their ORIGINS.

    found: pos, label, value, in order.
    """
    once = found.drop_duplicates(["pos", "value"])
    lists = lists_by(once["pos"], once["value"], index)
    return lists, origin(once["pos"], name, once["label"], once.groupby("pos").cumcount())


def stack(frames: list[pd.DataFrame], otherwise: pd.DataFrame) -> pd.DataFrame:
    """The frames one under the other; `otherwise` where all are empty."""
    some = [frame for frame in frames if len(frame)]
    return pd.concat(some, ignore_index=True) if some else otherwise


def on_each(values: pd.Series, rule: Callable[[str], Any]) -> pd.Series:
    """rule(value), once per distinct value (`object`); missing stays missing."""
    known = {value: rule(value) for value in values.dropna().unique()}
    return values.astype(object).map(known).astype(object)
