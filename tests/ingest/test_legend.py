"""Members shown as left: struck out, or in a colour that a cell of the sheet calls so."""

from pathlib import Path
from typing import Any

import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableCellProperties
from odf.table import Table, TableCell, TableColumn, TableRow
from odf.text import P
from openpyxl.styles import Color, Font, PatternFill

from reconcile.config import Club, Config, Paths
from reconcile.config import Reading as Rules
from reconcile.ingest import read_clubs

from .lists import Rows, book, keep, read, rows_of

RED = PatternFill("solid", fgColor="FFFF0000")
BLUE = PatternFill("solid", fgColor=Color(theme=4, tint=0.6))
LIST: Rows = (
    ("Raison sociale", "Ville"),
    *((name, "Lyo") for name in ("Un", "Deux", "Trois", "Quatre", "Cinq")),
)


def left(raw: Path) -> list[str]:
    return [name for name, struck in rows_of(read(raw).raw, "name", "struck") if struck]


def told(raw: Path) -> list[tuple[Any, ...]]:
    return rows_of(read(raw).issues, "problem", "severity", "row", "cell", "details")


@pytest.mark.parametrize("said", ["Parti", ": démissionnaires", "Radié en 2024", "Rouge : sortis",
                                  "Anciens membres", "Membres partis", "left"])  # fmt: skip
def test_a_legend_under_the_list(tmp_path: Path, said: str) -> None:
    made, sheet = book([*LIST, (), (None, said)])
    for cell in ("A3", "B3", "B8"):
        sheet[cell].fill = RED
    sheet["A4"].fill = BLUE
    keep(tmp_path, made)
    assert left(tmp_path) == ["Deux"]
    details = {"legend": "B8", "text": said, "n": "1"}
    assert told(tmp_path) == [("legend_used", "info", None, "B8", details)]
    assert rows_of(read(tmp_path).raw, "name") == [(name,) for name, _ in LIST[1:]]


def test_a_coloured_cell_beside_its_word_above_the_list(tmp_path: Path) -> None:
    made, sheet = book([(None, "Démissionnaire"), (), *LIST])
    for cell in ("A1", "A5"):
        sheet[cell].fill = BLUE
    keep(tmp_path, made)
    assert left(tmp_path) == ["Deux"]


def test_a_legend_beside_the_list_and_a_colour_of_letters(tmp_path: Path) -> None:
    made, sheet = book(LIST)
    sheet["E3"] = "partis"
    for cell in ("E3", "A2", "A6"):
        sheet[cell].font = Font(color="FF999999")
    keep(tmp_path, made)
    assert left(tmp_path) == ["Un", "Cinq"]


def test_no_colour_means_anything_without_a_legend(tmp_path: Path) -> None:
    made, sheet = book([*LIST, (), ("À jour",), ("Sorties de l'année",)])
    for cell in ("A3", "A8", "A9"):
        sheet[cell].fill = RED
    keep(tmp_path, made)
    assert (left(tmp_path), told(tmp_path)) == ([], [])


def test_a_members_own_cells_are_no_legend(tmp_path: Path) -> None:
    rows = [("Raison sociale", "Statut"), ("Un", "parti"), ("Deux", "actif"), ("Radié", "Lyo")]
    made, sheet = book(rows)
    for cell in ("A2", "B2", "A3", "A4"):
        sheet[cell].fill = RED
    keep(tmp_path, made)
    assert left(tmp_path) == []


def test_stripes_in_the_colour_of_the_legend_are_told_and_nothing_more(tmp_path: Path) -> None:
    made, sheet = book([*LIST, (), ("Parti",)])
    for row in (2, 4, 6, 8):
        sheet.cell(row, 1).fill = RED
    keep(tmp_path, made)
    details = {"legend": "A8", "text": "Parti", "n": "3"}
    assert left(tmp_path) == []
    assert told(tmp_path) == [("legend_unclear", "info", None, "A8", details)]


def test_an_xls(tmp_path: Path) -> None:
    made = xlwt.Workbook()
    sheet = made.add_sheet("Liste")
    red = xlwt.easyxf("pattern: pattern solid, fore_colour red")
    for row, cells in enumerate(LIST):
        for column, value in enumerate(cells):
            sheet.write(row, column, value, *([red] if row == 2 else []))
    sheet.write(8, 0, "", red)
    sheet.write(8, 1, "Parti")
    sheet.col(1).hidden = True
    (tmp_path / "est").mkdir()
    made.save(str(tmp_path / "est/liste.xls"))
    assert left(tmp_path) == ["Deux"]
    assert [one[0] for one in told(tmp_path)] == ["columns_hidden", "legend_used"]


def test_an_ods(tmp_path: Path) -> None:
    made, table = OpenDocumentSpreadsheet(), Table(name="Liste")
    red = Style(name="rouge", family="table-cell")
    red.addElement(TableCellProperties(backgroundcolor="#ff0000"))
    made.automaticstyles.addElement(red)
    table.addElement(TableColumn())
    table.addElement(TableColumn(visibility="collapse"))
    for nth, cells in enumerate([*LIST, (), ("Parti",)]):
        row = TableRow()
        for value in cells:
            look = {"stylename": red} if nth in (2, 7) else {}
            cell = TableCell(valuetype="string", stringvalue=value, **look)
            cell.addElement(P(text=value))
            row.addElement(cell)
        table.addElement(row)
    made.spreadsheet.addElement(table)
    (tmp_path / "est").mkdir()
    made.save(str(tmp_path / "est/liste.ods"))
    assert left(tmp_path) == ["Deux"]
    assert [one[0] for one in told(tmp_path)] == ["columns_hidden", "legend_used"]


@pytest.mark.parametrize(
    ("left_when", "taken_as_left", "kept"),
    [
        (("struck", "colour"), ["Deux", "Trois"], []),
        (("struck",), ["Trois"], [(3, "A3")]),
        (("colour",), ["Deux"], [(4, "A4")]),
        ((), [], [(3, "A3"), (4, "A4")]),
    ],
)
def test_a_setting_says_what_counts_as_left(
    tmp_path: Path, left_when: Any, taken_as_left: list[str], kept: list[tuple[int, str]]
) -> None:
    made, sheet = book([*LIST, (), ("Parti",)])
    for cell in ("A3", "A8"):
        sheet[cell].fill = RED
    sheet["A4"].font = Font(strike=True)
    keep(tmp_path, made)
    rules = Rules(left_when=left_when)
    clubs = {"est": Club(name="Est")}
    reading = read_clubs(Config(clubs=clubs, paths=Paths(raw=tmp_path), reading=rules))
    assert list(reading.raw.loc[reading.raw["struck"], "name"]) == taken_as_left
    issues = reading.issues[reading.issues["problem"] == "row_marked_kept"]
    assert rows_of(issues, "row", "cell") == kept


def test_hidden_columns_and_a_filter_are_told_and_read(tmp_path: Path) -> None:
    made, sheet = book(LIST)
    sheet.column_dimensions["B"].hidden = True
    sheet.column_dimensions["F"].hidden = True  # it holds nothing
    sheet.auto_filter.ref = "A1:B6"
    sheet.auto_filter.add_filter_column(0, ["Un"])
    sheet.row_dimensions[3].hidden = True
    keep(tmp_path, made)
    assert told(tmp_path) == [
        ("columns_hidden", "info", None, "B1", {"columns": "B"}),
        ("filter_on", "info", None, None, {"n": "1"}),
    ]
    assert rows_of(read(tmp_path).raw, "name", "city", "hidden")[1] == ("Deux", "Lyo", True)
