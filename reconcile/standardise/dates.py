"""Dates as precise as they were written: "2011", "2011-09" or "2011-02-01", never a day made up."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

import pandas as pd

from .cells import NO_REMARKS, Filled, Part, on_each, remarks_on, single, stack
from .flags import read_flag
from .text import fold_text

_MONTHS: Final = (
    "JANVIER FEVRIER MARS AVRIL MAI JUIN JUILLET AOUT SEPTEMBRE OCTOBRE NOVEMBRE DECEMBRE",
    "JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER",
)
_EXCEL_DAY_0: Final = date(1899, 12, 30)  # Excel counts a 29 February 1900 that never was
_EXCEL_SERIALS: Final = range(20000, 60001)  # 1954 to 2064
_YEARS: Final = range(1900, 2101)
_PIVOT: Final = 50  # "49" is 2049, "50" is 1950
_AROUND: Final = re.compile(
    r"^(?:DEPUIS|DEP|EN|LE|DU|AU|DATE|SINCE|ANNEE|COURANT|DEBUT|FIN|MI)\b ?"
)
_WEEKDAY: Final = re.compile(r"^(?:LUNDI|MARDI|MERCREDI|JEUDI|VENDREDI|SAMEDI|DIMANCHE)\b ?")
# What a program writes for no date, and what a spreadsheet shows of the number 0.
_NO_DATE: Final = r"0+(?:[-/.]0+){2}(?:[ T]0[0:.]*)?"
_DAY_0: Final = {"1899-12-30", "1899-12-31", "1900-01-01", "1904-01-01"}
_DAY_0_WRITTEN: Final = r"(?:1900-01-00|0?0[/.]0?1[/.]1900|(?:30|31)[/.]12[/.]1899|1899-12-3[01]).*"
_TIME: Final = re.compile(r"[ T][0-9]{1,2}[:H][0-9]{2}(?:[:.][0-9.]+)?Z?$", re.I)


def _year(text: str) -> int | None:
    number = int(text)
    if len(text) == 2:
        return number + (2000 if number < _PIVOT else 1900)
    return number if number in _YEARS else None


def _month(word: str) -> int | None:
    """The month that a word begins ("sept"), if only one does ("jui" may be two)."""
    starts = [
        n for names in _MONTHS for n, name in enumerate(names.split(), 1) if name.startswith(word)
    ]
    return starts[0] if len(word) >= 3 and len(set(starts)) == 1 else None


def _iso(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    if year is None or (month is not None and not 1 <= month <= 12):
        return None
    if month is None:
        return f"{year:04}"
    if day is None:
        return f"{year:04}-{month:02}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


# Dates in figures, one space between the numbers: which group is year, month and day.
_FIGURES: Final = (
    (re.compile("([12][0-9]{3})"), (1,)),
    (re.compile("([12][0-9]{3}) ?([0-9]{2}) ?([0-9]{2})"), (1, 2, 3)),
    (re.compile("([0-9]{4}) ([0-9]{1,2}) ([0-9]{1,2})"), (1, 2, 3)),
    (re.compile("([0-9]{4}) ([0-9]{1,2})"), (1, 2)),
    (re.compile("([0-9]{1,2}) ([0-9]{4})"), (2, 1)),
    (re.compile("([0-9]{1,2}) ([0-9]{1,2}) ([0-9]{4}|[0-9]{2})"), (3, 2, 1)),  # the day first
    (re.compile("([0-9]{2})([0-9]{2})([0-9]{4})"), (3, 2, 1)),
)


def _from_numbers(text: str) -> str | None:
    if re.fullmatch("[0-9]{5}", text) and int(text) in _EXCEL_SERIALS:
        return (_EXCEL_DAY_0 + timedelta(days=int(text))).isoformat()
    for pattern, (year, *rest) in _FIGURES:
        found = pattern.fullmatch(text)
        result = _iso(_year(found[year]), *(int(found[n]) for n in rest)) if found else None
        if result:
            return result
    return None


def read_date(text: str) -> str | None:
    """A date as "2011", "2011-09" or "2011-02-01"; None where the text is none, or may be two.

    01/02/11 (the day first), 1.2.2011, 1er février 2011, sept-11, Sept. 2011, 2011-02-01 00:00:00,
    20110201, 40575 (a day that Excel counted). Two figures of a year: 49 is 2049, 50 is 1950.
    """
    plain = fold_text(_TIME.sub("", re.sub(r"^([0-9]+)\.0+$", r"\1", text.strip())))
    plain = _WEEKDAY.sub("", _AROUND.sub("", plain))
    if found := re.fullmatch("(?:([0-9]{1,2}) ?(?:ER)? )?([A-Z]{3,}) ([0-9]{4}|[0-9]{2})", plain):
        day = int(found[1]) if found[1] else None
        month = _month(found[2])
        return _iso(_year(found[3]), month, day) if month else None
    if found := re.fullmatch("([A-Z]{3,}) ([0-9]{1,2}) ([0-9]{4})", plain):  # September 1, 2011
        month = _month(found[1])
        return _iso(_year(found[3]), month, int(found[2])) if month else None
    return _from_numbers(plain)


def dates(tidied: pd.Series) -> pd.Series:
    """`read_date` of each text (`str`), missing where it finds none."""
    return on_each(tidied, read_date).astype("str")


def read(filled: Filled) -> Part:
    """joined_on and left_on (`str`), with a remark on each date that no rule reads."""
    columns, notes = {}, []
    for name in ("joined_on", "left_on"):
        written = single(filled, name)
        written = written.mask(written.str.fullmatch(_NO_DATE, na=False))
        read_as = dates(written)
        day_0 = read_as.isin(_DAY_0) | written.str.fullmatch(_DAY_0_WRITTEN, na=False)
        columns[name] = read_as.mask(day_0)
        # "oui" under "Sorti" is a situation, which the reading of the sheet knows.
        said = on_each(written, read_flag).isin(["yes", "no"]) & (name == "left_on")
        lost = written.notna() & columns[name].isna() & ~said & ~day_0
        notes.append(remarks_on(filled, name, day_0, "date_zero", "warning"))
        notes.append(remarks_on(filled, name, lost, "date_unreadable", "warning"))
    return Part(columns, remarks=stack(notes, NO_REMARKS))
