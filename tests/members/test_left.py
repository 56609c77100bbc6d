"""Who has left: a date in the past, or a row shown as left in the sheet."""

from datetime import date
from pathlib import Path

import numpy as np
from openpyxl.styles import Font, PatternFill

from reconcile.members import build
from reconcile.standardise import standardise
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
    records = standard.records.assign(
        member_id=numbers, record_id=numbers, pos=np.arange(len(numbers))
    )
    built = build(records, standard, reading.columns, date(2026, 3, 1))
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
