"""`reconcile read`: one spreadsheet as understood, and its faults."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from reconcile.cli import app
from reconcile.commands.reading import ReadError, check_paths, read_file, write
from reconcile.words import words
from tests.ingest.lists import put, save

FR = words("fr")
run = CliRunner().invoke
HEADINGS = [
    *("N° adhérent", "Société", "SIRET", "CP Ville", "Tél 1", "Tél 2", "Courriel", "Dirigeant"),
    *("Depuis", "Cotis 2025", "Remarques"),
]
ROWS = [
    ["Liste des adhérents 2026"],
    HEADINGS,
    [
        *("12", "  SARL   VELINORE ", 25916800011, "42000 Saint-Étienne", 465710001),
        *("06 39 98 00 01", "Contact@velinore.example;", "M. DUPONT Jean-Pierre, gérant", 2011),
        *("150 €", "-calme"),
    ],
    ["13", "Ostrelle", "4.2E+13", "Sorbiers", None, None, "a@b.example / 04 65 71 00 03"],
    ["Total : 2"],
]
VALUES = {
    "member_no": "12",
    "name": "SARL VELINORE",
    "siren": "000259168",
    "siret": "00025916800011",
    "postcode": "42000",
    "city": "Saint-Étienne",
    "phone": "+33465710001; +33639980001",
    "email": "contact@velinore.example",
    "contact": "M. Jean-Pierre Dupont, gérant",
    "contact_title": "M.",
    "contact_first": "Jean-Pierre",
    "contact_last": "Dupont",
    "contact_role": "gérant",
    "joined_on": "2011",
    "dues": "2025 paid 150",
    "newsletter": "unknown",
    "notes": "-calme",
    "file": "liste.xlsx",
    "sheet": "Liste",
    "row": 3,
}


def tables(path: Path) -> pd.DataFrame:
    if path.suffix == ".csv":
        return pd.read_csv(path, dtype="str").astype({"row": "int64"})
    if path.suffix == ".parquet":
        return pd.read_parquet(path)
    return pd.read_excel(path, dtype="str", engine="calamine")


@pytest.mark.parametrize("kind", [".csv", ".xlsx", ".parquet"])
def test_a_list_as_understood(tmp_path: Path, kind: str) -> None:
    file, out = save(tmp_path, ROWS, "liste.xlsx"), tmp_path / f"out{kind}"
    done = run(app, ["read", str(file), "--out", str(out)])
    assert done.exit_code == 0, done.output
    found = tables(out)
    assert len(found) == 2
    expected = VALUES | ({"notes": "'-calme"} if kind == ".csv" else {})
    first = found.iloc[0]
    shown = {name: str(first[name]) for name in expected}
    assert shown == {name: str(value) for name, value in expected.items()}
    assert found["siren"].isna().tolist() == [False, True]
    assert list(found.columns)[-3:] == ["file", "sheet", "row"]


def test_faults_come_with_cell_sentence_and_cure(tmp_path: Path) -> None:
    file, out, faults = save(tmp_path, ROWS, "liste.xlsx"), tmp_path / "o.csv", tmp_path / "f.csv"
    done = run(app, ["read", str(file), "--out", str(out), "--issues", str(faults)])
    assert done.exit_code == 0, done.output
    told = pd.read_csv(faults, dtype="str").fillna("")
    assert list(told.columns) == [
        *("file", "sheet", "row", "cell", "field", "raw", "problem", "severity"),
        *("sentence", "cure"),
    ]
    by_cell = told[["cell", "problem", "severity"]].to_numpy().tolist()
    assert ["C3", "zero_put_back", "info"] in by_cell
    assert ["C4", "digits_lost", "warning"] in by_cell  # of standardise
    assert "postcode_missing" in set(told["problem"])  # of the expectations
    assert not {"record_id_missing", "source_missing"} & set(told["problem"])
    lost = told[told["problem"] == "digits_lost"].iloc[0]
    assert lost["raw"] == "4.2E+13"
    assert lost["sentence"] and lost["cure"]


def test_the_rules_of_a_place_hold(tmp_path: Path) -> None:
    file = save(tmp_path / "data" / "raw", ROWS[1:4], "est/liste.xlsx")
    settings = tmp_path / "reconcile.toml"
    settings.write_text(
        'language = "en"\n[clubs.est]\nname = "Est"\n[[sheets]]\nfile = "est/liste.xlsx"\n'
        'columns = { K = "activity" }\n'
    )
    out = tmp_path / "out.parquet"
    done = run(app, ["read", str(file), "--out", str(out), "--config", str(settings)])
    assert done.exit_code == 0, done.output
    assert "2 rows read" in done.output
    assert tables(out)["activity"].tolist()[0] == "-calme"
    assert set(tables(out)["file"]) == {"est/liste.xlsx"}


def test_text_is_never_a_formula(tmp_path: Path) -> None:
    evil = ["=1+1", "@SUM(1)", "+33 4 65 71 00 01", "-2"]
    frame = pd.DataFrame({"name": pd.Series(evil, dtype="str"), "phone": "+33465710001"})
    write(frame, tmp_path / "out.csv", FR)
    told = pd.read_csv(tmp_path / "out.csv", dtype="str")
    assert told["name"].tolist() == ["'=1+1", "'@SUM(1)", "'+33 4 65 71 00 01", "'-2"]
    assert set(told["phone"]) == {"+33465710001"}
    write(frame, tmp_path / "out.xlsx", FR)
    sheet = load_workbook(tmp_path / "out.xlsx").active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells][::2] == evil


@pytest.mark.parametrize(
    ("file", "data", "part"),
    [
        ("notes.csv", "un;deux\ntrois;quatre\n", "titre de colonne"),
        ("casse.xlsx", b"PK\x03\x04 not a workbook", "abîmé"),
        ("vide.xlsx", b"", "vide"),
        ("lettre.pdf", b"%PDF-1.7", "Enregistrez la liste au format"),
    ],
)
def test_a_file_that_gives_no_row(tmp_path: Path, file: str, data: bytes | str, part: str) -> None:
    path, out, faults = put(tmp_path, file, data), tmp_path / "o.csv", tmp_path / "f.csv"
    done = run(app, ["read", str(path), "--out", str(out), "--issues", str(faults)])
    assert done.exit_code == 2, done.output
    assert isinstance(done.exception, SystemExit)
    assert part in done.output and file in done.output
    assert not out.exists()
    assert set(pd.read_csv(faults)["file"]) <= {file}


@pytest.mark.parametrize(
    ("out", "part"),
    [
        ("out.txt", "seuls .csv, .xlsx et .parquet"),
        ("nowhere/out.csv", "n'existe pas"),
        ("liste.csv", "est déjà le fichier lu"),
        ("folder.csv", "est un dossier"),
    ],
)
def test_a_table_that_cannot_be_written_is_told_before_the_work(
    tmp_path: Path, out: str, part: str
) -> None:
    file = put(tmp_path, "liste.csv", "Société;Ville\nVelinore;Sorbiers\n")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(ReadError, match=part):
        check_paths(file, [tmp_path / out], FR)
    done = run(app, ["read", str(file), "--out", str(tmp_path / out)])
    assert done.exit_code == 2
    assert part in done.output


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a folder that takes no file")
def test_a_disk_that_takes_no_file_is_told(tmp_path: Path) -> None:
    file = put(tmp_path, "liste.csv", "Société;Ville\nVelinore;Sorbiers\n")
    done = run(app, ["read", str(file), "--out", "/proc/out.csv"])
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
    assert "/proc" in done.output


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    done = run(app, ["read", str(tmp_path / "none.xlsx"), "--out", str(tmp_path / "o.csv")])
    assert done.exit_code == 2
    assert "none.xlsx n'est pas là" in done.output


def test_every_sheet_and_every_person_and_value_is_kept(tmp_path: Path) -> None:
    text = "Société;Contact;Cotis 2024;Cotis 2025;Commissions\n"
    text += '"Velinore";"M. Brun, gérant; Mme Anne Arnaud";oui;non;"1,5"\n'
    found = read_file(put(tmp_path, "liste.csv", text), FR).table
    assert found[["contact", "dues", "commissions"]].to_numpy().tolist() == [
        ["M. Brun, gérant; Mme Anne Arnaud", "2024 paid; 2025 unpaid", "1; 5"]
    ]
