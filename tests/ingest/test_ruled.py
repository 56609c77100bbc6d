"""Filters of tables, and looks that come from conditions: told, and nothing concluded."""

import struct
import zipfile
from pathlib import Path

import pytest
import xlwt
from openpyxl.formatting.rule import (
    CellIsRule,
    ColorScaleRule,
    DataBarRule,
    FormulaRule,
    Rule,
)
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.filters import FilterColumn, Filters
from openpyxl.worksheet.table import Table

from .lists import Rows, book, keep, read, rows_of
from .test_marks import ODS

LIST: Rows = (
    ("Société", "Ville"),
    ("Velinore", "Lyo"),
    ("Orvanne", "Sorbiers"),
    ("Kelvaro", "Lyo"),
)
RED = PatternFill(bgColor="FFFF0000")


def told(raw: Path) -> list[tuple[object, ...]]:
    return rows_of(read(raw).issues, "problem", "severity", "cell", "details")


def test_the_filter_of_a_table_is_told_and_its_rows_are_read(tmp_path: Path) -> None:
    made, sheet = book(LIST)
    table = Table(displayName="Liste1", ref="A1:B4")
    table._initialise_columns()
    table.autoFilter.filterColumn.append(FilterColumn(colId=1, filters=Filters(filter=["Lyo"])))
    sheet.add_table(table)
    sheet.row_dimensions[3].hidden = True
    keep(tmp_path, made)
    assert told(tmp_path) == [("filter_on", "info", None, {"n": "1"})]
    assert rows_of(read(tmp_path).raw, "name", "hidden") == [
        *(("Velinore", False), ("Orvanne", True), ("Kelvaro", False))
    ]


def test_a_table_whose_filter_hides_nothing_is_not_told(tmp_path: Path) -> None:
    made, sheet = book(LIST)
    sheet.add_table(Table(displayName="Liste1", ref="A1:B4"))
    keep(tmp_path, made)
    assert told(tmp_path) == []


def test_conditions_that_colour_and_strike_are_told(tmp_path: Path) -> None:
    made, sheet = book(LIST)
    rules = sheet.conditional_formatting
    rules.add("A2:B4", FormulaRule(formula=['$B2="Lyo"'], font=Font(strike=True)))
    rules.add("A2:A4", FormulaRule(formula=['$B2="Lyo"'], fill=RED))
    rules.add("B2:B4 C2:C9", CellIsRule(operator="equal", formula=['"Lyo"'], fill=RED))
    keep(tmp_path, made)
    assert told(tmp_path) == [
        ("struck_by_rule", "info", "A2", {"area": "A2:B4"}),
        ("coloured_by_rule", "info", "A2", {"area": "A2:A4, B2:B4, C2:C9"}),
    ]
    assert not read(tmp_path).raw["struck"].any()


def test_bars_scales_and_duplicates_say_nothing(tmp_path: Path) -> None:
    made, sheet = book(LIST)
    bar = DataBarRule(start_type="min", end_type="max", color="FF638EC6")
    scale = ColorScaleRule(
        start_type="min", start_color="FFAA0000", end_type="max", end_color="FF00AA00"
    )
    sheet.conditional_formatting.add("B2:B4", bar)
    sheet.conditional_formatting.add("A2:A4", scale)
    twice = Rule(type="duplicateValues", dxf=DifferentialStyle(fill=RED))
    sheet.conditional_formatting.add("A2:A4", twice)
    keep(tmp_path, made)
    assert told(tmp_path) == []


def test_conditions_of_an_ods(tmp_path: Path) -> None:
    def rule(area: str, inside: str) -> str:
        place = f'calcext:target-range-address="{area}"'
        return f"<calcext:conditional-format {place}>{inside}</calcext:conditional-format>"

    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{one}</text:p></table:table-cell>'
        for one in LIST[0]
    )
    member = cells.replace("Société", "Velinore").replace("Ville", "Lyo")
    said = '<calcext:condition calcext:apply-style-name="{}" calcext:value="=&quot;x&quot;"/>'
    rules = rule("Liste.A2:Liste.B4", said.format("ce1")) + rule(
        "Liste.B2:Liste.B4", said.format("Bad")
    )
    rules += rule("Liste.C2:Liste.C4", "<calcext:color-scale/>")
    body = "".join(f"<table:table-row>{one}</table:table-row>" for one in (cells, member))
    (tmp_path / "est").mkdir()
    with zipfile.ZipFile(tmp_path / "est/liste.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", ODS.replace("ROWS", body + rules))
    assert [one[0::3] for one in told(tmp_path)] == [
        *(("struck_by_rule", {"area": "A2:B4"}), ("coloured_by_rule", {"area": "B2:B4"}))
    ]


def _condition(font: bytes | None = None, pattern: bool = False, number: bytes = b"") -> bytes:
    """A record CF of [MS-XLS]: a condition, and the look that it gives."""
    flags = bool(number) << 25 | (font is not None) << 26 | pattern << 29
    own = struct.pack("<H", len(number) + 2) + number if number else b""
    look = struct.pack("<IH", flags, bool(number)) + own + (font or b"") + b"\0" * 4 * pattern
    content = struct.pack("<BBHH", 2, 0, 2, 0) + look + b"\x1d\x01"
    return struct.pack("<HH", 0x1B1, len(content)) + content


def _font(strike: bool = False, colour: int = 0xFFFFFFFF) -> bytes:
    unsaid = 0 if strike else 0x80
    cells = struct.pack("<II8sIII", 200, 0x80, b"", colour, 0, unsaid)
    return (b"\0" * 64 + cells).ljust(118, b"\0")


def _over(*areas: tuple[int, int, int, int]) -> bytes:
    content = struct.pack("<HH8sH", 1, 0, b"", len(areas))
    content += b"".join(struct.pack("<4H", *area) for area in areas)
    return struct.pack("<HH", 0x1B0, len(content)) + content


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        (
            _over((1, 3, 0, 1)) + _condition(_font(strike=True)),
            [("struck_by_rule", "info", "A2", {"area": "A2:B4"})],
        ),
        (
            _over((1, 3, 0, 0), (1, 1, 1, 1)) + _condition(number=b"\0\0", pattern=True),
            [("coloured_by_rule", "info", "A2", {"area": "A2:A4, B2"})],
        ),
        (
            _over((1, 3, 1, 1)) + _condition(_font(colour=10)),
            [("coloured_by_rule", "info", "B2", {"area": "B2:B4"})],
        ),
        (_over((1, 3, 0, 1)) + _condition(_font()), []),
        (_over((1, 3, 0, 1)) + struct.pack("<HHB", 0x1B1, 1, 2), []),
    ],
    ids=["struck", "filled", "font colour", "bold", "cut"],
)
def test_conditions_of_an_xls_are_told(tmp_path: Path, records: bytes, expected: list) -> None:
    made = xlwt.Workbook()
    sheet = made.add_sheet("Liste")
    for row, cells in enumerate(LIST):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    end = b"\x0a\0\0\0"
    written = sheet.get_biff_data().removesuffix(end) + records + end
    sheet.get_biff_data = lambda: written
    (tmp_path / "est").mkdir()
    made.save(str(tmp_path / "est" / "liste.xls"))
    assert told(tmp_path) == expected
    assert list(read(tmp_path).raw["name"]) == ["Velinore", "Orvanne", "Kelvaro"]
