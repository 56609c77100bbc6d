"""A file whose name says another type than its content is read as what it is, and told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from .lists import CSV, PLAIN, put, read, rows_of, save
from .test_unreadable import old_excel


def new_excel(raw: Path) -> bytes:
    return save(raw / "made", PLAIN).read_bytes()


def open_document(raw: Path) -> bytes:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    made, table = OpenDocumentSpreadsheet(), Table(name="Liste")
    for cells in PLAIN:
        row = TableRow()
        for value in cells:
            cell = TableCell(valuetype="string", stringvalue=value)
            cell.addElement(P(text=value))
            row.addElement(cell)
        table.addElement(row)
    made.spreadsheet.addElement(table)
    path = raw / "made.ods"
    made.save(str(path))
    return path.read_bytes()


@pytest.mark.parametrize(
    ("file", "made", "kind"),
    [
        ("vieux.xlsx", lambda raw: old_excel(), ".xls"),
        ("vieux.ods", lambda raw: old_excel(), ".xls"),
        ("neuf.xls", new_excel, ".xlsx"),
        ("libre.xlsx", open_document, ".ods"),
        ("libre.xls", open_document, ".ods"),
        ("texte.xlsx", lambda raw: CSV.encode("cp1252"), ".csv"),
        ("texte.xls", lambda raw: CSV.encode("utf-16"), ".csv"),
        ("classeur.csv", new_excel, ".xlsx"),
        ("classeur.txt", open_document, ".ods"),
    ],
)
def test_read_as_what_it_is(
    tmp_path: Path, file: str, made: Callable[[Path], bytes], kind: str
) -> None:
    raw = tmp_path / "raw"
    put(raw, f"est/{file}", made(tmp_path))
    reading = read(raw)
    assert rows_of(reading.raw, "name", "city") == [("Velinore", "Sorbiers")]
    assert rows_of(reading.issues, "problem", "severity", "details") == [
        ("other_type", "info", {"extension": Path(file).suffix, "kind": kind})
    ]


def test_a_web_page_under_the_name_of_a_workbook_is_refused_in_words(tmp_path: Path) -> None:
    put(tmp_path, "est/page.xls", "\ufeff<html><table><tr><td>Ville</td></tr></table>")
    reading = read(tmp_path)
    assert rows_of(reading.sheets, "state", "why", "details") == [
        ("unreadable", "file_wrong_type", {"extension": ".xls", "kind": "html"})
    ]
