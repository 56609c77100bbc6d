"""Dates, as precise as they were written."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.standardise import dates, standardise
from reconcile.standardise.dates import read_date

from .raw import FEW, columns, filled, raw, values


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("01/02/2011", "2011-02-01"),  # the day first
        ("01/02/11", "2011-02-01"),
        ("1.2.2011", "2011-02-01"),
        ("01-02-2011", "2011-02-01"),
        ("1er février 2011", "2011-02-01"),
        ("1 fevr. 2011", "2011-02-01"),
        ("mardi 1er février 2011", "2011-02-01"),
        ("2011-02-01", "2011-02-01"),
        ("2011/02/01", "2011-02-01"),
        ("2011-02-01 00:00:00", "2011-02-01"),
        ("2011-02-01T10:30:00Z", "2011-02-01"),
        ("20110201", "2011-02-01"),
        ("01022011", "2011-02-01"),
        ("40575", "2011-02-01"),  # a day that Excel counted
        ("40575.0", "2011-02-01"),
        ("12/03/1998", "1998-03-12"),
        ("12/03/98", "1998-03-12"),
        ("sept-11", "2011-09"),
        ("Sept. 2011", "2011-09"),
        ("septembre 2011", "2011-09"),
        ("09/2011", "2011-09"),
        ("2011-09", "2011-09"),
        ("août 2011", "2011-08"),
        ("2011", "2011"),  # never 1 January
        ("2011.0", "2011"),
        ("depuis 2011", "2011"),
        ("en 2011", "2011"),
        ("31/02/2010", None),
        ("12/25/2011", None),  # the month first? not for us to guess
        ("jui-11", None),  # June or July
        ("09/11", None),  # a month of a year, or a day of a month
        ("2011-2012", None),
        ("1875", None),
        ("bientôt", None),
        ("0", None),
        ("123", None),
    ],
)
def test_a_date(written: str, iso: str | None) -> None:
    assert read_date(written) == iso


def test_an_unreadable_date_is_empty_and_said() -> None:
    part = dates.read(
        filled(joined_on=["31/02/2010", "2011", "néant", None], left_on=["x", "?", "fin", None])
    )
    assert values(part.columns["joined_on"]) == [None, "2011", None, None]
    assert values(part.columns["left_on"]) == [None, None, None, None]
    assert part.remarks[["pos", "field", "raw", "problem"]].to_numpy().tolist() == [
        [0, "joined_on", "31/02/2010", "date_unreadable"],
        [2, "left_on", "fin", "date_unreadable"],
    ]


MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)
DAYS = st.dates(date(1954, 11, 1), date(2049, 12, 31))


@FEW
@given(DAYS)
def test_a_day_is_read_from_every_form(day: date) -> None:
    serial = (day - date(1899, 12, 30)) // timedelta(days=1)
    month = MONTHS[day.month - 1]
    forms = [
        f"{day:%d/%m/%Y}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day}{'er' if day.day == 1 else ''} {month} {day.year}",
        f"{day.day} {month.upper()} {day.year}",
        f"{day:%Y-%m-%d} 00:00:00",
        f"{day:%Y%m%d}",
        str(serial),
    ]
    assert {form: read_date(form) for form in forms} == dict.fromkeys(forms, day.isoformat())


@FEW
@given(DAYS.filter(lambda day: day.year >= 1954))
def test_a_month_and_a_year_stay_what_they_are(day: date) -> None:
    month = f"{day:%Y-%m}"
    assert read_date(f"{MONTHS[day.month - 1]} {day.year}") == month
    assert read_date(f"{day:%m/%Y}") == read_date(month) == month
    assert read_date(f"{day.year}") == f"{day.year}"


@FEW
@given(st.text("0123456789/-. abceflnrstuv", max_size=14))
def test_what_is_read_is_a_date_and_is_read_again(written: str) -> None:
    found = read_date(written)
    if found:
        assert read_date(found) == found
        assert date.fromisoformat((found + "-01-01")[:10])


def test_an_empty_date_is_none_and_a_zero_is_told() -> None:
    written = ["0000-00-00", "00/00/0000", "0000-00-00 00:00:00", "01/01/1900"]
    written += ["1899-12-30 00:00:00", "1900-01-00", "1900", "02/01/1900"]
    read = standardise(raw(joined_on=list(written)), columns("joined_on"))
    assert values(read.records["joined_on"]) == [None] * 6 + ["1900", "1900-01-02"]
    assert read.issues[["row", "problem"]].to_numpy().tolist() == [
        [5, "date_zero"],
        [6, "date_zero"],
        [7, "date_zero"],
    ]
