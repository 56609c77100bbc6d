"""How values read in everything that staff see: spaced numbers, French dates, counts, places.

Shared by outputs and review, which may not import each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from math import isnan
from typing import Any, Final

import pandas as pd

from ..fields import FIELD
from ..marked import marked
from ..results import Reason
from ..tables import field_of
from ..words import Words

NB = "\u00a0"  # keeps a number and its unit on one line
_IDENTIFIER: Final = re.compile(r"(\d{3})(\d{3})(\d{3})(\d{5})?")
_PHONE: Final = re.compile(r"(?:\+33|0)([1-9])(\d{2})(\d{2})(\d{2})(\d{2})")
_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})")
_RECORD_FIELDS: Final = {
    "phones": "phone",
    "faxes": "fax",
    "emails": "email",
    "people": "contact",
}
_SPACED: Final = frozenset(("siren", "siret"))
_PHONES: Final = frozenset(("phone", "mobile", "fax", "phones", "faxes"))
_DATES: Final = frozenset(("joined_on", "left_on"))
# How a person may have a sheet taken (config.SheetRule).
STATES: Final = ("current", "complement", "archive", "former", "prospects", "ignored")
_CERTAIN: Final = 0.999  # nothing is shown as more certain than this


def text_of(value: object) -> str:
    """A cell of a frame as text; missing is ""."""
    return "" if value is None or value is pd.NA or _nan(value) else str(value)


def _nan(value: object) -> bool:
    return isinstance(value, float) and isnan(value)


def identifier(text: str) -> str:
    """A SIREN or SIRET in groups, "000 123 456 00012"; other text as it is."""
    found = _IDENTIFIER.fullmatch(text)
    return " ".join(group for group in found.groups() if group) if found else text


def phone(text: str) -> str:
    """A French number in pairs, "04 65 71 00 00"; other text as it is."""
    found = _PHONE.fullmatch(text)
    return f"0{found[1]} {found[2]} {found[3]} {found[4]} {found[5]}" if found else text


def day(text: str) -> str | int | date:
    """A date of the tables for a cell: a day is a date, a year a number, "2011-09" is "09/2011"."""
    if found := _DAY.fullmatch(text):
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return text
    if found := _MONTH.fullmatch(text):
        return f"{found[2]}/{found[1]}"
    return int(text) if re.fullmatch(r"[12]\d{3}", text) else text


def day_text(text: str) -> str:
    """The same as text: "15/09/2011", "09/2011", "2011"."""
    value = day(text)
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def value_text(field: str, value: object) -> str:
    """A value of `field` (of the records or the register) as people write it; lists on one line."""
    if isinstance(value, list):
        return ", ".join(value_text(field, item) for item in value)
    text, base = text_of(value), field_of(field).partition(":")[0]
    if base in _SPACED:
        return identifier(text)
    if base in _PHONES:
        return phone(text)
    return day_text(text) if base in _DATES else text


def is_personal(field: str) -> bool:
    """Whether a field of any table may tell of a person (`Field.personal`); unknown ones not."""
    name = field_of(field)
    known = FIELD.get(_RECORD_FIELDS.get(name, name))
    return known is not None and known.personal


def field_name(words: Words, field: str, clubs: Mapping[str, str] | None = None) -> str:
    """What staff call a field or label: "Téléphone 2", "N° adhérent (Rezames)", "Commissions :
    Emploi", "Téléphone / Fax"."""
    if mark := marked(field):
        return _marked_name(words, field_of(field), *mark)
    base, _, club = field.partition(":")
    name, _, number = base.partition("#")
    said = look_up(words, "fields", name) or name
    said = f"{said} {number}" if number else said
    return f"{said} ({(clubs or {}).get(club, club)})" if club else said


def _marked_name(words: Words, field: str, kind: str, value: str) -> str:
    """The name of a label that says more than its field."""
    said = field_name(words, field)
    if kind == "ticked":
        return words("shown.colon", left=said, right=value)
    if kind in ("refused", "owed"):
        return f"{said} {value}".strip() + f" ({words(f'shown.{kind}')})"
    second = field_name(words, value)
    return f"{second} / {said}" if kind == "first" else f"{said} / {second}"


def look_up(words: Words, section: str, key: str) -> str | None:
    """The words at section.key, or None: another stage's key must not stop the report."""
    try:
        return str(words.section(section)[key])
    except (KeyError, TypeError, ValueError):
        return None


