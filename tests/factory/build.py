"""The sheets, laid out: rows.toml says which firms, layouts.py how, cells.toml what is odd."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Sequence
from random import Random
from typing import Any

from openpyxl.utils import get_column_letter

from .firms import HERE, Firm, load
from .grid import Formula, Grid, Value
from .layouts import A_COLUMNS, C_COLUMNS, N_COLUMNS, R_COLUMNS, T_COLUMNS, Column

TECHNOPOLE = "exemple - Adhérents Technopole 42 (2026).xlsx"
REZAMES = "exemple - Copie de Liste Rezames v2 FINAL.xlsx"
ANCIENS = "exemple_anciens.xls"
NOUVEAUX = "exemple_nouveaux_2026.csv"
CODES = ("Développement durable", "Bien-être", "Emploi", "Mobilité", "Restauration", "Sécurité")


def read(name: str) -> dict[str, Any]:
    """One of the package's .toml files."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def grids() -> list[Grid]:
    """All sheets of all files, in the order in which they stand in their files."""
    firms, rows = load(), read("rows.toml")
    sheets = [
        _cover(),
        _technopole(firms, rows["technopole"].split()),
        _codes(),
        _rezames(firms, rows["rezames"].split()),
        _commerces(firms, rows["commerces"].split()),
        _anciens(firms, rows["anciens"].split()),
        _nouveaux(firms, rows["nouveaux"].split()),
    ]
    _write_cells({grid.code: grid for grid in sheets}, firms)
    return sheets


def written(entry: dict[str, Any], firm: Firm) -> Value:
    """The value that an entry of cells.toml puts into its cell."""
    value = entry["write"]
    if not isinstance(value, str):
        return value  # type: ignore[no-any-return]
    text = value.format_map(firm)
    if entry.get("as") == "number":
        return float("".join(character for character in text if character.isdigit()))
    if entry.get("as") == "formula":
        return Formula(text)
    return unicodedata.normalize("NFD", text) if entry.get("as") == "nfd" else text or None


def place(entry: dict[str, Any]) -> tuple[str, str, str]:
    """The sheet, row and column of `at`."""
    sheet, row, column = entry["at"].split(":")
    return sheet, row, column


def _write_cells(sheets: dict[str, Grid], firms: dict[str, Firm]) -> None:
    for entry in read("cells.toml")["cell"]:
        code, row, column = place(entry)
        grid = sheets[code]
        at = grid.at(row, column)
        if "write" in entry:
            firm = firms[entry.get("of", row.partition("'")[0])]
            grid.cells[at] = written(entry, {**firm, "row": str(at[0])})
        if entry.get("layout") == "hidden row":
            grid.hidden_rows.append(at[0])
        if entry.get("layout") == "hidden column":
            grid.hidden_columns.append(at[1])
        if entry.get("layout") == "struck":
            grid.struck.append(at[0])


def _fill(
    grid: Grid, columns: Sequence[Column], firms: dict[str, Firm], tokens: list[str], first: int
) -> int:
    """Write the rows of `tokens` from row `first` on; give the row after the last."""
    n_members = 0
    for row, token in enumerate(tokens, start=first):
        grid.rows[token] = row
        if token[0] in "#=":
            count = f" : {n_members}" if token[0] == "=" else ""
            grid.put(row, [token[1:].replace("_", " ") + count])
            grid.bold.append(row)
        elif token[0] == "^":
            grid.put(row, [column.heading for column in columns])
        elif token[0] != "~":
            n_members += 1
            firm = {**firms[token.partition("'")[0]], "nth": str(n_members)}
            chances = [Random(f"{grid.code}/{token}/{column.name}") for column in columns]
            grid.put(row, [c.write(firm, luck) for c, luck in zip(columns, chances, strict=True)])
    return first + len(tokens)


def _head(grid: Grid, columns: Sequence[Column], row: int) -> None:
    grid.put(row, [column.heading for column in columns])
    grid.heads.append(row)
    grid.columns = {column.name: n for n, column in enumerate(columns, start=1)}
    grid.widths = {n: column.width for n, column in enumerate(columns, start=1)}


