"""Ends of paid periods, and days of leaving."""

from __future__ import annotations

from pathlib import Path

import pytest

from .lists import labels, problems, read, save

NAMES = ["Velinore", "Talisse", "Merival", "Orvanne"]


@pytest.mark.parametrize(
    ("begun", "ends", "label", "severity"),
    [
        # Nearly all end, some of them after today.
        (["2011"] * 4, ["31/12/2098", "30/06/2098", "31/12/2098", "01/02/2020"], None, "warning"),
        (["2011"] * 4, ["31/12/2098", "30/06/2098", "31/12/2098", "01/02/2099"], None, "info"),
        # All on one day; or a year after they began.
        (["2011"] * 4, ["31/12/2020"] * 4, None, "warning"),
        (
            ["01/02/2019", "05/03/2019", "01/09/2018", "01/01/2019"],
            ["31/01/2020", "04/03/2020", "31/08/2019", "31/12/2019"],
            *(None, "warning"),
        ),
        # They left: few of them, or after years of their own.
        (["2011"] * 4, [None, "31/12/2020", None, None], "left_on", None),
        (["2011"] * 4, [None, "31/12/2098", None, None], "left_on", None),
        (
            ["01/02/2009", "05/03/2011", "01/09/2010", "01/01/2013"],
            ["31/01/2020", "04/03/2019", "31/08/2018", "31/12/2020"],
            *("left_on", None),
        ),
    ],
)
def test_ends_of_members(
    tmp_path: Path,
    begun: list[str],
    ends: list[str | None],
    label: str | None,
    severity: str | None,
) -> None:
    heading = "Date de fin de l'adhésion"
    rows = list(zip(NAMES, begun, ends, strict=True))
    save(tmp_path, [["Société", "Date de début de l'adhésion", heading], *rows])
    reading = read(tmp_path)
    assert labels(reading)[heading] == label
    assert [(p, cell) for p, cell, _ in problems(reading)] == (
        [("column_period", "C1")] if severity else []
    )
    assert reading.issues["severity"].tolist() == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("file", "heading"),
    [("est/liste.xlsx", "Date de départ"), ("est/anciens adhérents.xlsx", "Fin d'adhésion")],
)
def test_days_of_leaving_stay(tmp_path: Path, file: str, heading: str) -> None:
    rows = [[name, "Sorbiers", "31/12/2020"] for name in NAMES]
    save(tmp_path, [["Société", "Ville", heading], *rows], file)
    assert labels(read(tmp_path))[heading] == "left_on"
