"""The layouts of layouts.toml, each with the answer that a person wrote beside it."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from .lists import read, rows_of, save

KNOWN = tomllib.loads(Path(__file__).with_name("layouts.toml").read_text(encoding="utf-8"))


def cells(sheet: str) -> list[list[str | None]]:
    lines = sheet.removeprefix("\n").rstrip("\n").split("\n")
    return [[cell.strip() or None for cell in line.split("|")] for line in lines]


@pytest.mark.parametrize("name", KNOWN)
def test_a_layout_is_read_as_a_person_reads_it(tmp_path: Path, name: str) -> None:
    known: dict[str, Any] = KNOWN[name]
    save(tmp_path, cells(known["sheet"]), merge=known.get("merge", ()))
    reading = read(tmp_path)
    assert rows_of(reading.sheets, "header_row", "n_rows") == [
        (known["header_row"], known["n_rows"])
    ]
    understood = rows_of(reading.columns, "column", "label")  # of two tables the last counts
    assert dict(understood) == known["columns"]
    told = {str(one["row"]): one["why"] for one in reading.sheets.loc[0, "left_out"]}
    assert told == known["left_out"]


def test_there_are_twelve() -> None:
    assert len(KNOWN) == 12
