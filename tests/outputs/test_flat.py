"""The register as CSV and Parquet, read back."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
from openpyxl import load_workbook

from reconcile.outputs import former_csv, register_csv, register_parquet, register_workbook
from reconcile.tables import empty
from reconcile.words import words
from tests import nights

FR = words("fr")


def test_csv_is_what_excel_opens_in_france(tmp_path: Path) -> None:
    night, path = nights.night(), tmp_path / "r.csv"
    register_csv(night, night.registers[""], "", FR, path)
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfN\xc2\xb0 adh")
    assert raw.count(b"\r\n") == 8
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert rows[0]["SIRET"] == "000 123 455 00012"
    assert rows[0]["Téléphone"] == "04 65 71 00 01"
    assert rows[0]["Adhérent depuis"] == "15/09/2011"
    assert rows[0]["Enseigne"] == "L'Atelier"
    assert rows[4]["Raison sociale"] == "'=1+1 Conseil"
    assert rows[4]["N° Technopole 42"] == "'-16"
    assert rows[4]["Adresse"] == "'+ 4 rue Basse"
    assert rows[-1]["Téléphone"] == "'+41215550100"
    assert {row["Registre"] for row in rows} == {"n° 12 du 22/11/2026"}


def test_csv_and_workbook_say_the_same(tmp_path: Path) -> None:
    night = nights.night()
    register_csv(night, night.registers[""], "", FR, tmp_path / "r.csv")
    register_workbook(night, night.registers[""], "", FR, tmp_path / "r.xlsx")
    former_csv(night, night.registers[""], "", FR, tmp_path / "f.csv")
    book = load_workbook(tmp_path / "r.xlsx")
    for name, flat in (("Adhérents", "r.csv"), ("Anciens membres", "f.csv")):
        with (tmp_path / flat).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, delimiter=";"))
        for line, row in zip(book[name].iter_rows(), rows, strict=True):
            for cell, text in zip(line, row[:-1], strict=True):  # the last is the register
                value = cell.value
                shown = f"{value:%d/%m/%Y}" if cell.is_date else "" if value is None else str(value)
                assert text.removeprefix("'") == shown


def test_parquet_is_typed(tmp_path: Path) -> None:
    night = nights.night()
    register_parquet(night, night.registers[""], tmp_path / "r.parquet")
    schema = pq.read_schema(tmp_path / "r.parquet")
    assert str(schema.field("phones").type) == "list<element: string>"
    assert str(schema.field("n_records").type) == "int64"
    assert str(schema.field("member_no:rezames").type) == "string"
    read = pd.read_parquet(tmp_path / "r.parquet")
    assert list(read.columns) == list(night.registers[""].register.columns)
    assert list(read["phones"][0]) == ["+33465710001", "+33639980001"]
    assert read["name"][4] == "=1+1 Conseil"
    assert read["siret"].isna().sum() == 7
    said = {key.decode(): value.decode() for key, value in schema.metadata.items()}
    assert (said["reconcile.run"], said["reconcile.date"]) == ("12", "2026-11-22")


def test_an_empty_register_can_be_written(tmp_path: Path) -> None:
    night = nights.night()
    whole = night.registers[""]
    none = type(whole)(*(empty(name) for name in vars(whole)))
    register_csv(night, none, "", FR, tmp_path / "r.csv")
    former_csv(night, none, "", FR, tmp_path / "f.csv")
    assert (tmp_path / "f.csv").read_text(encoding="utf-8-sig").count("\n") == 1
    register_parquet(night, none, tmp_path / "r.parquet")
    register_workbook(night, none, "", FR, tmp_path / "r.xlsx")
    assert len((tmp_path / "r.csv").read_text(encoding="utf-8-sig").splitlines()) == 1
    assert len(pd.read_parquet(tmp_path / "r.parquet")) == 0
    assert load_workbook(tmp_path / "r.xlsx")["Adhérents"].max_row == 1
