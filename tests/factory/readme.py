"""data/raw/README.md and tests/truth.csv, from the very entries that made the files."""

from __future__ import annotations

from datetime import date

import pandas as pd

from .build import place, read
from .grid import Formula, Grid

INTRO = """# Sample data

Two clubs that do not exist, Technopole 42 and Rezames, with lists like those that people really
keep. Every firm, person, number and address is invented: phones come from the ranges set aside for
fiction, mail addresses end in `example.fr` or `.example`, SIRENs begin with 000 (never issued).
`python -m tests.factory` makes the files and this page again; which rows are one member stands in
`tests/truth.csv`. Put no real file beside them: `reconcile init FOLDER` makes a place for those.

Technopole 42: {technopole} members in {technopole_rows} rows. Rezames: {rezames} members in
{rezames_rows} rows. {both} members are in both clubs.
"""


def truth(grids: list[Grid]) -> pd.DataFrame:
    """A line a row that is a member: club, file, sheet, row, member (equal: one member)."""
    lines = [
        (grid.club, grid.path, grid.sheet, row, token.partition("'")[0])
        for grid in grids
        for token, row in grid.rows.items()
        if token[0] not in "#=~^"
    ]
    return pd.DataFrame(lines, columns=["club", "file", "sheet", "row", "member"])


def messes(grids: list[Grid]) -> list[dict[str, str]]:
    """A line a mess: mess, file, sheet, cell, written, expect, layout, code."""
    sheets = {grid.code: grid for grid in grids}
    lines = []
    for entry in read("cells.toml")["cell"]:
        if "mess" not in entry:
            continue
        code, row, column = place(entry)
        grid = sheets[code]
        lines.append(
            {
                "mess": entry["mess"],
                "file": grid.path,
                "sheet": grid.sheet,
                "cell": grid.cell(row, column),
                "written": shown(grid.cells.get(grid.at(row, column))),
                "expect": entry["expect"],
                "layout": entry.get("layout", ""),
                "code": code,
            }
        )
    return lines


def shown(value: object) -> str:
    """A value as the page shows it: whole numbers without a point, dates as ISO dates."""
    if isinstance(value, Formula):
        return value.text
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        return f"{value:.0f}"
    return "" if value is None else str(value)


def page(grids: list[Grid]) -> str:
    """The text of data/raw/README.md."""
    rows = truth(grids)
    members = {club: set(part["member"]) for club, part in rows.groupby("club")}
    text = INTRO.format(
        technopole=len(members["technopole42"]),
        technopole_rows=(rows["club"] == "technopole42").sum(),
        rezames=len(members["rezames"]),
        rezames_rows=(rows["club"] == "rezames").sum(),
        both=len(members["technopole42"] & members["rezames"]),
    )
    return "\n".join([text, *_files(grids), *_messes(grids), *_cases(grids), ""])


def _files(grids: list[Grid]) -> list[str]:
    lines = ["| sheet | file | name of the sheet |", "|---|---|---|"]
    return [
        *lines,
        *(f"| {g.code} | `{g.path}` | {g.sheet or '(a CSV has none)'} |" for g in grids),
    ]


def _messes(grids: list[Grid]) -> list[str]:
    lines = ["", "## What is wrong in them", ""]
    lines += ["| mess | sheet | cell | written | what to make of it |", "|---|---|---|---|---|"]
    for line in messes(grids):
        code = f"`{line['written']}`" if line["written"] else "(empty)"
        lines.append(
            f"| {line['mess']} | {line['code']} | {line['cell']} | {code} | {line['expect']} |"
        )
    return lines


def _cases(grids: list[Grid]) -> list[str]:
    sheets = {grid.code: grid for grid in grids}
    lines = ["", "## What looks like one member and is not", ""]
    lines += ["| case | rows | what they share |", "|---|---|---|"]
    for case in read("cases.toml")["case"]:
        rows = [row.split(":") for row in case["rows"]]
        where = ", ".join(f"{code} row {sheets[code].rows[token]}" for code, token in rows)
        lines.append(f"| {case['kind']} | {where} | {case['shares']} |")
    return lines
