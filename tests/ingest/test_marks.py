"""Hidden rows, struck cells and failed formulas, in each format that can hold them."""

import zipfile
from pathlib import Path

import xlwt
from openpyxl.styles import Font

from .lists import PLAIN, Rows, book, keep, read, rows_of

ROWS: Rows = (PLAIN[0], ("Un", "x"), ("Deux", "x"), ("Trois", "x"))
MARKED = [("Un", "x", False, False), ("Deux", "x", True, False), ("Trois", None, False, True)]
ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">
<office:automatic-styles><style:style style:name="ce1" style:family="table-cell">
<style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="ce2" style:family="table-cell">
<style:text-properties style:text-line-through-style="none"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="Liste">
ROWS</table:table></office:spreadsheet></office:body></office:document-content>"""


def marks(raw: Path) -> list[tuple[object, ...]]:
    return rows_of(read(raw).raw, "name", "city", "hidden", "struck")


def errors(raw: Path) -> list[tuple[object, ...]]:
    return rows_of(read(raw).issues, "problem", "cell", "raw")


def test_xlsx(tmp_path: Path) -> None:
    made, sheet = book(ROWS)
    sheet.row_dimensions[3].hidden = True
    sheet["A4"].font = Font(strike=True)
    sheet["B2"].font = Font(strike=True)  # a struck town says nothing of the member
    sheet["B4"] = "#N/A"
    sheet["B4"].data_type = "e"
    keep(tmp_path, made)
    assert marks(tmp_path) == MARKED
    assert errors(tmp_path) == [("cell_error", "B4", "#N/A")]


def test_xls(tmp_path: Path) -> None:
    made = xlwt.Workbook()
    sheet = made.add_sheet("Liste")
    struck = xlwt.easyxf("font: struck_out on")
    for row, cells in enumerate(ROWS):
        for column, value in enumerate(cells):
            mark = [struck] if (row, column) in ((3, 0), (1, 1)) else []
            if (row, column) != (3, 1):
                sheet.write(row, column, value, *mark)
    sheet.row(2).hidden = True
    sheet.row(3).set_cell_error(1, "#REF!")
    (tmp_path / "est").mkdir()
    made.save(str(tmp_path / "est/liste.xls"))
    assert marks(tmp_path) == MARKED
    assert errors(tmp_path) == [("cell_error", "B4", "#REF!")]


def test_ods(tmp_path: Path) -> None:
    def cell(text: str, attributes: str = "") -> str:
        kind = 'office:value-type="string"'
        return f"<table:table-cell {kind} {attributes}><text:p>{text}</text:p></table:table-cell>"

    failed = cell("#N/A", 'calcext:value-type="error" office:string-value=""')
    rows = [
        ("", cell("Raison sociale") + cell("Ville")),
        ("", cell("Un") + cell("x", 'table:style-name="ce1"')),
        ('table:visibility="filter"', cell("Deux", 'table:style-name="ce2"') + cell("x")),
        ("", cell("Trois", 'table:style-name="ce1"') + failed),
        ('table:visibility="collapse" table:number-rows-repeated="1048000"', "<table:table-cell/>"),
    ]
    lines = "".join(f"<table:table-row {mark}>{cells}</table:table-row>" for mark, cells in rows)
    (tmp_path / "est").mkdir()
    with zipfile.ZipFile(tmp_path / "est/liste.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", ODS.replace("ROWS", lines))
    assert marks(tmp_path) == MARKED
    assert errors(tmp_path) == [("filter_on", None, None), ("cell_error", "B4", "#N/A")]
