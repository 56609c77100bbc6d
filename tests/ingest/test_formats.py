"""The formats that people save in, and cells that cannot be taken as they stand."""

import re
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from .lists import book, keep, labels, problems, put, read, rows_of, save

TYPED = [
    ["Raison sociale", "SIRET", "CP", "Date d'adhésion", "À jour", "Effectif"],
    ["Velinore", 42000000000000, 1000, date(2011, 2, 1), True, 1.5],
]
AS_TEXT = [("Velinore", "42000000000000", "1000", "2011-02-01", "VRAI", "1.5")]


def typed(raw: Path) -> list[tuple[str, ...]]:
    return rows_of(read(raw).raw, "name", "siret", "postcode", "joined_on", "dues", "headcount")


@pytest.mark.parametrize("file", ["est/a.xlsx", "est/a.XLSX", "est/a.xlsm"])
def test_xlsx_and_xlsm(tmp_path: Path, file: str) -> None:
    save(tmp_path, TYPED, file)
    assert typed(tmp_path) == AS_TEXT


def test_xls(tmp_path: Path) -> None:
    made = xlwt.Workbook()
    sheet = made.add_sheet("Feuil1")
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for row, cells in enumerate(TYPED):
        for column, value in enumerate(cells):
            sheet.write(row, column, value, *([day] if isinstance(value, date) else []))
    (tmp_path / "est").mkdir()
    made.save(str(tmp_path / "est/a.xls"))
    assert typed(tmp_path) == AS_TEXT


def test_ods(tmp_path: Path) -> None:
    made, table = OpenDocumentSpreadsheet(), Table(name="Feuille1")
    kinds = {str: "string", int: "float", float: "float", bool: "boolean", date: "date"}
    for cells in TYPED:
        row = TableRow()
        for value in cells:
            kind = kinds[type(value)]
            key = {"float": "value", "string": "stringvalue"}.get(kind, f"{kind}value")
            cell = TableCell(
                valuetype=kind, **{key: str(value).lower() if kind == "boolean" else str(value)}
            )
            cell.addElement(P(text=str(value)))
            row.addElement(cell)
        table.addElement(row)
    made.spreadsheet.addElement(table)
    (tmp_path / "est").mkdir()
    made.save(str(tmp_path / "est/a.ods"))
    assert typed(tmp_path) == AS_TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "mac_roman"])
@pytest.mark.parametrize("file", ["est/a.csv", "est/a.txt", "est/a.tsv"])
def test_text_files_in_any_encoding(tmp_path: Path, file: str, encoding: str) -> None:
    separator = "\t" if file.endswith("tsv") else ";"
    lines = [["Société", "Prénom du gérant", "Ville"], ["L'Éclat", "Zoé", "Saint-Étienne"]]
    text = "\r\n".join(separator.join(line) for line in lines)
    put(tmp_path, file, text.encode(encoding))
    reading = read(tmp_path)
    assert rows_of(reading.raw, "sheet", "row", "name", "contact_first", "city") == [
        (None, 2, "L'Éclat", "Zoé", "Saint-Étienne")
    ]


def test_a_cell_of_a_csv_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    put(
        tmp_path, "est/a.csv", "Société;Ville;Remarques\nVelinore;Sorbiers;=2+3 pots\n=A1;x;@truc\n"
    )
    assert rows_of(read(tmp_path).raw, "name", "notes") == [
        ("Velinore", "=2+3 pots"),
        ("=A1", "@truc"),
    ]


def test_dates_of_an_old_mac(tmp_path: Path) -> None:
    made, _ = book(())
    made.epoch = CALENDAR_MAC_1904
    sheet = made.active
    for row in (["Société", "Date d'adhésion"], ["Velinore", date(2009, 6, 15)]):
        sheet.append(row)
    keep(tmp_path, made)
    assert rows_of(read(tmp_path).raw, "joined_on") == [("2009-06-15",)]


