"""Spoilt and hostile spreadsheets: seeded mutations of lists in every format that is read."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Callable

import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

Cells = list[list[object]]
HEADINGS = "N° adhérent;Raison sociale;SIRET;Adresse;CP;Ville;Tél;Courriel;Adhérent depuis".split(
    ";"
)
ODD: tuple[object, ...] = (
    *("x" * 100_000, "total " + " " * 40_000 + "x", "nombre " + "1 :" * 10_000, "é" * 5_000),
    *('=HYPERLINK("http://x.example")', "=1/0", "=cmd|' /C calc'!A0", "+1", "@SUM(A1)", "-2+3"),
    *(1e308, -1e308, 1e-300, 4.2e13, 123456789012345678901234567890.0, 0.1, -0.0, 10**15),
    *("\u202eabc\u202c", "\u200f\u200e", "\ufeff", "\u0301" * 300, "🏭" * 50, "\ufffd", "\u2028"),
    *("#N/A", "#REF!", "NaN", "inf", "-inf", "nan", "None", "NULL", "true", "VRAI", "[]", "{}"),
    *("a\nb\r\nc" * 30, '"', '""', "'", ";", "\t", "\\", "%s%n", "{0}", "{name}", "<b>", "&amp;"),
    *("Ã©" * 500, "00/00/0000", "31/02/2011", "99/99/99", "١٢٣", "²³", "½", "Ⅷ", "1 2 3 4" * 200),
    *("a@" * 500, "@", "a@b" * 300, "(" * 300, "M. " * 300, "0" * 3_000, "é", "ﬁ", "İ", "ß"),
    *("parti", "Total", "Sous-total : 2", "N° adhérent", "Raison sociale", "* note", None, "  "),
)
_BYTES = (
    b"\x00",
    b"\xff",
    b"<",
    b">",
    b'"',
    b";",
    b"\n",
    b"9" * 40,
    b"&#0;",
    b"\xed\xa0\x80",
    b"PK",
)


def rows_of(chance: random.Random) -> Cells:
    """A list with a title, a section, a total and a note."""
    rows: Cells = [["Liste des adhérents"], [], list(HEADINGS), ["MEMBRES FONDATEURS"]]
    for number in range(chance.randrange(3, 25)):
        digits = f"{chance.randrange(10_000):04d}"
        rows.append(
            [
                *(number, f"Velinore {number}", f"000{chance.randrange(10**11):011d}", "1 rue X"),
                *(42000, "Sorbiers", f"04 65 71 {digits[:2]} {digits[2:]}", f"a{number}@x.example"),
                f"{chance.randrange(1, 29):02d}/03/2014",
            ]
        )
    return [*rows, ["Total", len(rows)], [], ["* liste tenue par l'accueil"]]


def swapped(rows: Cells, chance: random.Random) -> Cells:
    """`rows` with some cells hostile, and now and then rows or columns without number."""
    rows = [list(row) for row in rows]
    for _ in range(chance.randrange(1, 12)):
        row = chance.choice(rows)
        row.insert(chance.randrange(len(row) + 1), chance.choice(ODD))
    shape = chance.randrange(12)
    if shape == 0:
        chance.choice(rows).extend([str(chance.choice(ODD))[:20]] * 10_000)
    elif shape == 1:
        rows[2:2] = [[] for _ in range(chance.randrange(3_000))]
    elif shape == 2:
        chance.shuffle(rows)
    elif shape == 3:
        rows = [
            list(column) for column in zip(*[[*r, *[None] * 12][:12] for r in rows], strict=True)
        ]
    elif shape == 4:
        rows = rows + [list(HEADINGS)] * 200 + rows[::-1]
    return rows


def as_csv(rows: Cells, chance: random.Random) -> bytes:
    """As a CSV in one of the usual ways, or unusual."""
    out = io.StringIO()
    quoting = chance.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    writer = csv.writer(out, delimiter=chance.choice(";,\t|"), quoting=quoting)
    writer.writerows(rows)
    encoding = chance.choice(["utf-8", "utf-8-sig", "cp1252", "utf-16", "mac_roman", "utf-16-be"])
    return out.getvalue().encode(encoding, "replace")


def as_xlsx(rows: Cells, chance: random.Random) -> bytes:
    """As an .xlsx with merged, struck, coloured and hidden cells."""
    made = Workbook()
    sheet = made.active
    for nth, row in enumerate(rows, start=1):
        for column, value in enumerate(row[:16_384], start=1):
            if value is not None:
                cell = sheet.cell(nth, column)
                try:
                    cell.value = value  # type: ignore[assignment]
                except ValueError:
                    cell.value = "?"
    sheet["A1"].font = Font(strike=True)
    sheet["B5"].fill = PatternFill("solid", fgColor="FF0000")
    sheet.row_dimensions[6].hidden = True
    if chance.random() < 0.5:
        sheet.merge_cells(
            start_row=1, end_row=1 + chance.randrange(9), start_column=1, end_column=4
        )
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def as_xls(rows: Cells, chance: random.Random) -> bytes:
    """As an .xls."""
    made = xlwt.Workbook()
    sheet = made.add_sheet("Liste")
    struck = xlwt.easyxf("font: struck_out on; pattern: pattern solid, fore_colour red")
    for nth, row in enumerate(rows):
        for column, value in enumerate(row[:256]):
            text = value[:30_000] if isinstance(value, str) else value
            sheet.write(nth, column, text, *([struck] if chance.random() < 0.1 else []))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def as_ods(rows: Cells, chance: random.Random) -> bytes:
    """As an .ods."""
    made, table = OpenDocumentSpreadsheet(), Table(name="Liste")
    for row in rows:
        line = TableRow()
        for value in row[:300]:
            cell = TableCell(valuetype="string", numbercolumnsrepeated=chance.choice([1, 1, 1, 2]))
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    made.spreadsheet.addElement(table)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """`data` with bytes changed, cut out, doubled, put in, or its end lost."""
    changed = bytearray(data)
    for _ in range(chance.choice([1, 1, 3, 10, 100])):
        at = chance.randrange(len(changed)) if changed else 0
        way = chance.randrange(5)
        if way == 0 and changed:
            changed[at] = chance.randrange(256)
        elif way == 1:
            del changed[at : at + chance.choice([1, 4, 64, 4096])]
        elif way == 2:
            changed[at:at] = chance.choice(_BYTES) * chance.choice([1, 1, 50])
        elif way == 3:
            changed[at:at] = changed[at : at + chance.choice([4, 64, 4096])]
        elif chance.random() < 0.3:
            del changed[at:]
    return bytes(changed)


def spoilt_within(data: bytes, chance: random.Random) -> bytes:
    """A zipped workbook one part of which is spoilt, its check sums right."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        chosen = chance.choice([name for name in names if name.endswith((".xml", ".rels"))])
        sheets = [name for name in names if "sheet" in name or name == "content.xml"]
        chosen = chance.choice(sheets) if sheets and chance.random() < 0.6 else chosen
        for name in names:
            part = old.read(name)
            new.writestr(name, spoilt(part, chance) if name == chosen else part)
    return out.getvalue()


_FORMATS: tuple[tuple[str, Callable[[Cells, random.Random], bytes]], ...] = (
    *((".xlsx", as_xlsx), (".xlsx", as_xlsx), (".csv", as_csv), (".csv", as_csv)),
    *((".xls", as_xls), (".ods", as_ods)),
)


def hostile(seed: int) -> tuple[str, bytes]:
    """The name and the bytes of the hostile file of a seed; the same seed gives the same file."""
    chance = random.Random(seed)
    extension, write = chance.choice(_FORMATS)
    rows = rows_of(chance)
    if chance.random() < 0.5:
        rows = swapped(rows, chance)
    data = write(rows, chance)
    way = chance.random()
    if way < 0.35:
        data = spoilt(data, chance)
    elif way < 0.75 and data.startswith(b"PK"):
        data = spoilt_within(data, chance)
    if chance.random() < 0.1:
        extension = chance.choice([".xlsx", ".xls", ".ods", ".csv", ".txt", ".xlsm", ".tsv"])
    return f"liste {seed}{extension}", data