def _cover() -> Grid:
    grid = Grid("L", "technopole42", TECHNOPOLE, "Page de garde", widths={1: 4, 2: 70})
    lines = (
        "Technopole 42",
        "Fichier des adhérents - exercice 2026",
        "Données d'exemple, inventées",
    )
    for row, line in zip((2, 4, 6), lines, strict=True):
        grid.put(row, [None, line])
    grid.bold = [2]
    return grid


def _codes() -> Grid:
    grid = Grid("K", "technopole42", TECHNOPOLE, "Codes", widths={1: 8, 2: 30})
    grid.put(1, ["N°", "Commission"])
    for number, title in enumerate(CODES, start=1):
        grid.put(number + 1, [number, title])
    grid.put(len(CODES) + 2, [7, "5 à 7"])
    grid.heads = [1]
    return grid


def _technopole(firms: dict[str, Firm], tokens: list[str]) -> Grid:
    grid = Grid("T", "technopole42", TECHNOPOLE, "Adhérents 2026")
    grid.put(1, ["T42", None, "Liste des adhérents - Technopole 42"])
    grid.put(3, [None, None, "Mise à jour : octobre 2026"])
    grid.bold = [1]
    _head(grid, T_COLUMNS, 5)
    after = _fill(grid, T_COLUMNS, firms, tokens, 6)
    grid.put(after + 1, ["* Entreprises hébergées au bâtiment Hélios : cotisation réduite."])
    extra = get_column_letter(grid.columns["address_extra"])
    top = grid.rows["aldebarre"]
    for row in (top + 1, top + 2):
        grid.cells.pop((row, grid.columns["address_extra"]))
    grid.merged = ["A1:B2", f"{extra}{top}:{extra}{top + 2}"]
    grid.autofilter = f"A5:{get_column_letter(len(T_COLUMNS))}{after - 1}"
    return grid


def _rezames(firms: dict[str, Firm], tokens: list[str]) -> Grid:
    grid = Grid("R", "rezames", REZAMES, "Liste 2026")
    grid.put(1, ["REZAMES - Liste des membres"])
    grid.bold = [1]
    _head(grid, R_COLUMNS, 4)
    groups = {"A:D": "ENTREPRISE", "E:G": "ADRESSE", "H:J": "COORDONNÉES", "K:L": "CONTACT"}
    groups |= {"M:O": "COTISATIONS", "P:Q": "RÈGLEMENT", "R:T": "DIVERS"}
    for span, title in groups.items():
        first, last = span.split(":")
        grid.cells[3, ord(first) - 64] = title
        grid.merged.append(f"{first}3:{last}3")
    grid.heads.append(3)
    _fill(grid, R_COLUMNS, firms, tokens, 5)
    grid.merged += [f"A{row}:T{row}" for token, row in grid.rows.items() if token[0] == "#"]
    return grid


def _commerces(firms: dict[str, Firm], tokens: list[str]) -> Grid:
    grid = Grid("C", "rezames", REZAMES, "Commerces Est")
    _head(grid, C_COLUMNS, 1)
    _fill(grid, C_COLUMNS, firms, tokens, 2)
    return grid


def _anciens(firms: dict[str, Firm], tokens: list[str]) -> Grid:
    grid = Grid("A", "rezames", ANCIENS, "Feuil1")
    grid.put(1, ["Rezames : liste d'avant 2012"])
    grid.bold = [1]
    _head(grid, A_COLUMNS, 3)
    _fill(grid, A_COLUMNS, firms, tokens, 4)
    return grid


def _nouveaux(firms: dict[str, Firm], tokens: list[str]) -> Grid:
    grid = Grid("N", "rezames", NOUVEAUX, "")
    _head(grid, N_COLUMNS, 1)
    _fill(grid, N_COLUMNS, firms, tokens, 2)
    return grid