def test_a_date_shown_without_its_day_has_none(tmp_path: Path) -> None:
    made, sheet = book(
        [["Société", "Adhérent depuis"], ["A", date(2011, 9, 1)], ["B", date(2011, 9, 1)]]
    )
    sheet["B2"].number_format = "mmm-yy"
    sheet["B3"].number_format = "dd/mm/yyyy"
    keep(tmp_path, made)
    assert rows_of(read(tmp_path).raw, "joined_on") == [("2011-09",), ("2011-09-01",)]


def edited(path: Path, old: bytes, new: bytes) -> None:
    """Replace a pattern within the sheet of an .xlsx, as Excel writes it."""
    out = BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, re.sub(old, new, source.read(name)))
    path.write_bytes(out.getvalue())


def test_failed_formulas_are_missing_and_named(tmp_path: Path) -> None:
    made, sheet = book([["Société", "Ville", "Effectif"], ["Velinore", "#REF!", None]])
    sheet["C2"] = "#N/A"
    sheet["C2"].data_type = "e"
    keep(tmp_path, made)
    put(tmp_path, "est/b.csv", "Société;Ville\nOrvanne;#NOM?\n")
    reading = read(tmp_path)
    assert rows_of(reading.raw, "name", "city", "headcount") == [
        *(("Orvanne", None, None), ("Velinore", None, None))
    ]
    assert rows_of(reading.issues, "problem", "file", "cell", "row", "field", "raw") == [
        ("cell_error", "est/b.csv", "B2", 2, "city", "#NOM?"),
        ("cell_error", "est/liste.xlsx", "B2", 2, "city", "#REF!"),
        ("cell_error", "est/liste.xlsx", "C2", 2, "headcount", "#N/A"),
    ]


def test_a_formula_is_read_by_its_result(tmp_path: Path) -> None:
    path = save(tmp_path, [["Société", "Ville", "Effectif"], ["Velinore", "Sorbiers", "=1+1"]])
    assert problems(read(tmp_path)) == [("formula_no_value", "C2", None)]
    edited(path, rb"<f>1\+1</f><v ?/>|<f>1\+1</f><v></v>", b"<f>1+1</f><v>2</v>")
    reading = read(tmp_path)
    assert rows_of(reading.raw, "headcount") == [("2",)]
    assert problems(reading) == []


def test_an_empty_text_is_a_result_too(tmp_path: Path) -> None:
    path = save(tmp_path, [["Société", "Ville", "Effectif"], ["Velinore", "Sorbiers", '=""']])
    edited(path, rb'<c r="C2"[^>]*>(<f>[^<]*</f>)<v ?(?:/>|></v>)', rb'<c r="C2" t="str">\1<v></v>')
    reading = read(tmp_path)
    assert rows_of(reading.raw, "name") == [("Velinore",)]
    assert problems(reading) == []


def test_only_the_cells_of_members_are_told(tmp_path: Path) -> None:
    rows = [["Société", "Effectif", "Rang"], ["Velinore", 1, "#N/A"], ["Total", "#REF!", None]]
    save(tmp_path, rows)
    put(tmp_path, "est/b.csv", "Société;Ville\nOrvanne;x\n;#NOM?\n")
    assert problems(read(tmp_path)) == []


def test_mojibake_is_mended_and_told(tmp_path: Path) -> None:
    put(tmp_path, "est/a.csv", "Société;Ville\nFranÃ§ois;Lâ€™Horme\nÂge d'Or;Été\n")
    reading = read(tmp_path)
    assert rows_of(reading.raw, "name", "city") == [("François", "L’Horme"), ("Âge d'Or", "Été")]
    assert rows_of(reading.issues, "problem", "severity", "cell", "raw", "details") == [
        ("mojibake", "info", "A2", "FranÃ§ois", {"mended": "François"}),
        ("mojibake", "info", "B2", "Lâ€™Horme", {"mended": "L’Horme"}),
    ]


def test_headings_of_a_file_of_a_mistaken_encoding_are_understood(tmp_path: Path) -> None:
    put(tmp_path, "est/a.csv", "SociÃ©tÃ©;TÃ©lÃ©phone\nVelinore;04 65 71 00 00\n")
    assert labels(read(tmp_path)) == {"Société": "name", "Téléphone": "phone"}
