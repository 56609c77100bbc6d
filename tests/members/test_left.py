"""Who has left: a date in the past, or a row shown as left in the sheet."""

from datetime import date
from pathlib import Path

import numpy as np
from openpyxl.styles import Font, PatternFill

from reconcile.members import build
from reconcile.members.leaving import has_left
from reconcile.standardise import standardise
from tests.frames import records
from tests.ingest.lists import book, keep, read, rows_of

RED = PatternFill("solid", fgColor="FF0000")


def test_a_row_shown_as_left_is_a_member_who_has_left(tmp_path: Path) -> None:
    rows = [
        ("Raison sociale", "Ville", "Date de départ"),
        *(("Velinore", "Lyo", None), ("Orvanne", "Lyo", None), ("Kelvaro", "Lyo", None)),
        *(
            ("Dravane", "Lyo", "01/02/2020"),
            ("Tarvel", "Lyo", "01/02/2030"),
            ("Zorba", "Lyo", None),
        ),
        *((), (None, "Parti")),
    ]
    made, sheet = book(rows)
    sheet["A3"].font = Font(strike=True)
    sheet["A4"].fill = sheet["B9"].fill = RED
    keep(tmp_path, made)
    reading = read(tmp_path)
    standard = standardise(reading.raw, reading.columns)
    numbers = [f"A-{nth}" for nth in range(len(standard.records))]
    own = standard.records.assign(member_id=numbers, record_id=numbers, pos=np.arange(len(numbers)))
    built = build(own, standard, reading.columns, date(2026, 3, 1))
    register = built.register
    assert rows_of(register, "name", "status") == [
        *(("Velinore", "current"), ("Orvanne", "left"), ("Kelvaro", "left")),
        *(("Dravane", "left"), ("Tarvel", "current"), ("Zorba", "current")),
    ]
    said = built.provenance[built.provenance["field"] == "status"]
    assert rows_of(said, "member_id", "value", "rule", "cell") == [
        ("A-1", "left", "left_struck", "A3"),
        ("A-2", "left", "left_colour", "A4"),
        ("A-3", "left", "left_date", "C5"),
    ]


def test_a_member_who_joined_after_leaving_is_one() -> None:
    dates = [
        ("2025-12-31", "2026-01-01", False),  # came back, or typed wrong
        ("2025", "2025-03-01", True),  # the year says nothing of the day
        ("2025-12-31", "2020", True),
        ("2025-12-31", None, True),
        (None, "2020", False),
    ]
    frame = records(*({"left_on": left, "joined_on": joined} for left, joined, _ in dates))
    found = has_left(frame.assign(edition="current"), date(2026, 3, 1))
    assert found.tolist() == [gone for _, _, gone in dates]
