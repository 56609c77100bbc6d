"""Native charts of the summary, so that they print and can be changed like any other."""

from __future__ import annotations

from typing import Any

from openpyxl.chart import BarChart, DoughnutChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import DataPoint
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
)

from ..workbooks.looks import INK

PALETTE = ("1F5C7A", "E0A800", "3C8D5A", "B3541E", "8A6FA8", "8A939A")
_WIDTH_CM, _HEIGHT_CM = 10.6, 6.6


def bars(title: str, labels: Reference, values: Reference) -> BarChart:
    """Lying bars, the first on top, each with its number."""
    chart = BarChart()
    chart.type, chart.gapWidth = "bar", 55
    _fill(chart, title, labels, values)
    chart.legend = None
    chart.y_axis.delete, chart.y_axis.majorGridlines = True, None
    chart.y_axis.scaling.min = 0
    chart.x_axis.delete, chart.x_axis.scaling.orientation = False, "maxMin"
    chart.x_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    chart.x_axis.majorTickMark = "none"
    return chart


def donut(title: str, labels: Reference, values: Reference) -> DoughnutChart:
    """A ring with its legend on the right."""
    chart = DoughnutChart()
    chart.holeSize = 58
    _fill(chart, title, labels, values)
    chart.legend.position = "r"
    return chart


def _fill(chart: Any, title: str, labels: Reference, values: Reference) -> None:
    chart.title, chart.style = _title(title), 2
    chart.width, chart.height = _WIDTH_CM, _HEIGHT_CM
    chart.add_data(values, titles_from_data=False)
    chart.set_categories(labels)
    series = chart.series[0]
    series.data_points = [
        _point(nth, PALETTE[nth % len(PALETTE)])
        for nth in range(values.max_row - values.min_row + 1)
    ]
    series.dLbls = DataLabelList()
    series.dLbls.showVal = True
    for other in ("showSerName", "showCatName", "showLegendKey", "showPercent", "showLeaderLines"):
        setattr(series.dLbls, other, False)


def _title(text: str) -> Title:
    """A title of the size of the text around it: the usual one is twice that."""
    font = CharacterProperties(sz=1100, b=True, solidFill=INK)
    run = RegularTextRun(rPr=font, t=text)
    rich = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=font), r=[run])])
    return Title(tx=Text(rich=rich), overlay=False)


def _point(nth: int, colour: str) -> DataPoint:
    point = DataPoint(idx=nth)
    point.graphicalProperties = GraphicalProperties(solidFill=colour)
    return point


def block(sheet: Any, kind: str, title: str, first_row: int, column: int, n: int, at: str) -> None:
    """Draw at `at` the `n` figures from `first_row` down: names in `column`, numbers two on."""
    labels = Reference(sheet, min_col=column, min_row=first_row, max_row=first_row + n - 1)
    values = Reference(sheet, min_col=column + 2, min_row=first_row, max_row=first_row + n - 1)
    make = {"bars": bars, "donut": donut}[kind]
    sheet.add_chart(make(title, labels, values), at)
