"""Files without what is blocked: the rest of each stays as it was."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.datavalidation import DataValidation

from reconcile.erasure.blocks import Blocks
from reconcile.erasure.files import cleaned
from reconcile.erasure.lines import Lines
from tests.erasure.test_text import blocks

MINE = blocks("Jean-Noël", "Martin", "M-0042", "R-00042")
ROWS = [
    ["N°", "Société", "Civilité", "Prénom", "Nom", "Fonction", "Courriel", "Contact"],
    [
        "M-0042",
        "Forge",
        "M.",
        "Jean-Noël",
        "Martin",
        "Gérant",
        "jn.martin@forge.example",
        "C-00042-1",
    ],
    ["M-0007", "Autre", "M.", "Jean-Noël", "Martin", "Gérant", "info@autre.example", "C-00007-1"],
    ["", "Note", "", "Appeler Jean-Noël Martin au 0639980012", "", "", "", ""],
]


def book(path: Path) -> Path:
    made = Workbook()
    sheet = made.active
    for row in ROWS:
        sheet.append(row)
    sheet.append(["M-0042", 639980012])
    choice = DataValidation("list", '"jn.martin@forge.example,info@forge.example"')
    sheet.add_data_validation(choice)
    choice.add("B2")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=5, max_row=5))
    sheet.add_chart(chart, "J1")
    made.save(path)
    return path


def check(rows: list[list[object]]) -> None:
    gone = "[effacé]"
    assert rows[1] == ["M-0042", "Forge", gone, gone, gone, gone, gone, "C-00042-1"]
    assert rows[2] == ROWS[2], "a namesake at another member"
    assert rows[3][3] == f"Appeler {gone} au {gone}"
    assert rows[4][:2] == ["M-0042", gone]


def test_a_workbook_keeps_charts_and_drop_downs(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx")
    after = cleaned(path, path.read_bytes(), Lines(MINE))
    assert after
    sheet = load_workbook(io.BytesIO(after)).active
    check([[cell.value or "" for cell in row[:8]] for row in sheet.iter_rows()])
    assert len(sheet._charts) == 1
    assert sheet.data_validations.dataValidation[0].formula1 == '"[effacé],info@forge.example"'
    again = tmp_path / "b.xlsx"
    again.write_bytes(after)
    assert cleaned(again, after, Lines(MINE)) is None, "a second time changes nothing"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_a_workbook_that_libreoffice_saved(tmp_path: Path, kind: str) -> None:
    path = book(tmp_path / "a.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/lo"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir"]
    subprocess.run([*command, tmp_path / "out", path], check=True, capture_output=True)
    saved = tmp_path / "out" / f"a.{kind}"
    after = cleaned(saved, saved.read_bytes(), Lines(MINE))
    assert after
    saved.write_bytes(after)
    if kind == "xlsx":
        with zipfile.ZipFile(saved) as archive:
            shared = archive.read("xl/sharedStrings.xml").decode()
        assert "jn.martin" not in shared
        assert "Appeler" not in shared
        assert "Jean-Noël" in shared, "the namesake has it still"
    frame = pd.read_excel(saved, header=None, dtype=object, engine="calamine").fillna("")
    check([row[:8] for row in frame.to_numpy().tolist()])


@pytest.mark.parametrize("name", ["a.csv", "a.html", "a.toml"])
def test_texts(tmp_path: Path, name: str) -> None:
    line = "M-0042;Forge;Jean-Noël;Martin;jn.martin@forge.example\r\nM-0007;Jean-Noël;Martin\r\n"
    text = f"<td>{line}</td>" if name.endswith("html") else "\ufeff" + line
    after = cleaned(tmp_path / name, text.encode(), Lines(MINE))
    assert after
    assert b"jn.martin" not in after
    if name == "a.csv":
        told = "M-0042;Forge;[effacé];[effacé];[effacé]\r\nM-0007;Jean-Noël;Martin\r\n"
        assert after.decode() == "\ufeff" + told


def test_a_row_of_a_csv_whose_cell_holds_a_line_break_is_one(tmp_path: Path) -> None:
    whole = Lines(blocks("Jean-Noël", "Martin", "M-0042", whole=True))
    text = 'N°;Adresse;Ville\r\nM-0042;"1 rue Neuve\nBât. B";Lyon\r\nM-0007;"a ""b""; c";Rive\r\n'
    after = cleaned(tmp_path / "a.csv", text.encode(), whole)
    told = 'N°;Adresse;Ville\r\nM-0042;[effacé];[effacé]\r\nM-0007;"a ""b""; c";Rive\r\n'
    assert after is not None and after.decode() == told


def test_parquet_keeps_its_schema_and_metadata(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "a.parquet"
    rows = {
        "member_id": ["M-0042", "M-0007"],
        "emails": [["jn.martin@forge.example", "b@c.fr"], []],
    }
    table = pa.table(rows).replace_schema_metadata({b"reconcile.run": b"7"})
    pq.write_table(table, path)
    after = pq.read_table(io.BytesIO(cleaned(path, path.read_bytes(), Lines(MINE)) or b""))
    assert after["emails"].to_pylist() == [["b@c.fr"], []]
    assert after.schema == table.schema
    assert (after.schema.metadata or {})[b"reconcile.run"] == b"7"


def test_a_contact_without_a_first_name_loses_civility_and_role() -> None:
    named = Lines(blocks("", "Martin", "M-0042", "R-00042"))
    line = ["M-0042", "Forge", "M.", "", "Martin", "Gérant", "", "", "Club", "C-00042-1"]
    gone = ["M-0042", "Forge", *["[effacé]", "", "[effacé]", "[effacé]"], "", "", *line[8:]]
    assert named.clean(line) == gone


def test_of_a_member_that_was_the_person_only_the_number_stays() -> None:
    whole = blocks("Jean-Noël", "Martin", "M-0042", whole=True)
    assert Lines(whole).clean(["M-0042", "4 rue Neuve", ""]) == ["M-0042", "[effacé]", ""]
    assert Lines(Blocks(whole.seal)).clean(["M-0042", "4 rue"]) == ["M-0042", "4 rue"]


def test_a_damaged_file_raises(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx")
    with pytest.raises(Exception, match=r"."):
        cleaned(path, path.read_bytes()[:-400], Lines(MINE))