class _Known(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def fill(sentence: str, values: Mapping[str, object]) -> str:
    """`sentence` with its placeholders filled; one without a value becomes "…"."""
    try:
        return sentence.format_map(_Known(values))
    except (ValueError, AttributeError, IndexError, TypeError):
        return sentence


def number(words: Words, value: float, decimals: int = 0) -> str:
    """12345.6 -> "12 345,6" in French, "12,345.6" in English."""
    text = f"{value:,.{decimals}f}"
    if words.language == "fr":
        text = text.replace(",", NB).replace(".", ",")
    return text


def count(words: Words, key: str, n: int) -> str:
    """ "aucune question", "une question", "12 questions": the words of [counts.key]."""
    form = {0: "none", 1: "one"}.get(n, "many")
    return words(f"counts.{key}.{form}", n=number(words, n))


def long_day(words: Words, when: date) -> str:
    """ "22 novembre 2026"."""
    form = "first" if when.day == 1 else "long"
    month = words(f"dates.m{when.month}")
    return words(f"dates.{form}", day=when.day, month=month, year=when.year)


def certainty(probability: float) -> float:
    """A probability as the reports show it: cut, not rounded, and never 100 %."""
    return min(int(probability * 1000) / 1000, _CERTAIN)


def enumeration(words: Words, items: Iterable[str]) -> str:
    """ "a, b et c"."""
    *head, last = [*items] or [""]
    return f"{', '.join(head)} {words('dates.and')} {last}" if head else last


def place(file: object, sheet: object, cell: object) -> str:
    """Where a value stands: "rezames/liste.xlsx › Feuil1 › C12"."""
    return " › ".join(part for part in map(text_of, (file, sheet, cell)) if part)


def reason_text(words: Words, reason: Reason) -> str:
    """A term of a pair's weight in words: "nom identique, mot rare : MIRALIX"."""
    key = f"{reason.comparison}_{reason.level}"
    key += "_id" if "id" in reason.details else ""
    sentence = look_up(words, "reasons", key) or key
    shown = {
        name: number(words, value) if isinstance(value, float) else value
        for name, value in reason.details.items()
    }
    return fill(sentence, shown)


def rule_of(sheet: Mapping[Any, Any], columns: pd.DataFrame) -> str:
    """The lines of reconcile.toml that take a sheet (a row of SHEETS) as it was taken; changing one
    overrules it. columns: COLUMNS; those of the sheet's (first) table that are read are named."""
    file, name, header = text_of(sheet["file"]), text_of(sheet["sheet"]), sheet["header_row"]
    here = (columns["file"] == file) & (columns["sheet"].fillna("") == name)
    here &= columns["header_row"].isna() | (columns["header_row"] == header).fillna(False)
    read = columns.loc[here, ["column", "label"]].dropna().drop_duplicates("column")
    fields = [f"{one} = {_toml(field_of(label))}" for one, label in read.to_numpy().tolist()]
    lines = ["[[sheets]]", f"file = {_toml(file)}"]
    lines += [f"sheet = {_toml(name)}"] if name else []
    inside = ", ".join(fields or ['A = "name"'])
    return "\n".join(
        [*lines, f"header_row = {1 if pd.isna(header) else header}", f"columns = {{ {inside} }}"]
    )


def state_rule(edition: Mapping[Any, Any]) -> str:
    """The lines of reconcile.toml that take a sheet (a row of EDITIONS) otherwise than it was."""
    file, name = text_of(edition["file"]), text_of(edition["sheet"])
    other = "complement" if edition["state"] in ("current", "archive", "replaced") else "current"
    lines = ["[[sheets]]", f"file = {_toml(file)}"]
    lines += [f"sheet = {_toml(name)}"] if name else []
    return "\n".join([*lines, f"state = {_toml(other)}  # {', '.join(STATES)}"])


def edition_text(words: Words, edition: Mapping[Any, Any]) -> str:
    """Of when a list is (a row of EDITIONS), and why it counts as it does."""
    state, chosen = text_of(edition["state"]), text_of(edition["chosen"])
    newer = " › ".join(filter(None, (text_of(edition["by_file"]), text_of(edition["by_sheet"]))))
    as_of = value_text("joined_on", edition["as_of"])
    values = {"newer": newer, "as_of": as_of}
    values |= {key: edition[key] for key in ("n_rows", "n_common")}
    parts = [words(f"editions.dated_{edition['dated_by']}", **values)] if as_of else []
    why = f"chosen_{chosen}" if chosen else state
    return " ".join([*parts, words(f"editions.{why}", **values)])


def _toml(text: str) -> str:
    """A basic string of TOML."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    signs = re.compile(r"[\x00-\x1f\x7f]")
    return '"' + signs.sub(lambda sign: f"\\u{ord(sign[0]):04x}", escaped) + '"'


def sureness(words: Words, confidence: float) -> str:
    """How sure the field of a column is: certain, probable, guessed, or doubtful."""
    steps = ((0.95, "certain"), (0.75, "probable"), (0.6, "guessed"), (0.0, "doubtful"))
    return words(f"sureness.{next(key for least, key in steps if confidence >= least)}")
